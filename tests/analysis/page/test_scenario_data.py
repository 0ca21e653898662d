"""The numbers of a page's scenarios: those of the engine, and of every draw."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from support.runs import scenario_file

from hedgesim.analysis.design.columns import engine_columns, run_columns
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.ensembles.default import CASE, choose_draws
from hedgesim.analysis.page.case_data import describe_case, list_input_paths
from hedgesim.analysis.page.column_pool import ColumnPool
from hedgesim.analysis.page.scenario_data import describe_scenario, list_strategies
from hedgesim.model import Scenario
from hedgesim.model.engines.compiled.buffer import INPUTS
from hedgesim.model.engines.compiled.ensemble import find_buffer_row
from hedgesim.model.state import flatten
from hedgesim.model.strategies import FIXED, MIX, TRIGGER, plan_for

OWN = """
[hedger.effort]
self_reliance = 0.5
china = { security = 0.2, economy = 0.1 }

[[events]]
name = "storm"
date = "2016Q3"
until = "2018Q1"
set = "world.strain"
value = 0.6
source = "made up"

[trigger]
first = "hedge"

[[trigger.steps]]
watch = "coercion.united_states"
level = 0.1
then = "bandwagon:china"

"""
"""What a scenario of three patrons may have besides numbers."""
DRAWS = Draws(
    "mine",
    {
        "events.storm.value": np.linspace(0.2, 0.9, 5),
        "patrons.china.agreement": np.array([0.0, 1.0, 2.0, 3.0, 4.0]),
        "patrons.russia.framework": np.linspace(0.1, 0.9, 5),
        "hedger.effort.china.security": np.linspace(0.1, 0.9, 5),
    },
)
"""Draws of everything that becomes something else in an engine."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """A user's scenario with everything that takes draws."""
    return Scenario.load(str(scenario_file(tmp_path_factory.mktemp("own"), 3, OWN)))


@cache
def find_draws(spec: Scenario) -> Draws:
    """The draws that runs of a scenario take."""
    draws = choose_draws(DRAWS if spec.trigger else CASE, [spec])
    assert draws is not None
    return draws


@cache
def describe(spec: Scenario) -> tuple[dict[str, Any], ColumnPool]:
    """A scenario as the page has it, with its columns."""
    pool = ColumnPool()
    return describe_scenario(spec, find_draws(spec), pool), pool


def rows_of(spec: Scenario) -> list[float]:
    """The numbers of case and start as the engines take them."""
    return [*flatten(spec.case()), *flatten(spec.start())]


def test_inputs_events_and_plans_are_those_of_the_scenario(own: Scenario) -> None:
    for spec in (own, Scenario.load("belarus/war_2022")):
        data, _ = describe(spec)
        assert dict(zip(list_input_paths(spec), data["inputs"], strict=True)).items() <= spec.values.items()
        assert [tuple(change) for change in data["changes"]] == list(spec.changes())
        assert [(e["name"], e["quarter"], e["until"]) for e in data["events"]] == [
            (e.name, e.first, e.until) for e in spec.events
        ]
        for each in data["strategies"]:
            plan = plan_for(spec, each["name"])
            assert each["plan"] == list(flatten(plan))
            assert each["module"] == f"{len(spec.patrons)}-{len(plan.steps)}"
        assert data["strategies"][0]["name"] == "hedge"


def test_every_draw_reaches_the_row_of_the_engine(own: Scenario) -> None:
    """Events' values stand behind the rows of all tuples, of a plan without steps."""
    for spec in (own, Scenario.load("belarus/war_2022"), Scenario.load("two_powers/transition")):
        (data, pool), draws = describe(spec), find_draws(spec)
        numbers = np.arange(draws.count)
        expected = {
            find_buffer_row(spec, path, 0) - INPUTS: values.tolist()
            for path, values in engine_columns(spec, "", run_columns(spec, draws, numbers)).items()
        }
        assert {row: pool.columns[number] for row, number in data["draws"]["columns"]} == expected
        assert data["draws"]["count"] == draws.count == (5 if spec is own else 200)
    terms = [f"patrons.{p}.{name}" for p in ("china", "russia") for name in ("agreement", "framework")]
    rows = {find_buffer_row(own, path, 0) - INPUTS for path in (*terms, "events.storm.value")}
    assert rows <= {row for row, _ in describe(own)[0]["draws"]["columns"]}


def test_a_draw_gives_the_numbers_of_the_scenario_with_its_values(own: Scenario) -> None:
    (data, pool), draws = describe(own), find_draws(own)
    for draw in range(5):
        found = [*data["inputs"], *(0.0 for _ in range(1000))]
        for row, number in data["draws"]["columns"]:
            found[row] = pool.columns[number][draw]
        columns = run_columns(own, draws, np.array([draw]))
        varied = own.vary({path: float(v[0]) for path, v in columns.items()})
        assert found[: len(data["inputs"])] == rows_of(varied)
        assert sum(found[len(data["inputs"]) :]) == varied.events[0].value


def test_fixed_shares_take_their_draws_into_the_plan(own: Scenario) -> None:
    (data, pool), draws = describe(own), find_draws(own)
    columns = engine_columns(own, FIXED, run_columns(own, draws, np.arange(draws.count)))
    expected = {
        find_buffer_row(own, path, 0) - INPUTS: values.tolist()
        for path, values in columns.items()
        if path.startswith("plan.")
    }
    (fixed,) = (each for each in data["strategies"] if each["name"] == FIXED)
    assert {row: pool.columns[number] for row, number in fixed["columns"]} == expected
    assert len(expected) == len(own.patrons) * 2 + 1
    assert [each["name"] for each in data["strategies"] if "columns" in each] == [FIXED]


def test_strategies_are_those_that_the_scenario_can_play(own: Scenario) -> None:
    assert list_strategies(own)[-2:] == [FIXED, TRIGGER]
    baseline = Scenario.load("belarus/baseline")
    assert list_strategies(baseline)[-1] == MIX
    assert not {FIXED, TRIGGER} & {*list_strategies(baseline)}
    assert MIX not in list_strategies(baseline.vary({"rivalry.russia-eu": 0.9}))  # it is not fresh


def test_scenarios_of_a_case_share_it_and_most_columns() -> None:
    pool, sizes, cases = ColumnPool(), [0], []
    for name in ("belarus/baseline", "belarus/war_2022", "belarus/eu_ratified"):
        spec = Scenario.load(name)
        describe_scenario(spec, find_draws(spec), pool)
        sizes.append(len(pool.columns))
        cases.append(describe_case(spec))
    assert cases[0] == cases[1] == cases[2]
    assert len({tuple(column) for column in pool.columns}) == len(pool.columns)
    assert sizes[2] - sizes[1] < 10 > sizes[3] - sizes[2]


def test_a_case_names_the_numbers_of_a_run() -> None:
    case = describe_case(Scenario.load("two_powers/baseline"))
    assert case["patrons"] == ["west", "east"]
    assert case["records"][case["bands"][0]["row"]] == case["bands"][0]["dimension"] == "security"
    (band,) = (b for b in case["bands"] if (b["actor"], b["dimension"]) == ("west", "influence"))
    assert case["records"][band["row"]] == "influence_west"
    assert len(case["colours"]) == len({*case["colours"]}) == 2
