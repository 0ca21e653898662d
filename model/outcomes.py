"""Outcome columns, path columns and band series of a run, with units and meanings.

Names follow the nesting of :class:`~hedgesim.model.state.Outcome` and ``Record``: a patron's
``influence_mean`` becomes ``influence_russia_mean``, its record's ``influence`` ``influence_russia``.
"""

import re
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from .state import Alignment, Outcome, PatronOutcome, PatronRecord, Record, flatten

Value = float | int | str | None

UTILITY = "utility_mean"
"""The outcome that strategies are judged by."""

DIMENSIONS = ("security", "economy", "autonomy")
INDICES = (*DIMENSIONS, "utility")
REGIMES = ("hedging", "mixed", "bandwagon", "isolation", "collapse", "asymmetric_hedging")


class Column(NamedTuple):
    """Unit and meaning of a column."""

    unit: str
    meaning: str


DIMENSION_WINDOWS = {
    "mean": "mean over the run",
    "last": "mean of the last 4 quarters",
    "min": "smallest quarter",
    "p10": "worst decile over quarters",
    "cvar10": "mean of the worst tenth of the quarters",
}

PATRON_COLUMNS = {
    "influence_mean": Column("share", "of all influence, mean over the run (eq. 13)"),
    "export_share_last": Column("share", "of goods exports traded, mean of the last 4 quarters"),
    "import_share_last": Column("share", "of goods imports traded, mean of the last 4 quarters"),
    "deficit_last": Column("share of GDP", "imports less exports, annual rate, mean of the last 4 quarters"),
    "arms_share_last": Column("share", "of arms deliveries in the last 20 quarters"),
    "coercion_mean": Column("share", "coercion, mean over the run (eq. 7)"),
    "inducement_mean": Column("share of GDP", "price discounts and grants, mean over the run (eq. 8)"),
    "investment_sum": Column("share of GDP", "investment over the whole run (eq. 16)"),
    "debt_last": Column("share of GDP", "debt, mean of the last 4 quarters (eq. 29)"),
    "exercises_mean": Column("stock", "joint exercises, mean over the run (eq. 26)"),
    "bandwidth_mean": Column("share", "half of both ties, mean over the run (FBIC)"),
    "dependence_mean": Column("share", "influence per bandwidth, mean over the run (FBIC, eq. 13)"),
    "realised_mean": Column("ratio", "investment over what it offers, mean over the run (eq. 16)"),
}

HEDGER_COLUMNS = {
    "home_arms_last": Column("arms", "home-made arms, mean of the last 4 quarters (eq. 27)"),
    "know_how_last": Column("know-how", "arms know-how, mean of the last 4 quarters (eq. 27)"),
    "park_last": Column("share", "industrial park, mean of the last 4 quarters (eq. 30)"),
    "third_countries_last": Column("share", "third-country ties, mean of the last 4 quarters (eq. 31)"),
    "gdp_last": Column(
        "index", "GDP against its growth at base income, 100 at the start, last 4 quarters (eq. 32)"
    ),
    "option_value_mean": Column(
        "utility", "log-mean-exp of what the packages add, by the weights the strategy decides with (eq. 22)"
    ),
    "effort_entropy_mean": Column("share", "how widely effort is spread: 0 one package, 1 all alike"),
    "forced_mean": Column("share", "of effort that patrons forced, mean over the run (eq. 23)"),
    "dominance_last": Column("share", "of influence of the strongest patron, mean of the last 8 quarters"),
    "reserve_last": Column(
        "ratio", "of utility left without the strongest patron, mean of the last 8 quarters (ODD section 7)"
    ),
    "regime": Column(
        "name", "regime of the last 8 quarters; collapse: hedging once, bandwagon now (ODD section 7)"
    ),
    "regime_margin": Column(
        "mixed", "distance to the nearest threshold that would change the regime, in its unit"
    ),
    "hedging_lost_quarter": Column(
        "quarter", "first quarter without hedging after it lasted 4; empty if never"
    ),
    "effective_patrons_mean": Column("partners", "effective number by influence, mean over the run"),
}

