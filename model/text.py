"""Make foreign text safe to print: characters that control a terminal or reverse text are escaped."""

import re
import shlex

STEERING = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069"
"""Characters, as a class of a regular expression, that no text needs: controls but line ends and tabs, marks
that turn the order of letters, and separators of lines."""
_STEERING = re.compile(f"[{STEERING}\\ud800-\\udfff]")  # and lone surrogates, which UTF-8 cannot encode


def escape_controls(text: str) -> str:
    """Replace every control character of a text by its hexadecimal escape sequence."""
    return _STEERING.sub(lambda found: ascii(found[0])[1:-1], text)


def escape_json(text: str) -> str:
    """Replace every control character of a JSON text as JSON does, so that it is read as the same data."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def first_control(text: str) -> str | None:
    """Return the escape of the first control character of a text, None if there is none."""
    found = _STEERING.search(text)
    return ascii(found[0])[1:-1] if found else None


def shorten(text: str, most: int = 60) -> str:
    """Shorten a text to at most ``most`` characters; a shortened text ends in three dots."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


_PERCENT = re.compile(r"([-+]?\d*[.,]?\d+)\s*%")
_DECIMAL_COMMA = re.compile(r"([-+]?)(\d*),(\d+)")


def advise_number(text: str) -> str:
    """Compose the end of a message on a number as people write it, ``; write 0.1`` for ``10%`` or ``0,1``.

    It is empty for any other text, and for 1,000, which may be a thousand.
    """
    if found := _PERCENT.fullmatch(text.strip()):
        return f"; write {float(found[1].replace(',', '.')) / 100.0:g}"
    found = _DECIMAL_COMMA.fullmatch(text.strip())
    if found is None or (len(found[3]) == 3 and found[2].strip("0")):
        return ""
    return f"; write {found[1]}{found[2] or '0'}.{found[3]}"


LONGEST_NUMBER = 10**20 - 1
"""Whole numbers beyond are not written out: Python refuses to at some length."""


def shorten_value(value: object) -> str:
    """Format a value for a message, shortened if it is long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, int) and abs(value) > LONGEST_NUMBER:
        return f"a number of more than {len(str(LONGEST_NUMBER))} digits"
    return shorten(f"{value!r}" if isinstance(value, str) else f"{value}")


def shell_word(name: object) -> str:
    """Quote a name where a shell would not take it as a single word, for commands in messages."""
    return shlex.quote(str(name))
