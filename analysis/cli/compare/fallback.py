"""The command that lets a patron cut the hedger off."""

from typing import Annotated

import typer

from ..parts import options
from ..parts.batch_session import parse_settings_and_horizon
from ..parts.console import say
from ..parts.draws import choose_draws, choose_source, print_carried
from ..parts.output import check_output

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
    runs: options.Runs = options.RUNS,
    seed: options.Seed = None,
    settings: options.Settings = None,
    parameters_from: options.ParametersFrom = None,
    point: options.Point = False,
    plot: options.Plot = None,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Say what each strategy loses if a patron cuts the hedger off."""
    from ....model.scenario.scenario import Scenario
    from ...compare.fallback import compute_fallback, parse_cut
    from ...results.json_values import table_records
    from ...tables.fallback import fallback_sheets
    from ...tables.sheet import View
    from ...verdicts.fallback import judge_fallback
    from ..parts.batch_request import add_mixes

    form = check_output(as_json, as_csv, tables=TABLES, plot=plot)
    source = choose_source(parameters_from, point)
    changes = parse_settings_and_horizon(settings, None)
    names = options.split_names(strategies)
    (spec,) = add_mixes([Scenario.load(scenario).vary(changes)], names, {})
    cut_off = parse_cut(spec, cut, at, quarters)
    draws = choose_draws(source, [spec], changes, runs=runs)
    found = compute_fallback(spec, cut_off, names, runs, 1 if seed is None else seed, draws)
    data, verdict = {"fallback": table_records(found.rows)}, judge_fallback(found)
    print_carried(form, data, fallback_sheets(found), draws, verdict=verdict, view=View(top, full), runs=runs)
    if plot is not None:
        from ...plots.fallback import draw
        from ...plots.parts.page import save_figure

        say(f"drawn to {save_figure(draw(found), plot)}")
