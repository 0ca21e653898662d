"""What tests of the calibration need: observables, series and small problems."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from support.runs import scenario

from hedgesim.analysis.calibration.histories import choose_prior, read_histories
from hedgesim.analysis.calibration.observables import MEAN, PLAIN, Observable
from hedgesim.analysis.calibration.observations import Series
from hedgesim.analysis.calibration.problem import Problem, build_problem

PATRONS = ("russia", "china", "eu")
FITTED = ("trade.speed", "trade.eps_supply", "patrons.china.fund")
START = 2005


def observable(
    link: str = PLAIN,
    *,
    reading: str = MEAN,
    error: float = 0.1,
    anchored: bool = False,
    column: str = "omega_russia",
) -> Observable:
    """An observable of a made-up series."""
    return Observable(
        "made_up_russia", "russia", ("x",), (), "", 1.0, column, reading, link, error, anchored, "test"
    )


def series(
    about: Observable, years: Sequence[int] = (2005, 2006, 2008, 2009), values: Sequence[float] | None = None
) -> Series:
    """A made-up series with a gap."""
    held = values if values is not None else 0.3 + 0.1 * np.sin(np.arange(len(years)))
    return Series(about, np.array(years, np.int64), np.array(held, float), START)


def small(
    *parameters: str, words: Sequence[str] = ("export", "import", "loans"), runs: int = 1, until: int = 2012
) -> Problem:
    """Belarus' trade and loans, few parameters and runs."""
    histories = read_histories([scenario("history")], None, words)
    wanted = choose_prior(parameters or FITTED, list(histories), None)
    return build_problem(histories, wanted, until=until, runs=runs, seed=1)


def table(place: Path, text: str) -> Path:
    """A table of observations with these rows."""
    place.write_text("series,year,value\n" + text, encoding="utf-8")
    return place
