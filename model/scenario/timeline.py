"""Parameters over time: a case as a flat row of numbers, and dated events applied to it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..state import Case, Start, flatten
from ..state.layout import build_tuple, case_paths

SET, ADD, SCALE, RAMP = 0.0, 1.0, 2.0, 3.0
CODES = {"set": SET, "add": ADD, "scale": SCALE, "ramp": RAMP}


class Change(NamedTuple):
    """One event as numbers; ``row`` is the place in the flat case, ``until`` -1 means no end."""

    row: int
    first: float
    until: float
    operation: float
    value: float


def fold_event(now: float, change: Change, quarter: float) -> float:
    """Apply one event to the value of its row in a quarter; events are applied in the order of the file.

    ``set``, ``add`` and ``scale`` hold from ``first`` to the quarter before ``until``. ``ramp`` moves
    linearly from the value before it to its own, reached at ``until``, and stays there.
    The compiled engine has numba compile this function.
    """
    value = change.value
    if quarter < change.first:
        return now
    if change.operation == RAMP:
        part = (quarter - change.first) / (change.until - change.first)
        return value if part >= 1.0 else now + (value - now) * part
    if change.until >= 0.0 and quarter >= change.until:
        return now
    if change.operation == SET:
        return value
    return now + value if change.operation == ADD else now * value


def unflatten(numbers: Sequence[float], patrons: int) -> Case:
    """Build a case from its numbers, the inverse of :func:`~hedgesim.model.state.flatten`."""
    case: Case = build_tuple(Case, patrons, iter(numbers).__next__)
    return case


def case_of(values: Mapping[str, float], patrons: tuple[str, ...]) -> Case:
    """Build the case from the values of a scenario."""
    return unflatten([values[path] for path in case_paths(patrons)], len(patrons))


def start_of(values: Mapping[str, float], patrons: tuple[str, ...]) -> Start:
    """Build the start values from the values of a scenario."""
    numbers = iter([values[path] for path in case_paths(patrons, Start)])
    start: Start = build_tuple(Start, len(patrons), numbers.__next__)
    return start


def build_cases(base: Case, changes: Sequence[Change], horizon: int) -> tuple[Case, ...]:
    """Build the case of every quarter; consecutive equal cases are the same object."""
    first, timeline = flatten(base), list[Case]()
    before: tuple[float, ...] = ()
    for quarter in range(horizon):
        numbers = list(first)
        for change in changes:
            numbers[change.row] = fold_event(numbers[change.row], change, float(quarter))
        now = tuple(numbers)
        timeline.append(timeline[-1] if now == before else unflatten(now, len(base.patrons)))
        before = now
    return tuple(timeline)
