"""The EMA Workbench: a scenario as one of its models, played by the compiled engine (extra ``explore``).

An experiment is a point and a strategy; it plays all runs there and gives their means.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import ModuleType
from typing import Any

import numpy as np

from ...model.errors import InputError
from ...model.scenario.describe import in_words
from ...model.scenario.scenario import Scenario
from ...model.strategies import HEDGE
from ..compare.paired import MEANS
from ..design.arguments import Names, axes_given, list_names, load_scenario
from ..design.axis import LOG, Axis, Key, check_values, keys_of
from ..design.batch import RUNS, SEED, Batch, plan_batch
from ..design.parse_axes import find_key, parse_level
from ..labels import PREMIUM
from .means_at_points import means_at_points, require_outcomes

MISSING = "ema_model needs the extra: pip install 'hedgesim[explore]'"
STRATEGY = "strategy"
"""Name of the lever."""


@dataclass(frozen=True)
class Experiment:
    """What a model of the workbench calls; it can go to another process.

    Attributes
    ----------
    batch : Batch
        One scenario with the strategies to choose from, or to compare with each other for a premium.
    of : tuple of str
        Outcomes.
    """

    batch: Batch
    of: tuple[str, ...]

    @property
    def scenario(self) -> Scenario:
        """Return what is played."""
        return self.batch.scenarios[0]

    @cached_property
    def keys(self) -> dict[str, Key]:
        """Return what may vary."""
        return keys_of(self.scenario)

    def __call__(self, strategy: str = HEDGE, **values: float | str | bool) -> dict[str, float]:
        """Return means of the outcomes with a strategy at a point.

        Parameters
        ----------
        strategy : str
            Whose outcomes.
        **values
            Path to value; an agreement by name or step, a switch as bool or number.

        Raises
        ------
        InputError
            If a path is unknown or a value not allowed.
        RunError
            If a run failed.
        """
        points = {path: np.array([self.allowed(path, value)]) for path, value in values.items()}
        played = self.batch.strategies if PREMIUM in self.of else {self.scenario.name: (strategy,)}
        means = means_at_points(replace(self.batch, points=points, strategies=played), self.of, strategy, 1)
        return {name: float(value[0]) for name, value in means.items()}

    def allowed(self, path: str, value: float | str | bool) -> float:
        """Return a value as a number, checked like a file's."""
        key = find_key(path, self.scenario, self.keys)
        plain = float(value) if isinstance(value, bool) else parse_level(path, str(value), key.unit)
        check_values(key, [plain], self.scenario)
        return plain


def ema_model(
    scenario: Scenario | str,
    vary: str | Names | None = None,
    strategies: str | Names | None = None,
    of: str | Names = MEANS,
    *,
    runs: int = RUNS,
    seed: int = SEED,
) -> Any:  # noqa: ANN401 - the workbench has no types
    """Return a scenario as a model of the EMA Workbench.

    Parameters
    ----------
    scenario : Scenario or str
        What happens around the hedger.
    vary : str or sequence of str, optional
        Uncertainties, as ``--vary`` takes them; the ranges under ``[uncertainty]`` where none are given.
    strategies : str or sequence of str, optional
        The lever ``strategy``, or for a premium what is played; the scenario's own where none are given.
    of : str or sequence of str
        Numeric outcomes, the means over time by default. With ``premium`` all strategies are played, others
        are those of ``hedge``, and there is no lever.
    runs, seed : int
        Runs of an experiment, the same shocks in all of them.

    Returns
    -------
    ema_workbench.Model
        Uncertainties and outcomes have the names of paths and columns with an underscore for every other
        mark, so ``patrons_russia_barrier``; kinds of outcomes are INFO, to be set for a search.

    Raises
    ------
    InputError
        With everything that is wrong with what was asked for, or if ema-workbench is not installed.
    """
    ema, spec = import_workbench(), load_scenario(scenario)
    batch = replace(
        plan_batch([spec], list_names(strategies), runs=runs, seed=seed, engine="compiled"), bands=False
    )
    chosen, outcomes = batch.strategies[spec.name], tuple(list_names(of) or ())
    require_outcomes(outcomes, chosen, spec.patrons)
    model = ema.Model("hedgesim", function=Experiment(batch, outcomes))
    model.uncertainties = [workbench_parameter(ema, axis) for axis in axes_given(vary, spec)]
    model.outcomes = [ema.ScalarOutcome(name) for name in outcomes]
    if PREMIUM not in outcomes:
        add_strategy_lever(ema, model, chosen)
    return model


def import_workbench() -> ModuleType:
    """Return the workbench, without warnings about optional parts of it.

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
    """Return an axis in the workbench's terms."""
    name, path = identifier(axis.path), axis.path
    if axis.levels:
        return ema.CategoricalParameter(
            name, [format_level(axis, v) for v in axis.levels], variable_name=path
        )
    if axis.scale == LOG:
        from scipy.stats import loguniform

        return ema.RealParameter.from_dist(name, loguniform(axis.low, axis.high), variable_name=path)
    return ema.RealParameter(name, axis.low, axis.high, variable_name=path)


def identifier(path: str) -> str:
    """Return a path as the workbench wants names: ``patrons_russia_barrier``."""
    return path.replace(".", "_").replace("-", "_")


def format_level(axis: Axis, value: float) -> float | str | bool:
    """Return a level as a file would say it."""
    if axis.unit == "switch":
        return value > 0.5
    return in_words(axis.path, value, axis.unit) if axis.unit == "step" else value


def add_strategy_lever(ema: ModuleType, model: Any, strategies: Sequence[str]) -> None:  # noqa: ANN401 - as above
    """Let a model choose between strategies, or fix the only one."""
    if len(strategies) > 1:
        model.levers = [ema.CategoricalParameter(STRATEGY, list(strategies))]
    else:
        model.constants = [ema.Constant(STRATEGY, strategies[0])]
