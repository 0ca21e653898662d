"""Shares of parameter draws in which the patterns hold."""

from collections.abc import Iterable, Mapping

import pandas as pd
from scipy.stats import binomtest

from ....model.errors import InputError
from ....model.parameters.lookup import canonical_path
from ...design.axis import list_keys
from ...design.parameter_draws import Draws, match_draws
from . import PATTERNS, Scenes
from .scenes import BASELINE, load_scenario

ALL = "all parts"
COLUMNS = ["pattern", "part", "holds", "low", "high", "reason"]


def usable_draws(draws: Draws, most: int) -> tuple[list[dict[str, float]], list[str]]:
    """Return the first draws, restricted to parameters of the baseline, and the paths that it lacks.

    Raises
    ------
    InputError
        If the baseline has none of the paths or does not allow a value.
    """
    base = load_scenario(BASELINE)
    known = {path for path in draws.columns if canonical_path(path, base.patrons) in list_keys(base)}
    if not known:
        msg = f"{draws.name}: none of its columns is a parameter of {base.name}"
        raise InputError(msg)
    columns = {path: values[:most] for path, values in draws.columns.items() if path in known}
    held = Draws(draws.name, columns)
    held = match_draws(held, [base], (), (), range(held.count))
    return [held.row(k) for k in range(held.count)], [path for path in draws.columns if path not in known]


def judge_patterns(draws: Iterable[Mapping[str, float]]) -> pd.DataFrame:
    """Judge every part of every pattern for every draw, one row each.

    Parameters
    ----------
    draws : iterable of mapping
        Path to value; every path must be one of the baseline's.

    Returns
    -------
    DataFrame
        draw, pattern, part, reason, number, least, most and holds: the number judged, its bounds, and whether
        it lies between them.
    """
    rows = []
    for k, drawn in enumerate(draws):
        scenes = Scenes(drawn)
        rows += [
            (k, p.name, c.part, p.reason, c.number, c.low, c.high, c.holds)
            for p in PATTERNS
            for c in p.check(scenes)
        ]
    columns = ["draw", "pattern", "part", "reason", "number", "least", "most", "holds"]
    return pd.DataFrame(rows, columns=columns)


def pattern_shares(parts: pd.DataFrame) -> pd.DataFrame:
    """Compute the share of draws in which each pattern and each part of it holds (95% Wilson intervals).

    Parameters
    ----------
    parts : DataFrame
        Result of :func:`judge_patterns`.
    """
    whole = parts.groupby(["pattern", "draw"], sort=False, as_index=False)["holds"].agg("all")
    whole = whole.assign(part=ALL, reason="")
    rows: list[tuple[object, ...]] = []
    for name in parts["pattern"].unique():
        both = pd.concat([whole[whole["pattern"] == name], parts[parts["pattern"] == name]])
        rows += [
            (name, part, *wilson_interval(group["holds"]), group["reason"].iloc[0])
            for part, group in both.groupby("part", sort=False)
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def wilson_interval(holds: Iterable[bool]) -> tuple[float, float, float]:
    """Compute the share of true values and its 95% Wilson interval: share, low, high."""
    each = [bool(held) for held in holds]
    count, of = sum(each), len(each)
    found = binomtest(count, of).proportion_ci(method="wilson")
    return count / of, float(found.low), float(found.high)
