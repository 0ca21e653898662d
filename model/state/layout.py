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
    return fill_template(find_template(kind, patrons, steps), values)


Template = tuple[Callable[[Any], Any], tuple[Any, ...]] | None
"""What builds a tuple from its parts, with their templates; None for a number."""


def fill_template(template: Template, values: Callable[[], Any]) -> Any:  # noqa: ANN401 - as above
    """Build what a template describes from ``values()``, called once per number, depth first."""
    if template is None:
        return values()
    build, parts = template
    return build([values() if part is None else fill_template(part, values) for part in parts])


@cache
def find_template(kind: Any, patrons: int, steps: int) -> Template:  # noqa: ANN401 - as above
    """Return the template of a type: kept, for to look into types takes longer than to build a tuple."""
    if kind is float:
        return None
    if kind is Pairs:
        return tuple, (None,) * count_pairs(patrons)
    if kind is Steps:
        return tuple, tuple(find_template(Step, patrons, 0) for _ in range(steps))  # a step has steps of none
    if get_origin(kind) is tuple:
        return tuple, (find_template(get_args(kind)[0], patrons, 0),) * patrons
    parts = tuple(find_template(inner, patrons, steps) for inner in list_fields(kind).values())
    return kind._make, parts
