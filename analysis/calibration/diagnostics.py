"""Diagnostics of chains and summaries of draws: R-hat, effective draws, medians, reduction of variance."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..compare.paired import list_rows
from .prior import Prior

Numbers = NDArray[np.float64]

RHAT_LIMIT = 1.05
"""R-hat up to which a parameter counts as converged."""
ENOUGH = 400.0
"""Effective draws from which on a 90% interval is reliable (Vehtari et al. 2021)."""
WINDOW = 5.0
"""Autocorrelation times that an autocorrelation time is summed over (Sokal 1997)."""
SD_RATIO_LIMIT = 0.25
"""Part of the prior variance that must be gone for a parameter to count as informed by the data."""


def compute_rhat(draws: Numbers) -> Numbers:
    """Compute the split R-hat of each parameter (Gelman and Rubin 1992; Vehtari et al. 2021): (parameters,).

    Parameters
    ----------
    draws : array, shape (chains, steps, walkers, parameters)
        Walkers of one ensemble are not independent: each half of a whole ensemble counts as one sequence.
    """
    half = draws.shape[1] // 2
    parts = np.concatenate([draws[:, :half], draws[:, half : 2 * half]])
    sequences = parts.reshape(len(parts), -1, draws.shape[3])
    n = sequences.shape[1]
    within = sequences.var(axis=1, ddof=1).mean(axis=0)
    between = sequences.mean(axis=1).var(axis=0, ddof=1)
    # the guard keeps a parameter that never moved from dividing by zero
    return np.asarray(np.sqrt(((n - 1) / n * within + between) / np.maximum(within, 1e-300)))


def compute_effective_draws(draws: Numbers) -> Numbers:
    """Compute the effective number of draws from autocorrelation times, shape (parameters,).

    Parameters
    ----------
    draws : array, shape (chains, steps, walkers, parameters)
        The number of draws divided by the autocorrelation time is summed over chains.
    """
    chains, steps, count, parameters = draws.shape
    times = [[autocorrelation_time(draws[c, :, :, k]) for k in range(parameters)] for c in range(chains)]
    return np.asarray((steps * count / np.array(times)).sum(axis=0))


def autocorrelation_time(steps: Numbers) -> float:
    """Compute the integrated autocorrelation time, in steps (Sokal 1997; Goodman and Weare 2010).

    Parameters
    ----------
    steps : array, shape (steps, walkers)
        One parameter of one ensemble. All walkers are centred on their common mean: centred on its own
        mean, a short chain seems to decorrelate too fast.
    """
    n = len(steps)
    centred = steps - steps.mean()
    # padded with zeros to twice the length, or the transform would wrap the end onto the beginning
    spectrum = np.abs(np.fft.rfft(centred, 2 * n, axis=0)) ** 2
    products = np.fft.irfft(spectrum, 2 * n, axis=0)[:n].mean(axis=1) / np.arange(n, 0, -1)
    if not products[0] > 0.0:
        return float(n)
    sums = 2.0 * np.cumsum(products / products[0]) - 1.0
    wide = np.flatnonzero(np.arange(n) >= WINDOW * sums)  # none where steps are too few
    return float(max(sums[wide[0]] if len(wide) else sums.max(), 1.0))


def summarise_chains(prior: Prior, draws: Numbers, seed: int) -> pd.DataFrame:
    """Summarise each parameter in one row.

    The columns are those of :func:`summarise_draws`, then ``r_hat`` and ``effective_draws``.

    Parameters
    ----------
    prior : Prior
        Prior of the parameters.
    draws : array, shape (chains, steps, walkers, parameters)
        Draws after burn-in.
    seed : int
        Seed of the draws that the prior's variances are computed from.
    """
    rows = summarise_draws(prior, draws.reshape(-1, draws.shape[3]), seed)
    return rows.assign(r_hat=compute_rhat(draws), effective_draws=compute_effective_draws(draws))


def summarise_draws(prior: Prior, flat: Numbers, seed: int) -> pd.DataFrame:
    """Summarise draws that need not come from chains, one row a parameter.

    The columns are prior range, median, 90% interval, the reduction of the prior's variance (0 to 1), and
    whether it is large enough to call the parameter informed by the data. ``flat`` has the shape (draws,
    parameters), in any order.
    """
    low, median, high = np.quantile(flat, (0.05, 0.5, 0.95), axis=0)
    before = prior.sample(20_000, np.random.default_rng([seed, 1])).var(axis=0)
    gone = 1.0 - flat.var(axis=0) / before
    return pd.DataFrame(
        {
            "parameter": prior.paths,
            "prior_low": prior.low,
            "prior_high": prior.high,
            "low": low,
            "median": median,
            "high": high,
            "variance_gone": gone,
            "informed": gone >= SD_RATIO_LIMIT,
        }
    )


def describe_convergence(rows: pd.DataFrame) -> list[str]:
    """Describe each parameter with a large R-hat or too few effective draws, one line each."""
    wrong = rows[(rows["r_hat"] > RHAT_LIMIT) | (rows["effective_draws"] < ENOUGH)]
    return [
        f"{row['parameter']}: R-hat {row['r_hat']:.3f}, {row['effective_draws']:.0f} effective draws"
        for row in list_rows(wrong)
    ]