ALIGNMENT_COLUMNS = {
    "security": Column("percent", "alignment by security ties: 0 all with the first, 100 with the second"),
    "arms": Column("percent", "alignment by arms in stock: 0 all from the first, 100 from the second"),
    "trade": Column("percent", "alignment by exports and imports: 0 all with the first, 100 with the second"),
    "influence": Column("percent", "alignment by influence: 0 the first has it all, 100 the second"),
    "effort": Column("percent", "alignment by effort: 0 all on the first, 100 on the second"),
    "overall": Column("percent", "alignment, mean of security, trade and influence (Khong and Liow)"),
}
"""Of a pair of patrons, the first and the second of the scenario's order."""
TILT_COLUMN = Column(
    "ratio", "tilt in security ties: 1 all with the first, -1 with the second (Lim and Cooper)"
)
STANCE_COLUMNS = {
    "indirect_balancing": Column(
        "share", "security effort with others than the strongest, a third of self-reliance (Kuik)"
    ),
    "dominance_denial": Column("share", "effort with rivals of the strongest patron (Kuik)"),
    "economic_diversification": Column("partners", "effective number of patrons by trade (Kuik)"),
    "economic_pragmatism": Column("share", "effort on economic ties (Kuik)"),
    "binding_engagement": Column("share", "effort, weighted by the patron's framework (Kuik)"),
    "limited_bandwagoning": Column("share", "security effort with the strongest patron (Kuik)"),
    "effective_exports": Column("partners", "effective number by exports, the rest of the world as one"),
    "effective_imports": Column("partners", "effective number by imports, the rest of the world as one"),
    "effective_arms": Column("partners", "effective number by arms in stock, home-made ones as one"),
    "effective_debt": Column("partners", "effective number of patrons by debt"),
}

RECORD_COLUMNS = {
    "security": Column("index", "security of the hedger (eq. 18)"),
    "economy": Column("index", "economy of the hedger (eq. 19)"),
    "autonomy": Column("index", "autonomy of the hedger (eq. 20)"),
    "utility": Column("index", "utility of the hedger (eq. 21)"),
    "income": Column("income", "G of eq. 19"),
    "know_how": Column("know-how", "arms know-how (eq. 27)"),
    "home_arms": Column("arms", "home-made arms (eq. 27)"),
    "park": Column("share", "industrial park (eq. 30)"),
    "third_countries": Column("share", "third-country ties (eq. 31)"),
    "gdp": Column("index", "GDP against its growth at base income, 100 at the start (eq. 32)"),
    "option_value": Column("utility", "log-mean-exp of what the packages add (eq. 22)"),
    "forced": Column("share", "effort that patrons forced (eq. 23)"),
    "effort_self_reliance": Column("share", "effort on self-reliance"),
    "effort_entropy": Column("share", "how widely effort is spread"),
    "trade_lost": Column("share", "exports stopped that found no other partner (eq. 28)"),
    "effective_patrons": Column("patrons", "effective number of patrons by influence"),
    "room": Column("share", "part of the hedger's room that patrons hold (eq. 13)"),
    "reserve": Column("ratio", "of utility left at once without the strongest patron (ODD section 7)"),
    "regime": Column(
        "code",
        "0 hedging, 1 mixed, 2 bandwagon, 3 isolation, 5 asymmetric hedging, 6 and up pivot to a patron",
    ),
    "stage": Column("count", "triggers of the strategy that are in force (eq. 39)"),
    "tension": Column("share", "deviation of tension (eq. 1)"),
    "energy": Column("log", "energy price against the start (eq. 2)"),
    "funding": Column("log", "funding against the start (eq. 2)"),
    "strain": Column("share", "domestic political strain (eq. 4)"),
    "rivalry": Column("share", "rivalry of a pair of patrons (eq. 1)"),
}

