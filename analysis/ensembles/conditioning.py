"""Patterns as soft evidence: prior patterns weigh draws, and patterns that the data contradict do not.

A draw shows a pattern as far as s, 0 to 1. With b, how sure the source makes us that it is true of the case,
the draw's weight is multiplied by b s + (1 - b)(1 - s). That is bounded, so a wrong pattern cannot wreck an
ensemble, and leaving a pattern out is a division.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..claims.ledger import Ledger
from ..claims.patterns import PatternScores, score_patterns
from ..design.parameter_draws import Draws
from .particles import Numbers, normalise

CONFLICT, PART_OF_PRIOR = 0.25, 0.5
"""A pattern is in conflict with the data if less than this share of the draws that the data leave show it,
and less than this part of the share of the prior that does."""
WITHOUT, SHOWN = "without.", "shown."
"""Beginnings of columns of an ensemble: weights had one thing not counted, and patterns that a draw shows."""


@dataclass(frozen=True)
class Conditioning:
    """Patterns over particles that the data have shaped already.

    Attributes
    ----------
    ledger : Ledger
        The patterns.
    before, after : PatternScores
        Scores over draws of the prior, and over the particles.
    weights : array, shape (count,)
        Weights of the particles by the data, which sum to 1.
    conflicts : frozenset of str
        Patterns that the data contradict: they are reported as failed and weigh nothing.
    """

    ledger: Ledger
    before: PatternScores
    after: PatternScores
    weights: Numbers
    conflicts: frozenset[str]

    @property
    def factors(self) -> dict[str, Numbers]:
        """Return by how much each pattern in use multiplies the weight of a particle."""
        found = self.after.list_factors(self.ledger)
        return {name: factor for name, factor in found.items() if name not in self.conflicts}

    def weigh(self) -> Numbers:
        """Compute the weight of each particle, shape (count,), which sum to 1."""
        with np.errstate(divide="ignore"):  # a weight of nothing has the log minus infinity
            own = np.log(self.weights)
        return normalise(np.sum([own, *map(np.log, self.factors.values())], axis=0))

    def table(self, chosen: NDArray[np.int64]) -> list[dict[str, Any]]:
        """Return a row for each pattern: its use, and the share of draws that show every part of it.

        ``chosen`` are the particles of the ensemble. ``without`` is the share had the pattern not been used.
        """
        factors, rows = self.factors, []
        for claim in self.ledger.claims:
            after = self.after.holds[claim.id]
            row: dict[str, Any] = {"pattern": claim.id, "text": claim.text, "use": claim.use}
            row |= {"belief": claim.belief if claim.id in factors else None, "why": claim.why}
            row |= {"conflict": claim.id in self.conflicts}
            row |= {"prior": float(self.before.holds[claim.id].mean()), "data": float(after @ self.weights)}
            row |= {"ensemble": float(after[chosen].mean()), "without": None}
            if claim.id in factors:
                weights = 1.0 / factors[claim.id][chosen]
                row["without"] = float((after[chosen] * weights).sum() / weights.sum())
            rows.append(row)
        return rows


def condition(
    ledger: Ledger, before: Draws, after: Draws, weights: Numbers, *, seed: int, workers: int | None = None
) -> Conditioning:
    """Score patterns over draws of the prior and over those that the data leave, and find conflicts.

    Parameters
    ----------
    ledger : Ledger
        Patterns with their beliefs.
    before, after : Draws
        Draws of the prior, and particles that the data have shaped.
    weights : array, shape (count,)
        Weights of the particles by the data, which sum to 1.
    seed, workers : int
        Seed of the shocks of runs, and cores to use.
    """
    first = score_patterns(ledger, before, seed, workers=workers)
    second = score_patterns(ledger, after, seed, workers=workers)
    data = {name: float(holds @ weights) for name, holds in second.holds.items()}
    prior = {name: float(holds.mean()) for name, holds in first.holds.items()}
    return Conditioning(ledger, first, second, weights, find_conflicts(prior, data))


def find_conflicts(before: Mapping[str, float], after: Mapping[str, float]) -> frozenset[str]:
    """Find patterns that hardly any draw shows once the data have spoken, from shares before and after."""
    return frozenset(
        name for name, prior in before.items() if after[name] < min(CONFLICT, PART_OF_PRIOR * prior)
    )
