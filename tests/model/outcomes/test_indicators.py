"""Indicators of the literature: known answers by hand, bounds, and no patron that is privileged."""

from itertools import combinations, permutations
from math import exp
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import mean, run, scenario

from hedgesim.model import Scenario
from hedgesim.model.engines.reference import mean_of_worst
from hedgesim.model.outcomes import (
    ALIGNMENT_COLUMNS,
    STANCE_COLUMNS,
    explain_columns,
    indicator_columns,
    outcome_columns,
    path_columns,
    path_row,
)
from hedgesim.model.rules.records.record import align_pairs, alignment, count_partners, stance, tilt
from hedgesim.model.rules.records.running_totals import count_parity
from hedgesim.model.state import Packages, PatronRecord, Stance

PATRONS = ("russia", "china", "eu")
NOTHING = PatronRecord._make([0.0] * len(PatronRecord._fields))
AMOUNTS = st.floats(1e-6, 10.0)


def align(x: float, y: float) -> float:
    """Alignment within one pair."""
    return align_pairs((x, y))[0]


def test_alignment_by_hand() -> None:
    assert align(1.0, 3.0) == pytest.approx(75.0)
    assert align(0.2, 0.0) == pytest.approx(0.0, abs=1e-9)
    assert align(0.0, 0.0) == 50.0
    assert tilt(align(0.6, 0.2)) == pytest.approx(0.5)  # (.6 - .2)/(.6 + .2)
    first = NOTHING._replace(
        tie_security=0.6, arms=0.3, export_share=0.4, import_share=0.5, influence=0.8,
        effort_security=0.1, effort_economy=0.2,
    )  # fmt: skip
    second = NOTHING._replace(
        tie_security=0.2, arms=0.1, export_share=0.1, import_share=0.2, influence=0.2,
        effort_security=0.3, effort_economy=0.1,
    )  # fmt: skip
    found = alignment((first, second))
    expected = {
        "security": 25.0, "arms": 25.0, "trade": 25.0, "influence": 20.0, "effort": 400.0 / 7.0,
        "overall": 70.0 / 3.0,
    }  # fmt: skip
    assert {name: pair[0] for name, pair in found._asdict().items()} == pytest.approx(expected)


def test_parity_is_45_to_55_with_both_ends() -> None:
    values = (44.9, 45.0, 50.0, 55.0, 55.1)
    assert count_parity((1.0,) * 5, values) == (1.0, 2.0, 2.0, 2.0, 1.0)


@given(AMOUNTS, AMOUNTS)
def test_alignment_is_within_0_and_100_and_turns_with_the_pair(x: float, y: float) -> None:
    assert 0.0 <= align(x, y) <= 100.0
    assert align(x, y) + align(y, x) == pytest.approx(100.0)


def test_partners_by_hand() -> None:
    assert count_partners((0.3, 0.3, 0.3)) == pytest.approx(3.0)
    assert count_partners((0.0, 0.4, 0.0)) == pytest.approx(1.0)
    assert count_partners((2.0, 1.0, 1.0)) == pytest.approx(16.0 / 6.0)
    assert count_partners((0.0, 0.0)) == 0.0


@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.randoms())
def test_partners_are_between_one_and_all_whatever_their_order(amounts: list[float], random: Any) -> None:
    mixed = random.sample(amounts, len(amounts))
    assert 1.0 - 1e-9 <= count_partners(tuple(amounts)) <= len(amounts) + 1e-9
    assert count_partners(tuple(mixed)) == pytest.approx(count_partners(tuple(amounts)))


RIVALRY = {frozenset({0, 1}): 0.1, frozenset({0, 2}): 0.3, frozenset({1, 2}): 0.2}
SECURITY, ECONOMY, FRAMEWORK = (0.2, 0.1, 0.05), (0.1, 0.25, 0.15), (0.8, 0.2, 0.5)
TRADE, DEBT, LEADER = (0.8, 0.4, 0.4), (0.2, 0.1, 0.1), (1.0, 0.0, 0.0)


