"""The patterns P1-P13 of the ODD page: what the model must show, each with its reason.

Runs are without shocks unless a pattern is about them, so that direction and size are the mechanism's own.
"""

from itertools import pairwise

import pytest
from helpers import mean, quiet, run, scenario, utility

from hedgesim.model.rules.patrons import bid, courting, threat

RUSSIA, CHINA, EU = 0, 1, 2
LEANING = ("bandwagon:russia", "bandwagon:china", "bandwagon:eu", "pivot:russia", "pivot:china", "pivot:eu")
RIVALRY = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def test_p1_effort_spreads_and_then_narrows_as_rivalry_grows() -> None:
    """Korolev 2019, Preiherman 2017: rivalry first invites hedging, then leaves no room for it."""
    spread = [run(quiet(rivalry__russia_eu=r)).outcome.effort_entropy_mean for r in RIVALRY]
    assert spread[1] > spread[0] + 0.005
    assert spread[1] > spread[3] > spread[4] > spread[5]
    assert spread[5] < spread[1] - 0.04


def test_p1_what_hedging_gains_over_leaning_falls_and_is_gone_at_the_extreme() -> None:
    gains = []
    for r in RIVALRY:
        spec = quiet(rivalry__russia_eu=r)
        gains.append(utility(spec, "hedge") - max(utility(spec, s) for s in LEANING))
    assert all(later < earlier for earlier, later in pairwise(gains))
    assert gains[0] > 0.015
    assert gains[-1] < 0.0


@pytest.mark.parametrize("strategy", ["hedge", "equidistance"])
def test_p2_russian_export_share_stays_although_diversification_is_tried(strategy: str) -> None:
    """Goods exports to Russia were 35-47% of all in every year of 2010-2016 (UN Comtrade)."""
    share = [r.patrons[RUSSIA].export_share for r in run(scenario("history"), strategy).records[20:]]
    assert min(share) > 0.33
    assert max(share) < 0.49


def test_p3_deficit_with_china_persists_and_the_directive_only_narrows_it() -> None:
    with_it = run(quiet()).outcome.patrons[CHINA].deficit_last
    without = run(quiet(mechanisms__directive=False)).outcome.patrons[CHINA].deficit_last
    start = 0.5 * (0.0771 - 0.0201)
    assert with_it > 0.7 * start
    assert 0.0 < without - with_it < 0.3 * without


def test_p4_investment_is_a_fraction_of_what_is_offered() -> None:
    """M5: expectations have not materialised."""
    offered = quiet().values["patrons.china.fund"]
    invested = mean(run(quiet()).records, lambda r: r.patrons[CHINA].investment)
    assert 0.02 * offered < invested < 0.25 * offered


@pytest.mark.parametrize("nothing", ["funding", "access"])
def test_p4_no_investment_without_funding_or_without_access(nothing: str) -> None:
    """M4: China has the funding, Belarus has the access."""
    if nothing == "funding":
        spec = quiet(patrons__china__fund=0.0)
    else:
        spec = quiet(patrons__russia__framework=0.0, patrons__eu__framework=0.0)
    assert run(spec).outcome.patrons[CHINA].investment_sum == 0.0


def test_p4_funding_and_access_raise_each_others_worth() -> None:
    def invested(fund: float, barrier: float) -> float:
        spec = quiet(patrons__china__fund=fund, patrons__russia__barrier=barrier)
        return run(spec).outcome.patrons[CHINA].investment_sum

    low_fund = invested(0.03, 0.0) - invested(0.03, 0.4)
    high_fund = invested(0.09, 0.0) - invested(0.09, 0.4)
    assert high_fund > 2.0 * low_fund > 0.0


def test_p5_arms_denial_costs_capability_at_first_and_brings_chinese_know_how_later() -> None:
    """M2, M3: reluctance in Moscow, the Polonez after 2015."""
    base, denied = run(quiet()), run(quiet("arms_denied"))
    first = slice(0, 20)
    loss = mean(base.records[first], lambda r: r.security) - mean(denied.records[first], lambda r: r.security)
    assert loss > 0.002
    assert denied.outcome.know_how_last > 1.15 * base.outcome.know_how_last
    assert denied.outcome.patrons[CHINA].arms_share_last > 1.3 * base.outcome.patrons[CHINA].arms_share_last


