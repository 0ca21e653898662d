"""Describe inputs in figures: their meaning from the parameter table, with the path in small type below."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ....model.parameters.lookup import explain
from ...labels import capitalise_name, input_name, lower_first, quote_name
from . import style
from .page import Page, shorten_text, wrap_lines

COLUMN = 58.0
"""Width of a column of inputs in mm."""
INPUT_ROW = 12.0
"""Height of a row with an input's name on up to two lines and its path, in mm."""


class Words(NamedTuple):
    """The name of an input in words, and its path."""

    name: str
    path: str


def describe_input(path: str, scenario: Mapping[str, Any]) -> Words:
    """Describe an input in words: ``Russia: how far the patron supplies advanced arms``.

    Parameters
    ----------
    path : str
        Path of the input in the design.
    scenario : mapping
        The scenario's entry in the manifest, of which patrons and labels are read.
    """
    labels = {p: scenario["labels"].get(p, capitalise_name(p)) for p in scenario["patrons"]}
    if path.startswith("events."):
        return Words(f"Size of the event {quote_name(path.split('.')[1])}", path)
    if path.startswith("hedger.effort."):
        return Words(
            f"Effort: {' '.join(labels.get(p, capitalise_name(p)) for p in path.split('.')[2:])}", path
        )
    row = explain(path, scenario["patrons"])[0]
    meaning = short_meaning(row.meaning)
    # a meaning such as "of its goods" continues its unit, such as "share"
    meaning = f"{row.unit} {meaning}" if meaning.startswith("of ") else meaning
    named = [p for part in path.split(".") for p in part.split("-") if p in labels]
    who = " and ".join(labels[p] for p in named)
    return Words(f"{who}: {meaning}" if who else capitalise_first(meaning), path)


def name_input(path: str, scenario: Mapping[str, Any]) -> str:
    """Name an input in few words for the middle of a sentence: ``Russia's arms access``."""
    if path.startswith(("events.", "hedger.effort.")):
        return lower_first(describe_input(path, scenario).name)
    labels = {p: scenario["labels"].get(p, capitalise_name(p)) for p in scenario["patrons"]}
    return input_name(path, labels)


def capitalise_first(text: str) -> str:
    """Return a text with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def short_meaning(meaning: str) -> str:
    """Shorten a meaning: without references to equations and without text after a semicolon."""
    text = re.sub(r"\s*\((?:[^()]*\b(?:eq|section|M\d)[^()]*)\)", "", meaning)
    return text.partition(";")[0].strip()


def write_names(page: Page, found: Sequence[Words], top: float, numbers: bool = False) -> None:
    """Write inputs at the page's left, one row each from ``top`` mm down, with the path in grey below."""
    for row, words in enumerate(found):
        text = f"{row + 1}  {words.name}" if numbers else words.name
        shown = wrap_lines(text, COLUMN, 2)
        at = top + INPUT_ROW * (row + 0.5) - style.LINE_HEIGHT * (len(shown) + 1) / 2.0
        for k, line in enumerate(shown):
            page.write(line, 2.0, at + k * style.LINE_HEIGHT, size=style.SMALL, gid="name")
        below = at + len(shown) * style.LINE_HEIGHT
        page.write(
            shorten_text(words.path, COLUMN), 2.0, below, size=style.SMALL, color=style.GREY, gid="path"
        )


def outcome_words(outcome: str) -> str:
    """Format an outcome's name for the middle of a sentence."""
    if outcome == "premium":
        return "hedging premium"
    name = lower_first(capitalise_name(outcome))
    return f"mean {name.removesuffix(' mean')}" if name.endswith(" mean") else name
