"""Lookup in the parameter table: paths for a scenario's patrons, most similar names, and meanings."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import combinations

from ..errors import InputError
from .removed import REMOVED
from .row import SOLVED, Row
from .table import ROWS

FEWEST_PATRONS, MOST_PATRONS = 2, 6
"""Bounds of the number of patrons of a scenario."""

LADDER = ("none", "signed", "ratified", "enhanced", "association")
"""Steps of an agreement, 0 to 4 (eq. 17)."""
STEPPED = {"step": f"a step of an agreement ({', '.join(LADDER)})", "switch": "a switch (false or true)"}
"""Units of parameters that have a few values and nothing between, and what such a parameter is in words."""


FILE_KEYS = {
    "title": "what figures and tables call it",
    "question": "what this scenario asks, and why",
    "extends": "a scenario beside this file, a built-in one or a path",
    "first_quarter": "date of the first quarter",
    "horizon": "number of quarters",
    "embargoes": "a table of announced embargoes, for `hedgesim hindcast`; else embargoes.csv beside it",
    "strategies": "compared by default; `all` for all but fixed",
    "trigger.first": "the strategy `trigger`: what it does before any trigger fires, a strategy by its name",
    "trigger.effort": "instead of `first` or `then`: constant shares of effort, as in [hedger.effort]",
    "trigger.steps.watch": "what is watched each quarter: coercion.P, belief.P, rivalry.P-Q or strain",
    "trigger.steps.level": "from which on the trigger fires",
    "trigger.steps.release": "below which it is taken back; by default the level; 0 for never",
    "trigger.steps.quarters": "how many quarters in a row either takes; by default 1",
    "trigger.steps.then": "what it does then, a strategy by its name",
    "hedger.label": "its name in words, for figures and tables",
    "patrons.P.label": "its name in words, for figures and tables",
    "patrons.P.colour": "its colour in figures, as #RRGGBB, such as #8C510A; else one by its id",
    "patrons.P.interests": "what the patron wants, weights that sum to 1, for `hedgesim game`",
    "menus": "levels of a patron's parameters among which it chooses, for `hedgesim game`",
}
"""Keys of a scenario file that are no parameters, and what they say."""

INTERESTS = {
    "influence": "its share of the hedger's room",
    "rival": "little room for its rivals: their shares, each times the rivalry, less is more",
    "trade": "its share of the hedger's exports and imports",
    "money": "what it keeps: inducement and investment, less is more",
    "coercing": "what coercion costs it: less is more",
    "security": "its security tie with the hedger",
    "stability": "the hedger's economy: a client that holds",
    "principle": "no close agreement with a state under strain, and conditions: less is more",
}
"""What a patron may want, in words."""


def parameters(patrons: Sequence[str]) -> dict[str, Row]:
    """Map every path of a scenario with these patrons to its row of the table, in the table's order."""
    return dict(rows_by_path(tuple(patrons)))


@lru_cache(maxsize=16)
def rows_by_path(patrons: tuple[str, ...]) -> Mapping[str, Row]:
    """Build the mapping of :func:`parameters`, cached; callers must not change it."""
    return {path: row for row in ROWS for path in expand_template(row.path, patrons)}


def expand_template(template: str, patrons: Sequence[str]) -> list[str]:
    """Expand a template to its paths: one per patron for ``P``, one per pair of patrons for ``P-Q``."""
    if template.endswith("P-Q"):
        return [template.replace("P-Q", f"{a}-{b}") for a, b in combinations(patrons, 2)]
    if ".P." in template:
        return [template.replace(".P.", f".{p}.") for p in patrons]
    return [template]


ROOTED = frozenset({f"start.patrons.P.{name}" for name in ("framework", "barrier", "uncertainty")})
"""Start values that default to those of the file of the ``extends`` chain that describes the state."""


def default_words(row: Row) -> str:
    """Format a parameter's default, or describe in words where it comes from."""
    if row.default is not None:
        return f"{row.default:g}"
    if row.source == SOLVED:
        return "solved at the opening"
    return "that of the case" if row.path in ROOTED else "given by the scenario"


def effort_paths(patrons: Sequence[str]) -> list[str]:
    """List the paths of the effort shares of the strategy ``fixed``, in the order of the packages."""
    ties = [f"hedger.effort.{p}.{kind}" for kind in ("security", "economy") for p in patrons]
    return [*ties, "hedger.effort.self_reliance"]


