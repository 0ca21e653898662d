"""The command that writes a scenario file to start from."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ....model.text import shell_word
from ..parts import options
from ..parts.console import print_line

THREE = "3"


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the case; NAME.toml is written.")],
    label: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The small state in words, such as Moldova.")
    ] = None,
    patrons: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,C",
            help="Patrons, 2 to 6: first an old protector, then a rich neighbour, an investor; or their"
            " number.  [default: 3]",
        ),
    ] = None,
    start: Annotated[
        str | None, typer.Option(metavar="DATE", help="First quarter.  [default: 2015Q1]")
    ] = None,
) -> None:
    """Write a commented scenario file to start from; on a terminal, without options, it asks."""
    from ....model.errors import InputError
    from ....model.scenario.files import ENDING, strip_ending
    from ....model.scenario.template.starter import START, starter_text
    from ...diagnosis.opening import measure_first_quarter

    stem = strip_ending(name)
    path = Path(f"{stem}{ENDING}")
    if path.exists():
        msg = f"{path}: the file is there already; choose another name"
        raise InputError(msg)
    if sys.stdin.isatty() and (label, patrons, start) == (None, None, None):
        label = typer.prompt("The small state in words", default=stem.replace("_", " ").capitalize())
        patrons = typer.prompt("Its patrons, with commas, or their number", default=THREE)
        start = typer.prompt("First quarter", default=START)
    text = starter_text(stem, read_patrons(patrons or THREE), label, start or START)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    word = shell_word(path)
    print_line(
        f"{path} is written: every number in it is an invented guess; its economy opens at .5 and is"
        f" {measure_first_quarter(str(path)).economy:.2f} in the first quarter."
    )
    print_line(f"Edit it, then: hedgesim validate {word}; hedgesim diagnose {word}; hedgesim run {word}")


def read_patrons(text: str) -> int | list[str]:
    """Read the number of patrons, or their names."""
    number = text.strip().lstrip("+-").isdecimal() and len(text) < 9
    return int(text) if number else options.split_names(text) or []
