"""Analytic checks of the rules: rest points, symmetry, limits and the worth of effort."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.price_reference import Quarter, derived_prices, difference_prices, quarter_to_price
from support.runs import STEADY, mean, quiet, run, scenario

from hedgesim.model.noise import draws_at
from hedgesim.model.parameters.lookup import parameters
from hedgesim.model.rules import choice
from hedgesim.model.rules.choice import logit
from hedgesim.model.rules.effort import scale_packages, sum_packages
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.market_access import gateway, market_of
from hedgesim.model.rules.quarter import quarter
from hedgesim.model.rules.trade_shares import redirect_trade, shares
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Start, flatten
from hedgesim.model.strategies import TRUE_AIMS, pack_shares, plan_for

SHARE = st.floats(0.0, 1.0)


def steady(**changes: float) -> Scenario:
    return quiet(**changes).vary(STEADY)


def test_start_effort_keeps_every_start_tie_for_forty_quarters() -> None:
    """Rest points of eq. 25: otherwise the start itself makes a slide that looks like hedging.

    Without the own offer (eq. 34), by which patrons come closer as know-how grows.
    """
    spec = steady(response__kappa=0.0, mechanisms__own_offer=False)
    start = spec.start().patrons
    calm = spec.vary({f"patrons.{p}.coercion_max": 0.0 for p in spec.patrons})
    calm = calm.vary({"start.patrons.russia.coercion": 0.0})
    for record in run(calm, "pivot:russia").records[:40]:
        for now, then in zip(record.patrons, start, strict=True):
            assert now.tie_security == pytest.approx(then.security, abs=0.005)
            assert now.tie_economy == pytest.approx(then.economy, abs=0.005)


def test_start_effort_fits_the_budget() -> None:
    spec = scenario("baseline")
    fixed, _ = begin(spec.case(), spec.start())
    assert sum_packages(fixed.effort) == pytest.approx(1.0)
    assert 0.0 < fixed.effort.self_reliance < 0.15


def test_without_change_the_start_shares_are_the_rest_point() -> None:
    """Eq. 28: no change of effort and no shock, no change of shares."""
    spec = quiet()
    start = spec.start()
    still = Start(
        tuple(t._replace(coercion=0.0) for t in start.patrons), start.hedger._replace(third_countries=0.0)
    )
    calmed = {f"patrons.{p}.coercion_max": 0.0 for p in spec.patrons}
    calmed |= {"mechanisms.third_countries": False, "hedger.directive": start.hedger.directive}
    case = spec.vary(calmed).case()
    fixed, state = begin(case, still)
    plan = plan_for(spec, "pivot:russia")
    frozen = case._replace(hedger=case.hedger._replace(budget=0.0, pivot_quarter=2000.0))
    frozen = frozen._replace(patrons=tuple(p._replace(decay=0.0) for p in case.patrons))
    calm = draws_at(0, 0, 0, 3)._replace(
        tension=0.0, energy=0.0, funding=0.0, growth=0.0, barrier=(0.0, 0.0, 0.0), crisis=1.0,
    )  # fmt: skip
    for t in range(40):
        state, record = quarter(frozen, plan, fixed, state, calm, float(t))
        for now, then in zip(record.patrons, start.patrons, strict=True):
            assert now.export_share == pytest.approx(then.exports, abs=1e-10)
            assert now.import_share == pytest.approx(then.imports, abs=1e-10)


@pytest.mark.slow
def test_arms_and_park_come_to_their_rest_points() -> None:
    """Rest points of eq. 27 and 30, from the last quarter's own flows; that know-how draws China is slow."""
    spec = steady(horizon=1500)
    last = run(spec, "pivot:russia").records[-1]
    hedger = spec.case().hedger
    for record in last.patrons:
        assert record.arms == pytest.approx(record.deliveries / hedger.wear, rel=1e-4)
    assert last.home_arms == pytest.approx(hedger.make * last.know_how / hedger.wear, rel=1e-4)
    before = run(spec, "pivot:russia").records[-2]
    assert last.park == pytest.approx(before.park, rel=1e-5)


