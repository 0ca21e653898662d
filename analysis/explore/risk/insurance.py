"""What of a strategy's lead over others is insurance: its lead with moods less that with moods at their mean.

The same plans meet the same shocks in two worlds. In one the patrons' moods turn as they may; in the other
their conduct is at the mean over moods, and known. At their mean is the same as no moods, to rounding, as
moods spread conduct about its mean (eq. 36).

Where runs carry draws of parameters, a score is that of all runs of all draws, as for a state that does not
know its draw, and its run error is over draws; what is not known is the spread of the scores of single draws.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...compare.two_part import PARTS, clip_interval, estimate_mean, prefix_estimate
from ...compare.utility_paths import simulate_utility
from ...execution.local import count_cores
from .question import CALM, MOODS, Question, advise_moods
from .result import AT_MEAN, LEAD, TABLES, Risk
from .scores import SCORES, TAIL, score_draws, score_runs, split_draws, trace_tail

Vector = NDArray[np.float64]
Numbers = NDArray[np.int64]
Report = Callable[[int], None]

SHARES = np.linspace(TAIL / 40.0, TAIL, 40)
"""Shares of quarters at which a tail is traced."""


class Score(NamedTuple):
    """A strategy in a world.

    ``values`` are those by run of every score, ``tail`` the utility below which each of SHARES is, and
    ``own`` the scores of single draws by half; empty without draws.
    """

    values: dict[str, Vector]
    tail: Vector
    own: dict[str, Vector]


class Lead(NamedTuple):
    """A score or a difference of scores: values by run, and those of single draws by half, if any."""

    runs: Vector
    own: Vector | None

    def less(self, other: "Lead") -> "Lead":
        """Return the difference to another one."""
        own = None if self.own is None or other.own is None else self.own - other.own
        return Lead(self.runs - other.runs, own)


class Estimator(NamedTuple):
    """Numbers of the draws of runs and of halves of draws; None without draws."""

    runs: Numbers | None
    halves: Numbers | None

    def estimate(self, lead: Lead) -> dict[str, float]:
        """Estimate a mean over runs, with the spread of single draws' own scores."""
        found = estimate_mean(lead.runs, self.runs)
        if lead.own is None or self.halves is None:
            return found
        own = estimate_mean(lead.own, self.halves)
        return found | {part: own[part] for part in PARTS}


Played = Mapping[tuple[str, str], Score]


def answer_question(question: Question, workers: int | None = None, report: Report = lambda _: None) -> Risk:
    """Play and score every strategy in every world; ``report`` is called with the number of further plays."""
    settings, spec = question.settings, question.scenario
    played = play_strategies(question, workers or count_cores(), report)
    moody = len(question.worlds) > 1
    return Risk(
        spec.name, spec.digest, spec.title, spec.patrons, dict(spec.labels), question.subjects,
        question.references, moody, "" if moody else advise_moods(spec), settings.runs, settings.seed,
        settings.floor, question.level, settings.aversion, tabulate_insurance(question, played),
        tabulate_scores(question, played), tabulate_tails(question, played),
    )  # fmt: skip


def play_strategies(question: Question, workers: int, report: Report) -> dict[tuple[str, str], Score]:
    """Play and score every strategy in every world."""
    worlds, level, settings = question.worlds, question.level, question.settings
    numbers = question.draw_numbers

    def play(name: str, world: str) -> Score:
        paths = simulate_utility(
            worlds[world], question.plans[name], settings.runs, settings.seed, question.draws
        )
        own = {} if numbers is None else score_draws(paths, numbers, level, settings.aversion)
        scored = Score(score_runs(paths, level, settings.aversion), trace_tail(paths.utility, SHARES), own)
        report(1)
        return scored

    with ThreadPoolExecutor(workers) as threads:
        return dict(zip(question.plays, threads.map(lambda some: play(*some), question.plays), strict=True))


def tabulate_insurance(question: Question, played: Played) -> pd.DataFrame:
    """Compute every strategy's lead over every reference in both worlds, and the insurance part."""
    estimator = build_estimator(question)
    rows = [
        {"strategy": name, "reference": reference, "score": score}
        | estimate_insurance(
            find_lead(played, name, reference, score, MOODS),
            find_lead(played, name, reference, score, CALM),
            estimator,
        )
        for reference in question.references
        for name in question.plans
        for score in SCORES
        if name != reference
    ]
    return order_columns(rows, TABLES["insurance"])


def build_estimator(question: Question) -> Estimator:
    """Return the estimator of what is asked."""
    numbers = question.draw_numbers
    return Estimator(numbers, None if numbers is None else np.array([n for n, _ in split_draws(numbers)]))


def order_columns(rows: list[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Build a table with the columns of every result first, then those on draws."""
    table = pd.DataFrame(rows, columns=None if rows else list(columns))
    return table[[*columns, *(c for c in table if c not in columns)]]


def find_score(played: Played, name: str, world: str, score: str) -> Lead:
    """Return a score of a strategy; without moods there is one world."""
    found = played.get((name, world), played[name, MOODS])
    return Lead(found.values[score], found.own.get(score))


def find_lead(played: Played, strategy: str, reference: str, score: str, world: str) -> Lead:
    """Return a strategy's lead over a reference in a score."""
    return find_score(played, strategy, world, score).less(find_score(played, reference, world, score))


def estimate_insurance(moods: Lead, calm: Lead, estimator: Estimator) -> dict[str, float]:
    """Estimate a lead with moods and at their mean, and the first less the second, paired by run."""
    found = estimator.estimate(moods.less(calm))
    for name, lead in ((LEAD, moods), (AT_MEAN, calm)):
        found |= prefix_estimate(name, estimator.estimate(lead))
    return found


def tabulate_scores(question: Question, played: Played) -> pd.DataFrame:
    """Estimate every score of every strategy in every world."""
    estimator = build_estimator(question)
    rows = [
        {"strategy": name, "world": world, "score": score}
        | clip_interval(estimator.estimate(find_score(played, name, world, score)))
        for name, world in question.plays
        for score in SCORES
    ]
    return order_columns(rows, TABLES["scores"])


def tabulate_tails(question: Question, played: Played) -> pd.DataFrame:
    """List the utility of the worst quarters of subjects and references in every world."""
    rows = [
        {"strategy": name, "world": world, "share": float(share), "utility": float(level)}
        for world in question.worlds
        for name in dict.fromkeys((*question.subjects, *question.references))
        for share, level in zip(SHARES, played[name, world].tail, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(TABLES["tails"]))
