"""What a run is given, what it remembers and what it says: nested named tuples of floats.

Nothing here names a country. Three things of a kind, one per patron, are a :class:`Three`;
the three pairs of patrons are :class:`Pairs`. The path of a number in a scenario file follows
the nesting: ``case.patrons.first.barrier`` is ``patrons.russia.barrier`` where the scenario's
first patron is called ``russia``, and ``case.rivalry.first_third`` is ``rivalry.russia-eu``.
"""

from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Three(NamedTuple, Generic[T]):
    """One thing per patron, in the order of the scenario file."""

    first: T
    second: T
    third: T


class Pairs(NamedTuple):
    """One number per pair of patrons."""

    first_second: float
    first_third: float
    second_third: float


class Packages(NamedTuple):
    """One number per package of effort (eq. 22)."""

    security_first: float
    security_second: float
    security_third: float
    economy_first: float
    economy_second: float
    economy_third: float
    self_reliance: float


class Weights(NamedTuple):
    """How much each dimension counts in the hedger's utility (eq. 21)."""

    security: float
    economy: float
    autonomy: float


# ---- what a run is given -------------------------------------------------------------------
class Patron(NamedTuple):
    """A great power's traits."""

    market: float
    framework: float
    agreement: float
    negotiable: float
    barrier: float
    uncertainty: float
    arms_access: float
    transfer: float
    guarantee: float
    rent: float
    energy_beta: float
    fund: float
    funding_gamma: float
    tied: float
    red_line: float
    coercion_max: float
    power: float
    conditionality: float
    veto: float
    reach: float
    receptivity_security: float
    receptivity_economy: float
    decay: float
    entry_rivals: float
    entry_strength: float
    gateway_rivals: float
    gateway_strength: float
    embargo_exports: float
    embargo_imports: float
    blockade: float
    park_weight: float
    park_host: float


class World(NamedTuple):
    """What neither the hedger nor a patron decides (eq. 1-4)."""

    tension_keep: float
    tension_sd: float
    energy: float
    energy_keep: float
    energy_sd: float
    funding: float
    funding_keep: float
    funding_sd: float
    strain: float
    strain_keep: float
    crisis_hazard: float
    crisis_size: float
    growth_sd: float


class Response(NamedTuple):
    """How patrons answer, the same for all of them (eq. 7-17)."""

    kappa: float
    coercion_speed: float
    inducement_speed: float
    entry_sharpness: float
    theta: float
    debt_scale: float
    influence_floor: float
    dependence_arms: float
    dependence_tie: float
    dependence_trade: float
    trade_scale: float
    dependence_debt: float
    dependence_debt_scale: float
    dependence_inducement: float
    inducement_scale: float
    sigma: float
    ladder_up: float
    ladder_down: float
    position_base: float
    position_scale: float


class Trade(NamedTuple):
    """How goods trade answers (eq. 28) and what it weighs in income."""

    mfn: float
    speed: float
    eps_framework: float
    eps_economy: float
    eps_coercion: float
    eps_third: float
    openness: float


class Hedger(NamedTuple):
    """The small state's traits."""

    weights: Weights
    elasticity: float
    precision: float
    budget: float
    pivot_quarter: float
    pivot_length: float
    own_strength: float
    threat_base: float
    threat_coercion: float
    threat_entrapment: float
    income_base: float
    income_scale: float
    gain_exports: float
    gain_tie: float
    gain_rest: float
    gain_inducement: float
    gain_investment: float
    gain_park: float
    loss_coercion: float
    loss_debt: float
    resist_strength: float
    resist_outside: float
    drill_share: float
    drill_gain: float
    exercise_keep: float
    wear: float
    buy: float
    arms_need: float
    learn: float
    substitution: float
    know_how_own: float
    know_how_fade: float
    make: float
    repay: float
    roll: float
    park_build: float
    park_base: float
    park_fade: float
    third_open: float
    third_own: float
    third_fade: float
    directive: float
    directive_own: float
    directive_keep: float
    deficit_ratio: float
    deficit_sharpness: float
    growth_base: float
    growth_income: float


