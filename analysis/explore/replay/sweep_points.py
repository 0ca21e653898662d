"""Points of a sweep by themselves: played again at values of its inputs, so that a figure pools none."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ....model.errors import InputError
from ....model.parameters.lookup import LADDER, canonical_path, hint
from ....model.scenario.describe import format_value
from ...compare.paired import Results
from ...design.axis import Axis
from ...design.batch import Batch, plan_batch
from ...design.points import build_axes
from ...execution.in_memory import Tables, build_tables
from ...results.folder import Results as Folder
from ...results.manifest import rebuild_batch

Setting = Mapping[str, object]
"""Values of inputs by path, as ``--set`` takes them."""


def play_point(results: Results, at: Setting | None = None) -> Tables:
    """Play one point of a sweep again, with the sweep's seed, runs and draws.

    Parameters
    ----------
    results : Results
        A sweep's folder, or its tables in memory.
    at : mapping, optional
        Values of inputs that vary, within what was swept; the others are the scenario's own.

    Returns
    -------
    Tables
        Those of a batch; a point of the design has the bits that the sweep has.

    Raises
    ------
    InputError
        If an input does not vary, a value lies outside of what was swept, the scenario has no value of its
        own for an input that ``at`` leaves out, or this version of the model cannot play the sweep again.
    """
    batch = rebuild(results)
    values = locate_point(build_axes(results.manifest["design"]), batch, at or {})
    return build_tables(set_point(batch, values), None)


def rebuild(results: Results) -> Batch:
    """Return the batch of tables in memory or of a folder.

    Raises
    ------
    InputError
        If this version of the model cannot play it again.
    """
    if isinstance(results, Tables):
        return results.batch
    if not isinstance(results, Folder):
        msg = "these tables hold no batch: they cannot be played again"
        raise InputError(msg)
    return rebuild_batch(results.manifest, results.folder)


def set_point(batch: Batch, values: Setting) -> Batch:
    """Return a batch of a single point of a sweep: its values are set, and nothing varies."""
    played = plan_batch(
        batch.scenarios, next(iter(batch.strategies.values())), runs=batch.runs, first_run=batch.first_run,
        seed=batch.seed, engine=batch.engine, changes={**batch.changes, **values}, draws=batch.draws,
    )  # fmt: skip
    return replace(played, strategies=batch.strategies)


def locate_point(axes: tuple[Axis, ...], batch: Batch, at: Setting) -> dict[str, object]:
    """Complete values of some inputs by the scenario's own values of the others, by path.

    Raises
    ------
    InputError
        With a message for each value that cannot be taken.
    """
    known = {axis.path: axis for axis in axes}
    settings = {canonical_path(path, batch.patrons): value for path, value in at.items()}
    faults = [explain_fixed(path, list(known)) for path in settings if path not in known]
    values: dict[str, object] = {}
    for axis in axes:
        value = settings.get(axis.path, None if axis.base is None else write_value(axis, axis.base))
        faults += explain_value(axis, value)
        values[axis.path] = value
    if faults:
        raise InputError(*faults)
    return values


def write_value(axis: Axis, value: float) -> object:
    """Return a value of an input as ``--set`` takes it: steps of an agreement by name, switches as truth."""
    if axis.path.endswith(".agreement"):
        return LADDER[int(value)]
    return value > 0.5 if axis.unit == "switch" else value


def explain_fixed(path: str, known: list[str]) -> str:
    """Describe that an input does not vary."""
    return f"--at {path}: does not vary in this sweep; what varies is {', '.join(known)}{hint(path, known)}"


def explain_value(axis: Axis, value: Any) -> list[str]:  # noqa: ANN401 - as ``--set`` takes it
    """Describe why a sweep has no point at a value of an input; nothing where it has."""
    swept = list_levels(axis) if axis.levels else f"{axis.low:g} to {axis.high:g}"
    if value is None:
        example = write_value(axis, axis.levels[0] if axis.levels else axis.low)
        choose = f"choose one, such as --at {axis.path}={example}"
        return [f"{axis.path}: the scenario has no value of its own; {choose}"]
    number = read_number(axis, value)
    if number is None or not axis.low <= number <= axis.high:
        own = "" if number is None or number != axis.base else ", the scenario's own value"
        choose = f"; choose a point: --at {axis.path}=VALUE" if own else ""
        return [f"--at {axis.path}: found {value}{own}; what was swept is {swept}{choose}"]
    return []


def read_number(axis: Axis, value: object) -> float | None:
    """Read a value of an input as the number that a design holds; None where it is none."""
    if isinstance(value, str) and axis.path.endswith(".agreement"):
        return float(LADDER.index(value)) if value in LADDER else None
    return float(value) if isinstance(value, bool | int | float) else None


def list_levels(axis: Axis) -> str:
    """List the levels of an input as a scenario file writes them."""
    return ", ".join(format_value(axis.path, level, axis.unit) for level in axis.levels)
