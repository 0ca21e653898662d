"""Tempered particles: draws of what inputs may be, once evidence has spoken.

Draws of the prior are taken; the evidence is let in bit by bit, each time so much that half of the draws
still count. Those that fit are copied, the others dropped, and every copy wanders by moves that leave the
target unchanged; when all evidence is in, they wander on until a draw no longer resembles where it started
(Del Moral, Doucet and Jasra 2006). Moves are preconditioned Crank-Nicolson ones (Cotter et al. 2013) about a
normal fit of the particles, whose acceptance does not fall with the number of inputs of which the evidence
says nothing. Each tenth of the particles moves about a fit of the other nine: a fit of those that it moves
would drive them apart. Sums are numpy's own, not those of a linear algebra library, so bits do not
depend on threads.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...model.errors import RunError

Numbers = NDArray[np.float64]
LogLikelihood = Callable[[Numbers], Numbers]
"""From z, shape (n, dimension), to log likelihoods, shape (n,)."""

LEAST_EFFECTIVE = 0.5
"""Part of the particles that must still count when a bit of evidence is let in."""
SURE = 3.0
"""Standard errors by which an input must differ from its prior for moves to follow what was learnt."""
ALIKE, ALIKE_AT_END = 0.4, 0.15
"""Correlation of particles with where they started at which moves end, within stages and at the last."""
ACCEPTED_PART = 0.3
"""Part of moves to accept; the step is adapted towards it."""
FIRST_STEP, STEPS = 0.6, (0.05, 0.99)
HALVINGS = 50
LEAST_MOVES = 2
FOLDS = 10
"""Parts of the particles, each of which moves about a fit of the others."""


@dataclass(frozen=True)
class Stage:
    """What happened while one bit of evidence was let in.

    Attributes
    ----------
    evidence : float
        Part of the evidence that is in, from 0 to 1.
    accepted : float
        Part of the moves that were accepted.
    moves : int
        Moves of each particle.
    resemblance : float
        Correlation of particles with where they started, the ninth decile over the inputs.
    adapted : int
        Inputs whose moves follow what was learnt.
    """

    evidence: float
    accepted: float
    moves: int
    resemblance: float
    adapted: int


@dataclass(frozen=True)
class Particles:
    """Equally likely draws, and how they came about.

    Attributes
    ----------
    z : array, shape (count, dimension)
        Inputs, each standard normal under the prior.
    log_likelihood : array, shape (count,)
        Log likelihood of each.
    before : array, shape (count,)
        Log likelihood of the draws of the prior that they began as.
    stages : tuple of Stage
        History; the last has all evidence in.
    step : float
        Size of moves, from 0 to 1.
    """

    z: Numbers
    log_likelihood: Numbers
    before: Numbers
    stages: tuple[Stage, ...] = ()
    step: float = FIRST_STEP

    @property
    def evidence(self) -> float:
        """Return the part of the evidence that is in."""
        return self.stages[-1].evidence if self.stages else 0.0


@dataclass(frozen=True)
class Reference:
    """A normal fit of particles, about which they move; the prior where nothing was learnt.

    Attributes
    ----------
    adapted : array of int, shape (a,)
        Inputs in which the fit differs from the prior.
    mean : array, shape (a,)
        Their means.
    root, inverse : array, shape (a, a)
        A square root of their covariance, and its inverse.
    """

    adapted: NDArray[np.int64]
    mean: Numbers
    root: Numbers
    inverse: Numbers

    def log_ratio(self, z: Numbers) -> Numbers:
        """Compute the log density of the fit against the prior up to a constant, shape (n,)."""
        part = z[:, self.adapted]
        away = multiply(part - self.mean, self.inverse)
        return np.asarray(0.5 * ((part**2).sum(axis=1) - (away**2).sum(axis=1)))

    def propose(self, z: Numbers, step: float, rng: np.random.Generator) -> Numbers:
        """Move each particle by a step that leaves the fit unchanged, shape (n, dimension)."""
        fresh = rng.standard_normal(z.shape)
        stay = np.sqrt(1.0 - step**2)
        moved = stay * z + step * fresh
        toward = multiply(fresh[:, self.adapted], self.root)
        moved[:, self.adapted] = self.mean + stay * (z[:, self.adapted] - self.mean) + step * toward
        return np.asarray(moved)


def sample_particles(
    log_likelihood: LogLikelihood,
    dimension: int,
    rng: np.random.Generator,
    count: int = 2000,
    *,
    most_moves: int = 15,
    last_moves: int = 50,
    resume: Particles | None = None,
    stored: Callable[[Particles], None] = lambda _: None,
) -> Particles:
    """Draw from the posterior of inputs that are standard normal under the prior.

    Parameters
    ----------
    log_likelihood : callable
        From z, shape (n, dimension), to log likelihoods, shape (n,); minus infinity or NaN if impossible.
    dimension : int
        Number of inputs.
    rng : Generator
        Source of chance; to resume it must stand where it stood when the particles were stored.
    count : int
        Number of particles.
    most_moves, last_moves : int
        Most moves of a particle within a stage, and within the last.
    resume : Particles, optional
        Particles that an earlier call stored.
    stored : callable
        Called with the particles after each stage.

    Raises
    ------
    RunError
        If no draw of the prior has a likelihood.
    """
    particles = resume or draw_prior(log_likelihood, dimension, rng, count)
    while particles.evidence < 1.0:
        particles = let_in(particles, log_likelihood, rng, (most_moves, last_moves))
        stored(particles)
    return particles


def draw_prior(
    log_likelihood: LogLikelihood, dimension: int, rng: np.random.Generator, count: int
) -> Particles:
    """Draw particles from the prior.

    Raises
    ------
    RunError
        If none has a likelihood.
    """
    z = rng.standard_normal((count, dimension))
    found = evaluate(log_likelihood, z)
    if not np.isfinite(found).any():
        msg = f"none of {count:,} draws of the prior has a likelihood: a run failed in every one"
        raise RunError(msg)
    return Particles(z, found, found)


def evaluate(log_likelihood: LogLikelihood, z: Numbers) -> Numbers:
    """Compute log likelihoods, minus infinity where there is none."""
    found = np.asarray(log_likelihood(z), float)
    return np.where(np.isfinite(found), found, -np.inf)


def let_in(
    particles: Particles, log_likelihood: LogLikelihood, rng: np.random.Generator, moves: tuple[int, int]
) -> Particles:
    """Let in as much evidence as leaves enough particles, copy those that fit, and let them wander.

    ``moves`` are the most moves within a stage, and within the last.
    """
    left = 1.0 - particles.evidence
    bit = choose_bit(particles.log_likelihood, left)
    evidence = 1.0 if bit == left else particles.evidence + bit
    chosen = resample(normalise(bit * particles.log_likelihood), len(particles.z), rng)
    start, likely = particles.z[chosen], particles.log_likelihood[chosen]
    z, step, accepted, alike = start, particles.step, list[float](), 1.0
    folds = np.array_split(np.arange(len(z)), FOLDS)  # copies are neighbours: no draw is in two but at seams
    fits = [fit_reference(np.delete(z, fold, axis=0)) for fold in folds]
    adapted = np.unique(np.concatenate([fit.adapted for fit in fits]))
    most, enough = (moves[0], ALIKE) if evidence < 1.0 else (moves[1], ALIKE_AT_END)
    while len(accepted) < LEAST_MOVES or (len(accepted) < most and alike > enough):
        z, likely, part = move(z, likely, evidence, log_likelihood, fits, step, rng)
        accepted.append(part)
        step = float(np.clip(step * np.exp(0.8 * (part - ACCEPTED_PART)), *STEPS))
        alike = measure_resemblance(start, z, adapted)
    stage = Stage(evidence, float(np.mean(accepted)), len(accepted), alike, len(adapted))
    return replace(particles, z=z, log_likelihood=likely, stages=(*particles.stages, stage), step=step)


def move(
    z: Numbers,
    likely: Numbers,
    evidence: float,
    log_likelihood: LogLikelihood,
    fits: Sequence[Reference],
    step: float,
    rng: np.random.Generator,
) -> tuple[Numbers, Numbers, float]:
    """Propose a step to every particle and accept it by Metropolis and Hastings' rule.

    Returns
    -------
    array of shape (count, dimension), array of shape (count,), float
        Particles, their log likelihoods, and the part that moved.
    """
    parts = list(zip(fits, np.array_split(z, len(fits)), strict=True))
    steps = [fit.propose(part, step, rng) for fit, part in parts]
    drift = [fit.log_ratio(new) - fit.log_ratio(part) for (fit, part), new in zip(parts, steps, strict=True)]
    moved = np.concatenate(steps)
    theirs = evaluate(log_likelihood, moved)
    with np.errstate(invalid="ignore"):  # from impossible to impossible is no number, and not accepted
        gain = evidence * (theirs - likely) - np.concatenate(drift)
    go = np.log(rng.random(len(z))) < gain
    return np.where(go[:, None], moved, z), np.where(go, theirs, likely), float(go.mean())


def choose_bit(likely: Numbers, left: float) -> float:
    """Choose the largest part of the evidence that leaves enough effective particles, by bisection."""
    least = LEAST_EFFECTIVE * len(likely)
    if count_effective(normalise(left * likely)) >= least:
        return left
    low, high = 0.0, left
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if count_effective(normalise(middle * likely)) > least else (low, middle)
    return high  # above 0 even where fewer than enough have a likelihood at all


def normalise(log_weights: Numbers) -> Numbers:
    """Compute weights that sum to 1 from their logs."""
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def count_effective(weights: Numbers) -> float:
    """Compute the effective number of draws of weights that sum to 1 (Kish 1965)."""
    return float(1.0 / (weights**2).sum())


def resample(weights: Numbers, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw rows by systematic resampling, in ascending order; shape (count,)."""
    places = (np.arange(count) + rng.random()) / count
    return np.minimum(np.searchsorted(np.cumsum(weights), places), len(weights) - 1)


