"""Events of a file that another extends with a start of its own: dates stay dates."""

from pathlib import Path

import pytest

from hedgesim.model.scenario.scenario import Scenario

BASE = """
title = "Base"
question = "?"
extends = "belarus/baseline"
first_quarter = "2005"
[[events]]
name = "dear_energy"
date = "2007"
{until}set = "world.energy"
value = 0.5
source = "guess"
"""


def moved(folder: Path, begin: str, until: str = "") -> Scenario:
    """A scenario that extends one of 2005 with an event in 2007, and begins at another time."""
    (folder / "base.toml").write_text(BASE.format(until=until), encoding="utf-8")
    later = f'title = "Later"\nquestion = "?"\nextends = "base"\nfirst_quarter = "{begin}"\n'
    (folder / "later.toml").write_text(later, encoding="utf-8")
    return Scenario.load(str(folder / "later.toml"))


@pytest.mark.parametrize(("begin", "first"), [("2005", 8), ("2006Q3", 2), ("2003", 16), ("2010", -12)])
def test_an_inherited_event_keeps_its_date(tmp_path: Path, begin: str, first: int) -> None:
    scenario = moved(tmp_path, begin)
    assert scenario.events[0].first == first
    energy = [case.world.energy for case in scenario.timeline()]
    assert energy[: max(first, 0)] == [0.0] * max(first, 0)
    assert set(energy[max(first, 0) :]) == {0.5}


@pytest.mark.parametrize("begin", ["2009", "2012"])
def test_an_event_that_ended_before_the_start_does_nothing(tmp_path: Path, begin: str) -> None:
    scenario = moved(tmp_path, begin, 'until = "2009"\n')
    assert {case.world.energy for case in scenario.timeline()} == {0.0}
