"""The tables under scenarios/belarus, and the scenario files against them."""

import math
import re

import pytest
from support.belarus import (
    BELARUS,
    DATE,
    EMBARGO_COLUMNS,
    EVENT_COLUMNS,
    NAMES,
    PATRONS,
    SCENARIOS,
    SERIES_COLUMNS,
    STARTS,
    VARIATIONS,
    effects,
    general,
    leaves,
    rows,
    series,
    toml,
)

from hedgesim.model.parameters.table import ROWS
from hedgesim.model.scenario.scenario import Scenario


# ---- the tables ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("observations.csv", SERIES_COLUMNS),
        ("drivers.csv", SERIES_COLUMNS),
        ("events.csv", EVENT_COLUMNS),
        ("embargoes.csv", EMBARGO_COLUMNS),
    ],
)
def test_tables_have_their_columns_and_every_row_a_source(name: str, columns: list[str]) -> None:
    assert rows(name)
    for row in rows(name):
        assert list(row) == columns
        assert row["source"].strip()
        assert row["quality"] in ("sourced", "estimate", "recalled", "guess")


@pytest.mark.parametrize("name", ["observations.csv", "drivers.csv"])
def test_series_are_finite_and_have_units(name: str) -> None:
    for row in rows(name):
        assert math.isfinite(float(row["value"])), row
        assert row["unit"].strip(), row
        assert row["source_location"].strip(), row
        assert 1990 <= int(row["year"]) <= 2025, row


def test_a_year_of_a_series_occurs_once_unless_sources_contradict() -> None:
    keys = [(row["series"], row["year"]) for row in rows("observations.csv") + rows("drivers.csv")]
    assert {key for key in keys if keys.count(key) > 1} == {("subsidy_RU_oil_usd", "2007")}


def test_nothing_that_the_model_is_to_foretell_is_known_after_2016() -> None:
    assert max(int(row["year"]) for row in rows("observations.csv")) == 2016
    own = [row for row in rows("drivers.csv") if row["series"].endswith("_BY")]
    assert max(int(row["year"]) for row in own) == 2016
    later = {row["channel"] for row in rows("events.csv") if row["date"] >= "2017"}
    assert later <= {"political", "sanction", "agreement", "security"}


def test_shares_of_trade_agree_with_the_amounts() -> None:
    observed = series("observations.csv")
    for flow in ("export", "import"):
        for year in range(2005, 2017):
            world = observed[f"trade_{flow}_goods_world", year]
            for code in PATRONS.values():
                share = 100 * observed[f"trade_{flow}_goods_{code}", year] / world
                assert share == pytest.approx(observed[f"trade_{flow}_share_{code}", year], abs=0.006)


def test_events_are_dated_and_signed() -> None:
    table = rows("events.csv")
    assert len(table) == 132
    assert [row["date"] for row in table] == sorted(row["date"] for row in table)
    for row in table:
        assert DATE.fullmatch(row["date"]), row
        assert row["patron"] in ("RUS", "CHN", "EU"), row
        strength = int(row["intensity"])
        assert 1 <= abs(strength) <= 3, row
        assert (strength > 0) == (row["direction"] == "cooperation"), row


def test_embargoes_cover_a_share() -> None:
    for row in rows("embargoes.csv"):
        assert DATE.fullmatch(row["date"])
        assert row["flow"] in ("hedger_exports", "hedger_imports")
        assert 0.0 < float(row["coverage"]) <= 1.0


# ---- what the pages say --------------------------------------------------------------------
def test_sources_page_names_every_source_series_and_host() -> None:
    page = (BELARUS / "SOURCES.md").read_text(encoding="utf-8")
    assert "MIT licence covers this project's code, not these figures" in page
    for name in ("observations.csv", "drivers.csv", "embargoes.csv"):
        assert [row["source"] for row in rows(name) if row["source"] not in page] == []
    for name in ("observations.csv", "drivers.csv"):
        assert [row["series"] for row in rows(name) if f"`{row['series']}`" not in page] == []

    hosts = {
        host.lower()
        for row in rows("events.csv")
        for host in re.findall(r"https?://([^/:\s;,)]+)", row["source"])
    }
    assert hosts
    assert [host for host in sorted(hosts) if host not in page] == []


