"""Embed figures in pages of HTML: the image alone, with title and caption as text of the page."""

import base64
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from .page import INCH, MARGIN, render_figure

TITLE_LINE = 4.6
"""Height of a line of a title in mm."""
LARGEST = 600_000
"""Bytes of an SVG beyond which a figure becomes a PNG."""


class EmbeddedFigure(NamedTuple):
    """A figure's title and caption, and the rest of it as data URI."""

    title: str
    caption: str
    image: str


def embed_figure(figure: Figure) -> EmbeddedFigure:
    """Take title and caption out of a :class:`.page.Page`'s figure, and encode what is between them."""
    texts = {gid: [t for t in figure.texts if t.get_gid() == gid] for gid in ("title", "caption")}
    title, caption = (" ".join(" ".join(t.get_text() for t in texts[gid]).split()) for gid in texts)
    width, height = figure.get_size_inches()
    lines = sum(t.get_text().count("\n") + 1 for t in texts["title"])
    bottom = max((float(t.get_position()[1]) for t in texts["caption"]), default=0.0)
    # in inches: cut the image between title and caption
    top = height - (MARGIN + TITLE_LINE * lines) / INCH
    for text in (*texts["title"], *texts["caption"]):
        text.set_visible(False)
    return EmbeddedFigure(
        title, caption, encode_figure(figure, Bbox.from_extents(0.0, bottom * height, width, top))
    )


def encode_figure(figure: Figure, box: Bbox) -> str:
    """Encode the part of a figure within a box, in inches, as data URI: SVG, or PNG if that is large."""
    data, kind = render_figure(figure, "svg", bbox_inches=box, dpi="figure"), "svg+xml"
    if len(data) > LARGEST:
        data, kind = render_figure(figure, "png", bbox_inches=box, dpi="figure"), "png"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
