"""Scenario discovery: the limits on inputs within which the cases of interest lie.

PRIM (Friedman and Fisher 1999; for scenarios Bryant and Lempert 2010) computes a trajectory of boxes, from
which :mod:`.boxes` chooses one. A classification tree (Breiman and others 1984) serves as a
check, and resampled points show how stable the box is. Rows with equal inputs are one point and are drawn
together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ....model.arguments import normalise_arguments
from ....model.errors import InputError
from ...compare.paired import DRAW, list_rows
from ...compare.two_part import PARTS, estimate_mean
from ...labels import format_limit, input_name
from .boxes import (
    Box,
    Matrix,
    Sample,
    Truths,
    build_sample,
    choose_box,
    measure_box,
    quasi_p,
    unlimited_box,
)
from .peeling import LEAST_MASS, Step, find_trajectory, peel_boxes

LEAST_CASES = 20
DRAWS = 50
DEEPEST, PRUNED = 4, 0.003
"""Most splits above a leaf of the second opinion; impurity that a split must remove (ccp_alpha)."""
QUARTILES = (0.25, 0.5, 0.75)
MISSING = "discover needs the extra: pip install 'hedgesim[explore]'"


@dataclass(frozen=True)
class Discovery:
    """The chosen box, its alternatives and its stability.

    Shares are between 0 and 1, limits in the unit of the input, NaN where there is no limit.

    Attributes
    ----------
    trade_off : DataFrame
        One row a box of the trajectory, from all points inwards: box, coverage, density, mass, points,
        cases, dimensions, chosen; if limits of the chosen box were removed, it is the last row.
    box : DataFrame
        One row an input with a limit in the chosen box: input, low, high, low_p, high_p (quasi-p values),
        least, most (of the values that were run); no row if no limit is significant.
    tree : DataFrame
        The best leaf of the classification tree, in the same form but with the leaf's coverage and density on
        each row instead of quasi-p values.
    stability : DataFrame
        One row an input that varied: input, limited (share of resamples that limit it) and the quartiles
        low_25, low_50, low_75, high_25, high_50, high_75 of its limits there.
    doubts : DataFrame
        How well the chosen box does in single draws, where runs carry draws: measure (coverage or density),
        runs, mean, low, high and PARTS of :mod:`hedgesim.analysis.compare.two_part`; else no row.
    draws : int
        Number of resamples.
    """

    trade_off: pd.DataFrame
    box: pd.DataFrame
    tree: pd.DataFrame
    stability: pd.DataFrame
    doubts: pd.DataFrame
    draws: int

    @property
    def best(self) -> dict[str, Any]:
        """Return the row of the chosen box."""
        return {str(k): v for k, v in self.trade_off[self.trade_off["chosen"]].iloc[0].items()}


@normalise_arguments
def discover(
    table: pd.DataFrame, cases: NDArray[np.bool_], inputs: Sequence[str], seed: int, draws: int = DRAWS
) -> Discovery:
    """Find the box of inputs that contains the cases, and check it by a tree and by resampling.

    Parameters
    ----------
    table : DataFrame
        One row a run, or a point, with a column for each input.
    cases : array of bool, shape (n,)
        Which rows are cases.
    inputs : sequence of str
        Numeric columns; levels such as the steps of an agreement count as numbers. Columns that do not vary
        are ignored.
    seed : int
        Seed of the resamples and the tree.
    draws : int
        Number of resamples.

    Raises
    ------
    InputError
        With all reasons why discovery is impossible, or if scikit-learn is not installed.
    """
    cases = np.asarray(cases, dtype=bool)
    require_cases(table, cases, inputs)
    varied = [c for c in inputs if table[c].nunique() > 1]
    x = table[varied].to_numpy(np.float64)
    sample = build_sample(x, cases)
    steps = find_trajectory(sample)
    best = choose_box(sample, steps)
    return Discovery(
        trade_off_rows(sample, steps, best),
        box_rows(sample, best, varied),
        tree_rows(sample, varied, seed),
        stability_rows(sample, varied, seed, draws),
        doubt_rows(table, cases, best.holds(x)),
        draws,
    )


def doubt_rows(table: pd.DataFrame, cases: Truths, inside: Truths) -> pd.DataFrame:
    """Compute coverage and density of a box in single draws, which are those of runs over all points."""
    columns = ["measure", "runs", "mean", "low", "high", *PARTS]
    if DRAW not in table:
        return pd.DataFrame(columns=columns)
    run = [table["seed"], table["run"]]
    hits, counts = pd.Series(cases & inside).groupby(run).sum(), table.groupby(run)[DRAW].first()
    rows = []
    for measure, of in (("coverage", cases), ("density", inside)):
        share = (hits / pd.Series(of).groupby(run).sum()).dropna()  # none where there is nothing to share
        draws = counts.loc[share.index].to_numpy(np.int64)
        found = estimate_mean(share.to_numpy(float), draws)
        ends = {end: float(np.clip(found[end], 0.0, 1.0)) for end in ("low", "high")}  # of a share
        rows.append({"measure": measure, **found, **ends})
    return pd.DataFrame(rows, columns=columns)


def require_cases(table: pd.DataFrame, cases: Truths, inputs: Sequence[str]) -> None:
    """Check that there are enough cases and others, and inputs that are complete, numeric and vary.

    Raises
    ------
    InputError
        With all faults.
    """
    faults = []
    count, every = int(cases.sum()), len(table)
    if cases.shape != (every,):
        faults.append(f"{every} rows but {cases.shape} marks of cases: expected one a row")
    elif count == 0:
        faults.append(f"none of {every} rows is a case, so there is nothing to find")
    elif count == every:
        faults.append(f"all {every} rows are cases, so no input separates them")
    elif count < LEAST_CASES:
        faults.append(f"only {count} of {every} rows are cases; a box needs at least {LEAST_CASES}")
    lacking = [c for c in inputs if c not in table]
    faults += [f"no column {c}" for c in lacking]
    found = [c for c in inputs if c not in lacking]
    texts = [c for c in found if not pd.api.types.is_numeric_dtype(table[c])]
    faults += [f"{c} holds no numbers: choose one of its values and leave the column out" for c in texts]
    numbers = [c for c in found if c not in texts]
    faults += [f"{c} is missing in {n} rows" for c in numbers if (n := int(table[c].isna().sum()))]
    if not any(table[c].nunique() > 1 for c in numbers):
        faults.append("no input varies: discovery needs a design over at least one column of numbers")
    if faults:
        raise InputError(*faults)


def trade_off_rows(sample: Sample, steps: Sequence[Step], best: Box) -> pd.DataFrame:
    """Build a table of the trajectory with measures, one row a box, and mark the chosen one."""
    if not any(equal_boxes(best, step.box) for step in steps):
        steps = [*steps, Step(best, measure_box(sample, best))]
    rows = [{"box": n} | step.measures._asdict() for n, step in enumerate(steps)]
    first = next(n for n, step in enumerate(steps) if equal_boxes(best, step.box))
    return pd.DataFrame(rows).assign(chosen=np.arange(len(steps)) == first)


def equal_boxes(left: Box, other: Box) -> bool:
    """Return whether two boxes have the same limits."""
    return all(np.array_equal(a, b) for a, b in zip(left, other, strict=True))


def limit_rows(x: Matrix, box: Box, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the limits of a box, one row for each input with a limit."""
    ends = zip(names, *finite_limits(box), x.min(axis=0), x.max(axis=0), strict=True)
    rows = [dict(zip(("input", "low", "high", "least", "most"), row, strict=True)) for row in ends]
    return [row for row, limited in zip(rows, box.has_limit, strict=True) if limited]


