"""Ways to play baseline runs with ``hedge``: each takes a number of runs and gives their mean utilities."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from math import nan

import mesa
import numpy as np
from numpy.typing import NDArray

from hedgesim.analysis.notebook.ema_workbench import import_workbench
from hedgesim.model import HedgingModel, Scenario, simulate_run
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import outcome_columns

Floats = NDArray[np.float64]
SEED, STRATEGY, MEAN = 1, "hedge", "utility_mean"
PIECES = 16
"""Slices that compiled runs are cut into, the same ones for any number of threads."""


@dataclass(frozen=True)
class Variant:
    """A way to play runs.

    Attributes
    ----------
    name : str
        As tables and figures call it.
    play : callable
        Plays runs 0 to n - 1 and gives the mean utility of each.
    runs, quick : int
        Runs of a round: enough for a second or so, and a few for trying out.
    cores : int
        Cores it uses.
    """

    name: str
    play: Callable[[int], Floats]
    runs: int
    quick: int
    cores: int = 1


@cache
def baseline() -> Scenario:
    """Return the scenario that all of them play."""
    return Scenario.load("belarus/baseline")


def played(model: HedgingModel) -> float:
    """Return mean utility of a model that is stepped to its end."""
    while model.running:
        model.step()
    return float(model.outcomes[MEAN])  # type: ignore[arg-type]


def mesa_loop(n: int) -> Floats:
    """Return a loop that makes a Mesa model and steps it."""
    return np.array([played(HedgingModel(baseline(), STRATEGY, run, SEED)) for run in range(n)])


class Reporting(HedgingModel):
    """The Mesa model with a column that holds the mean utility once the run has ended."""

    def collect_first(self) -> None:
        """Set up the data collector; row 0 of the new column holds nothing."""
        super().collect_first()
        self.datacollector.model_reporters[MEAN] = self.mean_at_end
        self.datacollector.model_vars[MEAN] = [nan]

    def mean_at_end(self) -> float:
        """Return the mean over all quarters after the last one, nothing before."""
        return float(self.outcomes[MEAN]) if self.quarter == self.spec.horizon else nan  # type: ignore[arg-type]


def mesa_batch_run(n: int) -> Floats:
    """Mesa's own batch runner in one process; it reports the last quarter of every agent."""
    parameters = {"spec": baseline(), "strategy": STRATEGY, "run": range(n), "rng": SEED}
    rows = mesa.batch_run(Reporting, parameters, number_processes=1, display_progress=False)
    return np.array(list({row["run"]: row[MEAN] for row in rows}.values()))


def ema_workbench(n: int) -> Floats:
    """Return the EMA Workbench with its sequential evaluator over the Mesa model."""
    ema = import_workbench()

    def run_model(run: int) -> dict[str, float]:
        return {MEAN: played(HedgingModel(baseline(), STRATEGY, int(run), SEED))}

    model = ema.Model("hedgesim", function=run_model)
    model.uncertainties = [ema.IntegerParameter("run", 0, max(1, n - 1))]
    model.outcomes = [ema.ScalarOutcome(MEAN)]
    designs = [ema.Scenario(str(run), run=run) for run in range(n)]
    with ema.SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(designs, log_progress=True)
    order = np.argsort(experiments["run"].to_numpy(int))
    return np.asarray(outcomes[MEAN])[order]


def plain_rules(n: int) -> Floats:
    """Return the rules in plain Python, without Mesa."""
    runs = (simulate_run(baseline(), STRATEGY, SEED, run) for run in range(n))
    return np.array([run.outcomes[MEAN] for run in runs], float)


def piece(runs: NDArray[np.int64], *, bands: bool) -> Floats:
    """Play some runs in compiled code."""
    made = simulate(baseline(), STRATEGY, SEED, runs, bands=bands)
    means: Floats = made.outcomes[list(outcome_columns(baseline().patrons)).index(MEAN)]
    return means


def compiled(n: int, *, threads: int, bands: bool = False) -> Floats:
    """Return the compiled rules on some threads, with outcomes only or with the histograms of bands."""
    pieces = np.array_split(np.arange(n, dtype=np.int64), PIECES)
    play = partial(piece, bands=bands)
    if threads == 1:
        return np.concatenate(list(map(play, pieces)))
    with ThreadPoolExecutor(threads) as pool:
        return np.concatenate(list(pool.map(play, pieces)))


MESA_LOOP = Variant("Mesa loop", mesa_loop, 60, 10)
BATCH_RUN = Variant("mesa.batch_run", mesa_batch_run, 60, 10)
ONE_THREAD = Variant("compiled, 1 thread", partial(compiled, threads=1), 96_000, 9_600)
TWO_THREADS = Variant("compiled, 2 threads", partial(compiled, threads=2), 192_000, 19_200, 2)
VARIANTS = (
    MESA_LOOP,
    BATCH_RUN,
    Variant("EMA Workbench, sequential", ema_workbench, 60, 10),
    Variant("plain rules", plain_rules, 60, 10),
    ONE_THREAD,
    TWO_THREADS,
    Variant("compiled with bands, 1 thread", partial(compiled, threads=1, bands=True), 96_000, 9_600),
    Variant("compiled with bands, 2 threads", partial(compiled, threads=2, bands=True), 192_000, 19_200, 2),
)


def warm_up() -> Iterator[str]:
    """Play a few runs of every variant, so that nothing is loaded or compiled while a clock runs."""
    for variant in VARIANTS:
        variant.play(2 * PIECES if variant.name.startswith("compiled") else 2)
        yield variant.name
