"""The command that compares strategies over all futures of a sweep."""

from typing import Annotated

import typer

from .parts import options
from .parts.console import say
from .parts.output import check_output


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
    from ..compare.paired import list_finished_runs
    from ..conditions.columns import parse_requirement
    from ..explore.robustness import robustness as judge
    from ..results.folder import load
    from ..results.json_values import table_records
    from ..tables.robustness import robustness_sheets
    from ..tables.sheet import print_output

    form = check_output(as_json, as_csv, table, ("criteria", "flips"), plot=plot)
    results = load(folder)
    scenarios = results.manifest["scenarios"]
    first = next(iter(scenarios.values()))
    wanted = None if require is None else parse_requirement(require, "--require", first["patrons"])
    runs = list_finished_runs(results)
    found = judge(runs, of, int(results.manifest["seed"]), wanted)
    told = {"criteria": table_records(found.rows), "flips": table_records(found.flips)}
    print_output(form, told, robustness_sheets(found), table)
    if plot is not None:
        from ..plots.parts.page import save_figure
        from ..plots.parts.source import figure_caption
        from ..plots.robustness import draw

        strategies = list(runs["strategy"].unique())
        figure = draw(found, first["labels"], figure_caption(results, list(scenarios), strategies))
        say(f"drawn to {save_figure(figure, plot)}")
