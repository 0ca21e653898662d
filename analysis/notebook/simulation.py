"""Batches and sweeps in memory for notebooks, with the tables and figures of a result folder."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.scenario.scenario import Scenario
from ...model.strategies import HEDGE
from ..compare.comparison import Comparison, comparison
from ..compare.paired import (
    MEANS,
    compute_means,
    compute_strategy_differences,
    join_outcomes,
    list_finished_runs,
)
from ..compare.two_part import PARTS
from ..design.arguments import Names, list_names, load_scenario, load_scenarios
from ..design.batch import AUTO, RUNS, SEED, Batch, describe_batch, plan_batch
from ..design.parameter_draws import BATCH_RUNS
from ..design.sweep import SweepRequest, build_points, plan_sweep
from ..design.table_file import is_table_name
from ..ensembles.default import CASE, Source, choose_draws
from ..execution.in_memory import Tables, build_tables, path_table
from ..explore.mix_search import complete_mixes
from ..explore.sensitivity import sensitivity
from ..plots import draw as plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Simulation:
    """Runs in memory, identical bit for bit to those of a result folder of the same batch.

    Parameters
    ----------
    batch : Batch
        The batch to play.
    workers : int, optional
        Number of cores to use; all by default.

    Attributes
    ----------
    tables : Tables
        Manifest, design, outcomes and bands, as :func:`~hedgesim.analysis.results.folder.load` returns them.
    """

    @normalise_arguments
    def __init__(self, batch: Batch, workers: int | None = None) -> None:
        self.batch, self.workers = batch, workers
        self.tables: Tables = build_tables(batch, workers)

    def __repr__(self) -> str:
        return f"<Simulation {describe_batch(self.batch)}>"

    def _repr_html_(self) -> str:
        return f"<p>{describe_batch(self.batch)}</p>{self.summary().to_html(float_format='{:.3f}'.format)}"

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Return design and outcomes, one row per run: run_id to seed, every value set, every outcome."""
        return join_outcomes(self.tables.design, self.tables.outcomes)

    @property
    def bands(self) -> pd.DataFrame:
        """Return quantiles and means over runs by scenario, strategy, quarter, actor and dimension."""
        return self.tables.bands

    @cached_property
    def paths(self) -> pd.DataFrame:
        """Return the paths, one row per finished run and quarter, with scenario, strategy, point and run.

        The runs are played again when this is first read.
        """
        heads = [c for c in ("run_id", "scenario", "strategy", "point", "run") if c in self.tables.design]
        return self.tables.design[heads].merge(path_table(self.batch, self.workers), on="run_id")

    def summary(self) -> pd.DataFrame:
        """Compute means over finished runs by scenario and strategy.

        Returns
        -------
        DataFrame
            runs, the means of security, economy, autonomy and utility, and if ``hedge`` was run the utility
            less that of ``hedge``, paired by run, with the 95% interval of its mean: less_hedge, low, high;
            where runs carry draws also draws_low, draws_high, share and noise, see
            :data:`~hedgesim.analysis.compare.two_part.PARTS`.

        Raises
        ------
        InputError
            If no run finished.
        """
        runs = list_finished_runs(self.tables)
        keys = ["scenario", "strategy"]
        table = compute_means(runs).pivot_table(
            index=[*keys, "runs"], columns="measure", values="mean", sort=False
        )
        table = table[list(MEANS)].reset_index("runs").rename_axis(columns=None)
        if HEDGE not in set(runs["strategy"]):
            return table
        gaps = compute_strategy_differences(runs, HEDGE, MEANS[-1:]).set_index(keys)
        doubts = [name for name in ("mean", "low", "high", *PARTS) if name in gaps]
        return table.join(gaps[doubts].rename(columns={"mean": "less_hedge"}))

    def compare(self, scenarios: Names | None = None, strategy: str | None = None) -> Comparison:
        """Compute all tables of ``hedgesim compare``; see :func:`~hedgesim.analysis.compare.comparison`."""
        return comparison(self.tables, scenarios, strategy)

    def sensitivity(self, of: Names = (), strategies: Names | None = None) -> pd.DataFrame:
        """Compute how much each input of a sweep matters for outcomes; see ``sensitivity``.

        Raises
        ------
        InputError
            If nothing varies, or the design does not allow it.
        """
        if not self.batch.points:
            msg = "sensitivity is that of a sweep; here nothing varies: use hedgesim.analysis.sweep"
            raise InputError(msg)
        return sensitivity(self.tables.design, self.tables.outcomes, self.batch.spec, of, strategies)

    def plot_sensitivity(self, of: str = "premium", figure: str = "tornado") -> "Figure":
        """Draw how much each input of a sweep matters for an outcome.

        Parameters
        ----------
        of : str
            ``premium``, or an outcome of the first strategy.
        figure : str
            ``tornado``, ``plane`` or ``map``, as in ``hedgesim sensitivity --figure``.
        """
        from ..plots.sensitivity.sensitivity_figures import draw

        return draw(self.tables, self.sensitivity([of]), figure)

    def plot(self, kind: str, scenarios: Names | None = None, strategies: Names | None = None) -> "Figure":
        """Draw a figure of ``hedgesim plot``; see :func:`~hedgesim.analysis.plots.draw`."""
        return plots.draw(kind, self.tables, scenarios=scenarios, strategies=strategies)


