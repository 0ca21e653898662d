"""Calibration of a model: build the problem, sample its chains, and thin them to posterior draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.arguments import normalise_arguments
from ...model.scenario.scenario import Scenario
from .diagnostics import summarise_chains
from .mcmc import Stepped, play_chains
from .observations import Series
from .posterior import Posterior
from .prior import Prior
from .problem import Problem, build_problem

Numbers = NDArray[np.float64]

BURN_IN = 1 / 3
"""First part of every chain, discarded as burn-in."""


@dataclass(frozen=True, repr=False)
class Calibration(Posterior):
    """A posterior together with the problem that was fitted.

    Attributes
    ----------
    problem : Problem
        Scenarios, observations and prior.
    """

    problem: Problem


@normalise_arguments
def calibrate(
    histories: Mapping[Scenario, Sequence[Series]],
    prior: Prior,
    folder: Path,
    *,
    until: int = 2016,
    runs: int = 8,
    steps: int = 1500,
    draws: int = 1000,
    seed: int = 1,
    workers: int = 1,
    stepped: Stepped = lambda _: None,
) -> Calibration:
    """Fit parameters to observations and return their posterior.

    Parameters
    ----------
    histories : mapping
        Scenarios to their observations; several scenarios share the parameters.
    prior : Prior
        Prior of the parameters.
    folder : Path
        Folder in which chains are stored while they are sampled; chains found in it are continued.
    until : int
        Last year of observations used.
    runs : int
        Runs over whose shocks the model's reading is averaged.
    steps : int
        Steps of each of the four chains.
    draws : int
        Posterior draws to return.
    seed : int
        Seed of shocks, chains and thinning.
    workers : int
        Chains sampled in parallel.
    stepped : callable
        Called with the number of new steps each time a chain is stored.

    Raises
    ------
    InputError
        If a scenario's years and its observations do not match.
    """
    problem = build_problem(histories, prior, until=until, runs=runs, seed=seed)
    chains, _ = play_chains(problem, steps, folder, workers=workers, stepped=stepped)
    settled = chains[:, int(steps * BURN_IN) :]
    drawn = thin_draws(prior, settled, draws, seed)
    name = f"{join_history_names([s.name for s in histories])} until {until}"
    return Calibration(prior, summarise_chains(prior, settled, seed), drawn, name, problem)


def join_history_names(histories: Sequence[str]) -> str:
    """Join the names of histories, or state their number if there are more than three."""
    return ", ".join(histories) if len(histories) <= 3 else f"{len(histories)} histories"


def thin_draws(prior: Prior, settled: Numbers, draws: int, seed: int) -> pd.DataFrame:
    """Take draws evenly over chains and steps and shuffle them, so that any first part is a fair sample.

    ``settled`` has the shape (chains, steps, walkers, parameters); the table has a column for each parameter.
    """
    flat = settled.reshape(-1, settled.shape[3])
    at = np.linspace(0, len(flat) - 1, min(draws, len(flat))).round().astype(int)
    order = np.random.default_rng([seed, 2]).permutation(len(at))
    return pd.DataFrame(flat[at][order], columns=list(prior.paths))
