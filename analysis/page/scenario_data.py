"""A scenario as plain numbers and words: inputs, events, strategies and draws."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from ...model.engines.webassembly import build_layout
from ...model.parameters.lookup import effort_paths
from ...model.scenario.files import builtin_scenarios
from ...model.scenario.scenario import Scenario
from ...model.state import Plan, flatten
from ...model.state.layout import case_paths
from ...model.strategies import FIXED, MIX, TRIGGER, all_strategies, plan_for
from ..design.parameter_draws import Draws
from ..labels import strategy_label
from ..verdicts.comparison import phrase_origin
from .case_data import list_input_paths
from .column_pool import ColumnPool, list_columns
from .modules import Key, name_module


def describe_scenario(scenario: Scenario, draws: Draws | None, pool: ColumnPool) -> dict[str, Any]:
    """Describe a scenario but for its case and its controls; columns of draws go to the pool."""
    return {
        "name": scenario.name,
        "source": name_source(scenario),
        "title": scenario.title,
        "question": scenario.question,
        "hedger": scenario.hedger,
        "module": name_module((len(scenario.patrons), 0)),
        "firstQuarter": scenario.first_quarter,
        "horizon": scenario.horizon,
        "origin": phrase_origin(scenario.to_dict()),
        "inputs": [*flatten(scenario.case()), *flatten(scenario.start())],
        "changes": [list(change) for change in scenario.changes()],
        "events": describe_events(scenario),
        "strategies": [describe_strategy(scenario, s, draws, pool) for s in list_strategies(scenario)],
        "draws": None if draws is None else describe_draws(scenario, draws, pool),
    }


def shorten_name(name: str) -> str:
    """Return the name of a file in a page, which says nothing of the folders of a machine."""
    path = PurePath(name)
    return path.name if path.is_absolute() or ".." in path.parts else name


def name_source(scenario: Scenario) -> str:
    """Return how a command line and ``extends`` name a scenario: one of a file by that file."""
    return scenario.name if scenario.name in builtin_scenarios() else f"{scenario.name}.toml"


def describe_events(scenario: Scenario) -> list[dict[str, Any]]:
    """Describe the events of a scenario; quarters count from its first, and the last is exclusive."""
    return [
        {
            "name": e.name, "path": e.path, "quarter": e.first, "until": e.until, "label": e.label,
            "source": e.source,
        }
        for e in scenario.events
    ]  # fmt: skip


def list_strategies(scenario: Scenario) -> list[str]:
    """List the strategies of a page: all, the scenario's own shares and triggers, and others it names."""
    shares = any(path in scenario.values for path in effort_paths(scenario.patrons))
    more = [FIXED] * shares + [TRIGGER] * (scenario.trigger is not None)
    named = [name for name in scenario.strategies if name != MIX]  # a mix that does not fit is none
    return list(dict.fromkeys([*all_strategies(scenario), *more, *named]))


def describe_strategy(
    scenario: Scenario, strategy: str, draws: Draws | None, pool: ColumnPool
) -> dict[str, Any]:
    """Describe a strategy with the numbers of its plan, and where it takes draws of its own with these."""
    plan = plan_for(scenario, strategy)
    found = {
        "name": strategy,
        "label": strategy_label(strategy, scenario.labels),
        "kind": strategy.partition(":")[0],
        "plan": list(flatten(plan)),
        "module": name_module(key_of(scenario, plan)),
    }
    columns = list_columns(scenario, strategy, draws) if draws is not None and strategy == FIXED else {}
    places = pool.add_rows(columns, list_plan_rows(scenario))
    return found | ({"columns": places} if places else {})


def key_of(scenario: Scenario, plan: Plan) -> Key:
    """Return the numbers of patrons and steps, which a plan's module is made for."""
    return len(scenario.patrons), len(plan.steps)


def list_modules(scenarios: Iterable[Scenario]) -> set[Key]:
    """List the modules that the strategies of scenarios need."""
    return {key_of(s, plan_for(s, name)) for s in scenarios for name in list_strategies(s)}


def list_plan_rows(scenario: Scenario) -> dict[str, int]:
    """Map the path of each number of a plan without steps to its row, counted from the first input."""
    layout = build_layout(len(scenario.patrons))
    return {
        path: layout.plan - layout.inputs + k for k, path in enumerate(case_paths(scenario.patrons, Plan))
    }


def describe_draws(scenario: Scenario, draws: Draws, pool: ColumnPool) -> dict[str, Any]:
    """Describe what runs take of draws: the row and the column of each input and each event's value."""
    layout = build_layout(len(scenario.patrons))
    rows = {path: row for row, path in enumerate(list_input_paths(scenario))}
    first = layout.size - layout.inputs
    rows |= {f"events.{event.name}.value": first + k for k, event in enumerate(scenario.events)}
    places = pool.add_rows(list_columns(scenario, "", draws), rows)
    return {"name": shorten_name(draws.name), "count": draws.count, "columns": places}
