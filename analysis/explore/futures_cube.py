"""Outcomes of strategies arranged by future and run, for criteria of robustness."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.outcomes import UTILITY
from ..compare.paired import DRAW
from ..compare.premium import list_rivals, select_best
from ..conditions.expression import Expression
from ..labels import RUNG_COLUMNS, explain_rung, outcome_hint, premium_rival

Matrix = NDArray[np.float64]

FUTURE = ("scenario", "point")
RUN = ("seed", "run")


class Cube(NamedTuple):
    """Outcomes of shape (futures, strategies, runs), whether each met the requirement, and each run's draw.

    Averaged by draw, runs are draws, and the requirement is met by a share of a draw's runs.
    """

    values: Matrix
    met: Matrix
    strategies: Sequence[str]
    left_out: int
    draws: NDArray[np.int64] | None

    def average_draws(self) -> "Cube":
        """Average the runs of each draw; the same cube where runs carry none."""
        if self.draws is None:
            return self
        numbers = np.unique(self.draws)
        values, met = (
            np.stack([part[:, :, self.draws == n].mean(axis=2) for n in numbers], axis=2)
            for part in (self.values, self.met)
        )
        return Cube(values, met, self.strategies, self.left_out, None)


def arrange_outcomes(runs: pd.DataFrame, outcome: str, require: Expression | None) -> Cube:
    """Arrange outcomes by future, strategy and run; futures that lack a run are left out."""
    future = check_futures(runs, outcome)
    met = np.ones(len(runs), dtype=bool) if require is None else require.holds(runs)
    strategies = [str(s) for s in runs["strategy"].unique()]
    rival = premium_rival(outcome)
    values = runs[outcome] if rival is None else subtract_rival(runs, future, rival)
    table = pd.DataFrame(
        {
            "future": runs.groupby(future, sort=False).ngroup(),
            "strategy": runs["strategy"],
            "draw": runs.groupby(list(RUN), sort=False).ngroup(),
            "value": values.astype(float),
            "met": met,
        }
    )
    if table.duplicated(["future", "strategy", "draw"]).any():
        msg = f"two rows have the same {', '.join([*future, 'strategy', *RUN])}: expected one row a run"
        raise InputError(msg)
    shape = (len(strategies), table["draw"].nunique())
    there = table["value"].notna().groupby(table["future"]).sum()
    full = [future for future, count in there.items() if count == shape[0] * shape[1]]
    if faults := count_faults(len(strategies), len(full), len(there)):
        raise InputError(*faults)
    kept = table[table["future"].isin(full)]
    kept = kept.assign(strategy=pd.Categorical(kept["strategy"], strategies))
    kept = kept.sort_values(["future", "strategy", "draw"])
    utility, satisfied = (kept[c].to_numpy(float).reshape(len(full), *shape) for c in ("value", "met"))
    numbers = None
    if DRAW in runs:
        numbers = runs[DRAW].groupby(table["draw"]).first().sort_index().to_numpy(np.int64)
    return Cube(utility, satisfied, strategies, len(there) - len(full), numbers)


def check_rival(runs: pd.DataFrame, outcome: str, rival: str) -> list[str]:
    """Describe why a table gives no premium: no such rival was run."""
    played = [str(name) for name in runs["strategy"].unique()]
    if list_rivals(played, rival):
        return []
    what = rival or "rival of hedge"
    return [
        f"--of {outcome}: no {what} was run, only {', '.join(played)}; run the sweep with more --strategies"
    ]


def subtract_rival(runs: pd.DataFrame, future: Sequence[str], rival: str) -> pd.Series:
    """Subtract from each run's utility that of the rival with the best mean at its future, in the same run.

    Runs of futures that lack a rival's run have none.
    """
    keys = [*future, *RUN]
    wide = runs.pivot_table(index=keys, columns="strategy", values=UTILITY, sort=False)
    rivals = wide[list_rivals(wide.columns, rival)].dropna()
    means = rivals.groupby(level=list(future), sort=False).transform("mean")
    best = pd.Series(select_best(rivals.to_numpy(), means.to_numpy()), index=rivals.index, name="best_rival")
    return runs[UTILITY] - runs[keys].join(best, on=keys)["best_rival"]


def count_faults(strategies: int, futures: int, known: int) -> list[str]:
    """Describe why there is nothing to compare: one strategy, or fewer than two complete futures."""
    faults = []
    if strategies < 2:
        faults.append(f"robustness compares strategies: at least 2 are needed, found {strategies}")
    if futures < 2:
        faults.append(f"{futures} of {known} futures have all runs of all strategies: at least 2 are needed")
    return faults


def check_futures(runs: pd.DataFrame, outcome: str) -> list[str]:
    """Return the columns that identify a future.

    Raises
    ------
    InputError
        If the table lacks a column, the outcome is not numeric, or there is only one strategy.
    """
    future = [c for c in FUTURE if c in runs]
    faults = [f"no column {c}" for c in ("strategy", *RUN) if c not in runs]
    if not future:
        faults.append(f"no column of futures: expected {' or '.join(FUTURE)}")
    if (rival := premium_rival(outcome)) is not None:
        faults += [] if faults else check_rival(runs, outcome, rival)
    elif outcome in RUNG_COLUMNS:
        faults.append(explain_rung(outcome))
    elif outcome not in runs:
        advice = outcome_hint(outcome, [str(c) for c in runs]) or "; it is a column such as utility_mean"
        faults.append(f"unknown outcome {outcome!r}{advice}")
    elif not pd.api.types.is_numeric_dtype(runs[outcome]):
        faults.append(f"{outcome} holds no numbers, so it cannot be averaged")
    if not faults:
        faults += count_faults(runs["strategy"].nunique(), 2, 2)
    if faults:
        raise InputError(*faults)
    return future
