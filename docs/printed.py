"""Write what the code of ``docs/python.md`` prints below it: ``python docs/printed.py``."""

import contextlib
import io
import os
import re
import tempfile
from pathlib import Path

PAGE = Path(__file__).resolve().with_name("python.md")
BLOCK = re.compile(r"```python\n(.*?)```(?:\n\n```text\n.*?```)?", flags=re.DOTALL)


def page() -> str:
    """The page with what its code prints, run from top to bottom in the folder that is the current one."""
    names: dict[str, object] = {}
    return BLOCK.sub(lambda block: with_output(block[1], names), PAGE.read_text(encoding="utf-8"))


def with_output(code: str, names: dict[str, object]) -> str:
    """A block of code and, if it prints something, a block with that."""
    with contextlib.redirect_stdout(io.StringIO()) as told:
        exec(compile(code, PAGE.name, "exec"), names)
    lines = "".join(f"{line.rstrip()}\n" for line in told.getvalue().splitlines())
    return f"```python\n{code}```" + (f"\n\n```text\n{lines}```" if lines else "")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        PAGE.write_text(page(), encoding="utf-8")