class Mechanisms(NamedTuple):
    """Switches, 1 on and 0 off, of the article's claims M1-M14."""

    joint_exercises: float
    coproduction: float
    funding_times_access: float
    entry_competition: float
    veto: float
    barrier_uncertainty: float
    gateway_competition: float
    industrial_park: float
    directive: float
    third_countries: float


class Thresholds(NamedTuple):
    """Where one regime ends and the next begins (section 6)."""

    isolation: float
    pivot: float
    hedging_number: float
    hedging_share: float
    rival: float
    bandwagon_number: float


class Case(NamedTuple):
    """Every number that a quarter's rules read and an event may change."""

    patrons: Three[Patron]
    rivalry: Pairs
    volatile: Pairs
    overlap: Pairs
    world: World
    response: Response
    trade: Trade
    hedger: Hedger
    mechanisms: Mechanisms
    regimes: Thresholds


class StartTie(NamedTuple):
    """A tie when the scenario begins; barrier and framework are the terms its trade grew under."""

    security: float
    economy: float
    coercion: float
    inducement: float
    arms: float
    exports: float
    imports: float
    debt: float
    framework: float
    barrier: float


class StartHedger(NamedTuple):
    """The hedger when the scenario begins."""

    know_how: float
    home_arms: float
    park: float
    third_countries: float
    directive: float


class Start(NamedTuple):
    """Where a run begins."""

    patrons: Three[StartTie]
    hedger: StartHedger


class Plan(NamedTuple):
    """A strategy as data (eq. 24): how effort is spread, the same rule for all strategies.

    ``choice`` is the weight of the logit over the admitted packages, the rest follows the fixed
    ``effort``; with ``pivot`` 1 effort starts as the start's own and goes over to the logit;
    ``equal`` 1 gives every patron a third; ``objective`` scales the weights used in deciding.
    """

    choice: float
    pivot: float
    equal: float
    objective: Weights
    admit: Packages
    effort: Packages


# ---- what a run remembers from quarter to quarter ------------------------------------------
class Tie(NamedTuple):
    """The tie with one patron at the end of a quarter; exports and imports are contract shares."""

    security: float
    economy: float
    coercion: float
    inducement: float
    exercises: float
    arms: float
    exports: float
    imports: float
    debt: float
    agreement: float
    influence: float


class Own(NamedTuple):
    """The hedger's own stocks; ``log_gdp`` is relative to the start, ``strength`` is C of eq. 18."""

    know_how: float
    home_arms: float
    park: float
    third_countries: float
    directive: float
    found_exports: float
    found_imports: float
    log_gdp: float
    strength: float


class Climate(NamedTuple):
    """Deviations of tension, log energy price and log funding from their paths; strain itself."""

    tension: float
    energy: float
    funding: float
    strain: float


class State(NamedTuple):
    """All that a run carries from one quarter into the next."""

    ties: Three[Tie]
    own: Own
    climate: Climate


class Origin(NamedTuple):
    """What trade with one patron is measured against (eq. 28): the start's shares and terms."""

    exports: float
    imports: float
    economy: float
    coercion: float
    log_terms: float
    lift: float


class Fixed(NamedTuple):
    """What is solved once from the start: references of trade, the start's effort, who led."""

    origins: Three[Origin]
    exports_rest: float
    imports_rest: float
    third_countries: float
    effort: Packages
    strongest: Three[float]


class Draws(NamedTuple):
    """One quarter's random numbers: seven standard normals, then four uniforms on (0, 1)."""

    tension: float
    energy: float
    funding: float
    growth: float
    barrier_first: float
    barrier_second: float
    barrier_third: float
    crisis: float
    ladder_first: float
    ladder_second: float
    ladder_third: float


