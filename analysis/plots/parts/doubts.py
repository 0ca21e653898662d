"""Show two kinds of doubt in figures: what is not known, between draws, and how sure the mean is."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from matplotlib.axes import Axes

from . import style
from .dot_rows import DARK, Dot, draw_bar, draw_mean
from .key import LINE, draw_key, flow_names
from .page import MARGIN, Page

SWATCH = 12.0
"""Width of a swatch in mm."""
SAMPLES = {
    "draws": "5 to 95% of draws (dark: leaves out 0)",
    "mean": "mean with its 95% interval",
}
"""Kinds of doubt in the key."""
Colours = Mapping[str, str]
NO_COLOURS: Colours = MappingProxyType({})
READ = (
    "Bars: what is not known, without the noise of runs where draws were played more than once. Thin lines:"
    " how sure the mean is, hidden where they are narrower than the mark."
)
"""Ends the caption of a figure with draws."""


def have_draws(dots: Iterable[Dot]) -> bool:
    """Return whether some means have a spread between draws."""
    return any(dot.has_draws for dot in dots)


def read_dots(dots: Iterable[Dot], guide: str) -> str:
    """Return the part of a caption that explains the marks: ``guide`` without draws."""
    return READ if have_draws(dots) else guide


def key_height(dots: Iterable[Dot], colours: Colours = NO_COLOURS) -> float:
    """Return the height in mm of the key of both kinds of doubt; 0 without draws."""
    return LINE * len(list_rows(colours)) if have_draws(dots) else 0.0


def list_rows(colours: Colours) -> list[list[str]]:
    """Distribute the names of the key over rows: kinds of doubt, then kinds of bars."""
    width = style.page_width() - 2 * MARGIN
    kinds = flow_names({text: text for text in colours}, width, SWATCH)
    return [*flow_names(SAMPLES, width, SWATCH), *kinds]


def draw_doubt_key(page: Page, dots: Iterable[Dot], top: float, colours: Colours = NO_COLOURS) -> None:
    """Draw the key of both kinds of doubt below the axes; none without draws.

    Parameters
    ----------
    page : Page
        The figure.
    dots : iterable of Dot
        All dots.
    top : float
        Upper end of the key in mm from the top.
    colours : mapping
        Colour by text of kinds of bars that differ by colour, which have a second row.
    """
    if not have_draws(dots):
        return
    texts = SAMPLES | {text: text for text in colours}
    rows = list_rows(colours)

    def swatch(ax: Axes, name: str, at: float, middle: float) -> None:
        ends = at + 1.0, at + SWATCH - 1.0
        if name == "draws":
            draw_bar(ax, ends, middle, style.lighten(style.BLACK, DARK))
        elif name in colours:
            draw_bar(ax, ends, middle, style.lighten(colours[name], DARK))
        else:
            draw_mean(ax, Dot(sum(ends) / 2.0, *ends), middle)

    ax = page.axes(MARGIN, top, style.page_width() - 2 * MARGIN, LINE * len(rows))
    draw_key(ax, rows, texts, SWATCH, swatch)
