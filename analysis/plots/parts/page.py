"""Lay out a figure as a page: title on top, panels placed in mm, and a caption below that never overlaps.

Sizes are absolute: a page is as high as its content needs, and text keeps its size.
"""

from bisect import bisect_right
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import lru_cache, wraps
from io import BytesIO
from pathlib import Path
from typing import Any, ParamSpec

from matplotlib import style as mpl_style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from ....model.text import escape_controls
from ...results.output_paths import check_figure, write_output
from . import style
from .glyphs import report_missing_glyphs

P = ParamSpec("P")
INCH = 25.4
POINTS = 72.0
MARGIN = 2.0
ENDINGS: dict[str, dict[str, Any]] = {".png": {}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
"""Endings of figure files with the metadata that would make two equal figures differ."""

LOOK: dict[str, Any] = {
    "font.family": style.FONT,
    "font.size": style.SMALL,
    "axes.titlesize": style.TEXT,
    "axes.labelsize": style.SMALL,
    "xtick.labelsize": style.SMALL,
    "ytick.labelsize": style.SMALL,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "hatch.linewidth": 0.5,
    "text.parse_math": False,  # a dollar sign in a user's label is a dollar sign
    "svg.hashsalt": "hedgesim",
    "pdf.fonttype": 42,  # TrueType: many publishers refuse matplotlib's default, Type 3
}


def apply_style() -> AbstractContextManager[None]:
    """Return a context in which figures are made and saved: matplotlib's defaults and LOOK.

    The user's own matplotlib settings do not apply within it.
    """
    return mpl_style.context(["default", LOOK])


def shared_look(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Decorate a drawing function so that it uses LOOK and restores matplotlib's global settings."""

    @wraps(draw)
    def draw_in_look(*args: P.args, **options: P.kwargs) -> Figure:
        with apply_style():
            return draw(*args, **options)

    return draw_in_look


@lru_cache(maxsize=10_000)
def text_width(text: str, size: float = style.SMALL, weight: str = "normal") -> float:
    """Compute the width in mm of one line of text of a size in points."""
    font = FontProperties(family=style.FONT, size=size, weight=weight)
    with report_missing_glyphs(quiet=True):
        width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return width / POINTS * INCH


def wrap_text(text: str, width: float, size: float = style.SMALL, weight: str = "normal") -> list[str]:
    """Break text into lines of at most ``width`` mm; a word longer than a line is broken too."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if text_width(longer, size, weight) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        pieces = break_word(word, width, size, weight)
        lines.extend(pieces[:-1])
        line = pieces[-1]
    return [*lines, line] if line else lines


def wrap_lines(
    text: str, width: float, most: int, size: float = style.SMALL, weight: str = "normal"
) -> list[str]:
    """Break text into at most ``most`` lines of ``width`` mm; the last one is cut if more is left."""
    lines = wrap_text(text, width, size, weight)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], shorten_text(" ".join(lines[most - 1 :]), width, size, weight)]


def break_word(word: str, width: float, size: float, weight: str) -> list[str]:
    """Break a word into pieces of at most ``width`` mm; most words are one piece."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, weight) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def shorten_text(text: str, room: float, size: float = style.SMALL, weight: str = "normal") -> str:
    """Cut text to at most ``room`` mm, with an ellipsis if something is cut."""
    if text_width(text, size, weight) <= room:
        return text
    dots = "\N{HORIZONTAL ELLIPSIS}"
    # half the letters each time: layout takes long, and a user's text may have thousands
    most = bisect_right(range(1, len(text)), room, key=lambda n: text_width(text[:n] + dots, size, weight))
    return text[:most].rstrip() + dots


class Drawing(Figure):
    """A figure that notebooks display by themselves, with or without pyplot."""

    def _repr_png_(self) -> bytes:
        return render_figure(self, "png", dpi=style.DPI)


class Page:
    """A figure of the project's width with a title, a body of given height and a caption.

    Parameters
    ----------
    title : str
        Title of the figure.
    caption : str
        Caption: scenario, strategies, runs, seed, engine, and how to read the marks.
    body : float
        Height for the panels in mm.
    """

    def __init__(self, title: str, caption: str, body: float) -> None:
        room = style.WIDTH - 2 * MARGIN
        titles = wrap_text(escape_controls(title), room, style.TITLE, "bold")
        captions = wrap_text(escape_controls(caption), room)
        top = MARGIN + 4.6 * len(titles) + 1.5
        self.height = top + body + 2.0 + style.LINE_HEIGHT * len(captions) + MARGIN
        self.body = body
        self._top = top
        self.figure = Drawing(
            figsize=(style.WIDTH / INCH, self.height / INCH), dpi=style.DPI, facecolor="white"
        )
        self.write("\n".join(titles), MARGIN, MARGIN - top, size=style.TITLE, weight="bold", gid="title")
        for number, line in enumerate(captions):
            place = body + 2.0 + style.LINE_HEIGHT * number
            self.write(line, MARGIN, place, size=style.SMALL, color=style.GREY, gid="caption")

    def write(self, text: str, left: float, top: float, **look: object) -> None:
        """Write text at ``left`` and ``top`` mm from the body's upper left corner.

        The text's own upper left corner stands there, unless ``look`` sets another alignment.
        """
        settings: dict[str, Any] = {"ha": "left", "va": "top"} | look
        self.figure.text(left / style.WIDTH, 1.0 - (self._top + top) / self.height, text, **settings)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add an axes placed in mm from the body's upper left corner."""
        bottom = self.height - self._top - top - height
        # matplotlib counts from the lower left corner, in parts of the figure
        rect = (left / style.WIDTH, bottom / self.height, width / style.WIDTH, height / self.height)
        return self.figure.add_axes(rect)


def save_figure(figure: Figure, path: Path) -> Path:
    """Write a figure in the format of the path's ending; equal figures give equal bytes.

    Parameters
    ----------
    figure : Figure
        Figure drawn by this package.
    path : Path
        File ending in .png, .svg or .pdf, in an existing folder.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        If the ending is none of these, or the file cannot be written.
    """
    check_figure(path)
    ending = path.suffix.lower()

    data = render_figure(figure, ending[1:], dpi=style.DPI)
    write_output(path, "figure", lambda part: part.write_bytes(data))
    return path


def render_figure(figure: Figure, form: str, **settings: Any) -> bytes:  # noqa: ANN401 - of matplotlib
    """Return a figure as ``png``, ``svg`` or ``pdf``; equal figures give equal bytes."""
    with apply_style(), report_missing_glyphs(), BytesIO() as file:
        figure.savefig(file, format=form, metadata=ENDINGS[f".{form}"], **settings)
        data = file.getvalue()
    # matplotlib writes texts into comments as they are, but XML allows few control characters
    return escape_controls(data.decode()).encode() if form == "svg" else data
