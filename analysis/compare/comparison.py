"""All tables of a comparison, for ``hedgesim compare`` and for notebooks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.outcomes import indicator_columns, outcome_columns
from ...model.parameters.lookup import hint
from ...model.strategies import HEDGE
from ..labels import OK, WINDOW, regime_order
from .changes import compute_changed_outcomes, list_changed_inputs
from .groups import find_groups
from .ladder import compute_rivals
from .paired import (
    DRAW,
    HEADS,
    MEANS,
    REGIME_COLUMNS,
    Results,
    compute_means,
    compute_regime_shares,
    compute_scenario_differences,
    compute_strategy_differences,
    find_baseline,
    list_finished_runs,
    read_outcomes,
    read_status,
    require_comparable,
)
from .premium import compute_premium

TABLES = (
    "strategies", "differences", "premium", "rivals", "regimes", "indicators", "scenarios", "inputs",
    "outcomes",
)  # fmt: skip
"""Tables of a comparison."""


@dataclass(frozen=True)
class Comparison:
    """The tables of a comparison.

    Attributes
    ----------
    scenarios : mapping
        The scenarios compared, by name, in the form of a manifest; the baseline first.
    baseline : str
        The scenario that the others are compared with.
    strategy : str
        The strategy with which scenarios are compared with the baseline.
    runs, failed : int
        Number of runs that finished, and of runs that failed and are left out.
    tables : mapping of str to DataFrame
        ``strategies`` (means), ``differences`` (strategies less hedge), ``premium``, ``rivals`` (hedge less
        the best of each kind of strategies, in a sweep at each point, chosen on the other half of the runs),
        ``regimes``, ``indicators`` (means of those of the literature), ``scenarios`` (scenarios less the
        baseline), ``inputs`` and ``outcomes`` (changes from the baseline). Where runs carry draws, rows
        with low and high have the columns of :data:`.two_part.PARTS` too.
    draws : int
        Number of draws of parameters that runs carry, 0 without.
    window : str
        Quarters that outcomes are of, in words; empty for whole runs.
    """

    scenarios: Mapping[str, Mapping[str, Any]]
    baseline: str
    strategy: str
    runs: int
    failed: int
    tables: Mapping[str, pd.DataFrame]
    draws: int = 0
    window: str = ""


@normalise_arguments
def comparison(
    results: Results, scenarios: Sequence[str] | None = None, strategy: str | None = None
) -> Comparison:
    """Compare the scenarios and strategies of a result folder.

    Parameters
    ----------
    results : Results
        A result folder.
    scenarios : sequence of str, optional
        Scenarios to compare; all by default. The baseline, if it was run, is always included.
    strategy : str, optional
        Strategy with which scenarios are compared with the baseline; ``hedge`` by default.

    Raises
    ------
    InputError
        If a name was not run, scenarios do not cover the same quarters, or no run finished.
    """
    entries = results.manifest["scenarios"]
    baseline = find_baseline(list(entries))
    chosen = check_names("scenario", scenarios, list(entries)) if scenarios is not None else list(entries)
    names = [baseline, *(n for n in entries if n in chosen and n != baseline)]
    parts = {name: entries[name] for name in names}
    require_comparable(parts, baseline)
    indicators = indicator_columns(parts[baseline]["patrons"])
    runs = list_finished_runs(results, names, [*MEANS, *REGIME_COLUMNS])
    strategies = list(runs["strategy"].unique())
    default = HEDGE if HEDGE in strategies else strategies[0]
    shown = default if strategy is None else check_names("strategy", [strategy], strategies)[0]
    order = regime_order(parts[baseline]["patrons"])
    tables = {
        "strategies": compute_means(runs),
        "differences": compute_strategy_differences(runs, default),
        "premium": compute_premium(runs, int(results.manifest["seed"])),
        "rivals": compute_rivals(runs),
        "regimes": compute_regime_shares(runs, order),
        "indicators": average_indicators(results, runs, indicators),
        "scenarios": compute_scenario_differences(runs, baseline),
        "inputs": list_changed_inputs(parts, baseline),
        "outcomes": compute_changed_outcomes(
            read_strategy(results, runs, shown) if len(names) > 1 else runs, baseline, shown
        ),
    }
    draws = runs[DRAW].nunique() if DRAW in runs else 0
    window = results.manifest.get(WINDOW, "")
    failed = count_failures(results, names)
    return Comparison(parts, baseline, shown, len(runs), failed, tables, draws, window)


def average_indicators(results: Results, runs: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    """Compute the means of indicators, by scenario and strategy; a folder's are read a few at a time."""
    groups = find_groups(runs, HEADS)
    parts = [
        compute_means(table, shown, groups)
        for table in read_outcomes(results, runs, indicators)
        if (shown := [name for name in indicators if name in table])
    ]
    found = pd.concat(parts, ignore_index=True) if parts else compute_means(runs, [])
    order = found.groupby(list(HEADS), sort=False).ngroup().argsort(kind="stable")
    return found.iloc[order].reset_index(drop=True)


def read_strategy(results: Results, runs: pd.DataFrame, strategy: str) -> pd.DataFrame:
    """Return the runs with a strategy and all their outcomes: what a scenario changes is shown of each."""
    chosen = runs[runs["strategy"] == strategy].reset_index(drop=True)
    columns = list(outcome_columns(next(iter(results.manifest["scenarios"].values()))["patrons"]))
    first, *others = read_outcomes(results, chosen, columns)
    return pd.concat(
        [first, *(table[[c for c in columns if c in table]] for table in others)], axis="columns"
    )


def count_failures(results: Results, names: Sequence[str]) -> int:
    """Return the number of failed runs of some scenarios."""
    if not results.manifest.get("failed", True):
        return 0
    runs = read_status(results)
    return int(((runs["status"] != OK) & runs["scenario"].isin(list(names))).sum())


def check_names(what: str, names: Sequence[str], there: Sequence[str]) -> list[str]:
    """Return the given names as a list, after a check that each was run.

    Raises
    ------
    InputError
        One message per name that was not run, with the nearest that was.
    """
    faults = [
        f"{what} {name!r} was not run; there are {', '.join(there)}{hint(name, there)}"
        for name in names
        if name not in there
    ]
    if faults:
        raise InputError(*faults)
    return list(names)
