"""What an eye sees at once: text on text, and text that is cut off."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

Seen = tuple[str, Bbox]
SLACK = 1.0
"""Pixels by which boxes may meet: a box is a little larger than its ink."""


def seen(figure: Figure) -> list[Seen]:
    """All text that is drawn, with the pixels it takes."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    found = []
    hidden = beyond(figure)
    for text in figure.findobj(Text):
        if not text.get_visible() or not text.get_text().strip() or not in_panel(text) or text in hidden:
            continue
        # an annotation's own extent takes its arrow in
        box = (
            Text.get_window_extent(text, renderer)
            if isinstance(text, Annotation)
            else text.get_window_extent(renderer)
        )
        found.append((text.get_text(), box))
    return found


def beyond(figure: Figure) -> set[Text]:
    """Labels of ticks outside their axis, which are never drawn."""
    panels = [*figure.axes, *(child for ax in figure.axes for child in ax.child_axes)]
    found: set[Text] = set()
    for axis in (a for ax in panels for a in (ax.xaxis, ax.yaxis)):
        low, high = sorted(axis.get_view_interval())
        off = [t for t in axis.get_major_ticks() if not low - 1e-9 <= t.get_loc() <= high + 1e-9]
        found |= {label for tick in off for label in (tick.label1, tick.label2)}
    return found


def in_panel(text: Text) -> bool:
    """Whether the panel of a text shows its axes: labels of a panel without are never drawn."""
    ax = text.axes
    return ax is None or ax.axison or text in ax.texts


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts of which one stands on the other."""
    texts = seen(figure)
    return [
        (a, b)
        for n, (a, one) in enumerate(texts)
        for b, other in texts[n + 1 :]
        if min(one.x1, other.x1) - max(one.x0, other.x0) > SLACK
        and min(one.y1, other.y1) - max(one.y0, other.y0) > SLACK
    ]


def outside(figure: Figure) -> list[str]:
    """Texts that the edge of the figure cuts off."""
    width, height = figure.get_size_inches() * figure.dpi
    return [
        text
        for text, box in seen(figure)
        if box.x0 < -SLACK or box.y0 < -SLACK or box.x1 > width + SLACK or box.y1 > height + SLACK
    ]


def texts(figure: Figure) -> list[str]:
    """All texts of a figure."""
    return [t.get_text() for t in figure.findobj(Text) if t.get_text()]


def caption(figure: Figure) -> str:
    """The caption in one line."""
    return " ".join(t.get_text() for t in figure.texts if t.get_gid() == "caption")


def title(figure: Figure) -> str:
    """The title in one line."""
    return next(t.get_text() for t in figure.texts if t.get_gid() == "title").replace("\n", " ")


def readable(figure: Figure) -> None:
    """No text stands on another or is cut off."""
    assert overlapping(figure) == []
    assert outside(figure) == []


def dots(figure: Figure, panel: int) -> list[tuple[float, float]]:
    """Dots of a panel, from top to bottom."""
    found = [line.get_xydata()[0] for line in figure.axes[panel].lines if len(line.get_xdata()) == 1]
    return sorted(((float(x), float(y)) for x, y in found), key=lambda d: d[1])
