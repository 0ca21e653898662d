"""Inputs, state and outcomes of a run: nested named tuples of floats.

No class names a country. Values per patron are a tuple (:data:`PerPatron`), as are values per pair of
patrons (:data:`Pairs`). The path of a number in a scenario file follows the nesting:
``case.patrons[0].barrier`` is ``patrons.russia.barrier`` if the first patron of the scenario is called
``russia``, and ``case.rivalry[1]`` is ``rivalry.russia-eu``, the pair of the first and the third. Units and
meanings of inputs are in the parameter table, ``hedgesim.model.parameters.table``, those of outcomes in
``hedgesim.model.outcomes``.
"""

from .containers import Packages, Pairs, PerPatron, Weights, by_patron, count_pairs, flatten, others
from .inputs import (
    Case,
    Hedger,
    Mechanisms,
    Patron,
    Plan,
    RegimeLimits,
    Response,
    Start,
    StartHedger,
    StartTie,
    Trade,
    World,
)
from .memory import Climate, Draws, Fixed, HedgerStocks, Origin, State, Tie
from .outcome import DimensionOutcome, Outcome, PatronOutcome
from .record import Alignment, PatronRecord, Record, Stance
from .totals import PatronSums, Spells, Summary, Sums, Weighing
from .within_quarter import (
    Bond,
    Choice,
    Common,
    Cuts,
    Dimensions,
    Margins,
    Market,
    Masses,
    Offer,
    Position,
    Prices,
    Prospect,
    Returns,
    Scene,
    Situation,
    Stocks,
    Traded,
    TradePrices,
    View,
    Welfare,
)

__all__ = [
    "Alignment",
    "Bond",
    "Case",
    "Choice",
    "Climate",
    "Common",
    "Cuts",
    "DimensionOutcome",
    "Dimensions",
    "Draws",
    "Fixed",
    "Hedger",
    "HedgerStocks",
    "Margins",
    "Market",
    "Masses",
    "Mechanisms",
    "Offer",
    "Origin",
    "Outcome",
    "Packages",
    "Pairs",
    "Patron",
    "PatronOutcome",
    "PatronRecord",
    "PatronSums",
    "PerPatron",
    "Plan",
    "Position",
    "Prices",
    "Prospect",
    "Record",
    "RegimeLimits",
    "Response",
    "Returns",
    "Scene",
    "Situation",
    "Spells",
    "Stance",
    "Start",
    "StartHedger",
    "StartTie",
    "State",
    "Stocks",
    "Summary",
    "Sums",
    "Tie",
    "Trade",
    "TradePrices",
    "Traded",
    "View",
    "Weighing",
    "Weights",
    "Welfare",
    "World",
    "by_patron",
    "count_pairs",
    "flatten",
    "others",
]
