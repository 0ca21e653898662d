"""The installed package: its version, how its command is started, and what stands beside it."""

import json
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import hedgesim


def python(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Python, started in a folder."""
    return subprocess.run(
        [sys.executable, *words], cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_package_has_a_version_and_nothing_that_it_has_not() -> None:
    assert hedgesim.__version__ == version("hedgesim")
    with pytest.raises(AttributeError, match="module 'hedgesim' has no attribute 'nothing'"):
        _ = hedgesim.nothing  # type: ignore[attr-defined]


def test_a_citation_names_the_version_of_the_project() -> None:
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\nversion: {project['version']}\n" in (root / "CITATION.cff").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", ["hedgesim", "hedgesim.analysis.cli.main"])
def test_modules_start_the_command(module: str, tmp_path: Path) -> None:
    done = python("-m", module, "--version", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"hedgesim {hedgesim.__version__}\n", "")
    assert python("-m", module, "run", "nothing", cwd=tmp_path).returncode == 2


def test_the_manifest_has_the_commands_name_whatever_started_it(tmp_path: Path) -> None:
    words = ["run", "belarus/baseline", "--quarters", "2", "--out", "out"]
    assert python("-m", "hedgesim", *words, cwd=tmp_path).returncode == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["command"] == "hedgesim " + " ".join(words)


def test_a_clone_in_the_working_folder_is_not_imported(tmp_path: Path) -> None:
    clone = tmp_path / "hedgesim" / "model"
    clone.mkdir(parents=True)
    (clone / "__init__.py").write_text("raise SystemExit('the clone')", encoding="utf-8")
    done = python("-c", "import hedgesim.model as m; print(m.__file__)", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not done.stdout.startswith(str(tmp_path))
