"""For which interests hedging survives: the same game with interests drawn at random."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.parameters.lookup import INTERESTS
from .features import Features
from .inference import select_alternatives
from .play import FLAT, SETTLED, standardise
from .records import COMMITTED, choose_best, estimate_contrast
from .result import BANDWAGON, RANDOM
from .solvers import join_mixes, solve_qre
from .worlds import Worlds

Array = NDArray[np.float64]
Row = dict[str, Any]

SETS = 100
"""Sets of interests; set k is played in world k modulo their number."""
ONE = 1.0 - 1e-12
"""Largest correlation whose z is finite."""


def survey_interests(
    worlds: Worlds, features: Mapping[str, Features], precision: float
) -> tuple[list[Row], list[Row]]:
    """Play the game with interests drawn evenly from all weights of what a patron's policies move.

    Returns
    -------
    list of dict
        Rows of ``Game.contrasts`` at RANDOM: over sets of interests.
    list of dict
        Rows of ``Game.survey``.
    """
    levels = {name: np.empty((SETS, worlds.runs)) for name in features}
    places = np.arange(SETS) % worlds.count
    weights = draw_interests(worlds, features, places)
    for name, found in features.items():
        scaled, _ = standardise(found.values)
        worth = np.einsum("spkf,skf->skp", scaled[places], weights)
        shape = worlds.policies.shape
        logit = solve_qre(worth.reshape(SETS, len(shape), *shape), precision)
        level = np.einsum("sp,spr->sr", join_mixes(logit.mixes), found.utility[places])
        levels[name] = np.where(logit.gaps[:, None] <= SETTLED, level, np.nan)
    best = choose_best([level for name, level in levels.items() if name.startswith(BANDWAGON)])
    contrasts = [
        {"strategy": name, "against": BANDWAGON, "at": RANDOM, **estimate_contrast(levels[name] - best)}
        for name in ("hedge", *COMMITTED)
        if name in levels
    ]
    return contrasts, correlate(worlds, weights, (levels["hedge"] - best).mean(axis=1))


def draw_interests(worlds: Worlds, features: Mapping[str, Features], places: NDArray[np.int64]) -> Array:
    """Draw weights, shape (sets, patrons, features), of what a patron's policies move under any strategy."""
    rng = np.random.default_rng(worlds.seed)
    moves = np.max([measure_moves(worlds, f.values) for f in features.values()], axis=0)[places] > FLAT
    drawn = np.where(moves, rng.exponential(size=moves.shape), 0.0)  # scaled to sum 1: even on the simplex
    total = drawn.sum(axis=2, keepdims=True)
    return np.asarray(drawn / np.where(total > 0.0, total, 1.0))


def measure_moves(worlds: Worlds, values: Array) -> Array:
    """Measure the deviation of features over a patron's own policies, shape (worlds, patrons, features)."""
    shape, use = worlds.policies.shape, worlds.policies.observed
    own = [select_alternatives(values, shape, use, p)[:, :, p].std(axis=1) for p in range(len(shape))]
    return np.stack(own, axis=1)


def estimate_correlation(x: Array, y: Array) -> Row:
    """Estimate a correlation with its 95% interval by Fisher's z (Fisher 1921)."""
    from scipy.stats import norm

    mean = float(np.corrcoef(x, y)[0, 1])
    half = float(norm.ppf(0.975)) / np.sqrt(max(len(x) - 3, 1))
    z = np.arctanh(np.clip(mean, -ONE, ONE))
    return {"correlation": mean, "low": float(np.tanh(z - half)), "high": float(np.tanh(z + half))}


def correlate(worlds: Worlds, weights: Array, margin: Array) -> list[Row]:
    """Correlate each weight with what hedging earns over leaning, where the patron has a choice."""
    known = np.isfinite(margin)
    weights, margin = weights[known], margin[known]
    return [
        {"patron": patron, "interest": interest, **estimate_correlation(weights[:, p, f], margin)}
        for p, patron in enumerate(worlds.scenario.patrons)
        for f, interest in enumerate(INTERESTS)
        if worlds.policies.shape[p] > 1 and weights[:, p, f].std() > 0.0 and margin.std() > 0.0
    ]
