"""Plot a game of patrons: what strategies earn, where patrons come to rest, and who gains by what."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.parameters.lookup import INTERESTS
from ..compare.paired import list_rows
from ..games.result import INTEREST_WORDS, LAST, NO_CHOICE, SOLUTIONS, Game
from ..labels import lower_first, strategy_label
from .comparison import difference_axis
from .parts import style
from .parts.dot_rows import name_column, row_axis
from .parts.page import Page, shared_look, shorten_text, text_width
from .parts.palette import assign_looks

ROW, HEAD, AXIS, GAP, BETWEEN, RIGHT = 4.6, 5.5, 9.5, 5.0, 3.0, 4.0
LEAST = 0.005
"""Policies that are less likely are left out."""
BAR = 0.62
MARKS = "open: at the policies in use; full: where patrons come to rest"
READ = (
    "Top: mean utility. Middle: probability of each policy at rest; bold: in use. Bottom: what each patron"
    " gains between the policies in use and the rest against {strategy}: weight times change, in standard"
    " deviations over all combinations of policies; none where it has no such interest."
)


@shared_look
def draw(found: Game) -> Figure:
    """Draw the three parts below one another.

    Parameters
    ----------
    found : Game
        Result of :func:`~hedgesim.analysis.game`.
    """
    strategies, policies = list_rows(found.strategies), list_likely_policies(found)
    names = [n for n in INTERESTS if found.gains[found.gains["interest"] == n]["weight"].any()]
    heights = [ROW * len(rows) for rows in (strategies, policies, names)]
    body = sum(heights) + 3 * (HEAD + AXIS) + 2 * BETWEEN
    title = f"What {found.labels['hedger']} earns when patrons respond by their interests"
    page, top = Page(title, describe_game(found), body), 0.0
    draw_utility(page, found, strategies, top)
    top += HEAD + heights[0] + AXIS + BETWEEN
    draw_policies(page, found, policies, top)
    top += HEAD + heights[1] + AXIS + BETWEEN
    draw_gains(page, found, names, top)
    return page.figure


def describe_game(found: Game) -> str:
    """Return the caption: the scenario, how it was solved, and how to read the parts."""
    strategy = name_strategy(found, found.main)
    draws = f" in {found.draws} draws of {found.source}" if found.draws else ""
    solved = f"{SOLUTIONS[found.solve]}{f', precision {found.precision:g}' if found.solve == 'qre' else ''}"
    read = READ.format(strategy=lower_first(strategy))
    return (
        f"{found.title}; {solved}, {found.runs} runs of each of {found.profiles} combinations{draws}. {read}"
    )


def name_strategy(found: Game, strategy: str) -> str:
    """Describe a strategy in words."""
    return "Hedger moves last" if strategy == LAST else strategy_label(strategy, found.labels)


def list_likely_policies(found: Game) -> list[tuple[str, str, bool]]:
    """List patron, policy and whether it is in use, of policies that are likely or in use."""
    names = compared_strategies(found)
    table = found.policies[found.policies["strategy"].isin(names)]
    likely = table.groupby(["patron", "policy"], sort=False)["probability"].max()
    rows = table[table["strategy"] == names[0]]
    return [
        (patron, policy, bool(observed))
        for patron, policy, observed in zip(rows["patron"], rows["policy"], rows["observed"], strict=True)
        if (likely[patron, policy] >= LEAST or observed) and policy != NO_CHOICE
    ]


def compared_strategies(found: Game) -> list[str]:
    """Return the strategy shown in full and, of several, the bandwagon with the highest utility at rest."""
    return [name for name in dict.fromkeys([found.main, found.best_bandwagon]) if name]


def draw_utility(page: Page, found: Game, rows: Sequence[Mapping[str, Any]], top: float) -> None:
    """Draw each strategy's utility at the policies in use and at rest."""
    words = [name_strategy(found, row["strategy"]) for row in rows]
    left, height = name_column(words), ROW * len(rows)
    page.write("What each strategy earns", 2.0, top, weight="bold")
    page.write(MARKS, style.page_width() - RIGHT, top, ha="right", color=style.GREY)
    ax = page.axes(left, top + HEAD, style.page_width() - left - RIGHT, height)
    row_axis(ax, words, [0])
    for at, row in enumerate(rows):
        ax.plot([row["observed"], row["rest"]], [at, at], color=style.GREY, linewidth=1.0, zorder=1)
        ax.plot(
            row["observed"], at, "o", color=style.BLACK, markerfacecolor="white", markersize=4.5, zorder=2
        )
        ax.plot(row["rest"], at, "o", color=style.BLACK, markersize=4.5, zorder=3)
    ax.grid(axis="x", color=style.PALE, linewidth=0.4)
    ax.set_axisbelow(True)
    ax.set_xlabel(f"Utility of {found.labels['hedger']}")


