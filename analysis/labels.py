"""Inputs in words: ``patrons.russia.arms_access`` is "Russia's arms access", step 3 is "enhanced"."""

from collections.abc import Mapping

from ..model.parameters.lookup import LADDER, template_of
from ..model.parameters.table import ROWS
from .plots.parts.style import words

SWITCHES = frozenset(row.path for row in ROWS if row.unit == "switch")


def input_name(path: str, labels: Mapping[str, str]) -> str:
    """Return a parameter in plain words, to stand inside a sentence.

    Parameters
    ----------
    path : str
        Its path, such as ``rivalry.russia-eu``.
    labels : mapping of str to str
        The patrons' labels by their ids.
    """
    section, _, rest = path.partition(".")
    last = plain(path.rpartition(".")[2])
    if section == "patrons" and "." in rest:
        owner = rest.partition(".")[0]
        return f"{labels.get(owner, words(owner))}'s {last}"
    if "-" in rest:
        pair = "\N{EN DASH}".join(labels.get(p, words(p)) for p in rest.split("-"))
        return f"{plain(section)} {pair}"
    return f"{last} ({plain(section)})" if rest else last


def plain(name: str) -> str:
    """Return a name of the code as words in small letters."""
    return name.replace("_", " ")


def limit_in_words(path: str, value: float, *, upper: bool) -> str:
    """Return a limit as a sentence says it: ``below 0.21``, ``at most signed``, ``off``.

    Parameters
    ----------
    path : str
        Path of the input.
    value : float
        The limit, in the unit of the input.
    upper : bool
        Whether values above it are left out.
    """
    if template_of(path) in SWITCHES:
        return "off" if upper else "on"
    if path.endswith(".agreement"):
        step = int(value // 1) if upper else int(-(-value // 1))
        return f"{'at most' if upper else 'at least'} {LADDER[min(max(step, 0), len(LADDER) - 1)]}"
    return f"{'below' if upper else 'above'} {value:.3g}"
