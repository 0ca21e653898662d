"""The commands that show a result folder: as a figure, and as a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...model.errors import InputError
from ...model.text import shell_word
from ..plots.draw import ALIASES, KINDS
from .comparison import Scenarios
from .parts import options
from .parts.console import print_line, say

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


def report(
    folder: options.Folder,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Page to write: .html.")],
    thresholds: Annotated[
        list[Path] | None,
        typer.Option(
            "--threshold", metavar="FILE", help="What hedgesim threshold --json printed; repeatable."
        ),
    ] = None,
    with_ladder: Annotated[
        bool,
        typer.Option("--ladder", help="Search the ladder of premiums of each scenario, which takes time."),
    ] = False,
) -> None:
    """Write a result folder up as one page: tables, figures, sources, limits."""
    from ..explore.ladder import climb_ladders, describe_ladder, list_worlds
    from ..explore.threshold_result import read_tipping
    from ..report.report import write_report
    from ..results.folder import load
    from ..results.output_paths import check_page

    check_page(out)
    results = load(folder)
    found = [read_tipping(path, results.manifest["scenarios"]) for path in thresholds or []]
    climbed = None
    if with_ladder:
        worlds, seed = list_worlds(results, None, None)
        say(describe_ladder(worlds, None))
        climbed = climb_ladders(worlds, seed, None)
    print_line(f"written to {write_report(results, out, found, climbed)}")
