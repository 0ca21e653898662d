"""Choose the look of figures: what ``hedgesim plot`` lets a user set, within a context that ends with it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from ....model.errors import InputError
from ....model.parameters.lookup import hint

FONT = "DejaVu Sans"
"""Ships with matplotlib, so figures look the same everywhere; it has Latin, Greek and Cyrillic letters."""
FURTHER_FONTS = (
    "Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans SC",
    "Noto Sans TC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "Droid Sans Fallback", "PingFang SC", "Hiragino Sans GB", "Heiti TC", "Microsoft YaHei",
    "Microsoft JhengHei", "SimHei", "Malgun Gothic", "Arial Unicode MS",
)  # fmt: skip
"""Fonts with Chinese and more letters; the first that is installed draws what FONT lacks."""
LEAST, MOST = 60.0, 1000.0
"""Least and most width and height of a figure in mm."""
SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:mm)?(?:\s*[x×]\s*(\d+(?:\.\d+)?))?\s*(?:mm)?\s*")  # noqa: RUF001


class Look(NamedTuple):
    """What a user sets of a figure's look.

    Attributes
    ----------
    title : str or None
        Title in place of the figure's own.
    width : float
        Width in mm.
    height : float or None
        Height in mm; None for what the content needs.
    dpi : int
        Dots per inch of PNG files.
    font : str or None
        Name of an installed font.
    grey : bool
        Whether colours become greys.
    """

    title: str | None = None
    width: float = 160.0
    height: float | None = None
    dpi: int = 200
    font: str | None = None
    grey: bool = False


LOOK: ContextVar[Look] = ContextVar("look", default=Look())  # noqa: B039 - a tuple, which never changes
"""The look within :func:`use_look`; the default is that of the project."""


@contextmanager
def use_look(look: Look) -> Iterator[None]:
    """Draw and save figures in a look of one's own within a context.

    Raises
    ------
    InputError
        If the font is not installed.
    """
    if look.font is not None:
        require_font(look.font)
    token = LOOK.set(look)
    try:
        yield
    finally:
        LOOK.reset(token)


def read_size(text: str) -> tuple[float, float | None]:
    """Read a size such as ``180x120``, or ``180`` for the width alone, in mm.

    Raises
    ------
    InputError
        If it is neither, or a length is out of range.
    """
    found = SIZE.fullmatch(text)
    if not found:
        msg = f"--size {text!r}: a size is written WIDTHxHEIGHT in mm, such as 180x120, or 180 for the width"
        raise InputError(msg)
    width, height = float(found[1]), float(found[2]) if found[2] else None
    for length in (width, height):
        if length is not None and not LEAST <= length <= MOST:
            msg = f"--size {text!r}: found {length:g} mm; allowed are {LEAST:g} to {MOST:g} mm"
            raise InputError(msg)
    return width, height


def list_fonts() -> list[str]:
    """List the names of the fonts that matplotlib finds on this machine."""
    from matplotlib.font_manager import get_font_names

    return sorted(get_font_names())


def require_font(font: str) -> None:
    """Check that a font is installed.

    Raises
    ------
    InputError
        If it is not; the message names the nearest that is.
    """
    known = list_fonts()
    if font not in known:
        near = hint(font, known) or f"; there are {', '.join(known[:8])}{' ...' if len(known) > 8 else ''}"
        msg = f"--font {font!r}: matplotlib finds no such font on this machine{near}"
        raise InputError(msg)


def choose_fonts(installed: Sequence[str], font: str | None = None) -> tuple[str, ...]:
    """Choose the fonts of a figure: the user's, FONT, and one for letters that FONT lacks."""
    further = next((name for name in FURTHER_FONTS if name in installed), None)
    return tuple(dict.fromkeys(name for name in (font, FONT, further) if name))
