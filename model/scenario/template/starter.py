"""The file to start a case from: a template with invented numbers, fitted to the names that are given."""

import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files

from ...dates import quarter_name, quarter_of
from ...errors import InputError
from ...parameters.lookup import FEWEST_PATRONS, MOST_PATRONS
from ...text import first_control, shorten_value

TEMPLATE = "starter.toml"
INVENTED = ("north", "west", "east", "south", "far", "mid")
"""Patrons of the template, in its order."""
START = "2015Q1"
YEARS_TO_EVENT = 4


def starter_text(
    name: str, patrons: int | Sequence[str] = 3, label: str | None = None, start: object = START
) -> str:
    """Compose a commented scenario file whose numbers are invented.

    Parameters
    ----------
    name : str
        Name of the case: letters, digits, dashes and underscores; the title is made from it unless there is
        a label.
    patrons : int or sequence of str
        Number of patrons with invented names, or their names: the first takes the numbers of an old
        protector, the second those of a rich neighbour with conditions, the third those of an investor.
    label : str, optional
        Name of the small state in words.
    start : str
        Date of the first quarter, such as 2017Q3.

    Raises
    ------
    InputError
        If the name has another form, a scenario cannot have so many patrons or such names, or the date is
        none.
    """
    if not re.fullmatch(r"[A-Za-z][\w-]{0,59}", name):
        msg = f"{name!r}: a name starts with a letter and has letters, digits, - and _, at most 60"
        raise InputError(msg)
    labels = {} if isinstance(patrons, int) else name_patrons(patrons)
    number = patrons if isinstance(patrons, int) else len(labels)
    if not FEWEST_PATRONS <= number <= MOST_PATRONS:
        msg = f"patrons: found {number}; a scenario has {FEWEST_PATRONS} to {MOST_PATRONS}"
        raise InputError(msg)
    first = parse_start(start)
    text = files(__package__).joinpath(TEMPLATE).read_text(encoding="utf-8")
    for patron in INVENTED[number:]:
        text = remove_patron(text, patron)
    text = rename_patrons(text, labels) if labels else text
    title = name.replace("_", " ").replace("-", " ").capitalize() if label is None else f"{label}, {first}"
    text = text.replace('"TITLE"', quote_text(title))
    text = text.replace('"Small State"', quote_text(label)) if label else text
    text = text.replace(f'"{START}"', f'"{first}"')
    return text.replace("EVENT_DATE", quarter_name(quarter_of(first) + 4 * YEARS_TO_EVENT))


def parse_start(start: object) -> str:
    """Return the quarter of a date in the form 2017Q3.

    Raises
    ------
    InputError
        If it is no date.
    """
    try:
        return quarter_name(quarter_of(start))
    except ValueError as error:
        msg = f"start: {error}"
        raise InputError(msg) from error


def name_patrons(names: Sequence[str]) -> dict[str, str]:
    """Return the labels of patrons by their ids: ``usa`` is USA, ``Russia`` or ``russia`` is Russia.

    Raises
    ------
    InputError
        If a name gives no id of small letters, or two give the same.
    """
    labels: dict[str, str] = {}
    for name in names:
        patron = re.sub(r"[\s-]+", "_", name.strip()).lower()
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", patron):
            msg = f"patrons: found {name!r}; a name has letters, digits and _, and begins with a letter"
            raise InputError(msg)
        if patron in labels:
            msg = f"patrons: {name.strip()} is given twice"
            raise InputError(msg)
        short = patron.upper() if len(patron) <= 3 else patron.replace("_", " ").title()
        labels[patron] = name.strip() if name.strip() != patron else short
    return labels


def rename_patrons(text: str, labels: Mapping[str, str]) -> str:
    """Give the patrons of the template other ids and labels, all at once; words of comments stay."""
    chosen = dict(zip(INVENTED, labels, strict=False))
    known = "|".join(chosen)
    titles = {f"{invented.capitalize()}land": labels[patron] for invented, patron in chosen.items()}
    text = re.sub(
        rf'label = "({"|".join(titles)})"', lambda found: f"label = {quote_text(titles[found[1]])}", text
    )
    places = rf"(?<=patrons\.)(?:{known})\b|(?<=:)(?:{known})\b|\b(?:{known})-(?:{known})\b"
    return re.sub(places, lambda found: "-".join(chosen[part] for part in found[0].split("-")), text)


def quote_text(text: str) -> str:
    """Quote a text for a TOML file.

    Raises
    ------
    InputError
        If it is empty or has control characters.
    """
    if not text.strip() or first_control(text):
        msg = f"label: found {shorten_value(text)}; allowed is text without control characters, not empty"
        raise InputError(msg)
    return json.dumps(text, ensure_ascii=False)  # TOML's strings have the escapes of JSON


def remove_patron(text: str, patron: str) -> str:
    """Remove a patron's tables and the lines of its pairs from the template."""
    text = remove_table(remove_table(text, f"patrons.{patron}"), f"start.patrons.{patron}")
    return re.sub(rf"^(\w+-{patron}|{patron}-\w+) = .*\n", "", text, flags=re.MULTILINE)


def remove_table(text: str, heading: str) -> str:
    """Remove a table, which ends at an empty line, from the template."""
    return re.sub(rf"^\[{re.escape(heading)}\].*?\n\n", "", text, flags=re.MULTILINE | re.DOTALL)
