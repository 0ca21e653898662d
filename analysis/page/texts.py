"""The words of the page: one table, so that other languages can stand beside it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from ..glossary.terms import Term, list_terms
from ..verdicts.comparison import SENTENCES
from ..verdicts.doubts import CLAUSES, LEAST, LITTLE

TABLE = "texts.toml"
WORDS = (
    "premium", "utility", "best other", "draw", "5 to 95% of draws", "95% interval", "influence",
)  # fmt: skip
"""Words of the glossary that the page uses, besides those of KINDS."""
KINDS = ("strategy", "regime")


def read_texts() -> dict[str, str]:
    """Read all words of the page by key, such as ``controls.reset``: templates with fields in braces.

    Those below ``verdict.`` are the words of the commands.
    """
    file = files(__package__).joinpath(TABLE)
    own = tomllib.loads(file.read_text(encoding="utf-8"))
    verdict = {**SENTENCES, **CLAUSES, "little": LITTLE, "least": LEAST}
    return dict(list_texts({**own, "verdict": verdict}))


def read_words() -> list[tuple[str, str]]:
    """Read what the words of the page mean from the glossary: names and meanings, regimes last."""
    own = [term for name in WORDS for term in list_terms() if term.name == name and term.kind not in KINDS]
    rest = [term for kind in KINDS for term in list_terms() if term.kind == kind]
    return [(name_word(term), phrase_meaning(term)) for term in own + rest]


def name_word(term: Term) -> str:
    """Name a word as the page does; one of a patron is of P."""
    name = term.name.replace("_", " ").replace(":P", " to P" if "pivot" in term.name else " with P")
    return f"{name} (regime)" if term.kind == "regime" and name != "regime" else name


def phrase_meaning(term: Term) -> str:
    """Write what a word means as a sentence, without the numbers of equations."""
    meaning = re.sub(r" \(eq\. [\d, ]+\)", "", term.meaning).rstrip(".")
    return f"{meaning[:1].upper()}{meaning[1:]}."


def list_texts(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield key and text of everything below a table."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from list_texts(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
