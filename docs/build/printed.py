"""Run what pages show and put what it prints below it: ``python docs/build/printed.py [--check] PAGE...``.

A page is run from top to bottom in an empty folder: Python, commands that begin with ``hedgesim``, and TOML
whose first line is a file's name in a comment. Such blocks become that file, one after the other. A block of
text that follows code is what the code printed. A figure that a command wrote and the page shows is kept in
docs/figures. Tables are as wide as in a pipe, whatever the terminal.
"""

import argparse
import contextlib
import difflib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

WIDTH = "80"
FIGURES = Path(__file__).resolve().parents[1] / "figures"
BLOCK = re.compile(r"```(python|sh|toml)\n(.*?)```(\n\n```text\n.*?```)?", flags=re.DOTALL)
FIGURE = re.compile(r"\]\((?:docs/)?figures/([^)]+)\)")
NAMED = re.compile(r"# (\S+\.toml)\b.*\n")


def page(file: Path) -> str:
    """Return a page with what its code prints, run in the folder that is the current one."""
    names: dict[str, object] = {}
    begun: set[str] = set()

    def told(block: "re.Match[str]") -> str:
        printed = output(block[1], block[2], names, begun)
        lines = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
        return f"```{block[1]}\n{block[2]}```" + (f"\n\n```text\n{lines}```" if block[3] else "")

    with patch.dict(os.environ, COLUMNS=WIDTH):
        return BLOCK.sub(told, file.read_text(encoding="utf-8"))


def output(language: str, code: str, names: dict[str, object], begun: set[str]) -> str:
    """Return what a block prints; a scenario file prints nothing."""
    if language == "python":
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(code, "page", "exec"), names)
        return printed.getvalue()
    if language == "sh":
        return "\n".join(map(command, re.findall(r"^hedgesim .*$", code, flags=re.MULTILINE)))
    if found := NAMED.match(code):
        name = found[1]
        with Path(name).open("a" if name in begun else "w", encoding="utf-8") as file:
            file.write(code)
        begun.add(name)
    return ""


def command(line: str) -> str:
    """Return what a command prints to standard output.

    Raises
    ------
    SystemExit
        If it fails; its messages are printed.
    """
    begun = time.monotonic()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        env=os.environ | {"PATH": path, "MPLBACKEND": "Agg"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    sys.stderr.write(f"{time.monotonic() - begun:6.1f} s  {line}\n")
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}failed: {line}")
    return done.stdout


def run(file: Path, *, check: bool) -> None:
    """Run a page in a folder of its own; write it anew, or only compare.

    Raises
    ------
    SystemExit
        If it is to be compared and prints something else, or lacks a figure.
    """
    text = file.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        fresh = page(file)
        made = {name for name in FIGURE.findall(text) if Path(name).is_file()}
        if not check:
            FIGURES.mkdir(exist_ok=True)
            for name in made:
                shutil.copyfile(name, FIGURES / name)
    if check and fresh != text:
        lines = difflib.unified_diff(text.splitlines(), fresh.splitlines(), "page", "printed", lineterm="")
        sys.exit(
            "\n".join([*lines, f"{file}: its code prints something else; run: python docs/build/printed.py"])
        )
    if not check:
        file.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument(
        "--check", action="store_true", help="change nothing, fail where a page is out of date"
    )
    given = parser.parse_args()
    for file in given.pages:
        run(file.resolve(), check=given.check)