@normalise_arguments
def simulate(
    scenarios: Scenario | str | Sequence[Scenario | str],
    strategies: str | Names | None = None,
    *,
    runs: int = BATCH_RUNS,
    seed: int = SEED,
    engine: str = AUTO,
    draws: Source = CASE,
    workers: int | None = None,
) -> Simulation:
    """Play scenarios with strategies in memory.

    Parameters
    ----------
    scenarios : Scenario, str or sequence of them
        Scenarios, built-in names, files, or folders such as ``belarus``.
    strategies : str or sequence of str, optional
        Names, or ``all``; by default those of each scenario.
    runs, seed, engine
        As in :func:`~hedgesim.analysis.design.batch.plan_batch`.
    draws : Draws, str, Path or None
        Draws of parameters that the runs take in turn, or their file; by default what is not known of the
        case, None for the scenario's own numbers.
    workers : int, optional
        Number of cores to use; all by default.

    Raises
    ------
    InputError
        With every fault of the arguments.
    """
    names = list_names(strategies)
    loaded = complete_mixes(list(load_scenarios(scenarios)), names, workers=workers)
    carried = choose_draws(draws, loaded)
    batch = plan_batch(loaded, names, runs=runs, seed=seed, engine=engine, draws=carried)
    return Simulation(batch, workers)


@normalise_arguments
def sweep(
    scenario: Scenario | str,
    vary: str | Names | None = None,
    strategies: str | Names | None = None,
    *,
    design: str | None = None,
    samples: int | None = None,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = AUTO,
    draws: Source = CASE,
    workers: int | None = None,
) -> Simulation:
    """Play a scenario at the points of a design in memory.

    Parameters
    ----------
    scenario : Scenario or str
        The scenario whose inputs vary.
    vary : str or sequence of str, optional
        Axes in the form of ``--vary``, such as ``patrons.russia.barrier=0:0.5``; by default the ranges under
        ``[uncertainty]`` in the scenario's file.
    strategies
        As in :func:`simulate`.
    design : str, optional
        ``grid``, ``lhs``, ``sobol``, ``morris`` or ``oat``, or a file of points (.csv, .tsv, .txt, .parquet),
        with which ``vary`` is left out; by default a grid if all axes have levels, else ``lhs``.
    samples : int, optional
        Number of samples, as in ``make_points``; for sobol rounded up to a power of two. By default 256 for
        lhs, 64 for sobol, 32 for morris.
    runs, seed : int
        Number of runs at each point, with the same shocks at all points, and the seed of shocks and design.
    engine, draws, workers
        As in :func:`simulate`; what varies beats its draw.

    Raises
    ------
    InputError
        With every fault of the arguments.
    """
    spec = load_scenario(scenario)
    own = vary is None and not is_table_name(design or "")
    points = build_points(SweepRequest(list_names(vary) or (), own, False, design, samples, seed), spec)
    names = list_names(strategies)
    (spec,) = complete_mixes([spec], names, workers=workers)
    carried = choose_draws(draws, [spec], varied=list(map(str, points.table)))
    batch = plan_sweep(spec, points, names, runs=runs, seed=seed, engine=engine, draws=carried)
    return Simulation(batch, workers)
