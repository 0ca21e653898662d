"""What people do with runs: designs, batches, result folders, comparisons, figures and commands.

Names are loaded when they are first used, so that a command starts quickly.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .attribution import attribute
    from .comparing import comparison
    from .design import plan_batch
    from .discovery import discover
    from .draws import Draws, read_draws
    from .optimisation import optimise, question_of
    from .plots import draw
    from .report import write_report
    from .robust import robustness
    from .runner import run_batch
    from .sensitivities import sensitivity
    from .store import Results, load
    from .thresholds import frontier, threshold

_PLACES = {
    "Draws": "draws",
    "Results": "store",
    "attribute": "attribution",
    "comparison": "comparing",
    "discover": "discovery",
    "draw": "plots",
    "frontier": "thresholds",
    "load": "store",
    "optimise": "optimisation",
    "plan_batch": "design",
    "question_of": "optimisation",
    "robustness": "robust",
    "read_draws": "draws",
    "run_batch": "runner",
    "sensitivity": "sensitivities",
    "threshold": "thresholds",
    "write_report": "report",
}

__all__ = [
    "Draws",
    "Results",
    "attribute",
    "comparison",
    "discover",
    "draw",
    "frontier",
    "load",
    "optimise",
    "plan_batch",
    "question_of",
    "read_draws",
    "robustness",
    "run_batch",
    "sensitivity",
    "threshold",
    "write_report",
]


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it."""
    if name not in _PLACES:
        msg = f"module 'hedgesim.analysis' has no attribute {name!r}; it has {', '.join(__all__)}"
        raise AttributeError(msg)
    return getattr(import_module(f".{_PLACES[name]}", __name__), name)