def test_economy_uses_its_range_over_the_scenarios() -> None:
    ends = [
        run(quiet(name)).outcome.economy.last
        for name in ("eeu_open", "eeu_barriers", "war_2022", "eu_enhanced")
    ]
    assert max(ends) - min(ends) > 0.15


@pytest.mark.parametrize("name", ["baseline", "war_2022", "eu_enhanced", "arms_denied"])
@pytest.mark.parametrize("strategy", ["hedge", "myopic"])
def test_shadow_prices_are_what_differences_give(name: str, strategy: str) -> None:
    """Eq. 13, 18-21: derivatives agree with utility computed twice, in every quarter of a run with shocks."""
    spec = scenario(name)
    plan = plan_for(spec, strategy)
    fixed, state = begin(spec.timeline()[0], spec.start())
    for number, case in enumerate(spec.timeline()):
        draws = draws_at(7, 0, number, 3)
        q = quarter_to_price(case, fixed, state, draws, plan.objective)
        if kink := compare_prices(q):
            assert kink < 0.02  # two security ties that are all but equal
        state, _ = quarter(case, plan, fixed, state, draws, float(number))


def compare_prices(q: Quarter) -> float:
    """Compare all prices; return 0, or the difference of differences where a kink lies within the step."""
    fine, finer = difference_prices(q, 1e-6), difference_prices(q, 1e-7)
    apart = max(abs(a - b) for a, b in zip(fine, finer, strict=True))
    if apart < 1e-4:
        assert derived_prices(q) == pytest.approx(fine, abs=1e-4, rel=1e-4)
        return 0.0
    return apart


RANGES = {
    path: (row.low, row.high)
    for path, row in parameters(scenario("baseline").patrons).items()
    if row.unit not in {"switch", "step"} and path.partition(".")[0] not in {"start", "regimes"}
}
PLACES = st.dictionaries(st.sampled_from(sorted(RANGES)), st.floats(0.0, 1.0), min_size=1, max_size=40)


@given(PLACES, st.integers(0, 99))
def test_shadow_prices_are_what_differences_give_for_any_parameters(
    places: dict[str, float], run: int
) -> None:
    """The same for random parameters within their ranges, at the start; kinks are stepped over."""
    changes = {p: RANGES[p][0] + place * (RANGES[p][1] - RANGES[p][0]) for p, place in places.items()}
    spec = scenario("baseline").vary(changes)
    fixed, state = begin(spec.case(), spec.start())
    compare_prices(quarter_to_price(spec.case(), fixed, state, draws_at(7, run, 0, 3), TRUE_AIMS))


def test_equal_worth_gives_equal_effort() -> None:
    weights, option = logit(pack_shares([0.3] * 7), pack_shares([1.0] * 7), 25.0)
    assert flatten(scale_packages(weights, 1.0 / sum_packages(weights))) == pytest.approx([1 / 7] * 7)
    assert option == pytest.approx(0.3)


@given(st.lists(st.floats(-1.0, 1.0), min_size=7, max_size=7), st.floats(0.0, 1000.0))
def test_effort_is_shares_and_follows_worth(values: list[float], precision: float) -> None:
    weights, option = logit(pack_shares(values), pack_shares([1.0] * 7), precision)
    effort = flatten(scale_packages(weights, 1.0 / sum_packages(weights)))
    assert sum(effort) == pytest.approx(1.0)
    assert min(effort) >= 0.0
    assert option <= max(values) + 1e-9
    best = max(range(7), key=values.__getitem__)
    assert effort[best] == max(effort)


