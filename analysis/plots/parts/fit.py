"""Check that a figure narrower than the project's has room for its texts, so that none is cut or covered."""

from itertools import combinations
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from ....model.errors import InputError
from .glyphs import report_missing_glyphs
from .look import LOOK, Look

SLACK = 1.0
"""Pixels by which boxes may meet: a box is a little larger than its ink."""


def check_fit(figure: Figure) -> None:
    """Refuse a narrow figure in which a text is cut off or titles of panels meet.

    Raises
    ------
    InputError
        If one does.
    """
    width = LOOK.get().width
    if width >= Look().width:
        return
    canvas: Any = FigureCanvasAgg(figure)
    with report_missing_glyphs(quiet=True):
        canvas.draw()
        renderer = canvas.get_renderer()
        titles = [text for ax in figure.axes for text in find_titles(ax)]
        others = [*figure.texts, *(text for ax in figure.axes for text in ax.texts)]
        boxes = [
            [t.get_window_extent(renderer) for t in part if t.get_visible() and t.get_text().strip()]
            for part in (titles, others)
        ]
    right = figure.get_size_inches()[0] * figure.dpi
    cut = any(box.x0 < -SLACK or box.x1 > right + SLACK for part in boxes for box in part)
    if cut or any(meet(a, b) for a, b in combinations(boxes[0], 2)):
        own = f"its own width is {Look().width:g} mm"
        msg = f"--size: {width:g} mm is too narrow for this figure, whose texts would be cut; {own}"
        raise InputError(msg)


def find_titles(ax: Axes) -> list[Text]:
    """Return the texts of an axes that are neither notes in it nor parts of its two axes: its titles."""
    return [text for text in ax.get_children() if isinstance(text, Text) and text not in ax.texts]


def meet(a: Bbox, b: Bbox) -> bool:
    """Return whether two boxes lie over one another."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    return bool(across > SLACK and min(a.y1, b.y1) - max(a.y0, b.y0) > SLACK)
