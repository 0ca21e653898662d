"""What people do with runs: designs, batches, result folders, comparisons, figures and commands.

Names are loaded when they are first used, so that a command starts quickly.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .asking import attribute, threshold
    from .comparing import comparison
    from .design import plan_batch
    from .discovery import discover
    from .draws import Draws, read_draws
    from .for_ema import ema_model
    from .for_salib import salib_problem, salib_values
    from .learning import calibrate, hindcast, observed, posterior
    from .optimisation import optimise, question_of
    from .plots import draw
    from .report import write_report
    from .robust import robustness
    from .runner import run_batch
    from .sensitivities import sensitivity
    from .simulation import Simulation, simulate, sweep
    from .store import Results, load

_PLACES = {
    "Draws": "draws",
    "Results": "store",
    "Simulation": "simulation",
    "attribute": "asking",
    "calibrate": "learning",
    "comparison": "comparing",
    "discover": "discovery",
    "draw": "plots",
    "ema_model": "for_ema",
    "hindcast": "learning",
    "load": "store",
    "observed": "learning",
    "optimise": "optimisation",
    "plan_batch": "design",
    "posterior": "learning",
    "question_of": "optimisation",
    "read_draws": "draws",
    "robustness": "robust",
    "run_batch": "runner",
    "salib_problem": "for_salib",
    "salib_values": "for_salib",
    "sensitivity": "sensitivities",
    "simulate": "simulation",
    "sweep": "simulation",
    "threshold": "asking",
    "write_report": "report",
}

__all__ = [
    "Draws",
    "Results",
    "Simulation",
    "attribute",
    "calibrate",
    "comparison",
    "discover",
    "draw",
    "ema_model",
    "hindcast",
    "load",
    "observed",
    "optimise",
    "plan_batch",
    "posterior",
    "question_of",
    "read_draws",
    "robustness",
    "run_batch",
    "salib_problem",
    "salib_values",
    "sensitivity",
    "simulate",
    "sweep",
    "threshold",
    "write_report",
]


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it."""
    if name not in _PLACES:
        msg = f"module 'hedgesim.analysis' has no attribute {name!r}; it has {', '.join(__all__)}"
        raise AttributeError(msg)
    return getattr(import_module(f".{_PLACES[name]}", __name__), name)
