"""Findings on pages carry the verdict words of the ledgers: ``*likely*<!-- belarus N05 -->``.

A page may name the word alone, or both of a verdict that docs/claims.md gives two; README.md and
docs/findings.md name both.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("scenarios/*/README.md"))]
TAG = re.compile(r"(?:\*(\w+(?: or \w+)?)\*)?<!-- ([a-z_]+) ([A-Z]+\d+) -->")
ROW = re.compile(r"^\| ([A-Z]+\d+) \|.*\| \*([a-z ]+)\* \|", re.MULTILINE)
VALUE = re.compile(r"<!-- \w+ \w+\[.*?-->")
"""Where a number comes from: docs/build/values.py."""
PREMIUM = re.compile(r"\bpremiums?\b|\bhedging(?: still| alone)? (?:gains|loses|beats|pays)\b", re.IGNORECASE)


@cache
def expected_words(case: str) -> dict[str, str]:
    """Verdict words of a case's ledger by id."""
    with (ROOT / "scenarios" / case / "claims.toml").open("rb") as file:
        return {claim["id"]: claim["expected"] for claim in tomllib.load(file)["claim"]}


@cache
def full_words(case: str) -> dict[str, str]:
    """Verdicts of a case by id as docs/claims.md gives them, such as ``robust or likely``."""
    text = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    return dict(ROW.findall(text.partition(f"\n## {case}\n")[2].partition("\n## ")[0]))


def findings() -> dict[str, str]:
    """Parts of the page of findings up to its first section, by their bold heads."""
    shown = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8").partition("\n## ")[0]
    parts = re.split(r"\n\*\*([^*]+?)\.?\*\*", f"\n**Answer.**{shown}")
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_verdict_words_are_those_of_the_ledgers(page: Path) -> None:
    tags = TAG.findall(page.read_text(encoding="utf-8"))
    wrong = [
        tag for tag in tags if tag[0] not in {expected_words(tag[1]).get(tag[2]), full_words(tag[1])[tag[2]]}
    ]
    assert wrong == []


def test_verdicts_of_two_words_begin_with_the_word_of_the_ledger() -> None:
    for case in ("armenia", "belarus", "two_powers", "vietnam"):
        assert {id_: words.split()[0] for id_, words in full_words(case).items()} == expected_words(case)


@pytest.mark.parametrize("page", ["README.md", "docs/findings.md"])
def test_the_page_names_both_words_of_a_verdict(page: str) -> None:
    tags = TAG.findall((ROOT / page).read_text(encoding="utf-8"))
    assert [tag for tag in tags if full_words(tag[1])[tag[2]] != tag[0]] == []
    assert {words for words, _, _ in tags if " or " in words}


def test_the_findings_say_of_the_premium_what_a_claim_says() -> None:
    parts = [VALUE.sub("", part) for part in findings().values()]
    sentences = [s for part in parts for s in re.split(r"(?<=[.:;])\s+(?=[A-Z*|-])", part)]
    named = [s for s in sentences if PREMIUM.search(s)]
    assert len(named) > 5
    assert [s for s in named if not TAG.search(s)] == []


def test_what_is_not_at_least_likely_stands_only_where_it_is_named_so() -> None:
    parts = findings()
    assert {"Robust", "Likely", "Contested", "Not borne out"} <= set(parts)
    for name, part in parts.items():
        words = {word.split()[0] for word, _, _ in TAG.findall(part)}
        allowed = {"Contested": {"contested"}, "Not borne out": {"unlikely", "refuted"}}
        assert words <= allowed.get(name, {"robust", "likely"}), name