def finite_limits(box: Box) -> tuple[NDArray[np.float64], ...]:
    """Return lower and upper limits with NaN in place of infinity."""
    return tuple(np.where(np.isfinite(side), side, np.nan) for side in box)


def box_rows(sample: Sample, box: Box, names: Sequence[str]) -> pd.DataFrame:
    """Build a table of the chosen box: limits with their quasi-p values."""
    p = quasi_p(sample, box)
    places = np.flatnonzero(box.has_limit)
    rows = [
        row | {"low_p": p.get((int(n), False), np.nan), "high_p": p.get((int(n), True), np.nan)}
        for n, row in zip(places, limit_rows(sample.x, box, names), strict=True)
    ]
    return pd.DataFrame(rows, columns=["input", "low", "high", "low_p", "high_p", "least", "most"])


def tree_rows(sample: Sample, names: Sequence[str], seed: int) -> pd.DataFrame:
    """Fit a classification tree and return the limits of the leaf with the best score.

    The score is the harmonic mean of coverage and density.
    """
    try:
        from sklearn.tree import DecisionTreeClassifier
    except ImportError as error:
        raise InputError(MISSING) from error
    x, cases = sample.x, sample.y
    least = max(1, int(LEAST_MASS * len(cases)))
    # scikit-learn takes 32 bits
    grown = DecisionTreeClassifier(
        max_depth=DEEPEST, min_samples_leaf=least, ccp_alpha=PRUNED, random_state=seed % 2**32
    )
    boxes = leaf_boxes(grown.fit(x, cases).tree_, 0, unlimited_box(x.shape[1]))
    found = [measure_box(sample, box) for box in boxes]
    best = int(np.argmax([m.score for m in found]))
    rows = [
        row | {"coverage": found[best].coverage, "density": found[best].density}
        for row in limit_rows(x, boxes[best], names)
    ]
    return pd.DataFrame(rows, columns=["input", "low", "high", "least", "most", "coverage", "density"])


