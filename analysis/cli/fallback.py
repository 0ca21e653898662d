"""The command that lets a patron cut the hedger off."""

from typing import Annotated

import typer

from .parts import options
from .parts.batch_session import parse_settings_and_horizon
from .parts.console import say
from .parts.output import check_output

TABLES = ("fallback",)


def fallback(
    scenario: options.Scenario,
    cut: Annotated[
        str, typer.Option(metavar="PATRON", help="Who cuts the hedger off: a patron, or leader.")
    ] = "leader",
    at: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="First quarter of the cut, such as 2027Q3.  [default: the middle]"),
    ] = None,
    quarters: Annotated[int, typer.Option("--for", metavar="N", help="Quarters that the cut lasts.")] = 4,
    strategies: options.Strategies = None,
    runs: options.Runs = 200,
    seed: options.Seed = None,
    settings: options.Settings = None,
    plot: options.Plot = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Say what each strategy loses if a patron cuts the hedger off."""
    from ...model.scenario.scenario import Scenario
    from ..compare.fallback import compute_fallback, parse_cut
    from ..results.json_values import table_records
    from ..tables.fallback import fallback_sheets
    from ..tables.sheet import print_output
    from .parts.batch_request import add_mixes

    form = check_output(as_json, as_csv, tables=TABLES, plot=plot)
    changes = parse_settings_and_horizon(settings, None)
    names = options.split_names(strategies)
    (spec,) = add_mixes([Scenario.load(scenario).vary(changes)], names, {})
    cut_off = parse_cut(spec, cut, at, quarters)
    found = compute_fallback(spec, cut_off, names, runs, 1 if seed is None else seed)
    print_output(form, {"fallback": table_records(found.rows)}, fallback_sheets(found))
    if plot is not None:
        from ..plots.fallback import draw
        from ..plots.parts.page import save_figure

        say(f"drawn to {save_figure(draw(found), plot)}")
