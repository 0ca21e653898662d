"""What a game says, as rows of tables: levels, differences, policies at rest, and who gains by what."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.parameters.lookup import INTERESTS
from ..compare.two_part import PARTS, estimate_mean
from .play import FLAT, Play, build_weights
from .result import BANDWAGON, OBSERVED
from .worlds import Worlds

Array = NDArray[np.float64]
Row = dict[str, Any]

ESTIMATE = ("mean", "low", "high", *PARTS)
COMMITTED = ("mix", "equidistance")
"""Strategies that do not follow what patrons do in what they give to whom."""


def weigh_utility(play: Play, rest: Array) -> Array:
    """Return the hedger's utility at a rest, shape (worlds, runs); NaN where there is none."""
    return np.asarray(np.einsum("wp,wpr->wr", rest, play.features.utility))


def observe(worlds: Worlds) -> Array:
    """Return the policies in use as a rest, shape (worlds, profiles)."""
    rest = np.zeros((worlds.count, worlds.policies.profiles))
    rest[:, worlds.policies.start] = 1.0
    return rest


def describe_play(worlds: Worlds, name: str, play: Play, solve: str) -> Row:
    """Return a row of ``Game.strategies``."""
    levels = {key: weigh_utility(play, rest).mean(axis=1) for key, rest in play.rests.items()}
    counts = {
        "none": play.equilibria == 0,
        "one": play.equilibria == 1,
        "several": play.equilibria > 1,
        "cycles": play.cycles,
    }
    return {
        "strategy": name,
        "observed": float(weigh_utility(play, observe(worlds)).mean()),
        "rest": average_known(levels[solve]),
        **{key: average_known(levels[key]) for key in ("qre", "nash", "respond")},
        "settled": float(np.isfinite(levels[solve]).mean()),
        **{key: float(found.mean()) for key, found in counts.items()},
    }


def average_known(values: Array) -> float:
    """Return the mean of what is known, NaN if nothing is."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def contrast_strategies(worlds: Worlds, plays: Mapping[str, Play], solve: str) -> list[Row]:
    """Return the rows of ``Game.contrasts``: against leaning, of commitment, and to the policies in use."""
    rows, use = [], {name: weigh_utility(play, observe(worlds)) for name, play in plays.items()}
    rest = {name: weigh_utility(play, play.rests[solve]) for name, play in plays.items()}
    for at, levels in ((OBSERVED, dict(use)), ("rest", dict(rest))):
        leans = [level for name, level in levels.items() if name.startswith(BANDWAGON)]
        if leans:
            levels[BANDWAGON] = choose_best(leans)
        pairs = [(name, BANDWAGON) for name in ("hedge", *COMMITTED)]
        pairs += [(name, "hedge") for name in COMMITTED]
        rows += [
            {"strategy": a, "against": b, "at": at, **estimate_contrast(levels[a] - levels[b])}
            for a, b in pairs
            if a in levels and b in levels
        ]
    return rows + [
        {"strategy": name, "against": OBSERVED, "at": "rest", **estimate_contrast(rest[name] - use[name])}
        for name in plays
    ]


def choose_best(levels: Sequence[Array]) -> Array:
    """Return the level with the best mean in each world, shape (worlds, runs); NaN where one is missing."""
    table = np.stack(levels)
    best = np.nan_to_num(table.mean(axis=2), nan=-np.inf).argmax(axis=0)
    found = table[best, np.arange(len(best))]
    return np.asarray(np.where(np.isnan(table).any(axis=0), np.nan, found))


def estimate_contrast(differences: Array) -> Row:
    """Estimate a difference, shape (worlds, runs), over worlds as draws; over runs where there is one world.

    Worlds without a rest are left out.
    """
    known = differences[np.isfinite(differences).all(axis=1)]
    nothing = dict.fromkeys(ESTIMATE, float("nan"))
    if not len(known):
        return nothing
    numbers = np.repeat(np.arange(len(known)), known.shape[1])
    found = estimate_mean(known.ravel(), numbers if len(differences) > 1 else None)
    return nothing | {key: found[key] for key in ESTIMATE if key in found}


def list_policies(worlds: Worlds, name: str, play: Play, solve: str) -> list[Row]:
    """Return rows of ``Game.policies``: how likely each policy is where patrons come to rest."""
    policies, patrons = worlds.policies, worlds.scenario.patrons
    rest = play.rests[solve]
    known = rest[np.isfinite(rest).all(axis=1)]
    joint = (known.mean(axis=0) if len(known) else np.full(policies.profiles, np.nan)).reshape(policies.shape)
    rows = []
    for at, patron in enumerate(patrons):
        shares = joint.sum(axis=tuple(axis for axis in range(len(patrons)) if axis != at))
        rows += [
            {"strategy": name, "patron": patron, "policy": label, "observed": place == policies.observed[at],
             "probability": float(share)}
            for place, (label, share) in enumerate(zip(policies.labels[at], shares, strict=True))
        ]  # fmt: skip
    return rows


def list_gains(worlds: Worlds, name: str, play: Play, solve: str) -> list[Row]:
    """Return rows of ``Game.gains``: by what each patron gains between the policies in use and the rest."""
    values, weights = play.features.values, build_weights(worlds.scenario)
    before = values[:, worlds.policies.start]
    after = np.einsum("wp,wpkf->wkf", play.rests[solve], values)
    wide = play.deviations[:, 0]
    moved = np.where(wide > FLAT, (after - before) / np.where(wide > FLAT, wide, 1.0), 0.0)
    return [
        {"strategy": name, "patron": patron, "interest": interest, "weight": float(weights[p, f]),
         "deviation": float(wide[:, p, f].mean()), "observed": float(before[:, p, f].mean()),
         "rest": average_known(after[:, p, f]), "gain": float(weights[p, f]) * average_known(moved[:, p, f])}
        for p, patron in enumerate(worlds.scenario.patrons)
        for f, interest in enumerate(INTERESTS)
    ]  # fmt: skip
