"""Histories of the other states after 2016: what came from outside, and nothing that was observed."""

import tomllib
from typing import Any

import numpy as np
import pytest
from support.cases import CASES, SCENARIOS, each_case, observed, rows
from support.scripts import script

from hedgesim.analysis.calibration.observations import find_observations, read_observations
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.scenario.scenario import Scenario

OUTSIDE = {"world.energy", "world.funding", "rivalry.russia-eu"} | {
    f"patrons.{p}.mass" for p in ("russia", "china", "eu")
}
OWN = {"armenia": [("2018-06-01", "patrons.eu.agreement", "enhanced")]}
"""Turning points after 2016."""
histories = script("docs/build/histories.py")


def toml(case: str) -> dict[str, Any]:
    """Read a case's longer history as it stands."""
    return tomllib.loads((SCENARIOS / case / "history_to_2024.toml").read_text(encoding="utf-8"))


@each_case
def test_files_are_what_the_script_writes(case: str) -> None:
    text = (SCENARIOS / case / "history_to_2024.toml").read_text(encoding="utf-8")
    assert text == histories.build_page(case), "run: python docs/build/histories.py"


@each_case
def test_only_what_came_from_outside_changes_after_2016(case: str) -> None:
    table = toml(case)
    assert table.keys() == {"title", "question", "extends", "horizon", "events"}
    own = [(e["date"], e["set"], e["value"]) for e in table["events"] if e["set"] not in OUTSIDE]
    assert own == OWN.get(case, [])
    assert all(e["date"] >= "2017" for e in table["events"])


@each_case
def test_a_history_is_its_shorter_one_until_2016_and_the_worlds_after(case: str) -> None:
    short, long = Scenario.load(f"{case}/history"), Scenario.load(f"{case}/history_to_2024")
    belarus = Scenario.load("belarus/history_to_2024").timeline()
    assert long.values == short.values
    assert long.timeline()[:48] == short.timeline()
    assert long.quarter_name(long.horizon - 1) == "2024Q4"
    base = [p.mass for p in belarus[4].patrons] if case == "serbia" else [0.0] * 3
    for mine, theirs in zip(long.timeline()[48:], belarus[48:], strict=True):
        assert mine.world[:2] == theirs.world[:2]
        masses = [p.mass + b for p, b in zip(mine.patrons, base, strict=True)]
        assert masses == pytest.approx([p.mass for p in theirs.patrons], abs=1e-9)
    assert long.timeline()[-1].rivalry[1] == 0.95


@each_case
def test_terms_and_embargoes_are_held_as_at_the_end_of_2016(case: str) -> None:
    long = Scenario.load(f"{case}/history_to_2024").timeline()
    for name in (
        "framework",
        "barrier",
        "arms_access",
        "guarantee",
        "rent",
        "embargo_exports",
        "embargo_imports",
    ):
        assert [getattr(p, name) for p in long[-1].patrons] == [getattr(p, name) for p in long[47].patrons]
    assert [p.agreement for p in long[-1].patrons[:2]] == [p.agreement for p in long[47].patrons[:2]]
    moved = long[-1].patrons[2].agreement != long[47].patrons[2].agreement
    assert moved == (case == "armenia")


@each_case
def test_nothing_observed_after_2016_is_known(case: str) -> None:
    assert max(year for _, year in observed(case)) == 2016
    scenario = Scenario.load(f"{case}/history_to_2024")
    for s in read_observations(find_observations(scenario), scenario):
        assert s.years[-1] <= 2016


@each_case
def test_sources_are_rows_of_the_tables(case: str) -> None:
    drivers = {f"{row['series']} {row['year']}" for row in rows("belarus/drivers.csv")}
    turned = {f"{row['date']} {row['case']} {row['patron']}" for row in rows("world/turning_points.csv")}
    for event in toml(case)["events"]:
        name, *words = event["source"].partition(";")[0].split()
        if name == "drivers.csv":
            assert " ".join(words[:2]) in drivers, event
        elif name == "turning_points.csv":
            assert " ".join(words[:3]) in turned, event
        else:
            assert event["source"] == "events.csv 2022-02-24 RUS; size guess"


@each_case
def test_it_runs_and_stays_finite(case: str) -> None:
    scenario = Scenario.load(f"{case}/history_to_2024")
    paths = simulate(scenario, "hedge", 1, np.arange(3), paths=True).paths
    assert paths.shape[:2] == (3, 80)
    assert np.isfinite(paths).all()


def test_every_state_with_a_history_has_a_longer_one() -> None:
    short = {path.parent.name for path in SCENARIOS.glob("*/history.toml")} - {"world"}
    assert {path.parent.name for path in SCENARIOS.glob("*/history_to_2024.toml")} == short
    assert short == {*CASES, "belarus"}
