"""The command that draws what is not known of a case, once data and patterns have spoken."""

from pathlib import Path
from typing import Annotated

import typer

from .parts import options
from .parts.console import say
from .parts.output import check_output

TABLES = ("diagnostics", "patterns", "inputs", "without")


def ensemble(
    scenario: options.Scenario,
    ranges: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Argued ranges.  [default: ranges.csv beside it, else by rule]"),
    ] = None,
    patterns: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What is believed.  [default: patterns.toml beside it]"),
    ] = None,
    history: Annotated[
        str | None,
        typer.Option(metavar="SCENARIO", help="Its history with observations.  [default: history.toml]"),
    ] = None,
    until: Annotated[int, typer.Option(metavar="YEAR", help="Last year that counts.")] = 2016,
    particles: Annotated[int, typer.Option(metavar="N", min=200, help="Particles.")] = 2000,
    seed: options.Seed = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Write the draws: .csv or .csv.gz, and a .json."),
    ] = None,
    workers: options.Workers = None,
    plot: options.Plot = None,
    top: options.Top = None,
    full: options.Full = False,
    table: options.Table = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Draw what is not known of a case: prior, data and patterns in one table."""
    from ...model.scenario.scenario import Scenario
    from ..design.batch import SEED
    from ..ensembles.fit import fit_ensemble
    from ..ensembles.plan import plan_ensemble
    from ..results.output_paths import check_file
    from ..tables.ensemble import count_failing, ensemble_sheets, tabulate_ensemble
    from ..tables.output import print_output
    from ..tables.sheet import View
    from ..verdicts.ensemble import judge_ensemble

    form = check_output(as_json, as_csv, table, TABLES, plot)
    if out is not None:
        check_file(out, "table", (".csv", ".gz"))
    plan = plan_ensemble(
        Scenario.load(scenario), ranges=ranges, patterns=patterns, history=history, until=until,
        particles=particles, seed=SEED if seed is None else seed,
    )  # fmt: skip
    partial = None if out is None else out.with_name(f".{out.name}.stages")
    found = fit_ensemble(plan, workers=workers, partial=partial, report=say)
    verdict = judge_ensemble(found.about, count_failing(found.about))
    sheets, view = ensemble_sheets(found), View(top, full)
    print_output(form, tabulate_ensemble(found), sheets, table, verdict=verdict, view=view)
    if out is not None and partial is not None:
        found.write(out)
        partial.unlink(missing_ok=True)
        say(f"{found.draws.count:,} draws of {len(found.draws.columns)} numbers: {out}")
    if plot is not None and not found.about["marginals"]:
        say(f"{plot} is not drawn: of no number was much learnt")
    elif plot is not None:
        from ..plots.parts.page import save_figure

        say(f"drawn to {save_figure(found.plot(), plot)}")
    if out is None:
        say("no draws are written: -o ensemble.csv.gz, beside the case's file, keeps them for its commands")
