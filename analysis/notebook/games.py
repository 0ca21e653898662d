"""Notebook function: the game of patrons who choose policies by their interests."""

from ...model.arguments import normalise_arguments
from ...model.scenario.scenario import Scenario
from ..design.arguments import load_scenario
from ..ensembles.default import CASE, Source, choose_draws
from ..execution.local import count_cores
from ..explore.mix_search import complete_mixes
from ..games.game import play_game
from ..games.policies import choose_leaders
from ..games.result import Game
from ..games.worlds import PRECISION, check_precision, check_solution, plan_worlds


@normalise_arguments
def game(
    scenario: Scenario | str,
    solve: str = "qre",
    leader: str = "all",
    *,
    infer: bool = False,
    precision: float | int = PRECISION,
    draws: Source = CASE,
    number: int | None = None,
    runs: int | None = None,
    seed: int = 1,
    workers: int | None = None,
) -> Game:
    """Let patrons choose their policies by their interests, as ``hedgesim game`` does.

    Parameters
    ----------
    scenario : Scenario or str
        The scenario, or its name or file, with menus and interests.
    solve : str
        Where patrons come to rest: ``qre``, ``nash`` or ``respond``.
    leader : str
        The strategy that the hedger leads with, or ``all``.
    infer : bool
        Whether to ask which interests would make the policies in use best responses.
    precision : float
        How sharply patrons choose in ``qre``; 0 is at random.
    draws : Draws, str, Path or None
        Draws of parameters, or their file: a game for each; by default what is not known of the case, None
        for the scenario's own numbers.
    number : int, optional
        The first draws to use; 60 by default.
    runs, seed : int
        Runs of each combination of policies (2 by default, 20 without draws), and the seed of their shocks.
    workers : int, optional
        Cores to use; all by default.

    Raises
    ------
    InputError
        If the scenario has no menus, a patron with a menu has no interests, there is one run and no draws, or
        there is no such strategy or solution.
    """
    spec = load_scenario(scenario)
    names = choose_leaders(spec, leader)
    check_solution(solve)
    check_precision(precision)
    carried = choose_draws(draws, [spec])
    plan_worlds(spec, carried, number, runs, seed)  # what is wrong is said before a search
    (spec,) = complete_mixes([spec], names)
    worlds = plan_worlds(spec, carried, number, runs, seed)
    return play_game(
        worlds,
        names,
        solve=solve,
        precision=float(precision),
        infer=infer,
        workers=workers or count_cores(),
    )
