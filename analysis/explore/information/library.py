"""The fixed mixes among which a state commits itself: a best one, its neighbours, leans and spreads."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ....model.parameters.lookup import effort_paths
from ..futures import Cases
from ..mix_search import MIX_GENERATIONS, POPULATION, search_mix
from ..optimisation.question import FRESH, simulate_utilities

Shares = NDArray[np.float64]

STEPS = (0.2, 0.5)
"""How far the best mix is moved towards each package."""
BEST, START, LEAN = "best mix", "best mix at the start", "lean:"
POINTS, RUNS = 60, 2
"""Points and runs on which the best mix is searched."""


def build_library(cases: Cases, seed: int, workers: int) -> pd.DataFrame:
    """Build the mixes: one row each, with a column for every package's share and ``patron``.

    They are the best mix over some of the points, on other shocks; that mix moved towards each package; the
    best mix of the scenario as it starts, where it is known; both packages of each patron alone, and with
    self-reliance; both packages of each two patrons; all packages alike; and self-reliance. ``patron`` is the
    only patron of a lean, else empty.

    Parameters
    ----------
    cases : Cases
        The scenario at its points.
    seed : int
        Seed of the points and shocks of the search, and of the search.
    workers : int
        Cores to use.
    """
    shares = list_shares(cases.patrons, find_mean_mix(cases, seed, workers))
    if fresh := cases.scenario.fresh_mix:
        shares[START] = np.array(fresh.effort)
    table = pd.DataFrame(shares.values(), columns=effort_paths(cases.patrons))
    leans = {name: name.removeprefix(LEAN).partition("+")[0] for name in shares if name.startswith(LEAN)}
    table.insert(0, "patron", [leans.get(name, "") for name in shares])
    table.insert(0, "mix", list(shares))
    return table


def count_mixes(cases: Cases) -> int:
    """Count the mixes of a library."""
    known = cases.scenario.fresh_mix is not None
    return len(list_shares(cases.patrons, np.zeros(2 * len(cases.patrons) + 1))) + known


def count_search(cases: Cases) -> int:
    """Count the runs of the search at most."""
    mixes = POPULATION * (2 * len(cases.patrons) + 1) * (MIX_GENERATIONS + 1)
    return mixes * min(POINTS, cases.points) * RUNS


def find_mean_mix(cases: Cases, seed: int, workers: int) -> Shares:
    """Search the mix with the best mean over some of the points, on shocks of its own."""
    some = replace(cases.thin(POINTS, seed), numbers=range(RUNS))

    def worth(shares: Shares) -> Shares:
        return np.asarray(simulate_utilities(some, "effort", shares, seed + FRESH, workers).mean(axis=1))

    alike = np.full((1, 2 * len(cases.patrons) + 1), 1.0)
    return search_mix(worth, alike / alike.size, seed)


def list_shares(patrons: Sequence[str], best: Shares) -> dict[str, Shares]:
    """Return the shares of every mix by its name, the best mix being known."""
    names = [path.removeprefix("hedger.effort.") for path in effort_paths(patrons)]
    packages = dict(zip(names, np.eye(len(names)), strict=True))
    both = {p: (packages[f"{p}.security"] + packages[f"{p}.economy"]) / 2.0 for p in patrons}
    alone = packages["self_reliance"]
    return {
        BEST: best,
        **{
            f"{BEST}, {step:.0%} {name}": (1.0 - step) * best + step * package
            for name, package in packages.items()
            for step in STEPS
        },
        **{f"{LEAN}{p}": shares for p, shares in both.items()},
        **{f"{LEAN}{p}+self_reliance": (2.0 * shares + alone) / 3.0 for p, shares in both.items()},
        **{f"{a}+{b}": (both[a] + both[b]) / 2.0 for a, b in combinations(patrons, 2)},
        "all alike": np.full(len(names), 1.0 / len(names)),
        "self_reliance": alone,
    }
