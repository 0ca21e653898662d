"""A verdict: the answer in one to three plain sentences, and the numbers in them at full precision."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..numerals import format_fixed

CLAUSE_END = re.compile(r"[:.;](?= |$)")
"""What ends the first clause of a template."""


@dataclass(frozen=True)
class Quantity:
    """A number that a verdict prints, with its interval.

    Attributes
    ----------
    value : float
        The number.
    low, high : float, optional
        Ends of its interval.
    doubt : str
        What the interval is, such as "5 to 95% of draws".
    against : str
        What the number is compared with, such as a strategy.
    digits : int
        Decimals printed; of a percentage, those of the percentage.
    sign : bool
        Whether a plus is printed.
    percent : bool
        Whether the number is a share, printed in percent.
    """

    value: float
    low: float | None = None
    high: float | None = None
    doubt: str = ""
    against: str = ""
    digits: int = 4
    sign: bool = False
    percent: bool = False

    def __format__(self, part: str) -> str:
        """Print the value; with ``low``, ``high`` or ``range`` an end of the interval or both."""
        if part == "range":
            return f"{self:low} to {self:high}"
        number = {"": self.value, "low": self.low, "high": self.high}[part]
        if number is None:
            return "-"
        if self.digits == 0 and not self.percent:
            return f"{number:,.0f}"
        if self.percent:
            return format_percentage(number, self.digits)
        return format_fixed(number, self.digits, sign=self.sign).strip()

    def to_plain_data(self) -> dict[str, Any]:
        """Return the number for JSON; what it lacks is null."""
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "interval": self.doubt or None,
            "against": self.against or None,
        }


def format_percentage(share: float, digits: int = 0) -> str:
    """Format a share in percent; none or all only where it is none or all: ``>99%``."""
    text, step = f"{100.0 * share:.{digits}f}%", 10.0**-digits
    if share < 1.0 and text == f"{100.0:.{digits}f}%":
        return f">{100.0 - step:.{digits}f}%"
    return f"<{step:.{digits}f}%" if share > 0.0 and float(text[:-1]) == 0.0 else text


def count(number: int) -> Quantity:
    """Return a whole number of a verdict, such as its runs."""
    return Quantity(number, digits=0)


@dataclass(frozen=True)
class Verdict:
    """The answer of a command.

    Attributes
    ----------
    template : str
        One to three plain sentences: what, how sure, against what, over what; with fields such as ``{gain}``
        and no digits of their own.
    fields : mapping of str to Quantity or str
        The numbers and names in them.
    """

    template: str
    fields: Mapping[str, Quantity | str]

    @property
    def text(self) -> str:
        """Return the sentences."""
        return self.template.format(**self.fields)

    @property
    def quantities(self) -> dict[str, Quantity]:
        """Return every number in them by its name."""
        return {name: value for name, value in self.fields.items() if isinstance(value, Quantity)}

    @property
    def headline(self) -> str:
        """Return the first clause without its stop: up to the first colon or full stop of the template."""
        # not of the text: the names in it may have a colon or a stop
        return CLAUSE_END.split(self.template, maxsplit=1)[0].format(**self.fields)

    @property
    def details(self) -> str:
        """Return what follows the headline."""
        return self.text.removeprefix(self.headline).lstrip(".:; ")

    def limit(self, window: str) -> "Verdict":
        """Return the verdict with the quarters that its outcomes are of, if its sentences do not say them."""
        if window in self.text:
            return self
        template = f"{self.template.rstrip('.')}; outcomes of {{window}} alone."
        return Verdict(template, {**self.fields, "window": window})

    def rename(self, names: Mapping[str, str]) -> "Verdict":
        """Return the verdict with other names, each by the one that stands in a field, or before ``or``."""
        fields = {
            field: value
            if isinstance(value, Quantity)
            else " or ".join(names.get(part, part) for part in value.split(" or "))
            for field, value in self.fields.items()
        }
        return Verdict(self.template, fields)

    def to_plain_data(self) -> dict[str, Any]:
        """Return the sentences and their numbers for JSON."""
        return {"text": self.text, "numbers": {k: q.to_plain_data() for k, q in self.quantities.items()}}


def insert_parts(template: str, **parts: str) -> str:
    """Insert pieces of a template, which may have fields of their own, at fields of these names."""
    return re.sub(r"\{(\w+)\}", lambda field: parts.get(field[1], field[0]), template)


def write_verdict(template: str, **values: Quantity | str) -> Verdict:
    """Write a verdict by filling a template, so that each number printed is one of its quantities.

    Parameters
    ----------
    template : str
        Sentences with fields such as ``{gain}``, ``{gain:range}`` or ``{rival}``, and no digits of their own.
    **values : Quantity or str
        Numbers and names of the fields; a number that no field prints is part of JSON all the same.
    """
    return Verdict(template, values)
