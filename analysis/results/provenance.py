"""What results depend on besides their inputs: versions, the model's source, the state of a repository."""

import hashlib
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("mesa", "numpy", "pandas", "pyarrow")


def describe_software() -> dict[str, Any]:
    """Return what results depend on besides their inputs."""
    return {"versions": package_versions(), "model": model_hash()}


def package_versions() -> dict[str, str]:
    """Return versions of Python, of hedgesim and of the packages that results are made with."""
    found = {"python": platform.python_version()}
    for name in ("hedgesim", *PACKAGES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # run from a source tree that was never installed
            found[name] = "not installed"
    return found


def model_hash() -> str:
    """Return hash of the model's source files: rules that changed under one version number are told apart."""
    root = Path(__file__).parents[2] / "model"
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def git_state() -> dict[str, Any] | None:
    """Return commit of the repository around the working directory and whether it has changes; else None."""
    try:
        return {
            "commit": describe_commit("rev-parse", "HEAD"),
            "changed": bool(describe_commit("status", "--porcelain")),
        }
    except (OSError, subprocess.SubprocessError):
        return None


def describe_commit(*words: str) -> str:
    """Return what git says."""
    command = ["git", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.strip()
