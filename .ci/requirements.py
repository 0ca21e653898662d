"""Make lists of versions from pyproject.toml: ``python .ci/requirements.py lock`` or ``lowest [EXTRA...]``.

``lock`` writes constraints.txt anew: one version of each package that the project and its extras need on any
system and Python, with the SHA-256 hash of each of its files; and .ci/build.txt, what builds the project and
packages that come as source only. Versions stay as they are where they still fit; ``lock --upgrade`` takes
the newest. The index is the one that pip is configured for; its address is not kept.
``lowest`` prints the lowest version that pyproject.toml allows, of the project and of the extras named.
"""

import argparse
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "constraints.txt"
BUILD_LOCK = ROOT / ".ci" / "build.txt"
BUILD = ("setuptools>=77", "hatchling==1.26.3")
"""Build backends: of the project, and of solara-assets, which comes as source only."""
OLDEST_PYTHON = "3.11.5"  # of the tools for the site; the project itself runs on 3.11.0
HEAD = """\
# Every package that was tested, with the hashes of its files on every system.
# To install all: pip install --require-hashes -r constraints.txt, then the project with --no-deps.
# To write this file anew: python .ci/requirements.py lock
"""
BUILD_HEAD = """\
# What builds the project and packages that come as source only; written with constraints.txt, see there.
"""


def read_requirements(*extras: str) -> list[Requirement]:
    """Return what pyproject.toml asks for: of the project, and of the extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    texts = [*project["dependencies"], *(text for extra in extras for text in optional[extra])]
    return [Requirement(text) for text in texts]


def pin_lowest(requirement: Requirement) -> str:
    """Return a requirement at the lowest version that it allows.

    Raises
    ------
    ValueError
        If it has no lower bound.
    """
    low = [s.version for s in requirement.specifier if s.operator in (">=", "==", "~=")]
    if len(low) != 1:
        msg = f"{requirement}: has no lower bound, or several"
        raise ValueError(msg)
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    marker = f" ; {requirement.marker}" if requirement.marker else ""
    return f"{requirement.name}{extras}=={low[0]}{marker}"


def print_lowest(extras: list[str]) -> None:
    """Print the lowest versions; extras of the project itself within an extra are left out."""
    own = [r for r in read_requirements(*extras) if r.name != "hedgesim"]
    sys.stdout.write("".join(f"{line}\n" for line in dict.fromkeys(map(pin_lowest, own))))


def configured_index() -> dict[str, str]:
    """Return pip's own index as uv's setting; none if pip has none, as both then have the same."""
    asked = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    index = os.environ.get("PIP_INDEX_URL") or found
    return {"UV_DEFAULT_INDEX": index} if index else {}


def write_lock(lock: Path, head: str, source: str, *options: str, text: str | None = None) -> None:
    """Write a list of versions and hashes of what a source, or a text as standard input, asks for."""
    command = [
        *(
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            source,
            "--universal",
            "--generate-hashes",
            "--quiet",
        ),
        *("--python-version", OLDEST_PYTHON, "--no-header", "--no-annotate", "--no-emit-index-url"),
        *("--no-emit-find-links", "--output-file", str(lock), *options),
    ]
    environment = os.environ | configured_index()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, text=True, input=text)
    pins = re.sub(r"^#.*\n", "", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lock.write_text(head + pins, encoding="utf-8")


def write_locks(upgrade: bool) -> None:
    """Write constraints.txt and .ci/build.txt anew; what is in both has one version."""
    options = ["--upgrade"] if upgrade else []
    write_lock(LOCK, HEAD, "pyproject.toml", "--all-extras", *options)
    write_lock(BUILD_LOCK, BUILD_HEAD, "-", "--constraint", str(LOCK), *options, text="\n".join(BUILD))


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("lock").add_argument("--upgrade", action="store_true")
    commands.add_parser("lowest").add_argument("extras", nargs="*")
    words = parser.parse_args()
    if words.command == "lock":
        write_locks(words.upgrade)
    else:
        print_lowest(words.extras)


if __name__ == "__main__":
    main()
