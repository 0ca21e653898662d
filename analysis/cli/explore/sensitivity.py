"""The command that shows which inputs of a sweep decide an outcome."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..parts import options
from ..parts.console import say
from ..parts.draws import print_folder
from ..parts.output import check_output
from ..parts.result_folders import open_sweep

if TYPE_CHECKING:
    import pandas as pd

    from ...results.folder import Results

Strategy = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only this strategy.  [default: all that were run]")
]
FIGURES = ("tornado", "plane", "map")


def sensitivity(
    folder: options.Folder,
    of: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OUTCOME",
            help="An outcome column, premium or premium:RIVAL, such as premium:bandwagon; repeatable."
            "  [default: premium or utility]",
        ),
    ] = None,
    strategy: Strategy = None,
    converge: Annotated[
        bool, typer.Option("--convergence", help="Indices from growing parts of the design instead.")
    ] = False,
    plot: options.Plot = None,
    figure: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What --plot draws: tornado, plane or map.  [default: tornado]"),
    ] = None,
    begin: options.From = None,
    end: options.To = None,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Say which inputs decide an outcome."""
    from ...explore.sensitivity import convergence, sensitivity
    from ...results.json_values import table_records
    from ...results.output_paths import check_figure
    from ...tables.explore.sensitivity import convergence_sheet, sensitivity_sheets
    from ...tables.sheet import View
    from ...verdicts.explore.points import phrase_folder
    from ...verdicts.explore.sensitivity import judge_convergence, judge_sensitivity

    form = check_output(as_json, as_csv)
    check_figure_options(plot, figure, converge=converge)
    if plot is not None:
        check_figure(plot)
    results = open_sweep(folder, begin, end)
    work = convergence if converge else sensitivity
    chosen = [strategy] if strategy is not None else None
    rows = work(results.design, results.outcomes, results.manifest["design"], of or [], chosen)
    sheets = [convergence_sheet(rows)] if converge else sensitivity_sheets(rows)
    labels, over = phrase_folder(results.manifest)
    answer = judge_convergence(rows, labels) if converge else judge_sensitivity(rows, labels, over)
    data = {"sensitivity": table_records(rows)}
    print_folder(results, form, data, sheets, verdict=answer, view=View(top, full))
    if plot is not None:
        kind = "convergence" if converge else figure or FIGURES[0]
        say(f"drawn to {draw_sensitivity(results, rows, kind, plot)}")


def check_figure_options(plot: Path | None, figure: str | None, *, converge: bool) -> None:
    """Refuse a choice of figure that is unknown or would not be drawn.

    Parameters
    ----------
    plot : Path or None
        Value of ``--plot``.
    figure : str or None
        Value of ``--figure``.
    converge : bool
        Whether ``--convergence`` is given.

    Raises
    ------
    InputError
        If ``--figure`` is unknown, has no ``--plot`` or is given with ``--convergence``.
    """
    from ....model.errors import InputError
    from ....model.parameters.lookup import hint

    if figure is None:
        return
    if figure not in FIGURES:
        msg = f"--figure {figure}: known are {', '.join(FIGURES)}{hint(figure, FIGURES)}"
        raise InputError(msg)
    if converge:
        msg = f"--figure {figure}: --convergence has a figure of its own; leave --figure out"
        raise InputError(msg)
    if plot is None:
        msg = f"--figure {figure}: say where to draw it: --plot FILE"
        raise InputError(msg)


def draw_sensitivity(results: "Results", rows: "pd.DataFrame", figure: str, path: Path) -> Path:
    """Draw a figure of sensitivity and save it."""
    from ...plots.parts.page import save_figure
    from ...plots.sensitivity.sensitivity_figures import draw

    return save_figure(draw(results, rows, figure), path)