def canonical_path(path: str, patrons: Sequence[str]) -> str:
    """Sort a pair in a path by the order of the patrons: ``rivalry.eu-russia`` to ``rivalry.russia-eu``."""
    section, _, pair = path.partition(".")
    first, dash, second = pair.partition("-")
    if dash and first in patrons and second in patrons and patrons.index(first) > patrons.index(second):
        return f"{section}.{second}-{first}"
    return path


MOST_CHOICES = 15
"""Most paths that a message lists: one of a last part for each of six patrons, or for each of their pairs."""
LONGEST_NAME = 100
"""Most letters of a name for which a similar one is searched; for longer ones that takes long."""


def nearest_name(name: str, options: Iterable[str]) -> str | None:
    """Return the option most similar to a name, None if none is; large letters are as good as small ones."""
    if len(name) > LONGEST_NAME:
        return None
    # names of a kind, such as pivot:russia, are compared by the rest: else another patron's would be near
    kind, colon, rest = name.rpartition(":")
    prefix = kind + colon
    names = list(options)
    if rests := [option.removeprefix(prefix) for option in names if option.startswith(prefix)]:
        found = match_name(rest, rests)
        return f"{prefix}{found}" if found else None
    return match_name(name, names)


def match_name(name: str, options: Iterable[str]) -> str | None:
    """Return the option with the most letters of a name in their order, None if it has too few."""
    small = {option.lower(): option for option in options}
    found = get_close_matches(name.lower(), small, n=1, cutoff=0.6)
    return small[found[0]] if found else None


def hint(name: str, options: Iterable[str]) -> str:
    """Compose the end of a message, ``; did you mean X?``, or "" if no option is similar."""
    found = nearest_name(name, options)
    return f"; did you mean {found}?" if found else ""


def advise(path: str, options: Iterable[str], name: str = "") -> str:
    """Compose the end of a message on an unknown path: why it is gone, those it is a part of, or a near one.

    Parameters
    ----------
    path : str
        The path in question.
    options : iterable of str
        What may stand in its place.
    name : str
        The part of the path to compare with the options, by default all of it.
    """
    if gone := REMOVED.get(template_of(path)):
        return f"; {gone}"
    known = list(options)
    ends = [] if name else [o for o in known if o.endswith(f".{path}") or o.startswith(f"{path}.")]
    if not 1 <= len(ends) <= MOST_CHOICES:
        return hint(name or path, known)
    return f"; did you mean {ends[0]}?" if len(ends) == 1 else f"; write one of {', '.join(ends)}"


def explain(name: str, patrons: Sequence[str] = ()) -> tuple[Row, ...]:
    """Find the rows of the parameter table for a name.

    Parameters
    ----------
    name : str
        A path (``patrons.russia.barrier``), a template (``patrons.P.barrier``) or a last part (``barrier``).
    patrons : sequence of str
        Ids of patrons for paths; if empty, any word is accepted in the place of an id.

    Raises
    ------
    InputError
        If no row has this name; the message names the most similar one.
    """
    templates = {row.path: row for row in ROWS}
    paths = templates | (parameters(patrons) if patrons else {})
    canonical = canonical_path(name, patrons)
    if canonical in paths:
        return (paths[canonical],)
    generic = template_of(name)
    if generic in templates:
        return (templates[generic],)
    found = tuple(row for row in ROWS if row.path.rpartition(".")[2] == name)
    if found:
        return found
    options = [*paths, *FILE_KEYS, *(path.rpartition(".")[2] for path in (*templates, *FILE_KEYS))]
    gone = next((path for path in REMOVED if path.rpartition(".")[2] == name), generic)
    near = advise(gone, options) or hint(name, options)
    msg = f"unknown parameter {name!r}{near}; `hedgesim show belarus/baseline` lists all of them"
    raise InputError(msg)


def explain_keys(name: str) -> dict[str, str]:
    """Find the keys of a scenario file that are no parameters for a path, a template or a last part."""
    generic = template_of(name)
    exact = {key: meaning for key, meaning in FILE_KEYS.items() if key == generic}
    return exact or {key: meaning for key, meaning in FILE_KEYS.items() if key.rpartition(".")[2] == name}


def template_of(path: str) -> str:
    """Convert a path to its template: ``patrons.russia.barrier`` to ``patrons.P.barrier``."""
    parts = path.split(".")
    if "patrons" in parts[:-1]:
        parts[parts.index("patrons") + 1] = "P"
    elif parts[0] in {"rivalry", "volatile", "overlap"} and "-" in parts[-1]:
        parts[-1] = "P-Q"
    return ".".join(parts)
