"""What moved the world around every small state: ``world/history`` against the tables it follows."""

import csv
import math
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hedgesim.model.engines.compiled import simulate
from hedgesim.model.scenario.scenario import Scenario

SCENARIOS = Path(str(files("hedgesim.scenarios")))
CODES = {"russia": "RU", "china": "CN", "eu": "EU"}
YEARS = range(2006, 2017)

Change = tuple[str, str, float]
Drivers = dict[tuple[str, int], float]


def rows(name: str) -> list[dict[str, str]]:
    """Read a table by its name below the scenarios."""
    with (SCENARIOS / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def toml(name: str) -> dict[str, Any]:
    """Read a scenario file as it stands."""
    return tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def drivers() -> Drivers:
    return {
        (row["series"], int(row["year"])): float(row["value"])
        for row in reversed(rows("belarus/drivers.csv"))  # the first row of a year counts
    }


def grown(drivers: Drivers, key: str, year: int) -> float:
    """Log of a driver against 2005."""
    return math.log(drivers[key, year] / drivers[key, 2005])


def together(drivers: Drivers, year: int) -> float:
    """Gross product of the three patrons."""
    return sum(drivers[f"gdp_current_{code}", year] for code in CODES.values())


def mass(drivers: Drivers, patron: str, year: int) -> float:
    """Log mass of a patron against 2005, relative to the three together."""
    whole = math.log(together(drivers, year) / together(drivers, 2005))
    return grown(drivers, f"gdp_current_{CODES[patron]}", year) - whole


def yearly(drivers: Drivers, years: range) -> dict[str, Change]:
    """Compute the events that the yearly rules at the top of world/history give."""
    expected: dict[str, Change] = {}
    paths = {
        "energy": ("world.energy", "brent_price", 2005),
        "funding": ("world.funding", "gdp_current_CN", 2017),
    }
    for year in years:
        for name, (path, key, base) in paths.items():
            grown_since = math.log(drivers[key, year] / drivers[key, base])
            expected[f"{name}_{year}"] = (str(year), path, round(grown_since, 3))
        for patron in CODES:
            now = round(mass(drivers, patron, year), 3)
            if now != round(mass(drivers, patron, year - 1), 3):
                expected[f"mass_{patron}_{year}"] = (str(year), f"patrons.{patron}.mass", now)
    return expected


def changes(table: dict[str, Any]) -> dict[str, Change]:
    """Read the events of a file, all of which set a value."""
    return {e["name"]: (e["date"], e["set"], float(e["value"])) for e in table["events"]}


def test_events_follow_from_the_tables(drivers: Drivers) -> None:
    found = changes(toml("world/history"))
    rivalry = {
        "crimea": ("2014-03", "rivalry.russia-eu", 0.40),
        "minsk_two": ("2015-02-11", "rivalry.russia-eu", 0.30),
    }
    assert found == yearly(drivers, YEARS) | rivalry


def test_masses_start_at_nothing_and_weigh_up_to_what_the_three_were(drivers: Drivers) -> None:
    scenario = Scenario.load("world/history")
    first, last = scenario.timeline()[0].patrons, scenario.timeline()[-1].patrons
    assert [p.mass for p in first] == [0.0, 0.0, 0.0]
    shares = [drivers[f"gdp_current_{code}", 2005] / together(drivers, 2005) for code in CODES.values()]
    weighed = [share * math.exp(p.mass) for share, p in zip(shares, last, strict=True)]
    assert sum(weighed) == pytest.approx(1.0, abs=1e-3)


def test_how_far_the_rest_of_the_world_is_taken_to_have_grown_is_said(drivers: Drivers) -> None:
    percent = round(100 * (together(drivers, 2016) / together(drivers, 2005) - 1))
    head = (SCENARIOS / "world" / "history.toml").read_text(encoding="utf-8")
    assert f"by {percent} % in dollars from 2005 to 2016 (guess)" in head


def test_start_follows_the_rule(drivers: Drivers) -> None:
    world, base = toml("world/history"), toml("belarus/baseline")
    funding = round(math.log(drivers["gdp_current_CN", 2005] / drivers["gdp_current_CN", 2017]), 3)
    assert world["rivalry"] == {"russia-eu": 0.15}
    assert world["world"] == {"energy": 0.0, "funding": funding, "crisis_hazard": 0.0}
    assert world["extends"] == "belarus/baseline"
    assert base["rivalry"]["russia-eu"] == changes(world)["minsk_two"][2]


def test_each_event_names_a_row_that_there_is(drivers: Drivers) -> None:
    dated = {f"{row['date']} {row['patron']}" for row in rows("belarus/events.csv")}
    for event in toml("world/history")["events"]:
        table, key, when, *_ = event["source"].split()
        if table == "drivers.csv":
            assert (key, int(when)) in drivers, event
        else:
            assert table == "events.csv"
            assert f"{key} {when.rstrip(';')}" in dated, event


@pytest.mark.parametrize("name", ["belarus/history", "belarus/history_to_2024"])
def test_belarus_keeps_what_is_the_worlds(name: str) -> None:
    world, state = Scenario.load("world/history"), Scenario.load(name)
    theirs = {event.name: event for event in state.events}
    assert {event.name: theirs.get(event.name) for event in world.events} == {e.name: e for e in world.events}
    own = {event["name"] for event in toml(name)["events"]}
    assert not own & {event.name for event in world.events}
    for path in ("world.energy", "world.funding", "world.crisis_hazard", "patrons.china.fund"):
        assert state.values[path] == world.values[path]


# ---- Belarus after 2016 --------------------------------------------------------------------
STRAINS = {"2020-08-09": 2020, "2021-06-24": 2021, "2022-03-02": 2022}
"""Days on which the sanctions phase of a year began."""


def test_history_to_2024_goes_on_by_the_same_rules(drivers: Drivers) -> None:
    covered = {
        f"embargo_{row['date'][:4]}": (row["date"], "patrons.eu.embargo_exports", float(row["coverage"]))
        for row in rows("belarus/embargoes.csv")
        if row["partner"] == "EU"
    }
    phases = {
        f"strain_{year}": (day, "world.strain", drivers["eu_sanctions_phase", year] / 10)
        for day, year in STRAINS.items()
    }
    expected = yearly(drivers, range(2017, 2024)) | covered | phases
    expected |= {
        "energy_2024": ("2024", "world.energy", round(grown(drivers, "brent_price", 2024), 3)),
        "funding_2024": (
            "2024",
            "world.funding",
            round(math.log(drivers["gdp_current_CN", 2024] / drivers["gdp_current_CN", 2017]), 3),
        ),
        "rivalry_2022": changes(toml("belarus/war_2022"))["rivalry_2022"],
    }
    assert changes(toml("belarus/history_to_2024")) == expected
    assert ("gdp_current_EU", 2024) not in drivers


def test_strain_changes_when_the_sanctions_phase_does(drivers: Drivers) -> None:
    phase = {year: drivers["eu_sanctions_phase", year] for year in range(2016, 2025)}
    assert [year for year in phase if year > 2016 and phase[year] != phase[year - 1]] == [2020, 2021, 2022]
    dated = {row["date"] for row in rows("belarus/events.csv") if row["patron"] == "EU"}
    assert dated >= STRAINS.keys()


def test_history_to_2024_is_history_until_2016_and_sets_nothing_else() -> None:
    short, long = Scenario.load("belarus/history"), Scenario.load("belarus/history_to_2024")
    assert long.timeline()[:48] == short.timeline()
    assert long.values == short.values
    assert long.quarter_name(long.horizon - 1) == "2024Q4"
    table = toml("belarus/history_to_2024")
    assert table.keys() == {"title", "question", "extends", "embargoes", "horizon", "events"}
    outside = ("world.", "rivalry.", "patrons.eu.embargo_exports")
    assert all(path.startswith(outside) or path.endswith(".mass") for _, path, _ in changes(table).values())


@pytest.mark.parametrize("name", ["world/history", "belarus/history_to_2024"])
def test_it_runs_and_stays_finite(name: str) -> None:
    scenario = Scenario.load(name)
    paths = simulate(scenario, "hedge", 1, np.arange(5), paths=True).paths
    assert paths.shape[:2] == (5, scenario.horizon)
    assert np.isfinite(paths).all()
