"""The command that draws a figure of a result folder."""

from pathlib import Path
from typing import Annotated

import typer

from ..plots.draw import ALIASES, KINDS
from .comparison import Scenarios
from .parts import options
from .parts.console import print_line

OTHER_NAMES = "; ".join(f"{alias} is another name of {kind}" for alias, kind in ALIASES.items())


def plot(
    folder: options.Folder,
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(KINDS)}. {OTHER_NAMES}.")],
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
    figure = plots.draw(kind, load(folder), scenarios=scenarios, strategies=strategies)
    print_line(f"drawn to {plots.save(figure, out)}")
