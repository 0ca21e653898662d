"""What each package of effort is worth: utility of seven imagined quarters (eq. 22)."""

from ..state import (
    Case,
    Fixed,
    Gain,
    Moves,
    Offer,
    Outlook,
    Packages,
    Prospect,
    Situation,
    State,
    Stocks,
    Three,
    View,
)
from ..words import maximum
from .foresight import deepening, foresee, moves_of, unmet_need
from .trade import cut, export_masses, rest_mass, shares
from .welfare import appraise

STEP = 0.01  # imagined effort; worth is per unit of it, so that shares do not depend on it (tested)


def situated(view: View, side: Outlook, exports: float, imports: float) -> Situation:
    """A patron's side with its trade at the target, less what would be stopped at once."""
    p = view.patron
    return Situation(
        side.security,
        side.economy,
        side.coercion,
        side.inducement,
        side.investment,
        side.arms,
        exports * (1.0 - cut(p, p.embargo_exports, side.coercion)),
        imports * (1.0 - cut(p, p.embargo_imports, side.coercion)),
        view.tie.debt,
        view.market.terms,
    )


def imagined(case: Case, prospect: Prospect, sides: Three[Outlook], gain: Gain) -> float:
    """Utility of one imagined quarter (eq. 22)."""
    x, y, z = sides.first, sides.second, sides.third
    origins, mass = prospect.fixed.origins, gain.masses
    out = shares(
        Three(mass.first * x.pull, mass.second * y.pull, mass.third * z.pull),
        prospect.fixed.exports_rest * gain.rest,
    )
    into = shares(
        Three(
            origins.first.imports * x.pull, origins.second.imports * y.pull, origins.third.imports * z.pull
        ),
        prospect.fixed.imports_rest * gain.rest,
    )
    v = prospect.views
    placed = Three(
        situated(v.first, x, out.first, into.first),
        situated(v.second, y, out.second, into.second),
        situated(v.third, z, out.third, into.third),
    )
    rest = maximum(0.0, 1.0 - out.first - out.second - out.third)
    stocks = Stocks(gain.home_arms, prospect.park, gain.third_countries, rest)
    welfare, _, _ = appraise(case, prospect.weights, prospect.rivalry, placed, stocks)
    return welfare.utility


def gain_now(case: Case, fixed: Fixed, state: State, effort: float) -> Gain:
    """The hedger's own side after ``effort`` on self-reliance (eq. 27, 28, 31).

    Know-how counts by the home-made arms it keeps up at rest; the effort is split in three.
    """
    h, own, part = case.hedger, state.own, effort / 3.0
    third = own.third_countries + part * h.third_own * (1.0 - own.third_countries)
    push = own.directive + part * h.directive_own
    ties = state.ties
    exports = Three(ties.first.exports, ties.second.exports, ties.third.exports)
    imports = Three(ties.first.imports, ties.second.imports, ties.third.imports)
    return Gain(
        own.home_arms + part * h.know_how_own * h.make / h.wear,
        third,
        export_masses(case, fixed, push, exports, imports),
        rest_mass(case.trade, fixed, third),
    )


def taught(case: Case, gain: Gain, moves: Moves) -> Gain:
    """The hedger's own side after what co-production with a patron teaches (eq. 27, M3)."""
    made = moves.know_how * case.hedger.make / case.hedger.wear
    return Gain(gain.home_arms + made, gain.third_countries, gain.masses, gain.rest)


def worth(
    case: Case, prospect: Prospect, state: State, offers: Three[Offer], strain: float, step: float
) -> tuple[Packages, float]:
    """Utility that each package adds per unit of effort, and utility if nobody moves (eq. 22)."""
    views, fixed = prospect.views, prospect.fixed
    unmet = unmet_need(case, views, offers)
    mx = moves_of(case, views.first, offers.first, unmet, strain, step)
    my = moves_of(case, views.second, offers.second, unmet, strain, step)
    mz = moves_of(case, views.third, offers.third, unmet, strain, step)
    dx, dy, dz = deepening(views.first, mx), deepening(views.second, my), deepening(views.third, mz)
    o = fixed.origins
    x = foresee(case, views.first, offers.first, o.first, mx, dy, dz)
    y = foresee(case, views.second, offers.second, o.second, my, dx, dz)
    z = foresee(case, views.third, offers.third, o.third, mz, dx, dy)
    gain = gain_now(case, fixed, state, 0.0)
    u = imagined(case, prospect, Three(x.now, y.now, z.now), gain)
    sx, sy, sz = taught(case, gain, mx), taught(case, gain, my), taught(case, gain, mz)
    alone = gain_now(case, fixed, state, step)
    return Packages(
        (imagined(case, prospect, Three(x.security, y.security_a, z.security_a), sx) - u) / step,
        (imagined(case, prospect, Three(x.security_a, y.security, z.security_b), sy) - u) / step,
        (imagined(case, prospect, Three(x.security_b, y.security_b, z.security), sz) - u) / step,
        (imagined(case, prospect, Three(x.economy, y.economy_a, z.economy_a), gain) - u) / step,
        (imagined(case, prospect, Three(x.economy_a, y.economy, z.economy_b), gain) - u) / step,
        (imagined(case, prospect, Three(x.economy_b, y.economy_b, z.economy), gain) - u) / step,
        (imagined(case, prospect, Three(x.now, y.now, z.now), alone) - u) / step,
    ), u
