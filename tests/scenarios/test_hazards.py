"""The rule that reads cold spells off dated events, and the hazards of the scenario files against it."""

import pytest
from support.scripts import script

from hedgesim.model.scenario.scenario import Scenario

HAZARDS = script("docs/build/hazards.py")
PATRONS = {"RUS": "russia", "EU": "eu", "CHN": "china"}


def spells(
    *events: tuple[int, bool, int], last: int = 40, lasting: bool = False
) -> list[tuple[int, int, bool]]:
    return [tuple(s) for s in HAZARDS.find_spells(list(events), last, lasting=lasting)]


def test_a_spell_opens_with_a_grave_conflict_and_ends_with_cooperation() -> None:
    assert spells((1, True, 1), (3, True, 2), (5, False, 1), (6, False, 1)) == [(3, 5, False)]


def test_smaller_conflicts_prolong_a_spell_and_a_quiet_year_ends_it() -> None:
    assert spells((3, True, 2), (6, True, 1), (12, True, 3)) == [(3, 6, False), (12, 12, False)]


def test_measures_that_last_end_only_with_cooperation() -> None:
    assert spells((3, True, 2), (12, False, 1), lasting=True) == [(3, 12, False)]
    assert spells((3, True, 2), lasting=True) == [(3, 40, True)]


def test_a_spell_that_had_not_ended_by_the_last_quarter_is_open() -> None:
    assert spells((37, True, 2)) == [(37, 40, True)]


def test_known_spells_of_the_belarusian_events() -> None:
    russia, eu, china = (HAZARDS.estimate_hazards(p) for p in PATRONS)
    assert [len(h.spells) for h in (russia, eu, china)] == [6, 3, 0]
    assert [h.cold for h in (russia, eu, china)] == [17, 47, 0]
    # counted by hand: 6 spells in 52 - 17 warm quarters, with half a spell of the prior
    assert russia.turn == pytest.approx(6.5 / 35)
    assert russia.turn_interval == pytest.approx((0.084, 0.319), abs=1e-3)
    assert eu.relent == pytest.approx(3.5 / 47)
    assert china.relent is None


@pytest.mark.parametrize("code", PATRONS)
def test_the_baseline_has_the_hazards_that_the_rule_gives(code: str) -> None:
    values, found = Scenario.load("belarus/baseline").values, HAZARDS.estimate_hazards(code)
    assert values[f"patrons.{PATRONS[code]}.turn"] == pytest.approx(found.turn, rel=0.05)
    if found.relent is not None:
        assert values[f"patrons.{PATRONS[code]}.relent"] == pytest.approx(found.relent, rel=0.05)


@pytest.mark.parametrize("name", ["belarus/history", "belarus/history_to_2024"])
def test_history_counts_spells_once(name: str) -> None:
    """The EU's spells act through strain; what the others' did is in the error that the fit estimates."""
    scenario = Scenario.load(name)
    assert scenario.values["mechanisms.moods"] == 0.0
    assert scenario.values["patrons.eu.turn"] == 0.0
    assert any(event.path == "world.strain" for event in scenario.events)


@pytest.mark.parametrize("name", ["armenia/baseline", "two_powers/baseline", "vietnam/baseline"])
def test_moods_are_off_where_hazards_are_guesses(name: str) -> None:
    scenario = Scenario.load(name)
    assert scenario.values["mechanisms.moods"] == 0.0
    assert all(scenario.origins[f"patrons.{p}.turn"].kind == "guess" for p in scenario.patrons)
