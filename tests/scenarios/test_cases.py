"""The states other than Belarus, against their tables and the rules of scenarios/world/README.md."""

import math
import re

import pytest
from support.case_terms import COLUMNS, ENDS, EXPECTED, TABLES, first_year, leaves, start, terms
from support.cases import CASES, SCENARIOS, each_case, observed, rows, toml

from hedgesim.model.scenario.scenario import Scenario

# ---- the rules of scenarios/world/README.md ------------------------------------------------


@each_case
def test_every_number_follows_the_rule(case: str) -> None:
    found, expected = dict(leaves(toml(case))), terms(case) | start(case)
    assert found.keys() == expected.keys()
    for path, value in found.items():
        wanted = expected[path]
        assert value == (pytest.approx(wanted, abs=1e-9) if isinstance(wanted, float) else wanted), path


@each_case
def test_start_shares_are_the_observations(case: str) -> None:
    known, ties = observed(case), toml(case)["start"]["patrons"]
    for patron, code in TABLES.items():
        for flow in ("export", "import"):
            share = known[f"trade_{flow}_share_{code}", first_year(case)] / 100
            assert ties[patron][f"{flow}s"] == pytest.approx(share, abs=1e-9)


@each_case
def test_start_terms_are_those_in_force_in_the_first_quarter(case: str) -> None:
    scenario = Scenario.load(f"{case}/history")
    for patron in TABLES:
        for name in ("framework", "barrier"):
            begun = scenario.values[f"start.patrons.{patron}.{name}"]
            assert begun == scenario.values[f"patrons.{patron}.{name}"], (patron, name)


# ---- events --------------------------------------------------------------------------------


@each_case
def test_events_are_those_of_the_rule(case: str) -> None:
    events = [e for e in toml(case).get("events", []) if not e["name"].startswith("mass_base_")]
    assert [(e["name"], e["date"], e["set"], e["value"]) for e in events] == EXPECTED[case]
    assert {e["name"]: e["until"] for e in events if "until" in e} == (
        {"russian_embargo": ENDS[case]} if case in ENDS else {}
    )


@each_case
def test_each_event_names_a_turning_point_of_its_day_or_says_guess(case: str) -> None:
    turned = {f"{r['date']} {r['case']} {r['patron']}" for r in rows("world/turning_points.csv")}
    dated = {f"{r['date']} {r['patron']}" for r in rows("belarus/events.csv")}
    for event in toml(case).get("events", []):
        if event["name"].startswith("mass_base_"):
            continue
        text = event["source"]
        assert text.startswith(("turning_points.csv ", "events.csv ", "guess")), text
        named = re.findall(r"turning_points\.csv (\S+ \w+ \w+) \((\w+)\)", text)
        assert len(named) == text.count("turning_points.csv"), text
        for row, quality in named:
            assert row in turned
            assert row.startswith(f"{event['date']} {CASES[case]} ")
            assert quality == "recalled"
        assert set(re.findall(r"(?<!\w)events\.csv (\S+ \w+)", text)) <= dated, text
        if isinstance(event["value"], float):
            assert "guess" in text, text


def test_the_russian_embargo_can_be_varied_by_one_name() -> None:
    for case in ("moldova", "georgia", "ukraine"):
        scenario = Scenario.load(f"{case}/history").vary({"events.russian_embargo.value": 0.7})
        assert max(c.patrons[0].embargo_exports for c in scenario.timeline()) == 0.7
    moldova = Scenario.load("moldova/history")
    closed = [t for t, c in enumerate(moldova.timeline()) if c.patrons[0].embargo_exports > 0.0]
    assert [moldova.quarter_name(t) for t in (closed[0], closed[-1])] == ["2006Q1", "2007Q3"]


def test_russian_measures_against_leavers_are_left_to_the_model() -> None:
    for case in ("moldova", "ukraine"):
        table = toml(case)
        assert not [e for e in table["events"] if str(e["date"]).startswith("2013")]
        head = (SCENARIOS / case / "history.toml").read_text(encoding="utf-8").partition("title =")[0]
        assert "left for the model to answer" in head


