"""Goods actually traded after embargoes and blockades, and the inputs of utility (eq. 28)."""

from ..arithmetic import each
from ..state import Case, Cuts, Market, Offer, PerPatron, Scene, Situation, State, Tie, Traded
from .trade_shares import cut, found_elsewhere, redirect_trade, stopped_share


def cuts(case: Case, offers: PerPatron[Offer]) -> Cuts:
    """Compute the fractions of exports and imports that are stopped at once, per patron (eq. 28)."""
    return Cuts(
        exports=tuple(
            cut(p, p.embargo_exports, o.coercion) for p, o in zip(case.patrons, offers, strict=True)
        ),
        imports=tuple(
            cut(p, p.embargo_imports, o.coercion) for p, o in zip(case.patrons, offers, strict=True)
        ),
    )


def trade(case: Case, offers: PerPatron[Offer], ties: PerPatron[Tie], state: State) -> Traded:
    """Compute the goods traded this quarter (eq. 28).

    They are the contract shares minus stopped trade, plus stopped trade that has found other partners.
    """
    stop = cuts(case, offers)
    exports, imports = tuple(t.exports for t in ties), tuple(t.imports for t in ties)
    found_x = found_elsewhere(state.own.found_exports, stopped_share(exports, stop.exports), case.trade.speed)
    found_m = found_elsewhere(state.own.found_imports, stopped_share(imports, stop.imports), case.trade.speed)
    out, rest_x = redirect_trade(exports, stop.exports, found_x)
    into, rest_m = redirect_trade(imports, stop.imports, found_m)
    return Traded(
        exports=out, imports=into, exports_rest=rest_x, imports_rest=rest_m,
        found_exports=found_x, found_imports=found_m,
    )  # fmt: skip


def build_situation(market: Market, offer: Offer, tie: Tie, exports: float, imports: float) -> Situation:
    """Collect the inputs of utility from one patron's realised quarter."""
    return Situation(
        security=tie.security,
        economy=tie.economy,
        coercion=tie.coercion,
        inducement=tie.inducement,
        investment=offer.investment,
        arms=tie.arms,
        exports=exports,
        imports=imports,
        debt=tie.debt,
        terms=market.terms,
    )


def build_situations(
    scene: Scene, offers: PerPatron[Offer], ties: PerPatron[Tie], traded: Traded
) -> PerPatron[Situation]:
    """Collect the inputs of utility from the realised quarter of all patrons."""
    markets = tuple(v.market for v in scene.views)
    return each(build_situation, markets, offers, ties, traded.exports, traded.imports)
