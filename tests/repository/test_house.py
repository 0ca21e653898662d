"""The house: the order of its packages, no circles, small files and folders, names that say something."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from support.scripts import ROOT

MODEL = (
    ("engines",),
    ("scenario",),
    ("strategies",),
    ("outcomes", "parameters", "rebinding"),
    ("rules", "noise", "arguments"),
    ("state", "arithmetic", "dates", "errors"),
    ("text",),
)
ANALYSIS = (
    ("cli",),
    ("app", "notebook", "page", "report", "validation"),
    ("tables",),
    ("controls", "verdicts"),
    ("forecast",),
    ("ensembles",),
    ("calibration", "diagnosis"),
    ("plots",),
    ("explore", "games", "claims", "deposit"),
    ("execution", "export"),
    ("compare",),
    ("results", "conditions"),
    ("design", "glossary", "labels", "numerals"),
)
"""Floors from top to bottom: imports, those for type hints included, run down or stay within a room."""

BANNED = frozenset(["told", "asked", "held", "drawn", "made", "wanted", "given", "whole", "one", "plain"]) | {
    "said",
    "taken",
    "named",
    "listed",
    "learnt",
}
"""Participles and pronouns: none names a module, class, function or parameter."""

LOCALS = frozenset(["told", "asked", "held", "made", "wanted", "given"])
"""Those that name no variable either."""

CATCH_ALLS = frozenset(["helper", "helpers", "util", "utils", "common", "misc"])
"""Names of modules in which nobody finds anything."""

FILES = sorted(f for top in ("model", "analysis") for f in (ROOT / top).rglob("*.py"))


def imports_of(file: Path) -> Iterator[tuple[str, ...]]:
    """Yield what a file imports from the project, as paths such as ``("model", "rules", "trade")``."""
    package = file.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = (*package[: len(package) - node.level + 1], *(node.module or "").split("."))
            names = [alias.name for alias in node.names]
            start = tuple(part for part in base if part)
            yield from ((*start, name) for name in names)


def module_of(file: Path) -> tuple[str, ...]:
    """Return a file's module as a path such as ``("model", "rules", "trade")``; a package is its folder."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def floors(top: str) -> dict[str, int]:
    """Return the floor of each room of ``model`` or ``analysis``, counted from the top."""
    levels = MODEL if top == "model" else ANALYSIS
    return {room: level for level, rooms in enumerate(levels) for room in rooms}


@pytest.mark.parametrize("top", ["model", "analysis"])
def test_imports_run_down(top: str) -> None:
    floor, wrong = floors(top), []
    for file in (f for f in FILES if f.relative_to(ROOT).parts[0] == top):
        parts = module_of(file)
        if len(parts) == 1:
            continue  # the package itself: it imports nothing of its own
        for path in imports_of(file):
            if path[0] != top:
                assert (top, path[0]) == ("analysis", "model"), file
            elif path[1] != parts[1] and floor[path[1]] <= floor[parts[1]]:
                wrong.append(f"{file.relative_to(ROOT)} imports {'.'.join(path)}")
    assert wrong == []


def test_no_two_files_import_each_other() -> None:
    modules = {module_of(file): file for file in FILES}
    arrows: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for module, file in modules.items():
        found = [p if p in modules else p[:-1] for p in imports_of(file)]
        arrows[module] = {p for p in found if p in modules and p != module}
    while free := [module for module, targets in arrows.items() if not targets & arrows.keys()]:
        for module in free:
            del arrows[module]
    assert sorted(".".join(module) for module in arrows) == []


def test_every_room_has_a_floor() -> None:
    rooms = {module_of(f)[1] for f in FILES if len(module_of(f)) > 1}
    assert rooms == floors("model").keys() | floors("analysis").keys()
    assert all(not set(a) & set(b) for a, b in pairwise(MODEL + ANALYSIS))


def test_files_and_folders_are_small() -> None:
    own = [
        f
        for top in ("package", "model", "analysis", "tests", "docs", "benchmarks")
        for f in (ROOT / top).rglob("*.py")
    ]
    assert [str(f) for f in own if len(f.read_text(encoding="utf-8").splitlines()) > 350] == []
    folders = {f.parent for f in own}
    assert [str(d) for d in folders if len(list(d.glob("*.py"))) > 20] == []


def test_no_two_scripts_have_one_name() -> None:
    # tests load them as modules by their names alone, where the second would be the first
    stems = [f.stem for top in ("benchmarks", "docs/build", ".ci") for f in (ROOT / top).rglob("*.py")]
    assert sorted(stem for stem in set(stems) if stems.count(stem) > 1) == []


def find_banned_names(source: str) -> set[str]:
    """Return the names in a module's text that are participles or pronouns."""
    names, variables = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            variables.add(node.id)
    return {
        name
        for found, banned in ((names, BANNED), (variables, LOCALS))
        for name in found
        if name.lower().strip("_") in banned
    }


def test_names_are_standard_nouns_and_verbs() -> None:
    wrong = []
    for file in FILES:
        assert file.stem not in CATCH_ALLS | BANNED, file
        wrong += [
            f"{file.relative_to(ROOT)}: {n}" for n in find_banned_names(file.read_text(encoding="utf-8"))
        ]
    assert wrong == []


def test_banned_names_are_found_wherever_they_are_bound() -> None:
    source = "def told(asked): held = [made for made in asked]\nwith open() as wanted: pass\nrows = given"
    assert find_banned_names(source) == {"told", "asked", "held", "made", "wanted"}


PHRASES = re.compile(
    r"told from (?:0|nothing)|cannot be told|\btells of\b|interval holds? (?:0|zero)|hold strategies", re.I
)
"""Words that a reader stumbles over: intervals include 0, differences are not clearly different from it."""


def test_texts_are_in_plain_words() -> None:
    files = [ROOT / "README.md", ROOT / "CHANGELOG.md"]
    files += [f for top in ("analysis", "model", "docs") for f in (ROOT / top).rglob("*")]
    texts = (f for f in files if f.suffix in {".py", ".toml", ".md"} and "_build" not in f.parts)
    wrong = [f"{f.relative_to(ROOT)}: {m[0]}" for f in texts for m in PHRASES.finditer(f.read_text("utf-8"))]
    assert wrong == []
