"""Known answers of the hedger's mechanisms: trained guarantees, hopes, doubt, credit, conduct, search."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import STEADY, quiet, run, scenario

from hedgesim.model.arithmetic import log
from hedgesim.model.noise import draws_at
from hedgesim.model.rules import patrons
from hedgesim.model.rules.actual_trade import compute_search_speed, trade
from hedgesim.model.rules.choice import cautious_worth, rupture_rivalries
from hedgesim.model.rules.effort_value import worth
from hedgesim.model.rules.expectation import conduct, conduct_slopes, drilling
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.market_access import log_expected_terms
from hedgesim.model.rules.quarter import observe_world
from hedgesim.model.rules.welfare import readiness
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Draws, Scene, State, flatten

RUSSIA, CHINA, EU = 0, 1, 2


def staged(spec: Scenario) -> tuple[State, Scene]:
    """The state at the start, and what is observed in the first quarter without shocks."""
    case = spec.timeline()[0]
    fixed, state = begin(case, spec.start())
    count = len(spec.patrons)
    none = draws_at(1, 0, 0, count)._replace(tension=0.0, energy=0.0, funding=0.0, crisis=1.0)
    return state, observe_world(case, fixed, state, none._replace(barrier=(0.0,) * count))


def test_a_guarantee_holds_as_far_as_it_is_trained() -> None:
    """Eq. 18, M1: the treaty's part without exercises, half of the rest at the half, all of it at last."""
    hedger = quiet().case().hedger
    assert readiness(hedger, 0.0)[0] == hedger.treaty
    assert readiness(hedger, hedger.readiness_half)[0] == pytest.approx(0.5 * (1.0 + hedger.treaty))
    assert readiness(hedger, 1e9)[0] == pytest.approx(1.0)


def test_without_exercises_security_falls() -> None:
    """M1 is visible: a tenth of security, since protection by Russia is no longer trained."""
    on, off = (run(quiet(mechanisms__joint_exercises=switch)).outcome.security for switch in (True, False))
    assert off.mean < on.mean - 0.03


def test_exercises_add_to_effort_at_rest() -> None:
    """Eq. 25, 26: 30% more per effort at the default numbers."""
    assert drilling(quiet().case()) == pytest.approx(1.0 + 0.045 / 0.15)


@given(st.floats(0.0, 0.6), st.floats(0.0, 0.3))
def test_traders_count_doubt_as_a_barrier(barrier: float, doubt: float) -> None:
    """Eq. 28, M8."""
    assert log_expected_terms(0.5, 0.6, barrier, doubt) == log_expected_terms(0.5, 0.6, barrier + doubt, 0.0)
    assert log_expected_terms(0.5, 0.6, barrier, 0.0) == pytest.approx(log(0.8 * (1.0 - barrier)))


def test_more_doubt_means_less_trade_and_the_starts_doubt_none() -> None:
    calm = scenario("baseline").vary({"mechanisms.directive": False, "start.hedger.directive": 0.0})
    exports = [
        run(calm.vary(STEADY | {"patrons.russia.uncertainty": doubt, "horizon": 60}), "pivot:eu")
        .records[-1].patrons[RUSSIA].export_share
        for doubt in (0.0, 0.03, 0.12)
    ]  # fmt: skip
    assert exports[0] > exports[1] > exports[2] + 0.01
    markets = [v.market for v in staged(calm)[1].views]
    origins = begin(calm.case(), calm.start())[0].origins
    assert [m.log_terms for m in markets] == pytest.approx([o.log_terms for o in origins])


def test_each_patron_finances_its_own_part_of_a_deficit() -> None:
    """Eq. 29: another part for China adds that part of the deficit with China, and nothing to other debts."""
    few, many = (run(quiet(patrons__china__roll=roll, horizon=1)).records[0].patrons for roll in (0.1, 0.4))
    start = quiet().start().patrons[CHINA]
    deficit = quiet().case().trade.openness * (start.imports - start.exports) / 4.0
    assert many[CHINA].debt - few[CHINA].debt == pytest.approx(0.3 * deficit)
    assert many[RUSSIA].debt == few[RUSSIA].debt
    assert many[EU].debt == few[EU].debt


def test_hopes_begin_with_the_offer_and_follow_what_comes_of_it() -> None:
    """Eq. 33, M5: a part of the way to realised credit each quarter."""
    spec = quiet()
    start, hedger = spec.start(), spec.case().hedger
    state, scene = staged(spec)
    offers = tuple(patrons.set_terms(spec.case(), v, scene.climate) for v in scene.views)
    record = run(spec).records[0]
    for place, patron in enumerate(spec.case().patrons):
        assert state.ties[place].hope == start.hedger.hope * patron.fund
        expected = state.ties[place].hope + hedger.hope_speed * (
            offers[place].credit - state.ties[place].hope
        )
        assert record.patrons[place].hope == pytest.approx(expected)
    hopes = [r.patrons[CHINA].hope for r in run(spec).records]
    assert hopes[-1] < 0.5 * hopes[0]


def test_hopes_drive_effort_until_they_erode() -> None:
    on, off = (run(quiet(mechanisms__expectations=switch)).records for switch in (True, False))

    def early(records: tuple[object, ...]) -> float:
        return sum(r.patrons[CHINA].effort_economy for r in records[:6]) / 6  # type: ignore[attr-defined]

    assert early(on) > early(off) + 0.03
    assert on[-1].patrons[CHINA].effort_economy == pytest.approx(
        off[-1].patrons[CHINA].effort_economy, abs=0.02
    )


