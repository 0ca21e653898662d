"""Armenia: a second full case by scenario files alone, and the page that puts cases side by side."""

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from support.case_terms import TABLES, leaves, terms
from support.cases import assert_plays_off_its_bounds, observed, rows
from support.runs import STEADY
from support.scripts import script

from hedgesim.analysis.compare.premium import compute_premium
from hedgesim.analysis.design.quiet import remove_shocks
from hedgesim.analysis.design.scenario_names import expand_names
from hedgesim.analysis.execution.evaluate import simulate_points
from hedgesim.model.engines.reference import Run, simulate_run
from hedgesim.model.outcomes import regime_name
from hedgesim.model.parameters.lookup import parameters
from hedgesim.model.rules.effort import sum_packages
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Record

FOLDER = Path(str(files("hedgesim.scenarios"))) / "armenia"
VARIATIONS = ["arms_denied", "cepa", "no_union", "open_border", "russian_embargo"]
NAMES = ["baseline", *VARIATIONS]
RUSSIA, EU = 0, 2
TURNS = "world/turning_points.csv"
DOCS = Path(__file__).parents[2] / "docs"


def toml(name: str) -> dict[str, Any]:
    """A file of the folder as it stands."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def scenario(name: str) -> Scenario:
    return Scenario.load(f"armenia/{name}")


@cache
def calm(name: str = "baseline", strategy: str = "hedge") -> Run:
    """One run without shocks."""
    return simulate_run(remove_shocks(scenario(name)), strategy, 1, 0)


def gained(name: str, what: str) -> float:
    """Mean of a dimension in a variation less that in the baseline, without shocks."""
    return float(getattr(calm(name).outcome, what).mean - getattr(calm().outcome, what).mean)


# ---- nothing of Belarus, nothing without a source -----------------------------------------
def test_nothing_comes_from_another_state() -> None:
    assert "extends" not in toml("baseline")
    for name in NAMES:
        spec = scenario(name)
        kept = {"parameter table", "armenia/baseline.toml", f"armenia/{name}.toml"}
        assert {origin.file for origin in spec.origins.values()} <= kept
        assert "Belarus" not in " ".join([spec.title, spec.hedger, *(e.label or "" for e in spec.events)])


def test_the_folder_gives_the_baseline_first_and_leaves_the_history_out() -> None:
    assert expand_names(["armenia"]) == [f"armenia/{name}" for name in NAMES]
    assert expand_names(["armenia"], history=True) == [
        f"armenia/{n}" for n in sorted([*NAMES, "history", "history_to_2024"], key=order)
    ]


def order(name: str) -> tuple[bool, str]:
    return name != "baseline", name


@pytest.mark.parametrize("flow", ["export", "import"])
def test_start_shares_are_the_observations_of_2016(flow: str) -> None:
    start, known = toml("baseline")["start"]["patrons"], observed("armenia")
    for patron, code in TABLES.items():
        share = known[f"trade_{flow}_share_{code}", 2016] / 100
        assert start[patron][f"{flow}s"] == pytest.approx(share, abs=1e-9)


def test_the_rest_of_the_start_follows_the_rule_with_the_figures_of_2016() -> None:
    start, known = toml("baseline")["start"]["patrons"], observed("armenia")
    for patron, code in TABLES.items():
        tie = start[patron]
        assert tie["economy"] == round(0.15 + (tie["exports"] + tie["imports"]) / 2, 3)
        assert tie["arms"] == pytest.approx(0.8 * known[f"arms_import_share5y_{code}", 2016])
    assert [start[p]["security"] for p in TABLES] == [0.60, 0.05, 0.05]


def test_terms_are_those_that_the_history_ends_on() -> None:
    base, last = scenario("baseline").timeline()[0], Scenario.load("armenia/history").timeline()[-1]
    names = (
        "framework",
        "agreement",
        "barrier",
        "arms_access",
        "transfer",
        "guarantee",
        "rent",
        "energy_beta",
    )
    for mine, theirs in zip(base.patrons, last.patrons, strict=True):
        assert [getattr(mine, n) for n in names] == [getattr(theirs, n) for n in names]
    assert base.mechanisms == last.mechanisms
    assert base.rivalry == last.rivalry
    assert base.world.strain == terms("armenia")["world.strain"]


def test_openness_is_what_its_source_says() -> None:
    known = observed("armenia")
    goods = (known["trade_export_goods_world", 2016] + known["trade_import_goods_world", 2016]) / 2
    base = toml("baseline")
    assert f"{goods / 10_500:.2f}".removeprefix("0") in base["sources"]["trade.openness"]["text"]
    assert base["trade"]["openness"] == pytest.approx(goods / 10_500, abs=0.02)


def test_measured_are_the_trade_shares_alone_and_each_source_is_on_a_page() -> None:
    measured = {p for p, o in scenario("baseline").origins.items() if o.kind == "measured"}
    assert measured == {f"start.patrons.{p}.{flow}" for p in TABLES for flow in ("exports", "imports")}
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    pages = re.findall(r"^\| ([^|]+) \| <http", page, re.MULTILINE)
    told = " ".join(s["text"] for name in NAMES for s in toml(name).get("sources", {}).values())
    assert len(pages) == 9
    assert [name for name in pages if name not in told] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_has_a_title_asks_a_question_and_explains_what_it_changes(name: str) -> None:
    table = toml(name)
    assert 150 < len(table["question"]) < 900
    assert "?" in table["question"]
    if name == "baseline":
        return
    assert table["extends"] == "baseline"
    assert not {"first_quarter", "horizon", "start"} & table.keys()
    changed = [path for path, _ in leaves(table)]
    assert set(changed) == set(table.get("sources", {}))
    assert changed or table["events"]
    dated = {f"turning_points.csv {r['date']} {r['case']} {r['patron']} (recalled)" for r in rows(TURNS)}
    for event in table.get("events", []):
        assert event["source"].startswith("guess") or event["source"] in dated


def test_ranges_hold_the_baseline_and_begin_with_the_three_inputs() -> None:
    spec = scenario("baseline")
    assert list(spec.uncertainty)[:3] == [
        "patrons.russia.arms_access", "patrons.russia.barrier", "patrons.eu.agreement",
    ]  # fmt: skip
    for path, (low, high) in spec.uncertainty.items():
        assert path in parameters(spec.patrons)
        assert low <= spec.values[path] <= high, path


# ---- how it begins -------------------------------------------------------------------------
def test_start_effort_keeps_every_start_tie_for_forty_quarters() -> None:
    spec = remove_shocks(scenario("baseline")).vary(STEADY | {"response.kappa": 0.0})
    spec = spec.vary({f"patrons.{p}.coercion_max": 0.0 for p in spec.patrons})
    start = spec.start().patrons
    for record in simulate_run(spec, "pivot:russia", 1, 0).records[:40]:
        for now, then in zip(record.patrons, start, strict=True):
            assert now.tie_security == pytest.approx(then.security, abs=0.02)
            assert now.tie_economy == pytest.approx(then.economy, abs=0.02)


def test_start_effort_fits_the_budget() -> None:
    fixed, _ = begin(scenario("baseline").case(), scenario("baseline").start())
    assert sum_packages(fixed.effort) == pytest.approx(1.0)
    assert fixed.effort.self_reliance > 0.0


def test_the_economy_starts_at_half() -> None:
    assert calm().records[0].economy == pytest.approx(0.5, abs=0.005)


# ---- it runs, with every strategy ----------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_it_runs_with_every_strategy_and_off_its_bounds(name: str) -> None:
    assert_plays_off_its_bounds(scenario(name))


def test_regimes_are_what_the_strategies_do() -> None:
    expected = {
        "hedge": {"hedging"},
        "equidistance": {"asymmetric_hedging"},
        "bandwagon:russia": {"bandwagon"},
        "pivot:russia": {"collapse"},
        "bandwagon:eu": {"pivot:eu"},
        "pivot:eu": {"pivot:eu"},
        "self_reliance": {"isolation"},
    }
    patrons = scenario("baseline").patrons
    found = {s: regime_name(calm(strategy=s).outcome.regime, patrons) for s in expected}
    assert [s for s in expected if found[s] not in expected[s]] == [], found


@pytest.mark.slow
def test_compare_tells_where_hedging_pays() -> None:
    paid = compute_premium(simulate_points(scenario("baseline"), runs=10, workers=1), 1).iloc[0]
    assert paid["low"] > 0.0
    assert paid["best"] != "bandwagon:russia"


# ---- what the variations are about ---------------------------------------------------------
def test_arms_denied_costs_security_and_gives_some_autonomy() -> None:
    assert gained("arms_denied", "security") < -0.02
    assert abs(gained("arms_denied", "autonomy")) < 0.005
    spec = remove_shocks(scenario("arms_denied"))
    alone = simulate_run(spec.vary({"mechanisms.coproduction": False}), "hedge", 1, 0)
    assert alone.records == calm("arms_denied").records, "nobody offers co-production"


def test_cepa_is_borne_and_pays() -> None:
    assert calm("cepa").records[:3] == calm().records[:3], "nothing before the quarter of June 2018"
    assert gained("cepa", "economy") > 0.01
    more = calm("cepa").outcome.patrons[RUSSIA].coercion_mean - calm().outcome.patrons[RUSSIA].coercion_mean
    assert 0.0 < more < 0.05


def test_association_without_the_union_moves_weight_from_russia_to_the_eu() -> None:
    with_it, without = calm().outcome.patrons, calm("no_union").outcome.patrons
    assert without[RUSSIA].influence_mean < with_it[RUSSIA].influence_mean - 0.01
    assert without[EU].export_share_last > with_it[EU].export_share_last + 0.02
    assert without[RUSSIA].coercion_mean > with_it[RUSSIA].coercion_mean
    assert gained("no_union", "autonomy") > gained("cepa", "autonomy")


def test_an_open_border_opens_third_countries_and_the_economy() -> None:
    assert gained("open_border", "economy") > 0.01
    assert calm("open_border").outcome.third_countries_last > calm().outcome.third_countries_last + 0.02


def mean_over_quarters(records: Sequence[Record], read: Callable[[Record], float]) -> float:
    """Compute the mean of a number over quarters."""
    return sum(map(read, records)) / len(records)


def test_trade_comes_back_after_the_embargo_and_arms_do_too() -> None:
    spec = scenario("russian_embargo")
    names = [spec.quarter_name(t) for t in range(spec.horizon)]
    first, end = names.index("2019Q1"), names.index("2021Q1")
    calm_records, hit = calm().records, calm("russian_embargo").records
    during = mean_over_quarters(hit[first:end], exports_to_russia) - mean_over_quarters(
        calm_records[first:end], exports_to_russia
    )
    assert during < -0.04
    assert exports_to_russia(hit[-1]) == pytest.approx(exports_to_russia(calm_records[-1]), abs=0.01)
    assert (
        mean_over_quarters(hit[first:end], arms)
        < 0.4 * mean_over_quarters(calm_records[first:end], arms)
        < mean_over_quarters(hit[end:], arms)
    )
    assert hit[:first] == calm_records[:first]


def exports_to_russia(record: Record) -> float:
    return float(record.patrons[RUSSIA].export_share)


def arms(record: Record) -> float:
    return float(record.patrons[RUSSIA].deliveries)


# ---- the page with all cases ---------------------------------------------------------------
@cache
def maker() -> Any:
    """docs/build/cases.py as a module."""
    return script("docs/build/cases.py")


def page() -> str:
    return (DOCS / "cases.md").read_text(encoding="utf-8")


def test_the_page_has_every_case_in_each_of_its_tables() -> None:
    listed = re.findall(r"^\| `([\w/]+)` \|", page(), re.MULTILINE)
    assert len(maker().cases()) == 12
    assert sorted(listed) == sorted(3 * maker().cases())


def test_no_number_of_a_result_is_written_by_hand() -> None:
    before, _, rest = page().partition(maker().BEGIN)
    by_hand = before + rest.partition(maker().END)[2]
    assert set(re.findall(r"\d+", by_hand)) == {"2005", "2016", "2017"}


def test_a_held_input_stays_where_it_is_put() -> None:
    ukraine = Scenario.load("ukraine/history")
    held = maker().held(ukraine, "patrons.eu.agreement", 2.0)
    assert {c.patrons[2].agreement for c in ukraine.timeline()} == {2.0, 4.0}
    assert {(c.patrons[2].agreement, c.patrons[2].framework) for c in held.timeline()} == {(2.0, 0.5)}
    assert [c.patrons[0] for c in held.timeline()] == [c.patrons[0] for c in ukraine.timeline()]


def test_tables_are_made_of_what_was_played() -> None:
    made = maker().told("armenia/baseline", 3)
    block = maker().first_table([made]) + maker().lever_table([made], "premium") + maker().lists([made])
    assert made.own.number == pytest.approx(calm().records[-1].effective_patrons, abs=0.2)
    assert f"| {made.own.number:.2f} |" in block
    assert made.gap("patrons.russia.arms_access") > made.gap("patrons.eu.agreement")
    assert made.strongest == "arms access"
    assert "**better** in armenia/baseline" in block
    assert maker().signed(-0.0004) == ".000"
    assert maker().signed(-0.0126) == "-.013"


@pytest.mark.slow
def test_the_page_is_made_from_the_scenarios_as_they_are() -> None:
    fresh = maker().page(page(), maker().block(maker().cases(), maker().RUNS))
    assert fresh == page(), "run: python docs/build/cases.py"
