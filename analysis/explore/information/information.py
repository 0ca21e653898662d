"""Value of information for a state that commits itself to one mix of effort, from the points of a sweep.

A reactive strategy sees every parameter of the model while it plays, so information is worth hardly anything
to it. The decisions are therefore fixed mixes (:mod:`.library`), played at the points of the folder.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ....model.arguments import normalise_arguments
from ....model.errors import InputError
from ....model.parameters.lookup import effort_paths
from ....model.text import shell_word
from ...design import duration
from ...design.batch import Batch
from ...design.columns import run_columns
from ...design.parameter_draws import Draws
from ...execution.local import count_cores
from ...results.folder import Results
from ...results.manifest import rebuild_batch
from ..futures import Cases, Part
from ..optimisation.question import simulate_utilities
from .expectation import Report, compute_expectation, count_steps, ignore_steps
from .library import build_library, count_mixes, count_search
from .result import Information

Vector = NDArray[np.float64]

RUNS = 8
LEAST, MOST = 30, 2_000
"""Fewest points, five for each coefficient of a spline; and most, of which more are thinned at random."""
BLOCKS = {"sobol": 2, "morris": 1}
"""Designs in blocks of so many points for each input, plus as many, that share values within a block."""


@dataclass(frozen=True)
class Subject:
    """What is played: points of one scenario, and the inputs that vary over them.

    Attributes
    ----------
    cases : Cases
        The scenario at its points.
    inputs : dict
        Values by path, shape (points,).
    available : int
        Points of the folder, of which some may have been left out.
    seed : int
        Seed of the shocks, permutations and resamples.
    """

    cases: Cases
    inputs: dict[str, Vector]
    available: int
    seed: int


@normalise_arguments
def voi(
    results: Results,
    *,
    pairs: int = 0,
    runs: int = RUNS,
    seed: int | None = None,
    workers: int | None = None,
) -> Information:
    """Compute what knowing inputs would be worth to a state that commits itself to one mix of effort.

    Parameters
    ----------
    results : Results
        A sweep, or a batch with drawn parameters, of one scenario.
    pairs : int
        Number of pairs of inputs to list, those that are most worth knowing together.
    runs, seed : int, optional
        Runs of each mix at each point, and their seed; by default 8, and as in the folder.
    workers : int, optional
        Cores to use; all by default.

    Raises
    ------
    InputError
        If the folder has several scenarios, no inputs that vary, too few points, or a design one at a time.
    """
    return compute_information(list_subject(results, runs, seed), pairs, workers)


def compute_information(
    subject: Subject, pairs: int = 0, workers: int | None = None, report: Report = ignore_steps
) -> Information:
    """Compute the value of information of a subject; ``report`` takes steps of :func:`plan_steps`."""
    cases, scenario = subject.cases, subject.cases.scenario
    cores = workers or count_cores()
    mixes = build_library(cases, subject.seed, cores)
    report(1)
    utility = simulate_library(subject, mixes, cores, report)
    values = compute_expectation(utility, subject.inputs, subject.seed, pairs, report)
    means = utility.mean(axis=2)
    best = np.bincount(means.argmax(axis=0), minlength=len(mixes)) / cases.points
    mixes.insert(2, "mean", means.mean(axis=1))
    mixes.insert(3, "best", best)
    mixes = mixes.sort_values("mean", ascending=False, kind="stable", ignore_index=True)
    size = (cases.points, subject.available, cases.runs, subject.seed)
    return Information(scenario.name, scenario.digest, *size, values, mixes)


def simulate_library(
    subject: Subject, mixes: pd.DataFrame, workers: int, report: Report
) -> NDArray[np.float64]:
    """Simulate every mix at every point: utility, shape (mixes, points, runs)."""
    cases = subject.cases
    shares = mixes[effort_paths(cases.patrons)].to_numpy(float)
    parts = []
    for first in range(0, len(shares), workers):
        some = shares[first : first + workers]
        parts.append(simulate_utilities(cases, "effort", some, subject.seed, workers))
        report(len(some))
    return np.concatenate(parts).reshape(len(shares), cases.points, cases.runs)


def list_subject(results: Results, runs: int, seed: int | None = None) -> Subject:
    """Return the points of a folder and the inputs that vary over them.

    Parameters
    ----------
    results : Results
        A sweep, or a batch with drawn parameters: then each draw that was played is a point.
    runs : int
        Runs at each point.
    seed : int, optional
        Seed; by default as in the folder.

    Raises
    ------
    InputError
        With every reason why there is no value of information.
    """
    batch = rebuild_batch(results.manifest, results.folder)
    if faults := list(find_faults(batch)):
        raise InputError(*(f"{results.folder}: {fault}" for fault in faults))
    key = batch.seed if seed is None else seed
    columns, draws = list_columns(batch)
    names = list_inputs(batch, columns)
    size = len(columns[names[0]])
    part = Part(batch.scenarios[0], columns, size).select_points(choose_points(batch, size, key))
    numbers = range(batch.first_run, batch.first_run + runs)
    cases = Cases((part,), numbers, averaged=False, draws=draws)
    inputs = {path: np.asarray(part.columns[path], float) for path in names}
    return Subject(cases, inputs, size, key)


def list_columns(batch: Batch) -> tuple[dict[str, Vector], Draws | None]:
    """Return values by path at the points, shape (points,), and draws that runs take."""
    if batch.points or not batch.draws:
        return {**batch.points}, batch.draws
    numbers = np.arange(batch.first_run, batch.first_run + min(batch.runs, batch.draws.count))
    return run_columns(batch.scenarios[0], batch.draws, numbers), None


def list_inputs(batch: Batch, columns: dict[str, Vector]) -> list[str]:
    """Return the paths of what could be known: what varies, except effort, which is what is decided."""
    varied = batch.points or (batch.draws.for_scenario(batch.scenarios[0]) if batch.draws else {})
    decided = effort_paths(batch.patrons)
    return [path for path in varied if path not in decided and np.ptp(columns[path]) > 0.0]


def find_faults(batch: Batch) -> Iterator[str]:
    """Yield the reasons why a batch has no value of information."""
    advice = f"hedgesim sweep {shell_word(batch.scenarios[0].name)} --uncertain --samples 1000"
    columns, _ = list_columns(batch)
    if len(batch.scenarios) > 1:
        yield f"found {len(batch.scenarios)} scenarios; information has a value in one: {advice}"
    elif not (names := list_inputs(batch, columns)):
        yield f"nothing varies in it that could be known; make a sweep: {advice}"
    elif batch.spec.get("kind") == "oat":
        yield "a design oat changes one input at a time, which samples no futures; sweep with --design lhs"
    elif (count := len(choose_points(batch, len(columns[names[0]]), batch.seed))) < LEAST:
        yield f"found {count} points; at least {LEAST} are needed: more --samples, or more --runs of draws"


def choose_points(batch: Batch, points: int, seed: int) -> NDArray[np.int64]:
    """Return the points to play: of a block of a design its first and last, and at most MOST in all."""
    places = np.arange(points)
    if kind := BLOCKS.get(str(batch.spec.get("kind"))):
        size = kind * (len(batch.points) + 1)
        places = places[(places % size == 0) | (places % size == size - 1)]
    if len(places) <= MOST:
        return places
    return np.sort(np.random.default_rng(seed).permutation(places)[:MOST])


def plan_steps(subject: Subject, pairs: int) -> int:
    """Count the steps that :func:`compute_information` reports."""
    return 1 + count_mixes(subject.cases) + count_steps(len(subject.inputs), pairs)


def describe_information(subject: Subject, workers: int | None) -> str:
    """Describe what will be played, and its approximate duration."""
    cases, mixes = subject.cases, count_mixes(subject.cases)
    thinned = f" (of {subject.available:,})" if subject.available > cases.points else ""
    runs = mixes * cases.points * cases.runs + count_search(cases)
    seconds = duration.estimate_calls(mixes, runs // mixes, cases.scenario.horizon, workers or count_cores())
    return (
        f"{mixes} committed mixes x {cases.points:,} points{thinned} x {cases.runs} runs,"
        f" {len(subject.inputs)} inputs, {duration.describe_duration(seconds)}"
    )
