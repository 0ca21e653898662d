"""What people do with runs: designs, batches, result folders, comparisons, figures and commands."""

from .compare.comparison import comparison
from .design.batch import plan_batch
from .design.parameter_draws import Draws, read_draws
from .execution.runner import run_batch
from .explore.discovery import discover
from .explore.ema_workbench import ema_model
from .explore.ladder import ladder
from .explore.optimisation import optimise, question_of
from .explore.robustness import robustness
from .explore.salib import salib_problem, salib_values
from .explore.sensitivity import sensitivity
from .notebook.history import calibrate, hindcast, observed, posterior
from .notebook.questions import attribute, fallback, threshold
from .notebook.simulation import Simulation, simulate, sweep
from .plots.draw import draw
from .report.report import write_report
from .results.folder import Results, load

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
    "fallback",
    "hindcast",
    "ladder",
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
