"""Put figures into a report: draw them, then move their title and caption into the page's text."""

from collections.abc import Callable, Iterator

from matplotlib.figure import Figure

from ...model.errors import InputError
from ..plots.draw import KINDS, draw
from ..plots.parts.embedding import embed_figure
from ..results.folder import Results
from .html_page import Block, Picture, Points, Section, Text, reason, sentence, sentences

OVER_POINTS = ("fan", "regimes", "shares")
"""Kinds of figure that make sense over all points of a sweep."""


def draw_figures(results: Results) -> Section:
    """Build the section of all kinds of figure that apply to the folder, and why the others do not."""
    sweep = bool(results.manifest["design"])
    kinds = [k for k in KINDS if not sweep or k in OVER_POINTS]
    found, missing = [], []
    for kind in kinds:
        try:
            found.append(encode_picture(draw(kind, results), f"{kind}: {KINDS[kind]}"))
        except InputError as error:
            missing.append(f"{kind}: {sentences(error)}")
    blocks: list[Block] = [*found]
    if sweep:
        blocks.insert(0, Text("Over all points of the design; bands hold what varies and the shocks alike."))
    if missing:
        blocks += [Text("Kinds of figure that do not apply here:"), Points(missing)]
    return Section("figures", "Figures", blocks)


def draw_figure(what: str, make: Callable[[], Figure]) -> Iterator[Block]:
    """Yield a figure as a block, or the reason why it cannot be drawn."""
    try:
        yield encode_picture(make(), what)
    except InputError as error:
        yield reason(sentence(what).rstrip("."), error)


def encode_picture(figure: Figure, what: str) -> Picture:
    """Encode a figure for the page, without title and caption, which become text of the page.

    Parameters
    ----------
    figure : Figure
        The figure of a :class:`hedgesim.analysis.plots.parts.page.Page`.
    what : str
        Alternative text: what the figure shows.
    """
    title, caption, image = embed_figure(figure)
    return Picture(title, caption, f"{title}. Figure of kind {what}.", image)
