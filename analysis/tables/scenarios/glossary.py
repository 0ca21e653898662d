"""Format what words mean: terms, parameters, keys of scenario files and columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ....model.outcomes import Column, outcome_columns
from ....model.parameters.lookup import LADDER, default_words
from ....model.parameters.row import Row
from ...glossary.search import Explanation
from ...glossary.settings import suggest_setting
from ...glossary.terms import Term, list_kind, list_terms
from ..sheet import Sheet

Rows = list[dict[str, Any]]

MOST_BLOCKS = 5
"""Most things that are explained in a block each; more are listed in a table."""
SHOWN = 20
"""Rows of that table that are printed."""
REFERENCE = re.compile(r"\(((?:eq\. |ODD section )[^)]*)\)")
"""Where a meaning says which equations it is about."""


def explanation_rows(found: Explanation) -> dict[str, Rows]:
    """List what was found by its kind; kinds of which there is nothing are left out."""
    records = {
        "terms": term_rows(found.terms),
        "parameters": parameter_rows(found.rows),
        "keys": key_rows(found.keys),
        "columns": column_rows(found.columns),
    }
    return {name: rows for name, rows in records.items() if rows}


def explanation_sheets(found: Explanation, word: str) -> list[Sheet]:
    """Build a block of text for each thing found, or a table where there are many."""
    if found.exact and found.count <= MOST_BLOCKS:
        return [*map(term_sheet, found.terms), *map(parameter_sheet, found.rows), *plain_sheets(found)]
    blocks = [term_sheet(term) for term in found.terms[:MOST_BLOCKS]] if found.exact else []
    listed = found.terms[len(blocks) :]
    return [*blocks, index_sheet([*index_cells(found, listed)], f"Words with “{word}”")]


def plain_sheets(found: Explanation) -> Iterator[Sheet]:
    """Yield a block of text for each key of a scenario file and each column."""
    for path, meaning in found.keys.items():
        yield Sheet(
            path, [], [], notes=[meaning, "what it is  a key of scenario files; hedgesim schema has all"]
        )
    outcomes = outcome_columns("PQ")
    for name, column in found.columns.items():
        place = (
            "an outcome of each run: --of, --where and --require take it"
            if name in outcomes
            else "a column of each quarter of a run: hedgesim run SCENARIO --csv; with --paths a batch has it"
        )
        yield Sheet(name, [], [], notes=[f"{column.meaning} [{column.unit}]", f"what it is  {place}"])


def index_cells(found: Explanation, terms: Sequence[Term]) -> Iterator[list[str]]:
    """Yield name, kind and meaning of each thing found, the terms first."""
    yield from ([t.name, t.kind, t.meaning.partition(". ")[0]] for t in terms)
    yield from ([row.path, "parameter", row.meaning] for row in found.rows)
    yield from ([path, "key of a file", meaning] for path, meaning in found.keys.items())
    yield from ([name, "column", column.meaning] for name, column in found.columns.items())


def index_sheet(cells: list[list[str]], title: str) -> Sheet:
    """Build the table of things that can be looked up."""
    return Sheet(
        title, ["word", "kind", "meaning"], cells, left=frozenset({1, 2}), firm=frozenset({0}), limit=SHOWN
    )


def glossary_sheet() -> Sheet:
    """Build the table of all words of the glossary, by kind."""
    kinds = dict.fromkeys(term.kind for term in list_terms())
    cells = [[kind, ", ".join(term.name for term in list_kind(kind))] for kind in kinds]
    notes = ["Every parameter, key of a scenario file, outcome and column can be looked up as well."]
    return Sheet("Glossary", ["kind", "words"], cells, left=frozenset({0, 1}), notes=notes)


def term_sheet(term: Term) -> Sheet:
    """Build the block of a term: meaning, other words, what to see, set and try."""
    notes = [
        term.meaning,
        f"what it is  a {term.kind}" if term.kind != "idea" else "what it is  an idea of the model",
        *([f"also called {', '.join(term.aliases)}"] if term.aliases else []),
        *([f"see         {', '.join(term.see)}"] if term.see else []),
        *([f"to set      --set {term.setting}"] if term.setting else []),
        *([f"to try      {term.command}"] if term.command else []),
    ]
    return Sheet(term.name, [], [], notes=notes)


def term_rows(terms: Sequence[Term]) -> Rows:
    """List terms of the glossary."""
    return [
        {
            "term": t.name, "kind": t.kind, "meaning": t.meaning, "aliases": ", ".join(t.aliases),
            "see": ", ".join(t.see), "set": t.setting, "try": t.command,
        }
        for t in terms
    ]  # fmt: skip


def parameter_rows(rows: Sequence[Row]) -> Rows:
    """List rows of the parameter table, the allowed range as two columns."""
    return [
        {k: v for k, v in row._asdict().items() if k != "allowed"}
        | {"allowed_low": row.allowed[0], "allowed_high": row.allowed[1], "set": suggest_setting(row)}
        for row in rows
    ]


def parameter_sheet(row: Row) -> Sheet:
    """Build the block of a parameter: meaning, default, ranges, source, where it is used and what to set."""
    used = REFERENCE.search(row.meaning)
    notes = [
        f"{row.meaning} [{row.unit}]",
        *([f"steps       {', '.join(LADDER)}"] if row.unit == "step" else []),
        f"default     {default_words(row)}",
        f"plausible   {row.low:g} to {row.high:g} (what a sensitivity analysis varies)",
        f"allowed     {row.allowed[0]:g} to {row.allowed[1]:g}",
        f"known by    {row.kind}: {row.source}",
        *([f"used in     {used[1]} of the model's description (docs/ODD.md)"] if used else []),
        f"to set      --set {suggest_setting(row)}",
    ]
    return Sheet(row.path, [], [], notes=notes)


def key_rows(keys: Mapping[str, str]) -> Rows:
    """List keys of a scenario file that are no parameters."""
    return [{"path": path, "meaning": meaning} for path, meaning in keys.items()]


def column_rows(columns: Mapping[str, Column]) -> Rows:
    """List outcomes and path columns, P and Q standing for patrons."""
    return [{"column": name, "unit": c.unit, "meaning": c.meaning} for name, c in columns.items()]
