"""Letters that no font of the machine has: one line for a user instead of a warning for each."""

import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

MISSING = re.compile(r"Glyph (\d+) .* missing from")
SHOWN = 10
"""Most letters that the line shows."""


@contextmanager
def report_missing_glyphs(*, quiet: bool = False) -> Iterator[None]:
    """Catch matplotlib's warnings about letters without a glyph and say on standard error which they are.

    Other warnings are passed on. ``quiet`` says nothing, where texts are only measured.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    letters: dict[str, None] = {}
    for warning in caught:
        match = MISSING.match(str(warning.message))
        if match:
            letters[chr(int(match[1]))] = None
        else:
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    if letters and not quiet:
        sys.stderr.write(f"{describe_letters(list(letters))}\n")


def describe_letters(letters: list[str]) -> str:
    """Describe letters that are drawn as boxes, and what helps."""
    shown = "".join(letters[:SHOWN]) + ("..." if len(letters) > SHOWN else "")
    return f"drawn as boxes, because the font of figures, DejaVu Sans, lacks them: {shown}"
