"""What a history is given from outside: drivers by year, and histories that stop being given them."""

from collections.abc import Collection
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.resolution import Event
from ...model.scenario.scenario import Scenario
from ...model.state import Case, flatten
from ...model.state.layout import case_paths

Numbers = NDArray[np.float64]

DRIVERS = ("mass", "terms", "barrier", "embargo", "energy", "rivalry", "strain")
"""Columns of :func:`read_drivers`."""
CUTS = ("embargo_exports", "embargo_imports")


def read_drivers(scenario: Scenario, flow: str, patron: str) -> Numbers:
    """Return the yearly means of what acts on trade with a patron, shape (years, DRIVERS).

    Parameters
    ----------
    scenario : Scenario
        A history.
    flow : str
        ``export`` or ``import``.
    patron : str
        Partner; rivalry is the mean over its pairs.
    """
    at = scenario.patrons.index(patron)
    pairs = [at in pair for pair in combinations(range(len(scenario.patrons)), 2)]
    quarters = np.array([read_quarter(case, flow, at, pairs) for case in scenario.timeline()])
    years = len(quarters) // 4
    return np.asarray(quarters[: 4 * years].reshape(years, 4, -1).mean(axis=1))


def read_quarter(case: Case, flow: str, at: int, pairs: Collection[bool]) -> list[float]:
    """Return the drivers of one quarter, in the order of DRIVERS."""
    p = case.patrons[at]
    cut = p.embargo_exports if flow == "export" else p.embargo_imports
    strife = [r for r, ours in zip(case.rivalry, pairs, strict=True) if ours]
    open_part = np.log1p(-min(p.barrier + p.uncertainty, 0.95))
    left = np.log1p(-min(cut, 0.95))
    return [
        p.mass, p.framework, open_part, left, case.world.energy, float(np.mean(strife)), case.world.strain,
    ]  # fmt: skip


def freeze_drivers(scenario: Scenario, last: int) -> Scenario:
    """Return a history to which nothing happens after a year: what was in force at its end stays."""
    cut = 4 * (last + 1) - scenario.first_quarter
    before = [e for e in scenario.events if e.first < cut]
    moving = dict.fromkeys(e.path for e in before if e.until is not None and e.until > cut)
    now = dict(zip(case_paths(scenario.patrons), flatten(scenario.timeline()[cut - 1]), strict=True))
    freezes = [
        Event(f"frozen_{k}", cut, None, "set", path, now[path], "in force at the origin of a forecast", "")
        for k, path in enumerate(moving)
    ]
    return replace(scenario, events=(*before, *freezes))


def drop_embargoes(scenario: Scenario, last: int) -> Scenario:
    """Return a history without the embargoes that begin after a year; the others go on."""
    cut = 4 * (last + 1) - scenario.first_quarter
    kept = [e for e in scenario.events if e.first < cut or e.path.rpartition(".")[2] not in CUTS]
    return replace(scenario, events=tuple(kept))
