"""The command that shows a result folder as a figure."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...model.errors import InputError
from ...model.text import shell_word
from ..labels import WINDOW
from ..plots.draw import ALIASES, FAN, KINDS, POINTS, SINGLE, WHOLE_RUNS, shows_point
from .compare.comparison import Scenarios
from .parts import options
from .parts.console import print_line, say
from .parts.result_folders import open_window

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
    at: Annotated[
        list[str] | None,
        typer.Option(
            metavar="INPUT=VALUE",
            help="Which point of a sweep; repeatable.  [default: the scenario's own values]",
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="INPUT", help="Fans of a sweep, one for each level of this input.")
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--column",
            metavar="A,B",
            help="Fans of these path columns, e.g. export_share_eu,coercion_russia.",
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Fans of differences to this scenario, strategy or level, run by run."
        ),
    ] = None,
    span: Annotated[
        str | None,
        typer.Option("--range", metavar="RANGE", help="Vertical range of fans: data, or unit (0 to 1)."),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option(metavar="CONDITION", help="Mark the points of a sweep where it holds: 'premium < 0'."),
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Title of your own.")] = None,
    size: Annotated[
        str | None,
        typer.Option(metavar="WxH", help="Width and height in mm, or the width alone.  [default: 160]"),
    ] = None,
    dpi: Annotated[int, typer.Option(metavar="N", min=50, max=1200, help="Dots per inch of a PNG.")] = 200,
    font: Annotated[
        str | None, typer.Option(metavar="NAME", help="Installed font.  [default: DejaVu Sans]")
    ] = None,
    grey: Annotated[bool, typer.Option("--grey", help="Greys in place of colours.")] = False,
    begin: options.From = None,
    end: options.To = None,
) -> None:
    """Draw a figure of a result folder."""
    from ...model.scenario.scenario import parse_settings
    from ..plots import draw as plots
    from ..plots.parts.look import Look, read_size, use_look
    from ..results.output_paths import check_figure

    check_figure(out)
    width, height = read_size(size) if size else (Look().width, None)
    results = open_window(folder, begin, end)
    if kind == LADDER:
        raise InputError(explain_ladder(results, out))
    check_window(kind, results)
    with use_look(Look(title, width, height, dpi, font, grey)):
        figure = plots.draw(
            kind, results, scenarios=scenarios, strategies=strategies, at=parse_settings(at or []),
            columns=options.split_names(columns), against=against, by=by, span=span, where=where,
        )  # fmt: skip
        print_line(f"drawn to {plots.save(figure, out)}")
    if plots.shows_point(kind, results) and not at and not by:
        say("a sweep: drawn at the scenario's own values; another point: --at INPUT=VALUE")
    several = bool(by) or len(strategies or ()) > 1
    if not scenarios and (note := describe_choice(kind, results, alone=several)):
        say(note)


def describe_choice(kind: str, results: "Results", *, alone: bool) -> str:
    """Say which of a folder's scenarios a figure shows where none was named; "" where it shows all.

    ``alone`` is whether fans differ by strategy or by levels of an input, and so show one scenario.
    """
    from ..plots.fan import choose_scenarios
    from ..plots.parts.source import scenarios_run

    names, kind = scenarios_run(results), ALIASES.get(kind, kind)
    shown = choose_scenarios(results, alone=alone) if kind == FAN else names[:1]
    if kind not in SINGLE or len(shown) == len(names):
        return ""
    several = ", once for each of several" if kind == FAN else ""
    return f"drawn: {shown[0]}, the first of {len(names)} scenarios; others: --scenario NAME{several}"


def check_window(kind: str, results: "Results") -> None:
    """Refuse a window for a figure that does not show outcomes of the folder's runs.

    Raises
    ------
    InputError
        If results are those of a window, and the kind shows all quarters or a point of a sweep.
    """
    if WINDOW not in results.manifest:
        return
    point = shows_point(kind, results)
    if point or ALIASES.get(kind, kind) in WHOLE_RUNS:
        shown = "a point of a sweep, which is played again" if point else "all quarters"
        able = ", ".join(k for k in KINDS if k not in WHOLE_RUNS and (k not in POINTS or not point))
        msg = f"--from and --to: kind {kind!r} shows {shown}; they go with {able}"
        raise InputError(msg)


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
