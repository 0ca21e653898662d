"""A game as it is printed: its settings and tables, as JSON and read again by a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd

from ...model.parameters.lookup import INTERESTS
from ..compare.two_part import PARTS
from ..results.json_values import table_records
from ..results.printed import read_printed

COMMAND = "hedgesim game ... --json > FILE"
COLUMNS: Mapping[str, Sequence[str]] = {
    "contrasts": ("strategy", "against", "at", "mean", "low", "high", *PARTS),
    "strategies": (
        *("strategy", "observed", "rest", "qre", "nash", "respond", "settled"),
        *("none", "one", "several", "cycles"),
    ),
    "policies": ("strategy", "patron", "policy", "observed", "probability"),
    "gains": ("strategy", "patron", "interest", "weight", "deviation", "observed", "rest", "gain"),
    "survey": ("patron", "interest", "correlation", "low", "high"),
    "levers": ("patron", "lever", "policy", "interest", "change"),
    "inverse": ("patron", "lever", "policies", "share", "regret"),
    "interests": ("patron", "set", "regret", "rank", "policies", *INTERESTS),
}
TABLES = tuple(COLUMNS)
INTEREST_WORDS = {
    "influence": "influence",
    "rival": "denial to rivals",
    "trade": "trade",
    "money": "money kept",
    "coercing": "coercion spared",
    "security": "security ties",
    "stability": "a stable client",
    "principle": "principle",
}
"""Interests in a word or two; each is something to have more of."""
WORDS = frozenset({"strategy", "against", "at", "patron", "policy", "interest", "lever", "set"})
SOLUTIONS = {
    "qre": "logit quantal response",
    "nash": "pure Nash",
    "respond": "best responses in turn",
}
"""Ways to say where patrons come to rest."""
LAST = "last"
"""In place of a strategy: the hedger chooses it after the patrons' policies, the best for it at each."""
RANDOM = "random"
"""In contrasts, in place of a rest: where patrons come to rest with interests drawn at random."""
OBSERVED = "observed"
"""Key of the policies in use; in contrasts also in place of the other strategy: the same one there."""
NO_CHOICE = "-"
"""The only policy, in words, of a patron without a menu."""
BANDWAGON = "bandwagon"
"""In contrasts: the best bandwagon, in each draw."""


