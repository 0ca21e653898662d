"""Reduce a sweep to points: what varies, what a condition reads as means over runs, and where it holds."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ....model.errors import InputError
from ...conditions.columns import list_read_premiums, parse_condition
from ...explore.discovery.cases import select_cases
from ..parts import source
from ..parts.input_labels import capitalise_first, name_input, outcome_words
from ..parts.source import Names, Results

EXAMPLE = "--where 'premium < 0'"
HALF = 0.5
"""Least share of a point's runs in which a condition holds for the point to be marked."""


class MarkedPoints(NamedTuple):
    """The points of a sweep.

    Attributes
    ----------
    table : DataFrame
        One row per point: varied inputs, then the numbers that the condition reads, means over runs.
    marked : array of bool, shape (points,)
        Where the condition holds in at least half of the runs; a premium is that of the point.
    inputs : list of str
        Columns that are inputs, those that differ most between marked points and others first.
    condition : str
        The condition in full.
    judged : str
        How runs were judged to mark a point, for a caption.
    strategy : str
        Whose runs.
    """

    table: pd.DataFrame
    marked: NDArray[np.bool_]
    inputs: list[str]
    condition: str
    judged: str
    strategy: str

    @property
    def outcomes(self) -> list[str]:
        """Return the columns that are no inputs."""
        return [str(name) for name in self.table if name not in self.inputs]

    def select_columns(self, most: int) -> list[str]:
        """Return at most so many columns: inputs, the first of them at least, then outcomes."""
        outcomes = self.outcomes[: most - 1]
        return [*self.inputs[: most - len(outcomes)], *outcomes]


def mark_points(
    results: Results, scenarios: Names | None, strategies: Names | None, where: str | None, kind: str
) -> MarkedPoints:
    """Mark the points of a sweep where a condition holds.

    Raises
    ------
    InputError
        If nothing varies, there is no condition, or it cannot be read.
    """
    if not results.manifest.get("design"):
        msg = (
            f"kind {kind!r} is drawn from a sweep, nothing varies here: hedgesim sweep NAME --vary KEY=LO:HI"
        )
        raise InputError(msg)
    if where is None:
        msg = f"kind {kind!r} marks the points at which a condition holds; give it, such as {EXAMPLE}"
        raise InputError(msg)
    name = source.single_scenario(results, scenarios, kind)
    strategy = source.single_strategy(results, strategies, kind)
    runs, _, varied, text, _ = select_cases(results, where, strategy)
    patrons = results.manifest["scenarios"][name]["patrons"]
    condition = parse_condition(where, "--where", patrons, varied)
    read = [c for c in condition.columns if c not in varied]
    if premiums := list_read_premiums(condition):  # a premium is a mean by nature
        runs[premiums] = runs.groupby("point")[premiums].transform("mean")
    holds, judged = condition.holds(runs), describe_judgement(read, premiums)
    numbers = [c for c in read if pd.api.types.is_numeric_dtype(runs[c])]
    means = pd.DataFrame({c: runs[c] for c in ("point", *varied, *numbers)} | {"holds": holds})
    means = means.groupby("point").mean()
    marked = (means["holds"] >= HALF).to_numpy(bool)
    table = means[[*varied, *numbers]].astype(float)
    return MarkedPoints(table, marked, rank_inputs(table[varied], marked), text, judged, strategy)


def describe_judgement(read: Names, premiums: Names) -> str:
    """Describe how runs are judged by a condition that reads some columns, of which some are premiums."""
    if not premiums:
        return "in at least half of their runs"
    if set(read) == set(premiums):
        return "in the mean over their runs"
    return "in at least half of their runs, the premium by its mean over them"


def rank_inputs(table: pd.DataFrame, marked: NDArray[np.bool_]) -> list[str]:
    """Sort inputs by the distance of Kolmogorov and Smirnov between marked points and the others."""
    from scipy.stats import ks_2samp

    varied = [str(c) for c in table if table[c].nunique() > 1]
    if marked.all() or not marked.any():
        return varied
    apart = {c: float(ks_2samp(table.loc[marked, c], table.loc[~marked, c]).statistic) for c in varied}
    return sorted(varied, key=lambda c: -apart[c])


def write_caption(results: Results, found: MarkedPoints, columns: Names, read: str) -> str:
    """Write a caption: what is marked, how many inputs are shown, and how to read the figure."""
    notes = [
        f"{found.marked.sum():,} of {len(found.marked):,} points are marked:"
        f" {found.condition} {found.judged}."
    ]
    shown = sum(column in found.inputs for column in columns)
    if shown < len(found.inputs):
        notes.append(
            f"The {shown} of {len(found.inputs)} inputs in which marked points differ most from the others."
        )
    name = next(iter(results.manifest["scenarios"]))
    return source.figure_caption(results, [name], [found.strategy], *notes, read)


def name_column(results: Results, column: str, inputs: Names) -> str:
    """Describe an input or an outcome in words."""
    if column in inputs:
        scenario = next(iter(results.manifest["scenarios"].values()))
        return capitalise_first(name_input(column, scenario))
    return capitalise_first(outcome_words(column))
