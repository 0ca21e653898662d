"""Scenario files as systems and editors write them, which files of a folder are some, brackets in strings."""

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.scripts import done, invoked

from hedgesim.analysis.cli.parts.batch_request import choose_folder
from hedgesim.analysis.design.scenario_names import expand_names
from hedgesim.model import InputError, Scenario
from hedgesim.model.scenario.files import find_scenarios, locate_file
from hedgesim.model.scenario.syntax.regular_file import check_regular_file
from hedgesim.model.scenario.syntax.toml_lines import DEEPEST, nesting_depth, nesting_fault, places

TEXT = 'title = "x"\nextends = "belarus/baseline"\n[patrons.russia]\narms_access = 0.1\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works where nothing else is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---- one file --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text", [f"\ufeff{TEXT}", TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT.replace("\n", "\r\n")]
)
def test_files_of_other_systems_are_the_same_scenario(text: str) -> None:
    Path("plain.toml").write_text(TEXT)
    Path("other.toml").write_bytes(text.encode())
    assert Scenario.load("other.toml").digest == Scenario.load("plain.toml").digest
    Path("faulty.toml").write_bytes(text.replace("0.1", "7").encode())
    with pytest.raises(InputError, match=r"faulty\.toml:4: patrons\.russia\.arms_access: found 7"):
        Scenario.load("faulty.toml")


@pytest.mark.parametrize("name", ["CASE.TOML", "Case.Toml"])
def test_the_ending_may_have_large_letters(name: str) -> None:
    stem = name.partition(".")[0]
    Path(name).write_text(TEXT)
    Path("heir.toml").write_text(f'title = "y"\nextends = "{stem}"\n')
    for known in (name, stem, "heir.toml"):
        assert done("validate", known).output.startswith("ok")
    assert Scenario.load(name).name == stem
    assert choose_folder([name]) == Path("results") / stem
    Path(f"{stem}.toml").write_text(TEXT)
    assert locate_file(stem) == Path(f"{stem}.toml")


def test_a_new_file_has_the_usual_ending() -> None:
    assert "land.toml is written" in done("new", "land.TOML").output


@pytest.mark.parametrize("target", ["pipe.toml", "/dev/zero", "/dev/null"])
def test_what_is_no_regular_file_is_not_read(target: str) -> None:
    os.mkfifo("pipe.toml")
    Path("link.toml").symlink_to(target)
    Path("heir.toml").write_text('title = "y"\nextends = "link"\n')
    for name in ("link.toml", "link", "heir.toml"):
        result = invoked("validate", name)
        assert result.exit_code == 2
        assert "not a regular file; a scenario is one .toml file" in result.output
    with pytest.raises(InputError, match=r"^x: not a regular file; a scenario is a file on disk$"):
        check_regular_file(Path(target), "x", "a scenario", 9)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux has such files")
def test_files_of_the_system_without_size_are_empty() -> None:
    Path("link.toml").symlink_to("/proc/self/environ")
    with pytest.raises(InputError, match=r"link\.toml: the file is empty"):
        Scenario.load("link.toml")


def test_what_the_system_says_of_a_file_is_passed_on() -> None:
    with pytest.raises(InputError, match=r"^x: cannot be read: No such file or directory$"):
        check_regular_file(Path("x"), "x", "a scenario", 9)
    with pytest.raises(InputError, match=r"^x: cannot be read: not the name of a file$"):
        check_regular_file(Path("x\0"), "x", "a scenario", 9)


# ---- folders ---------------------------------------------------------------------------------
def test_leftovers_of_systems_and_editors_are_no_scenarios() -> None:
    Path("cases/sub").mkdir(parents=True)
    for name in ("b.toml", "baseline.TOML", "c.Toml"):
        Path("cases", name).write_text(TEXT)
    for name in ("._b.toml", ".#b.toml", ".b.toml.swp", "b.toml~", "#b.toml#", "b.toml.orig", "notes.txt"):
        Path("cases", name).write_bytes(b"\0\5\26\7")
    Path("cases/.#c.toml").symlink_to("nobody@nowhere.1:2")
    for name in ("claims.toml", "Patterns.toml"):
        (Path("cases") / name).write_text("[[claim]]\n", encoding="utf-8")
    assert [f.name for f in find_scenarios(Path("cases"))] == ["b.toml", "baseline.TOML", "c.Toml"]
    assert expand_names(["cases"]) == ["cases/baseline.TOML", "cases/b.toml", "cases/c.Toml"]
    assert done("validate", "cases").output.count("ok") == 3
    assert "cases: a folder of 3 scenarios; name one of them" in invoked("run", "cases").output


def test_a_folder_of_leftovers_holds_no_scenario() -> None:
    Path("cases").mkdir()
    Path("cases/._b.toml").write_bytes(b"\0")
    with pytest.raises(InputError, match=r"cases: no scenario file \(\*\.toml\) in this folder"):
        expand_names(["cases"])


# ---- brackets and lines ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ('a = "[[["', 0),
        ("a = '[[['", 0),
        ("a = [[1], [2]] # [[[", 2),
        ('a = """\n[[["" \\""" [\n""""" + [', 1),
        ("a = '''\n[['[\n''''' + [", 1),
        ('a = "\\"[" + [', 1),
        ('a = ["]", "]", [1]]', 2),
        ('a = {b = "}", c = {d = 1}}', 2),
        ("a = " + '["]",' * 30, 30),
        ('a = """never closed [', 0),
        ('a = """never closed \\', 0),
    ],
)
def test_brackets_in_strings_and_comments_do_not_nest(text: str, depth: int) -> None:
    assert nesting_depth(text) == depth


def test_brackets_too_many_for_the_parser_are_refused() -> None:
    Path("case.toml").write_text("a = " + '["]",' * 20_000)
    with pytest.raises(InputError, match=rf"^case\.toml: brackets are nested deeper than {DEEPEST}"):
        Scenario.load("case.toml")


pieces = st.sampled_from(
    [
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        '"""',
        "'''",
        "\\",
        "#",
        "\n",
        "\r\n",
        ",",
        "=",
        "a",
        " ",
        '["]",',
        "['[',",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(pieces, max_size=40).map("".join), st.sampled_from(["a = ", "a = [", "", "a = {b = "]))
def test_no_text_that_passes_is_too_deep_for_the_parser(text: str, begin: str) -> None:
    whole = begin + text
    try:
        found = tomllib.loads(whole)
    except tomllib.TOMLDecodeError:
        return
    assert nesting_depth(whole) >= depth_of(found)
    assert {where[0] for _, where in places(whole)} >= {key for key in found if key == "a"}


def depth_of(value: object) -> int:
    """Return how deep lists nest; tables may have heads instead of brackets."""
    if isinstance(value, dict):
        return max(map(depth_of, value.values()), default=0)
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


@pytest.mark.parametrize(
    "before",
    [
        'b = "x" # """',
        "# '''",
        "b = \"'''\"",
        'b = """x"""""',
        'b = """\na = 2\n"""',
        "b = '''\n[c]\n''' # [c]",
    ],
)
def test_lines_are_counted_after_quotes_of_any_kind(before: str) -> None:
    text = f"{before}\na.{'b.' * DEEPEST}c = 1\n"
    line = before.count("\n") + 2
    assert dict(reversed([(where[0], number) for number, where in places(text)]))["a"] == line
    assert nesting_fault(text) == f":{line}: a key of more than {DEEPEST} parts; a scenario needs four"
