"""Plot the hedging premium by scenario: the gain of hedging over the best other strategy."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from ....model.errors import InputError
from ...compare.paired import find_baseline
from ...compare.premium import compute_premium
from ...labels import DOUBT_NOTE, strategy_label
from ..comparison import difference_axis
from ..parts import source, style
from ..parts.dot_rows import (
    ROW,
    Dot,
    axis_limits,
    build_dots,
    draw_dot,
    format_difference,
    name_column,
    row_axis,
)
from ..parts.doubts import draw_doubt_key, key_height, read_dots
from ..parts.page import Page, shared_look, shorten_text, text_width
from ..parts.source import Names, Results

BESIDE = 64.0
"""Most room for the best other strategy's name in mm."""
HEAD, FOOT = 6.0, 11.0
ASIDE, OWN_COLOUR = 0.2, "#0072B2"
"""Distance of the two premiums of a row from its middle, and the colour of that against own rivals."""
HEADING = "Premium, best other strategy"
READ = "Lines: 95% interval, choice and difference bootstrapped together; a full dot: it leaves out zero."
SAID = (
    "Premium: mean utility of hedge less that of the best other strategy, chosen by its mean over the runs."
)
DIFFERS = "The best other differs between scenarios: a larger premium may mean a weaker rival."
RIVALS = {
    "less the strategy named at the right": style.BLACK,
    "less each draw's own best (at the right in blue)": OWN_COLOUR,
}
"""The two premiums of a row in the key, with their colours."""


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw one dot per scenario, in the folder's order, and the best other strategy at the right.

    Raises
    ------
    InputError
        If a requested name was not run, or no scenario has both ``hedge`` and another strategy.
    """
    names = source.select_scenarios(results, scenarios)
    chosen = source.select_strategies(results, strategies)
    rows = list_premiums(results, names, chosen)
    dots = list(build_dots(rows.rename(columns={"premium": "mean"}), "scenario").values())
    own = find_own(rows)
    titles = source.scenario_labels(results, list(rows["scenario"]))
    texts = [
        premium_text(results, *row) for row in rows[["scenario", "best", "premium"]].itertuples(index=False)
    ]
    right = min(max(text_width(t) for t in (*texts, HEADING)) + 4.0, BESIDE)
    left = name_column(titles.values())
    width, height = style.page_width() - left - right, ROW * len(rows)
    rivals = RIVALS if own else {}
    page = Page(
        "Does hedging pay? Hedging premium by scenario",
        source.figure_caption(
            results, names, chosen, *read_premiums(dots, rows["best"].nunique()), DOUBT_NOTE
        ),
        HEAD + height + FOOT + key_height(dots, rivals),
    )
    ax = page.axes(left, HEAD, width, height)
    base = find_baseline(list(results.manifest["scenarios"]))
    row_axis(ax, list(titles.values()), [i for i, n in enumerate(titles) if n == base])
    difference_axis(ax, axis_limits([*dots, *own]), width)
    ax.set_xlabel("Hedging premium [utility, index points]")
    for row, dot in enumerate(dots):
        draw_dot(ax, dot, row - ASIDE if own else row)
    for row, dot in enumerate(own):
        draw_dot(ax, dot, row + ASIDE, colour=OWN_COLOUR)
    draw_doubt_key(page, dots, HEAD + height + FOOT, rivals)
    write_best(page, texts, right, [format_difference(dot.mean, 4) for dot in own])
    return page.figure


def read_premiums(dots: Sequence[Dot], rivals: int) -> list[str]:
    """Return the parts of the caption that explain the marks, and warn where there are several rivals."""
    return [SAID, *([DIFFERS] if rivals > 1 else []), read_dots(dots, READ)]


def find_own(rows: pd.DataFrame) -> list[Dot]:
    """Return the premiums against each draw's own best rival; none where runs carry no draws."""
    return list(build_dots(rows, "scenario", "own").values()) if "own" in rows else []


def list_premiums(results: Results, names: Names, strategies: Names) -> pd.DataFrame:
    """Compute the premium of each scenario, in the order of ``names``: rivals differ, so sizes do not rank.

    Raises
    ------
    InputError
        If no scenario has finished runs of both ``hedge`` and another strategy.
    """
    source.require_hedge(strategies)
    table = compute_premium(source.select_finished_runs(results, names, strategies), results.manifest["seed"])
    if table.empty:
        msg = "no run of 'hedge' finished together with one of another strategy: there is no premium"
        raise InputError(msg)
    return table.sort_values("scenario", key=lambda column: column.map(list(names).index))


def write_best(page: Page, texts: Sequence[str], width: float, own: Sequence[str] = ()) -> None:
    """Write the best other strategies in a column at the right, ``width`` mm wide, one per row.

    Below each, at the height of its bar, stands the premium against each draw's own best.
    """
    left = style.page_width() - width + 2.0
    page.write(HEADING, left, HEAD - 4.5, size=style.SMALL, color=style.GREY)
    for row, text in enumerate(texts):
        at = HEAD + ROW * (row + 0.5 - (ASIDE if own else 0.0))
        short = shorten_text(text, width - 3.0)
        page.write(short, left, at, va="center_baseline", size=style.SMALL, gid="best")
    for row, text in enumerate(own):
        at = HEAD + ROW * (row + 0.5 + ASIDE)
        page.write(text, left, at, va="center_baseline", size=style.SMALL, color=OWN_COLOUR, gid="own")


def premium_text(results: Results, scenario: str, best: str, value: float) -> str:
    """Format a premium and the label of the strategy that it is measured against."""
    labels = source.patron_labels(results.manifest["scenarios"][scenario])
    return f"{format_difference(value, 4)}  {strategy_label(best, labels).partition(' (')[0]}"
