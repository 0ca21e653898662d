"""The EMA Workbench: a scenario as one of its models, simulated by the compiled engine (extra ``explore``).

An experiment is a point and a strategy; it simulates all runs there and returns the means of outcomes.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import ModuleType
from typing import Any

import numpy as np

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.scenario.describe import format_value
from ...model.scenario.scenario import Scenario
from ...model.strategies import HEDGE
from ..compare.paired import MEANS
from ..design.arguments import Names, list_names, load_scenario, parse_given_axes
from ..design.axis import LOG, Axis, Key, check_values, list_keys
from ..design.batch import RUNS, SEED, Batch, plan_batch
from ..design.parse_axes import find_key, parse_level
from ..ensembles.default import CASE, Source, choose_draws
from ..explore.means_at_points import choose_strategies, require_outcomes, select_premiums, simulate_means

MISSING = "ema_model needs the extra: pip install 'hedgesim[explore]'"
STRATEGY = "strategy"
"""Name of the workbench's lever that chooses the strategy."""


@dataclass(frozen=True)
class Experiment:
    """The function behind a model of the workbench; it can be pickled for another process.

    Attributes
    ----------
    batch : Batch
        One scenario with the strategies to choose from, or those that a premium compares.
    of : tuple of str
        Outcomes to return.
    """

    batch: Batch
    of: tuple[str, ...]

    @property
    def scenario(self) -> Scenario:
        """Return the scenario that is simulated."""
        return self.batch.scenarios[0]

    @cached_property
    def keys(self) -> dict[str, Key]:
        """Return the parameters that may vary, by path."""
        return list_keys(self.scenario)

    def __call__(self, strategy: str = HEDGE, **values: float | str | bool) -> dict[str, float]:
        """Compute the mean outcomes of a strategy at a point, whose values beat what a draw says.

        Parameters
        ----------
        strategy : str
            Strategy of the outcomes.
        **values
            Path to value; an agreement as name or step, a switch as bool or number.

        Raises
        ------
        InputError
            If a path is unknown or a value not allowed.
        RunError
            If a run failed.
        """
        points = {path: np.array([self.allowed(path, value)]) for path, value in values.items()}
        played = self.batch.strategies if select_premiums(self.of) else {self.scenario.name: (strategy,)}
        draws = self.batch.draws and self.batch.draws.settle(points)
        batch = replace(self.batch, points=points, strategies=played, draws=draws)
        means = simulate_means(batch, self.of, strategy, 1)
        return {name: float(value[0]) for name, value in means.items()}

    def allowed(self, path: str, value: float | str | bool) -> float:
        """Return a value as a number after the checks that values of a file undergo."""
        key = find_key(path, self.scenario, self.keys)
        plain = float(value) if isinstance(value, bool) else parse_level(path, str(value), key.unit)
        check_values(key, [plain], self.scenario)
        return plain


@normalise_arguments
def ema_model(
    scenario: Scenario | str,
    vary: str | Names | None = None,
    strategies: str | Names | None = None,
    of: str | Names = MEANS,
    *,
    runs: int = RUNS,
    seed: int = SEED,
    draws: Source = CASE,
) -> Any:  # noqa: ANN401 - the workbench has no types
    """Build a model of the EMA Workbench from a scenario.

    Parameters
    ----------
    scenario : Scenario or str
        The scenario or its name.
    vary : str or sequence of str, optional
        Uncertainties in the syntax of ``--vary``; by default the ranges under ``[uncertainty]``.
    strategies : str or sequence of str, optional
        Choices of the lever ``strategy``, or for a premium the strategies to simulate; by default the
        scenario's own.
    of : str or sequence of str
        Numeric outcomes, by default the means over time. With ``premium`` or ``premium:RIVAL`` all strategies
        that it compares are simulated, other outcomes are those of ``hedge``, and there is no lever.
    runs, seed : int
        Runs of an experiment, and the seed of their shocks, the same in all experiments.
    draws : Draws, str, Path or None
        As in :func:`hedgesim.analysis.sweep`: what varies beats its draw.

    Returns
    -------
    ema_workbench.Model
        Uncertainties are named as paths with underscores for dots and hyphens, ``patrons_russia_barrier``.
        Outcomes have the kind INFO; set their kinds before a search.

    Raises
    ------
    InputError
        With all faults of the arguments, or if ema-workbench is not installed.
    """
    ema, spec = import_workbench(), load_scenario(scenario)
    outcomes = tuple(list_names(of) or ())
    names = list_names(strategies)
    if select_premiums(outcomes):
        names = list(choose_strategies(spec, outcomes, names))
    axes, carried = parse_given_axes(vary, spec), choose_draws(draws, [spec])
    planned = plan_batch([spec], names, runs=runs, seed=seed, engine="compiled", draws=carried)
    batch = replace(planned, bands=False)
    chosen = batch.strategies[spec.name]
    require_outcomes(outcomes, chosen, spec.patrons)
    model = ema.Model("hedgesim", function=Experiment(batch, outcomes))
    model.uncertainties = [workbench_parameter(ema, axis) for axis in axes]
    model.outcomes = [ema.ScalarOutcome(name) for name in outcomes]
    if not select_premiums(outcomes):
        add_strategy_lever(ema, model, chosen)
    return model


def import_workbench() -> ModuleType:
    """Import the workbench without warnings about its optional parts.

    Raises
    ------
    InputError
        If it is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import ema_workbench
        except ImportError as error:
            raise InputError(MISSING) from error
    return ema_workbench  # type: ignore[no-any-return]


def workbench_parameter(ema: ModuleType, axis: Axis) -> Any:  # noqa: ANN401 - as above
    """Convert an axis to a parameter of the workbench."""
    name, path = convert_to_identifier(axis.path), axis.path
    if axis.levels:
        return ema.CategoricalParameter(
            name, [format_level(axis, v) for v in axis.levels], variable_name=path
        )
    if axis.scale == LOG:
        from scipy.stats import loguniform

        return ema.RealParameter.from_dist(name, loguniform(axis.low, axis.high), variable_name=path)
    return ema.RealParameter(name, axis.low, axis.high, variable_name=path)


def convert_to_identifier(path: str) -> str:
    """Convert a path to a valid name of the workbench: ``patrons_russia_barrier``."""
    return path.replace(".", "_").replace("-", "_")


def format_level(axis: Axis, value: float) -> float | str | bool:
    """Convert a level to its value in a scenario file: bool, name of a step, or number."""
    if axis.unit == "switch":
        return value > 0.5
    return format_value(axis.path, value, axis.unit) if axis.unit == "step" else value


def add_strategy_lever(ema: ModuleType, model: Any, strategies: Sequence[str]) -> None:  # noqa: ANN401 - as above
    """Add a lever that chooses between strategies, or a constant if there is only one."""
    if len(strategies) > 1:
        model.levers = [ema.CategoricalParameter(STRATEGY, list(strategies))]
    else:
        model.constants = [ema.Constant(STRATEGY, strategies[0])]