def fit_reference(z: Numbers) -> Reference:
    """Fit a normal distribution in those inputs that clearly differ from their prior.

    Directions whose variance chance alone may give (Marchenko and Pastur 1967) keep that of the prior; of the
    others the part is made up for by which the variance of few draws in many inputs comes out too small.
    """
    effective = LEAST_EFFECTIVE * len(z)
    mean, variance = z.mean(axis=0), z.var(axis=0)
    moved = np.abs(mean) > SURE / np.sqrt(effective)
    adapted = np.flatnonzero(moved | (np.abs(variance - 1.0) > SURE * np.sqrt(2.0 / effective)))
    away = z[:, adapted] - mean[adapted]
    variances, directions = np.linalg.eigh(np.einsum("ni,nj->ij", away, away) / (len(z) - 1))
    noise = np.sqrt(len(adapted) / effective)
    clear = (variances < (1.0 - noise) ** 2) | (variances > (1.0 + noise) ** 2)
    spread = np.sqrt(np.where(clear & (noise < 1.0), variances / (1.0 - min(noise, 0.9) ** 2), 1.0))
    return Reference(adapted, mean[adapted], directions * spread, (directions / spread).T)


def multiply(rows: Numbers, matrix: Numbers) -> Numbers:
    """Multiply each row by a matrix from the left, in numpy's own order of summing."""
    return np.asarray(np.einsum("ij,nj->ni", matrix, rows))


def measure_resemblance(start: Numbers, z: Numbers, adapted: NDArray[np.int64]) -> float:
    """Measure how particles still correlate with where they started: ninth decile over adapted inputs.

    Where no input was adapted all count.
    """
    columns = adapted if len(adapted) else np.arange(z.shape[1])
    a, b = (x[:, columns] - x[:, columns].mean(axis=0) for x in (start, z))
    correlations = (a * b).sum(axis=0) / np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0))
    return float(np.quantile(correlations, 0.9))