PATRON_RECORD_COLUMNS = {
    "security": Column("index", "security of the patron (ODD section 7)"),
    "economy": Column("index", "economy of the patron (ODD section 7)"),
    "autonomy": Column("index", "freedom of action of the patron towards the hedger (ODD section 7)"),
    "influence": Column("share", "of all influence (eq. 13)"),
    "omega": Column("share", "of the hedger's room (eq. 13)"),
    "leverage": Column("log", "loss from being cut off (eq. 14)"),
    "tie_security": Column("share", "security tie (eq. 25)"),
    "tie_economy": Column("share", "economic tie (eq. 25)"),
    "coercion": Column("share", "coercion (eq. 7)"),
    "inducement": Column("share of GDP", "inducement (eq. 8)"),
    "drift": Column("drift", "drift towards rivals that the patron sees (eq. 6)"),
    "investment": Column("share of GDP a year", "investment (eq. 16)"),
    "veto": Column("share", "of its investment that rivals stop (eq. 15)"),
    "access": Column("share", "access to its market (eq. 10)"),
    "export_share": Column("share", "of goods exports traded (eq. 28)"),
    "import_share": Column("share", "of goods imports traded (eq. 28)"),
    "deficit": Column("share of GDP", "imports less exports, annual rate"),
    "arms": Column("arms", "arms of its origin (eq. 27)"),
    "deliveries": Column("arms", "arms delivered in the quarter (eq. 27)"),
    "debt": Column("share of GDP", "debt (eq. 29)"),
    "agreement": Column("step", "step of the agreement ladder; -1 where a framework is given (eq. 17)"),
    "effort_security": Column("share", "effort on its security tie"),
    "effort_economy": Column("share", "effort on its economic tie"),
    "free_effort": Column("share", "effort on both its packages that no patron forced (eq. 23)"),
    "hope": Column("share of GDP a year", "investment hoped for per root of the economic tie (eq. 33)"),
    "mood": Column("share", "1 while it is cold towards the hedger, else 0; between them the mean (eq. 35)"),
    "belief": Column("probability", "that it is cold, as the hedger sees it (eq. 37)"),
    "exercises": Column("stock", "joint exercises (eq. 26)"),
    "bandwidth": Column("share", "half of both ties (FBIC)"),
    "dependence": Column("share", "influence per bandwidth (FBIC, eq. 13)"),
    "realised": Column("ratio", "investment over what the patron offers (eq. 16)"),
}


def patron_column(name: str, patron: str) -> str:
    """Compose a patron's column name: ``influence_mean`` of russia becomes ``influence_russia_mean``."""
    what, _, window = name.rpartition("_")
    return f"{what}_{patron}_{window}"


def outcome_columns(patrons: Sequence[str]) -> dict[str, Column]:
    """Describe every outcome column: unit and meaning, in the order of ``hedgesim.model.state.Outcome``."""
    columns = {
        f"{name}_{window}": Column("index", f"{name} of the hedger, {meaning}")
        for name in INDICES
        for window, meaning in DIMENSION_WINDOWS.items()
    }
    columns |= {
        patron_column(name, p): PATRON_COLUMNS[name] for p in patrons for name in PatronOutcome._fields
    }
    columns |= HEDGER_COLUMNS
    for name, column in alignment_columns(patrons).items():
        columns[f"{name}_mean"] = add_words(column, "mean over the run")
    for name in alignment_columns(patrons):
        parity = name.replace("alignment", "parity", 1)
        columns[f"{parity}_mean"] = Column("share", f"of quarters with {name} at 45 to 55")
    tilts = pair_columns("tilt", patrons, TILT_COLUMN) | STANCE_COLUMNS
    return columns | {f"{name}_mean": add_words(c, "mean over the run") for name, c in tilts.items()}


