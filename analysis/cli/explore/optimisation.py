"""The command that searches for the effort, the weights or the trigger that does best."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..parts import options
from ..parts.console import say
from ..parts.draws import choose_source, print_carried
from ..parts.output import check_output
from ..parts.result_folders import open_folder_or_scenario, open_subject

if TYPE_CHECKING:
    from ...ensembles.default import Source
    from ...explore.optimisation.question import Question
    from ...explore.pathways.pathways import Inquiry
    from ...tables.output import Form
    from ...tables.sheet import View

TABLES = ("scores", "shares")
TRIGGER_TABLES = ("triggers", "perfect", "mixes", "futures", "course")


def optimise(
    where: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO...|DIR",
            help="A scenario, or a result folder, whose futures all count; triggers take several scenarios.",
        ),
    ],
    over: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="effort (by package), weights (what the hedger aims at) or trigger (when to switch).",
        ),
    ] = "effort",
    aim: Annotated[
        str,
        typer.Option(
            "--for", metavar="AIM", help="mean, worst (decile) or regret; over runs, or over futures."
        ),
    ] = "mean",
    watch: Annotated[
        str | None,
        typer.Option(
            metavar="A,B", help="Signs of triggers, such as coercion.eu.  [default: all that ever move]"
        ),
    ] = None,
    judge: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=2, help="Runs of each future that triggers are judged on.  [default: 150]"
        ),
    ] = None,
    runs: Annotated[
        int | None,
        typer.Option(
            metavar="R",
            min=2,
            help="Runs, the same shocks everywhere.  [default: 100, or as in DIR; 3 to 48 for triggers]",
        ),
    ] = None,
    generations: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Most generations of the search.  [default: 60; 20 for triggers]"
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Seed of the random numbers.  [default: 1, or as in DIR]")
    ] = None,
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
    """Search for the effort mix, weights or trigger that do best."""
    from ....model.strategies import TRIGGER
    from ...tables.sheet import View

    tables = TRIGGER_TABLES if over == TRIGGER else TABLES
    form, view = check_output(as_json, as_csv, table, tables, plot), View(top, full)
    check_options(over, aim, where, watch=watch, judge=judge, plot=plot)
    options_by_name = {"runs": runs, "seed": seed, "generations": generations}
    limits = {name: value for name, value in options_by_name.items() if value is not None}
    source = choose_source(parameters_from, point)
    if over == TRIGGER:
        limits |= {} if judge is None else {"judge": judge}
        inquiry = ask_for_triggers(where, settings, source, watch, limits)
        search_triggers(inquiry, workers, plot, form, table, view)
    else:
        from ...explore.optimisation.question import GENERATIONS, RUNS, question_of

        subject, draws = open_folder_or_scenario(where[0], settings, source, runs or RUNS)
        most = limits.get("generations", GENERATIONS)
        question = question_of(subject, over, aim, runs=runs, seed=seed, generations=most, draws=draws)
        search_mix(question, workers, form, table, view)


def check_options(over: str, aim: str, where: list[str], **only: object) -> None:
    """Refuse options that another kind of search takes; ``only`` holds those of triggers.

    Raises
    ------
    InputError
        With one message for each.
    """
    from ....model.errors import InputError
    from ....model.strategies import TRIGGER

    if over == TRIGGER:
        faults = (
            [f"--for {aim}: triggers are searched for the mean; leave --for out"] if aim != "mean" else []
        )
    else:
        faults = [f"--{name}: goes with --over trigger" for name, value in only.items() if value is not None]
        if len(where) > 1:
            faults.append(
                f"{' '.join(where)}: name one scenario or result folder; several go with --over trigger"
            )
    if faults:
        raise InputError(*faults)


def ask_for_triggers(
    where: list[str], settings: list[str] | None, source: "Source", watch: str | None, more: dict[str, int]
) -> "Inquiry":
    """Return what is asked of triggers; say which scenarios begin elsewhere and are left out."""
    from ...explore.pathways.pathways import JUDGED, default_seed, inquire, load_futures

    subject, draws = open_subject(where, settings, source, more.get("judge", JUDGED))
    futures, others = load_futures(subject, draws)
    if others:
        say(f"left out, as they begin or end elsewhere: {', '.join(others)}")
    return inquire(futures, options.split_names(watch), **{"seed": default_seed(subject)} | more)


def search_triggers(
    inquiry: "Inquiry", workers: int | None, plot: Path | None, form: "Form", table: str | None, view: "View"
) -> None:
    """Search triggers, print them and draw the map of the best."""
    from ...explore.pathways.pathways import describe_inquiry, find_pathways
    from ...tables.explore.pathways import pathway_sheets
    from ...verdicts.explore.pathways import judge_pathways
    from ..parts.progress import steps_progress

    say(describe_inquiry(inquiry, workers))
    with steps_progress(inquiry.runs) as report:
        found = find_pathways(inquiry, workers, report)
    answer, draws = judge_pathways(found), inquiry.judged.draws
    sheets = pathway_sheets(found)
    print_carried(form, found.to_plain_data(), sheets, draws, table, verdict=answer, view=view)
    if plot is not None:
        from ...plots.parts.page import save_figure
        from ...plots.pathways import draw_search

        say(f"drawn to {save_figure(draw_search(found), plot)}")


def search_mix(
    question: "Question", workers: int | None, form: "Form", table: str | None, view: "View"
) -> None:
    """Search a mix or weights and print them."""
    from ...explore.optimisation.optimisation import describe_search
    from ...explore.optimisation.optimisation import optimise as search
    from ...results.json_values import table_records
    from ...tables.explore.optimisation import optimum_sheets
    from ...verdicts.explore.optimisation import judge_optimum

    say(describe_search(question, workers))
    best = search(question, workers)
    shares = [{"input": name, "share": value} for name, value in best.shares.items()]
    search_data = {"evaluations": best.evaluations, "generations": best.generations,
                   "late_gain": best.late_gain, "settled": best.settled}  # fmt: skip
    data = {"scores": table_records(best.scores), "shares": shares, "search": search_data}
    answer, sheets, cases = judge_optimum(best, question), optimum_sheets(best, question), question.checked
    print_carried(form, data, sheets, cases.draws, table, verdict=answer, view=view, runs=cases.runs)
