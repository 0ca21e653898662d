"""Numbers of the scenario files that follow from the tables: starts, sources, the history."""

import re

import pytest
from support.belarus import NAMES, PATRONS, Table, leaves, rows, series, toml


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
    support = observed["subsidy_RU_energy_discount_pct_gdp", 2016] / 100
    assert start["russia"]["inducement"] == pytest.approx(support)
    assert base["world"]["strain"] == series("drivers.csv")["eu_sanctions_phase", 2017] / 10


def test_start_of_the_history_is_the_tables() -> None:
    observed, start = series("observations.csv"), toml("history")["start"]["patrons"]
    saved = observed["subsidy_RU_energy_discount_pct_gdp", 2005] / 100
    assert start["russia"]["inducement"] == pytest.approx(saved)
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
    known.add("events")  # hazards are counts of dated events by a written rule (test_hazards.py)
    for name in NAMES:
        for path, source in toml(name).get("sources", {}).items():
            assert source["kind"] in ("measured", "literature", "calibrated", "guess"), path
            if source["kind"] == "measured":
                assert set(re.findall(r"\w+", source["text"])) & known, path


# ---- history follows from the tables -------------------------------------------------------
Change = tuple[str, str, str, float]


def yearly_changes(drivers: dict[tuple[str, int], float]) -> dict[str, Change]:
    """Compute the events that the yearly rules at the top of history.toml give."""
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
        "shanghai_partner": ("2010", "set", china + "forum_roof", 0.10),
        "shanghai_observer": ("2015-07-10", "set", china + "forum_roof", 0.20),
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
    # the EU's cold spells are those of world.strain in history
    assert reached.pop("patrons.eu.turn") == 0.0
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