@dataclass(frozen=True, repr=False)
class Game:
    """A game of patrons with interests.

    Attributes
    ----------
    scenario, title, digest : str
        The scenario's name and title, and the hash of everything that determines its results.
    labels : dict
        Names in words of the hedger (key ``hedger``) and of each patron.
    colours : dict
        Colour in figures of patrons whose files give one.
    solve : str
        Of SOLUTIONS: what ``rest`` means in the tables.
    precision : float
        How sharply patrons choose in the logit quantal response.
    runs, seed : int
        Runs of each profile in each world, and their seed.
    draws : int
        Number of parameter draws, each a world of its own; 0 without.
    source : str
        Name of the draws' file; empty without.
    set_aside : list of str
        Drawn paths whose values the menus replace.
    profiles : int
        Number of combinations of policies.
    gap : float
        Largest difference between a probability and the logit response to the others.
    contrasts : DataFrame
        strategy, against, at (observed: at the policies in use, rest, random), mean, low, high, PARTS of
        :mod:`hedgesim.analysis.compare.two_part`: differences of utility; against ``observed`` is against the
        same strategy at the policies in use. Low and high are the mean's 95% interval, over draws, or over
        runs without draws, where PARTS are missing. At ``random`` sets of interests take the place of draws
        (logit quantal response).
    strategies : DataFrame
        strategy, observed (policies in use), rest, nash, respond (mean utility at each), settled (share of
        worlds with a rest), none, one, several (shares of worlds by number of pure Nash equilibria), cycles
        (share in which best responses cycle).
    policies : DataFrame
        strategy, patron, policy (in words), observed (whether it is in use), probability.
    gains : DataFrame
        strategy, patron, interest, weight, deviation (the feature's standard deviation over profiles),
        observed, rest (the feature), gain (weight times the change in deviations).
    survey : DataFrame
        patron, interest, correlation: of the weight, drawn at random, with hedge less the best bandwagon,
        and its 95% interval (low, high). Empty unless all strategies lead.
    levers : DataFrame
        patron, lever, policy, interest, change: what one lever alone changes, in deviations. Empty unless
        inferred.
    inverse : DataFrame
        patron, lever (or all), policies, share (of worlds in which some interests make the policy in use a
        best response), regret (mean of the least one). Empty unless inferred.
    interests : DataFrame
        patron, set (scenario, nearest), regret, rank (median of the policy in use), policies, then a
        column of weights for each interest. Empty unless inferred.
    """

    scenario: str
    title: str
    digest: str
    labels: dict[str, str]
    colours: dict[str, str]
    solve: str
    precision: float
    runs: int
    seed: int
    draws: int
    source: str
    set_aside: list[str]
    profiles: int
    gap: float
    contrasts: pd.DataFrame
    strategies: pd.DataFrame
    policies: pd.DataFrame
    gains: pd.DataFrame
    survey: pd.DataFrame
    levers: pd.DataFrame
    inverse: pd.DataFrame
    interests: pd.DataFrame

    def __repr__(self) -> str:
        names = ", ".join(self.strategies["strategy"])
        return f"<Game of patrons in {self.scenario} against {names}: {SOLUTIONS[self.solve]}>"

    @property
    def main(self) -> str:
        """Return the strategy whose game is shown in full: hedge, or the only one."""
        return str(self.strategies["strategy"].iloc[0])

    @property
    def best_bandwagon(self) -> str:
        """Return the bandwagon with the highest utility at rest; "" if none has a rest."""
        columns = self.strategies["strategy"], self.strategies["rest"]
        rests = {n: float(u) for n, u in zip(*columns, strict=True) if n.startswith(BANDWAGON)}
        return max((n for n in rests if not isnan(rests[n])), key=rests.__getitem__, default="")

    def to_plain_data(self) -> dict[str, Any]:
        """Return plain data for JSON, from which :func:`read_game` restores the object."""
        settings = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in TABLES}
        return {"game": settings} | {name: table_records(getattr(self, name)) for name in TABLES}


def read_game(path: Path, scenarios: Mapping[str, Mapping[str, Any]]) -> Game:
    """Read a game of one of some scenarios; see :func:`~hedgesim.analysis.results.printed.read_printed`.

    Parameters
    ----------
    path : Path
        Output of ``hedgesim game --json``.
    scenarios : mapping
        Scenarios of a result folder by name.
    """
    return read_printed(path, scenarios, restore_game, "a game", COMMAND)


def restore_game(stored: Mapping[str, Any]) -> Game:
    """Build a game from plain data.

    Raises
    ------
    KeyError, TypeError, ValueError
        If the data are no game.
    """
    names = [f.name for f in fields(Game) if f.name not in TABLES]
    settings: dict[str, Any] = {name: stored["game"][name] for name in names}
    texts = [settings[name] for name in ("scenario", "title", "digest", "solve", "source")]
    numbers = [float(settings[name]) for name in ("precision", "runs", "seed", "draws", "profiles", "gap")]
    sound = all(isinstance(text, str) for text in texts) and settings["solve"] in SOLUTIONS
    if not sound or min(numbers) < 0.0:
        raise TypeError
    tables: dict[str, Any] = {name: restore_table(stored[name], COLUMNS[name]) for name in TABLES}
    return Game(**settings, **tables)


def restore_table(rows: list[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Build a table with the given columns; all are numbers except texts and truth values."""
    found = pd.DataFrame(rows, columns=list(columns))
    return found.astype({c: float for c in columns if c not in WORDS and len(found)})