def test_stopped_trade_finds_partners_as_fast_as_open_ties_are_deep() -> None:
    """Eq. 28: Russia stops everything; what is left are the ties with the two others."""
    spec = quiet()
    case, (state, scene) = spec.case(), staged(spec)
    stop = (1.0, 0.0, 0.0)
    ties = state.ties
    speed = case.trade.speed * (ties[CHINA].economy + ties[EU].economy)
    assert compute_search_speed(case, ties, stop) == pytest.approx(speed)
    russia = case.patrons[RUSSIA]._replace(embargo_exports=1.0, embargo_imports=1.0)
    cut = case._replace(patrons=(russia, *case.patrons[1:]))
    offers = tuple(patrons.set_terms(cut, v, scene.climate)._replace(coercion=0.0) for v in scene.views)
    traded = trade(cut, offers, ties, state)
    assert traded.found_exports == pytest.approx(speed * ties[RUSSIA].exports)
    alone = tuple(t._replace(economy=0.0) for t in ties)
    assert trade(cut, offers, alone, state._replace(ties=alone)).found_exports == 0.0


def test_conduct_is_engagement_where_the_start_is_kept_up() -> None:
    """Eq. 5a: the start's effort keeps the start's ties, so that conduct is what the ties are."""
    state, scene = staged(quiet(response__conduct_rent=0.0))
    case = quiet().case()
    for view, tie in zip(scene.views, state.ties, strict=True):
        ahead = conduct(case, view.patron, tie, view.market.framework, scene.climate.strain)
        assert ahead == pytest.approx(view.engagement, abs=1e-9)


def test_slopes_of_conduct_are_its_differences() -> None:
    state, scene = staged(quiet())
    case, step = quiet().case(), 1e-7
    for view, tie in zip(scene.views, state.ties, strict=True):
        rest = (view.market.framework, scene.climate.strain)
        before = conduct(case, view.patron, tie, *rest)
        more = [
            conduct(case, view.patron, tie._replace(**{name: getattr(tie, name) + step}), *rest)
            for name in ("effort_security", "effort_economy")
        ]
        slopes = conduct_slopes(case, view, scene.climate.strain)
        assert [(m - before) / step for m in more] == pytest.approx(list(slopes), rel=1e-4)


@pytest.mark.parametrize(("part", "kept"), [(0.0, 1.0), (0.5, 0.5), (1.0, 0.0)])
def test_rent_is_lost_at_once_by_leaning_elsewhere_as_far_as_it_pays_conduct(
    part: float, kept: float
) -> None:
    """Eq. 8: without any effort on Russia its rent falls to what the tie still earns."""
    spec = quiet(response__conduct_rent=part)
    state, _ = staged(spec)
    gone = tuple(t._replace(effort_security=0.0, effort_economy=0.0) for t in state.ties)
    case = spec.case()
    fixed, _ = begin(case, spec.start())
    none: Draws = draws_at(1, 0, 0, 3)._replace(barrier=(0.0,) * 3)
    before, after = (observe_world(case, fixed, state._replace(ties=t), none) for t in (state.ties, gone))
    assert after.views[RUSSIA].engagement == pytest.approx(kept * before.views[RUSSIA].engagement, rel=1e-6)


def test_drift_counts_conduct_in_its_part() -> None:
    """Eq. 6: the part phi of what rivals mind is where effort is heading."""
    drifts = []
    for part in (0.0, 0.5):
        spec = quiet(response__conduct_drift=part)
        case = spec.case()
        fixed, state = begin(case, spec.start())
        ties = (*state.ties[:EU], state.ties[EU]._replace(effort_security=0.0, effort_economy=0.0))
        none = draws_at(1, 0, 0, 3)._replace(barrier=(0.0,) * 3, tension=0.0, crisis=1.0)
        views = observe_world(case, fixed, state._replace(ties=ties), none).views
        drifts.append(views[RUSSIA].engagements)
    assert drifts[1][1] == pytest.approx(0.5 * drifts[0][1], rel=1e-6)
    assert drifts[1][0] == pytest.approx(drifts[0][0])


def test_a_rupture_strikes_pairs_that_tension_moves() -> None:
    case = quiet().case()
    assert rupture_rivalries(case, (0.1, 0.3, 0.1)) == (0.1, case.world.rupture, 0.1)
    assert rupture_rivalries(case, (0.1, 0.99, 0.1)) == (0.1, 0.99, 0.1)


def test_without_caution_worth_is_that_of_the_calm_world() -> None:
    spec = quiet(hedger__caution=0.0)
    case = spec.case()
    fixed, _ = begin(case, spec.start())
    state, scene = staged(spec)
    offers = tuple(patrons.set_terms(case, v, scene.climate) for v in scene.views)
    args = (case.hedger.weights, fixed, scene, offers, state)
    assert cautious_worth(case, *args) == worth(case, *args)
    sure = case._replace(hedger=case.hedger._replace(caution=1.0))
    assert flatten(cautious_worth(sure, *args))[5] < flatten(worth(case, *args))[5]


def test_coercion_withholds_arms_in_the_worth_of_drift() -> None:
    """Effort that Russia minds is worth less where Russia's arms would be withheld for it (eq. 9, 22)."""
    values = []
    for access in (0.0, 0.5):
        spec = scenario("confrontation").vary({"patrons.russia.arms_access": access})
        case = spec.case()
        fixed, _ = begin(case, spec.start())
        state, scene = staged(replace(spec, events=()))
        offers = tuple(patrons.set_terms(case, v, scene.climate) for v in scene.views)
        values.append(flatten(worth(case, case.hedger.weights, fixed, scene, offers, state))[5])
    assert values[1] < values[0]
