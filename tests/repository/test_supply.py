"""What is installed: hashes of all of it, lower bounds that exist, actions pinned by commit."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.scripts import ROOT, script

requirements = script(".ci/requirements.py")
EXTRAS = ("app", "cluster", "deposit", "docs", "explore", "office", "report", "dev")
LOCK, BUILD = (lock.read_text(encoding="utf-8") for lock in (requirements.LOCK, requirements.BUILD_LOCK))
DECLARED = [r for r in requirements.read_requirements(*EXTRAS) if r.name != "hedgesim"]
ENTRY = re.compile(r"^(?P<pin>[\w.-]+==[^\\]+?) \\\n(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.M)


@pytest.mark.parametrize("lock", [LOCK, BUILD], ids=["all", "build"])
def test_a_lock_holds_names_versions_and_hashes_and_nothing_else(lock: str) -> None:
    rest = ENTRY.sub("", lock)
    assert [line for line in rest.splitlines() if not line.startswith("# ")] == []
    assert "://" not in lock
    assert len(ENTRY.findall(lock)) >= len(requirements.BUILD)


def test_what_is_in_both_locks_has_one_version() -> None:
    versions = dict(re.findall(r"^([\w.-]+)==([^ ]+)", LOCK, re.MULTILINE))
    for name, version in re.findall(r"^([\w.-]+)==([^ ]+)", BUILD, re.MULTILINE):
        assert versions.get(name, version) == version, name


def test_every_requirement_is_in_the_lock_at_a_version_that_it_allows() -> None:
    pins = [Requirement(found["pin"]) for found in ENTRY.finditer(LOCK)]
    for wanted in DECLARED:
        fits = [p for p in pins if canonicalize_name(p.name) == canonicalize_name(wanted.name)]
        assert fits, f"{wanted}: not in the lock; run: python .ci/requirements.py lock"
        for pin in fits:
            assert wanted.specifier.contains(next(iter(pin.specifier)).version), wanted


@pytest.mark.parametrize("wanted", DECLARED, ids=str)
def test_every_requirement_has_a_lower_bound(wanted: Requirement) -> None:
    pin = Requirement(requirements.pin_lowest(wanted))
    (low,) = pin.specifier
    assert low.operator == "=="
    assert wanted.specifier.contains(low.version)
    assert pin.extras == wanted.extras


def test_a_requirement_without_a_lower_bound_is_refused() -> None:
    with pytest.raises(ValueError, match=r"ipyvue<2: has no lower bound, or several"):
        requirements.pin_lowest(Requirement("ipyvue<2"))


def test_what_the_package_imports_is_declared() -> None:
    brought = packages_distributions()
    wanted = requirements.read_requirements(*EXTRAS[:-1])
    declared = {canonicalize_name(name) for r in wanted for name in (r.name, *r.extras)}  # dask[distributed]
    files = [f for top in ("model", "analysis") for f in (ROOT / top).rglob("*.py")]
    for file in files:
        for module in {*imported(file)} - sys.stdlib_module_names:
            names = {canonicalize_name(name) for name in [module, *brought.get(module, [])]}
            assert names & declared, f"{file.relative_to(ROOT)} imports {module}"


def imported(file: Path) -> Iterator[str]:
    """The packages of others that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("file", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda f: f.stem)
def test_actions_are_pinned_by_commit(file: Path) -> None:
    used = re.findall(r"uses: (.*)", file.read_text(encoding="utf-8"))
    assert used
    assert [line for line in used if not re.fullmatch(r"[\w/.-]+@[0-9a-f]{40} # v[\d.]+", line)] == []


def test_continuous_integration_installs_nothing_unchecked() -> None:
    """Newer and lowest versions apart, which cannot be in the lock."""
    unchecked = {".ci/versions", ".ci/lowest"}
    files = [ROOT / "Makefile", *(ROOT / ".ci").iterdir(), *(ROOT / ".github" / "workflows").iterdir()]
    for file in (f for f in files if f.is_file() and str(f.relative_to(ROOT)) not in unchecked):
        for line in re.findall(r"^.*pip\S* (?:install|download) .*$", file.read_text(encoding="utf-8"), re.M):
            assert line.startswith("#") or re.search(r"--require-hashes|--no-deps|--no-index", line), line
