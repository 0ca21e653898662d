"""The glossary: what each word leads to is there, and what is advised works."""

import ast
import json
import shlex
from pathlib import Path

import pytest
import typer
from support.scripts import ROOT
from typer.testing import CliRunner

from hedgesim.analysis.claims.words import WORDS
from hedgesim.analysis.cli.main import app
from hedgesim.analysis.glossary.search import explain_word, find_word
from hedgesim.analysis.glossary.settings import EXAMPLE, suggest_setting
from hedgesim.analysis.glossary.terms import Term, list_kind, list_terms
from hedgesim.analysis.labels import RUNG_COLUMNS, regime_order
from hedgesim.model.errors import InputError
from hedgesim.model.parameters.table import ROWS
from hedgesim.model.scenario.scenario import Scenario, parse_settings
from hedgesim.model.strategies import strategy_names


def run(*words: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("sanctions", "sanctions"),
        ("embargo", "sanctions"),
        ("NATO", "alliance"),
        ("Gas price", "gas price"),
        ("visas", "visa"),
        ("tariffs", "tariff"),
        ("bandwagon:china", "bandwagon:P"),
        ("premium:pivot", "premium"),
        ("asymmetric hedging", "asymmetric_hedging"),
        ("draws", "draw"),
        ("robust", "robust"),
    ],
)
def test_a_word_a_name_and_an_alias_are_found(word: str, name: str) -> None:
    found = explain_word(word)
    assert found.exact
    assert name in [term.name for term in found.terms]


def test_all_that_commands_write_has_a_term() -> None:
    patrons = ("russia", "china", "eu")
    words = [*strategy_names(patrons), *regime_order(patrons), *RUNG_COLUMNS, *WORDS]
    assert [word for word in words if not find_word(word).terms] == []


def test_what_terms_point_to_is_there() -> None:
    assert [(t.name, word) for t in list_terms() for word in t.see if not find_word(word).count] == []


def test_names_are_there_once_and_aliases_in_small_letters() -> None:
    pairs = [(t.kind, name) for t in list_terms() for name in t.names]
    assert len(set(pairs)) == len(pairs)
    assert [alias for t in list_terms() for alias in t.aliases if alias != alias.lower()] == []


def test_every_setting_that_is_advised_works_and_changes_the_value() -> None:
    scenario = Scenario.load(EXAMPLE)
    for setting in [*map(suggest_setting, ROWS), *(t.setting for t in list_terms() if t.setting)]:
        changed = scenario.vary(parse_settings([setting]))
        assert changed.digest != scenario.digest, setting


def test_the_block_of_a_parameter_has_all_that_was_asked_for() -> None:
    text = run("explain", "patrons.russia.arms_access")
    for part in (
        "[share]",
        "plausible   0 to 1",
        "known by    guess:",
        "used in     eq. 9",
        "to set      --set patrons.",
    ):
        assert part in text


def test_words_inside_meanings_are_found_and_listed() -> None:
    found = explain_word("elasticity of substitution")
    assert not found.exact
    assert "response.sigma" in [row.path for row in found.rows]
    text = run("explain", "elasticity of substitution")
    assert "response.sigma" in text
    assert max(map(len, text.splitlines())) <= 80


def test_an_unknown_word_names_the_nearest() -> None:
    with pytest.raises(
        InputError, match="no parameter, outcome or word of the glossary; did you mean sanctions"
    ):
        explain_word("sanktions")


def test_without_a_word_all_are_listed() -> None:
    text = run("explain")
    assert all(name in text for name in ("sanctions", "equidistance", "asymmetric_hedging", "premium"))
    assert len(json.loads(run("explain", "--json"))["terms"]) == len(list_terms())
    assert len(text.splitlines()) <= 60


def test_a_term_as_json() -> None:
    (term,) = json.loads(run("explain", "sanctions", "--json"))["terms"]
    assert term["set"] == "patrons.eu.embargo_exports=0.25"


def list_heads() -> set[str]:
    """The column heads that stand in the code of tables: lists of texts given to Sheet as heads."""
    heads = set()
    for file in (ROOT / "analysis/tables").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sheet" and len(node.args) > 1:
                parts = [part for part in ast.walk(node.args[1]) if isinstance(part, ast.Constant)]
                heads |= {" ".join(part.value.split()) for part in parts if isinstance(part.value, str)}
    return {head.replace("- ", "") for head in heads if any(map(str.isalpha, head))}


def test_every_head_of_a_table_is_explained() -> None:
    assert sorted(head for head in list_heads() if not find_word(head).count) == []


QUICK = ("hedgesim run", "hedgesim show", "hedgesim explain")


@pytest.mark.parametrize(
    "term", [t for t in list_terms() if t.command.startswith(QUICK)], ids=lambda t: t.name
)
def test_quick_commands_of_terms_work(term: Term, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(term.command)[1:]
    run(*words, *(["--point", "--quarters", "8"] if words[0] == "run" else []))


def test_commands_of_terms_are_there_with_their_options() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for term in (t for t in list_terms() if t.command):
        program, name, *rest = shlex.split(term.command)
        known = {option for p in commands[name].params for option in p.opts}
        assert program == "hedgesim"
        assert {word for word in rest if word.startswith("-")} <= known, term.command


def test_strategies_are_listed_from_the_glossary() -> None:
    rows = json.loads(run("list", "--json"))["strategies"]
    assert [row["meaning"] for row in rows] == [t.meaning for t in list_kind("strategy")]