def test_no_precision_starves_what_a_strategy_admits() -> None:
    """A package worth far more that is not admitted takes no effort from those that are."""
    values, admit = pack_shares([0.9, 0.1, 0.1, 0.8, 0.2, 0.0, 0.0]), pack_shares([0, 1, 0, 0, 1, 0, 1.0])
    weights, option = logit(values, admit, 1e5)
    spent = [w * a for w, a in zip(flatten(weights), flatten(admit), strict=True)]
    assert [s / sum(spent) for s in spent] == pytest.approx([0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    assert option == pytest.approx(0.9, abs=1e-4)


@given(*[st.floats(0.0, 5.0)] * 4)
def test_trade_shares_are_shares(x: float, y: float, z: float, rest: float) -> None:
    share = shares((x, y, z), rest)
    assert min(share) >= 0.0
    assert sum(share) <= 1.0 + 1e-12


@given(*[SHARE] * 6, SHARE)
def test_traded_goods_never_exceed_all_trade(
    a: float, b: float, c: float, ca: float, cb: float, cc: float, part: float
) -> None:
    whole = max(a + b + c, 1.0)
    contracts, cuts = (a / whole, b / whole, c / whole), (ca, cb, cc)
    lost = sum(x * k for x, k in zip(contracts, cuts, strict=True))
    traded, rest = redirect_trade(contracts, cuts, part * lost)
    assert min(*traded, rest) >= 0.0
    assert sum(traded) + rest <= 1.0 + 1e-9


def test_no_gateway_without_frameworks() -> None:
    case = quiet().case()
    _, state = begin(case, quiet().start())
    closed = [
        market_of(case, p._replace(framework=0.0, agreement=-1.0), t, 0.0)
        for p, t in zip(case.patrons, state.ties, strict=True)
    ]
    assert gateway(case, case.patrons[1], (case.patrons[0], case.patrons[2]), (closed[0], closed[2])) == 0.0


@pytest.mark.parametrize("strategy", ["hedge", "bandwagon:russia", "equidistance"])
def test_the_baseline_does_not_live_on_its_bounds(strategy: str) -> None:
    """Clipping hides dynamics: no state sits on 0 or 1 in more than a fifth of the quarters."""
    records = run(scenario("baseline"), strategy).records
    for read in (
        lambda r: [p.tie_security for p in r.patrons],
        lambda r: [p.tie_economy for p in r.patrons],
        lambda r: [p.security for p in r.patrons],
        lambda r: [r.security, r.economy, r.autonomy, r.third_countries],
    ):
        columns = list(zip(*(read(r) for r in records), strict=True))
        for column in columns:
            assert sum(v <= 0.001 or v >= 1.0 for v in column) <= 0.2 * len(column)


def test_shocks_change_the_path_and_average_out() -> None:
    calm = run(quiet()).outcome.utility.mean
    noisy = [run(scenario("baseline"), number=k).outcome.utility.mean for k in range(8)]
    assert len(set(noisy)) == 8
    assert sum(noisy) / 8 == pytest.approx(calm, abs=0.05)


def test_runs_are_identical_before_an_event() -> None:
    """Common random numbers: two scenarios that differ from a quarter on agree to the bit before it."""
    spec = scenario("baseline")
    later = scenario("war_2022")
    first = min(e.first for e in later.events)
    a, b = run(spec).records, run(later).records
    assert a[:first] == b[:first]
    assert a[first:] != b[first:]


def test_forced_compliance_grows_with_coercion_and_leverage() -> None:
    case = quiet().case()
    grips = [choice.grip(case, 1.2, lever, c, 0.3) for lever, c in ((0.5, 0.05), (0.5, 0.4), (0.8, 0.4))]
    assert grips == sorted(grips)
    assert grips[0] < 0.1 < grips[2]


def test_exports_are_worth_something_with_every_partner() -> None:
    """Eq. 19: a point of exports earns with each patron, and diversifying into the EU can pay."""
    records = run(quiet(patrons__eu__agreement="association")).records
    assert mean(records, lambda r: r.income) > mean(run(quiet()).records, lambda r: r.income)
