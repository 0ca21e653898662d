"""What every command's default output must be: one page, eighty columns, and the answer at its end."""

import json
from collections.abc import Sequence
from itertools import takewhile

from support.verdict_checks import check_verdict
from typer.testing import CliRunner

from hedgesim.analysis.cli.main import app

LINES, COLUMNS = 60, 80


def check_answer(arguments: Sequence[str], again: Sequence[str] | None = None) -> str:
    """Run a command as text and as JSON, and return the text after these checks.

    It succeeds, prints at most LINES lines of COLUMNS columns, ends with its verdict, and each number of the
    verdict stands in JSON.

    Parameters
    ----------
    arguments : sequence of str
        The command line without the program's name.
    again : sequence of str, optional
        The command line that is run for JSON, where it cannot be the same (as with a new folder).
    """
    text = print_result(arguments)
    verdict = json.loads(print_result([*(again or arguments), "--json"]))["verdict"]
    lines = text.splitlines()
    assert len(lines) <= LINES, text
    assert [line for line in lines if len(line) > COLUMNS] == []
    assert take_last_paragraph(lines) == verdict["text"]
    check_verdict(verdict)
    return text


def print_result(arguments: Sequence[str]) -> str:
    """Run a command and return what it prints on standard output."""
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": str(COLUMNS)})
    assert result.exit_code == 0, result.output
    return result.stdout


def take_last_paragraph(lines: Sequence[str]) -> str:
    """Join the lines after the last empty one, as a sentence was before it was broken."""
    return " ".join(reversed(list(takewhile(str.strip, reversed(lines)))))
