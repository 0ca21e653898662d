"""What results depend on besides their inputs: versions, the model's source, and the git repository."""

import hashlib
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("mesa", "numpy", "pandas", "pyarrow")


def describe_software() -> dict[str, Any]:
    """Return versions and hash of the model's source, on which results depend besides their inputs."""
    return {"versions": package_versions(), "model": model_hash()}


def package_versions() -> dict[str, str]:
    """Return the versions of Python, hedgesim and the packages that results depend on."""
    found = {"python": platform.python_version()}
    for name in ("hedgesim", *PACKAGES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # run from a source tree that was never installed
            found[name] = "not installed"
    return found


def model_hash() -> str:
    """Compute a hash over the model's source files, which detects changes without a new version number."""
    root = Path(__file__).parents[2] / "model"
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def git_state() -> dict[str, Any] | None:
    """Return the commit of the git repository around the working directory, and whether files changed since.

    It is None outside a repository or without git.
    """
    try:
        return {
            "commit": describe_commit("rev-parse", "HEAD"),
            "changed": bool(describe_commit("status", "--porcelain")),
        }
    except (OSError, subprocess.SubprocessError):
        return None


def describe_commit(*words: str) -> str:
    """Run a git command and return its output."""
    command = ["git", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.strip()
