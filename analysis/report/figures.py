"""Put figures into a report: draw them, then move their title and caption into the page's text."""

import base64
from collections.abc import Callable, Iterator

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from ...model.errors import InputError
from ..plots.draw import KINDS, draw
from ..plots.parts import style
from ..plots.parts.page import INCH, MARGIN, render_figure
from ..results.folder import Results
from .html_page import Block, Picture, Points, Section, Text, reason, sentence, sentences

TITLE_LINE = 4.6
"""Height of a line of a title in mm."""
LARGEST = 600_000
"""Bytes of an SVG beyond which a figure becomes a PNG."""
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
    texts = {gid: [t for t in figure.texts if t.get_gid() == gid] for gid in ("title", "caption")}
    title, caption = (" ".join(" ".join(t.get_text() for t in texts[gid]).split()) for gid in texts)
    width, height = figure.get_size_inches()
    lines = sum(t.get_text().count("\n") + 1 for t in texts["title"])
    bottom = max((float(t.get_position()[1]) for t in texts["caption"]), default=0.0)
    # in inches: cut the image between title and caption
    top = height - (MARGIN + TITLE_LINE * lines) / INCH
    for text in (*texts["title"], *texts["caption"]):
        text.set_visible(False)
    image = encode_figure(figure, Bbox.from_extents(0.0, bottom * height, width, top))
    return Picture(title, caption, f"{title}. Figure of kind {what}.", image)


def encode_figure(figure: Figure, box: Bbox) -> str:
    """Encode the part of a figure within a box, in inches, as data URI: SVG, or PNG if that is large."""
    data, kind = render_figure(figure, "svg", bbox_inches=box, dpi=style.DPI), "svg+xml"
    if len(data) > LARGEST:
        data, kind = render_figure(figure, "png", bbox_inches=box, dpi=style.DPI), "png"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
