"""The ODD page and the README agree with the code."""

import re
from pathlib import Path

import pytest
from support.scripts import DOCS, script

from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Mechanisms


def test_the_odd_page_names_every_mechanism_equation_and_pattern() -> None:
    page = (DOCS / "ODD.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in Mechanisms._fields)
    assert all(f"- ({number}) " in page for number in range(1, 35))
    assert all(f"| P{number} |" in page for number in range(1, 14))


def reasons() -> dict[str, str]:
    """The tests that the ODD page names for each equation in its table of reasons."""
    page = (DOCS / "ODD.md").read_text(encoding="utf-8")
    table = page.partition("### Why these forms")[2].partition("\n###")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if re.match(r"\| \d", line)]
    return {number: row[-1] for row in rows for number in row[0].split(", ")}


def test_each_equation_has_a_reason_and_tests_that_there_are() -> None:
    wanted = re.findall(r"^(?: *)- \((\w+)\) ", (DOCS / "ODD.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(reasons()) == sorted(wanted)
    sources = [file.read_text(encoding="utf-8") for file in (DOCS.parent / "tests").rglob("test_*.py")]
    defined = {name for text in sources for name in re.findall(r"^def (test_\w+)\(", text, re.MULTILINE)}
    for number, cell in reasons().items():
        names = re.findall(r"`(\w+)`", cell)
        assert names, number
        assert set(names) <= defined, number


def blocks(language: str) -> list[str]:
    """Fenced blocks of the README in a language."""
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("code", blocks("python"))
def test_the_readmes_python_runs(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "README.md", "exec"), {})
    assert "autonomy" in capsys.readouterr().out


OPTIONAL = (
    "ignore::UserWarning",
    "ignore::ImportWarning",
    "ignore::DeprecationWarning",
    "ignore::FutureWarning",
)
"""Warnings of the EMA Workbench about parts of it that are not there."""


@pytest.mark.parametrize("name", ["python", "strategies"])
@pytest.mark.filterwarnings(*OPTIONAL)
def test_the_python_pages_print_what_they_say(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("hedgesim.model.strategies._own", {})
    fresh = script("docs/build/printed.py").page(DOCS / f"{name}.md")
    assert fresh == (DOCS / f"{name}.md").read_text(encoding="utf-8"), (
        f"run: python docs/build/printed.py docs/{name}.md"
    )


@pytest.mark.parametrize("text", blocks("toml"))
def test_the_readmes_scenario_is_valid_and_does_something(text: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    mine = Scenario.load(str(file))
    assert mine.values["patrons.russia.arms_access"] == 0.1
    assert mine.timeline()[0].patrons[2].agreement == 1.0
    assert mine.timeline()[-1].patrons[2].agreement == 3.0


def test_readme_and_scenarios_agree_on_how_many_there_are() -> None:
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    names = [n for n in builtin_scenarios() if n.startswith("belarus/") and "history" not in n]
    assert len(names) == 21
    assert "ten strategies under twenty-one scenarios" in text
