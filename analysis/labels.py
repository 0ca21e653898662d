"""Inputs in words: ``patrons.russia.arms_access`` is "Russia's arms access", step 3 is "enhanced"."""

from collections.abc import Collection, Mapping, Sequence

from ..model.parameters.lookup import LADDER, hint, template_of
from ..model.parameters.table import ROWS
from ..model.text import escape_controls

OK, FAILED = "ok", "failed"
"""Status of a run in a table of outcomes."""
WINDOW = "window"
"""Key of the manifest of results whose outcomes are those of some quarters alone: it says of which."""
PREMIUM = "premium"
"""The hedging premium as commands and tables call it; it is computed in ``compare/premium.py``."""
RUNG = "ladder."
"""What the names of rungs begin with; they are computed in ``explore/ladder.py``."""
RUNG_COLUMNS = tuple(
    f"{RUNG}{rung}" for rung in ("diversification", "flexibility", "hedging", "surprise", "caution")
)

DOUBT = "response.conduct_rent"
"""The guess that a premium depends on much: whether rent pays the tie (0) or conduct (1)."""
DOUBT_NOTE = (
    f"Premiums depend on {DOUBT}, a guess: hedgesim ladder SCENARIO shows the one over the best bandwagon at"
    " both its ends."
)

SWITCHES = frozenset(row.path for row in ROWS if row.unit == "switch")


def explain_rung(name: str) -> str:
    """Describe why a result folder does not tell a rung of the ladder, and what does."""
    return (
        f"{name} takes a search at every point, which a folder does not have. Along an input: hedgesim"
        f" threshold SCENARIO --vary KEY=LO:HI --when '{name} < 0'; between scenarios: hedgesim attribute"
        f" SCENARIO OTHER --of {name}; at one point: hedgesim ladder SCENARIO. A folder has"
        " premium:bandwagon, hedge less the best lean that adapts"
    )


def premium_rival(name: str) -> str | None:
    """Return the rival of ``premium:RIVAL``, an empty text for ``premium`` itself, None for other names."""
    head, colon, rival = name.partition(":")
    return None if head != PREMIUM or (colon and not rival) else rival


def list_premiums(rivals: Collection[str]) -> list[str]:
    """Return ``premium:RIVAL`` of every kind of rivals and of every rival by itself."""
    kinds = [name.partition(":")[0] for name in rivals]
    return [f"{PREMIUM}:{name}" for name in dict.fromkeys([*kinds, *rivals])]


def input_name(path: str, labels: Mapping[str, str]) -> str:
    """Describe a parameter in words that fit inside a sentence.

    Parameters
    ----------
    path : str
        Path of the parameter, such as ``rivalry.russia-eu``.
    labels : mapping of str to str
        The patrons' labels by their ids.
    """
    section, _, rest = path.partition(".")
    last = lower_name(path.rpartition(".")[2])
    if section == "patrons" and "." in rest:
        owner = rest.partition(".")[0]
        return f"{possessive(labels.get(owner, capitalise_name(owner)))} {last}"
    if "-" in rest:
        pair = "\N{EN DASH}".join(labels.get(p, capitalise_name(p)) for p in rest.split("-"))
        return f"{lower_name(section)} {pair}"
    return f"{last} ({lower_name(section)})" if rest else last


def name_limited(path: str, labels: Mapping[str, str]) -> str:
    """Describe a parameter of patrons or pairs in words, any other by its path."""
    return input_name(path, labels) if path.startswith("patrons.") or "-" in path else path


def possessive(name: str) -> str:
    """Return the possessive of a name: ``China's``, ``the United States'``."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def lower_name(name: str) -> str:
    """Replace the underscores of a name by spaces."""
    return name.replace("_", " ")


def format_limit(path: str, value: float, *, upper: bool) -> str:
    """Describe a limit on an input: ``below 0.21``, ``at most signed``, ``off``.

    Parameters
    ----------
    path : str
        Path of the input.
    value : float
        The limit, in the unit of the input.
    upper : bool
        Whether it is an upper limit.
    """
    if template_of(path) in SWITCHES:
        return "off" if upper else "on"
    if path.endswith(".agreement"):
        step = int(value // 1) if upper else int(-(-value // 1))
        return f"{'at most' if upper else 'at least'} {LADDER[min(max(step, 0), len(LADDER) - 1)]}"
    return f"{'below' if upper else 'above'} {value:.3g}"


def step_name(step: float) -> str:
    """Name a step of the ladder of agreements; ``framework`` where a framework is given in its place."""
    return "framework" if step < 0.0 else LADDER[min(int(step), len(LADDER) - 1)]


def lower_first(text: str) -> str:
    """Return a label for the middle of a sentence: ``Pivot to EU`` becomes ``pivot to EU``."""
    return text[:1].lower() + text[1:]


def capitalise_name(name: str) -> str:
    """Convert a name to words with a capital: ``eu_sanctions`` becomes ``Eu sanctions``."""
    text = escape_controls(name.rpartition("/")[2]).replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def strategy_label(strategy: str, labels: Mapping[str, str]) -> str:
    """Describe a strategy in words.

    Parameters
    ----------
    strategy : str
        Name of the strategy in commands and tables, such as ``pivot:china``.
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
    """Describe a regime in words; a pivot is named with its patron."""
    return strategy_label(regime, labels)


def describe_settings(changes: Mapping[str, object]) -> str:
    """Describe what is set for all scenarios as given, ``patrons.china.fund = x1.5``; "" for nothing."""
    return ", ".join(f"{path} = {value}" for path, value in changes.items())


def regime_order(patrons: Sequence[str]) -> list[str]:
    """Return all regimes that a run can have, in the order in which figures stack them."""
    pivots = [f"pivot:{p}" for p in patrons]
    return ["hedging", "asymmetric_hedging", "mixed", "bandwagon", *pivots, "isolation", "collapse"]


def quote_name(text: str) -> str:
    """Put a name in typographic quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{escape_controls(text)}\N{RIGHT DOUBLE QUOTATION MARK}"


def outcome_hint(name: str, known: Collection[str]) -> str:
    """Suggest an outcome for an unknown name, as the end of a message; empty where none is near.

    The mean is suggested for the name of a dimension, else the nearest name.
    """
    mean = f"{name}_mean"
    return f"; did you mean {mean}?" if mean in known else hint(name, known)
