"""The command that finds which inputs account for a difference."""

from typing import Annotated

import typer

from ..parts import options
from ..parts.batch_session import parse_settings_and_horizon
from ..parts.console import say
from ..parts.draws import choose_draws, choose_source, print_carried
from ..parts.options import Runs, Strategy
from ..parts.output import check_output


def attribute(
    scenario: options.Scenario,
    other: Annotated[
        str | None, typer.Argument(metavar="OTHER", help="The scenario it is compared with.")
    ] = None,
    of: Annotated[
        str,
        typer.Option(
            metavar="OUTCOME",
            help="Numeric outcome, premium, premium:RIVAL or ladder.RUNG.",
        ),
    ] = "utility_mean",
    mechanisms: Annotated[
        bool, typer.Option("--mechanisms", help="Instead of OTHER: the same with mechanisms switched off.")
    ] = False,
    strategy: Strategy = "hedge",
    runs: Runs = options.RUNS,
    seed: options.Seed = None,
    settings: options.Settings = None,
    parameters_from: options.ParametersFrom = None,
    point: options.Point = False,
    workers: options.Workers = None,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Say which inputs account for a difference (Shapley values)."""
    from ....model.errors import InputError
    from ....model.scenario.scenario import Scenario
    from ...explore.attribution import attribute as share
    from ...explore.attribution import check_outcome, describe_attribution, list_changes, mechanisms_off
    from ...results.json_values import table_records
    from ...tables.explore.attribution import shapley_sheet
    from ...tables.sheet import View
    from ...verdicts.explore.attribution import judge_attribution

    form, source = check_output(as_json, as_csv), choose_source(parameters_from, point)
    if (other is None) != mechanisms:
        msg = "attribute: name two scenarios, or one with --mechanisms"
        raise InputError(msg)
    changes = parse_settings_and_horizon(settings, None)
    before = Scenario.load(scenario).vary(changes)
    if other is None:
        ends, inputs = [before], mechanisms_off(before)
        title = f"What switching mechanisms off changes in {before.name}"
        change = f"With all mechanisms of {before.name} off,"
    else:
        after = Scenario.load(other).vary(changes)
        ends, inputs = [before, after], list_changes(before, after)
        title = change = f"From {before.name} to {after.name}"
    check_outcome(before, of, strategy)
    say(f"changed: {', '.join(c.name for c in inputs)}")
    say(describe_attribution(before, inputs, of, runs, workers))
    draws, key = choose_draws(source, ends, changes, runs=runs), 1 if seed is None else seed
    rows = share(before, inputs, of, strategy=strategy, runs=runs, seed=key, workers=workers, draws=draws)
    answer, sheets = judge_attribution(rows, change, of, strategy), [shapley_sheet(rows, title, of)]
    data = {"attribution": table_records(rows)}
    print_carried(form, data, sheets, draws, verdict=answer, view=View(top, full), runs=runs)