# ---- what is worked out within a quarter ---------------------------------------------------
class Influence(NamedTuple):
    """A patron's influence (eq. 13), its share omega of the hedger's room and its leverage (eq. 14)."""

    raw: float
    omega: float
    leverage: float


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

    ``exports`` are start shares with the directive's push, ``lifts`` that push in logs, ``rest`` is what
    third-country ties multiply the share of the rest of the world by.
    """

    exports: Three[float]
    lifts: Three[float]
    rest: float


class Scene(NamedTuple):
    """A quarter as the agents meet it: climate, rivalries and, seen from each patron, the others."""

    climate: Climate
    rivalry: Pairs
    influence: Three[Influence]
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
    """Shadow prices that do not hang on a patron: utility per unit of what is named.

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
    """How a patron's influence grows with a unit of what is named, times the price of that influence."""

    security: float
    economy: float
    arms: float
    inducement: float
    trade: float


class Prices(NamedTuple):
    """Shadow prices of one patron's side: utility per unit of what is named, all else as it is.

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


class PatronRecord(NamedTuple):
    """What is recorded of one patron every quarter."""

    security: float
    economy: float
    autonomy: float
    influence: float
    omega: float
    leverage: float
    tie_security: float
    tie_economy: float
    coercion: float
    inducement: float
    drift: float
    investment: float
    veto: float
    access: float
    export_share: float
    import_share: float
    deficit: float
    arms: float
    deliveries: float
    debt: float
    agreement: float
    effort_security: float
    effort_economy: float


class Record(NamedTuple):
    """What is recorded every quarter."""

    security: float
    economy: float
    autonomy: float
    utility: float
    patrons: Three[PatronRecord]
    income: float
    know_how: float
    home_arms: float
    park: float
    third_countries: float
    gdp: float
    option_value: float
    forced: float
    effort_self_reliance: float
    effort_entropy: float
    trade_lost: float
    effective_patrons: float
    room: float
    regime: float
    tension: float
    energy: float
    funding: float
    strain: float
    rivalry: Pairs


# ---- what is added up over a run -----------------------------------------------------------
class Weighing(NamedTuple):
    """Which of a run's windows a quarter belongs to: 1 within the last 4, 8, 20 quarters, else 0."""

    last4: float
    last8: float
    last20: float


class Sums(NamedTuple):
    """Sum over all quarters, sum over the last 4, and smallest value of one dimension."""

    all: float
    last: float
    least: float


class PatronSums(NamedTuple):
    """What is added up of one patron."""

    influence: float
    influence_last: float
    coercion: float
    inducement: float
    investment: float
    exports_last: float
    imports_last: float
    deficit_last: float
    debt_last: float
    deliveries_last: float


class Spells(NamedTuple):
    """Runs of quarters in a regime: how long hedging lasted, when it was lost, whether it collapsed."""

    hedging: float
    away: float
    bandwagon: float
    hedged: float
    lost: float
    collapsed: float


class Summary(NamedTuple):
    """What is added up over a run, quarter by quarter (section 6)."""

    security: Sums
    economy: Sums
    autonomy: Sums
    utility: Sums
    patrons: Three[PatronSums]
    home_arms_last: float
    know_how_last: float
    park_last: float
    third_countries_last: float
    gdp_last: float
    option_value: float
    effort_entropy: float
    forced: float
    room_last: float
    rivalry_last: Pairs
    spells: Spells


# ---- what a run reports --------------------------------------------------------------------
class DimensionOutcome(NamedTuple):
    """One dimension over a run: time mean, mean of the last 4 quarters, minimum, worst decile."""

    mean: float
    last: float
    min: float
    p10: float


class PatronOutcome(NamedTuple):
    """One patron over a run; the last word of a name says over which window."""

    influence_mean: float
    export_share_last: float
    import_share_last: float
    deficit_last: float
    arms_share_last: float
    coercion_mean: float
    inducement_mean: float
    investment_sum: float
    debt_last: float


class Outcome(NamedTuple):
    """All that a run reports, as numbers; regimes by their codes, -1 where hedging was never lost."""

    security: DimensionOutcome
    economy: DimensionOutcome
    autonomy: DimensionOutcome
    utility: DimensionOutcome
    patrons: Three[PatronOutcome]
    home_arms_last: float
    know_how_last: float
    park_last: float
    third_countries_last: float
    gdp_last: float
    option_value_mean: float
    effort_entropy_mean: float
    forced_mean: float
    regime: float
    regime_margin: float
    hedging_lost_quarter: float
