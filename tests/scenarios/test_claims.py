"""The ledgers that ship: every claim has a source, planted ones are refuted, verdicts are as entered."""

import hashlib
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from support.scripts import DOCS, script

from hedgesim.analysis.claims.judgement import judge_ledger
from hedgesim.analysis.claims.ledger import Ledger
from hedgesim.analysis.claims.read_ledger import read_ledger
from hedgesim.analysis.claims.words import REFUTED, WORDS
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.ensembles.claim_draws import Weights, choose_claim_draws

LEDGERS = ("armenia/claims.toml", "belarus/claims.toml", "two_powers/claims.toml", "vietnam/claims.toml")
PAGE = (DOCS / "claims.md").read_text(encoding="utf-8")
MUTANTS = {
    "Russia coerces half as hard": ("patrons.russia.coercion_max", 0.5),
    "exports are worth seven tenths": ("hedger.gain_exports", 0.7),
    "co-production teaches half as much": ("hedger.learn", 0.5),
    "the veto stops half as much": ("patrons.russia.veto", 0.5),
}
"""Models that are wrong in one number, which a check has to notice."""


@cache
def load(name: str) -> Ledger:
    """A ledger, read once."""
    return read_ledger(name)


@cache
def draws_for(name: str) -> tuple[Draws, Weights]:
    """The draws of a ledger's case."""
    draws, weights = choose_claim_draws("case", load(name).scenario)
    assert draws is not None
    return draws, weights


def digest(ledger: Ledger, letter: str) -> tuple[int, str]:
    """Number and hash of the claims whose id begins with a letter: text, direction, size and number."""
    rows = [
        (c.id, c.text, c.direction, c.parts[0].least, c.parts[0].formula.text)
        for c in ledger.claims
        if c.id.startswith(letter)
    ]
    return len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def test_the_articles_and_the_old_readmes_claims_stay_word_for_word() -> None:
    """Whatever their verdict: a claim that fails is not taken out, and none is reworded until it holds."""
    ledger = load("belarus/claims.toml")
    assert digest(ledger, "A") == (25, "a35b0fefefe67ac0")
    assert digest(ledger, "R") == (29, "b3dcdeb1e0d3ebc7")
    assert len(ledger.claims) >= 75


@pytest.mark.parametrize("name", LEDGERS)
def test_every_claim_has_a_source_an_expected_verdict_and_planted_ones_beside_it(name: str) -> None:
    ledger = load(name)
    assert all(claim.source and claim.expected in WORDS for claim in ledger.claims)
    planted = [claim for claim in ledger.claims if claim.planted]
    assert len(planted) >= (7 if name.startswith("belarus") else 3)
    assert {claim.expected for claim in planted} == {REFUTED}


def test_a_claim_that_a_pattern_makes_too_names_a_pattern_in_use() -> None:
    patterns = {c.id for c in read_ledger("belarus/patterns.toml").claims if c.use == "constraint"}
    assert {c.constraint for c in load("belarus/claims.toml").claims if c.constraint} <= patterns


@pytest.mark.parametrize("name", LEDGERS)
def test_planted_false_claims_are_refuted(name: str) -> None:
    ledger = load(name)
    some = ledger.select([claim.id for claim in ledger.claims if claim.planted])
    draws, weights = draws_for(name)
    few = {pattern: values[:200] for pattern, values in weights.items()}
    assert judge_ledger(some, draws.first(200), few, runs=1, seed=5).unnoticed == []


def test_the_script_enters_a_word_below_each_source() -> None:
    enter = script("docs/build/claims.py").enter_expected
    one, other = '[[claim]]\nid = "A"\nsource = "s"\n', '[[claim]]\nid = "B"\nsource = "t"\n'
    text = f'# head\n{one}expected = "old"\nleast = 1\n\n{other}'
    once = enter(text, {"A": "robust", "B": "likely"})
    assert once == f'# head\n{one}expected = "robust"\nleast = 1\n\n{other}expected = "likely"\n'
    assert enter(once, {"A": "robust", "B": "likely"}) == once


def read_table(case: str) -> list[list[str]]:
    """Cells of the rows of a case on the page of claims."""
    part = PAGE.partition(f"\n## {case}\n")[2].partition("\n## ")[0]
    return [row.strip("| ").split(" | ") for row in part.splitlines() if row.startswith("| ")][1:]


@pytest.mark.parametrize("name", LEDGERS)
def test_the_page_has_every_claim_in_its_words_with_the_expected_verdict_in_reach(name: str) -> None:
    case, claims = name.partition("/")[0], load(name).claims
    rows = read_table(case)
    texts = [(c.id, f"{c.text}{' (planted)' if c.planted else ''}") for c in claims]
    assert [tuple(row[:2]) for row in rows] == texts
    assert [c.id for c, row in zip(claims, rows, strict=True) if c.expected not in row[4]] == []
    renamed = [f"{case} {c.id}" for c in claims if "planted as false at first" in c.source]
    assert all(known in PAGE.partition(" were planted as false, were not refuted")[0] for known in renamed)


def test_a_case_judged_again_is_as_the_page_has_it() -> None:
    draws, weights = draws_for("armenia/claims.toml")
    rows = script("docs/build/claims.py").rows(judge_ledger(load("armenia/claims.toml"), draws, weights))
    assert f"\n## armenia\n\n{script('docs/build/claims.py').TABLE}{rows}\n## " in PAGE


@pytest.mark.slow
@pytest.mark.parametrize("name", LEDGERS)
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_verdicts_are_as_entered_whatever_the_seed(name: str, seed: int) -> None:
    draws, weights = draws_for(name)
    found = judge_ledger(load(name), draws, weights, seed=seed)
    assert [(v.id, v.expected, v.words) for v in found.moved] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_a_model_that_is_wrong_in_one_number_is_noticed(name: str) -> None:
    path, factor = MUTANTS[name]
    draws, weights = draws_for("belarus/claims.toml")
    own = np.full(draws.count, load("belarus/claims.toml").scenario.values[path])
    mutated = replace(draws, columns={**draws.columns, path: factor * draws.columns.get(path, own)})
    assert judge_ledger(load("belarus/claims.toml"), mutated, weights).moved


@pytest.mark.parametrize("name", LEDGERS)
def test_every_draw_reaches_the_scenario_that_claims_are_about(name: str) -> None:
    """A default that moves after its ensemble was made would be taken for a what-if, and beat the draws."""
    draws, _ = draws_for(name)
    assert draws.for_scenario(load(name).scenario).keys() == draws.columns.keys()
