"""The command that compares strategies over all futures of a sweep."""

from typing import Annotated

import typer

from ..parts import options
from ..parts.console import say
from ..parts.draws import print_folder
from ..parts.output import check_output

TABLES = ("criteria", "flips", "behind")


def robustness(
    folder: options.Folder,
    of: Annotated[
        str, typer.Option(metavar="OUTCOME", help="What counts, or premium:RIVAL; more is better.")
    ] = "utility_mean",
    require: Annotated[
        str | None,
        typer.Option(metavar="CONDITION", help='Satisfied where it holds: "autonomy_mean > .4 and ...".'),
    ] = None,
    plot: options.Plot = None,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Compare strategies over all futures of a folder."""
    from ...compare.paired import list_finished_runs
    from ...conditions.columns import parse_requirement
    from ...explore.robustness import robustness as judge
    from ...results.folder import load
    from ...results.json_values import table_records
    from ...tables.explore.robustness import robustness_sheets
    from ...tables.sheet import View
    from ...verdicts.explore.points import phrase_futures
    from ...verdicts.explore.robustness import judge_robustness

    form = check_output(as_json, as_csv, table, TABLES, plot=plot)
    results = load(folder)
    scenarios = results.manifest["scenarios"]
    first = next(iter(scenarios.values()))
    requirement = None if require is None else parse_requirement(require, "--require", first["patrons"])
    runs = list_finished_runs(results)
    found = judge(runs, of, int(results.manifest["seed"]), requirement)
    tables = (found.rows, found.flips, found.behind)
    data = dict(zip(TABLES, map(table_records, tables), strict=True))
    answer, view = judge_robustness(found, phrase_futures(results.manifest)), View(top, full)
    print_folder(results, form, data, robustness_sheets(found), table, verdict=answer, view=view)
    if plot is not None:
        from ...plots.parts.page import save_figure
        from ...plots.parts.source import figure_caption
        from ...plots.robustness import draw

        strategies = list(runs["strategy"].unique())
        figure = draw(found, first["labels"], figure_caption(results, list(scenarios), strategies))
        say(f"drawn to {save_figure(figure, plot)}")