def found_stance(order: tuple[int, ...]) -> Stance:
    """The stance of a hand-made quarter, with the patrons in an order; the first leads."""
    records = tuple(
        NOTHING._replace(
            effort_security=SECURITY[k], effort_economy=ECONOMY[k], export_share=TRADE[k] / 2.0,
            import_share=TRADE[k] / 2.0, arms=TRADE[k], debt=DEBT[k],
        )
        for k in order
    )  # fmt: skip
    views = tuple(
        SimpleNamespace(
            rivalry=tuple(RIVALRY[frozenset({k, other})] for other in order if other != k),
            market=SimpleNamespace(framework=FRAMEWORK[k]),
        )
        for k in order
    )
    effort = Packages(
        security=tuple(SECURITY[k] for k in order),
        economy=tuple(ECONOMY[k] for k in order),
        self_reliance=0.15,
    )
    traded = SimpleNamespace(
        exports=tuple(TRADE[k] for k in order), exports_rest=0.4,
        imports=tuple(TRADE[k] for k in order), imports_rest=0.0,
    )  # fmt: skip
    case: Any = SimpleNamespace(regimes=SimpleNamespace(rival=0.15))
    parts: Any = (SimpleNamespace(views=views), effort, records, traded)
    return stance(case, *parts, 0.4, tuple(LEADER[k] for k in order))


def test_components_of_hedging_by_hand() -> None:
    expected = Stance(
        indirect_balancing=0.1 + 0.05 + 0.15 / 3.0,
        dominance_denial=0.05 + 0.15,  # the third is a rival of the first, the second is not
        economic_diversification=1.6**2 / (0.64 + 0.16 + 0.16),
        economic_pragmatism=0.5,
        binding_engagement=0.3 * 0.8 + 0.35 * 0.2 + 0.2 * 0.5,
        limited_bandwagoning=0.2,
        effective_exports=4.0 / (0.64 + 0.48),
        effective_imports=1.6**2 / (0.64 + 0.32),
        effective_arms=4.0 / (0.64 + 0.48),
        effective_debt=0.16 / 0.06,
    )
    assert found_stance((0, 1, 2)) == pytest.approx(expected)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_components_do_not_depend_on_the_order_of_patrons(order: tuple[int, ...]) -> None:
    assert found_stance(order) == pytest.approx(found_stance((0, 1, 2)))


def test_indicators_of_a_run_are_what_its_other_columns_say() -> None:
    spec = scenario("war_2022")
    played = run(spec, "equidistance", number=4)
    names = list(path_columns(PATRONS))
    rows = [dict(zip(names, path_row(record), strict=True)) for record in played.records]
    for quarter, row in enumerate(rows):
        case = spec.timeline()[quarter]
        for a, b in combinations(PATRONS, 2):
            for dimension, column in (("security", "tie_security"), ("influence", "influence")):
                x, y = row[f"{column}_{a}"], row[f"{column}_{b}"]
                assert row[f"alignment_{dimension}_{a}_{b}"] == pytest.approx(100.0 * y / (x + y))
            x, y = row[f"tie_security_{a}"], row[f"tie_security_{b}"]
            assert row[f"tilt_{a}_{b}"] == pytest.approx((x - y) / (x + y))
        raw = [row[f"bandwidth_{p}"] * row[f"dependence_{p}"] for p in PATRONS]
        assert [x / sum(raw) for x in raw] == pytest.approx([row[f"influence_{p}"] for p in PATRONS])
        for place, p in enumerate(PATRONS):
            offered = case.patrons[place].fund * exp(case.patrons[place].funding_gamma * row["funding"])
            assert row[f"realised_{p}"] == pytest.approx(row[f"investment_{p}"] / offered)
            assert 0.0 <= row[f"realised_{p}"] <= 1.0
            assert row[f"bandwidth_{p}"] == pytest.approx(
                (row[f"tie_security_{p}"] + row[f"tie_economy_{p}"]) / 2.0
            )
        spent = sum(row[f"effort_{kind}_{p}"] for kind in ("security", "economy") for p in PATRONS)
        leader = max(PATRONS, key=lambda p, r=row: r[f"influence_{p}"])
        assert row["limited_bandwagoning"] == row[f"effort_security_{leader}"]
        assert row["economic_pragmatism"] == pytest.approx(sum(row[f"effort_economy_{p}"] for p in PATRONS))
        every = row["limited_bandwagoning"] + row["economic_pragmatism"] + row["indirect_balancing"]
        assert every == pytest.approx(spent + row["effort_self_reliance"] / 3.0)


