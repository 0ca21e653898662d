"""The glossary: terms as data, which `hedgesim explain` and the docs print."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FILE = "terms.toml"


@dataclass(frozen=True)
class Term:
    """A word and what it means here.

    Attributes
    ----------
    name : str
        As commands and tables write it.
    kind : str
        topic (a word of the field), idea (of the model), strategy, regime, rung, verdict or measure (a word
        of tables).
    meaning : str
        What it is, in one to three sentences.
    aliases : tuple of str
        Other words for it, in small letters.
    see : tuple of str
        Paths of parameters, outcomes, columns or other terms.
    setting : str
        What ``--set`` takes, against ``belarus/baseline``; "" for none.
    command : str
        A command that shows it; "" for none.
    """

    name: str
    kind: str
    meaning: str
    aliases: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    setting: str = ""
    command: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name and its aliases, in small letters."""
        return (self.name.lower(), *self.aliases)


@cache
def list_terms() -> tuple[Term, ...]:
    """Return all terms of the glossary, in the order of its file: the field, ideas, then words of tables."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return tuple(
        Term(
            t["name"], t["kind"], t["meaning"], tuple(t.get("aliases", ())), tuple(t.get("see", ())),
            t.get("set", ""), t.get("try", ""),
        )
        for t in tomllib.loads(text)["term"]
    )  # fmt: skip


def list_kind(kind: str) -> tuple[Term, ...]:
    """Return the terms of a kind, such as all strategies."""
    return tuple(term for term in list_terms() if term.kind == kind)


def list_head(name: str) -> str:
    """Return a name as searches compare it: small letters, no underscores, line ends or patron."""
    return " ".join(name.lower().replace("_", " ").partition(":")[0].split())


def find_terms(word: str) -> list[Term]:
    """Find the terms with this name or alias; of a strategy or premium the patron does not matter."""
    head = list_head(word)
    return [term for term in list_terms() if head in map(list_head, term.names)]


def search_terms(words: Sequence[str]) -> list[Term]:
    """Find the terms in whose names, aliases or meanings all words occur."""
    return [
        term
        for term in list_terms()
        if all(word in " ".join((*map(list_head, term.names), term.meaning.lower())) for word in words)
    ]
