"""Layout of nested tuples as rows of numbers: the path of every number, and tuples from numbers."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any, get_args, get_origin, get_type_hints

from .containers import Pairs, count_pairs
from .inputs import Case, Plan, Start, Step, Steps


@cache
def case_paths(patrons: tuple[str, ...], kind: type = Case, steps: int = 0) -> tuple[str, ...]:
    """List the path of every number of a case, start, signs or plan with ``steps``, as ``flatten`` does."""
    prefixes = {Start: "start.", Plan: "plan."}
    return tuple(paths_under(kind, prefixes.get(kind, ""), patrons, steps))


def paths_under(kind: Any, prefix: str, patrons: Sequence[str], steps: int) -> list[str]:  # noqa: ANN401 - a type of named tuple
    """List the paths of all numbers in a type of named tuple, below a prefix; steps count from 1."""
    if kind is float:
        return [prefix.rstrip(".")]
    if kind is Pairs:
        return [f"{prefix}{a}-{b}" for a, b in combinations(patrons, 2)]
    if kind is Steps:
        return [p for k in range(steps) for p in paths_under(Step, f"{prefix}{k + 1}.", patrons, 0)]
    found = []
    for name, inner in list_fields(kind).items():
        if get_origin(inner) is tuple:
            part = get_args(inner)[0]
            found += [p for q in patrons for p in paths_under(part, f"{prefix}{name}.{q}.", patrons, steps)]
        else:
            found += paths_under(inner, f"{prefix}{name}.", patrons, steps)
    return found


@cache
def list_fields(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 - as above
    """Return the types of a named tuple's fields by name, those that are written as text as well."""
    return get_type_hints(kind, include_extras=True)


def build_tuple(kind: Any, patrons: int, values: Callable[[], Any], steps: int = 0) -> Any:  # noqa: ANN401 - as above
    """Build a named tuple of a type for a number of patrons, a plan with a number of steps.

    ``values()`` is called once per number, depth first.
    """
    if kind is float:
        return values()
    if kind is Pairs:
        return tuple(values() for _ in range(count_pairs(patrons)))
    if kind is Steps:
        return tuple(build_tuple(Step, patrons, values) for _ in range(steps))
    if get_origin(kind) is tuple:
        return tuple(build_tuple(get_args(kind)[0], patrons, values) for _ in range(patrons))
    return kind(*(build_tuple(inner, patrons, values, steps) for inner in list_fields(kind).values()))
