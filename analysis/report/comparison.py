"""Write the report's comparison of strategies, in a batch or over a sweep's points, and their robustness."""

import contextlib
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ..compare.comparison import comparison
from ..compare.ladder import compute_rivals
from ..compare.paired import MEANS, compute_regime_shares, list_finished_runs, list_rows
from ..compare.point_values import choose_targets, join_finished_runs, select_values
from ..explore.robustness import robustness
from ..labels import DOUBT_NOTE, PREMIUM
from ..plots import robustness as plot_robustness
from ..plots.parts.source import count_names, patron_labels
from ..results.folder import Results
from ..tables.comparison import DIGITS, FAST_KINDS, overview_sheets, regime_columns, strategy_sheets
from ..tables.robustness import robustness_sheets
from ..tables.sheet import Sheet, format_fixed, format_percent
from .figures import draw_figure
from .html_page import Block, Fold, Section, Text, reason, title_tables

OUTCOME = MEANS[3]
"""The outcome by which robustness is judged."""


def compare_strategies(results: Results) -> Section:
    """Build the section that compares strategies and scenarios."""
    try:
        blocks = list(point_blocks(results) if results.manifest["design"] else scenario_blocks(results))
    except InputError as error:
        blocks = [reason("Comparison", error)]
    return Section("comparison", "Comparison", blocks)


def scenario_blocks(results: Results) -> Iterator[Block]:
    """Yield the tables of ``hedgesim compare``: all scenarios, the baseline, then the others in folds."""
    found = comparison(results)
    yield from title_tables(overview_sheets(found))
    for name in found.scenarios:
        sheets = list(title_tables(strategy_sheets(found, name)))
        if name == found.baseline:
            yield from sheets
        else:
            yield Fold(f"{name}: {found.scenarios[name]['title']}", sheets)


def point_blocks(results: Results) -> Iterator[Block]:
    """Yield the means over all points of a sweep, and the premium by point."""
    yield Text(
        "A sweep: outcomes are means over all points and runs. They have no intervals, for points are chosen,"
        " not drawn; which inputs the differences depend on is told below."
    )
    yield from title_tables(means_sheet(results, name) for name in results.manifest["scenarios"])
    try:
        yield point_premium_sheet(results)
    except InputError as error:
        yield reason("Hedging premium", error)
    yield from fast_ladder_sheets(results)


def sweep_sheets(results: Results, scenarios: Sequence[str]) -> list[Sheet]:
    """Build the tables of a sweep: means by scenario, and the premium if the strategies allow it."""
    sheets = [means_sheet(results, name) for name in scenarios]
    with contextlib.suppress(InputError):  # without hedge and another strategy there is no premium
        sheets.append(point_premium_sheet(results))
    return [*sheets, *fast_ladder_sheets(results)]


def means_sheet(results: Results, scenario: str) -> Sheet:
    """Build the table of mean outcomes and regime shares by strategy, for one scenario."""
    runs = list_finished_runs(results, [scenario])
    means, shares = runs.groupby("strategy", sort=False)[list(MEANS)].mean(), compute_regime_shares(runs)
    found = regime_columns(shares)
    rows = [
        [
            r["strategy"],
            *(format_fixed(v) for v in means.loc[r["strategy"]]),
            *(format_percent(r[f]) for f in found),
        ]
        for r in list_rows(shares)
    ]
    best = means.to_numpy().argmax(axis=0)
    bold = (
        frozenset((int(row), column + 1) for column, row in enumerate(best)) if len(rows) > 1 else frozenset()
    )
    heads = [
        "strategy",
        "security",
        "economy",
        "autonomy",
        "utility",
        *(f.replace(":", ":\n") for f in found),
    ]
    notes = [
        "Bold: the best. Regimes: share of runs by their regime over the last 8 quarters; a dot is none."
    ]
    return Sheet(f"{scenario}: strategies over all points", heads, rows, bold, notes)


def point_premium_sheet(results: Results) -> Sheet:
    """Build the table of the hedging premium over points, by scenario.

    Raises
    ------
    InputError
        If ``hedge`` or every other strategy was not run.
    """
    rows = []
    for name in results.manifest["scenarios"]:
        runs = join_finished_runs(results.design, results.outcomes, results.manifest["design"], name)
        choose_targets(runs, results.outcomes, [PREMIUM], None)
        at = select_values(runs, PREMIUM, "").groupby("point")["value"].mean().to_numpy()
        rows.append([name, *spread_cells(at)])
    notes = [
        "Mean utility of hedge less that of the best other strategy, which is chosen at each point.",
        DOUBT_NOTE,
    ]
    return Sheet("Hedging premium over the points", ["scenario", *SPREAD], rows, notes=notes)


SPREAD = ("mean", "5%", "median", "95%", "points\nbelow 0")
"""Heads of the columns of :func:`spread_cells`."""


def spread_cells(at: NDArray[np.float64]) -> list[str]:
    """Format how a premium is spread over points: see SPREAD."""
    numbers = (float(at.mean()), *(float(q) for q in np.quantile(at, (0.05, 0.5, 0.95))))
    return [
        *(format_fixed(v, DIGITS, sign=True) for v in numbers),
        format_percent(float((at < 0.0).mean())),
    ]


def fast_ladder_sheets(results: Results) -> Iterator[Sheet]:
    """Yield the table of the fast ladder over points, unless it has no rows, as with one run a point."""
    table = compute_rivals(list_finished_runs(results))
    rows = [
        [str(scenario), str(kind), *spread_cells(part["mean"].to_numpy(float))]
        for (scenario, kind), part in table.groupby(["scenario", "rival"], sort=False)
        if kind in FAST_KINDS
    ]
    notes = [
        "Mean utility of hedge less that of the best strategy of a kind, at each point chosen on one half of"
        " the runs and scored on the other. Nothing is searched; --json has all points and kinds."
    ]
    if rows:
        heads = ["scenario", "hedge less", *SPREAD]
        yield Sheet("Fast ladder over the points", heads, rows, notes=notes, left=frozenset({0, 1}))


def compare_futures(results: Results) -> Section:
    """Build the section on robustness over all futures: scenarios, points or both."""
    manifest = results.manifest
    try:
        found = robustness(list_finished_runs(results), OUTCOME, int(manifest["seed"]))
    except InputError as error:
        return Section("robustness", "Robustness", [reason("Robustness", error)])
    labels = patron_labels(next(iter(manifest["scenarios"].values())))
    told = f"{count_names('Scenario', 'Scenarios', list(manifest['scenarios']))}."
    draw = partial(plot_robustness.draw, found, labels, told)
    figure = draw_figure("robustness: criteria by strategy, over all futures", draw)
    return Section("robustness", "Robustness", [*title_tables(robustness_sheets(found)), *figure])
