"""Plot the hedging premium by scenario: the gain of hedging over the best other strategy."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from ...model.errors import InputError
from ...model.strategies import HEDGE
from ..compare.paired import find_baseline
from ..compare.premium import compute_premium
from ..labels import DOUBT_NOTE, strategy_label
from .comparison import difference_axis
from .parts import source, style
from .parts.dot_rows import ROW, Dot, axis_limits, draw_dot, format_difference, name_column, row_axis
from .parts.page import Page, shared_look, shorten_text, text_width
from .parts.source import Names, Results

BESIDE = 64.0
"""Most room for the best other strategy's name in mm."""
HEAD, FOOT = 6.0, 11.0
HEADING = "Premium, best other strategy"
READ = (
    "Premium: mean utility of hedge less that of the best other strategy, chosen by its mean over the runs."
    " Lines: 95% interval, choice and difference bootstrapped together; a full dot: it leaves out zero."
)


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw one dot per scenario, sorted by premium, and the best other strategy at the right.

    Raises
    ------
    InputError
        If a requested name was not run, or no scenario has both ``hedge`` and another strategy.
    """
    names = source.select_scenarios(results, scenarios)
    chosen = source.select_strategies(results, strategies)
    rows = sort_premiums(results, names, chosen)
    dots = [Dot(*map(float, row)) for row in rows[["premium", "low", "high"]].to_numpy()]
    titles = source.scenario_labels(results, list(rows["scenario"]))
    texts = [
        premium_text(results, *row) for row in rows[["scenario", "best", "premium"]].itertuples(index=False)
    ]
    right = min(max(text_width(t) for t in (*texts, HEADING)) + 4.0, BESIDE)
    left = name_column(titles.values())
    width, height = style.WIDTH - left - right, ROW * len(rows)
    page = Page(
        "Does hedging pay? Hedging premium by scenario",
        source.figure_caption(results, names, chosen, READ, DOUBT_NOTE),
        HEAD + height + FOOT,
    )
    ax = page.axes(left, HEAD, width, height)
    base = find_baseline(list(results.manifest["scenarios"]))
    row_axis(ax, list(titles.values()), [i for i, n in enumerate(titles) if n == base])
    difference_axis(ax, axis_limits(dots), width)
    ax.set_xlabel("Hedging premium [utility, index points]")
    for row, dot in enumerate(dots):
        draw_dot(ax, dot, row)
    write_best(page, texts, right)
    return page.figure


def sort_premiums(results: Results, names: Names, strategies: Names) -> pd.DataFrame:
    """Compute the premium of each scenario, the largest first.

    Raises
    ------
    InputError
        If no scenario has finished runs of both ``hedge`` and another strategy.
    """
    if HEDGE not in strategies:
        msg = f"the hedging premium needs the strategy 'hedge'; there are {', '.join(strategies)}"
        raise InputError(msg)
    source.require_others(strategies, HEDGE)
    table = compute_premium(source.select_finished_runs(results, names, strategies), results.manifest["seed"])
    if table.empty:
        msg = "no run of 'hedge' finished together with one of another strategy: there is no premium"
        raise InputError(msg)
    return table.sort_values("premium", ascending=False, kind="stable")


def write_best(page: Page, texts: Sequence[str], width: float) -> None:
    """Write the best other strategies in a column at the right, ``width`` mm wide, one per row."""
    left = style.WIDTH - width + 2.0
    page.write(HEADING, left, HEAD - 4.5, size=style.SMALL, color=style.GREY)
    for row, text in enumerate(texts):
        at, short = HEAD + ROW * (row + 0.5), shorten_text(text, width - 3.0)
        page.write(short, left, at, va="center_baseline", size=style.SMALL, gid="best")


def premium_text(results: Results, scenario: str, best: str, value: float) -> str:
    """Format a premium and the label of the strategy that it is measured against."""
    labels = source.patron_labels(results.manifest["scenarios"][scenario])
    return f"{format_difference(value, 4)}  {strategy_label(best, labels).partition(' (')[0]}"
