"""Format the value of information as text: inputs and pairs by what they are worth, mixes."""

from collections.abc import Mapping
from typing import Any

from ...compare.paired import list_rows
from ...explore.information.result import Information
from ...labels import input_name
from ...numerals import count_decimals, format_fixed, format_interval, format_percent
from ..sheet import BOLD, INTERVAL_NOTE, Sheet

INPUTS, MIXES = 8, 5
"""Rows shown by default."""
COMMITTED = (
    "Only committed mixes are compared: hedge and other reactive strategies see every parameter of the model"
    " while they play, so that information is worth hardly anything among them."
)
STAR = (
    "+: worth more than 95% of fits to shuffled points, whose mean is subtracted."
    " Shares need not sum to 100%: inputs may carry the same information, or some only"
    " together."
)
Labels = Mapping[str, str]
Row = dict[str, Any]


def information_sheets(found: Information, labels: Labels) -> list[Sheet]:
    """Build the tables of inputs, pairs and mixes.

    Parameters
    ----------
    found : Information
        The value of information.
    labels : mapping of str to str
        The patrons' labels by their ids.
    """
    rows = list_rows(found.values.inputs)
    digits = count_decimals(float(found.values.total["high"]))
    pairs = [] if found.values.pairs.empty else [pairs_sheet(found, labels, digits)]
    return [inputs_sheet(found, rows, labels, digits), *pairs, mixes_sheet(found)]


def format_estimate(row: Mapping[str, float], digits: int) -> str:
    """Format a value with its interval."""
    return format_interval(row["mean"], row["low"], row["high"], digits)


def inputs_sheet(found: Information, rows: list[Row], labels: Labels, digits: int) -> Sheet:
    """Build the table of inputs: what each is worth, its star, and its share of EVPI."""
    cells = [[input_name(str(row["input"]), labels), *worth_cells(row, digits)] for row in rows]
    bold = {(at, 1) for at, row in enumerate(rows) if row["low"] > 0.0}
    notes = [
        f"{STAR} Of {len(rows)} inputs that do nothing about {round(len(rows) / 20.0)} would get one.",
        f"{INTERVAL_NOTE} from resampled points and runs. {BOLD}: it leaves out 0.",
        describe_runs(found),
        COMMITTED,
    ]
    heads, limit = ["input", *HEADS], min(INPUTS, len(found.leading))
    return Sheet("Worth of knowing an input", heads, cells, frozenset(bold), notes, limit=limit)


HEADS = ("worth, utility", "", "of all")


def worth_cells(row: Row, digits: int) -> list[str]:
    """Format what an input or pair is worth."""
    share = "-" if row["share"] != row["share"] else format_percent(row["share"])
    return [format_estimate(row, digits), "+" if row["star"] else "", share]


def describe_runs(found: Information) -> str:
    """Describe what was played and how EVPI keeps free of luck."""
    thinned = f" of {found.available:,}" if found.points < found.available else ""
    return (
        f"{len(found.mixes)} mixes x {found.points:,} points{thinned} x {found.runs} runs, the same shocks"
        f" everywhere, seed {found.seed}. All inputs: one half of the runs chooses a mix at each point, the"
        " other half scores it."
    )


def pairs_sheet(found: Information, labels: Labels, digits: int) -> Sheet:
    """Build the table of pairs, with what both inputs are worth one by one."""
    rows = list_rows(found.values.pairs)
    cells = [
        [
            " and ".join(input_name(str(row[name]), labels) for name in ("input", "input_2")),
            *worth_cells(row, digits),
            format_fixed(row["apart"], digits),
        ]
        for row in rows
    ]
    bold = {(at, 1) for at, row in enumerate(rows) if row["low"] > 0.0}
    count = len(found.values.inputs)
    notes = [
        f"The best of {count * (count - 1) // 2:,} pairs, a choice that flatters them. Apart: the sum of what"
        " both are worth alone; a pair worth more carries information that only both together give."
    ]
    heads = ["pair", *HEADS, "apart"]
    return Sheet("Worth of knowing two inputs", heads, cells, frozenset(bold), notes)


def mixes_sheet(found: Information) -> Sheet:
    """Build the table of the mixes that were played, the best first."""
    rows = list_rows(found.mixes)
    cells = [[row["mix"], format_fixed(row["mean"], 4), format_percent(row["best"])] for row in rows]
    notes = [
        "Best at: share of points where the mix is the best; 20% of a package: so much effort moved to it."
    ]
    heads = ["mix", "mean utility", "best at"]
    return Sheet("The mixes to choose from", heads, cells, notes=notes, limit=MIXES)
