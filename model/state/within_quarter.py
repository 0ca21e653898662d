"""Intermediate results within a quarter, from the patrons' views to shadow prices and positions."""

from typing import NamedTuple

from .containers import Packages, Pairs, PerPatron
from .inputs import Patron
from .memory import Alert, Climate, Tie


class Market(NamedTuple):
    """A patron's market this quarter (eq. 3, 10, 11).

    ``terms`` is M (1 - barrier), the worth of a unit of trade; ``access`` matters to investors of the other
    patrons, and so do the appeal of rival entry points inside the patron's union, ``rivals_inside``, and of
    rival gateways beside it, ``rivals_beside``, against the hedger's.
    """

    framework: float
    barrier: float
    terms: float
    log_terms: float
    access: float
    rivals_inside: float
    rivals_beside: float


class View(NamedTuple):
    """A patron's view: its parameters, tie and market, and the other patrons, from last quarter's ties.

    ``patron`` holds its parameters as it meets the hedger this quarter (eq. 34).
    ``engagement`` is what the patron pays rent for (eq. 8). ``rivalry``, ``engagements`` and ``securities``
    hold a number for each other patron: rivalry with it, its engagement that counts as drift (eq. 6), and its
    security tie with the hedger. ``gateway`` is V of eq. 12, ``veto`` the fraction of its
    investment that the rivals stop (eq. 15), and ``draw`` the uniform random number for the ladder (eq. 17).
    ``mood`` is its own; ``belief`` is what the hedger makes of that, which the patron does not see (eq. 37).
    """

    patron: Patron
    tie: Tie
    market: Market
    engagement: float
    rivalry: tuple[float, ...]
    engagements: tuple[float, ...]
    securities: tuple[float, ...]
    gateway: float
    veto: float
    draw: float
    mood: float
    belief: float


class Offer(NamedTuple):
    """A patron's decisions in stage 2.

    ``threat`` is the rest point of coercion (eq. 7) and ``bid`` the factor B of courting (eq. 8); the slopes
    are their derivatives in drift. ``rent`` is the largest inducement at this energy price; ``credit`` is
    investment per unit of ``root`` times (1 - c), with ``root`` the square root of the economic tie (eq. 16).
    Of threat, rent and credit in the mean over moods (eq. 36) ``threat_part`` (of the most coercion),
    ``mean_rent`` and ``mean_credit`` are kept.
    """

    drift: float
    threat_part: float
    threat: float
    threat_slope: float
    bid: float
    bid_slope: float
    coercion: float
    mean_rent: float
    rent: float
    inducement: float
    arms: float
    mean_credit: float
    credit: float
    root: float
    investment: float
    agreement: float


class Masses(NamedTuple):
    """Masses of trade: start shares after changes, except those of terms and ties (eq. 28).

    ``exports`` and ``imports`` include the growth of patrons, exports also the directive's push on them;
    ``lifts`` is the whole push in logs, ``rest`` the factor of third-country ties on the share of the rest of
    the world.
    """

    exports: PerPatron[float]
    imports: PerPatron[float]
    lifts: PerPatron[float]
    rest: float


class Scene(NamedTuple):
    """The result of stage 1: climate, rivalries, each patron's view, and masses of trade."""

    climate: Climate
    rivalry: Pairs
    views: PerPatron[View]
    masses: Masses


class Situation(NamedTuple):
    """Inputs of utility that belong to one patron, expected or realised."""

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
    exercises: float


class Stocks(NamedTuple):
    """Inputs of utility that belong to the hedger itself, expected or realised."""

    home_arms: float
    park: float
    third_countries: float
    exports_rest: float


class Prospect(NamedTuple):
    """The hedger's expectation without further effort."""

    sides: PerPatron[Situation]
    stocks: Stocks
    imports_rest: float


class Margins(NamedTuple):
    """Utility and its derivatives in the three dimensions (eq. 21)."""

    utility: float
    security: float
    economy: float
    autonomy: float


class Dimensions(NamedTuple):
    """The hedger's three dimensions and their components (eq. 13, 18-20).

    ``strength`` is C, ``threat`` T and ``income`` G. ``unarmed`` is exp(-arms), the capability still missing;
    ``concentration`` is the root of the sum of squared shares of the room, ``pressed`` the sum of shares
    weighted by coercion. ``raw`` and ``omega`` are influence and share of the room per patron.
    """

    security: float
    economy: float
    autonomy: float
    strength: float
    threat: float
    income: float
    unarmed: float
    concentration: float
    pressed: float
    raw: PerPatron[float]
    omega: PerPatron[float]


class Common(NamedTuple):
    """Shadow prices that do not depend on a patron: utility per unit of each field.

    The prices of ``arms`` and ``inducement`` include their effect on the influence of other patrons;
    ``pressed`` is coerced room, ``influence`` each patron's raw influence.
    """

    strength: float
    threat: float
    income: float
    arms: float
    inducement: float
    pressed: float
    influence: PerPatron[float]


class Bond(NamedTuple):
    """Derivatives of a patron's influence in each field, times the price of that influence."""

    security: float
    economy: float
    arms: float
    inducement: float
    trade: float
    debt: float


class Prices(NamedTuple):
    """Shadow prices of one patron's side: utility per unit of each field, all else equal."""

    security: float
    economy: float
    coercion: float
    inducement: float
    investment: float
    arms: float
    exports: float
    imports: float
    exercises: float
    debt: float


class TradePrices(NamedTuple):
    """Worth of a unit of log trade: exports to each patron, imports from it, trade with the rest."""

    exports: PerPatron[float]
    imports: PerPatron[float]
    rest: float


class Returns(NamedTuple):
    """Worth of a unit of what effort with one patron brings: its side's prices, and all that lasts (eq. 22).

    ``trade`` is log trade, ``supply`` arms supply at a full tie, ``depth`` engagement that lasts as the tie
    does, ``conduct`` engagement as the patron sees it for a quarter, ``doors`` ties to third countries.
    """

    price: Prices
    trade: float
    supply: float
    depth: float
    conduct: float
    doors: float


class Welfare(NamedTuple):
    """The hedger's three dimensions, utility, income G and strength C (eq. 18-21)."""

    security: float
    economy: float
    autonomy: float
    utility: float
    income: float
    strength: float


class Choice(NamedTuple):
    """The hedger's decision: effort shares after forced compliance, and worth of packages (eq. 22-24).

    ``free`` is the part of effort on each patron that no patron forced, ``forced`` the forced part of what
    was planned this quarter, ``alert`` how far a strategy with triggers has come (eq. 39).
    """

    effort: Packages
    free: PerPatron[float]
    worth: Packages
    option_value: float
    forced: float
    alert: Alert


class Cuts(NamedTuple):
    """Fractions of exports and imports with each patron that are stopped at once (eq. 28)."""

    exports: PerPatron[float]
    imports: PerPatron[float]


class Traded(NamedTuple):
    """Goods actually traded, as shares of trade without any cut (eq. 28).

    ``found_exports`` and ``found_imports`` are stopped trade that has found other partners.
    """

    exports: PerPatron[float]
    imports: PerPatron[float]
    exports_rest: float
    imports_rest: float
    found_exports: float
    found_imports: float


class Position(NamedTuple):
    """A patron's position on the three dimensions (ODD section 7)."""

    security: float
    economy: float
    autonomy: float
