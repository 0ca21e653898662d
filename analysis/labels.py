"""Inputs in words: ``patrons.russia.arms_access`` is "Russia's arms access", step 3 is "enhanced"."""

from collections.abc import Collection, Mapping, Sequence

from ..model.parameters.lookup import LADDER, hint, template_of
from ..model.parameters.table import ROWS

DIMENSIONS = ("security", "economy", "autonomy")
OUTCOMES = (*DIMENSIONS, "utility")


PREMIUM = "premium"
"""The hedging premium as commands and tables call it; it is computed in ``compare/premium.py``."""

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
    last = lower_name(path.rpartition(".")[2])
    if section == "patrons" and "." in rest:
        owner = rest.partition(".")[0]
        return f"{labels.get(owner, capitalise_name(owner))}'s {last}"
    if "-" in rest:
        pair = "\N{EN DASH}".join(labels.get(p, capitalise_name(p)) for p in rest.split("-"))
        return f"{lower_name(section)} {pair}"
    return f"{last} ({lower_name(section)})" if rest else last


def lower_name(name: str) -> str:
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


def capitalise_name(name: str) -> str:
    """Return a name of the code as words: ``eu_sanctions`` becomes ``Eu sanctions``."""
    text = name.rpartition("/")[2].replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def strategy_label(strategy: str, labels: Mapping[str, str]) -> str:
    """Return a strategy in words.

    Parameters
    ----------
    strategy : str
        As commands and tables call it: ``pivot:china``.
    labels : mapping of str to str
        The patrons' labels by their ids.
    """
    kind, _, patron = strategy.partition(":")
    if patron:
        link = "with" if kind == "bandwagon" else "to"
        return f"{capitalise_name(kind)} {link} {labels.get(patron, capitalise_name(patron))}"
    return {"self_reliance": "Self-reliance", "myopic": "Myopic (economy only)"}.get(
        strategy, capitalise_name(strategy)
    )


def regime_label(regime: str, labels: Mapping[str, str]) -> str:
    """Return a regime in words; a pivot names its patron."""
    return strategy_label(regime, labels)


def regime_order(patrons: Sequence[str]) -> list[str]:
    """Return all regimes that a run can have, in the order in which they are stacked."""
    return ["hedging", "mixed", "bandwagon", *(f"pivot:{p}" for p in patrons), "isolation", "collapse"]


def quote_name(text: str) -> str:
    """Return a name in quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def outcome_hint(name: str, known: Collection[str]) -> str:
    """Suggest a name, as a question for the end of a message.

    It is a dimension's mean where only that is named, or the nearest.
    """
    mean = f"{name}_mean"
    return f"; did you mean {mean}?" if mean in known else hint(name, known)
