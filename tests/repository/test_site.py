"""The site: its pages, what is made from the code, and the check of links."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from support.scripts import script

from hedgesim.analysis.cli.main import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def list_members(section: str) -> list[str]:
    """Pages that a section's page lists, by their path in the repository without the ending."""
    text = (ROOT / f"{section}.md").read_text(encoding="utf-8")
    base = (ROOT / section).parent
    return [
        (base / page).resolve().relative_to(ROOT).as_posix()
        for page in script("docs/conf.py").LISTED.findall(text)
    ]


def test_every_page_is_in_the_navigation_once() -> None:
    site = script("docs/conf.py")
    shown = [site.root_doc, *site.SECTIONS, *(page for name in site.SECTIONS for page in list_members(name))]
    pages = [path for pattern in site.include_patterns for path in ROOT.glob(pattern.replace("**.", "**/*."))]
    assert sorted(shown) == sorted(path.relative_to(ROOT).with_suffix("").as_posix() for path in pages)


def test_a_section_gets_the_contents_that_its_page_lists() -> None:
    text = "- [Quick](quick_start.md): first\n- [Played](notebooks/1_argument.ipynb)\n\nSee [b](b.md).\n"
    source = [text]
    script("docs/conf.py").add_contents(None, "docs/start", source)
    assert source[0].endswith("```{toctree}\n:hidden:\n\nquick_start\nnotebooks/1_argument\n```\n")


def test_the_front_page_leads_to_every_page_that_plays_and_no_other_page_does() -> None:
    site, text = script("docs/conf.py"), (ROOT / "README.md").read_text(encoding="utf-8")
    front, other = [text], [text]
    site.link_labs(None, site.root_doc, front)
    site.link_labs(None, "docs/page", other)
    assert re.findall(r'(?::target: |href=")(\S+)\.html', front[0]) == ["lab", *site.LABS]
    assert "{image} docs/figures/lab.png\n:alt: The page" in front[0]
    assert other == [text]


@pytest.mark.parametrize(
    "name", ["commands", "glossary", "parameters", pytest.param("claims", marks=pytest.mark.slow)]
)
def test_pages_made_from_the_code_are_up_to_date(name: str) -> None:
    fresh = script(f"docs/build/{name}.py").page()
    assert fresh == (DOCS / f"{name}.md").read_text(encoding="utf-8"), f"run: python docs/build/{name}.py"


@pytest.mark.parametrize("name", sorted(script("docs/build/commands.py").commands()))
def test_the_example_of_a_command_is_understood(name: str) -> None:
    command = script("docs/build/commands.py").commands()[name]
    words = shlex.split(re.sub(r" > \w\S*$", "", script("docs/build/commands.py").example(name, command)))
    group: Any = typer.main.get_command(app)
    assert words[:2] == ["hedgesim", name]
    with group.make_context("hedgesim", [name]) as above:
        assert command.make_context(name, words[2:], parent=above).args == []


def test_every_parameter_has_an_anchor_and_a_row() -> None:
    from hedgesim.model.parameters.table import ROWS

    text = (DOCS / "parameters.md").read_text(encoding="utf-8")
    assert [row.path for row in ROWS] == re.findall(
        r'^\| <a id="([^"]+)"></a>`\1` \|', text, flags=re.MULTILINE
    )


FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$`]+?)\$", re.DOTALL)


def test_a_prime_stands_above_an_index() -> None:
    assert "<msubsup>" in script("docs/conf.py").typeset("c_p'", block=False)


def test_every_formula_of_the_odd_page_is_typeset() -> None:
    typeset = script("docs/conf.py").typeset
    text = re.sub(r"`[^`]*`", "", (DOCS / "ODD.md").read_text(encoding="utf-8"))
    formulas = [block or inline for block, inline in FORMULA.findall(text)]
    assert len(formulas) > 100
    assert [tex for tex in formulas if "<math" not in typeset(tex, block=False)] == []


FAULTS = {
    '<a href="b.html#x">': "",
    '<a href="b.html#y">': "no such anchor",
    '<a href="c.html">': "no such file",
    '<a href="/b.html">': "not relative",
    '<a href="https://example.org/a">': "",
    '<a href="https://nowhere">': "not well formed",
    '<a href="ftp://example.org">': "neither http nor https",
    '<script src="https://example.org/a.js"></script>': "loaded from elsewhere",
    '<img src="http://example.org/a.png">': "loaded from elsewhere",
    '<link rel="stylesheet" href="//example.org/a.css">': "not relative",
    '<link rel="canonical" href="https://example.org/a">': "",
}


@pytest.mark.parametrize(("tag", "fault"), FAULTS.items())
def test_the_check_of_links_finds(tag: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(tag, encoding="utf-8")
    (tmp_path / "b.html").write_text('<h2 id="x">', encoding="utf-8")
    found = list(script("docs/build/links.py").faults(tmp_path))
    assert [line.rpartition(": ")[2] for line in found] == ([fault] if fault else [])


def test_a_page_that_runs_gets_what_it_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "```toml\n# mine.toml\ntitle = 'a'\n```\n\n```toml\n# mine.toml: more\n```\n\n"
        "```python\nx = 1\nprint(x + 1)\n```\n\n```text\nold\n```\n\n```python\nprint(x)\n```\n",
        encoding="utf-8",
    )
    fresh = script("docs/build/printed.py").page(page)
    assert "print(x + 1)\n```\n\n```text\n2\n```\n" in fresh
    assert fresh.endswith("```python\nprint(x)\n```\n")
    assert (tmp_path / "mine.toml").read_text(
        encoding="utf-8"
    ) == "# mine.toml\ntitle = 'a'\n# mine.toml: more\n"
