"""Format thresholds and frontiers as text table."""

from math import isnan

from ...model.parameters.lookup import parameters
from ...model.scenario.describe import format_value
from ..compare.paired import list_rows
from ..explore.crossings import DOWN, UP
from ..explore.threshold_result import Tipping
from .comparison import percent_or_dash
from .sheet import INTERVAL_NOTE, Sheet, count_decimals, format_fixed, format_interval


def tipping_sheet(found: Tipping) -> Sheet:
    """Build the table of an input's values at which a condition tips, by values of other inputs."""
    units = {p: row.unit for p, row in parameters(found.patrons).items()}
    digits = count_decimals(found.low, found.high)
    rows = []
    for row in list_rows(found.rows):
        held = [format_value(p, float(row[p]), units.get(p, "")) for p in found.others]
        none = isnan(row["crossing"])
        tips = (
            "no crossing" if none else format_interval(row["crossing"], row["low"], row["high"], digits + 1)
        )
        rows.append([found.input, *held, tips, row["direction"], percent_or_dash(row["share"])])
    heads = ["input", *found.others, "tips at", "direction", "seen"]
    left = frozenset(range(1 + len(found.others)))
    title = f"{found.scenario}: where {found.margin} crosses zero"
    return Sheet(title, heads, rows, notes=threshold_notes(found, digits), left=left)


def threshold_notes(found: Tipping, digits: int) -> list[str]:
    """Compose the notes: the result in one sentence, the range searched, and how to read the columns."""
    told = [crossing_sentence(found)] if not found.others else []
    runs = f"{found.runs:,} {'run' if found.runs == 1 else 'runs'}"
    under = f"strategy {found.strategy}, {runs} with the same shocks everywhere, seed {found.seed}"
    told.append(
        f"Looked for from {format_fixed(found.low, digits)} to {format_fixed(found.high, digits)}; {under}."
    )
    if found.rows["low"].notna().any():
        told.append(
            f"{INTERVAL_NOTE} from resampled runs. Direction: which way it goes through zero as the input"
            " rises; seen: share of resamples that cross this way at all."
        )
    return told


def crossing_sentence(found: Tipping) -> str:
    """Describe the crossings of a single input in one sentence."""
    rows = found.rows
    if rows.empty:
        mean = found.points["mean"]
        return f"No crossing: {found.margin} stays between {mean.min():.3g} and {mean.max():.3g}."
    ways = [
        f"{d} at {c:.3g}" for c, d in zip(rows["crossing"], rows["direction"], strict=True) if d in {UP, DOWN}
    ]
    number = "once" if len(ways) == 1 else f"{len(ways)} times"
    return f"{found.margin[:1].upper()}{found.margin[1:]} crosses zero {number}: {', '.join(ways)}."
