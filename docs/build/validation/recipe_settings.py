"""Settings of the forecast's recipe, chosen for each state by how others with the same settings fare.

Every setting of a grid forecasts the trade of ten states from each origin to 2016; for a state that is
scored the setting is taken with the least error in the nine others. Nothing after 2016 has a part in it.
"""

from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from fits import STATES, TRADE, histories
from refits import read_draws_of

from hedgesim.analysis.forecast.origin import Origin, set_out
from hedgesim.analysis.forecast.pool import estimate_shrinkage
from hedgesim.analysis.forecast.recipe import RECIPE, Recipe
from hedgesim.analysis.forecast.rivals import draw_forecast, draw_naive
from hedgesim.analysis.forecast.scores import crps

LAST = 2016
ALL = ("belarus", *STATES)
RUNS = 4
KEYS = ["doubt", "mass", "growth", "weight", "degrees"]
GRID = [
    RECIPE._replace(**dict(zip(KEYS, values, strict=True)))
    for values in product(
        (0.125, 0.25, 0.5),
        (0.05, 0.25),
        (0.2, 0.3, 0.4, 0.5),
        (10.0, 30.0, 100.0, 300.0, 1000.0),
        (6.0, np.inf),
    )
]


class Choice(NamedTuple):
    """A setting, its error against persistence in the states it was chosen by, and in the scored one."""

    recipe: Recipe
    others: float
    own: float


def score_settings(origin: int, work: Path) -> pd.DataFrame:
    """Return the errors of all settings from one origin; kept in a file of the folder ``work``."""
    place = work / f"settings_{origin}.csv"
    if place.is_file():
        return pd.read_csv(place)
    rows = [row for name in ALL for row in score_state(name, origin, work)]
    table = pd.DataFrame(rows).assign(origin=origin)
    table.to_csv(place, index=False)
    return table


def score_state(name: str, origin: int, work: Path) -> list[dict[str, object]]:
    """Return one row a setting: log of the error over persistence's, and observations in 90% intervals."""
    ((scenario, series),) = histories((name,), TRADE).items()
    draws = read_draws_of(name, origin, work)
    o = set_out(scenario, series, draws, origin + 1, LAST, RUNS, 1, (), None)
    usual = [score_one(o, k, draw_naive(o, s, "persistence"))[0] for k, s in enumerate(o.series)]
    rows = []
    for recipe in GRID:
        set_up = replace(o, recipe=recipe, slopes=estimate_shrinkage(o.pool, name, recipe))
        found = [score_one(set_up, k, draw_forecast(set_up, k)) for k in range(len(o.series))]
        logs = [np.log(error / other) for (error, _), other in zip(found, usual, strict=True)]
        row = {key: getattr(recipe, key) for key in KEYS}
        rows.append(
            {"state": name, **row, "log_ratio": np.mean(logs), "inside": np.mean([c for _, c in found])}
        )
    return rows


def score_one(o: Origin, k: int, samples: np.ndarray) -> tuple[float, float]:
    """Return the CRPS of one series and the part of observations within its 90% intervals."""
    seen = o.series[k].between(o.first, o.end)
    at_seen = samples[:, seen.years - o.first]
    low, high = np.quantile(at_seen, (0.05, 0.95), axis=0)
    return float(crps(seen.values, at_seen).mean()), float(
        np.mean((low <= seen.values) & (seen.values <= high))
    )


def choose_settings(scores: pd.DataFrame) -> dict[str, Choice]:
    """Return the setting of each state, chosen by all others over all origins; ``all`` by all ten."""
    table = scores.groupby([*KEYS, "state"])["log_ratio"].mean().unstack("state")
    found = {}
    for name in (*ALL, "all"):
        others = table.drop(columns=name, errors="ignore").mean(axis=1)
        place = int(others.argmin())
        best = [float(table.index.get_level_values(key)[place]) for key in KEYS]
        recipe = RECIPE._replace(**dict(zip(KEYS, best, strict=True)))
        own = table.get(name, others).iloc[place]
        found[name] = Choice(recipe, float(np.exp(others.iloc[place])), float(np.exp(own)))
    return found


def tabulate_choices(choices: dict[str, Choice]) -> pd.DataFrame:
    """Return the choices as a table."""
    return pd.DataFrame(
        {"state": name, **{key: getattr(c.recipe, key) for key in KEYS}, "others": c.others, "own": c.own}
        for name, c in choices.items()
    )


def tabulate_grid(scores: pd.DataFrame, late: tuple[int, ...]) -> pd.DataFrame:
    """Return the error against persistence and the coverage of every setting, of late and of all origins."""
    parts = {"late": scores[scores["origin"].isin(late)], "all": scores}
    columns: dict[str, pd.Series] = {}
    for name, part in parts.items():
        means = part.groupby(KEYS)[["log_ratio", "inside"]].mean()
        columns |= {f"ratio_{name}": np.exp(means["log_ratio"]), f"coverage90_{name}": means["inside"]}
    return pd.DataFrame(columns).reset_index()
