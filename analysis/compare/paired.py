"""Scenarios and strategies compared with each other, paired by run: plain tables in, plain tables out.

Run k of every scenario and strategy meets the same shocks, so differences are computed run by run and then
averaged: the common effect of the shocks cancels. Intervals are 95% and of Student's t over runs; with a
single run there is none, and ``low`` and ``high`` are NaN. Where runs carry draws of parameters, every table
has the columns of :data:`.two_part.PARTS` besides, and intervals are over draws.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.dates import quarter_name
from ...model.errors import InputError
from ...model.outcomes import INDICES, UTILITY
from ...model.strategies import HEDGE
from ..labels import OK
from ..results import folder
from .groups import Group, find_groups, split_runs
from .two_part import PARTS, clip_interval, estimate_means

MEANS = tuple(f"{d}_mean" for d in INDICES)
"""Outcomes that are compared by default."""
DRAW = "draw"
"""Column of the number of a run's draw of parameters; only where runs carry draws."""
PAIRING = ("point", "seed", "run", DRAW)
"""Columns that pair runs, where there are such."""
REGIME_COLUMNS = ("regime", "regime_margin", "hedging_lost_quarter")
NEAR = 0.02
"""A run is close to a threshold of a regime when ``regime_margin`` is below this."""

PART = 1_000_000
"""Numbers of outcomes that are read at a time where means are taken of many: more leave the cache."""
HEADS = ("scenario", "strategy")

Measures = Sequence[str]


class Results(Protocol):
    """The part of a result folder that is compared, as a protocol; ``results.folder.Results`` has it."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """Return the manifest: how the folder was made."""

    @property
    def design(self) -> pd.DataFrame:
        """Return the design, one row per run."""

    @property
    def outcomes(self) -> pd.DataFrame:
        """Return the outcomes, one row per run."""


def list_pairing_columns(runs: pd.DataFrame) -> list[str]:
    """Return the columns that pair runs: those of the shocks, of the point in a sweep, and of the draw."""
    return [c for c in PAIRING if c in runs]


def list_finished_runs(
    results: Results, scenarios: Sequence[str] | None = None, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Join design and outcomes of the runs that finished, one row per run.

    Parameters
    ----------
    results : Results
        A result folder.
    scenarios : sequence of str, optional
        Scenarios to keep; all by default.
    columns : sequence of str, optional
        Outcomes that are needed, besides what pairs runs; all columns by default.

    Raises
    ------
    InputError
        If no run finished.
    """
    if columns is not None and isinstance(results, folder.Results):
        results = results.select_columns([*HEADS, *PAIRING, *columns])
    table = join_outcomes(results.design, results.outcomes)
    mask = table["status"] == OK
    if scenarios is not None:
        mask &= table["scenario"].isin(list(scenarios))
    if not mask.all():
        table = table[mask].reset_index(drop=True)
    if table.empty:
        msg = "no run finished, so there is nothing to compare; the column error of the outcomes says why"
        raise InputError(msg)
    return table


