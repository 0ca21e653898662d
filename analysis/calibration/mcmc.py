"""Chains of posterior draws: several independent ensembles of walkers (emcee), stored as they go."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import emcee
import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ..results.output_paths import write_atomically
from .problem import Problem, log_posterior

Numbers = NDArray[np.float64]
Stepped = Callable[[int], None]

CHAINS = 4
STORED_EVERY = 25
"""Steps between two stores of a chain."""
TRIED = 20
"""Draws of the prior for each walker, of which the likeliest begin."""
STREAM = 0x43414C  # numbers of their own, apart from those of runs


def walker_count(parameters: int) -> int:
    """Walkers of an ensemble: twice the parameters that the moves need, and an even number."""
    return max(16, 2 * (parameters + 1))


def play_chains(
    p: Problem, steps: int, folder: Path, *, workers: int, stepped: Stepped = lambda _: None
) -> tuple[Numbers, Numbers]:
    """Play all chains to a number of steps, from where the folder has them.

    Parameters
    ----------
    p : Problem
        What is asked.
    steps : int
        Steps of each chain in all.
    folder : Path
        Where ``chain_K.npz`` are stored.
    workers : int
        Chains that play at the same time.
    stepped : callable
        Told the number of steps each time a chain is stored.

    Returns
    -------
    array, shape (chains, steps, walkers, parameters), and array, shape (chains, steps, walkers)
        Draws and their log posterior densities.
    """
    with ThreadPoolExecutor(workers) as threads:
        found = list(threads.map(lambda k: play_chain(p, steps, folder, k, stepped), range(CHAINS)))
    return np.array([f[0] for f in found]), np.array([f[1] for f in found])


def play_chain(
    p: Problem, steps: int, folder: Path, number: int, stepped: Stepped
) -> tuple[Numbers, Numbers]:
    """Play one chain.

    It is stored every few steps, so that after a kill it goes on from there with the same bits.
    """
    place = folder / f"chain_{number}.npz"
    count = len(p.prior.paths)
    sampler = emcee.EnsembleSampler(
        walker_count(count), count, lambda x: log_posterior(p, x), vectorize=True, moves=moves()
    )
    draws, density, state = open_chain(place, p, number)
    stepped(len(draws))
    while len(draws) < steps:
        more = min(STORED_EVERY, steps - len(draws))
        sampler.reset()
        state = sampler.run_mcmc(state, more, skip_initial_state_check=True)
        draws = np.concatenate([draws, sampler.get_chain()])
        density = np.concatenate([density, sampler.get_log_prob()])
        store_chain(place, draws, density, state)
        stepped(more)
    return draws[:steps], density[:steps]


def moves() -> list[tuple[emcee.moves.Move, float]]:
    """Return how walkers move.

    They move mostly along differences between others (ter Braak 2006), sometimes stretching.

    No snooker: emcee 3.1.6 scales its steps by the distance that they change, which does not leave a target
    as it is (a normal's variance comes out up to two thirds too small).
    """
    return [(emcee.moves.DEMove(), 0.7), (emcee.moves.StretchMove(), 0.3)]


def open_chain(place: Path, p: Problem, number: int) -> tuple[Numbers, Numbers, emcee.State]:
    """Return a chain as it was stored, or its beginning."""
    if not place.is_file():
        first = start_chain(p, number)
        shape = first.coords.shape
        return np.empty((0, *shape)), np.empty((0, shape[0])), first
    try:
        with place.open("rb") as file, np.load(file) as held:
            words = ("MT19937", held["random_key"], *held["random_rest"])
            random = (words[0], words[1], int(words[2]), int(words[3]), float(words[4]))
            draws, density = held["draws"], held["density"]
    except Exception as error:  # a flipped byte can make any error of the reader
        msg = (
            f"{place}: damaged, it cannot be read; remove it and the chain is made again, with the same draws"
        )
        raise InputError(msg) from error
    return draws, density, emcee.State(draws[-1], log_prob=density[-1], random_state=random)


def start_chain(p: Problem, number: int) -> emcee.State:
    """Return where a chain begins: of many draws of the prior the likeliest, each chain with its own."""
    seed = np.random.SeedSequence([p.seed, STREAM, number])
    count = walker_count(len(p.prior.paths))
    tried = p.prior.sample(TRIED * count, np.random.default_rng(seed))
    density = np.concatenate([log_posterior(p, part) for part in np.array_split(tried, TRIED)])
    best = np.argsort(-density, kind="stable")[: 4 * count : 4]  # spread, not all at the top
    random = np.random.RandomState(np.random.MT19937(seed.spawn(1)[0])).get_state()
    return emcee.State(tried[best], log_prob=density[best], random_state=random)


def store_chain(place: Path, draws: Numbers, density: Numbers, state: emcee.State) -> None:
    """Write a chain whole or not at all."""
    _, key, *rest = state.random_state
    with write_atomically(place) as part, part.open("wb") as file:
        np.savez(file, draws=draws, density=density, random_key=key, random_rest=np.array(rest, float))
