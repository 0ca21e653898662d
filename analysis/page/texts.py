"""The words of the page: one table, so that other languages can stand beside it."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from ..verdicts.comparison import SENTENCES
from ..verdicts.doubts import CLAUSES, LEAST, LITTLE

TABLE = "texts.toml"


def read_texts() -> dict[str, str]:
    """Read all words of the page by key, such as ``controls.reset``: templates with fields in braces.

    Those below ``verdict.`` are the words of the commands.
    """
    file = files(__package__).joinpath(TABLE)
    own = tomllib.loads(file.read_text(encoding="utf-8"))
    verdict = {**SENTENCES, **CLAUSES, "little": LITTLE, "least": LEAST}
    return dict(list_texts({**own, "verdict": verdict}))


def list_texts(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield key and text of everything below a table."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from list_texts(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
