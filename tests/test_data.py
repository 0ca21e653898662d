"""The tables under scenarios/belarus, and the scenario files against them."""

import csv
import math
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from hedgesim.model.scenario import Scenario
from hedgesim.model.table import ROWS

SCENARIOS = Path(str(files("hedgesim.scenarios")))
BELARUS = SCENARIOS / "belarus"
NAMES = sorted(path.stem for path in BELARUS.glob("*.toml"))
VARIATIONS = [name for name in NAMES if name != "baseline" and not name.startswith("history")]
PATRONS = {"russia": "RU", "china": "CN", "eu": "EU27"}
SERIES_COLUMNS = ["series", "year", "value", "unit", "source", "source_location", "quality", "note"]
EVENT_COLUMNS = [
    "date",
    "actors",
    "channel",
    "patron",
    "direction",
    "intensity",
    "description",
    "source",
    "quality",
]
EMBARGO_COLUMNS = ["date", "partner", "flow", "coverage", "basis", "source", "quality"]
STARTS = ("events.csv ", "drivers.csv ", "embargoes.csv ", "guess", "Eurasia Daily Monitor")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Row = dict[str, str]
Table = dict[str, Any]


def rows(name: str) -> list[Row]:
    """Read a table of the Belarus folder."""
    with (BELARUS / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def series(name: str) -> dict[tuple[str, int], float]:
    """Values of a table by series and year; where sources contradict each other, the first row."""
    found: dict[tuple[str, int], float] = {}
    for row in rows(name):
        found.setdefault((row["series"], int(row["year"])), float(row["value"]))
    return found


def toml(name: str) -> Table:
    """Read a scenario file as it stands."""
    return tomllib.loads((BELARUS / f"{name}.toml").read_text(encoding="utf-8"))


def leaves(table: Table, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every number and switch of the model that a scenario file gives, by path."""
    for key, value in table.items():
        if isinstance(value, dict):
            if before or key not in ("sources", "uncertainty"):
                yield from leaves(value, f"{before}{key}.")
        elif before and key != "label":
            yield f"{before}{key}", value


def effects(table: Table) -> list[tuple[str, Any]]:
    """Everything of the model that a file sets: its own numbers and those of its events."""
    changed = [
        (event[operation], event["value"])
        for event in table.get("events", [])
        for operation in ("set", "add", "scale", "ramp")
        if operation in event
    ]
    return [*leaves(table), *changed]


def general(path: str) -> str:
    """Turn a path of a file into the path of the parameter table."""
    parts = path.split(".")
    if parts[0] in ("rivalry", "volatile", "overlap"):
        return f"{parts[0]}.P-Q"
    return ".".join("P" if part in PATRONS and index else part for index, part in enumerate(parts))


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
def test_the_scenarios_asked_for_are_there() -> None:
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


def test_inputs_named_by_the_user_have_a_low_a_middle_and_a_high_file() -> None:
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
    assert 18 <= len(base["uncertainty"]) <= 26
    for path, (low, high) in base["uncertainty"].items():
        assert general(path) in known, path
        assert low < high, path
        if isinstance(values.get(path), float | int):
            assert low <= values[path] <= high, path


# ---- figures against the tables ------------------------------------------------------------
@pytest.mark.parametrize(("name", "year"), [("baseline", 2016), ("history", 2005)])
@pytest.mark.parametrize("flow", ["export", "import"])
def test_start_shares_are_the_tables(name: str, year: int, flow: str) -> None:
    observed, start = series("observations.csv"), toml(name)["start"]["patrons"]
    for patron, code in PATRONS.items():
        assert start[patron][f"{flow}s"] == pytest.approx(observed[f"trade_{flow}_share_{code}", year] / 100)


def test_start_of_the_baseline_is_the_tables() -> None:
    observed, base = series("observations.csv"), toml("baseline")
    start = base["start"]["patrons"]
    assert start["china"]["debt"] == pytest.approx(observed["debt_to_CN_HRT_pct_gdp", 2016] / 100)
    support = observed["subsidy_RU_energy_alloc_pct_gdp", 2016] / 100
    assert start["russia"]["inducement"] == pytest.approx(support)
    assert base["world"]["strain"] == series("drivers.csv")["eu_sanctions_phase", 2017] / 10


def test_start_of_the_history_is_the_tables() -> None:
    observed, start = series("observations.csv"), toml("history")["start"]["patrons"]
    support = observed["subsidy_RU_gas_usd", 2005] + observed["subsidy_RU_oil_usd", 2005]
    share = support / 1000 / series("drivers.csv")["gdp_current_BY", 2005]
    assert start["russia"]["inducement"] == pytest.approx(share, abs=5e-5)
    assert start["china"]["debt"] == observed["debt_to_CN_HRT_pct_gdp", 2005] / 100
    assert all(observed["arms_import_tiv_CHN", year] == 0.0 for year in range(1995, 2016))
    assert start["china"]["arms"] == 0.0


def test_guess_of_the_russian_debt_says_what_the_old_share_would_give() -> None:
    observed, drivers, base = series("observations.csv"), series("drivers.csv"), toml("baseline")
    other = (
        observed["debt_share_RU", 2009]
        / 100
        * observed["debt_public_external_total", 2015]
        / 1000
        / drivers["gdp_current_BY", 2016]
    )
    source = base["sources"]["start.patrons.russia.debt"]
    assert source["kind"] == "guess"
    assert f"{other:.2f}"[1:] in source["text"]


def test_sources_that_claim_a_measurement_name_a_series_of_a_table() -> None:
    known = {row["series"] for name in ("observations.csv", "drivers.csv") for row in rows(name)}
    for name in NAMES:
        for path, source in toml(name).get("sources", {}).items():
            assert source["kind"] in ("measured", "literature", "calibrated", "guess"), path
            if source["kind"] == "measured":
                assert set(re.findall(r"\w+", source["text"])) & known, path


# ---- history follows from the tables -------------------------------------------------------
Change = tuple[str, str, str, float]


def yearly_changes(drivers: dict[tuple[str, int], float]) -> dict[str, Change]:
    """Work out the events that the yearly rules at the top of history.toml give."""
    expected: dict[str, Change] = {}
    for year in range(2006, 2017):
        phase = drivers["eu_sanctions_phase", year]
        if phase != drivers["eu_sanctions_phase", year - 1]:
            expected[f"strain_{year}"] = (str(year), "set", "world.strain", phase / 10)
    return expected


def dated_changes() -> dict[str, Change]:
    """Give the events whose dates come from events.csv and whose sizes are the guesses of the rule."""
    russia, china = "patrons.russia.", "patrons.china."
    return {
        "customs_union": ("2010-01-01", "set", russia + "framework", 0.75),
        "customs_union_barrier": ("2010-01-01", "set", russia + "barrier", 0.15),
        "single_economic_space": ("2012-01-01", "set", russia + "framework", 0.85),
        "eurasian_economic_union": ("2015-01-01", "set", russia + "framework", 0.90),
        "gsp_withdrawal": ("2007-06-21", "set", "patrons.eu.barrier", 0.20),
        "partnership_2013": ("2013-07-16", "set", china + "framework", 0.20),
        "partnership_2016": ("2016-09-29", "set", china + "framework", 0.30),
        "russian_reluctance": ("2012", "ramp", russia + "arms_access", 0.50),
        "chinese_arms": ("2013-07-16", "ramp", china + "arms_access", 0.40),
        "great_stone": ("2014-06", "set", "mechanisms.industrial_park", 1.0),
        "directive_2015": ("2015-08-31", "set", "mechanisms.directive", 1.0),
    }


def changes(table: Table) -> dict[str, Change]:
    """Read the events of a file as (date, operation, path, value) by name."""
    found = {}
    for event in table["events"]:
        operation = next(key for key in ("set", "add", "scale", "ramp") if key in event)
        found[event["name"]] = (event["date"], operation, event[operation], float(event["value"]))
    return found


def test_events_of_the_history_follow_the_rule() -> None:
    found = changes(toml("history"))
    expected = yearly_changes(series("drivers.csv")) | dated_changes()
    assert found.keys() == expected.keys()
    for name, (date, operation, path, value) in expected.items():
        assert found[name][:3] == (date, operation, path)
        assert found[name][3] == pytest.approx(value, abs=1e-9), name


def test_start_terms_of_the_history_follow_the_rule() -> None:
    drivers, history = series("drivers.csv"), toml("history")
    base, start = toml("baseline")["patrons"], history["start"]["patrons"]
    now = history["patrons"]
    assert now["china"]["framework"] == pytest.approx(0.1 * drivers["china_partnership_level", 2005])
    preferred = 0.1 * drivers["eu_gsp_preferences", 2005]
    assert now["eu"]["barrier"] == pytest.approx(base["eu"]["barrier"] * (1 - preferred))
    assert history["world"]["strain"] == drivers["eu_sanctions_phase", 2005] / 10
    for patron in ("russia", "china"):
        assert start[patron]["framework"] == now[patron]["framework"]
    assert start["russia"]["barrier"] == now["russia"]["barrier"]
    assert start["china"]["barrier"] == base["china"]["barrier"]
    assert start["eu"]["barrier"] == now["eu"]["barrier"]
    assert start["eu"]["framework"] == 0.25


def test_history_ends_on_the_numbers_of_the_baseline() -> None:
    base, last = dict(leaves(toml("baseline"))), dict(leaves(toml("history")))
    last |= {path: value for _, _, path, value in changes(toml("history")).values()}
    reached = {path: value for path, value in last.items() if path.startswith("patrons.")}
    assert reached == {path: base[path] for path in reached}
    assert last["world.strain"] == base["world.strain"]


def test_drivers_that_the_rule_reads_changed_when_the_events_say() -> None:
    drivers = series("drivers.csv")
    assert all(drivers["eu_pca_in_force", year] == 0.0 for year in range(2005, 2017))
    assert min(year for key, year in drivers if key == "member_customs_union_EAEU") == 2010
    assert [drivers["eu_gsp_preferences", year] for year in range(2005, 2017)] == [1.0] * 2 + [0.0] * 10
    levels = [drivers["china_partnership_level", year] for year in range(2005, 2017)]
    assert levels == [1.0] * 8 + [2.0] * 3 + [3.0]


def test_embargoes_of_crisis_and_war_are_the_tables() -> None:
    covered = {row["date"]: float(row["coverage"]) for row in rows("embargoes.csv") if row["partner"] == "EU"}
    found = [*changes(toml("crisis_2020")).values(), *changes(toml("war_2022")).values()]
    placed = {date: value for date, _, path, value in found if path == "patrons.eu.embargo_exports"}
    assert placed == covered
    assert toml("war_2022")["extends"] == "crisis_2020"


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
    assert last.mechanisms == base.mechanisms
    assert last.patrons.first._replace(mass=0.0) == base.patrons.first
    assert last.patrons.second._replace(mass=0.0) == base.patrons.second
    assert last.patrons.third._replace(mass=0.0) == base.patrons.third
