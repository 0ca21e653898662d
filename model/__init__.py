"""The hedging model: scenarios, rules, the Mesa model and its engines.

Names are loaded when they are first used, so that ``import hedgesim.model`` is quick and commands
that need no Mesa do not import it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .engines.mesa_model import HedgingModel
    from .engines.reference import Run, simulate_run
    from .errors import HedgesimError, InputError, RunError
    from .scenario.scenario import Scenario
    from .state import Packages, Plan, Weights
    from .strategies import plan_for, register_strategy, strategy_names

_PLACES = {
    "HedgesimError": "errors",
    "InputError": "errors",
    "RunError": "errors",
    "Run": "engines.reference",
    "simulate_run": "engines.reference",
    "Scenario": "scenario.scenario",
    "Packages": "state",
    "Plan": "state",
    "Weights": "state",
    "plan_for": "strategies",
    "register_strategy": "strategies",
    "strategy_names": "strategies",
    "HedgingModel": "engines.mesa_model",
}

__all__ = [
    "HedgesimError",
    "HedgingModel",
    "InputError",
    "Packages",
    "Plan",
    "Run",
    "RunError",
    "Scenario",
    "Weights",
    "plan_for",
    "register_strategy",
    "simulate_run",
    "strategy_names",
]


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it."""
    if name not in _PLACES:
        msg = f"module 'hedgesim.model' has no attribute {name!r}; it has {', '.join(__all__)}"
        raise AttributeError(msg)
    return getattr(import_module(f".{_PLACES[name]}", __name__), name)
