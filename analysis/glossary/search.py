"""Search all that has a name: words of the glossary, parameters, keys of files, outcomes and columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...model.errors import InputError
from ...model.outcomes import Column, explain_columns, outcome_columns, path_columns
from ...model.parameters.lookup import FILE_KEYS, advise, explain, explain_keys, hint, template_of
from ...model.parameters.removed import REMOVED
from ...model.parameters.row import Row
from ...model.parameters.table import ROWS
from .terms import Term, find_terms, list_head, list_terms, search_terms


@dataclass(frozen=True)
class Explanation:
    """What a word may mean.

    Attributes
    ----------
    terms : sequence of Term
        Words of the glossary.
    rows : sequence of Row
        Rows of the parameter table.
    keys : mapping of str to str
        Keys of a scenario file that are no parameters, and what they say.
    columns : mapping of str to Column
        Outcomes and path columns; P and Q stand for patrons.
    exact : bool
        Whether these have the word as their name or alias; else it occurs in names or meanings.
    """

    terms: list[Term] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    keys: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    exact: bool = True

    @property
    def count(self) -> int:
        """Return how many things there are."""
        return len(self.terms) + len(self.rows) + len(self.keys) + len(self.columns)


def explain_word(word: str) -> Explanation:
    """Find what a word means: what has it as its name or alias, or else in whose name or meaning it occurs.

    Raises
    ------
    InputError
        If nothing does; the message names the most similar name.
    """
    found = find_word(word.strip())
    found = found if found.count else search_word(word)
    if found.count:
        return found
    gone = next((path for path in REMOVED if path.rpartition(".")[2] == word), template_of(word))
    names = list(list_names())
    near = advise(gone, names) if gone in REMOVED else hint(word.lower(), names)
    msg = f"{word!r}: no parameter, outcome or word of the glossary{near}; `hedgesim explain` lists words"
    raise InputError(msg)


def find_word(word: str) -> Explanation:
    """Find what has a word as its name or alias."""
    alike = {n: c for n, c in list_columns().items() if list_head(n) == list_head(word)}
    columns = explain_columns(word) or alike
    return Explanation(find_terms(word), find_rows(word), explain_keys(word), columns)


def find_rows(word: str) -> list[Row]:
    """Find the parameters of a path, a template or a last part; none for any other word."""
    try:
        return list(explain(word)) if word else []
    except InputError:
        return []


def search_word(text: str) -> Explanation:
    """Find in whose names, aliases or meanings all words of a text occur."""
    words = text.lower().split()
    if not words:
        return Explanation(exact=False)

    def fits(name: str, meaning: str) -> bool:
        return all(word in f"{name} {name.replace('_', ' ')} {meaning}".lower() for word in words)

    return Explanation(
        search_terms(words),
        [row for row in ROWS if fits(row.path, row.meaning)],
        {path: meaning for path, meaning in FILE_KEYS.items() if fits(path, meaning)},
        {name: column for name, column in list_columns().items() if fits(name, column.meaning)},
        exact=False,
    )


def list_columns() -> dict[str, Column]:
    """Return all outcomes and path columns, P and Q standing for patrons."""
    return path_columns("PQ") | outcome_columns("PQ")


def list_names() -> Iterator[str]:
    """Yield all that can be looked up: terms, aliases, parameters by path and last part, keys and columns."""
    yield from (name for term in list_terms() for name in term.names)
    for path in (*(row.path for row in ROWS), *FILE_KEYS):
        yield path
        yield path.rpartition(".")[2]
    yield from list_columns()
