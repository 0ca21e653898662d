"""Hindcasts: forecasts of years not used in the fit, compared with observations and with naive forecasts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.scenario.scenario import Scenario
from ..calibration.observables import CODES, LOGIT, SCALED, Observable
from ..calibration.observations import Series, read_series
from ..calibration.prior import Prior
from ..plots.hindcast import About
from . import naive
from .embargo_persistence import EXPORTS, IMPORTS, Embargo, read_embargoes, sample_informed
from .predictive import Forecast, forecast_all
from .scores import central_intervals, score_forecast

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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


Numbers = NDArray[np.float64]
Samples = Mapping[str, Numbers]

RULES = ("persistence", "mean3", "trend", "drift")
SAMPLES = 2000
FLOWS = {"export": EXPORTS, "import": IMPORTS}
OTHERS = ("UA",)
"""Partners within the rest of the world that an embargo may name."""


@dataclass(frozen=True, repr=False)
class Hindcast:
    """Forecasts of a history and their scores.

    Attributes
    ----------
    scores : DataFrame
        One row a series with an observation in the years forecast: series, n, crps, crps_persistence,
        crps_mean3, crps_trend, crps_drift, crps_informed, rmse, coverage50, coverage90.
    forecasts : list of Forecast
        One per series.
    first : int
        First year forecast.
    scenario : Scenario
        The scenario whose history is forecast.
    """

    scores: pd.DataFrame
    forecasts: list[Forecast]
    first: int
    scenario: Scenario

    def __repr__(self) -> str:
        return f"<Hindcast of {self.scenario.name} from {self.first} on: {len(self.forecasts)} series>"

    @property
    def bands(self) -> pd.DataFrame:
        """Return a table for fan charts, one row a series and year.

        The columns are those of :func:`build_fan_table`.
        """
        return build_fan_table(self)

    def plot(
        self, title: str | None = None, caption: str | None = None, series: Sequence[str] | None = None
    ) -> "Figure":
        """Plot fan charts, one panel a series.

        Parameters
        ----------
        title, caption : str, optional
            Replace the default title (name and first year) and caption (which years are known).
        series : sequence of str, optional
            Only series whose names begin with one of these.
        """
        from ..plots.hindcast import draw
        from ..plots.parts.palette import assign_looks

        about = describe_panels(self, self.scenario)
        shown = {k: v for k, v in about.items() if series is None or k.startswith(tuple(series))}
        words = f"Forecasts of {self.scenario.name} from {self.first} on" if title is None else title
        told = f"Years before {self.first} are known." if caption is None else caption
        looks = assign_looks(self.scenario.patrons, self.scenario.colours)
        return draw(self.bands, shown, looks, words, told)


@normalise_arguments
def hindcast(
    scenario: Scenario,
    series: Sequence[Series],
    prior: Prior,
    draws: Numbers,
    *,
    first: int,
    last: int | None = None,
    runs: int = 8,
    seed: int = 1,
    table: Path | None = None,
) -> Hindcast:
    """Forecast the years from ``first`` to ``last`` and score the forecasts.

    Parameters
    ----------
    scenario : Scenario
        A history that covers the years forecast.
    series : sequence of Series
        Observations; the forecast uses those before ``first``, the scores those from ``first`` on.
    prior : Prior
        Prior with the parameters of the columns of ``draws``.
    draws : array, shape (draws, parameters)
        Draws of the parameters.
    first, last : int
        First and last year to forecast; by default the last observed year.
    runs, seed : int
        As in the calibration of the parameters.
    table : Path, optional
        The table of observations, read for partners of embargoes that are no patrons.

    Raises
    ------
    InputError
        If nothing is observed before the first year or from it on, or the scenario ends too early.
    """
    end = last if last is not None else max(int(s.years[-1]) for s in series)
    check_years(scenario, series, first, end)
    forecasts = forecast_all(
        scenario, series, prior, draws, known_until=first - 1, years=(first, end), runs=runs, seed=seed
    )
    informed = draw_informed(scenario, forecasts, first, end, seed, table)
    rows = [
        row
        for k, forecast in enumerate(forecasts)
        if (row := score_series(forecast, first, end, k, seed, informed))
    ]
    if not rows:
        msg = f"{scenario.name}: no series is known before {first} and observed from then to {end}"
        raise InputError(msg)
    return Hindcast(pd.DataFrame(rows), forecasts, first, scenario)


def check_years(scenario: Scenario, series: Sequence[Series], first: int, end: int) -> None:
    """Check that the years can be forecast and at least one of them is observed.

    Raises
    ------
    InputError
        If not; names the faulty year.
    """
    begins, ends = scenario.first_quarter // 4, (scenario.first_quarter + scenario.horizon) // 4 - 1
    if end < first:
        msg = f"--from {first}: nothing is observed from then on, or --to {end} lies before it"
        raise InputError(msg)
    if not begins + 2 < first <= end:
        msg = f"--from {first}: expected a year from {begins + 3} to {end}, the last observed or asked for"
        raise InputError(msg)
    if end > ends:
        msg = f"{scenario.name}: ends with {ends}; it cannot forecast {end}"
        raise InputError(msg)
    if not any((s.years >= first).any() for s in series):
        msg = f"{scenario.name}: nothing observed from {first} on; name a table with --observations FILE"
        raise InputError(msg)


def score_series(
    forecast: Forecast, first: int, end: int, stream: int, seed: int, informed: Samples
) -> dict[str, Any]:
    """Score one series' forecast and its naive rivals; empty where no year forecast was observed."""
    seen = forecast.series.between(first, end)
    if not len(seen.years):
        return {}
    at = seen.years - first
    told = score_forecast(seen.values, forecast.samples[:, at])
    row = {
        "series": forecast.series.about.name,
        "n": told["years"],
        "crps": told["crps"],
    }
    for rule in RULES:
        row[f"crps_{rule}"] = score_forecast(
            seen.values, draw_naive(rule, forecast, first, end, stream, seed)[:, at]
        )["crps"]
    other = informed.get(forecast.series.about.name)
    row["crps_informed"] = (
        row["crps_persistence"] if other is None else score_forecast(seen.values, other[:, at])["crps"]
    )
    return row | {"rmse": told["rmse"], "coverage50": told["cover50"], "coverage90": told["cover90"]}


