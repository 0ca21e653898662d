"""Lay out a figure as a page: title on top, panels placed in mm, and a caption below that never overlaps.

Sizes are absolute: a page is as high as its content needs, and text keeps its size.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import lru_cache, wraps
from io import BytesIO
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib as mpl
from matplotlib import style as mpl_style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from ....model.errors import InputError
from ....model.text import escape_controls
from ...results.output_paths import check_figure, write_output
from . import style
from .glyphs import report_missing_glyphs
from .look import LOOK, Look, choose_fonts, list_fonts

P = ParamSpec("P")
INCH = 25.4
POINTS = 72.0
MARGIN = 2.0
LEAST_PANEL, LEAST_STRETCH = 6.0, 0.85
"""Least width of an axes in mm, and least part of its own height that a body keeps."""
ENDINGS: dict[str, dict[str, Any]] = {".png": {}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
"""Endings of figure files with the metadata that would make two equal figures differ."""

SETTINGS: dict[str, Any] = {
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
    """Return a context in which figures are made and saved: matplotlib's defaults and SETTINGS.

    The user's own matplotlib settings do not apply within it.
    """
    return mpl_style.context(["default", SETTINGS | {"font.family": list(find_fonts(LOOK.get().font))}])


@lru_cache(maxsize=8)
def find_fonts(font: str | None) -> tuple[str, ...]:
    """Find the fonts of figures on this machine; see :func:`.look.choose_fonts`."""
    return choose_fonts(list_fonts(), font)


def shared_look(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Decorate a drawing function so that it uses SETTINGS and restores matplotlib's global settings."""

    @wraps(draw)
    def draw_in_look(*args: P.args, **options: P.kwargs) -> Figure:
        with apply_style():
            return draw(*args, **options)

    return draw_in_look


def text_width(text: str, size: float = style.SMALL, weight: str = "normal") -> float:
    """Compute the width in mm of one line of text of a size in points."""
    return measure_text(text, size, weight, find_fonts(LOOK.get().font))


@lru_cache(maxsize=10_000)
def measure_text(text: str, size: float, weight: str, fonts: tuple[str, ...]) -> float:
    """Compute the width in mm of one line of text in given fonts."""
    font = FontProperties(family=list(fonts), size=size, weight=weight)
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


def fit_names(names: Iterable[str], least: float, most: float) -> tuple[float, float]:
    """Choose the width in mm and the type size of a column of bold names, so that no word has to be broken.

    The width is within the limits. Type shrinks where a word is wider than ``most``, and the word breaks if
    it still is.
    """
    words = [word for name in names for word in name.split()]
    for size in (style.TEXT, style.SMALL):
        widest = max((text_width(word, size, "bold") for word in words), default=0.0)
        if widest <= most:
            break
    return min(max(widest, least), most), size


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
        return render_figure(self, "png", dpi="figure")


class Page:
    """A figure with a title, a body of given height and a caption.

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
        look = LOOK.get()
        self.width, room = look.width, look.width - 2 * MARGIN
        titles = wrap_text(escape_controls(look.title or title), room, style.TITLE, "bold")
        captions = wrap_text(escape_controls(caption), room)
        self._top = MARGIN + 4.6 * len(titles) + 1.5
        frame = self._top + 2.0 + style.LINE_HEIGHT * len(captions) + MARGIN
        self.height = look.height or frame + body
        self.body = body
        self._stretch = stretch_body(body, frame, look.height)
        self.figure = Drawing(
            figsize=(self.width / INCH, self.height / INCH), dpi=look.dpi, facecolor="white"
        )
        top = MARGIN - self._top
        self.write("\n".join(titles), MARGIN, top, size=style.TITLE, weight="bold", gid="title")
        for number, line in enumerate(captions):
            place = body + 2.0 + style.LINE_HEIGHT * number
            self.write(line, MARGIN, place, size=style.SMALL, color=style.GREY, gid="caption")

    def _locate(self, down: float) -> float:
        """Return the distance in mm from the body's upper end, which a height of the user's stretches."""
        inside = min(max(down, 0.0), self.body)
        return inside * self._stretch + (down - inside)

    def write(self, text: str, left: float, top: float, **look: object) -> None:
        """Write text at ``left`` and ``top`` mm from the body's upper left corner.

        The text's own upper left corner stands there, unless ``look`` sets another alignment.
        """
        settings: dict[str, Any] = {"ha": "left", "va": "top"} | look
        down = self._top + self._locate(top)
        self.figure.text(left / self.width, 1.0 - down / self.height, text, **settings)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add an axes placed in mm from the body's upper left corner.

        Raises
        ------
        InputError
            If a user's width leaves no room for it.
        """
        if width < LEAST_PANEL:
            own = f"its own width is {Look().width:g} mm"
            msg = f"--size: {self.width:g} mm is too narrow for this figure; {own}"
            raise InputError(msg)
        lower = self._locate(top + height)
        # matplotlib counts from the lower left corner, in parts of the figure
        rect = (
            left / self.width,
            1.0 - (self._top + lower) / self.height,
            width / self.width,
            (lower - self._locate(top)) / self.height,
        )
        return self.figure.add_axes(rect)


def stretch_body(body: float, frame: float, height: float | None) -> float:
    """Compute by how much a body grows so that a figure has a user's height; all lengths are in mm.

    Raises
    ------
    InputError
        If the body would be lower than LEAST_STRETCH of its own height.
    """
    stretch = 1.0 if height is None else (height - frame) / body
    if stretch < LEAST_STRETCH:
        least = -(-(frame + LEAST_STRETCH * body) // 1)
        msg = f"--size: {height:g} mm is too low for this figure, which takes {least:.0f} mm at this width"
        raise InputError(msg)
    return stretch


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

    data = render_figure(figure, ending[1:], keep_text=True, dpi="figure")
    write_output(path, "figure", lambda part: part.write_bytes(data))
    return path


def render_figure(
    figure: Figure,
    form: str,
    *,
    keep_text: bool = False,
    **settings: Any,  # noqa: ANN401 - of matplotlib
) -> bytes:
    """Return a figure as ``png``, ``svg`` or ``pdf``; equal figures give equal bytes.

    With ``keep_text`` text stays text in an SVG, which can be searched and edited where its font is
    installed; else it becomes shapes, which look the same everywhere. In a PDF it is always text.
    """
    text = mpl.rc_context({"svg.fonttype": "none" if keep_text else "path"})
    with apply_style(), text, report_missing_glyphs(), BytesIO() as file:
        figure.savefig(file, format=form, metadata=ENDINGS[f".{form}"], **settings)
        data = file.getvalue()
    # matplotlib writes texts into comments as they are, but XML allows few control characters
    return escape_controls(data.decode()).encode() if form == "svg" else data
