"""Draws of parameters, made up, and files that hold them."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from support.sweeps import BARRIER

from hedgesim.analysis import Draws, simulate
from hedgesim.analysis.notebook.simulation import Simulation

FILE = "posterior.csv"
COUNT = 5


def drawn(count: int = COUNT, **columns: object) -> Draws:
    """Draws of a number, a pair in the other order and an agreement; keyword ``a__b`` adds ``a.b``."""
    rng = np.random.default_rng(3)
    made = {BARRIER: rng.uniform(0.0, 0.6, count), "rivalry.eu-russia": rng.uniform(0.1, 0.7, count)}
    made["patrons.eu.agreement"] = rng.integers(1, 4, count).astype(float)
    return Draws(FILE, made | {k.replace("__", "."): np.asarray(v, float) for k, v in columns.items()})


def written(draws: Draws | None = None, name: str = FILE) -> str:
    """A file with draws, numbered in its first column."""
    table = pd.DataFrame((draws or drawn()).columns)
    table.insert(0, "draw", range(100, 100 + len(table)))
    table.to_parquet(name) if name.endswith("parquet") else table.to_csv(name, index=False)
    return name


def text(content: str, name: str = FILE) -> str:
    Path(name).write_text(content)
    return name


DRAWS, RUNS = 30, 45


@cache
def play_drawn() -> Simulation:
    """Two scenarios with three strategies, on 30 draws of the red line and of how much precision matters."""
    rng = np.random.default_rng(5)
    columns = {
        "patrons.russia.red_line": rng.uniform(0.1, 0.6, DRAWS),
        "hedger.precision": rng.uniform(10.0, 100.0, DRAWS),
    }
    return simulate(
        ["belarus/baseline", "belarus/arms_denied"],
        ["hedge", "bandwagon:russia", "equidistance"],
        runs=RUNS,
        draws=Draws("made up", columns),
    )
