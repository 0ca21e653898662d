"""The site: its pages, what is made from the code, and the check of links."""

import re
import shlex
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer
import yaml
from support.scripts import script

from hedgesim.analysis.cli.main import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def nav(entries: Any) -> list[str]:
    """Pages of a part of the navigation."""
    if isinstance(entries, str):
        return [entries]
    parts = entries.values() if isinstance(entries, dict) else entries
    return [page for part in parts for page in nav(part)]


def test_every_page_is_in_the_navigation_once() -> None:
    pages = script("docs/build/pages.py")
    shown = nav(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"])
    own = [path for ending in ("md", "ipynb") for path in DOCS.rglob(f"*.{ending}")]
    written = [pages.site_path(path.relative_to(ROOT).as_posix()) for path in own]
    assert sorted(shown) == sorted([*written, *map(pages.site_path, pages.brought())])


@pytest.mark.parametrize("name", ["commands", "parameters"])
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


def test_links_within_the_repository_become_links_of_the_site() -> None:
    pages = script("docs/build/pages.py")
    added: list[str] = []
    files = SimpleNamespace(get_file_from_path=lambda uri: None)
    page = SimpleNamespace(file=SimpleNamespace(src_uri="scenarios/belarus/README.md"))
    pages.add = lambda path, *_: added.append(path)
    text = "[a](../../docs/cases.md#x) [b](https://x.org/a.md) [c](#here) [d](history.toml) [e](no.md) {}"
    told = pages.on_page_markdown(text.format("[f](../../README.md)"), page=page, config=None, files=files)
    assert told == text.replace("docs/", "").format("[f](../../index.md)")
    assert added == ["docs/cases.md", "scenarios/belarus/history.toml", "README.md"]


def test_formulas_have_indices_and_powers() -> None:
    told = script("docs/build/pages.py").formulas("c_p' = red_line_p x^2 n^entry_p (s)^(1/rho) `c_p`")
    low, high = "<sub>p</sub>", "<sup>{}</sup>".format
    assert told == f"c{low}' = red_line{low} x{high(2)} n{high('entry')}{low} (s){high('(1/rho)')} `c_p`"


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
