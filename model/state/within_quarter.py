"""What is computed within a quarter, from the patrons' views to shadow prices and positions."""

from typing import NamedTuple

from .containers import Packages, Pairs, Three
from .inputs import Patron
from .memory import Climate, Tie


class Market(NamedTuple):
    """A patron's market this quarter (eq. 3, 10, 11).

    ``terms`` is M (1 - barrier), what exports earn; ``access`` and ``entry`` are what an investor
    of another patron finds.
    """

    framework: float
    barrier: float
    terms: float
    log_terms: float
    access: float
    entry: float


class View(NamedTuple):
    """A patron, its tie and its two rivals a and b, as they stood at the end of last quarter."""

    patron: Patron
    tie: Tie
    market: Market
    engagement: float
    rivalry_a: float
    rivalry_b: float
    engagement_a: float
    engagement_b: float
    security_a: float
    security_b: float
    gateway: float
    veto: float
    draw: float


class Offer(NamedTuple):
    """What a patron sets in stage 2.

    ``threat`` and ``bid`` are coercion and courting at the rest points of eq. 7 and 8, the slopes how
    far a unit of drift moves them, ``rent`` the most it would pay at this energy price, ``credit`` its
    investment per root of the economic tie and (1 - c).
    """

    drift: float
    threat: float
    threat_slope: float
    bid: float
    bid_slope: float
    coercion: float
    rent: float
    inducement: float
    arms: float
    credit: float
    root: float
    investment: float
    agreement: float


class Masses(NamedTuple):
    """What trade shares are drawn from before terms and ties count (eq. 28).

    ``exports`` and ``imports`` are start shares with patrons' growth, exports with the directive's push too;
    ``lifts`` is that push in logs, ``rest`` what third-country ties multiply the share of all others by.
    """

    exports: Three[float]
    imports: Three[float]
    lifts: Three[float]
    rest: float


class Scene(NamedTuple):
    """A quarter as the agents meet it: climate, rivalries and, seen from each patron, the others."""

    climate: Climate
    rivalry: Pairs
    views: Three[View]
    masses: Masses


class Situation(NamedTuple):
    """One patron's side of a quarter, imagined or real, as utility sees it."""

    security: float
    economy: float
    coercion: float
    inducement: float
    investment: float
    arms: float
    exports: float
    imports: float
    debt: float
    terms: float


class Stocks(NamedTuple):
    """The hedger's own side of a quarter, imagined or real, as utility sees it."""

    home_arms: float
    park: float
    third_countries: float
    exports_rest: float


class Prospect(NamedTuple):
    """What the hedger expects if nobody moves; contract shares are those before anything is stopped."""

    sides: Three[Situation]
    stocks: Stocks
    exports: Three[float]
    imports: Three[float]
    imports_rest: float


class Margins(NamedTuple):
    """Utility, and what one more unit of each dimension adds to it (eq. 21)."""

    utility: float
    security: float
    economy: float
    autonomy: float


class Dimensions(NamedTuple):
    """The hedger's three dimensions and what they are made of (eq. 13, 18-20).

    ``unarmed`` is exp(-arms), what capability still lacks; ``held`` how much of the room patrons hold
    together, ``pressed`` how much of it is coerced; raw influence and shares of the room per patron.
    """

    security: float
    economy: float
    autonomy: float
    strength: float
    threat: float
    income: float
    unarmed: float
    held: float
    pressed: float
    raw: Three[float]
    omega: Three[float]


class Common(NamedTuple):
    """Shadow prices that do not depend on a patron: utility per unit of each field.

    ``arms`` and ``inducement`` are worth what they add less what they take from other patrons' influence;
    ``pressed`` is coerced room, ``influence`` each patron's raw influence.
    """

    strength: float
    threat: float
    income: float
    arms: float
    inducement: float
    pressed: float
    influence: Three[float]


class Bond(NamedTuple):
    """How a patron's influence grows with a unit of each field, times the price of that influence."""

    security: float
    economy: float
    arms: float
    inducement: float
    trade: float


class Prices(NamedTuple):
    """Shadow prices of one patron's side: utility per unit of each field, all else as it is.

    ``exports`` and ``imports`` are contract shares before anything is stopped.
    """

    security: float
    economy: float
    coercion: float
    inducement: float
    investment: float
    arms: float
    exports: float
    imports: float


class TradePrices(NamedTuple):
    """What a unit of log trade is worth: exports to each patron, all trade with it, trade with the rest."""

    exports: Three[float]
    all: Three[float]
    rest: float


class Welfare(NamedTuple):
    """The hedger's three dimensions and the utility they add up to (eq. 18-21)."""

    security: float
    economy: float
    autonomy: float
    utility: float
    income: float
    strength: float


class Choice(NamedTuple):
    """The hedger's decision: effort shares after forced compliance (eq. 22-24)."""

    effort: Packages
    worth: Packages
    option_value: float
    forced: float


class Cuts(NamedTuple):
    """Parts of exports and imports with each patron that are stopped at once."""

    exports: Three[float]
    imports: Three[float]


class Traded(NamedTuple):
    """Goods actually traded, as shares of the trade without any cut (eq. 28)."""

    exports: Three[float]
    imports: Three[float]
    exports_rest: float
    imports_rest: float
    found_exports: float
    found_imports: float


class Position(NamedTuple):
    """A patron on the three dimensions (section 5)."""

    security: float
    economy: float
    autonomy: float
