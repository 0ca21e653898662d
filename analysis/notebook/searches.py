"""Notebook functions that search mixes and triggers: the ladder of premiums, optimisation and pathways."""

from collections.abc import Sequence

from ...model.arguments import normalise_arguments
from ...model.scenario.scenario import Scenario
from ..design.arguments import load_scenarios
from ..design.parameter_draws import Draws
from ..ensembles.default import CASE, Source, choose_draws
from ..explore import ladder as ladders
from ..explore.optimisation import question as optimisation_question
from ..explore.pathways.pathways import JUDGED, default_seed, find_pathways, inquire, load_futures
from ..explore.pathways.result import Pathways
from ..explore.pathways.trigger_search import GENERATIONS
from ..results.folder import Results

Subject = Scenario | Results | str | Sequence[Scenario | str]


def open_subject(subject: Subject, draws: Source) -> tuple[list[Scenario] | Results, Draws | None]:
    """Return a folder, which has draws of its own, or scenarios with the draws that their runs take."""
    if isinstance(subject, Results):
        return subject, None
    scenarios = list(load_scenarios(subject))
    return scenarios, choose_draws(draws, scenarios)


@normalise_arguments
def ladder(
    subject: Subject,
    *,
    runs: int | None = None,
    seed: int | None = None,
    draws: Source = CASE,
    workers: int | None = None,
) -> ladders.Ladder:
    """Compute the ladder of premiums of scenarios, as ``hedgesim ladder`` does.

    Parameters
    ----------
    subject : Scenario, Results, str or sequence
        Scenarios, or their names, or the scenarios and parameter draws of a result folder: the state does not
        know its draw, so one mix is chosen for all draws.
    runs, seed : int, optional
        Runs, of which either half chooses for the other, and the seed of their shocks; by default 240 and 1,
        or as in the folder.
    draws : Draws, str, Path or None
        Draws of parameters that the runs take in turn, or their file; by default what is not known of the
        case, None for the scenario's own numbers.
    workers : int, optional
        Cores to use; all by default.

    Raises
    ------
    InputError
        If there are fewer than four runs, or the folder is a sweep.
    """
    opened, carried = open_subject(subject, draws)
    worlds, key = ladders.list_worlds(opened, runs, seed, carried)
    return ladders.climb_ladders(worlds, key, workers)


@normalise_arguments
def question_of(
    subject: Scenario | Results,
    over: str = "effort",
    aim: str = "mean",
    *,
    runs: int | None = None,
    seed: int | None = None,
    generations: int = optimisation_question.GENERATIONS,
    strategies: Sequence[str] | None = None,
    draws: Source = CASE,
) -> optimisation_question.Question:
    """Define a search over the runs of a scenario or over the futures of a result folder.

    Parameters
    ----------
    subject : Scenario or Results
        The cases of a scenario are its runs; those of a folder are its futures, each a mean over runs.
    over, aim, runs, seed, generations, strategies
        As in :func:`~hedgesim.analysis.explore.optimisation.question.question_of`.
    draws : Draws, str, Path or None
        Draws of parameters that the runs take in turn, or their file; by default what is not known of the
        case, None for the scenario's own numbers.

    Raises
    ------
    InputError
        If ``over`` or ``aim`` is unknown, or the futures differ in the weights that are searched.
    """
    carried = choose_draws(draws, [subject]) if isinstance(subject, Scenario) else None
    return optimisation_question.question_of(
        subject, over, aim, runs=runs, seed=seed, generations=generations, strategies=strategies,
        draws=carried,
    )  # fmt: skip


@normalise_arguments
def pathways(
    subject: Subject,
    watch: Sequence[str] | None = None,
    *,
    runs: int | None = None,
    judge: int = JUDGED,
    seed: int | None = None,
    generations: int = GENERATIONS,
    draws: Source = CASE,
    workers: int | None = None,
) -> Pathways:
    """Search the best trigger on each indicator and judge them on shocks that the search has not seen.

    Parameters
    ----------
    subject : Scenario, Results, str or sequence
        Futures with equal chances: scenarios or folders of them (those that do not begin as the baseline are
        left out), or the scenarios and points of a result folder.
    watch : sequence of str, optional
        Indicators, such as ``coercion.eu`` or ``rivalry.russia-eu``; all by default.
    runs, judge : int, optional
        Runs of each future in the search, by default 3, more for few futures, and in the judgement.
    seed, generations : int, optional
        Seed of the shocks and searches, by default 1 or as in the folder, and largest number of
        generations of the search of each trigger.
    draws : Draws, str, Path or None
        Draws of parameters that the runs take in turn, or their file; by default what is not known of the
        case, None for the scenario's own numbers.
    workers : int, optional
        Cores to use; all by default.

    Raises
    ------
    InputError
        If an indicator is unknown, or none of them ever moves.
    """
    opened, carried = open_subject(subject, draws)
    futures, _ = load_futures(opened, carried)
    key = default_seed(opened) if seed is None else seed
    return find_pathways(
        inquire(futures, watch, runs=runs, judge=judge, seed=key, generations=generations), workers
    )
