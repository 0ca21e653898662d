"""What people do with runs: designs, batches, result folders, comparisons, figures and commands.

Names are loaded when they are first used, so that a command starts quickly.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .comparison import comparison
    from .design import plan_batch
    from .draws import Draws, read_draws
    from .for_ema import ema_model
    from .for_salib import salib_problem, salib_values
    from .plots import draw
    from .report import write_report
    from .runner import run_batch
    from .simulation import Simulation, simulate, sweep
    from .store import Results, load

_PLACES = {
    "Draws": "draws",
    "Results": "store",
    "Simulation": "simulation",
    "comparison": "comparison",
    "draw": "plots",
    "ema_model": "for_ema",
    "load": "store",
    "plan_batch": "design",
    "read_draws": "draws",
    "run_batch": "runner",
    "salib_problem": "for_salib",
    "salib_values": "for_salib",
    "simulate": "simulation",
    "sweep": "simulation",
    "write_report": "report",
}

__all__ = [
    "Draws", "Results", "Simulation", "comparison", "draw", "ema_model", "load", "plan_batch", "read_draws",
    "run_batch", "salib_problem", "salib_values", "simulate", "sweep", "write_report",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it."""
    if name not in _PLACES:
        msg = f"module 'hedgesim.analysis' has no attribute {name!r}; it has {', '.join(__all__)}"
        raise AttributeError(msg)
    return getattr(import_module(f".{_PLACES[name]}", __name__), name)
