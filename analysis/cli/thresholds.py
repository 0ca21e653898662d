"""The command that finds where an outcome tips."""

from typing import Annotated

import typer

from .parts import options
from .parts.batch_session import parse_settings_and_horizon
from .parts.options import Runs, Strategy
from .parts.output import check_output


def threshold(
    scenario: options.Scenario,
    vary: Annotated[
        list[str],
        typer.Option(
            metavar="KEY=LO:HI",
            help="The input that tips it; a second --vary KEY=LO:HI:N or KEY=a,b,c gives the frontier.",
        ),
    ],
    when: Annotated[
        str,
        typer.Option(
            metavar="CONDITION",
            help="Such as 'premium < 0', 'ladder.hedging < 0', \"regime == 'collapse'\" (in half of the"
            " runs), \"share(regime == 'collapse') > 0.1\".",
        ),
    ] = "premium < 0",
    strategy: Strategy = "hedge",
    runs: Runs = 200,
    seed: options.Seed = None,
    settings: options.Settings = None,
    workers: options.Workers = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Find where an outcome tips as an input varies."""
    from ...model.scenario.scenario import Scenario
    from ..design.parse_axes import parse_axes, require_free
    from ..explore.threshold_result import TABLES
    from ..notebook.questions import threshold as find
    from ..tables.sheet import print_output
    from ..tables.thresholds import tipping_sheet

    form = check_output(as_json, as_csv, table, TABLES)
    made = parse_settings_and_horizon(settings, None)
    spec = Scenario.load(scenario).vary(made)
    require_free(parse_axes(vary, spec), made, spec)
    key = 1 if seed is None else seed
    told = find(spec, vary, when, strategy=strategy, runs=runs, seed=key, workers=workers)
    print_output(form, told.to_plain_data(), [tipping_sheet(told)], table)
