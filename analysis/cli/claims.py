"""The command that compares claims with draws of what is not known."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...model.errors import InputError
from .parts import options
from .parts.console import say
from .parts.draws import carried_line, choose_source, say_draws
from .parts.output import check_output

if TYPE_CHECKING:
    from ..claims.result import Judgement


def claims(
    ledger: Annotated[
        Path, typer.Argument(metavar="FILE", help="Ledger of claims, such as belarus/claims.toml.")
    ],
    ids: Annotated[
        str | None, typer.Option("--id", metavar="A,B", help="Some claims only.  [default: all]")
    ] = None,
    draws: Annotated[
        int | None, typer.Option(metavar="N", min=2, help="Draws to judge by.  [default: 500]")
    ] = None,
    runs: Annotated[
        int | None,
        typer.Option(metavar="R", min=1, help="Runs of each draw.  [default: 2; with --point 200]"),
    ] = None,
    seed: options.Seed = None,
    parameters_from: options.ParametersFrom = None,
    point: options.Point = False,
    check: Annotated[
        bool, typer.Option("--check", help="Fail if a verdict is not what the ledger expects.")
    ] = False,
    begin: options.From = None,
    end: options.To = None,
    top: options.Top = None,
    full: options.Full = False,
    plot: options.Plot = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    workers: options.Workers = None,
) -> None:
    """Say of each claim in how much of what is not known it holds."""
    from ..claims.judgement import SEED, judge_ledger
    from ..claims.read_ledger import read_ledger
    from ..claims.window import narrow_ledger
    from ..design.parameter_draws import CLAIM_DRAWS
    from ..ensembles.claim_draws import choose_claim_draws
    from ..results.window import parse_window
    from ..tables.claims import claims_sheets
    from ..tables.output import print_output
    from ..tables.sheet import Sheet, View
    from ..verdicts.claims import judge_claims
    from .parts.progress import steps_progress

    form = check_output(as_json, as_csv, plot=plot)
    window = parse_window(begin, end)
    refuse_draws(point, draws, check)
    if check and window is not None:
        msg = "--check: a ledger's words are for the quarters that it names; leave out --from and --to"
        raise InputError(msg)
    source = choose_source(parameters_from, point)
    claims = read_ledger(ledger).select(options.split_names(ids) or [])
    found_draws, weights = choose_claim_draws(source, claims.scenario, draws or CLAIM_DRAWS)
    if found_draws is not None:
        say_draws(found_draws, None)
    if window is not None:
        claims, unmoved = narrow_ledger(claims, window)
        if unmoved:
            say(f"with a number that is not over quarters and stays as it is: {', '.join(unmoved)}")
    key = SEED if seed is None else seed
    found = judge_ledger(
        claims, found_draws, weights, runs=runs, seed=key, workers=workers, track=steps_progress
    )
    sheets = claims_sheets(found)
    sheets += [Sheet("", [], [], notes=[carried_line(None)])] if point else []
    print_output(form, found.to_plain_data(), sheets, verdict=judge_claims(found), view=View(top, full))
    if plot is not None:
        from ..plots.claims import draw
        from ..plots.parts.page import save_figure

        say(f"drawn to {save_figure(draw(found), plot)}")
    if check:
        check_verdicts(found)


def refuse_draws(point: bool, draws: int | None, check: bool) -> None:
    """Refuse options that are about several draws where the scenario's own numbers are one.

    Raises
    ------
    InputError
        With every such option.
    """
    extra = [name for name, present in (("--draws", draws is not None), ("--check", check)) if present]
    if point and extra:
        msg = f"--point and {' and '.join(extra)}: the scenario's own numbers are one draw; leave one out"
        raise InputError(msg)


def check_verdicts(found: "Judgement") -> None:
    """Say whether every verdict is what the ledger expects.

    Raises
    ------
    typer.Exit
        With code 1 if one is not.
    """
    expecting = sum(bool(v.expected) for v in found.verdicts)
    say(f"check: {expecting - len(found.moved)} of {expecting} verdicts are as expected")
    if found.moved:
        raise typer.Exit(1)
