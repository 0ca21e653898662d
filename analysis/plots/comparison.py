"""Plot paired differences between strategies and a reference strategy, as dots with their doubts."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...model.outcomes import INDICES, UTILITY
from ...model.strategies import HEDGE
from ..compare.paired import MEANS, compute_means, compute_strategy_differences, find_baseline
from ..labels import capitalise_name, quote_name, strategy_label
from .parts import source, style
from .parts.dot_rows import (
    ROW,
    Dot,
    axis_limits,
    build_dots,
    draw_dot,
    draw_reference,
    name_column,
    row_axis,
    zero_line,
)
from .parts.doubts import draw_doubt_key, key_height, read_dots
from .parts.page import Page, shared_look, shorten_text
from .parts.source import Names, Results

if TYPE_CHECKING:
    import pandas as pd

GAP, RIGHT, FOOT = 5.0, 5.0, 11.0
HEAD, KEY = 10.5, 4.2
STRATEGY_ROW = 6.5
DOT_STEP = 1.7
"""Least distance in mm between the dots of a row, which are 1.4 mm high."""
SAID = "Mean difference over runs that meet the same shocks."
READ = (
    "Lines: 95% interval, hidden where it is narrower than the dot; a full dot says that it leaves out zero."
)


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw one scenario on four outcomes, or several on utility; by default the baseline scenario.

    Raises
    ------
    InputError
        If a requested scenario or strategy was not run, or only the reference strategy remains.
    """
    names = source.select_scenarios(results, scenarios)[: None if scenarios else 1]
    chosen = source.select_strategies(results, strategies)
    reference = HEDGE if HEDGE in chosen else chosen[0]
    source.require_others(chosen, reference)
    runs = source.select_finished_runs(results, names, chosen)
    table = compute_strategy_differences(runs, reference)
    labels = source.patron_labels(results.manifest["scenarios"][names[0]])
    words = {s: strategy_label(s, labels) for s in chosen}
    if len(names) == 1:
        return draw_scenario(results, names[0], reference, table, runs, words)
    return draw_scenarios(results, names, reference, table, words)


def draw_scenario(
    results: Results,
    name: str,
    reference: str,
    table: "pd.DataFrame",
    runs: "pd.DataFrame",
    words: Mapping[str, str],
) -> Figure:
    """Draw one scenario: rows of strategies sorted by utility, a column each for dimensions and utility."""
    dots = {m: build_dots(table[table["measure"] == m], "strategy") for m in MEANS}
    flat = [dot for found in dots.values() for dot in found.values()]
    utility = {s: d.mean for s, d in dots[UTILITY].items()} | {reference: 0.0}
    order = sorted(utility, key=lambda s: -utility[s])
    left = name_column(words[s] for s in order)
    width = (style.page_width() - left - RIGHT - 3 * GAP) / 4.0
    title = (
        f"{results.manifest['scenarios'][name]['title']}: strategies against {quote_name(words[reference])}"
    )
    note = "Means over the whole run; rows are sorted by utility."
    height = STRATEGY_ROW * len(order)
    caption = source.figure_caption(results, [name], list(words), SAID, read_dots(flat, READ), note)
    page = Page(title, caption, HEAD + height + FOOT + key_height(flat))
    draw_doubt_key(page, flat, HEAD + height + FOOT)
    # one range for all four panels, so that differences compare by eye
    span = axis_limits(flat)
    levels = compute_means(runs[runs["strategy"] == reference]).set_index("measure")["mean"]
    for column, measure in enumerate(MEANS):
        ax = page.axes(left + column * (width + GAP), HEAD, width, height)
        row_axis(ax, [words[s] for s in order], [order.index(reference)], labelled=column == 0)
        difference_axis(ax, span, width)
        draw_heading(
            ax, capitalise_name(INDICES[column]), f"{words[reference]}: {levels[measure]:.3f}", width
        )
        draw_reference(ax, order.index(reference))
        for strategy, dot in dots[measure].items():
            draw_dot(ax, dot, order.index(strategy))
    draw_axis_label(page, f"Difference to {words[reference]} [index points]", left, HEAD + height)
    return page.figure


def draw_heading(ax: Axes, outcome: str, level: str, width: float) -> None:
    """Write a panel's outcome as heading, with the reference's own mean in small type below."""
    ax.set_title(outcome, fontweight="bold", pad=13)
    text = shorten_text(level, width + GAP - 1.0)
    ax.annotate(text, (0.5, 1.0), (0, 4), "axes fraction", "offset points", ha="center", size=style.SMALL)


class Family(NamedTuple):
    """A group of strategies that share a panel: its heading, and a short label by strategy name."""

    heading: str
    names: Mapping[str, str]


