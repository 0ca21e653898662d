"""What messages and last lines advise: every command in the code exists, and what is printed works."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from support.scripts import ROOT
from typer.testing import CliRunner

from hedgesim.analysis.cli.main import app

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
ADVICE = re.compile(r"hedgesim ((?:[a-z]+)\b[^;`\n]*)")
END = re.compile(r", or|\. |: |, then| (?:names|lists|writes|says|has|shows)\b")
"""Where the command ends in a sentence."""
PROSE = re.compile(r"made|has|does|cannot|and|that|with|took|scenario|of|this|is|for|result|authors")
"""What follows the name of the program where that is no command."""


def read_texts() -> Iterator[tuple[str, str]]:
    """Yield file and text of every string in the code that is no docstring, its fields as X."""
    for file in sorted([*(ROOT / "analysis").rglob("*.py"), *(ROOT / "model").rglob("*.py")]):
        nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        inner = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in nodes:
            if isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else "X" for part in node.values)
                yield file.name, "".join(map(str, parts))
            elif isinstance(node, ast.Constant) and id(node) not in docs | inner:
                yield file.name, str(node.value)


def list_options(command: str) -> set[str]:
    """The options of a command."""
    return {option for p in COMMANDS[command].params for option in (*p.opts, *p.secondary_opts)}


def test_every_command_and_option_that_the_code_names_is_there() -> None:
    seen, wrong = 0, []
    for file, text in read_texts():
        for found in ADVICE.findall(text):
            command, _, rest = found.strip(".").partition(" ")
            if PROSE.fullmatch(command):
                continue
            seen += 1
            if command not in COMMANDS:
                wrong.append(f"{file}: hedgesim {command}")
                continue
            options = re.findall(r"(?<![\w-])--?[a-z][a-z-]*", rest)
            known = list_options(command)
            wrong += [f"{file}: hedgesim {command} {o}" for o in options if o not in known]
    assert seen > 60
    assert wrong == []


# ---- what is printed, run ------------------------------------------------------------------
SHORT = {"--runs": "4", "--quarters": "8", "--point": ""}
"""Options that make an advised command quick, where it has them and does not give them itself."""
FILLED = {
    "SCENARIO": "belarus/baseline", "KEY=LO:HI": "patrons.russia.barrier=0:0.5", "WORD": "sanctions",
    "NAME": "my_case", "DIR": "s", "FOLDER": "s",
}  # fmt: skip
"""What stands for placeholders."""
BATCH = "batch belarus/baseline --runs 2 --quarters 8 --point --strategies hedge,myopic --out b"
SWEEP = (
    "sweep belarus/baseline --vary patrons.russia.barrier=0:.5 --vary rivalry.russia-eu=0:1 --samples 64"
    " --runs 2 --quarters 8 --point --strategies hedge,myopic,bandwagon:russia --out s"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def play(line: str) -> tuple[int, str]:
    """Exit code of a command line and all that it prints, without line breaks."""
    result = CliRunner().invoke(app, shlex.split(line), env={"COLUMNS": "400"})
    return result.exit_code, result.output


def find_advice(text: str) -> list[str]:
    """The commands that a text advises, placeholders filled in."""
    found = []
    for words in ADVICE.findall(text):
        line = END.split(words)[0].strip(" .,)")
        if line.split()[0] in COMMANDS:
            found.append(" ".join(FILLED.get(word, word) for word in line.split()))
    return found


def shorten(line: str) -> str:
    """The same command with fewer runs."""
    words = shlex.split(line)
    known = list_options(words[0])
    has_draws = {"batch", "sweep", "run", "threshold", "ladder", "attribute"}
    more = [
        part
        for option, value in SHORT.items()
        if option in known and option not in words and words[0] in has_draws
        for part in (option, value)
        if part
    ]
    return shlex.join([*words, *more])


SITUATIONS = [
    ("run belarus/baseline --strategy all", 1),
    ("run nosuch", 1),
    ("compare belarus/baseline", 1),
    ("new my_land", 3),
    ("validate empty.toml", 1),
    ("threshold belarus/baseline --point --vary mechanisms.veto=false:true --when 'premium < 0'", 1),
    ("explain no_such_word_at_all", 1),
]


@pytest.mark.parametrize(("line", "least"), SITUATIONS, ids=[line.split(" --")[0] for line, _ in SITUATIONS])
def test_what_a_command_advises_works(line: str, least: int, folder: Path) -> None:
    (folder / "empty.toml").write_text("", encoding="utf-8")
    _, text = play(line)
    advised = find_advice(text)
    assert len(advised) >= least, text
    for advice in dict.fromkeys(map(shorten, advised)):
        code, answer = play(advice)
        assert code == 0, f"{advice}\n{answer}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "least"),
    [
        ([SWEEP], 3),
        ([BATCH], 0),
        (["run belarus"], 1),
        (["batch"], 2),
        ([BATCH, "sensitivity b"], 1),
        ([SWEEP, "plot s --kind ladder -o x.png"], 1),
        (["run belarus/baseline --strategy mix --set patrons.eu.fund=0.05"], 1),
        (["show belarus/baseline"], 1),
    ],
    ids=["sweep", "batch", "folder", "no name", "no sweep", "ladder", "mix", "show"],
)
def test_what_follows_a_result_works(lines: list[str], least: int, folder: Path) -> None:
    for line in lines:
        _, text = play(line)
    advised = find_advice(text)
    assert len(advised) >= least, text
    for advice in dict.fromkeys(map(shorten, advised)):
        code, answer = play(advice)
        assert code == 0, f"{advice}\n{answer}"
