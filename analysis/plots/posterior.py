"""Plot a calibration: prior against posterior of each parameter, and pairwise posterior densities."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from .parts import style
from .parts.look import LOOK
from .parts.page import INCH, Drawing, Page, shared_look, shorten_text

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

COLUMNS = 3
LEFT, RIGHT, GAP = 4.0, 5.0, 7.0
ROW, ROW_GAP = 22.0, 15.0
HEADING, FOOT = 9.0, 6.0
BINS = 30
COLOUR = "#0072B2"
READ = (
    "Grey: prior. Blue: posterior draws, dark where data took at least a quarter of the prior variance, pale"
    " where they hardly narrowed it. Rule: posterior median, in brackets 90% interval. Learnt: part"
    " of the prior variance taken."
)
MOST_PAIRED = 7
"""Parameters whose pairs are drawn, those that were learnt most: more would be too small to read."""


@shared_look
def draw(
    summary: "pd.DataFrame", posterior: "pd.DataFrame", before: "pd.DataFrame", title: str, caption: str
) -> Figure:
    """Draw prior against posterior, one panel per parameter, three panels in a row.

    Parameters
    ----------
    summary : DataFrame
        Summary of a calibration, one row per parameter.
    posterior, before : DataFrame
        Draws of the posterior and of the prior, one column per parameter.
    title, caption : str
        Title; start of the caption. How to read the marks is appended.

    Returns
    -------
    Figure
        160 mm wide.
    """
    rows = -(-len(summary) // COLUMNS)
    page = Page(title, f"{caption} {READ}", HEADING + rows * ROW + (rows - 1) * ROW_GAP + FOOT)
    width = (style.page_width() - LEFT - RIGHT - (COLUMNS - 1) * GAP) / COLUMNS
    for place, row in enumerate(summary.to_dict("records")):
        line, column = divmod(place, COLUMNS)
        ax = page.axes(LEFT + column * (width + GAP), HEADING + line * (ROW + ROW_GAP), width, ROW)
        name = str(row["parameter"])
        draw_panel(ax, row, posterior[name].to_numpy(float), before[name].to_numpy(float), width)
    return page.figure


def draw_panel(ax: Axes, row: dict[Any, Any], after: Floats, before: Floats, width: float) -> None:
    """Draw one parameter: histograms of the prior and posterior draws, shape (draws,), and the median."""
    ends = (float(row["prior_low"]), float(row["prior_high"]))
    edges = np.linspace(*ends, BINS + 1).tolist()
    colour = COLOUR if row["informed"] else style.lighten(COLOUR, 0.55)
    ax.hist(
        before, edges, density=True, histtype="step", color=style.GREY, linewidth=0.9, zorder=3, gid="prior"
    )
    ax.hist(after, edges, density=True, color=colour, linewidth=0, zorder=2, gid="posterior")
    ax.axvline(float(row["median"]), color=style.BLACK, linewidth=0.8, zorder=4)
    ax.set_xlim(*ends)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    learnt = max(0.0, float(row["variance_gone"]))
    look: dict[str, Any] = {"transform": ax.transAxes, "size": style.SMALL, "ha": "left", "va": "bottom"}
    name = shorten_text(str(row["parameter"]), width + GAP - 2.0, style.SMALL, "bold")
    ax.text(0.0, 1.0 + 4.6 / ROW, name, fontweight="bold", gid="parameter", **look)
    said = f"{row['median']:.2g} [{row['low']:.2g}, {format_two_digits(row['high'])}], learnt {learnt:.0%}"
    ax.text(0.0, 1.0 + 1.0 / ROW, said, color=style.GREY, gid="said", **look)


def format_two_digits(value: float) -> str:
    """Format a number with two significant digits, without a power of ten."""
    return f"{float(f'{value:.2g}'):g}"


@shared_look
def draw_pairs(summary: "pd.DataFrame", posterior: "pd.DataFrame", title: str) -> Figure:
    """Draw posterior densities of pairs of the parameters learnt most (package ``corner``).

    Parameters
    ----------
    summary : DataFrame
        Summary of a calibration, one row per parameter.
    posterior : DataFrame
        Posterior draws, one column per parameter.
    title : str
        Title of the figure.
    """
    import corner

    learnt = summary.sort_values("variance_gone", ascending=False)["parameter"].head(MOST_PAIRED)
    shown = posterior[[p for p in posterior if p in set(learnt)]]
    side = style.page_width() / INCH
    figure = Drawing((side, side), dpi=LOOK.get().dpi)
    corner.corner(
        shown.to_numpy(float), labels=[break_path(str(c)) for c in shown], color=COLOUR, fig=figure,
        max_n_ticks=2, plot_datapoints=False, fill_contours=True, levels=(0.5, 0.9), smooth=1.5,
        labelpad=0.35, label_kwargs={"fontsize": style.SMALL},
    )  # fmt: skip
    figure.subplots_adjust(left=0.13, bottom=0.13, right=0.98, top=0.98)
    words = f"{title}\nPairs of the parameters learnt most:\nareas that hold 50% and 90% of the draws"
    figure.text(0.98, 0.97, words, ha="right", va="top", size=style.TEXT)
    return figure


def break_path(path: str) -> str:
    """Format the last two parts of a parameter path over two lines."""
    before, _, last = path.rpartition(".")
    return f"{before.rpartition('.')[2]}\n{last.replace('_', ' ')}"
