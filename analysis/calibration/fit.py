"""Fitting a model to what happened: a problem, its chains, and posterior draws that batches can carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from .diagnostics import summarise_chains
from .mcmc import Stepped, play_chains
from .observations import Series
from .posterior import Posterior
from .prior import Prior
from .problem import Problem, build_problem

Numbers = NDArray[np.float64]

LEFT_OUT = 1 / 3
"""First part of every chain, which is still on its way."""


@dataclass(frozen=True, repr=False)
class Calibration(Posterior):
    """What came out.

    Attributes
    ----------
    problem : Problem
        What was asked.
    """

    problem: Problem


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
    """Fit parameters to observations.

    Parameters
    ----------
    histories : mapping
        Scenarios to their observations; more than one share the parameters.
    prior : Prior
        The parameters.
    folder : Path
        Where chains are stored as they go; chains found there go on.
    until : int
        Last year that counts.
    runs : int
        Runs that the model's reading is the mean of.
    steps : int
        Steps of each of four chains.
    draws : int
        Posterior draws to give.
    seed : int
        Seed of everything.
    workers : int
        Chains that play at the same time.
    stepped : callable
        Told how many steps were made, every few.

    Raises
    ------
    InputError
        If a scenario and its observations do not fit together.
    """
    asked = build_problem(histories, prior, until=until, runs=runs, seed=seed)
    chains, _ = play_chains(asked, steps, folder, workers=workers, stepped=stepped)
    settled = chains[:, int(steps * LEFT_OUT) :]
    drawn = thin_draws(prior, settled, draws, seed)
    name = f"{names_of([s.name for s in histories])} until {until}"
    return Calibration(prior, summarise_chains(prior, settled, seed), drawn, name, asked)


def names_of(histories: Sequence[str]) -> str:
    """Return names of histories, or how many there are where they are many."""
    return ", ".join(histories) if len(histories) <= 3 else f"{len(histories)} histories"


def thin_draws(prior: Prior, settled: Numbers, draws: int, seed: int) -> pd.DataFrame:
    """Take draws evenly over chains and steps and shuffle them, so that any first part is a fair sample."""
    flat = settled.reshape(-1, settled.shape[3])
    at = np.linspace(0, len(flat) - 1, min(draws, len(flat))).round().astype(int)
    order = np.random.default_rng([seed, 2]).permutation(len(at))
    return pd.DataFrame(flat[at][order], columns=list(prior.paths))
