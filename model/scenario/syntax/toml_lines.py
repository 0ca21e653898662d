"""Lines of keys and depth of brackets in a TOML text, which ``tomllib`` does not give."""

import re
from collections.abc import Iterator, Mapping

DEEPEST = 20  # brackets within brackets, and parts of a dotted key
DOTTED = 500  # words joined by dots in a line; the parser's time grows with their square

Where = tuple[str | int, ...]

# Possessive quantifiers keep the time linear in the length of a text. A multi-line string ends with three
# quotes, and up to two more before them are its own; one that is never closed ends with the text.
_LONG = (
    r'"{3}(?:[^"\\]|\\.|"{1,2}+(?!"))*+(?:"{3,5}+|\Z|\\\Z)'
    r"|'{3}(?:[^']|'{1,2}+(?!'))*+(?:'{3,5}+|\Z)"
)
_SHORT = r'"(?:[^"\\\n]|\\[^\n])*+"' r"|'[^'\n]*+'"
_OPAQUE = re.compile(rf"{_LONG}|{_SHORT}|#[^\n]*+", re.DOTALL)
"""Strings and comments, within which no sign has a meaning."""


def nesting_fault(text: str) -> str | None:
    """Describe why a text is nested too deeply for the parser; return None if it is not."""
    if nesting_depth(text) > DEEPEST:
        return f": brackets are nested deeper than {DEEPEST}; a scenario needs two"
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > DOTTED and len(_JOINT.findall(line)) > DOTTED:
            return f":{number}: more than {DOTTED} words joined by dots; break the line"
    for number, where in places(text):
        if len(where) > DEEPEST:
            return f":{number}: a key of more than {DEEPEST} parts; a scenario needs four"
    return None


def strip_opaque(text: str) -> str:
    """Return a text without its strings and comments; a string that is not closed stays."""
    return _OPAQUE.sub("", text)


def nesting_depth(text: str) -> int:
    """Compute how deep brackets nest, those within strings and comments left out."""
    depth = most = 0
    for sign in strip_opaque(text):
        depth += (sign in "[{") - (sign in "]}" and depth > 0)
        most = max(most, depth)
    return most


_JOINT = re.compile(r"""[\w"'-][ \t]*\.[ \t]*["'\w-]""")
_NAME = r"""(?:[\w-]++|"[^"]*+"|'[^']*+')"""
_DOTTED = rf"{_NAME}(?:\s*+\.\s*+{_NAME})*+"
_HEADER = re.compile(rf"^\s*+(\[\[?)\s*+({_DOTTED})\s*+(\]\]?)\s*+$")
_KEY = re.compile(rf"^\s*+({_DOTTED})\s*+=")
_PART = re.compile(_NAME)


def parts_of(written: str) -> Where:
    """Split a dotted key into its parts, without quotes."""
    return tuple(part.strip("\"'") for part in _PART.findall(written))


def blank_prose(text: str) -> str:
    """Return a text without its comments and multi-line strings, with as many lines."""

    def lines_of(found: re.Match[str]) -> str:
        if found[0].startswith(('"""', "'''")):
            return '""' + "\n" * found[0].count("\n")
        return "" if found[0].startswith("#") else found[0]

    return _OPAQUE.sub(lines_of, text)


def places(text: str) -> Iterator[tuple[int, Where]]:
    """Yield line and place of every table and key, in the order of the file.

    An own scanner is needed because ``tomllib`` gives no positions, and messages name lines. Multi-line
    strings are left out, as a ``question`` may contain lines that look like keys.
    """
    table: Where = ()
    counts: dict[Where, int] = {}
    for number, line in enumerate(blank_prose(text).split("\n"), 1):
        if header := _HEADER.match(line):
            table = number_arrays(parts_of(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *parts_of(key[1]))


def number_arrays(parts: Where, counts: Mapping[Where, int]) -> Where:
    """Return the place of a table that may stand in the last table of an array: ``[claim.cells]``."""
    found: Where = ()
    for place, part in enumerate(parts, 1):
        found = (*found, part)
        if place < len(parts) and found in counts:
            found = (*found, counts[found])
    return found


def key_lines(text: str) -> dict[Where, int]:
    """Map the place of every key and table to its line, or to that of its first key if it has no header."""
    lines: dict[Where, int] = {}
    for number, where in places(text):
        for size in range(1, len(where) + 1):
            lines.setdefault(where[:size], number)
    return lines


def repeated_key(text: str) -> tuple[int, Where] | None:
    """Find the first key or table that is given a second time; return its line and place."""
    seen: set[Where] = set()
    for number, where in places(text):
        if where in seen:
            return number, where
        seen.add(where)
    return None
