"""The ODD page and the README agree with the code."""

import re
from pathlib import Path

import pytest
from support.scripts import DOCS, script

from hedgesim import analysis, model
from hedgesim.analysis.plots.draw import KINDS
from hedgesim.model.rules import welfare
from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Mechanisms


def test_the_odd_page_names_every_mechanism_equation_and_pattern() -> None:
    page = (DOCS / "ODD.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in Mechanisms._fields)
    assert all(f"- ({number}) " in page for number in range(1, 40))
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


SLOW_PAGES = ("strategies", "api/runs", "api/explore", "api/history")


@pytest.mark.parametrize(
    "name", ["python", "api/model", *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW_PAGES)]
)
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


@pytest.mark.parametrize("name", script("docs/build/values.py").PAGES)
def test_each_measured_number_of_a_page_is_explained(name: str) -> None:
    values = script("docs/build/values.py")
    assert values.list_unexplained(DOCS.parent / name) == []
    assert {finding.source for finding in values.list_findings(DOCS.parent / name)} <= set(values.SOURCES)


@pytest.mark.slow
def test_the_numbers_of_the_front_page_are_those_of_their_commands() -> None:
    assert list(script("docs/build/values.py").list_faults(DOCS.parent / "README.md")) == []


def test_the_line_that_the_free_room_changes_is_in_the_rules() -> None:
    rules = Path(str(welfare.__file__)).read_text(encoding="utf-8")
    assert rules.count(script("docs/build/free_room.py").SHARED) == 1


def test_the_page_on_reading_explains_every_kind_of_figure_once() -> None:
    table = (DOCS / "reading.md").read_text(encoding="utf-8").partition("\n## Every figure\n")[2]
    assert sorted(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == sorted(KINDS)


ROW = {"premium": 0.00586, "low": 0.00534, "high": 0.0064, "share": 0.985}


@pytest.mark.parametrize(
    ("number", "column", "right"),
    [
        ("+.0059", "premium", True),
        (".0058", "premium", False),
        (".0005", "low~high", True),
        ("98%", "share", True),
        ("97%", "share", False),
        ("-.0059", "-premium", True),
    ],
)
def test_a_number_of_a_page_agrees_with_its_value_to_its_digits(
    number: str, column: str, right: bool
) -> None:
    values = script("docs/build/values.py")
    assert values.agree(number, values.compute_value(ROW, column)) is right


def test_numbers_belong_to_the_comment_that_follows_them() -> None:
    text = "By +.0059, above 0 in 98%<!-- compare premium[a=b]: premium share -->, or .3.\n\n- 95% `.2`"
    values = script("docs/build/values.py")
    block, last = map(values.read_block, values.split_blocks(text))
    assert block[0][0].numbers == ("+.0059", "98%")
    assert block[1] == [".3"]
    assert last == ([], [])


ENTRY = re.compile(r"^\.\. (currentmodule|auto\w+):: ([\w.]+)", re.MULTILINE)


def list_entries() -> list[str]:
    """Public names that the pages of the API reference describe, such as ``hedgesim.model.Scenario``."""
    found = []
    for page in sorted((DOCS / "api").glob("*.md")):
        module = ""
        for kind, name in ENTRY.findall(page.read_text(encoding="utf-8")):
            module = name if kind == "currentmodule" else module
            found += [] if kind == "currentmodule" else [f"{module}.{name}"]
    return found


def test_the_api_reference_has_every_public_name_once() -> None:
    public = [f"{module.__name__}.{name}" for module in (model, analysis) for name in module.__all__]
    assert sorted(list_entries()) == sorted(public)


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


def list_makers() -> dict[str, set[str]]:
    """Figures of docs and what writes each: a command that a page runs, or the script of the page on risk."""
    printed = script("docs/build/printed.py")
    source = (DOCS / "build" / "risk.py").read_text(encoding="utf-8")
    makers = {name: {"docs/build/risk.py"} for name in re.findall(r'"(\w+\.png)"', source)}
    for page in sorted(DOCS.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        code = "" if page.name == "risk.md" else "".join(b[2] for b in printed.BLOCK.finditer(text))
        for name in set(printed.FIGURE.findall(text)):
            lines = re.findall(rf"^.*\b{re.escape(name)}\b.*$", code, re.MULTILINE)
            makers.setdefault(name, set()).update(line.strip() for line in lines)
    return makers


def test_no_figure_has_two_makers() -> None:
    makers = list_makers()
    assert {"leave.png", "pathways.png", "premium.png"} <= set(makers)
    assert {name: found for name, found in makers.items() if len(found) > 1} == {}
