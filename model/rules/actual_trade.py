"""Goods actually traded after embargoes and blockades, and the inputs of utility (eq. 28)."""

from ..state import Case, Cuts, Market, Offer, Scene, Situation, State, Three, Tie, Traded
from .trade_shares import cut, found_elsewhere, redirect_trade, stopped_share


def cuts(case: Case, offers: Three[Offer]) -> Cuts:
    """Compute the fractions of exports and imports that are stopped at once, per patron (eq. 28)."""
    p = case.patrons
    return Cuts(
        Three(
            cut(p.first, p.first.embargo_exports, offers.first.coercion),
            cut(p.second, p.second.embargo_exports, offers.second.coercion),
            cut(p.third, p.third.embargo_exports, offers.third.coercion),
        ),
        Three(
            cut(p.first, p.first.embargo_imports, offers.first.coercion),
            cut(p.second, p.second.embargo_imports, offers.second.coercion),
            cut(p.third, p.third.embargo_imports, offers.third.coercion),
        ),
    )


def trade(case: Case, offers: Three[Offer], ties: Three[Tie], state: State) -> Traded:
    """Compute the goods traded this quarter (eq. 28).

    They are the contract shares minus stopped trade, plus stopped trade that has found other partners.
    """
    stop = cuts(case, offers)
    exports = Three(ties.first.exports, ties.second.exports, ties.third.exports)
    imports = Three(ties.first.imports, ties.second.imports, ties.third.imports)
    lost_x, lost_m = stopped_share(exports, stop.exports), stopped_share(imports, stop.imports)
    found_x = found_elsewhere(state.own.found_exports, lost_x, case.trade.speed)
    found_m = found_elsewhere(state.own.found_imports, lost_m, case.trade.speed)
    out, rest_x = redirect_trade(exports, stop.exports, found_x)
    into, rest_m = redirect_trade(imports, stop.imports, found_m)
    return Traded(out, into, rest_x, rest_m, found_x, found_m)


def build_situation(market: Market, offer: Offer, tie: Tie, exports: float, imports: float) -> Situation:
    """Collect the inputs of utility from one patron's realised quarter."""
    return Situation(
        tie.security,
        tie.economy,
        tie.coercion,
        tie.inducement,
        offer.investment,
        tie.arms,
        exports,
        imports,
        tie.debt,
        market.terms,
    )


def build_situations(
    scene: Scene, offers: Three[Offer], ties: Three[Tie], traded: Traded
) -> Three[Situation]:
    """Collect the inputs of utility from the realised quarter of all three patrons."""
    v, x, m = scene.views, traded.exports, traded.imports
    return Three(
        build_situation(v.first.market, offers.first, ties.first, x.first, m.first),
        build_situation(v.second.market, offers.second, ties.second, x.second, m.second),
        build_situation(v.third.market, offers.third, ties.third, x.third, m.third),
    )
