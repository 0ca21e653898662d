"""Parameters over time: a case as a flat row of numbers, and dated events applied to it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple, get_args, get_origin

from ..state import Case, Pairs, Plan, Start, count_pairs, flatten

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


@cache
def case_paths(patrons: tuple[str, ...], kind: type = Case) -> tuple[str, ...]:
    """List the path of every number of a case, start or plan, in the order of ``flatten``."""
    prefixes = {Case: "", Start: "start.", Plan: "plan."}
    return tuple(paths_under(kind, prefixes[kind], patrons))


def paths_under(kind: Any, prefix: str, patrons: Sequence[str]) -> list[str]:  # noqa: ANN401 - as above
    """List the paths of all numbers in a type of named tuple, below a prefix."""
    if kind is float:
        return [prefix.rstrip(".")]
    if kind is Pairs:
        return [f"{prefix}{a}-{b}" for a, b in combinations(patrons, 2)]
    found = []
    for name, inner in kind.__annotations__.items():
        if get_origin(inner) is tuple:
            part = get_args(inner)[0]
            found += [p for q in patrons for p in paths_under(part, f"{prefix}{name}.{q}.", patrons)]
        else:
            found += paths_under(inner, f"{prefix}{name}.", patrons)
    return found


def build_tuple(kind: Any, patrons: int, values: Callable[[], Any]) -> Any:  # noqa: ANN401 - as above
    """Build a named tuple of a type for a number of patrons.

    ``values()`` is called once per number, depth first.
    """
    if kind is float:
        return values()
    if kind is Pairs:
        return tuple(values() for _ in range(count_pairs(patrons)))
    if get_origin(kind) is tuple:
        return tuple(build_tuple(get_args(kind)[0], patrons, values) for _ in range(patrons))
    return kind(*(build_tuple(inner, patrons, values) for inner in kind.__annotations__.values()))


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
