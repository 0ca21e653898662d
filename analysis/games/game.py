"""The game: patrons choose policies by their interests, against each strategy with which the hedger may lead.

The hedger moves first: it commits to a strategy, which may react to every quarter, and patrons play the game
of their policies against it. In one more game it moves last and takes the best strategy at each profile.
"""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from .features import simulate_features
from .inverse import infer_interests
from .play import Play, choose_last, play_strategy
from .records import Row, contrast_strategies, describe_play, list_gains, list_policies
from .result import BANDWAGON, COLUMNS, LAST, TABLES, Game
from .survey import survey_interests
from .worlds import Worlds


def play_game(
    worlds: Worlds,
    strategies: Sequence[str],
    *,
    solve: str,
    precision: float,
    infer: bool,
    workers: int,
    report: Callable[[int], None] = lambda _: None,
) -> Game:
    """Play the game against every strategy.

    Parameters
    ----------
    worlds : Worlds
        Scenario, policies, and parameter draws.
    strategies : sequence of str
        Strategies with which the hedger may lead; with several there is also a game in which it moves last.
    solve : str
        What the tables call the rest: ``qre``, ``nash`` or ``respond``.
    precision : float
        How sharply patrons choose in the logit quantal response.
    infer : bool
        Whether to ask which interests would make the policies in use best responses.
    workers : int
        Threads.
    report : callable
        Called with the number of further runs done.
    """
    spec = worlds.scenario
    features = {name: simulate_features(worlds, name, workers, report) for name in strategies}
    if len(strategies) > 1:
        features[LAST] = choose_last(list(features.values()))
    plays = {name: play_strategy(worlds, found, precision) for name, found in features.items()}
    tables = describe_game(worlds, plays, solve)
    if "hedge" in plays and any(name.startswith(BANDWAGON) for name in plays):
        contrasts, tables["survey"] = survey_interests(worlds, features, precision)
        tables["contrasts"] += contrasts
    tables |= infer_interests(worlds, plays[strategies[0]]) if infer else {}
    return Game(
        spec.name, spec.title, spec.digest, {"hedger": spec.hedger, **spec.labels},
        dict(spec.colours), solve, precision,
        worlds.runs, worlds.seed, worlds.count if worlds.source else 0, worlds.source, list(worlds.set_aside),
        worlds.policies.profiles, max(play.gap for play in plays.values()),
        **{name: pd.DataFrame(tables.get(name, []), columns=list(COLUMNS[name])) for name in TABLES},
    )  # fmt: skip


def describe_game(worlds: Worlds, plays: Mapping[str, Play], solve: str) -> dict[str, list[Row]]:
    """Return the rows of the tables of :class:`Game` that describe the game itself."""
    parts = plays.items()
    return {
        "contrasts": contrast_strategies(worlds, plays, solve),
        "strategies": [describe_play(worlds, name, play, solve) for name, play in parts],
        "policies": [row for name, play in parts for row in list_policies(worlds, name, play, solve)],
        "gains": [row for name, play in parts for row in list_gains(worlds, name, play, solve)],
    }
