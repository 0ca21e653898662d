"""The command that finds which inputs account for a difference."""

from typing import Annotated

import typer

from .parts import options
from .parts.batch_session import parse_settings_and_horizon
from .parts.console import say
from .parts.options import Runs, Strategy
from .parts.output import check_output


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
    runs: Runs = 100,
    seed: options.Seed = None,
    settings: options.Settings = None,
    workers: options.Workers = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Say which inputs account for a difference (Shapley values)."""
    from ...model.errors import InputError
    from ...model.scenario.scenario import Scenario
    from ..explore.attribution import attribute as share
    from ..explore.attribution import check_outcome, describe_attribution, list_changes, mechanisms_off
    from ..results.json_values import table_records
    from ..tables.attribution import shapley_sheet
    from ..tables.sheet import print_output

    form = check_output(as_json, as_csv)
    if (other is None) != mechanisms:
        msg = "attribute: name two scenarios, or one with --mechanisms"
        raise InputError(msg)
    made = parse_settings_and_horizon(settings, None)
    before = Scenario.load(scenario).vary(made)
    if other is None:
        inputs, title = mechanisms_off(before), f"What switching mechanisms off changes in {before.name}"
    else:
        after = Scenario.load(other).vary(made)
        inputs, title = list_changes(before, after), f"From {before.name} to {after.name}"
    check_outcome(before, of, strategy)
    say(f"changed: {', '.join(c.name for c in inputs)}")
    say(describe_attribution(before, inputs, of, runs, workers))
    key = 1 if seed is None else seed
    rows = share(before, inputs, of, strategy=strategy, runs=runs, seed=key, workers=workers)
    print_output(form, {"attribution": table_records(rows)}, [shapley_sheet(rows, title, of)])
