"""Commands that learn from a sweep's folder: what decides, where cases lie, which strategy is robust."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .parts import options
from .run import say

if TYPE_CHECKING:
    import pandas as pd

    from ..results.folder import Results

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
            help="An outcome column, or premium; repeatable.  [default: premium or utility]",
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
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Say which inputs decide an outcome."""
    from ..explore.sensitivity import convergence, sensitivity
    from ..results.output_paths import check_figure
    from ..tables.sensitivity import convergence_sheet, sensitivity_sheets
    from ..tables.sheet import form_of, output, records

    form = form_of(as_json, as_csv)
    check_drawing(plot, figure, converge=converge)
    if plot is not None:
        check_figure(plot)
    results = swept(folder)
    work = convergence if converge else sensitivity
    asked = of or [default_outcome(results)]
    chosen = [strategy] if strategy is not None else None
    rows = work(results.design, results.outcomes, results.manifest["design"], asked, chosen)
    sheets = [convergence_sheet(rows)] if converge else sensitivity_sheets(rows)
    output(form, {"sensitivity": records(rows)}, sheets)
    if plot is not None:
        say(f"drawn to {drawn(results, rows, 'convergence' if converge else figure or FIGURES[0], plot)}")


def check_drawing(plot: Path | None, figure: str | None, *, converge: bool) -> None:
    """Refuse a choice of figure that is unknown or would not be drawn.

    Raises
    ------
    InputError
        Says what goes with it.
    """
    from ...model.errors import InputError
    from ...model.parameters.lookup import hint

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


def default_outcome(results: "Results") -> str:
    """Return the premium where hedge and another strategy were run, else utility."""
    played = next(iter(results.manifest["strategies"].values()))
    return "premium" if "hedge" in played and len(played) > 1 else "utility_mean"


def drawn(results: "Results", rows: "pd.DataFrame", figure: str, path: Path) -> Path:
    """Draw a figure of sensitivity."""
    from ..plots.parts.page import save
    from ..plots.sensitivity_figures import draw

    return save(draw(results, rows, figure), path)


def discover(
    folder: options.Folder,
    where: Annotated[
        str,
        typer.Option(
            metavar="CONDITION", help="Which runs are cases, such as 'premium < 0' or \"regime == 'mixed'\"."
        ),
    ],
    strategy: Annotated[str, typer.Option(metavar="NAME", help="Whose runs.")] = "hedge",
    plot: options.Plot = None,
    seed: options.Seed = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Find the box of inputs in which a condition holds; needs the extra explore."""
    from ..explore.cases import TABLES, cases_of
    from ..explore.discovery import discover as find
    from ..results.output_paths import check_figure
    from ..tables.discovery import discovery_sheets
    from ..tables.sheet import check_table, form_of, output, records

    form = form_of(as_json, as_csv)
    check_table(form, table, TABLES)
    if plot is not None:
        check_figure(plot)
    results = swept(folder)
    runs, holds, inputs, condition, labels = cases_of(results, where, strategy)
    found = find(runs, holds, inputs, 1 if seed is None else seed)
    told = {name: records(getattr(found, name)) for name in TABLES}
    output(form, told, discovery_sheets(found, condition, labels), table)
    if plot is not None:
        from ..plots.discovery import draw
        from ..plots.parts.page import save
        from ..plots.parts.source import caption

        scenarios = list(results.manifest["scenarios"])
        say(f"drawn to {save(draw(found, condition, labels, caption(results, scenarios, [strategy])), plot)}")


def robustness(
    folder: options.Folder,
    of: Annotated[str, typer.Option(metavar="OUTCOME", help="What counts; more is better.")] = "utility_mean",
    require: Annotated[
        str | None,
        typer.Option(metavar="CONDITION", help='Satisfied where it holds: "autonomy_mean > .4 and ...".'),
    ] = None,
    plot: options.Plot = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Hold strategies against all futures of a folder."""
    from ..compare.paired import finished_runs
    from ..conditions.columns import condition
    from ..explore.robustness import robustness as judge
    from ..results.folder import load
    from ..results.output_paths import check_figure
    from ..tables.robustness import robustness_sheets
    from ..tables.sheet import check_table, form_of, output, records

    form = form_of(as_json, as_csv)
    check_table(form, table, ("criteria", "flips"))
    if plot is not None:
        check_figure(plot)
    results = load(folder)
    scenarios = results.manifest["scenarios"]
    first = next(iter(scenarios.values()))
    wanted = None if require is None else condition(require, "--require", first["patrons"])
    runs = finished_runs(results)
    found = judge(runs, of, int(results.manifest["seed"]), wanted)
    told = {"criteria": records(found.rows), "flips": records(found.flips)}
    output(form, told, robustness_sheets(found), table)
    if plot is not None:
        from ..plots.parts.page import save
        from ..plots.parts.source import caption
        from ..plots.robustness import draw

        strategies = list(runs["strategy"].unique())
        figure = draw(found, first["labels"], caption(results, list(scenarios), strategies))
        say(f"drawn to {save(figure, plot)}")


def swept(folder: Path) -> "Results":
    """Open a finished folder of a sweep.

    Raises
    ------
    InputError
        If nothing varies in it.
    """
    from ...model.errors import InputError
    from ..results.folder import load

    results = load(folder)
    if not results.manifest["design"]:
        msg = f"{folder}: nothing varies in it; make a sweep: hedgesim sweep SCENARIO --vary KEY=LO:HI"
        raise InputError(msg)
    return results