def group_families(strategies: Sequence[str], words: Mapping[str, str]) -> list[Family]:
    """Group strategies into panels by kind.

    First the kinds that name a patron (bandwagon, pivot), one panel each; then the others, four to a panel.
    """
    kinds = list(dict.fromkeys(s.partition(":")[0] for s in strategies if ":" in s))
    found = []
    for kind in kinds:
        members = [s for s in strategies if s.startswith(f"{kind}:")]
        # labels are "Bandwagon with Russia", "Pivot to China": the first two words are common to the panel
        heading = " ".join(words[members[0]].split(" ")[:2])
        found.append(Family(heading, {s: words[s].removeprefix(heading).strip() for s in members}))
    alone = [s for s in strategies if ":" not in s]
    for first in range(0, len(alone), 4):
        members = alone[first : first + 4]
        found.append(Family("Other strategies", {s: words[s].partition(" (")[0] for s in members}))
    return found


def draw_scenarios(
    results: Results, names: Names, reference: str, table: "pd.DataFrame", words: Mapping[str, str]
) -> Figure:
    """Draw several scenarios in rows, with one panel per family of strategies.

    Rows are sorted by the reference's lead over the best other strategy, the largest lead first.
    """
    table = table[table["measure"] == UTILITY]
    dots = {str(n): build_dots(part, "strategy") for n, part in table.groupby("scenario", sort=False)}
    order = sorted(dots, key=lambda n: max(d.mean for d in dots[n].values()))
    titles = source.scenario_labels(results, order)
    groups = group_families([s for s in words if s != reference], words)
    left = name_column(titles.values())
    width = (style.page_width() - left - RIGHT - (len(groups) - 1) * GAP) / len(groups)
    head = 6.0 + KEY * max(len(g.names) for g in groups)
    note = f"Utility, mean over the run; rows are sorted by the lead of {reference} over the best other."
    title = f"Utility of other strategies against {quote_name(words[reference])}, by scenario"
    height = row_height(max(len(g.names) for g in groups)) * len(order)
    flat = [dot for found in dots.values() for dot in found.values()]
    caption = source.figure_caption(results, names, list(words), SAID, read_dots(flat, READ), note)
    page = Page(title, caption, head + height + FOOT + key_height(flat))
    draw_doubt_key(page, flat, head + height + FOOT)
    span = axis_limits(flat)
    base = find_baseline(list(results.manifest["scenarios"]))
    for column, group in enumerate(groups):
        ax = page.axes(left + column * (width + GAP), head, width, height)
        row_axis(
            ax, list(titles.values()), [i for i, n in enumerate(order) if n == base], labelled=column == 0
        )
        difference_axis(ax, span, width)
        draw_family(ax, group, [dots[name] for name in order])
        family_key(page.axes(left + column * (width + GAP), 0.0, width, head - 1.0), group, head - 1.0, width)
    draw_axis_label(page, f"Utility less that of {words[reference]} [index points]", left, head + height)
    return page.figure


def draw_family(ax: Axes, group: Family, rows: Sequence[Mapping[str, Dot]]) -> None:
    """Draw the strategies of a family in each row, given by strategy, one above the other."""
    for line in range(len(rows) - 1):
        ax.axhline(line + 0.5, color=style.PALE, linewidth=0.4, zorder=0)
    for place, strategy in enumerate(group.names):
        shift = min(0.25, 0.8 / len(group.names)) * (place - (len(group.names) - 1) / 2.0)
        for row, dots in enumerate(rows):
            if strategy in dots:
                draw_dot(ax, dots[strategy], row + shift, style.MARKERS[place])


def row_height(dots: int) -> float:
    """Compute the height of a scenario's row in mm that keeps its dots apart."""
    return max(ROW, DOT_STEP * dots / 0.8)


def family_key(ax: Axes, group: Family, height: float, width: float) -> None:
    """Write a panel's heading and the key of its markers into an axes of given size in mm."""
    ax.set_axis_off()
    ax.set_xlim(0.0, width)
    ax.set_ylim(height, 0.0)
    ax.text(0.0, 2.0, group.heading, va="center", size=style.TEXT, weight="bold")
    for place, name in enumerate(group.names.values()):
        at = 6.0 + KEY * place
        ax.plot(1.5, at, marker=style.MARKERS[place], color=style.BLACK, markersize=4.5)
        ax.text(4.0, at, shorten_text(name, width + GAP - 5.0), va="center", size=style.SMALL)


def difference_axis(ax: Axes, span: tuple[float, float], width: float) -> None:
    """Set up an x axis of differences: line at zero, shared limits, about one tick every 12 mm."""
    zero_line(ax)
    ax.set_xlim(*span)
    ax.xaxis.set_major_locator(MaxNLocator(max(int(width / 12.0), 1), steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}".replace("-", "\N{MINUS SIGN}")))
    ax.grid(axis="x", color=style.PALE, linewidth=0.4)
    ax.set_axisbelow(True)


def draw_axis_label(page: Page, text: str, left: float, top: float) -> None:
    """Write one x label, centred under all panels, for an axis that ends ``top`` mm down the page."""
    page.write(text, (left + style.page_width() - RIGHT) / 2.0, top + 6.2, ha="center", size=style.SMALL)
