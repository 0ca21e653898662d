"""The command that draws a figure of a result folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...model.errors import InputError
from ...model.text import shell_word
from ..plots.draw import ALIASES, KINDS
from .comparison import Scenarios
from .parts import options
from .parts.console import print_line

if TYPE_CHECKING:
    from ..results.folder import Results

LADDER = "ladder"
"""The kind of figure that a command of its own draws."""
OTHER_NAMES = "; ".join(f"{alias} is another name of {kind}" for alias, kind in ALIASES.items())


def plot(
    folder: options.Folder,
    kind: Annotated[
        str, typer.Option(help=f"One of {', '.join(KINDS)}. {OTHER_NAMES}. hedgesim ladder draws ladders.")
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="FILE", help="Figure to write: .png, .svg or .pdf.")
    ],
    scenarios: Scenarios = None,
    strategies: Annotated[
        list[str] | None, typer.Option("--strategy", metavar="NAME", help="Only this strategy; repeatable.")
    ] = None,
) -> None:
    """Draw a figure of a result folder."""
    from ..plots import draw as plots
    from ..results.folder import load
    from ..results.output_paths import check_figure

    check_figure(out)
    results = load(folder)
    if kind == LADDER:
        raise InputError(explain_ladder(results, out))
    figure = plots.draw(kind, results, scenarios=scenarios, strategies=strategies)
    print_line(f"drawn to {plots.save(figure, out)}")


def explain_ladder(results: "Results", out: Path) -> str:
    """Say which command draws the ladder of premiums, whose searches no folder holds.

    Parameters
    ----------
    results : Results
        A result folder; of a sweep the scenarios have ladders, the points have none.
    out : Path
        Figure to write.
    """
    sweep = bool(results.manifest["design"])
    subjects = list(results.manifest["scenarios"]) if sweep else [results.folder]
    words = " ".join(map(shell_word, (*subjects, "--plot", out)))
    return f"kind {LADDER!r}: a ladder takes searches, which a folder does not hold: hedgesim ladder {words}"
