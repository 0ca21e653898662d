"""Messages on text that is no TOML: the line first, and what to write instead."""

import re

from ...text import advise_number
from .toml_lines import repeated_key, strip_opaque

_CURLY = re.compile(
    "[\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}"
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}]"
)
_DIGITS = re.compile(r"[\d_]{4300}")
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def toml_fault(reason: str, text: str) -> str:
    """Reformat an error of the TOML parser: line first, and the name of a key or table given twice."""
    found = _POSITION.search(reason)
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    if reason.startswith("Exceeds the limit"):  # Python's own limit; its message has no line
        line = next((k for k, t in enumerate(text.splitlines(), 1) if _DIGITS.search(t)), line)
        return f"{line}: not valid TOML: a number of thousands of digits"
    reason = _POSITION.sub("", reason)
    if reason.startswith(("Cannot overwrite", "Cannot declare")) and (twice := repeated_key(text)):
        return f"{twice[0]}: {'.'.join(map(str, twice[1]))}: is given twice"
    if advice := describe_slip(text.splitlines()[line - 1] if line <= len(text.splitlines()) else ""):
        return f"{line}: {advice}"
    column = f", column {found[2]}" if found and found[2] else ""
    return f"{line}: not valid TOML: {reason}{column}"


def describe_slip(line: str) -> str:
    """Describe what people write in a line that TOML does not take, and what to write; else ""."""
    plain = strip_opaque(line)
    if curly := _CURLY.search(plain):
        return f"found the curly quotation mark {curly[0]}; write straight ones: \" or '"
    value = plain.partition("=")[2].strip()
    near = advise_number(value)
    return f"{plain.partition('=')[0].strip()}: found {value}; allowed is a number{near}" if near else ""