def test_p5_without_coproduction_the_loss_stays() -> None:
    def late_loss(**changes: float) -> float:
        base, denied = run(quiet(**changes)), run(quiet("arms_denied", **changes))
        return base.outcome.security.last - denied.outcome.security.last

    assert late_loss(mechanisms__coproduction=False) > 1.3 * late_loss()


def test_p6_higher_eeu_barriers_mean_less_chinese_investment_and_less_trade_with_russia() -> None:
    low, high = run(quiet("eeu_open")).outcome, run(quiet("eeu_barriers")).outcome
    assert high.patrons[CHINA].investment_sum < 0.75 * low.patrons[CHINA].investment_sum
    assert high.patrons[RUSSIA].export_share_last < low.patrons[RUSSIA].export_share_last - 0.04
    assert high.economy.mean < low.economy.mean - 0.05


def test_p6_uncertainty_alone_lowers_investment() -> None:
    spec = quiet("eeu_uncertain")
    sure = run(spec).outcome.patrons[CHINA].investment_sum
    unsure = run(spec.vary({"patrons.russia.uncertainty": 0.12})).outcome.patrons[CHINA].investment_sum
    assert unsure < 0.97 * sure


AGREEMENTS = ("signed", "ratified", "enhanced", "association")


@pytest.mark.parametrize("rivalry", [0.3, 0.5])
def test_p7_a_better_agreement_pays_at_moderate_rivalry(rivalry: float) -> None:
    results = [run(quiet(patrons__eu__agreement=a, rivalry__russia_eu=rivalry)).outcome for a in AGREEMENTS]
    for worse, better in pairwise(results):
        assert better.patrons[EU].export_share_last > worse.patrons[EU].export_share_last
        assert better.patrons[CHINA].investment_sum > worse.patrons[CHINA].investment_sum
        assert better.autonomy.mean > worse.autonomy.mean
        assert better.utility.mean > worse.utility.mean


def test_p7_at_high_rivalry_russian_coercion_eats_the_gain() -> None:
    """Vilnius 2013: an agreement itself provokes."""

    def gain(rivalry: float) -> tuple[float, float, float]:
        poor, rich = (
            run(quiet(patrons__eu__agreement=a, rivalry__russia_eu=rivalry)).outcome
            for a in ("signed", "association")
        )
        coercion = rich.patrons[RUSSIA].coercion_mean - poor.patrons[RUSSIA].coercion_mean
        return rich.utility.mean - poor.utility.mean, coercion, rich.autonomy.mean - poor.autonomy.mean

    calm, tense, extreme = gain(0.3), gain(0.7), gain(0.9)
    assert tense[1] > calm[1] > 0.0
    assert extreme[1] > calm[1]
    assert tense[0] < 0.6 * calm[0]
    assert extreme[0] < 0.2 * calm[0]
    assert extreme[2] < 0.0 < calm[2]


def test_p8_deepening_towards_china_provokes_far_less_unless_china_becomes_a_rival() -> None:
    """M13: China stands outside the tension between Russia and the West."""

    def provoked(patron: str, **rivalry: float) -> float:
        base = quiet(**rivalry)
        ties = {f"start.patrons.{patron}.{kind}": 0.2 for kind in ("security", "economy")}
        deeper = base.vary({path: base.values[path] + more for path, more in ties.items()})
        return run(deeper).records[8].patrons[RUSSIA].coercion - run(base).records[8].patrons[RUSSIA].coercion

    china, eu = provoked("china"), provoked("eu")
    assert 0.0 < china < 0.6 * eu
    assert provoked("china", rivalry__russia_china=0.3) > 0.8 * eu


