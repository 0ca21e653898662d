"""What people do with runs: designs, batches, result folders, comparisons, figures and commands."""

from .compare.comparison import comparison
from .design.batch import plan_batch
from .design.parameter_draws import Draws, read_draws
from .ensembles.ensemble import read_ensemble
from .execution.runner import run_batch
from .explore.discovery.discovery import discover
from .explore.information.information import voi
from .explore.optimisation.optimisation import optimise
from .explore.robustness import robustness
from .explore.sensitivity import sensitivity
from .export.export import write_export
from .notebook.claims import judge_claims
from .notebook.ema_workbench import ema_model
from .notebook.ensembles import ensemble
from .notebook.games import game
from .notebook.history import calibrate, hindcast, observed, posterior
from .notebook.questions import attribute, fallback, risk, threshold
from .notebook.salib import salib_problem, salib_values
from .notebook.searches import ladder, pathways, question_of
from .notebook.simulation import Simulation, simulate, sweep
from .page.page import write_page
from .plots.draw import draw
from .report.findings import Findings
from .report.report import write_report
from .results.folder import Results, load
from .results.window import select_window

__all__ = [
    "Draws",
    "Findings",
    "Results",
    "Simulation",
    "attribute",
    "calibrate",
    "comparison",
    "discover",
    "draw",
    "ema_model",
    "ensemble",
    "fallback",
    "game",
    "hindcast",
    "judge_claims",
    "ladder",
    "load",
    "observed",
    "optimise",
    "pathways",
    "plan_batch",
    "posterior",
    "question_of",
    "read_draws",
    "read_ensemble",
    "risk",
    "robustness",
    "run_batch",
    "salib_problem",
    "salib_values",
    "select_window",
    "sensitivity",
    "simulate",
    "sweep",
    "threshold",
    "voi",
    "write_export",
    "write_page",
    "write_report",
]
