"""Commands that play a scenario to answer one question: where it tips, what explains it, what does best."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .parts import options
from .run import changes, say

if TYPE_CHECKING:
    from ...model.scenario.scenario import Scenario
    from ..results.folder import Results

Runs = Annotated[int, typer.Option(metavar="R", min=2, help="Runs, the same shocks everywhere.")]
Strategy = Annotated[str, typer.Option(metavar="NAME", help="Whose outcomes.")]


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
            help="Such as 'premium < 0', \"regime == 'collapse'\" (in half of the runs),"
            " \"share(regime == 'collapse') > 0.1\".",
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
    from ..tables.sheet import check_table, form_of, output
    from ..tables.thresholds import tipping_sheet

    form = form_of(as_json, as_csv)
    check_table(form, table, TABLES)
    made = changes(settings, None)
    spec = Scenario.load(scenario).vary(made)
    require_free(parse_axes(vary, spec), made, spec)
    key = 1 if seed is None else seed
    told = find(spec, vary, when, strategy=strategy, runs=runs, seed=key, workers=workers)
    output(form, told.told(), [tipping_sheet(told)], table)


def attribute(
    scenario: options.Scenario,
    other: Annotated[
        str | None, typer.Argument(metavar="OTHER", help="The scenario it is held against.")
    ] = None,
    of: Annotated[
        str, typer.Option(metavar="OUTCOME", help="A numeric outcome, or premium.")
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
    from ..explore.attribution import changes_between, check_outcome, mechanisms_off, outlook
    from ..explore.shapley import shapley_sheet
    from ..tables.sheet import form_of, output, records

    form = form_of(as_json, as_csv)
    if (other is None) != mechanisms:
        msg = "attribute: name two scenarios, or one with --mechanisms"
        raise InputError(msg)
    made = changes(settings, None)
    before = Scenario.load(scenario).vary(made)
    if other is None:
        inputs, title = mechanisms_off(before), f"What switching mechanisms off changes in {before.name}"
    else:
        after = Scenario.load(other).vary(made)
        inputs, title = changes_between(before, after), f"From {before.name} to {after.name}"
    check_outcome(before, of, strategy)
    say(f"changed: {', '.join(c.name for c in inputs)}")
    say(outlook(before, inputs, of, runs, workers))
    key = 1 if seed is None else seed
    rows = share(before, inputs, of, strategy=strategy, runs=runs, seed=key, workers=workers)
    output(form, {"attribution": records(rows)}, [shapley_sheet(rows, title, of)])


def optimise(
    where: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|DIR", help="A scenario, or a result folder, whose futures all count."
        ),
    ],
    over: Annotated[
        str, typer.Option(metavar="WHAT", help="effort (seven shares) or weights (what the hedger aims at).")
    ] = "effort",
    aim: Annotated[
        str,
        typer.Option(
            "--for", metavar="AIM", help="mean, worst (decile) or regret; over runs, or over futures."
        ),
    ] = "mean",
    runs: Annotated[
        int | None,
        typer.Option(
            metavar="R", min=2, help="Runs, the same shocks everywhere.  [default: 100, or as in DIR]"
        ),
    ] = None,
    generations: Annotated[
        int, typer.Option(metavar="N", min=1, help="Most generations of the search.")
    ] = 60,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Seed of the random numbers.  [default: 1, or as in DIR]")
    ] = None,
    settings: options.Settings = None,
    workers: options.Workers = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Search for the effort mix or weights that do best."""
    from ..explore.optimisation import optimise as search
    from ..explore.optimisation import outlook, question_of
    from ..tables.optimisation import optimum_sheets
    from ..tables.sheet import check_table, form_of, output, records

    form = form_of(as_json, as_csv)
    check_table(form, table, ("scores", "shares"))
    asked = question_of(found_at(where, settings), over, aim, runs=runs, seed=seed, generations=generations)
    say(outlook(asked, workers))
    best = search(asked, workers)
    shares = [{"input": name, "share": value} for name, value in best.shares.items()]
    output(form, {"scores": records(best.scores), "shares": shares}, optimum_sheets(best, asked), table)


def found_at(where: str, settings: list[str] | None) -> "Scenario | Results":
    """Return a result folder, or else a scenario with some values set.

    Raises
    ------
    InputError
        If values are to be set in a folder.
    """
    from ...model.errors import InputError
    from ...model.scenario.scenario import Scenario
    from ..results.folder import load
    from ..results.manifest import NAME

    if not (Path(where) / NAME).is_file():
        return Scenario.load(where).vary(changes(settings, None))
    if settings:
        msg = f"--set: {where} is a result folder, whose values are what they were; leave --set out"
        raise InputError(msg)
    return load(Path(where))
