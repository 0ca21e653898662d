"""Stored baselines: the same bits as when they were last refreshed on purpose."""

import json

import pytest
from golden.refresh import EXTREMES, PLACE, RUNS, extremes, name, stored

from hedgesim.model.engines.reference import simulate_run
from hedgesim.model.scenario.scenario import Scenario


@pytest.mark.parametrize("run", RUNS, ids=lambda run: name(*run))
def test_runs_have_not_changed(run: tuple[str, str, int, int]) -> None:
    expected = json.loads(PLACE.read_text(encoding="utf-8"))[name(*run)]
    found = stored(simulate_run(Scenario.load(run[0]), *run[1:]))
    assert found == expected, "results changed: python tests/golden/refresh.py, and name it in CHANGELOG.md"


@pytest.mark.slow
def test_extreme_cases_have_not_changed() -> None:
    """Kills what mutates a branch that no shipped scenario enters."""
    expected = json.loads(EXTREMES.read_text(encoding="utf-8"))
    assert len(expected) >= 100
    assert extremes() == expected, "results changed: python tests/golden/refresh.py, name it in CHANGELOG.md"
