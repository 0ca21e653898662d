"""Record of a quarter; ``hedgesim.model.outcomes`` gives units and meanings."""

from typing import NamedTuple

from .containers import Pairs, PerPatron


class Alignment(NamedTuple):
    """One number per pair of patrons in each dimension in which the hedger can be nearer to one of them."""

    security: Pairs
    arms: Pairs
    trade: Pairs
    influence: Pairs
    effort: Pairs
    overall: Pairs


class Stance(NamedTuple):
    """Components of hedging after Kuik, and effective numbers of partners (ODD section 7)."""

    indirect_balancing: float
    dominance_denial: float
    economic_diversification: float
    economic_pragmatism: float
    binding_engagement: float
    limited_bandwagoning: float
    effective_exports: float
    effective_imports: float
    effective_arms: float
    effective_debt: float


class PatronRecord(NamedTuple):
    """Record of one patron in a quarter."""

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
    free_effort: float
    hope: float
    mood: float
    belief: float
    exercises: float
    bandwidth: float
    dependence: float
    realised: float


class Record(NamedTuple):
    """Record of a quarter."""

    security: float
    economy: float
    autonomy: float
    utility: float
    patrons: PerPatron[PatronRecord]
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
    reserve: float
    regime: float
    stage: float
    tension: float
    energy: float
    funding: float
    strain: float
    rivalry: Pairs
    alignment: Alignment
    tilt: Pairs
    stance: Stance
