"""The command that lets patrons choose their policies by their interests."""

from dataclasses import replace
from typing import Annotated

import typer

from .parts import options
from .parts.batch_session import parse_settings_and_horizon
from .parts.console import say
from .parts.draws import choose_draws, choose_source, print_carried
from .parts.output import check_output

TABLES = ("contrasts", "strategies", "policies", "gains", "survey", "levers", "inverse", "interests")


def game(
    scenario: options.Scenario,
    solve: Annotated[
        str, typer.Option(metavar="HOW", help="Where patrons come to rest: qre, nash or respond.")
    ] = "qre",
    leader: Annotated[
        str, typer.Option(metavar="STRATEGY", help="What the hedger leads with: a strategy, or all.")
    ] = "all",
    infer: Annotated[
        bool, typer.Option("--infer", help="Ask which interests would make what patrons do their best.")
    ] = False,
    precision: Annotated[
        float, typer.Option(metavar="L", help="How sharply patrons choose in qre; 0 is at random.")
    ] = 16.0,
    parameters_from: options.ParametersFrom = None,
    point: options.Point = False,
    draws: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="First N draws; a game for each.  [default: 60]")
    ] = None,
    runs: Annotated[
        int | None,
        typer.Option(
            metavar="R",
            min=1,
            help="Runs of each combination of policies.  [default: 2, with --point 20]",
        ),
    ] = None,
    seed: options.Seed = None,
    settings: options.Settings = None,
    workers: options.Workers = None,
    plot: options.Plot = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Say whether hedging survives when patrons respond by their interests."""
    from ...model.errors import InputError
    from ...model.scenario.scenario import Scenario
    from ..execution.local import count_cores
    from ..games.game import play_game
    from ..games.policies import choose_leaders
    from ..games.worlds import check_precision, check_solution, describe_worlds, plan_worlds
    from ..tables.game import game_sheets
    from ..tables.output import Form
    from ..tables.sheet import View
    from ..verdicts.game import judge_game
    from .parts.batch_request import add_mixes
    from .parts.progress import steps_progress

    form = check_output(as_json, as_csv, table, TABLES, plot)
    changes = parse_settings_and_horizon(settings, None)
    spec = Scenario.load(scenario).vary(changes)
    names = choose_leaders(spec, leader)
    check_solution(solve)
    check_precision(precision)
    if draws is not None and point:
        msg = f"--draws {draws}: with --point there are no draws; leave one out"
        raise InputError(msg)
    drawn = choose_draws(choose_source(parameters_from, point), [spec], changes)
    worlds = plan_worlds(spec, drawn, draws, runs, 1 if seed is None else seed)
    (spec,) = add_mixes([spec], names, {})
    worlds = replace(worlds, scenario=spec)
    say(describe_worlds(worlds, len(names), workers))
    with steps_progress(len(names) * worlds.size) as report:
        found = play_game(
            worlds, names, solve=solve, precision=precision, infer=infer,
            workers=workers or count_cores(), report=report,
        )  # fmt: skip
    sheets = game_sheets(found) if form is Form.TEXT else []
    data, verdict = found.to_plain_data(), judge_game(found)
    print_carried(form, data, sheets, worlds.draws, table, verdict=verdict, view=View(full=full))
    if plot is not None:
        from ..plots.game import draw
        from ..plots.parts.page import save_figure

        say(f"drawn to {save_figure(draw(found), plot)}")
