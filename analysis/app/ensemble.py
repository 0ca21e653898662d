"""Play many runs of a setting with the compiled engine, for the fan and for comparing settings."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.engines.compiled import Ensemble, simulate
from ...model.errors import RunError
from ...model.outcomes import DIMENSIONS, INDICES, band_series, outcome_columns, path_columns, regime_name
from ..design.columns import engine_columns, run_columns
from ..design.parameter_draws import BATCH_RUNS
from ..execution.local import count_cores
from ..results import quantiles as bands
from .state import RUNS, Setting

Floats = NDArray[np.float64]
PARTS = tuple(bands.QUANTILES.values())


@dataclass(frozen=True)
class EnsembleResult:
    """Results of many runs of one setting.

    Attributes
    ----------
    fans : dict
        Quantiles, shape (quarters, 5), by actor (``hedger`` or a patron) and dimension.
    outcomes : array, shape (outcomes, runs)
        Outcomes of every run; those of a failed run are meaningless.
    sound : array of bool, shape (runs,)
        Which runs finished.
    patrons : tuple of str
        Ids in the order of the scenario file.
    """

    fans: dict[tuple[str, str], Floats]
    outcomes: Floats
    sound: NDArray[np.bool_]
    patrons: tuple[str, ...]

    def values(self, outcome: str) -> Floats:
        """Return one outcome of every run, failed ones included, shape (runs,)."""
        row: Floats = self.outcomes[list(outcome_columns(self.patrons)).index(outcome)]
        return row

    def means(self) -> dict[str, float]:
        """Compute means over the finished runs of security, economy, autonomy and utility."""
        return {name: float(self.values(f"{name}_mean")[self.sound].mean()) for name in INDICES}

    def regimes(self) -> dict[str, float]:
        """Compute the share of finished runs by their final regime, the most frequent first."""
        codes = Counter(self.values("regime")[self.sound].tolist())
        whole = codes.total()
        return {regime_name(code, self.patrons): n / whole for code, n in codes.most_common()}


def play_ensemble(setting: Setting, runs: int = RUNS) -> EnsembleResult:
    """Play a setting many times on all cores; the runs equal those of a batch bit for bit.

    Raises
    ------
    RunError
        If no run finished.
    """
    scenario, workers = setting.scenario, min(count_cores(), runs)

    def part(numbers: NDArray[np.int64]) -> Ensemble:
        columns = engine_columns(scenario, setting.strategy, run_columns(scenario, setting.draws, numbers))
        return simulate(scenario, setting.strategy, setting.seed, numbers, columns, bands=True)

    with ThreadPoolExecutor(workers) as threads:
        parts = list(threads.map(part, np.array_split(np.arange(runs), workers)))
    sound = np.concatenate([p.sound for p in parts])
    if not sound.any():
        msg = f"{scenario.name}: none of {runs:,} runs finished; `hedgesim run` says why"
        raise RunError(msg)
    counts = [p.spread.counts for p in parts]
    return EnsembleResult(
        compute_fans(counts, scenario.patrons),
        np.concatenate([p.outcomes for p in parts], 1),
        sound,
        scenario.patrons,
    )


def play_paths(setting: Setting, runs: int = BATCH_RUNS) -> Floats:
    """Play the first runs again and return INDICES over time, shape (runs, quarters, indices)."""
    scenario, numbers = setting.scenario, np.arange(runs)
    columns = engine_columns(scenario, setting.strategy, run_columns(scenario, setting.draws, numbers))
    played = simulate(scenario, setting.strategy, setting.seed, numbers, columns, paths=True)
    names = list(path_columns(scenario.patrons))
    return played.paths[:, :, [names.index(name) for name in INDICES]].copy()  # not a view: the rest is freed


def compute_fans(
    counts: Sequence[NDArray[np.integer]], patrons: tuple[str, ...]
) -> dict[tuple[str, str], Floats]:
    """Compute quantiles, shape (quarters, 5), by actor and dimension, from histograms of blocks of runs."""
    series = band_series(patrons)
    shown = [k for k, (_, dimension, _) in enumerate(series) if dimension in DIMENSIONS]
    whole = counts[0][:, shown]
    for more in counts[1:]:
        whole = whole + more[:, shown]
    found = bands.histogram_quantiles(whole, PARTS)
    return {series[k][:2]: found[:, place] for place, k in enumerate(shown)}