def read_outcomes(results: Results, runs: pd.DataFrame, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Yield finished runs with further outcomes, a few at a time, so that memory stays bounded.

    Parameters
    ----------
    results : Results
        A result folder; of one in memory all come at once.
    runs : DataFrame
        Some of its runs, from :func:`list_finished_runs`; rows keep their order.
    columns : sequence of str
        Outcomes; a folder of an earlier version may lack some.
    """
    if not isinstance(results, folder.Results):
        yield runs
        return
    keys = runs[["run_id", *HEADS, *list_pairing_columns(runs)]]
    total = int(results.manifest["tables"]["outcomes"]["rows"])
    for table in results.read_outcomes(columns, max(1, PART // max(1, total))):
        if len(keys) < total:  # run_ids count a folder's rows
            table = table.iloc[keys["run_id"].to_numpy()].set_axis(keys.index)  # noqa: PLW2901
        yield pd.concat([keys, table], axis="columns")


def read_status(results: Results) -> pd.DataFrame:
    """Return scenario, strategy, draw and status of every run, finished or not."""
    if isinstance(results, folder.Results):
        results = results.select_columns([*HEADS, DRAW])
    table = join_outcomes(results.design, results.outcomes[["run_id", "status"]])
    return table[[c for c in (*HEADS, DRAW, "status") if c in table]]


def join_outcomes(design: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Join design and outcomes by run_id, in the order of the design."""
    if design["run_id"].equals(outcomes["run_id"]):  # faster than a merge
        return pd.concat([design, outcomes.drop(columns="run_id")], axis="columns")
    return design.merge(outcomes, on="run_id")


def find_baseline(names: Sequence[str]) -> str:
    """Return the scenario that others are compared with: the first called ``baseline``, else the first."""
    return next((n for n in names if n.rpartition("/")[2] == "baseline"), names[0])


def describe_incomparable(scenarios: Mapping[str, Mapping[str, Any]], baseline: str) -> dict[str, str]:
    """Describe how scenarios differ from the baseline in first quarter or horizon, by name.

    Parameters
    ----------
    scenarios : mapping
        Scenarios by name, in the form of a manifest.
    baseline : str
        Name of the scenario that the others are compared with.
    """
    base, faults = scenarios[baseline], {}
    for name, scenario in scenarios.items():
        parts = []
        if scenario["first_quarter"] != base["first_quarter"]:
            parts.append(f"starts in {name_quarter(scenario)}, not {name_quarter(base)}")
        if scenario["horizon"] != base["horizon"]:
            parts.append(f"runs {scenario['horizon']} quarters, not {base['horizon']}")
        if parts:
            faults[name] = " and ".join(parts)
    return faults


def require_comparable(scenarios: Mapping[str, Mapping[str, Any]], baseline: str) -> None:
    """Refuse scenarios that do not cover the same quarters.

    Raises
    ------
    InputError
        One message per scenario that differs from the baseline.
    """
    faults = describe_incomparable(scenarios, baseline)
    if faults:
        reasons = [f"{name} cannot be compared with {baseline}: it {why}" for name, why in faults.items()]
        raise InputError(*reasons, "leave them out: name those to compare with --scenario")


def list_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dicts by column name."""
    return cast("list[dict[str, Any]]", table.to_dict("records"))


def name_quarter(scenario: Mapping[str, Any], number: int = 0) -> str:
    """Return the name of a scenario's quarter, counted from 0: ``2017Q3``."""
    return quarter_name(scenario["first_quarter"] + number)


def find_draws(runs: pd.DataFrame) -> NDArray[np.int64] | None:
    """Return the number of each run's draw, shape (runs,); None where runs carry none."""
    return runs[DRAW].to_numpy(np.int64) if DRAW in runs else None


def estimate_columns(
    runs: pd.DataFrame, names: Measures, values: NDArray[np.float64]
) -> list[dict[str, Any]]:
    """Estimate the means of quantities by run: a row each with measure, runs, mean, low, high, and PARTS.

    Parameters
    ----------
    runs : DataFrame
        The runs, with their draws if they carry any; in a sweep a run's mean over points counts once, since
        points are no repeats of a draw.
    names : sequence of str
        Names of the quantities.
    values : array, shape (quantities, runs)
        The quantities.
    """
    draws = find_draws(runs)
    if draws is None or "point" not in runs:
        found = estimate_means(values, draws)
    else:
        table = pd.DataFrame(values.T, index=runs.index)
        means = table.groupby([runs["seed"], runs["run"], runs[DRAW]]).mean()
        numbers = means.index.get_level_values(DRAW).to_numpy(np.int64)
        found = estimate_means(np.ascontiguousarray(means.to_numpy().T), numbers)
    return [{"measure": name} | row | {"runs": len(runs)} for name, row in zip(names, found, strict=True)]


def stack_measures(runs: pd.DataFrame, measures: Measures) -> NDArray[np.float64]:
    """Return outcomes by run, shape (measures, runs)."""
    found = np.empty((len(measures), len(runs)))
    for row, measure in zip(found, measures, strict=True):
        row[:] = runs[measure].to_numpy(float)
    return found


def list_estimates(runs: pd.DataFrame) -> list[str]:
    """Return the columns of an estimate: runs, mean, low, high, and PARTS where runs carry draws."""
    return ["runs", "mean", "low", "high", *(PARTS if DRAW in runs else ())]


def compute_means(
    runs: pd.DataFrame, measures: Measures = MEANS, groups: Sequence[Group] | None = None
) -> pd.DataFrame:
    """Compute the means of outcomes over runs, by scenario and strategy.

    Parameters
    ----------
    runs : DataFrame
        Runs from :func:`list_finished_runs`.
    measures : sequence of str
        Outcome columns.
    groups : sequence of Group, optional
        The rows of each scenario and strategy, where they were found before.

    Returns
    -------
    DataFrame
        Columns scenario, strategy, measure, runs, mean, low, high; in the order of the design.
    """
    rows = []
    for names, places in find_groups(runs, HEADS) if groups is None else groups:
        heads, part = dict(zip(HEADS, names, strict=True)), runs.iloc[places]
        found = estimate_columns(part, measures, stack_measures(part, measures))
        rows += [heads | (clip_interval(row) if row["measure"] in MEANS else row) for row in found]
    return pd.DataFrame(rows, columns=[*HEADS, "measure", *list_estimates(runs)])


def compute_differences(
    left: pd.DataFrame, right: pd.DataFrame, measures: Measures = MEANS
) -> list[dict[str, Any]]:
    """Compute the mean of left minus right, paired by run, for each measure.

    Runs that only one of them finished are left out.
    """
    keys = list_pairing_columns(left)
    if not all(np.array_equal(left[key], right[key]) for key in keys):
        common = left[keys].merge(right[keys], on=keys)
        left, right = (common.merge(side, on=keys) for side in (left, right))
    if left.empty:
        return []
    return estimate_columns(left, measures, stack_measures(left, measures) - stack_measures(right, measures))


def tabulate_utility(runs: pd.DataFrame) -> pd.DataFrame:
    """Return utility with a row per run and a column per strategy, indexed by what pairs runs."""
    keys = list_pairing_columns(runs)
    parts = {name: part for (name,), part in split_runs(runs, ["strategy"])}
    first = next(iter(parts.values()))[keys].to_numpy()
    if not all(np.array_equal(part[keys].to_numpy(), first) for part in parts.values()):
        runs = runs.astype({"strategy": str})
        return runs.pivot_table(index=keys, columns="strategy", values=UTILITY, sort=False)
    values = np.stack([part[UTILITY].to_numpy(float) for part in parts.values()], axis=1)
    index = pd.MultiIndex.from_frame(pd.DataFrame(first, columns=keys))
    return pd.DataFrame(values, index, list(parts), copy=False)  # adds up like a pivot table


def compute_strategy_differences(
    runs: pd.DataFrame, reference: str = HEDGE, measures: Measures = MEANS
) -> pd.DataFrame:
    """Compute each strategy minus the reference in the same scenario, paired by run.

    Returns
    -------
    DataFrame
        Columns scenario, strategy, reference, measure, runs, mean (of the difference), low, high.
    """
    return _subtract_reference(runs, "scenario", "strategy", reference, measures)


def compute_scenario_differences(
    runs: pd.DataFrame, baseline: str, measures: Measures = MEANS
) -> pd.DataFrame:
    """Compute each scenario minus the baseline with the same strategy, paired by run.

    Returns
    -------
    DataFrame
        Columns strategy, scenario, reference, measure, runs, mean (of the difference), low, high.
    """
    return _subtract_reference(runs, "strategy", "scenario", baseline, measures)


def _subtract_reference(
    runs: pd.DataFrame, within: str, between: str, reference: str, measures: Measures
) -> pd.DataFrame:
    """Compute differences from the reference in column ``between``, separately for each ``within``."""
    rows = []
    for (name,), group in split_runs(runs, [within]):
        parts = {other: part for (other,), part in split_runs(group, [between])}
        base = parts.pop(reference, group.iloc[:0])
        for other, part in parts.items():
            heads = {within: name, between: other, "reference": reference}
            rows += [heads | row for row in compute_differences(part, base, measures)]
    columns = [within, between, "reference", "measure", *list_estimates(runs)]
    return pd.DataFrame(rows, columns=columns)


def compute_regime_shares(runs: pd.DataFrame, order: Sequence[str] = ()) -> pd.DataFrame:
    """Compute the shares of runs that end in each regime, by scenario and strategy.

    Parameters
    ----------
    runs : DataFrame
        Runs from :func:`list_finished_runs`.
    order : sequence of str
        Regimes that get a column, also where no run ended in them; others found come after.

    Returns
    -------
    DataFrame
        Columns scenario, strategy, runs, ``near_threshold`` (share of runs with ``regime_margin`` below
        NEAR), ``hedging_lost`` (share of runs that lost hedging at some time), then one share per regime.
    """
    names = [*order, *(r for r in runs["regime"].unique() if r not in order)]
    rows = []
    for (scenario, strategy), part in split_runs(runs, HEADS):
        row = {"scenario": scenario, "strategy": strategy, "runs": len(part)}
        row["near_threshold"] = float((part["regime_margin"] < NEAR).mean())
        row["hedging_lost"] = float(part["hedging_lost_quarter"].notna().mean())
        rows.append(row | {name: float((part["regime"] == name).mean()) for name in names})
    return pd.DataFrame(rows)