def draw_naive(rule: str, forecast: Forecast, first: int, end: int, stream: int, seed: int) -> Numbers:
    """Draw a naive forecast of the same years from the observations before them, shape (samples, years)."""
    known = forecast.series.between(forecast.series.start, first - 1)
    ahead = end - int(known.years[-1])
    scale = naive.LOGIT if forecast.series.about.link == LOGIT else naive.PLAIN
    found = naive.sample_naive(
        rule, known.years, known.values, horizon=ahead, samples=SAMPLES, seed=seed, stream=stream, scale=scale
    )
    return found[:, ahead - (end - first + 1) :]  # a series may end some years before the first forecast


def draw_informed(
    scenario: Scenario, forecasts: Sequence[Forecast], first: int, end: int, seed: int, table: Path | None
) -> dict[str, Numbers]:
    """Draw persistence forecasts that know embargoes, for trade series of cases with an embargoes.csv."""
    case = scenario.name.partition("/")[0]
    try:
        announced = read_embargoes(case)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    beside = read_series(table, missing_ok=True) if table is not None else {}
    found: dict[str, Numbers] = {}
    for flow in FLOWS:
        trade = {
            k: forecast
            for k, forecast in enumerate(forecasts)
            if forecast.series.about.name.startswith(f"{flow}_share_")
        }
        found |= draw_flow(flow, trade, announced, beside, first, end, seed)
    return found


