"""What can be asked of a sweep next: the analyses that its design allows, known before a run is played."""

from collections.abc import Mapping

import numpy as np

from ...model.errors import InputError
from ..design.batch import Batch
from ..results.folder import Results
from .futures_cube import count_faults
from .information.information import find_faults
from .sensitivity import build_samples, choose_method, input_faults, is_regression

QUESTIONS = {"sensitivity": "what decides", "robustness": "which strategy is robust"}
"""Analyses of a sweep by command, and the question that each answers."""


def analysis_faults(batch: Batch) -> Mapping[str, tuple[str, ...]]:
    """Return for each of QUESTIONS why a sweep's design does not allow it; nothing if it does."""
    played = min(len(names) for names in batch.strategies.values())
    futures = len(batch.scenarios) * batch.point_count
    return {
        "sensitivity": explain_design_faults(batch),
        "robustness": tuple(count_faults(played, futures, futures)),
    }


def explain_design_faults(batch: Batch) -> tuple[str, ...]:
    """Return why the design does not allow a sensitivity analysis."""
    try:
        choose_method(batch.spec, None)
    except InputError as error:
        return error.faults
    if not is_regression(batch.spec):
        return ()
    return tuple(input_faults(np.array(list(batch.points.values())).T, list(batch.points)))


def next_steps(batch: Batch, results: Results | None) -> dict[str, str]:
    """Return those of QUESTIONS that a finished sweep can answer, and what it would be worth to know.

    Results may show more faults than the design, such as an outcome that is the same at every point; without
    them the tables are not read.
    """
    faults = dict(analysis_faults(batch))
    if results is not None and not faults["sensitivity"]:
        faults["sensitivity"] = explain_outcome_faults(results)
    known = {name: question for name, question in QUESTIONS.items() if not faults[name]}
    return known | ({} if any(find_faults(batch)) else {"voi": "what would be most worth knowing"})


def explain_outcome_faults(results: Results) -> tuple[str, ...]:
    """Return why the runs of a sweep do not allow a sensitivity analysis."""
    try:
        build_samples(results.design, results.outcomes, results.manifest["design"], (), None, None, 1)
    except InputError as error:
        return error.faults
    return ()
