"""From runs to one number per point: design and outcomes joined by run_id, in any order.

An outcome of a strategy at a point is its mean over the runs there. The ``premium`` of :mod:`.premium` is
such an outcome, too: its best rival is chosen at each point.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from ...model.errors import InputError
from ...model.outcomes import UTILITY
from ...model.parameters.lookup import hint
from ...model.strategies import FIXED, HEDGE
from ..design.unit_cube import Numbers
from ..labels import OK, PREMIUM, RUNG, explain_rung, outcome_hint, premium_rival
from .premium import compute_premium_by_run, premium_names

KEYS = ("run_id", "scenario", "strategy", "point", "run", "seed")
"""Columns of a sweep's design besides one per path."""
RUN = ["point", "seed", "run"]


def join_finished_runs(
    design: pd.DataFrame, outcomes: pd.DataFrame, spec: Mapping[str, Any], scenario: str | None = None
) -> pd.DataFrame:
    """Join design and outcomes of the finished runs of one scenario, sorted by point.

    Parameters
    ----------
    design : DataFrame
        One row per run: KEYS and one column per path.
    outcomes : DataFrame
        One row per run: run_id, status, and outcomes.
    spec : mapping
        Description of the points, see :meth:`~hedgesim.analysis.design.points.Points.spec`.
    scenario : str, optional
        The scenario; required if there are several.

    Raises
    ------
    InputError
        If columns are missing, a run occurs twice, points are not those described, or the scenario is
        unclear.
    """
    faults = column_faults(design, [*KEYS, *(a["path"] for a in spec["axes"])], "design")
    faults += column_faults(outcomes, ["run_id", "status"], "outcomes")
    if not faults:
        faults += [
            f"{name}: run_id {table['run_id'][table['run_id'].duplicated()].iloc[0]} comes twice"
            for name, table in (("design", design), ("outcomes", outcomes))
            if table["run_id"].duplicated().any()
        ]
        faults += scenario_faults(list(design["scenario"].unique()), scenario)
    if faults:
        raise InputError(*faults)
    chosen = design if scenario is None else design[design["scenario"] == scenario]
    found = np.unique(chosen["point"].to_numpy())
    if not np.array_equal(found, np.arange(spec["points"])):
        msg = f"design: found {len(found):,} points; the sweep's description has {spec['points']:,}, from 0"
        raise InputError(msg)
    runs = chosen.merge(outcomes, on="run_id", suffixes=("", "_outcome"))
    return runs[runs["status"] == OK].sort_values([*RUN, "strategy"]).reset_index(drop=True)


def column_faults(table: pd.DataFrame, needed: Sequence[str], name: str) -> list[str]:
    """Describe the columns that a table lacks, in one sentence."""
    lacking = [c for c in needed if c not in table]
    word = "column" if len(lacking) == 1 else "columns"
    return [f"{name}: {word} {', '.join(lacking)} missing"] if lacking else []


def scenario_faults(known: Sequence[str], name: str | None) -> list[str]:
    """Describe why the scenario was not run, or is needed and missing."""
    if name is not None and name not in known:
        return [f"scenario {name!r} was not run; there are {', '.join(known)}{hint(name, known)}"]
    if name is None and len(known) != 1:
        return [f"sensitivity is that of one scenario; there are {', '.join(known)}: name one"]
    return []


def choose_targets(
    runs: pd.DataFrame, outcomes: pd.DataFrame, of: Sequence[str], strategies: Sequence[str] | None
) -> list[tuple[str, str]]:
    """Return the pairs of outcome and strategy to analyse.

    Parameters
    ----------
    runs : DataFrame
        Runs from :func:`join_finished_runs`.
    outcomes : DataFrame
        Its columns of numbers are the outcomes.
    of : sequence of str
        Outcomes, ``premium`` or ``premium:RIVAL``; by default the premium if it can be computed, else
        mean utility.
    strategies : sequence of str or None
        Strategies; all by default. The premium is always that of ``hedge``.

    Raises
    ------
    InputError
        With every outcome and strategy that is unknown, and the nearest known.
    """
    played = [str(s) for s in runs["strategy"].unique()]
    premiums = premium_names(played) if UTILITY in outcomes else []
    numbers = [str(c) for c in outcomes if is_numeric_dtype(outcomes[c]) or is_bool_dtype(outcomes[c])]
    known = [c for c in numbers if c != "run_id"] + premiums
    columns = list(of) or [PREMIUM if PREMIUM in premiums else UTILITY]
    faults = [explain_unknown_outcome(name, known, outcomes) for name in columns if name not in known]
    faults += [
        f"strategy {s!r} was not run; there are {', '.join(played)}{hint(s, played)}"
        for s in strategies or []
        if s not in played
    ]
    if faults:
        raise InputError(*faults)
    pairs = [(o, s) for o in columns for s in (strategies or played if premium_rival(o) is None else [HEDGE])]
    return list(dict.fromkeys(pairs))


def explain_unknown_outcome(name: str, known: Sequence[str], outcomes: pd.DataFrame) -> str:
    """Describe why an outcome cannot be analysed."""
    if name.startswith(RUNG):
        return explain_rung(name)
    if name == PREMIUM:
        return f"premium needs {HEDGE}, another strategy than {FIXED}, and the column {UTILITY}"
    if (rival := premium_rival(name)) is not None:
        return f"{name} needs {rival} beside {HEDGE}; run the sweep with more --strategies{hint(name, known)}"
    if name in outcomes:
        return f"outcome {name!r} holds no numbers; choose one that does, such as {UTILITY}"
    short = ", ".join(n for n in known if ":" not in n)
    return f"unknown outcome {name!r}{outcome_hint(name, known) or f'; known are {short}'}"


def select_values(runs: pd.DataFrame, outcome: str, strategy: str) -> pd.DataFrame:
    """Return one outcome with one strategy, one row per run: point, seed, run, value.

    Rows without a value are left out.
    """
    rival = premium_rival(outcome)
    if rival is not None:
        return compute_premium_values(runs, rival)
    part = runs.loc[runs["strategy"] == strategy, [*RUN, outcome]].rename(columns={outcome: "value"})
    return part.astype({"value": float}).dropna().reset_index(drop=True)


def compute_premium_values(runs: pd.DataFrame, rival: str = "") -> pd.DataFrame:
    """Compute the premium by run, one row each: point, seed, run, value."""
    wide = runs.pivot_table(index=RUN, columns="strategy", values=UTILITY).dropna()
    gains = compute_premium_by_run(wide, ["point"], rival)["premium"].to_numpy()
    return wide.index.to_frame(index=False).assign(value=gains)


def compute_point_means(values: pd.DataFrame, points: int, name: str) -> Numbers:
    """Compute the mean over runs at each point, shape (points,).

    Raises
    ------
    InputError
        If a point has no value, or all have the same.
    """
    count = np.bincount(values["point"], minlength=points)
    empty = np.flatnonzero(count == 0)
    if len(empty):
        word = "has" if len(empty) == 1 else "have"
        msg = (
            f"{name}: {len(empty):,} of {points:,} points {word} no value, the first is {empty[0]}:"
            " runs failed, were not played or do not have this outcome"
        )
        raise InputError(msg)
    means = np.bincount(values["point"], weights=values["value"], minlength=points) / count
    # relative to the largest mean: differences of rounding are no variation
    if np.ptp(means) <= 1e-12 * np.abs(means).max():
        msg = f"{name}: is {means[0]:g} at every point, so nothing accounts for it"
        raise InputError(msg)
    return np.asarray(means, dtype=float)
