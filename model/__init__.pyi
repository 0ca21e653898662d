"""The hedging model: scenarios, rules, the Mesa model and its engines."""

from .engines.mesa_model import HedgingModel
from .engines.reference import Run, simulate_run
from .errors import HedgesimError, InputError, RunError
from .scenario.scenario import Scenario
from .state import Packages, Plan, Signs, Step, Weights
from .strategies import plan_for, register_strategy, strategy_names

__all__ = [
    "HedgesimError",
    "HedgingModel",
    "InputError",
    "Packages",
    "Plan",
    "Run",
    "RunError",
    "Scenario",
    "Signs",
    "Step",
    "Weights",
    "plan_for",
    "register_strategy",
    "simulate_run",
    "strategy_names",
]
