"""How runs move under a plan with triggers: in which futures they switch, when, and where they are then."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...compare.two_part import estimate_mean
from ..futures import Cases

Matrix = NDArray[np.float64]


def list_places(cases: Cases) -> list[dict[str, Any]]:
    """Return scenario and point of every future."""
    return [
        {"scenario": part.scenario.name, "point": point}
        for part in cases.parts
        for point in range(part.points)
    ]


def describe_futures(cases: Cases, stages: Matrix, gain: Matrix) -> pd.DataFrame:
    """Describe in which futures runs switch, when, and what it gains there.

    Parameters
    ----------
    stages : array, shape (futures, runs, quarters)
        Stage of every run.
    gain : array, shape (futures, runs)
        Gain over the best constant mix.
    """
    rows = []
    for place, stage, gained in zip(list_places(cases), stages, gain, strict=True):
        ever = (stage > 0.0).any(axis=1)
        first = (stage > 0.0).argmax(axis=1)[ever]
        rows.append(
            place
            | {"switched": float(ever.mean()), "median": float(np.median(first)) if len(first) else np.nan}
            | estimate_mean(gained, cases.draw_numbers)
        )
    return pd.DataFrame(rows)


def describe_course(cases: Cases, stages: Matrix, count: int) -> pd.DataFrame:
    """Describe the shares of runs at each of ``count`` stages, and those that come and return, by quarter."""
    rows = []
    for place, stage in zip(list_places(cases), stages, strict=True):
        before = np.hstack([np.zeros((len(stage), 1)), stage[:, :-1]])
        for k in range(count):
            shares = [(stage == k), (before == k - 1) & (stage == k), (before == k) & (stage == k - 1)]
            averages = np.array([part.mean(axis=0) for part in shares])
            rows += [
                place | {"quarter": t, "stage": k, "share": a, "onward": b, "back": c}
                for t, (a, b, c) in enumerate(averages.T.tolist())
            ]
    return pd.DataFrame(rows)
