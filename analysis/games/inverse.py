"""What policies in use say of interests, as rows of tables: each lever alone, and all of a patron's."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.parameters.lookup import INTERESTS
from .inference import (
    RATIONAL,
    find_least_regret,
    find_nearest_interests,
    measure_regrets,
    select_alternatives,
)
from .play import Play, build_weights, standardise
from .worlds import Worlds

Array = NDArray[np.float64]
Row = dict[str, Any]


def infer_interests(worlds: Worlds, play: Play) -> dict[str, list[Row]]:
    """Return the rows of ``Game.levers``, ``Game.inverse`` and ``Game.interests``, by table."""
    scaled, _ = standardise(play.features.values)
    levers: list[Row] = []
    inverse: list[Row] = []
    interests: list[Row] = []
    for p, patron in enumerate(worlds.scenario.patrons):
        policies = worlds.policies
        own = select_alternatives(scaled, policies.shape, policies.observed, p)[:, :, p]
        changes = own - own[:, [policies.observed[p]]]
        if changes.shape[1] > 1:
            levers += list_levers(worlds, p, changes)
            inverse += list_regrets(worlds, p, changes)
            interests += list_interests(worlds, p, patron, changes)
    return {"levers": levers, "inverse": inverse, "interests": interests}


def list_levers(worlds: Worlds, p: int, changes: Array) -> list[Row]:
    """Return what each level of each lever changes alone."""
    policies, patron = worlds.policies, worlds.scenario.patrons[p]
    return [
        {"patron": patron, "lever": lever, "policy": policies.labels[p][at], "interest": interest,
         "change": float(changes[:, at, f].mean())}
        for lever in policies.levers[p]
        for at in policies.select_lever(p, lever)
        if at != policies.observed[p]
        for f, interest in enumerate(INTERESTS)
    ]  # fmt: skip


def list_regrets(worlds: Worlds, p: int, changes: Array) -> list[Row]:
    """Return in which share of worlds some interests make a policy a best response, lever by lever too."""
    policies, patron = worlds.policies, worlds.scenario.patrons[p]
    choices = {"all": list(range(policies.shape[p]))}
    if len(policies.levers[p]) > 1:
        choices |= {lever: policies.select_lever(p, lever) for lever in policies.levers[p]}
    rows = []
    for lever, places in choices.items():
        regrets = np.array([find_least_regret(world[places])[0] for world in changes])
        share, mean = float((regrets <= RATIONAL).mean()), float(regrets.mean())
        rows.append(
            {"patron": patron, "lever": lever, "policies": len(places), "share": share, "regret": mean}
        )
    return rows


def list_interests(worlds: Worlds, p: int, patron: str, changes: Array) -> list[Row]:
    """Return the scenario's interests and those that come nearest, with regret and rank of the policy."""
    sets = {"scenario": build_weights(worlds.scenario)[p], "nearest": find_nearest_interests(changes)[1]}
    rows = []
    for name, weights in sets.items():
        regrets, ranks = measure_regrets(changes, weights)
        rank = {"rank": float(np.median(ranks)), "policies": changes.shape[1]}
        shares = dict(zip(INTERESTS, map(float, weights), strict=True))
        rows.append({"patron": patron, "set": name, "regret": float(regrets.mean()), **rank, **shares})
    return rows