def test_readme_lists_each_scenario_once_and_no_other() -> None:
    page = (SCENARIOS / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `belarus/(\w+)` \|", page, re.MULTILINE)) == NAMES
    crosswalk = (BELARUS / "README.md").read_text(encoding="utf-8")
    codes = ("RU", "RUS", "CN", "CHN", "EU27", "EUmean", "BY", "BLR")
    assert [code for code in codes if f"`{code}`" not in crosswalk] == []


# ---- every scenario file -------------------------------------------------------------------
def test_the_scenarios_are_there() -> None:
    assert set(NAMES) == {
        "baseline",
        "history",
        "history_to_2024",
        "arms_denied",
        "arms_restored",
        "no_coproduction",
        "eeu_open",
        "eeu_barriers",
        "eeu_uncertain",
        "russian_veto",
        "eu_sanctions",
        "eu_ratified",
        "eu_enhanced",
        "great_stone_reform",
        "china_boom",
        "third_countries",
        "forum_member",
        "own_offer",
        "directive_2015",
        "detente",
        "confrontation",
        "crisis_2020",
        "war_2022",
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_scenario_has_a_title_and_asks_a_question(name: str) -> None:
    table = toml(name)
    assert 5 < len(table["title"]) < 80
    assert 150 < len(table["question"]) < 900
    assert "?" in table["question"]


@pytest.mark.parametrize("name", NAMES)
def test_each_number_has_a_path_of_the_table_and_is_allowed(name: str) -> None:
    allowed = {row.path: row.allowed for row in ROWS}
    for path, value in effects(toml(name)):
        low, high = allowed[general(path)]
        if not isinstance(value, str):
            assert low <= value <= high, path


@pytest.mark.parametrize("name", NAMES)
def test_each_event_says_where_it_comes_from(name: str) -> None:
    dated = {f"{row['date']} {row['patron']}" for row in rows("events.csv")}
    given = {f"{row['series']} {row['year']}" for row in rows("drivers.csv")}
    closed = {f"{row['date']} {row['partner']}" for row in rows("embargoes.csv")}
    for event in toml(name).get("events", []):
        text = event["source"]
        assert text.startswith(STARTS), text
        assert set(re.findall(r"events\.csv (\S+ \w+)", text)) <= dated, text
        assert set(re.findall(r"drivers\.csv (\w+ \d{4})", text)) <= given, text
        assert set(re.findall(r"embargoes\.csv (\S+ \w+)", text)) <= closed, text


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_variation_differs_by_few_numbers_and_keeps_start_and_horizon(name: str) -> None:
    table = toml(name)
    assert 1 <= len(effects(table)) <= 3
    assert not {"first_quarter", "horizon", "start"} & set(table)


@pytest.mark.parametrize("name", VARIATIONS)
def test_each_changed_number_is_explained(name: str) -> None:
    table = toml(name)
    keys = [key.replace(".", r"\.").replace("*", r"[^.]+") for key in table.get("sources", {})]
    for path, _ in leaves(table):
        assert path.startswith("mechanisms.") or any(re.fullmatch(key, path) for key in keys), path


def test_three_inputs_have_a_low_a_middle_and_a_high_file() -> None:
    base = toml("baseline")
    russia = base["patrons"]["russia"]
    for key, low, high in (
        ("arms_access", "arms_denied", "arms_restored"),
        ("barrier", "eeu_open", "eeu_barriers"),
    ):
        bounds = base["uncertainty"][f"patrons.russia.{key}"]
        values = [toml(low)["patrons"]["russia"][key], russia[key], toml(high)["patrons"]["russia"][key]]
        assert bounds[0] <= values[0] < values[1] < values[2] <= bounds[1]
    steps = [toml(name)["patrons"]["eu"]["agreement"] for name in ("baseline", "eu_ratified", "eu_enhanced")]
    assert steps == ["signed", "ratified", "enhanced"]


def test_ranges_hold_the_baseline_and_name_paths_of_the_table() -> None:
    base = toml("baseline")
    known, values = {row.path for row in ROWS}, dict(leaves(base))
    assert 18 <= len(base["uncertainty"]) <= 40
    for path, (low, high) in base["uncertainty"].items():
        assert general(path) in known, path
        assert low < high, path
        if isinstance(values.get(path), float | int):
            assert low <= values[path] <= high, path


# ---- the loader takes them all -------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_each_scenario_loads(name: str) -> None:
    scenario = Scenario.load(f"belarus/{name}")
    assert scenario.patrons == tuple(PATRONS)
    assert scenario.horizon == {"history": 48, "history_to_2024": 80}.get(name, 60)
    assert scenario.quarter_name(0) == ("2005Q1" if name.startswith("history") else "2017Q3")
    assert len(scenario.timeline()) == scenario.horizon


def test_history_reaches_the_baselines_case_in_its_last_quarter() -> None:
    base = Scenario.load("belarus/baseline").timeline()[0]
    last = Scenario.load("belarus/history").timeline()[-1]
    assert last.rivalry == base.rivalry
    # but for moods, which fits play at their mean, and the EU's, which are world.strain in history
    assert last.mechanisms == base.mechanisms._replace(moods=0.0)
    assert last.patrons[0]._replace(mass=0.0) == base.patrons[0]
    assert last.patrons[1]._replace(mass=0.0) == base.patrons[1]
    assert last.patrons[2]._replace(mass=0.0) == base.patrons[2]._replace(turn=0.0)
