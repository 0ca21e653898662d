"""Letters that no font of the machine has: one line for a user instead of a warning for each."""

import logging
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MISSING = re.compile(r"Glyph (\d+) .* missing from")
SHOWN = 10
"""Most letters that the line shows."""


LETTERS: ContextVar[dict[str, None] | None] = ContextVar("letters", default=None)
"""Letters found so far within an outer context, which reports them once."""


@contextmanager
def report_missing_glyphs(*, quiet: bool = False) -> Iterator[None]:
    """Catch matplotlib's warnings about letters without a glyph and say on standard error which they are.

    Other warnings are passed on. ``quiet`` says nothing, where texts are only measured. Within another such
    context the outer one says it, so that a page with many figures has one line.
    """
    outer = LETTERS.get()
    letters: dict[str, None] = {} if outer is None or quiet else outer
    token = LETTERS.set(letters)
    fonts = logging.getLogger("matplotlib.font_manager")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fonts.addFilter(keep_message)
        try:
            yield
        finally:
            fonts.removeFilter(keep_message)
            LETTERS.reset(token)
    for warning in caught:
        match = MISSING.match(str(warning.message))
        if match:
            letters[chr(int(match[1]))] = None
        else:
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    if not quiet and outer is None:
        say_letters(letters)


@contextmanager
def collect_letters() -> Iterator[dict[str, None]]:
    """Yield a dictionary that gains each letter without a glyph as a key; the context itself says none."""
    letters: dict[str, None] = {}
    token = LETTERS.set(letters)
    try:
        yield letters
    finally:
        LETTERS.reset(token)


def add_letters(letters: Iterable[str]) -> None:
    """Add letters that another process found to those of the outer context; without one, say them."""
    outer = LETTERS.get()
    if outer is None:
        say_letters(letters)
    else:
        outer |= dict.fromkeys(letters)


def say_letters(letters: Iterable[str]) -> None:
    """Say on standard error which letters have no glyph, if there are any."""
    if found := list(letters):
        sys.stderr.write(f"{describe_letters(found)}\n")


def keep_message(record: logging.LogRecord) -> bool:
    """Return whether a message of matplotlib on fonts matters: a nearby weight of a further font does not."""
    return "Failed to find font weight" not in record.getMessage()


def describe_letters(letters: list[str]) -> str:
    """Describe letters that are drawn as boxes, and what helps."""
    shown = "".join(letters[:SHOWN]) + ("..." if len(letters) > SHOWN else "")
    return (
        f"drawn as boxes, because no font of figures has them: {shown}; install one that has, such as"
        " Noto Sans CJK, or name one with hedgesim plot --font"
    )
