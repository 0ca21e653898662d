"""What people do with runs: designs, batches, result folders, comparisons, figures and commands.

Names are loaded when they are first used, so that a command starts quickly.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .compare.comparison import comparison
    from .design.batch import plan_batch
    from .design.parameter_draws import Draws, read_draws
    from .execution.runner import run_batch
    from .explore.discovery import discover
    from .explore.ema_workbench import ema_model
    from .explore.optimisation import optimise, question_of
    from .explore.robustness import robustness
    from .explore.salib import salib_problem, salib_values
    from .explore.sensitivity import sensitivity
    from .notebook.history import calibrate, hindcast, observed, posterior
    from .notebook.questions import attribute, threshold
    from .notebook.simulation import Simulation, simulate, sweep
    from .plots.draw import draw
    from .report.report import write_report
    from .results.folder import Results, load

_PLACES = {
    "Draws": "design.parameter_draws",
    "Results": "results.folder",
    "Simulation": "notebook.simulation",
    "attribute": "notebook.questions",
    "calibrate": "notebook.history",
    "comparison": "compare.comparison",
    "discover": "explore.discovery",
    "draw": "plots.draw",
    "ema_model": "explore.ema_workbench",
    "hindcast": "notebook.history",
    "load": "results.folder",
    "observed": "notebook.history",
    "optimise": "explore.optimisation",
    "plan_batch": "design.batch",
    "posterior": "notebook.history",
    "question_of": "explore.optimisation",
    "read_draws": "design.parameter_draws",
    "robustness": "explore.robustness",
    "run_batch": "execution.runner",
    "salib_problem": "explore.salib",
    "salib_values": "explore.salib",
    "sensitivity": "explore.sensitivity",
    "simulate": "notebook.simulation",
    "sweep": "notebook.simulation",
    "threshold": "notebook.questions",
    "write_report": "report.report",
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
