"""Forecasts as the tidy table that fan charts are drawn from."""

import numpy as np
import pandas as pd

from ...model.scenario.scenario import Scenario
from ..calibration.observables import LOGIT, SCALED
from ..plots.forecast import About
from .hindcast import Hindcast
from .predictive import Forecast
from .scores import intervals

WORDS = {
    "export": "Exports",
    "import": "Imports",
    "arms": "Arms",
    "loans": "Net loans",
    "subsidy": "Subsidy",
    "influence": "Influence index",
    "disputes": "Disputes",
    "support": "Support",
}


def fan_table(h: Hindcast) -> pd.DataFrame:
    """Return one row a series and year.

    Intervals, median, observed, persistence, and whether it was known.
    """
    return pd.concat([fan(f, h.first) for f in h.forecasts], ignore_index=True)


def fan(f: Forecast, first: int) -> pd.DataFrame:
    """Return one series' rows: known years with observations alone, then the years foretold."""
    begins, ends = int(f.series.years[0]), int(f.years[-1])
    years = np.arange(begins, ends + 1)
    table = pd.DataFrame({"series": f.series.about.name, "year": years, "training": years < first})
    observed = dict(zip(f.series.years.tolist(), f.series.values.tolist(), strict=True))
    table["observed"] = [observed.get(int(y), np.nan) for y in years]
    last = f.series.between(begins, first - 1).values[-1]
    told = {**intervals(f.samples), "persistence": np.full(ends - first + 1, last)}
    for name, values in told.items():
        table[name] = np.concatenate([np.full(first - begins, np.nan), values])
    return table


def series_about(h: Hindcast, scenario: Scenario) -> dict[str, About]:
    """Return what the figure calls each series."""
    found = {}
    for f in h.forecasts:
        name = f.series.about.name
        patron = name.rpartition("_")[2]
        link = f.series.about.link
        unit = (
            "share" if link == LOGIT or name.startswith("arms") else "index" if link == SCALED else "of GDP"
        )
        found[name] = About(f"{WORDS[name.partition('_')[0]]}: {scenario.labels[patron]}", unit, patron)
    return found
