"""Scores of predictive samples against observations, each year by itself.

The continuous ranked probability score (CRPS) is the integral of the squared difference between the
forecast's distribution function and the observation's step; it has the unit of the series, is smaller for a
better forecast and is the absolute error for a forecast without spread (Gneiting and Raftery 2007, Journal of
the American Statistical Association 102, eq. 21). A forecast with too small or too large a spread scores
worse on average than a calibrated one.
"""

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError

Floats = NDArray[np.float64]

QUANTILES = {"low90": 0.05, "low50": 0.25, "median": 0.5, "high50": 0.75, "high90": 0.95}
"""Ends of the central 50% and 90% intervals, and the median."""
LEVELS = (50, 90)


def crps(observed: Floats, samples: Floats) -> Floats:
    """Compute the CRPS of each year, estimated without bias from samples.

    The formula is mean |x_i - y| - sum_i (2i - m - 1) x_(i) / (m (m - 1)) with the m samples in ascending
    order: the mean distance to the observation less half the mean distance between two different samples.
    Dividing by m (m - 1) and not by m squared (Hersbach 2000, Weather and Forecasting 15) makes scores
    comparable between forecasts of different numbers of samples (the fair score, Ferro 2014, Quarterly
    Journal of the Royal Meteorological Society 140).

    Parameters
    ----------
    observed : array, shape (years,)
        Observed values; NaN where there is none.
    samples : array, shape (samples, years)
        Draws from the forecast.

    Returns
    -------
    array, shape (years,)
        In the unit of the series; NaN where nothing was observed.

    Raises
    ------
    InputError
        If shapes do not fit or a sample is not finite.
    """
    observed, samples = check_arrays(observed, samples)
    distance = np.abs(samples - observed).mean(axis=0)
    m = len(samples)
    if m == 1:
        return np.asarray(distance)
    weight = (2.0 * np.arange(1, m + 1) - m - 1.0) / (m * (m - 1.0))
    return np.asarray(distance - weight @ np.sort(samples, axis=0))


def rmse(observed: Floats, samples: Floats) -> float:
    """Compute the root mean square error of the predictive mean over observed years, in the series' unit."""
    observed, samples = check_arrays(observed, samples)
    return float(np.sqrt(np.nanmean((samples.mean(axis=0) - observed) ** 2)))


def coverage(observed: Floats, samples: Floats, level: int) -> float:
    """Compute the share of observed years within the central interval of 50 or 90 per cent, ends included."""
    observed, samples = check_arrays(observed, samples)
    ends = central_intervals(samples)
    seen = np.isfinite(observed)
    within = (ends[f"low{level}"] <= observed) & (observed <= ends[f"high{level}"])
    return float(within[seen].mean())


def central_intervals(samples: Floats) -> dict[str, Floats]:
    """Compute ends of the central intervals and the median by their names in QUANTILES, each (years,).

    Quantiles are interpolated as numpy does by default (Hyndman and Fan 1996, type 7).
    """
    found = np.quantile(samples, list(QUANTILES.values()), axis=0)
    return dict(zip(QUANTILES, found, strict=True))


def score_forecast(observed: Floats, samples: Floats) -> dict[str, float]:
    """Score one forecast of one series.

    The scores are the number of observed years, mean CRPS, RMSE, coverage of 50% and 90%.
    """
    covers = {f"cover{level}": coverage(observed, samples, level) for level in LEVELS}
    mean = float(np.nanmean(crps(observed, samples)))
    years = int(np.isfinite(observed).sum())
    return {"years": years, "crps": mean, "rmse": rmse(observed, samples), **covers}


def check_arrays(observed: Floats, samples: Floats) -> tuple[Floats, Floats]:
    """Convert both to arrays of floats and check their shapes and values.

    Raises
    ------
    InputError
        If shapes do not fit, nothing was observed, or a sample is not finite.
    """
    observed, samples = np.asarray(observed, float), np.asarray(samples, float)
    if observed.ndim != 1 or samples.ndim != 2 or samples.shape[1] != len(observed) or not len(samples):
        msg = (
            f"found samples of shape {samples.shape} for observations of shape {observed.shape};"
            " allowed is (samples, years) for (years,), with a sample at least"
        )
        raise InputError(msg)
    if not np.isfinite(observed).any():
        msg = "no year was observed, so there is nothing to score"
        raise InputError(msg)
    if not np.isfinite(samples).all():
        msg = f"{int((~np.isfinite(samples)).sum()):,} of {samples.size:,} samples are not finite"
        raise InputError(msg)
    return observed, samples