def indicator_columns(patrons: Sequence[str]) -> list[str]:
    """List the outcomes that are indicators of the literature, without those of single patrons."""
    names = [*alignment_columns(patrons), *pair_columns("tilt", patrons, TILT_COLUMN), *STANCE_COLUMNS]
    shares = [name.replace("alignment", "parity", 1) for name in alignment_columns(patrons)]
    return ["utility_cvar10", *(f"{name}_mean" for name in (*names, *shares, "effective_patrons"))]


def add_words(column: Column, words: str) -> Column:
    """Add words to the meaning of a column."""
    return Column(column.unit, f"{column.meaning}; {words}")


def pair_columns(name: str, patrons: Sequence[str], column: Column) -> dict[str, Column]:
    """Describe a column of every pair of patrons."""
    return {f"{name}_{a}_{b}": column for a, b in combinations(patrons, 2)}


def alignment_columns(patrons: Sequence[str]) -> dict[str, Column]:
    """Describe alignment in every dimension, of every pair of patrons."""
    columns: dict[str, Column] = {}
    for name in Alignment._fields:
        columns |= pair_columns(f"alignment_{name}", patrons, ALIGNMENT_COLUMNS[name])
    return columns


def path_columns(patrons: Sequence[str]) -> dict[str, Column]:
    """Describe every path column: unit and meaning, in the order of ``hedgesim.model.state.Record``."""
    columns: dict[str, Column] = {}
    for name in Record._fields:
        if name == "patrons":
            columns |= {f"{f}_{p}": PATRON_RECORD_COLUMNS[f] for p in patrons for f in PatronRecord._fields}
        elif name == "rivalry":
            columns |= pair_columns(name, patrons, RECORD_COLUMNS[name])
        elif name == "alignment":
            columns |= alignment_columns(patrons)
        elif name == "tilt":
            columns |= pair_columns(name, patrons, TILT_COLUMN)
        elif name == "stance":
            columns |= STANCE_COLUMNS
        else:
            columns[name] = RECORD_COLUMNS[name]
    return columns


def explain_columns(name: str) -> dict[str, Column]:
    """Find outcomes and path columns by name, with or without ids of patrons, or by how their names begin.

    In the names that are returned P and Q stand for the patrons of a scenario.
    """
    known = path_columns("PQ") | outcome_columns("PQ")
    same = [stem for stem in known if re.fullmatch(stem.replace("P", r"\w+").replace("Q", r"\w+"), name)]
    if same:  # influence_russia_mean is no influence of a patron called russia_mean
        return {stem: known[stem] for stem in [max(same, key=len)]}
    return {stem: column for stem, column in known.items() if stem.startswith(f"{name}_")}


def band_series(patrons: Sequence[str]) -> list[tuple[str, str, str]]:
    """List actor, dimension and path column of every band series; their values lie between 0 and 1."""
    outcomes = ("security", "economy", "autonomy", "influence", "coercion", "export_share")
    hedger = [("hedger", name, name) for name in INDICES]
    return hedger + [(p, name, f"{name}_{p}") for p in patrons for name in outcomes]


def path_row(record: Record) -> tuple[float, ...]:
    """Flatten the record of a quarter into a row of :func:`path_columns`."""
    return flatten(record)


def regime_name(code: float, patrons: Sequence[str]) -> str:
    """Return the name of a regime code, such as ``hedging`` or ``pivot:china``."""
    return regime_names(patrons)[int(code)]


def regime_names(patrons: Sequence[str]) -> list[str]:
    """List the names of all regime codes, in the order of the codes."""
    pivots = [f"pivot:{p}" for p in patrons]
    return [*REGIMES, *pivots]


def outcome_row(outcome: Outcome, patrons: Sequence[str]) -> dict[str, Value]:
    """Return the outcomes of a run by column name, with the regime as its name."""
    row: dict[str, Value] = dict(zip(outcome_columns(patrons), flatten(outcome), strict=True))
    row["regime"] = regime_name(outcome.regime, patrons)
    lost = outcome.hedging_lost_quarter
    row["hedging_lost_quarter"] = int(lost) if lost >= 0.0 else None
    return row
