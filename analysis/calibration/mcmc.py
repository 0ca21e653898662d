"""Markov chains of posterior draws: several independent ensembles of walkers (emcee), stored as they grow."""

from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path
from threading import Event

import emcee
import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ..results.output_paths import write_atomically
from .joint_readings import JointReader
from .problem import Problem, Reader, compute_log_posterior

Numbers = NDArray[np.float64]
Stepped = Callable[[int], None]

CHAINS = 4
STORED_EVERY = 25
"""Steps between two stores of a chain."""
TRIED = 20
"""Draws of the prior for each walker; the likeliest become starting points."""
STREAM = 0x43414C  # numbers of their own, apart from those of runs


def choose_walker_count(parameters: int) -> int:
    """Return the even number of walkers of an ensemble, more than twice the number of parameters."""
    return max(16, 2 * (parameters + 1))  # emcee refuses fewer than twice the parameters


def play_chains(
    p: Problem, steps: int, folder: Path, *, workers: int, stepped: Stepped = lambda _: None
) -> tuple[Numbers, Numbers]:
    """Sample all chains up to a number of steps, continuing from what the folder holds.

    Parameters
    ----------
    p : Problem
        Problem whose posterior is sampled.
    steps : int
        Total steps of each chain, stored ones included.
    folder : Path
        Folder of the files ``chain_K.npz``.
    workers : int
        Groups of chains that are sampled in parallel; those of a group share each call of the engine.
    stepped : callable
        Called with the number of new steps each time a chain is stored.

    Returns
    -------
    array, shape (chains, steps, walkers, parameters), and array, shape (chains, steps, walkers)
        Draws and their log posterior densities.

    Notes
    -----
    After Ctrl-C, or where the first chain fails, each of the others ends when it is next stored.
    """
    groups = min(workers, CHAINS)
    readers = [JointReader(p, len(range(k, CHAINS, groups))) for k in range(groups)]
    stopping = Event()

    def advance(more: int) -> None:
        stepped(more)
        if stopping.is_set():
            raise CancelledError

    def play(number: int) -> tuple[Numbers, Numbers]:
        reader = readers[number % groups]
        try:
            return play_chain(p, steps, folder, number, advance, reader.read)
        finally:
            reader.leave()

    with ThreadPoolExecutor(CHAINS) as threads:
        try:
            found = list(threads.map(play, range(CHAINS)))
        except BaseException:
            stopping.set()  # the pool waits for its chains
            raise
    return np.array([f[0] for f in found]), np.array([f[1] for f in found])


def play_chain(
    p: Problem, steps: int, folder: Path, number: int, stepped: Stepped, read: Reader | None = None
) -> tuple[Numbers, Numbers]:
    """Sample one chain, with readings of its own or with those of a :class:`.JointReader`.

    The chain and its random state are stored every STORED_EVERY steps, so that a killed run continues with
    bit-identical draws. Draws have the shape (steps, walkers, parameters), densities (steps, walkers).
    """
    place = folder / f"chain_{number}.npz"
    count = len(p.prior.paths)
    sampler = emcee.EnsembleSampler(
        choose_walker_count(count),
        count,
        lambda x: compute_log_posterior(p, x, read),
        vectorize=True,
        moves=build_moves(),
    )
    draws, density, state = open_chain(place, p, number, read)
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


def build_moves() -> list[tuple[emcee.moves.Move, float]]:
    """Build emcee's mixture of moves.

    Mostly differential evolution (ter Braak 2006), sometimes the stretch move.

    No snooker move: emcee 3.1.6 scales its steps by the distance that they change, so that it does not leave
    the target invariant (a normal's variance comes out up to two thirds too small).
    """
    return [(emcee.moves.DEMove(), 0.7), (emcee.moves.StretchMove(), 0.3)]


def open_chain(
    place: Path, p: Problem, number: int, read: Reader | None = None
) -> tuple[Numbers, Numbers, emcee.State]:
    """Read a stored chain, or start it: draws, log densities and emcee's state.

    Raises
    ------
    InputError
        If the file is damaged.
    """
    if not place.is_file():
        first = start_chain(p, number, read)
        shape = first.coords.shape
        return np.empty((0, *shape)), np.empty((0, shape[0])), first
    try:
        with place.open("rb") as file, np.load(file) as arrays:
            words = ("MT19937", arrays["random_key"], *arrays["random_rest"])
            random = (words[0], words[1], int(words[2]), int(words[3]), float(words[4]))
            draws, density = arrays["draws"], arrays["density"]
    except Exception as error:  # a flipped byte can make any error of the reader
        msg = (
            f"{place}: damaged, it cannot be read; remove it and the chain is made again, with the same draws"
        )
        raise InputError(msg) from error
    return draws, density, emcee.State(draws[-1], log_prob=density[-1], random_state=random)


def start_chain(p: Problem, number: int, read: Reader | None = None) -> emcee.State:
    """Draw a chain's own starting walkers, spread over the likeliest of many draws of the prior."""
    seed = np.random.SeedSequence([p.seed, STREAM, number])
    count = choose_walker_count(len(p.prior.paths))
    tried = p.prior.sample(TRIED * count, np.random.default_rng(seed))
    density = np.concatenate([compute_log_posterior(p, part, read) for part in np.array_split(tried, TRIED)])
    best = np.argsort(-density, kind="stable")[: 4 * count : 4]  # every fourth: not the top only
    # emcee takes the state of the legacy generator only
    random = np.random.RandomState(np.random.MT19937(seed.spawn(1)[0])).get_state()
    return emcee.State(tried[best], log_prob=density[best], random_state=random)


def store_chain(place: Path, draws: Numbers, density: Numbers, state: emcee.State) -> None:
    """Write a chain's draws, log densities and random state atomically: the whole file or nothing."""
    _, key, *rest = state.random_state
    with write_atomically(place) as part, part.open("wb") as file:
        np.savez(file, draws=draws, density=density, random_key=key, random_rest=np.array(rest, float))