def draw_policies(page: Page, found: Game, rows: Sequence[tuple[str, str, bool]], top: float) -> None:
    """Draw the probability of each policy at rest, in a column for each of the compared strategies."""
    looks = assign_looks(list(dict.fromkeys(found.policies["patron"])), found.colours)
    words = [f"{found.labels[p]}: {policy}" for p, policy, _ in rows]
    bold = [k for k, row in enumerate(rows) if row[2]]
    left = max((text_width(text, weight="bold") for text in words), default=0.0) + 4.0
    height, names = ROW * len(rows), compared_strategies(found)
    width = (style.page_width() - left - RIGHT - GAP * (len(names) - 1)) / len(names)
    for column, strategy in enumerate(names):
        place = left + column * (width + GAP)
        head = shorten_text(name_strategy(found, strategy), width, style.SMALL, "bold")
        page.write(head, place, top, weight="bold")
        ax = page.axes(place, top + HEAD, width, height)
        row_axis(ax, [""] * len(rows))
        if column == 0:
            label_rows(ax, words, bold)
        table = list_rows(found.policies[found.policies["strategy"] == strategy])
        likely = {(row["patron"], row["policy"]): float(row["probability"]) for row in table}
        shares = [likely[p, policy] for p, policy, _ in rows]
        ax.barh(np.arange(len(rows)), shares, BAR, color=[looks[p].colour for p, _, _ in rows])
        ax.set_xlim(0.0, 1.0)
        ax.set_xticks([0.0, 0.5, 1.0], ["0", "0.5", "1"])
        ax.set_xlabel("Probability at rest")
    page.write("Where patrons rest against", 2.0, top, weight="bold")


def label_rows(ax: Axes, words: Sequence[str], bold: Sequence[int]) -> None:
    """Label rows with one line each, some of them in bold."""
    ax.set_yticks(range(len(words)), words)
    for place, tick in enumerate(ax.get_yticklabels()):
        tick.set_fontweight("bold" if place in bold else "normal")


def draw_gains(page: Page, found: Game, names: Sequence[str], top: float) -> None:
    """Draw what each patron gains by each interest, in a column for each patron."""
    table = found.gains[found.gains["strategy"] == found.main]
    patrons = list(dict.fromkeys(table["patron"]))
    looks, words = assign_looks(patrons, found.colours), [INTEREST_WORDS[name] for name in names]
    left, height = max(name_column(words), 30.0), ROW * len(names)
    width = (style.page_width() - left - RIGHT - GAP * (len(patrons) - 1)) / len(patrons)
    widest = max(float(table["gain"].abs().max()) * 1.1, 0.01)
    page.write("Who gains by what", 2.0, top, weight="bold")
    for column, patron in enumerate(patrons):
        place = left + column * (width + GAP)
        page.write(found.labels[patron], place + width / 2.0, top, ha="center", weight="bold")
        ax = page.axes(place, top + HEAD, width, height)
        row_axis(ax, words, labelled=column == 0)
        difference_axis(ax, (-widest, widest), width)
        draw_bars(
            ax, table[table["patron"] == patron].set_index("interest").loc[list(names)], looks[patron].colour
        )
        ax.set_xlabel("Gain")


def draw_bars(ax: Axes, rows: Any, colour: str) -> None:  # noqa: ANN401 - a table of pandas
    """Draw a bar for each interest that the patron has."""
    for at, (weight, gain) in enumerate(zip(rows["weight"], rows["gain"], strict=True)):
        if weight > 0.0:
            ax.barh(at, gain, BAR, color=colour)