def test_outcomes_are_means_of_the_indicators_over_the_run() -> None:
    played = run(scenario("war_2022"), "hedge", number=4)
    records, told = played.records, played.outcomes
    for place, (a, b) in enumerate(combinations(PATRONS, 2)):
        for name in ALIGNMENT_COLUMNS:
            series = [getattr(r.alignment, name)[place] for r in records]
            assert told[f"alignment_{name}_{a}_{b}_mean"] == pytest.approx(np.mean(series))
            even = np.mean([45.0 <= value <= 55.0 for value in series])
            assert told[f"parity_{name}_{a}_{b}_mean"] == pytest.approx(even)
        assert told[f"tilt_{a}_{b}_mean"] == pytest.approx(mean(records, lambda r, k=place: r.tilt[k]))
    for name in STANCE_COLUMNS:
        assert told[f"{name}_mean"] == pytest.approx(mean(records, lambda r, n=name: getattr(r.stance, n)))
    for place, p in enumerate(PATRONS):
        for name in ("exercises", "bandwidth", "dependence", "realised"):
            series = [getattr(r.patrons[place], name) for r in records]
            assert told[f"{name}_{p}_mean"] == pytest.approx(np.mean(series))
    assert told["effective_patrons_mean"] == pytest.approx(mean(records, lambda r: r.effective_patrons))
    worst = sorted(r.utility for r in records)[:6]  # of 60 quarters
    assert told["utility_cvar10"] == pytest.approx(np.mean(worst))


def test_the_mean_of_the_worst_tenth_by_hand() -> None:
    assert mean_of_worst(range(20, 0, -1)) == pytest.approx(1.5)
    assert mean_of_worst(range(1, 16)) == pytest.approx((1.0 + 0.5 * 2.0) / 1.5)
    assert mean_of_worst([0.3, 0.2, 0.4]) == pytest.approx(0.2)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=80))
def test_the_mean_of_the_worst_tenth_lies_between_the_smallest_and_the_mean(values: list[float]) -> None:
    assert min(values) - 1e-12 <= mean_of_worst(values) <= np.mean(values) + 1e-12


def test_no_arms_at_all_are_no_partner_and_no_tilt() -> None:
    bare = Scenario.load("belarus/baseline").vary(
        {f"patrons.{p}.arms_access": 0.0 for p in PATRONS}
        | {f"start.patrons.{p}.arms": 0.0 for p in PATRONS}
        | {
            "start.hedger.home_arms": 0.0,
            "start.hedger.know_how": 0.0,
            "horizon": 1,
            "hedger.know_how_own": 0.0,
        }
    )
    record = run(bare).records[0]
    assert record.stance.effective_arms == 0.0
    assert record.alignment.arms == (50.0, 50.0, 50.0)


def test_columns_are_found_by_name_with_ids_or_by_how_they_begin() -> None:
    assert list(explain_columns("influence_russia_mean")) == ["influence_P_mean"]
    assert list(explain_columns("alignment_overall_russia_eu")) == ["alignment_overall_P_Q"]
    assert list(explain_columns("parity_trade")) == ["parity_trade_P_Q_mean"]
    assert list(explain_columns("utility_cvar10")) == ["utility_cvar10"]
    assert explain_columns("nothing_of_the_kind") == {}


@pytest.mark.parametrize("patrons", [("west", "east"), PATRONS, ("a", "b", "c", "d", "e", "f")])
def test_indicators_are_outcomes_whatever_the_number_of_patrons(patrons: tuple[str, ...]) -> None:
    assert set(indicator_columns(patrons)) <= set(outcome_columns(patrons))
