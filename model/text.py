"""Texts of others made safe to show: what steers a terminal or turns the order of letters is spelled out."""

import re

STEERING = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069"
"""Characters, as a class of a regular expression, that no text needs: controls but line ends and tabs, marks
that turn the order of letters, and separators of lines."""
_STEERING = re.compile(f"[{STEERING}\\ud800-\\udfff]")  # with halves of characters, that no file can hold


def escape_controls(text: str) -> str:
    """Return a text with its steering characters spelled out in hexadecimal."""
    return _STEERING.sub(lambda found: ascii(found[0])[1:-1], text)


def first_control(text: str) -> str | None:
    """Return the first steering character of a text, spelled out; None if there is none."""
    found = _STEERING.search(text)
    return ascii(found[0])[1:-1] if found else None


def shorten(text: str, most: int = 60) -> str:
    """Return a text, its end left out if it is longer than so many letters."""
    return text if len(text) <= most else f"{text[: most - 3]}..."
