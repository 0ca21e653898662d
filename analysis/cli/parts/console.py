"""Messages of commands on standard error, and checks of numbers."""

import sys
from typing import TYPE_CHECKING

import typer

from ....model.text import escape_controls

if TYPE_CHECKING:
    from ...design.batch import Batch

MANY = 5_000_000
"""Runs from which on a batch says beforehand how much memory its comparison will need."""


KILOBYTES = 1.0
"""Memory of a comparison per run, approximately."""


def check_number(option: str, number: int, least: int, most: int) -> None:
    """Refuse a number outside its range; the message names the option.

    Raises
    ------
    InputError
        If it is out of range.
    """
    from ....model.errors import InputError

    if not least <= number <= most:
        msg = f"{option}: found {number}; allowed is {least} to {most}"
        raise InputError(msg)


def say_notices(plan: "Batch") -> None:
    """Print the notices of every scenario, such as on weights that were renormalised."""
    for scenario in plan.scenarios:
        for notice in scenario.notices:
            say(f"{scenario.name}: {notice}")


def say_memory(plan: "Batch", *, compared: bool) -> None:
    """Print how much memory a comparison will take, if the batch has at least MANY runs."""
    if compared and plan.size >= MANY:
        size = plan.size * KILOBYTES / 1e6
        say(f"comparing will take about {size:,.0f} GB of memory; --no-compare leaves it out")


def command_line() -> str:
    """Return the command line as typed; the program's name, whatever script or module started it.

    Control characters are spelled out, for UTF-8 cannot encode bytes that are no text.
    """
    import shlex

    return escape_controls(shlex.join(["hedgesim", *sys.argv[1:]]))


def print_line(text: str) -> None:
    """Print a line on standard output, with control characters spelled out."""
    typer.echo(escape_controls(text))


def say(text: str) -> None:
    """Print a line on standard error, which keeps standard output free for tables."""
    typer.echo(escape_controls(text), err=True)
