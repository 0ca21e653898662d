"""The page's inputs come from the scenario."""

from pathlib import Path

import pytest
from support.runs import scenario_file

from hedgesim.analysis.controls import (
    MOVERS,
    WEIGHTS,
    Control,
    choose_step,
    main_controls,
    moving_controls,
    other_groups,
)
from hedgesim.analysis.explore.screen import Influence
from hedgesim.model import Scenario
from hedgesim.model.parameters.lookup import parameters
from hedgesim.model.scenario.files import builtin_scenarios


def everything(scenario: Scenario) -> list[Control]:
    """All controls of a page."""
    return [*main_controls(scenario), *(c for g in other_groups(scenario) for c in g.controls)]


@pytest.mark.parametrize("name", ["belarus/baseline", "armenia/baseline"])
def test_the_three_inputs_come_first(name: str) -> None:
    assert [c.path for c in main_controls(Scenario.load(name))] == [
        "patrons.russia.arms_access",
        "patrons.russia.barrier",
        "patrons.eu.agreement",
    ]


@pytest.mark.parametrize("name", builtin_scenarios())
def test_controls_are_of_the_scenario_hold_its_values_and_stay_within_what_is_allowed(name: str) -> None:
    scenario = Scenario.load(name)
    rows = parameters(scenario.patrons)
    controls = everything(scenario)
    assert len({c.path for c in controls}) == len(controls)
    for c in controls:
        low, high = rows[c.path].allowed
        value = scenario.values[c.path]
        assert max(low, 0.0) <= c.low <= value <= c.high <= high
        steps = (value - c.low) / c.step
        assert abs(steps - round(steps)) < 1e-6
        scenario.vary({c.path: c.high})


@pytest.mark.parametrize("count", [2, 4, 6])
def test_any_number_of_patrons_has_controls(tmp_path: Path, count: int) -> None:
    """Two of three inputs are of the closest patron, the first; only every second has an agreement."""
    scenario = Scenario.load(str(scenario_file(tmp_path, count)))
    assert [c.path for c in main_controls(scenario)] == [
        "patrons.united_states.arms_access",
        "patrons.united_states.barrier",
        "patrons.china.agreement",
    ]
    groups = {g.heading: len(g.controls) for g in other_groups(scenario)}
    assert groups["Rivalry between patrons"] == count * (count - 1) // 2
    assert groups["The other patrons"] == 2 * count + count // 2 - 3


def test_without_ranges_of_its_own_the_patron_that_is_closest_comes_first() -> None:
    data = Scenario.load("belarus/baseline").to_dict()
    data["uncertainty"] = {}
    data["values"] |= {"start.patrons.china.arms": 0.9, "start.patrons.eu.exports": 0.9}
    paths = [c.path for c in main_controls(Scenario.from_dict(data))]
    assert paths == ["patrons.china.arms_access", "patrons.eu.barrier", "patrons.eu.agreement"]


def test_other_inputs_are_grouped_and_a_framework_is_no_agreement() -> None:
    groups = {
        g.heading: [c.path for c in g.controls] for g in other_groups(Scenario.load("belarus/baseline"))
    }
    assert groups["Rivalry between patrons"] == [
        "rivalry.russia-china",
        "rivalry.russia-eu",
        "rivalry.china-eu",
    ]
    assert groups["What the hedger wants"] == list(WEIGHTS)
    assert "patrons.russia.agreement" not in groups["The other patrons"]
    assert "patrons.eu.arms_access" in groups["The other patrons"]


def test_an_event_that_sets_an_input_later_is_told() -> None:
    controls = {c.path: c for c in everything(Scenario.load("belarus/history"))}
    assert "Events of the scenario change it from" in controls["patrons.russia.barrier"].note
    assert controls["rivalry.russia-china"].note == ""


@pytest.mark.parametrize(
    ("distance", "reach", "step"),
    [
        (0.15, 0.6, 0.01), (0.3, 1.0, 0.01), (0.125, 1.0, 0.001), (0.4651, 1.0, 0.0001),
        (0.3, 0.125, 0.001), (1 / 3, 0.5, 0.5 / 42),
    ],
)  # fmt: skip
def test_a_slider_can_stand_at_the_value_and_at_its_end(distance: float, reach: float, step: float) -> None:
    assert choose_step(distance, reach) == pytest.approx(step)


@pytest.mark.parametrize("name", ["belarus/baseline", "two_powers/baseline"])
def test_every_slider_reaches_both_ends_and_its_value(name: str) -> None:
    for control in everything(Scenario.load(name)):
        steps = [(end - control.low) / control.step for end in (control.value, control.high)]
        assert steps == pytest.approx([round(count) for count in steps], abs=1e-6), control.path


def test_what_moves_the_premium_most_comes_next_and_says_by_how_much() -> None:
    scenario = Scenario.load("belarus/baseline")
    found = [
        Influence("patrons.russia.barrier", 0.0, 0.5, 0.05, -0.05),
        Influence("hedger.budget", 0.18, 0.27, 0.027, 0.0354),
        *(
            Influence(f"patrons.{p}.{k}", 0.1, 0.2, 0.0, 0.001)
            for p in scenario.patrons
            for k in ("rent", "fund")
        ),
    ]
    first, *others = moving_controls(scenario, found, "bandwagon:russia")
    assert len(others) == MOVERS - 1
    assert first.path == "hedger.budget"  # the barrier is a main input
    assert first.label == "Effort to spend (budget)"
    assert (
        "from 0.18 to 0.27, it takes what hedging gains over bandwagon with Russia from +0.0270 to +0.0354"
        in (first.about)
    )


def test_every_input_says_what_it_means_and_where_its_value_comes_from() -> None:
    scenario = Scenario.load("belarus/baseline")
    for c in everything(scenario):
        assert scenario.origins[c.path].kind in c.about
        assert f"[{parameters(scenario.patrons)[c.path].unit}]" in c.about
        assert "(eq." not in c.about + c.label


def test_mechanisms_are_switches() -> None:
    groups = {g.heading: g.controls for g in other_groups(Scenario.load("belarus/baseline"))}
    switches = groups["Mechanisms on and off"]
    assert all(c.switch and c.path.startswith("mechanisms.") for c in switches)
    assert {c.path: c.label for c in switches}[
        "mechanisms.veto"
    ] == "A patron can complicate a rival's investment"
