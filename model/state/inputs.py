"""Inputs of a run: the parameters of the rules, the start values and the strategy.

The parameter table, ``hedgesim.model.parameters.table``, gives the unit and meaning of every field.
"""

from typing import Annotated, NamedTuple

from .containers import Packages, Pairs, PerPatron, Weights


class Patron(NamedTuple):
    """Parameters of a patron."""

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
    roll: float
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
    mass: float
    embargo_exports: float
    embargo_imports: float
    blockade: float
    park_weight: float
    park_host: float
    arms_interest: float
    forum_seat: float
    forum_roof: float
    turn: float
    relent: float
    severity: float


class World(NamedTuple):
    """Parameters of the exogenous processes (eq. 1-4; ``rupture``: also eq. 22a)."""

    tension_keep: float
    tension_sd: float
    energy: float
    energy_sd: float
    funding: float
    funding_sd: float
    cycle_keep: float
    strain: float
    strain_keep: float
    crisis_hazard: float
    rupture_hazard: float
    rupture: float


class Response(NamedTuple):
    """Parameters of the patrons' responses, the same for all patrons (eq. 7-17)."""

    kappa: float
    coercion_speed: float
    inducement_speed: float
    entry_sharpness: float
    theta: float
    debt_scale: float
    influence_floor: float
    dependence_arms: float
    trade_scale: float
    dependence_debt: float
    dependence_debt_scale: float
    dependence_inducement: float
    inducement_scale: float
    sigma: float
    ladder_up: float
    ladder_down: float
    conduct_rent: float
    conduct_drift: float


class Trade(NamedTuple):
    """Parameters of goods trade (eq. 28, 29)."""

    mfn: float
    speed: float
    eps_framework: float
    eps_economy: float
    eps_coercion: float
    eps_third: float
    eps_supply: float
    eps_demand: float
    openness: float


class Hedger(NamedTuple):
    """Parameters of the hedger, the small state."""

    weights: Weights
    elasticity: float
    precision: float
    discount: float
    caution: float
    discernment: float
    budget: float
    effort_speed: float
    pivot_quarter: float
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
    treaty: float
    readiness_half: float
    drill_gain: float
    exercise_keep: float
    wear: float
    buy: float
    learn: float
    know_how_own: float
    know_how_fade: float
    make: float
    repay: float
    park_build: float
    park_base: float
    third_open: float
    third_own: float
    third_fade: float
    directive: float
    directive_specialists: float
    hope_speed: float


class Mechanisms(NamedTuple):
    """Switches, 1 on and 0 off, of mechanisms among the claims M1-M16 (ODD section 1)."""

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
    expectations: float
    own_offer: float
    forums: float
    moods: float


class RegimeLimits(NamedTuple):
    """Limits between regimes (ODD section 7)."""

    isolation: float
    lean: float
    counter: float
    rival: float
    dominance: float
    reserve: float


class Case(NamedTuple):
    """All parameters of a quarter: the rules read them, and events may change them."""

    patrons: PerPatron[Patron]
    rivalry: Pairs
    volatile: Pairs
    overlap: Pairs
    world: World
    response: Response
    trade: Trade
    hedger: Hedger
    mechanisms: Mechanisms
    regimes: RegimeLimits


class StartTie(NamedTuple):
    """A tie at the start.

    ``framework``, ``barrier`` and ``uncertainty`` are the terms under which its trade shares arose.
    """

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
    uncertainty: float


class StartHedger(NamedTuple):
    """The hedger's stocks at the start, and the indices that utility is measured against (eq. 21)."""

    know_how: float
    home_arms: float
    park: float
    third_countries: float
    directive: float
    hope: float
    security: float
    economy: float
    autonomy: float


class Start(NamedTuple):
    """Start values of a run."""

    patrons: PerPatron[StartTie]
    hedger: StartHedger


class Signs(NamedTuple):
    """What a hedger can watch: one number for each indicator of eq. 39, or the weight of each in a watch."""

    coercion: PerPatron[float]
    belief: PerPatron[float]
    rivalry: Pairs
    strain: float


class Plan(NamedTuple):
    """A strategy as data: one rule divides the effort of all strategies, with these numbers (eq. 24).

    Effort is ``choice`` times the logit over the packages in ``admit`` plus ``1 - choice`` times the fixed
    shares ``effort``. With ``pivot`` 1 effort moves from the start's shares to the logit. Of what the logit
    divides, at least the share ``commitment`` goes to the admitted patrons, to each alike.
    ``objective`` scales the weights of the dimensions in the decision. ``steps`` are triggers, each with the
    plan that follows it; a plan without them is kept to the end.
    """

    choice: float
    pivot: float
    commitment: float
    objective: Weights
    admit: Packages
    effort: Packages
    steps: "Steps" = ()


class Step(NamedTuple):
    """A trigger and the plan after it (eq. 39).

    It fires once what is watched, a sum of signs weighted by ``watch``, has been at ``level`` or above for
    ``quarters`` quarters in a row, and is taken back once it has been below ``release`` for as many.
    ``plan`` has no steps of its own.
    """

    watch: Signs
    level: float
    release: float
    quarters: float
    plan: Plan


Steps = Annotated[tuple[Step, ...], "one step per trigger, in the order in which they are watched"]
"""Triggers of a plan; their number, like that of patrons, decides which code is compiled."""
