"""Draws of parameters, made up, and files that hold them."""

from pathlib import Path

import numpy as np
import pandas as pd
from support.sweeps import BARRIER

from hedgesim.analysis import Draws

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
