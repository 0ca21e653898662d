"""The prior of an ensemble: what others' data taught, ranges that somebody argued, and the rest by rule."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.parameters.lookup import advise, canonical_path, rows_by_path
from ...model.scenario.files import read_chain
from ...model.scenario.scenario import Scenario
from ..calibration.histories import choose_prior, priors_beside, state_folder
from ..calibration.prior import EDGE, Prior, read_priors
from ..design.fit_record import NAME, read_record
from ..design.parameter_draws import read_draws
from ..design.table_file import read_table
from .by_rule import can_vary, inputs_by_rule
from .inputs import GRID, Input, Inputs, argue

Numbers = NDArray[np.float64]

TAUGHT = "posterior.csv"
"""Draws of a fit of other states, in the folder of a file that a history extends."""


def build_inputs(
    scenario: Scenario, ranges: Mapping[str, Input], history: Scenario | None
) -> tuple[Inputs, tuple[str, ...]]:
    """Build the inputs of a case.

    Parameters
    ----------
    scenario : Scenario
        A scenario of the case.
    ranges : mapping
        Argued inputs by path; they come before what priors say.
    history : Scenario or None
        Its history, beside which priors and what other states taught may stand.

    Returns
    -------
    Inputs, tuple of str
        The inputs, and the paths of those that a history may be fitted with.
    """
    fitted = None if history is None else choose_fitted(history)
    if fitted is None:
        return inputs_by_rule(scenario, ranges), ()
    own = {path: known for path, known in describe_fitted(fitted).items() if path in scenario.root}
    inputs = inputs_by_rule(scenario, {**own, **ranges})
    joint = [k for k, i in enumerate(fitted.learnt) if fitted.paths[i] in own.keys() - ranges.keys()]
    paths = tuple(fitted.paths[fitted.learnt[k]] for k in joint)
    return replace(inputs, joint=paths, root=find_root(fitted.covariance[np.ix_(joint, joint)])), fitted.paths


def choose_fitted(history: Scenario) -> Prior | None:
    """Return the prior of what a history is fitted with, with what others taught; None without priors."""
    if priors_beside([history]) is None:
        return None
    place = find_taught(history)
    return choose_prior(None, [history], None if place is None else read_draws(place).table())


def find_taught(history: Scenario) -> Path | None:
    """Find draws of a fit of other states beside the file that a history extends; None if it was in it."""
    parents = [d.path.parent for d in read_chain(history.name)[:-1] if d.path is not None]
    record = parents[-1] / NAME if parents else None
    if record is None or not record.is_file():
        return None
    states = [state_folder(name) for name in read_record(record).get("scenarios") or {}]
    return None if state_folder(history.name) in states else record.with_name(TAUGHT)


def describe_fitted(prior: Prior) -> dict[str, Input]:
    """Return the marginal distribution of each parameter of a calibration's prior."""
    from scipy.special import expit

    ranges = zip(prior.paths, prior.low, prior.likeliest, prior.high, strict=True)
    found = {path: argue(float(a), float(b), float(c), "priors.csv") for path, a, b, c in ranges}
    for k, i in enumerate(prior.learnt):
        low, high = float(prior.low[i]), float(prior.high[i])
        odds = prior.mean[k] + np.sqrt(prior.covariance[k, k]) * GRID
        quantiles = low + (high - low) * np.clip(expit(odds), EDGE, 1.0 - EDGE)
        middle = float(quantiles[len(GRID) // 2])
        found[prior.paths[i]] = Input(low, middle, high, "priors.csv and other states", quantiles)
    return found


def find_root(covariance: Numbers) -> Numbers:
    """Return the Cholesky factor of the correlation of a covariance."""
    spread = np.sqrt(np.diagonal(covariance))
    return np.linalg.cholesky(covariance / np.outer(spread, spread))


def read_ranges(path: Path, scenario: Scenario) -> dict[str, Input]:
    """Read argued ranges: columns parameter, low, likeliest, high and why.

    Raises
    ------
    InputError
        With every row whose numbers do not rise or are not allowed, whose parameter is unknown or cannot
        vary, and a path given twice.
    """
    numbers = read_priors(path)
    table, _ = read_table(path, "a table of ranges", {"parameter": str, "why": str})
    names = [canonical_path(str(name), scenario.patrons) for name in table["parameter"]]
    faults = [f"{path}: {name}: given twice" for name in dict.fromkeys(names) if names.count(name) > 1]
    faults += [
        f"{path}: row {k + 1}: {f}" for k, n in enumerate(names) for f in range_faults(n, numbers, scenario)
    ]
    if faults:
        raise InputError(*faults)
    return {
        name: argue(*numbers[str(written)], str(why))
        for name, written, why in zip(names, table["parameter"], table["why"], strict=True)
    }


def range_faults(
    path: str, numbers: Mapping[str, tuple[float, float, float]], scenario: Scenario
) -> list[str]:
    """Describe what keeps a range from being one of a scenario."""
    rows = rows_by_path(scenario.patrons)
    if path not in rows:
        return [f"unknown parameter {path}{advise(path, rows)}"]
    low, high = rows[path].allowed
    if path not in scenario.root or not can_vary(path, rows[path], scenario.root):
        return [f"{path}: is no quantity that may vary: it is solved, a step, a switch or a choice"]
    a, _, b = numbers.get(path, (low, low, low))
    return [] if low <= a and b <= high else [f"{path}: found {a:g} to {b:g}; allowed is {low:g} to {high:g}"]
