"""Compare numbers in the prose of pages with what commands say: ``python docs/build/values.py [PAGE...]``.

A number that a command computes stands before a comment that names where it comes from::

    by +.0059 ±.0005<!-- compare premium[scenario=belarus/baseline]: premium low~high -->

``compare`` is a source in ``values.toml``, ``premium`` a table of its JSON (``all`` is the whole of it), the
brackets choose one row, and the last numbers before the comment are those of the columns, in their order: as
many digits as the page gives, ``%`` for a share, ``-mean`` with the other sign, ``low~high`` half of the
interval's width. Numbers have a point or a percent sign, but for counts, whose columns are written
``#draws``. A number of a claim needs no comment but the claim's own: it has to be in the claim's text or
bounds, or in its row of docs/claims.md.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "README.md",
    *(f"docs/{name}.md" for name in ("findings", "premium", "certainty", "ladder", "quick_start", "reading")),
)
"""Pages whose measured numbers all have a source."""
SOURCES = tomllib.loads((Path(__file__).parent / "values.toml").read_text(encoding="utf-8"))
NUMBER = re.compile(r"(?<![\w.])[+-]?(?:\d+\.\d+|\.\d+|\d+)%?(?!\w)")
EXACT = re.compile(r"^(?!95%).*(?:\.\d|%)")
"""A number that was measured has a point or a percent sign; 95% is the level of every interval."""
MARK = re.compile(r"<!-- (\w+) (\w+)\[([^\]]*)\]: ([^>]*?) -->")
CLAIM = re.compile(r"<!-- ([a-z_]+) ([A-Z]+\d+) -->")
SKIPPED = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|Python 3\.\d+", re.DOTALL)
"""Code, addresses and the version of Python, whose numbers are no findings."""


class Finding(NamedTuple):
    """Numbers of a page, and the row of a table that they come from."""

    numbers: tuple[str, ...]
    source: str
    table: str
    row: str
    columns: tuple[str, ...]


def split_blocks(text: str) -> list[str]:
    """Return paragraphs, list items and rows of tables of a page, without code."""
    return re.split(r"\n\s*\n|\n(?=\s*(?:- |\||\d+\. ))", SKIPPED.sub("", text))


def read_block(block: str) -> tuple[list[Finding], list[str]]:
    """Return the findings of a block, and the measured numbers in it that no comment explains."""
    findings, rest, begin = [], [], 0
    for mark in MARK.finditer(block):
        columns = tuple(mark[4].split())
        numbers = find_numbers(block[begin : mark.start()], counts=columns[0].startswith("#"))
        findings.append(Finding(tuple(numbers[-len(columns) :]), mark[1], mark[2], mark[3], columns))
        rest += numbers[: -len(columns)]
        begin = mark.end()
    rest += find_numbers(block[begin:])
    explained = {number for case, id_ in CLAIM.findall(block) for number in list_claim_numbers(case, id_)}
    return findings, [n for n in rest if EXACT.search(n) and abs(read_number(n)) not in explained]


def find_numbers(text: str, *, counts: bool = False) -> list[str]:
    """Return the measured numbers of a text, or all numbers of it."""
    return [number for number in NUMBER.findall(CLAIM.sub("", text)) if counts or EXACT.search(number)]


def list_claim_numbers(case: str, id_: str) -> set[float]:
    """Return the numbers of a claim: in its text, its bounds, and its row of docs/claims.md."""
    page = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8").partition(f"\n## {case}\n")[2]
    row = re.search(rf"^\| {id_} \|.*$", page.partition("\n## ")[0], re.MULTILINE)
    ledger = tomllib.loads((ROOT / "scenarios" / case / "claims.toml").read_text(encoding="utf-8"))
    claim = next(claim for claim in ledger["claim"] if claim["id"] == id_)
    bounds = f"{claim.get('least', '')} {claim.get('bound', '')}"
    return {abs(read_number(n)) for n in NUMBER.findall(f"{row[0] if row else ''} {claim['text']} {bounds}")}


def read_number(text: str) -> float:
    """Return a number of a page; percent become a share."""
    return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def list_findings(page: Path) -> Iterator[Finding]:
    """Yield the findings of a page."""
    for block in split_blocks(page.read_text(encoding="utf-8")):
        yield from read_block(block)[0]


def list_unexplained(page: Path) -> list[str]:
    """Return the measured numbers of a page that neither a command nor a claim explains."""
    blocks = split_blocks(page.read_text(encoding="utf-8"))
    return [f"{number}: {block.strip()[:60]}" for block in blocks for number in read_block(block)[1]]


@cache
def load_tables(source: str) -> dict[str, Any]:
    """Return what the last command of a source prints: tables of JSON, or ``rows`` of a CSV file."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "MPLBACKEND": "Agg", "ROOT": str(ROOT)}
    printed = ""
    with tempfile.TemporaryDirectory() as folder:
        for line in SOURCES[source]:
            words = ["bash", "-c", line]
            printed = subprocess.run(
                words, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True
            ).stdout
    return json.loads(printed) if printed[:1] == "{" else {"rows": list(csv.DictReader(io.StringIO(printed)))}


def find_row(finding: Finding) -> dict[str, Any]:
    """Return the row of a finding.

    Raises
    ------
    SystemExit
        If its table has none, or several.
    """
    wanted = dict(pair.split("=", 1) for pair in finding.row.split(",") if pair)
    tables = load_tables(finding.source)
    table = tables if finding.table == "all" else tables[finding.table]
    rows = table if isinstance(table, list) else [table]
    rows = [row for row in rows if all(str(row[key]) == value for key, value in wanted.items())]
    if len(rows) != 1:
        sys.exit(
            f"{finding.source}: {len(rows)} rows of {finding.table} have {finding.row or 'no condition'}"
        )
    return rows[0]


def compute_value(row: dict[str, Any], column: str) -> float:
    """Return a column of a row, with the other sign, or half of the way from one column to another."""
    low, _, high = column.lstrip("-#").partition("~")
    value = (float(row[high]) - float(row[low])) / 2 if high else float(row[low])
    return -value if column.startswith("-") else value


def agree(number: str, value: float) -> bool:
    """Return whether a number of a page is a value, rounded to the digits of the page."""
    places = len(number.rstrip("%").partition(".")[2]) + (2 if number.endswith("%") else 0)
    return abs(read_number(number) - value) <= 0.5 * 10.0**-places + 1e-9


def list_faults(page: Path) -> Iterator[str]:
    """Yield every number of a page that is not what its command says."""
    for finding in list_findings(page):
        row = find_row(finding)
        for number, column in zip(finding.numbers, finding.columns, strict=True):
            value = compute_value(row, column)
            if not agree(number, value):
                place = f"{finding.source} {finding.table}[{finding.row}]: {column}"
                yield f"{page.name}: found {number}, the command says {value:.5g} ({place})"


if __name__ == "__main__":
    pages = map(Path, sys.argv[1:]) if sys.argv[1:] else [ROOT / name for name in PAGES]
    faults = [fault for page in pages for fault in list_faults(page)]
    sys.exit("\n".join(faults) or 0)