def draw_flow(
    flow: str,
    forecasts: Mapping[int, Forecast],
    announced: Sequence[Embargo],
    beside: Mapping[str, Mapping[int, float]],
    first: int,
    end: int,
    seed: int,
) -> dict[str, Numbers]:
    """Draw the informed forecasts of exports or of imports, by name of the series.

    Parameters
    ----------
    flow : str
        One of FLOWS.
    forecasts : mapping
        The flow's forecasts by their number among all, which is that of their random numbers.
    announced, beside
        Embargoes, and the observations of partners that are no patrons.
    first, end, seed : int
        As in :func:`hindcast`.
    """
    codes = {k: find_code(forecast.series.about) for k, forecast in forecasts.items()}
    known = {codes[k]: f.series.between(f.series.start, first - 1) for k, f in forecasts.items()}
    lasts = {int(series.years[-1]) for series in known.values()}
    if len(lasts) != 1:
        return {}
    last, ahead = lasts.pop(), end - first + 1
    partners = {code: (series.years, series.values) for code, series in known.items()}
    partners |= select_other_partners(beside, flow, last)
    streams = {code: k for k, code in codes.items()}
    samples = sample_informed(
        partners, FLOWS[flow], announced, horizon=end - last, samples=SAMPLES, seed=seed, streams=streams
    )
    return {f.series.about.name: samples[codes[k]][:, -ahead:] for k, f in forecasts.items()}


def find_code(about: Observable) -> str:
    """Return the embargo table's name of the patron of a trade series."""
    return CODES[about.name.rpartition("_")[2]][-1] if about.name.rpartition("_")[2] in CODES else about.name


def select_other_partners(
    table: Mapping[str, Mapping[int, float]], flow: str, last: int
) -> dict[str, tuple[NDArray[np.int64], Numbers]]:
    """Return years and shares of partners beside the patrons, up to the last known year."""
    found = {}
    for code in OTHERS:
        years = {y: v for y, v in table.get(f"trade_{flow}_share_{code}", {}).items() if y <= last}
        if last in years:
            found[code] = (
                np.array(sorted(years), np.int64),
                np.array([years[y] / 100.0 for y in sorted(years)]),
            )
    return found


def build_fan_table(h: Hindcast) -> pd.DataFrame:
    """Build a table for fan charts, one row a series and year.

    The columns are intervals, median, observed value, persistence, and whether the year was known.
    """
    return pd.concat([build_fan_rows(forecast, h.first) for forecast in h.forecasts], ignore_index=True)


def build_fan_rows(forecast: Forecast, first: int) -> pd.DataFrame:
    """Build one series' rows: years before the forecast with observations only, then the years forecast."""
    begins, ends = int(forecast.series.years[0]), int(forecast.years[-1])
    years = np.arange(begins, ends + 1)
    table = pd.DataFrame({"series": forecast.series.about.name, "year": years, "training": years < first})
    observed = dict(zip(forecast.series.years.tolist(), forecast.series.values.tolist(), strict=True))
    table["observed"] = [observed.get(int(y), np.nan) for y in years]
    last = forecast.series.between(begins, first - 1).values[-1]
    # persistence is its median alone: a line in the chart, not a band
    told = {**central_intervals(forecast.samples), "persistence": np.full(ends - first + 1, last)}
    for name, values in told.items():
        table[name] = np.concatenate([np.full(first - begins, np.nan), values])
    return table


def describe_panels(h: Hindcast, scenario: Scenario) -> dict[str, About]:
    """Describe each series for the figure: title, unit and patron."""
    found = {}
    for forecast in h.forecasts:
        name = forecast.series.about.name
        patron = name.rpartition("_")[2]
        link = forecast.series.about.link
        unit = (
            "share" if link == LOGIT or name.startswith("arms") else "index" if link == SCALED else "of GDP"
        )
        found[name] = About(f"{WORDS[name.partition('_')[0]]}: {scenario.labels[patron]}", unit, patron)
    return found