def test_p9_inducements_rise_with_mild_drift_and_fall_well_before_and_past_the_red_line() -> None:
    case = quiet().case()
    russia = case.patrons.first

    def courted(times: float) -> float:
        seen = times * russia.red_line
        return courting(russia.rent, 0.7, bid(russia, seen)[0], threat(russia, case.response, seen)[0])

    assert courted(0.4) > 1.2 * courted(0.0)
    assert courted(1.0) < 0.8 * courted(0.5)
    assert courted(1.5) < 0.5 * courted(0.5)


def test_p10_a_shock_like_2020_to_2022_throws_the_hedger_back_on_russia_while_china_holds() -> None:
    """Plausibility, not evidence."""
    base, shock = run(quiet()).records[-8:], run(quiet("war_2022")).records[-8:]
    assert mean(shock, lambda r: r.patrons[EU].export_share) < 0.6 * mean(
        base, lambda r: r.patrons[EU].export_share
    )
    assert mean(shock, lambda r: r.patrons[RUSSIA].export_share) > mean(
        base, lambda r: r.patrons[RUSSIA].export_share
    )
    assert mean(shock, lambda r: r.patrons[RUSSIA].influence) > 0.03 + mean(
        base, lambda r: r.patrons[RUSSIA].influence
    )
    assert mean(shock, lambda r: r.autonomy) < mean(base, lambda r: r.autonomy) - 0.03
    for tie in ("tie_security", "tie_economy"):
        held = mean(shock, lambda r, tie=tie: getattr(r.patrons[CHINA], tie))
        assert held > 0.8 * mean(base, lambda r, tie=tie: getattr(r.patrons[CHINA], tie))


def test_p11_vetoes_bite_more_when_russian_leverage_is_high() -> None:
    loose = run(quiet(response__influence_floor=0.5)).records[-1].patrons
    tight = run(quiet(response__influence_floor=0.1)).records[-1].patrons
    assert tight[RUSSIA].leverage > loose[RUSSIA].leverage
    assert tight[CHINA].veto > 1.1 * loose[CHINA].veto


def test_p11_ablations_show_that_rival_entry_points_keep_investment_low() -> None:
    """M6, M7 and M9 in all eight combinations."""
    switches = ("entry_competition", "veto", "gateway_competition")
    invested = {}
    for on in range(8):
        changes = {f"mechanisms.{name}": bool(on >> k & 1) for k, name in enumerate(switches)}
        invested[on] = run(quiet().vary(changes)).outcome.patrons[CHINA].investment_sum
    alone = {name: invested[7 - (1 << k)] / invested[7] for k, name in enumerate(switches)}
    assert min(invested.values()) == invested[7]
    assert max(invested.values()) == invested[0]
    assert all(gain > 1.02 for gain in alone.values()), alone
    assert alone["entry_competition"] > 1.5
    assert alone["entry_competition"] == max(alone.values())


def test_p12_pivots_are_reachable_but_nobody_hedges_into_one() -> None:
    assert run(quiet(horizon=80), "bandwagon:china").outcome.regime == 6.0
    assert run(quiet(horizon=80)).outcome.regime < 5.0


def test_p12_isolation_is_possible() -> None:
    assert run(quiet(), "self_reliance").outcome.regime == 3.0


def test_p12_two_starts_end_together() -> None:
    """Hedging from a deeper or a looser security tie ends in the same place: the start does not lock in."""
    loose, deep = (run(quiet(horizon=200).vary({"start.patrons.russia.security": s})) for s in (0.5, 0.85))
    for tie in ("tie_security", "tie_economy"):
        ends = [getattr(r.records[-1].patrons[RUSSIA], tie) for r in (loose, deep)]
        assert ends[0] == pytest.approx(ends[1], abs=0.02)


def test_p13_security_with_china_succeeds_first_and_most_and_the_economy_lags() -> None:
    records = run(quiet()).records
    first, later = records[0].patrons[CHINA], records[11].patrons[CHINA]
    secure, economic = later.tie_security - first.tie_security, later.tie_economy - first.tie_economy
    assert secure > 2.0 * economic > 0.0
    assert later.export_share < 1.1 * first.export_share
