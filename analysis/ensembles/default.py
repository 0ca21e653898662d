"""The draws that runs take: those of the user, else the ensemble of the case, else draws by rule."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from ...model.errors import InputError
from ...model.parameters.lookup import canonical_path
from ...model.scenario.scenario import Scenario
from ..design.parameter_draws import BATCH_DRAWS, Draws, match_draws, read_draws
from .by_rule import draw_by_rule
from .case_ensemble import find_ensemble, list_changed
from .case_files import display_file, find_case

CASE = "case"
"""In place of draws or a file: what is not known of the scenario's case."""
Source = Draws | str | Path | None
"""Draws, their file, CASE, or None for the scenario's own numbers."""


def choose_draws(
    source: Source, scenarios: Sequence[Scenario], changes: Collection[str] = (), varied: Collection[str] = ()
) -> Draws | None:
    """Choose the draws that runs of some scenarios take in turn.

    Parameters
    ----------
    source : Draws, str, Path or None
        Draws, which are taken as they are; their file, or CASE for :func:`find_draws_for_all`, of which the
        first BATCH_DRAWS count; None for none.
    scenarios : sequence of Scenario
        The scenarios, with ``changes`` applied.
    changes, varied : collection of str
        Paths that are set for all runs, or vary by point.

    Raises
    ------
    InputError
        If the draws cannot be read, or do not fit a scenario.
    """
    if source is None or not scenarios:
        return None
    if not isinstance(source, Draws):
        found = find_draws_for_all(scenarios) if source == CASE else read_draws(source)
        source = found.first(BATCH_DRAWS)
    named = (canonical_path(path, scenarios[0].patrons) for path in changes)
    paths = [path for path in named if path not in scenarios[0].relative]
    return match_draws(source, scenarios, paths, varied, range(source.count))


def find_draws_for_all(scenarios: Sequence[Scenario]) -> Draws:
    """Find what is not known of the first scenario's case, with a notice on scenarios of other cases.

    Raises
    ------
    InputError
        If a scenario has other patrons: it cannot take the draws of the first; and as :func:`find_draws_for`.
    """
    first, *others = scenarios
    foreign = [s.name for s in others if s.patrons != first.patrons]
    if foreign:
        names = ", ".join(foreign)
        msg = (
            f"{names}: other patrons than {first.name}, whose draws they cannot take: run them apart, or all"
            " with --point"
        )
        raise InputError(msg)
    found, case = find_draws_for(first), find_case(first).name
    strange = [s.name for s in others if find_case(s).name != case]
    if not strange:
        return found
    notice = f"{', '.join(strange)}: of another case than {first.name}: draws of {found.name} reach only the"
    return replace(
        found, notices=(*found.notices, f"{notice} numbers that both share; run apart for their own")
    )


def find_draws_for(scenario: Scenario) -> Draws:
    """Find what is not known of a scenario's case: the same draws for all scenarios that extend it.

    Returns
    -------
    Draws
        The ensemble of the case, see :func:`~.case_ensemble.find_ensemble`; without one, draws by rule.

    Raises
    ------
    InputError
        If the ensemble cannot be read, or no draw by rule can open.
    """
    file, notices = find_ensemble(scenario)
    if file is None:
        found = draw_by_rule(find_case(scenario))
    else:
        found = replace(read_draws(file), name=display_file(file))
        notices = (*notices, *list_changed(found, file, scenario))
    return replace(found, notices=(*found.notices, *notices), base=found.base or scenario.root)
