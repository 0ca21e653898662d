"""Split a condition into tokens, and quote it in messages."""

import re
from collections.abc import Container
from typing import NamedTuple

from ...model.errors import InputError

MOST_TOKENS = 300
"""Most words and signs of a condition."""
LONGEST_QUOTE = 100
"""Letters of a condition that a message repeats."""
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_][\w.]*(?:-[A-Za-z_][\w.]*)*(?::[A-Za-z_]\w*)*)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign>==|!=|<=|>=|[<>+\-*/()]))",
    re.ASCII,
)
SAY = {"=": "say ==", "&": "say and", "|": "say or", "!": "say not or !=", "\N{MINUS SIGN}": "say -"}
"""Signs of other languages and what to write here."""


class Token(NamedTuple):
    """A word or sign: its kind, its text, and the position where it starts."""

    what: str
    text: str
    at: int


def quote_condition(text: str) -> str:
    """Return a condition for a message, cut to SHOWN letters."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 3] + "..."


def condition_fault(option: str, text: str, what: str) -> str:
    """Format a message that begins with the option and the condition."""
    return f'{option}: "{quote_condition(text)}": {what}'


def tokenize(text: str, option: str, columns: Container[str]) -> list[Token]:
    """Split a text into tokens, followed by an end mark.

    Parameters
    ----------
    text, option : str
        The condition and the option that it was given with.
    columns : container of str
        A name with a dash is one token only if it is one of these.

    Raises
    ------
    InputError
        At the first letter that starts no word or sign, or if there are too many of them.
    """
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None:
            raise InputError(condition_fault(option, text, describe_unreadable(text, at)))
        what = str(match.lastgroup)
        token = Token(what, match[what], match.start(what))
        if what == "name" and token.text not in columns:
            # the dash is a minus sign; scanning goes on at the dash
            token = token._replace(text=token.text.partition("-")[0])
        found.append(token)
        at = token.at + len(token.text)
    if len(found) > MOST_TOKENS:
        many = f"{len(found)} words and signs; a condition has at most {MOST_TOKENS}"
        raise InputError(condition_fault(option, text, many))
    return [*found, Token("end", "", end)]


def describe_unreadable(text: str, at: int) -> str:
    """Describe why no token starts at the next letter."""
    at += len(text[at:]) - len(text[at:].lstrip())
    letter = text[at]
    if letter in {"'", '"'}:
        return f"the quotation mark at letter {at + 1} is never closed"
    advice = f"; {SAY[letter]}" if letter in SAY else ""
    return f"cannot read {letter!r} at letter {at + 1}{advice}"
