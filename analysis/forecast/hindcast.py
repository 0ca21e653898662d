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
from ..calibration.histories import state_folder
from ..calibration.observables import LOGIT, SCALED
from ..calibration.observations import Series, unlink
from ..design.parameter_draws import Draws
from ..plots.hindcast import About
from .drivers_only import Driven, learn_drivers
from .embargoes import Embargo, describe_missing_embargoes, find_embargoes
from .origin import Origin, set_out
from .predictive import Forecast
from .recipe import RECIPE, Recipe
from .rivals import RIVALS, draw_forecast, draw_rivals
from .scores import central_intervals, score_forecast
from .shrinkage import Slopes
from .summary import compare_scores

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

NINETY = 1.645
"""Standard deviations from the mean of a normal to an end of its 90% interval."""


@dataclass(frozen=True, repr=False)
class Hindcast:
    """Forecasts of a history and their scores.

    Attributes
    ----------
    scores : DataFrame
        One row a series with an observation in the years forecast: series, n, least (a hundredth of the
        observations' own error: scores below it are alike), crps, a column crps_RIVAL for each rival (NaN
        where it does not forecast the series), rmse, coverage50, coverage90.
    compared : DataFrame
        One row a rival, see :func:`~.summary.compare_scores`.
    shrinkage : DataFrame
        Lambda by flow and partner: flow, partner, mean, and low and high of the 90% interval; and the
        elasticity of trade to the partner's mass beyond the model's: mass, mass_low, mass_high.
    forecasts : list of Forecast
        One per series.
    first : int
        First year forecast.
    scenario : Scenario
        The scenario whose history is forecast.
    embargoes : str
        Why the forecast knows of no embargo; empty if it does.
    """

    scores: pd.DataFrame
    compared: pd.DataFrame
    shrinkage: pd.DataFrame
    forecasts: list[Forecast]
    first: int
    scenario: Scenario
    embargoes: str

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
        text = f"Years before {self.first} are known." if caption is None else caption
        looks = assign_looks(self.scenario.patrons, self.scenario.colours)
        return draw(self.bands, shown, looks, words, text)


@normalise_arguments
def hindcast(
    scenario: Scenario,
    series: Sequence[Series],
    draws: Draws,
    *,
    first: int,
    last: int | None = None,
    runs: int = 8,
    seed: int = 1,
    table: Path | None = None,
    recipe: Recipe = RECIPE,
) -> Hindcast:
    """Forecast the years from ``first`` to ``last`` and score the forecasts.

    Parameters
    ----------
    scenario : Scenario
        A history that covers the years forecast.
    series : sequence of Series
        Observations; the forecast uses those before ``first``, the scores those from ``first`` on.
    draws : Draws
        Draws of the parameters; a column that is no value of the scenario is left out.
    first, last : int
        First and last year to forecast; by default the last observed year.
    runs, seed : int
        As in the calibration of the parameters.
    table : Path, optional
        The table of observations, read for partners of embargoes that are no patrons.
    recipe : Recipe
        Settings.

    Raises
    ------
    InputError
        If nothing is observed before the first year or from it on, or the scenario ends too early.
    """
    end = last if last is not None else max(int(s.years[-1]) for s in series)
    check_years(scenario, series, first, end)
    announced, note = select_embargoes(scenario, first, end)
    o = set_out(scenario, series, draws, first, end, runs, seed, announced, table, recipe)
    forecasts = [Forecast(s, o.years, draw_forecast(o, k)) for k, s in enumerate(o.series)]
    effects = learn_drivers(o.pool, state_folder(scenario.name))
    rows = [row for k, f in enumerate(forecasts) if (row := score_series(o, k, f, effects))]
    if not rows:
        msg = f"{scenario.name}: no series is known before {first} and observed from then to {end}"
        raise InputError(msg)
    scores = pd.DataFrame(rows)
    compared, shrinkage = compare_scores(scores, seed), tabulate_slopes(o.slopes)
    return Hindcast(scores, compared, shrinkage, forecasts, first, scenario, note)


def select_embargoes(scenario: Scenario, first: int, end: int) -> tuple[tuple[Embargo, ...], str]:
    """Return a scenario's embargoes if one begins in the years forecast; if not, none and why."""
    known = find_embargoes(scenario)
    if any(first <= e.first.year <= end for e in known):
        return known, ""
    if known:
        return (), f"{scenario.name}: no embargo of its table begins from {first} to {end}"
    return (), describe_missing_embargoes(scenario)


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


def score_series(o: Origin, k: int, forecast: Forecast, effects: Mapping[str, Driven]) -> dict[str, Any]:
    """Score one series' forecast and its rivals; empty where no year forecast was observed."""
    seen = forecast.series.between(o.first, o.end)
    if not len(seen.years):
        return {}
    at = seen.years - o.first
    found = score_forecast(seen.values, forecast.samples[:, at])
    row = {"series": forecast.series.about.name, "n": found["years"], "least": measure_error(seen) / 100.0}
    row["crps"] = found["crps"]
    samples = draw_rivals(o, k, effects)
    for rule in RIVALS:
        rival = score_forecast(seen.values, samples[rule][:, at])["crps"] if rule in samples else np.nan
        row[f"crps_{rule}"] = rival
    return row | {"rmse": found["rmse"], "coverage50": found["cover50"], "coverage90": found["cover90"]}


def measure_error(series: Series) -> float:
    """Compute the mean size of the observations' own error, in the series' unit."""
    linked, error = series.linked, series.about.error
    return float(np.mean(unlink(series.about, linked + error) - unlink(series.about, linked)))


def tabulate_slopes(slopes: Slopes) -> pd.DataFrame:
    """Build the table of lambda by flow and partner, with 90% intervals."""
    return pd.DataFrame(
        {
            "flow": flow,
            "partner": partner,
            "mean": float(s.mean[0]),
            "low": float(s.mean[0] - NINETY * s.doubt[0]),
            "high": float(s.mean[0] + NINETY * s.doubt[0]),
            "mass": float(s.mean[1]),
            "mass_low": float(s.mean[1] - NINETY * s.doubt[1]),
            "mass_high": float(s.mean[1] + NINETY * s.doubt[1]),
        }
        for (flow, partner), s in slopes.groups.items()
    )


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
    intervals = {**central_intervals(forecast.samples), "persistence": np.full(ends - first + 1, last)}
    for name, values in intervals.items():
        table[name] = np.concatenate([np.full(first - begins, np.nan), values])
    return table


def describe_panels(h: Hindcast, scenario: Scenario) -> dict[str, About]:
    """Describe each series for the figure: title, unit and patron."""
    found = {}
    for forecast in h.forecasts:
        name = forecast.series.about.name
        patron = forecast.series.about.patron
        link = forecast.series.about.link
        unit = (
            "share" if link == LOGIT or name.startswith("arms") else "index" if link == SCALED else "of GDP"
        )
        found[name] = About(f"{WORDS[name.partition('_')[0]]}: {scenario.labels[patron]}", unit, patron)
    return found
