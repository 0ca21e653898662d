"""What the worth of drift takes coercion to do, against differences: blockades and gateways (eq. 22)."""

import pytest
from support.runs import quiet

from hedgesim.model.arithmetic import log
from hedgesim.model.rules.effort_value import blockade_slopes
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.market_access import closing_slope, gateway, market_of
from hedgesim.model.rules.patrons import attraction, compute_investment_share
from hedgesim.model.rules.trade_shares import cut
from hedgesim.model.rules.welfare import LEAD, weigh_leads

STEP = 1e-6


@pytest.mark.parametrize("coercion", [0.1, 0.6])
def test_blockade_slopes_are_those_of_log_trade(coercion: float) -> None:
    """Eq. 28: at coercion .1 an embargo stops more than the blockade, which then costs nothing more."""
    patron = quiet().case().patrons[0]._replace(blockade=0.5, embargo_exports=0.1, embargo_imports=0.0)
    falls = [
        (log(1.0 - cut(patron, embargo, coercion)) - log(1.0 - cut(patron, embargo, coercion + STEP))) / STEP
        for embargo in (patron.embargo_exports, patron.embargo_imports)
    ]
    assert blockade_slopes(patron, coercion) == pytest.approx(falls, abs=1e-4)


@pytest.mark.parametrize("seat", [0.0, 0.2])
@pytest.mark.parametrize("both", [True, False])
def test_coercion_closes_a_gateway_to_investors_of_others(both: bool, seat: float) -> None:
    """Eq. 10-12, 16: log investment by China falls with Russia's coercion as both slopes say."""
    spec = quiet(mechanisms__funding_times_access=both).vary({"patrons.china.forum_seat": seat})
    case, (_, state) = spec.case(), begin(spec.case(), spec.start())
    rivals = (case.patrons[0], case.patrons[2])

    def draw_investment(coercion: float) -> float:
        ties = (state.ties[0]._replace(coercion=coercion), state.ties[2])
        markets = tuple(market_of(case, p, t, 0.0) for p, t in zip(rivals, ties, strict=True))
        return log(compute_investment_share(case, gateway(case, case.patrons[1], rivals, markets)))

    tie = state.ties[0]._replace(coercion=0.2)
    market, other = market_of(case, rivals[0], tie, 0.0), market_of(case, rivals[1], state.ties[2], 0.0)
    opened = attraction(case, gateway(case, case.patrons[1], rivals, (market, other)))
    slope = closing_slope(case, case.patrons[1], rivals[0], market) / (rivals[0].market + rivals[1].market)
    fall = (draw_investment(0.2) - draw_investment(0.2 + STEP)) / STEP
    assert opened * slope == pytest.approx(fall, rel=1e-4)
    assert fall > 0.05


@pytest.mark.parametrize("other", [0.1, 0.3, 0.31, 0.8])
def test_the_slope_of_a_lead_is_its_derivative(other: float) -> None:
    """Eq. 18: no kink at equal ties, and a lead far above the width counts with its own size less it."""
    (up,), (down,) = weigh_leads((0.3 + STEP, other))[0], weigh_leads((0.3 - STEP, other))[0]
    (lead,), (slope,) = weigh_leads((0.3, other))
    assert slope == pytest.approx((up - down) / (2.0 * STEP), abs=1e-6)
    assert (lead,) == weigh_leads((other, 0.3))[0]
    assert weigh_leads((1.0, 0.0))[0] == pytest.approx((1.0 - LEAD,), abs=0.003)
