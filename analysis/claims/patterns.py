"""Patterns of a ledger over draws: which draws show each, and how well."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..design.parameter_draws import Draws
from .cells import Vector
from .ledger import Claim, Ledger, Truths
from .play import Player
from .words import compute_wilson

SEED = 1
ALL = "all parts"
"""Row of a pattern as a whole."""


@dataclass(frozen=True)
class PatternScores:
    """Patterns over draws.

    Attributes
    ----------
    shown : mapping
        How well each draw shows a pattern, by id: the least of its parts, 0 to 1, shape (draws,); see
        :meth:`Part.measure_likeness`.
    holds : mapping
        Whether all parts of a pattern lie within their bounds, by id, shape (draws,).
    parts : DataFrame
        One row per draw and part: draw, pattern, part, number, low, high, holds.
    """

    shown: Mapping[str, Vector]
    holds: Mapping[str, Truths]
    parts: pd.DataFrame

    def list_factors(self, ledger: Ledger) -> dict[str, Vector]:
        """Compute by how much each constraint multiplies the weight of a draw: b s + (1 - b)(1 - s).

        b is the belief in the pattern and s how well the draw shows it. A draw that shows it thus counts
        b / (1 - b) times one that does not; a belief of .5 changes nothing.
        """
        return {
            c.id: c.belief * self.shown[c.id] + (1.0 - c.belief) * (1.0 - self.shown[c.id])
            for c in ledger.claims
            if c.use == "constraint"
        }


def score_patterns(
    ledger: Ledger, draws: Draws | None, seed: int = SEED, *, runs: int = 1, workers: int | None = None
) -> PatternScores:
    """Score every claim of a ledger of patterns over draws.

    Parameters
    ----------
    ledger : Ledger
        Patterns; each number is a mean over the runs of a draw.
    draws : Draws or None
        Draws of parameters, None for the scenario's own numbers; where a pattern has shocks, run r of draw d
        meets those of run d + r D.
    seed, runs, workers : int
        Seed of the shocks, runs of each draw, and cores to use; by default all.
    """
    player = Player(draws, runs, seed, workers)
    player.play(ledger.list_cells())
    numbers = {claim.id: [player.compute_part(part) for part in claim.parts] for claim in ledger.claims}
    shown = {
        c.id: np.min([p.measure_likeness(x) for p, x in zip(c.parts, numbers[c.id], strict=True)], axis=0)
        for c in ledger.claims
    }
    holds = {
        c.id: np.all([p.bounds.contain(x) for p, x in zip(c.parts, numbers[c.id], strict=True)], axis=0)
        for c in ledger.claims
    }
    tables = [table for claim in ledger.claims for table in list_parts(claim, numbers[claim.id])]
    return PatternScores(shown, holds, pd.concat(tables, ignore_index=True))


def list_parts(claim: Claim, numbers: list[Vector]) -> Iterator[pd.DataFrame]:
    """Yield the rows of every part of a claim."""
    for part, number in zip(claim.parts, numbers, strict=True):
        fields = {"draw": np.arange(len(number)), "pattern": claim.id, "part": part.text, "number": number}
        bounds = {"low": part.bounds.low, "high": part.bounds.high, "holds": part.bounds.contain(number)}
        yield pd.DataFrame(fields | bounds)


def estimate_shares(scores: PatternScores) -> pd.DataFrame:
    """Compute the share of draws in which each pattern and each part of it holds, with 95% Wilson intervals.

    Returns
    -------
    DataFrame
        pattern, part (ALL for the pattern itself, its first row), holds, low, high.
    """
    rows = []
    for name, parts in scores.parts.groupby("pattern", sort=False):
        rows.append((str(name), ALL, *share_interval(scores.holds[str(name)])))
        rows += [
            (str(name), str(part), *share_interval(rows_of["holds"].to_numpy(bool)))
            for part, rows_of in parts.groupby("part", sort=False)
        ]
    return pd.DataFrame(rows, columns=["pattern", "part", "holds", "low", "high"])


def share_interval(holds: Truths) -> tuple[float, float, float]:
    """Compute the share of true values and its 95% interval by Wilson: share, low, high."""
    share = float(np.mean(holds))
    return share, *compute_wilson(share, len(holds))
