"""The command that asks whether hedging is insurance."""

from typing import Annotated

import typer

from ..parts import options
from ..parts.batch_session import parse_settings_and_horizon
from ..parts.console import say
from ..parts.draws import choose_draws, choose_source, print_carried
from ..parts.output import check_output

TABLES = ("insurance", "scores", "tails")


def risk(
    scenario: options.Scenario,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="STRATEGY",
            help="What strategies are compared with: one of them, or lean, the best lean on one patron."
            "  [default: lean, and the best bandwagon]",
        ),
    ] = None,
    strategies: Annotated[
        str | None,
        typer.Option(
            metavar="A,B", help="Strategies, or all.  [default: what the scenario names, and the best mix]"
        ),
    ] = None,
    floor: Annotated[
        float, typer.Option(metavar="F", help="Utility not to fall below, as a share of it at the start.")
    ] = 0.7,
    aversion: Annotated[
        float, typer.Option(metavar="G", help="Relative aversion to risk of the certainty equivalent.")
    ] = 3.0,
    runs: options.Runs = 2000,
    seed: options.Seed = None,
    settings: options.Settings = None,
    parameters_from: options.ParametersFrom = None,
    point: options.Point = False,
    workers: options.Workers = None,
    plot: options.Plot = None,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Say whether hedging is insurance against the moods of patrons, in the mean and in the tail."""
    from ....model.scenario.scenario import Scenario
    from ...explore.risk.insurance import answer_question
    from ...explore.risk.question import LEAN, Settings, check_question, list_mixed, pose_question
    from ...tables.risk import risk_sheets
    from ...tables.sheet import View
    from ...verdicts.risk import judge_risk
    from ..parts.batch_request import add_mixes
    from ..parts.progress import steps_progress

    form = check_output(as_json, as_csv, table, TABLES, plot)
    source, changes = choose_source(parameters_from, point), parse_settings_and_horizon(settings, None)
    names = options.split_names(strategies)
    varied = Scenario.load(scenario).vary(changes)
    scoring = Settings(runs, 1 if seed is None else seed, floor, aversion)
    check_question(varied, names, against, scoring)  # what is wrong is said before a search
    (spec,) = add_mixes([varied], list_mixed(names, against), {})
    draws = choose_draws(source, [spec], changes, runs=runs)
    if against in {None, LEAN}:
        say("searching the best lean on one patron ...")
    question = pose_question(spec, names, against, scoring, workers, draws)
    say(f"{len(question.plays)} plays of {runs:,} runs of {spec.horizon} quarters")
    with steps_progress(len(question.plays)) as report:
        found = answer_question(question, workers, report)
    data, answer, view = found.to_plain_data(), judge_risk(found), View(top, full)
    print_carried(form, data, risk_sheets(found), draws, table, verdict=answer, view=view, runs=runs)
    if plot is not None:
        from ...plots.parts.page import save_figure
        from ...plots.risk import draw

        say(f"drawn to {save_figure(draw(found), plot)}")
