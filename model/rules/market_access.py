"""Access to patrons' markets: barriers, entry points, gateways and vetoes (eq. 3, 10-12, 15)."""

from ..arithmetic import clip, exp, log, minimum, product, total, where
from ..state import Case, Market, Patron, PerPatron, Tie


def framework_of(patron: Patron, tie: Tie) -> float:
    """Compute the quality of the legal framework, 0 to 1 (eq. 17).

    It is the scenario's number or, with an agreement, 0.25 per step of the ladder.
    """
    step = where(patron.negotiable > 0.5, tie.agreement, patron.agreement)
    return where(patron.agreement < 0.0, patron.framework, 0.25 * step)


def worth_of_terms(mfn: float, framework: float, barrier: float) -> float:
    """Compute M (1 - barrier), the worth of a unit of trade on these terms (M: ODD section 7)."""
    return (mfn + (1.0 - mfn) * framework) * (1.0 - barrier)


def log_expected_terms(mfn: float, framework: float, barrier: float, uncertainty: float) -> float:
    """Compute the log worth of trade to traders, who count doubt about a barrier as a barrier (eq. 28, M8).

    After Handley and Limao 2015: a barrier that may rise deters those who have to invest before they trade.
    """
    return log(worth_of_terms(mfn, framework, minimum(barrier + uncertainty, 0.95)))


def market_of(case: Case, patron: Patron, tie: Tie, draw: float) -> Market:
    """Compute a patron's market this quarter, from last quarter's coercion (eq. 3, 10, 11)."""
    uncertainty = patron.uncertainty * case.mechanisms.barrier_uncertainty
    barrier = clip(patron.barrier + uncertainty * draw, 0.0, 0.95)
    framework = framework_of(patron, tie)
    access = framework * (1.0 - barrier) * (1.0 - tie.coercion)
    k = case.response.entry_sharpness
    # rivals' appeal against the hedger's is a ratio of two factors, of which only the hedger's ever changes
    deterred = exp(k * (uncertainty - access))
    inside = case.mechanisms.entry_competition * patron.entry_rivals * exp(k * patron.entry_strength)
    beside = case.mechanisms.gateway_competition * patron.gateway_rivals * exp(k * patron.gateway_strength)
    return Market(
        framework=framework,
        barrier=barrier,
        terms=worth_of_terms(case.trade.mfn, framework, barrier),
        log_terms=log_expected_terms(case.trade.mfn, framework, barrier, uncertainty),
        access=access,
        rivals_inside=inside * deterred,
        rivals_beside=beside * deterred,
    )


def entry(market: Market, edge: float) -> float:
    """Compute the share of a market's seekers that enter through the hedger (eq. 11, M6, M9, M16).

    ``edge`` is what is left of rival gateways' appeal to investors in whose forum the hedger sits.
    """
    return 1.0 / (1.0 + (market.rivals_inside + market.rivals_beside * edge))


def compute_edge(case: Case, investor: Patron) -> float:
    """Compute what is left of rival gateways' appeal to one in whose forum the hedger sits (eq. 11)."""
    return exp(-case.response.entry_sharpness * case.mechanisms.forums * investor.forum_seat)


def gateway(case: Case, investor: Patron, patrons: PerPatron[Patron], markets: PerPatron[Market]) -> float:
    """Compute V of an investor, 0 to 1: the other patrons' markets as reached through the hedger (eq. 12)."""
    edge = compute_edge(case, investor)
    reached = total([p.market * m.access * entry(m, edge) for p, m in zip(patrons, markets, strict=True)])
    # the small number only keeps 0/0 away where none of the others has a market
    return reached * (1.0 / total([*[p.market for p in patrons], 1e-12]))


def closing_slope(case: Case, investor: Patron, patron: Patron, market: Market) -> float:
    """Compute how fast a market, as an investor reaches it, closes with its patron's coercion (eq. 10-12)."""
    share = entry(market, compute_edge(case, investor))
    open_to = patron.market * market.framework * (1.0 - market.barrier)
    return share * open_to * (1.0 + case.response.entry_sharpness * market.access * (1.0 - share))


def compute_veto_share(patron: Patron, overlap: float, lever: float) -> float:
    """Compute the fraction of a rival's investment that one patron stops (eq. 15)."""
    return patron.veto * overlap * minimum(1.0, lever)


def combine_vetoes(case: Case, stopped: tuple[float, ...]) -> float:
    """Compute the fraction of an investor's offer that the other patrons stop together (eq. 15, M7)."""
    return case.mechanisms.veto * (1.0 - product([1.0 - part for part in stopped]))