def leaf_boxes(tree: Any, node: int, box: Box) -> list[Box]:  # noqa: ANN401 - scikit-learn has no types
    """Return the boxes of all leaves below a node of scikit-learn's tree."""
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    if left < 0:  # scikit-learn marks a leaf by -1
        return [box]
    place, at = int(tree.feature[node]), float(tree.threshold[node])
    under, over = Box(box.low.copy(), box.high.copy()), Box(box.low.copy(), box.high.copy())
    under.high[place] = min(at, box.high[place])
    over.low[place] = max(at, box.low[place])
    return [*leaf_boxes(tree, left, under), *leaf_boxes(tree, right, over)]


def stability_rows(sample: Sample, names: Sequence[str], seed: int, draws: int) -> pd.DataFrame:
    """Compute how often resamples limit each input, and the quartiles of its limits."""
    low, high = (np.array(side) for side in zip(*resample_boxes(sample, seed, draws), strict=True))
    limited = np.isfinite(low) | np.isfinite(high)
    rows = []
    for n, name in enumerate(names):
        row: dict[str, Any] = {"input": name, "limited": float(limited[:, n].mean())}
        for end, drawn in (("low", low[:, n]), ("high", high[:, n])):
            kept = drawn[np.isfinite(drawn)]
            quartiles = np.quantile(kept, QUARTILES) if len(kept) else np.full(3, np.nan)
            row |= {f"{end}_{100 * q:.0f}": float(v) for q, v in zip(QUARTILES, quartiles, strict=True)}
        rows.append(row)
    return pd.DataFrame(rows)


def resample_boxes(sample: Sample, seed: int, draws: int) -> list[Box]:
    """Choose a box in each resample of points; all rows of a point are drawn together."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        some = sample.draw(rng)
        steps = peel_boxes(some) if 0 < some.cases < some.size else []
        found.append(choose_box(some, steps) if steps else unlimited_box(sample.x.shape[1]))
    return found


def format_limits(row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Format the limits of one input: ``Russia's arms access below 0.21``."""
    path, low, high = str(row["input"]), float(row["low"]), float(row["high"])
    lower = format_limit(path, low, upper=False) if low == low else ""  # noqa: PLR0124 - NaN
    upper = format_limit(path, high, upper=True) if high == high else ""  # noqa: PLR0124 - NaN
    if lower.startswith("above") and upper:
        return f"{input_name(path, labels)} between {low:.3g} and {high:.3g}"
    return f"{input_name(path, labels)} {' and '.join(t for t in (lower, upper) if t)}"


def format_box(table: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Format all limits of a box."""
    return " and ".join(format_limits(row, labels) for row in list_rows(table))


def describe_box(found: Discovery, condition: str, labels: Mapping[str, str]) -> str:
    """Describe the chosen box in one sentence.

    Parameters
    ----------
    found : Discovery
        Result of :func:`~hedgesim.analysis.explore.discovery.discover`.
    condition : str
        Condition that cases satisfy: ``regime == 'collapse'``.
    labels : mapping of str to str
        Patron id to label.
    """
    if found.box.empty:
        return f"No box: no limit on an input separates runs with {condition} better than luck would."
    best, said = found.best, format_box(found.box, labels)
    return (
        f"{said[:1].upper()}{said[1:]}: covers {100.0 * best['coverage']:.0f}% of the runs with {condition},"
        f" and {100.0 * best['density']:.0f}% of the runs inside are such runs."
    )
