"""The command that finds where an outcome tips."""

from typing import Annotated

import typer

from ..parts import options
from ..parts.batch_session import parse_settings_and_horizon
from ..parts.draws import choose_draws, choose_source, print_carried
from ..parts.options import Runs, Strategy
from ..parts.output import check_output


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
    table: options.Table = None,
) -> None:
    """Find where an outcome tips as an input varies."""
    from ....model.scenario.scenario import Scenario
    from ...design.parse_axes import parse_axes, require_free
    from ...explore.threshold_result import TABLES
    from ...notebook.questions import threshold as find
    from ...tables.explore.thresholds import tipping_sheet
    from ...tables.sheet import View
    from ...verdicts.explore.thresholds import judge_threshold

    form, source = check_output(as_json, as_csv, table, TABLES), choose_source(parameters_from, point)
    changes = parse_settings_and_horizon(settings, None)
    spec = Scenario.load(scenario).vary(changes)
    axes = parse_axes(vary, spec)
    require_free(axes, changes, spec)
    draws = choose_draws(source, [spec], changes, [axis.path for axis in axes], runs)
    key = 1 if seed is None else seed
    found = find(spec, vary, when, strategy=strategy, runs=runs, seed=key, workers=workers, draws=draws)
    answer, view = judge_threshold(found), View(top, full)
    sheets = [tipping_sheet(found)]
    data = found.to_plain_data()
    print_carried(form, data, sheets, draws, table, verdict=answer, view=view, runs=runs)
