"""All that the page knows, as plain data: cases, scenarios, draws, compiled rules and words."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from ...model.scenario.scenario import Scenario
from ..compare.premium import MUCH, NOTHING
from ..compare.two_part import LEVEL
from ..controls import Control, list_groups
from ..design.batch import SEED
from ..design.parameter_draws import Draws
from ..explore.screen import find_rival, screen_movers
from ..labels import input_name
from ..verdicts.doubts import FEWEST, MOST, TOLERANCE
from .case_data import describe_case
from .column_pool import ColumnPool
from .modules import build_modules
from .plan import Progress
from .scenario_data import describe_scenario, list_modules
from .texts import read_texts

LIMITS = {
    "much": MUCH, "nothing": NOTHING, "most": MOST, "fewest": FEWEST, "tolerance": TOLERANCE, "level": LEVEL,
    "seed": SEED,
}  # fmt: skip
"""Numbers by which the commands judge, which the page takes from them."""


def build_data(
    scenarios: Sequence[Scenario], draws: Mapping[str, Draws], progress: Progress
) -> dict[str, Any]:
    """Build the data of a page.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The scenarios, of any patrons.
    draws : mapping
        What runs of a scenario take of what is not known, by its name; one that is missing takes none.
    progress : callable
        Called with 1 after each scenario and each module, from two threads.
    """
    with ThreadPoolExecutor(1) as thread:  # LLVM compiles on one core while the other screens
        modules = thread.submit(build_modules, list_modules(scenarios), progress)
        found = describe_scenarios(scenarios, draws, progress)
        return {"texts": read_texts(), "limits": LIMITS, "modules": modules.result(), **found}


def describe_scenarios(
    scenarios: Sequence[Scenario], draws: Mapping[str, Draws], progress: Progress
) -> dict[str, Any]:
    """Describe scenarios, and what they share: cases and columns of draws, each once."""
    pool, cases, described = ColumnPool(), list[dict[str, Any]](), []
    for scenario in scenarios:
        case, own = describe_case(scenario), draws.get(scenario.name)
        cases += [] if case in cases else [case]
        found = describe_scenario(scenario, own, pool)
        controls = describe_controls(scenario, own)
        described.append({**found, "case": cases.index(case), "controls": controls})
        progress(1)
    return {"cases": cases, "columns": pool.columns, "scenarios": described}


def describe_controls(scenario: Scenario, draws: Draws | None) -> list[dict[str, Any]]:
    """Describe the inputs that can be moved, in groups; those that move the premium most are screened."""
    rival = find_rival(scenario, SEED, draws)
    movers = screen_movers(scenario, rival, SEED, draws) if rival else []
    return [
        {"heading": group.heading, "controls": [describe_control(scenario, c) for c in group.controls]}
        for group in list_groups(scenario, movers, rival)
    ]


def describe_control(scenario: Scenario, control: Control) -> dict[str, Any]:
    """Describe a control, with the name of its input inside a sentence."""
    return {**asdict(control), "name": input_name(control.path, scenario.labels)}