def test_wars_raise_the_rivalry_of_their_state_to_the_end() -> None:
    for case, first, size in (("georgia", "2008Q3", 0.6), ("ukraine", "2014Q1", 0.8)):
        scenario = Scenario.load(f"{case}/history")
        world = Scenario.load("world/history").timeline()
        for t, now in enumerate(scenario.timeline()):
            at_war = scenario.quarter_name(t) >= first
            assert now.rivalry[1] == (size if at_war else world[t].rivalry[1])


def test_serbia_counts_masses_from_the_year_of_its_shares() -> None:
    world, serbia = Scenario.load("world/history").timeline(), Scenario.load("serbia/history").timeline()
    for now, then in zip(serbia, world, strict=True):
        for mine, theirs, base in zip(now.patrons, then.patrons, world[4].patrons, strict=True):
            assert mine.mass == pytest.approx(theirs.mass - base.mass if then is not world[0] else 0.0)
    assert [p.mass for p in serbia[0].patrons] == [p.mass for p in serbia[4].patrons] == [0.0] * 3


@each_case
def test_what_is_the_worlds_stays_the_worlds(case: str) -> None:
    table, world = toml(case), {event.name for event in Scenario.load("world/history").events}
    assert table["extends"] == "world/history"
    assert not {"first_quarter", "horizon"} & table.keys()
    replaced = {event["name"] for event in table.get("events", [])} & world
    assert replaced == ({"crimea", "minsk_two"} if case == "ukraine" else set())


@each_case
def test_nothing_belarusian_is_left(case: str) -> None:
    mine, belarus = Scenario.load(f"{case}/history"), Scenario.load("belarus/baseline")
    theirs = ["hedger", "title", "question"]
    assert [getattr(mine, name) for name in theirs] != [getattr(belarus, name) for name in theirs]
    inherited = {
        path
        for path, origin in mine.origins.items()
        if path.startswith(("start.", "mechanisms."))
        and origin.file == "belarus/baseline.toml"
        and not path.endswith(".coercion")
    }
    assert inherited == set()


# ---- sources and tables --------------------------------------------------------------------
@each_case
def test_what_is_no_guess_names_a_series_of_the_observations(case: str) -> None:
    known = {name for name, _ in observed(case)}
    for path, source in toml(case)["sources"].items():
        assert source["kind"] in ("measured", "guess")
        if source["kind"] == "measured":
            assert set(re.findall(r"\w+", source["text"])) & known, path
    scenario = Scenario.load(f"{case}/history")
    measured = {p for p, o in scenario.origins.items() if o.kind != "guess" and o.file.startswith(case)}
    shares = {f"start.patrons.{p}.{flow}" for p in TABLES for flow in ("exports", "imports")}
    assert measured == shares


@each_case
def test_observations_have_their_columns_and_end_in_2016(case: str) -> None:
    table = rows(f"{case}/observations.csv")
    keys = [(row["series"], row["year"]) for row in table]
    assert len(keys) == len(set(keys)) > 100
    for row in table:
        assert list(row) == COLUMNS
        assert math.isfinite(float(row["value"]))
        assert row["unit"].strip()
        assert row["source"].strip()
        assert row["quality"] in ("sourced", "estimate")
        assert row["quality"] == "sourced" or row["note"], row
        assert 2005 <= int(row["year"]) <= 2016
    years = {year for name, year in observed(case) if name == "trade_export_share_RU"}
    assert years == set(range(first_year(case), 2017))


def test_turning_points_stay_recalled_and_are_of_known_states() -> None:
    table = rows("world/turning_points.csv")
    assert len(table) == 24
    assert {row["quality"] for row in table} == {"recalled"}
    assert {row["case"] for row in table} <= {*CASES.values(), "UZB"}


def test_sources_page_names_every_source_and_series() -> None:
    page = (SCENARIOS / "world" / "SOURCES.md").read_text(encoding="utf-8")
    assert "MIT licence covers this project's code, not these figures" in page
    for case in CASES:
        table = rows(f"{case}/observations.csv")
        assert [row["source"] for row in table if f"| {row['source']} |" not in page] == []
        assert [row["series"] for row in table if f"`{row['series']}`" not in page] == []
