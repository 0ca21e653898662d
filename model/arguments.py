"""Arguments of public functions: checked in one place, and converted to what Python itself would hold.

:func:`normalise_arguments` reads from a function's annotations what it takes. A whole number of any type with
``__index__``, numpy's among them, becomes an ``int`` within :data:`LIMITS`, other scalars of numpy become
Python's, and a value alone becomes a list where a list is taken. Anything else is refused with the argument's
name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from inspect import Parameter, signature
from operator import index
from os import PathLike
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, ParamSpec, TypeVar, Union, get_args, get_origin

from .errors import InputError
from .text import shorten_value

P = ParamSpec("P")
R = TypeVar("R")

LARGEST = 2**63 - 1
"""Runs and seeds are stored as signed 64-bit integers."""
LIMITS: Mapping[str, tuple[int, int]] = {
    "seed": (0, LARGEST),
    "rng": (0, LARGEST),
    "run": (0, LARGEST),
    "first_run": (0, 2**62),  # leaves room for the runs that follow
    "runs": (1, 100_000_000),
    "judge": (1, 100_000_000),
    "samples": (1, 2**24),
    "workers": (1, 1_000_000),
    "duration": (1, 2000),  # in quarters
    "steps": (60, 10_000_000),
    "draws": (1, 10_000_000),
    "count": (1, 10_000_000),
    "particles": (200, 10_000_000),
    "number": (1, 10_000_000),
    "resamples": (1, 10_000_000),
    "generations": (1, 1_000_000),
    "pairs": (0, 1_000),
}
"""Smallest and largest whole numbers, by the argument's name."""
TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


def normalise_arguments(function: Callable[P, R]) -> Callable[P, R]:
    """Wrap a function so that its arguments are checked against its annotations and normalised.

    Where an annotation is a text or a protocol, only numbers and texts are refused. Arrays are passed on as
    they are.

    Raises
    ------
    InputError
        By the wrapped function, with every argument that is refused.
    """
    kinds = {p.name: kinds_of(p.annotation) for p in signature(function).parameters.values()}

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        faults: list[str] = []

        def normalise(name: str, value: object) -> Any:  # noqa: ANN401 - of the argument's own type
            try:
                return normalise_value(name, value, kinds.get(name, (object,)))
            except InputError as error:
                faults.extend(error.faults)

        positional = [normalise(name, value) for name, value in zip(kinds, args, strict=False)]
        by_name = {name: normalise(name, value) for name, value in kwargs.items()}
        if faults:
            raise InputError(*faults)
        rest: Any = args[len(positional) :]  # more than there are names: left to Python to refuse
        return function(*positional, *rest, **by_name)

    return call


def kinds_of(annotation: object) -> tuple[object, ...]:
    """Return the parts of an annotation: those of a union, else the annotation alone."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if annotation is Parameter.empty:
        return (object,)
    return get_args(annotation) if get_origin(annotation) in {Union, UnionType} else (annotation,)


def normalise_value(name: str, value: object, kinds: Sequence[object]) -> object:
    """Return a value converted to the first kind that takes it.

    Raises
    ------
    InputError
        If no kind does; names the argument, what was found and what is allowed.
    """
    found = unwrap_scalar(value)
    for kind in kinds:
        try:
            return convert(name, found, kind)
        except TypeError:
            continue
    allowed = " or ".join(describe_kind(name, kind) for kind in kinds if kind is not NoneType)
    msg = f"{name}: found {describe_value(found)}; allowed is {allowed}"
    raise InputError(msg)


def unwrap_scalar(value: Any) -> Any:  # noqa: ANN401 - any value of a user
    """Return Python's own number, bool or text for a scalar of numpy or an array without dimensions."""
    return value.item() if getattr(value, "shape", None) == () and hasattr(value, "item") else value


def convert(name: str, value: Any, kind: Any) -> object:  # noqa: ANN401 - any value of a user, any annotation
    """Convert a value to a kind, or raise TypeError."""
    origin = get_origin(kind) or kind
    if origin is Sequence:
        return convert_list(name, value, kinds_of(get_args(kind)[0]))
    if origin is Mapping and isinstance(value, Mapping):
        keys, values = map(kinds_of, get_args(kind))
        return {
            normalise_value(name, key, keys): normalise_value(name, v, values) for key, v in value.items()
        }
    if kind is int and isinstance(value, bool):  # an int to Python, a slip to a user
        raise TypeError
    if kind is Path and isinstance(value, str):
        return Path(value)
    if kind is int:
        return check_whole_number(name, index(value))
    if not is_matching(value, origin):
        raise TypeError
    return value


def is_matching(value: object, kind: object) -> bool:
    """Return whether a value can be of a kind; no plain class takes all but numbers and texts."""
    if kind is Any or getattr(kind, "__name__", "") == "ndarray":
        return True
    if isinstance(kind, type) and not getattr(kind, "_is_protocol", False):
        return isinstance(value, kind)
    return not isinstance(value, str | bytes | int | float | PathLike)


def convert_list(name: str, value: Any, kinds: Sequence[object]) -> list[object]:  # noqa: ANN401
    """Convert a lone value or several to a list whose elements are of the given kinds, or raise TypeError."""
    lone = isinstance(value, str | PathLike | Mapping) or not isinstance(value, Iterable)
    if lone and not any(is_matching(value, get_origin(kind) or kind) for kind in kinds):
        raise TypeError
    return [normalise_value(name, element, kinds) for element in ([value] if lone else value)]


def check_whole_number(name: str, value: int) -> int:
    """Return a whole number after a check of its limits.

    Raises
    ------
    InputError
        If it is outside the limits of the argument of this name.
    """
    least, most = LIMITS.get(name, (value, value))
    if not least <= value <= most:
        msg = f"{name}: found {shorten_value(value)}; allowed is {describe_kind(name, int)}"
        raise InputError(msg)
    return value


def parse_whole_number(name: str, text: str) -> int:
    """Parse the text of a field to a whole number within the limits of the argument of this name.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        value = int(text)
    except ValueError:
        msg = f"{name}: found {shorten_value(text)}; allowed is {describe_kind(name, int)}"
        raise InputError(msg) from None
    return check_whole_number(name, value)


def describe_value(value: object) -> str:
    """Describe a value for a message: a text or number as it is, anything else by its type."""
    simple = isinstance(value, str | int | float | NoneType)
    return shorten_value(value) if simple else f"an object of type {type(value).__name__}"


def describe_kind(name: str, kind: Any) -> str:  # noqa: ANN401 - any annotation
    """Describe what an argument takes: ``a whole number from 1 to 100,000,000``."""
    if kind is int and name in LIMITS:
        return "a whole number from {:,} to {:,}".format(*LIMITS[name])
    if get_origin(kind) is Sequence:
        return "a list of " + " or ".join(describe_kind(name, k) for k in kinds_of(get_args(kind)[0]))
    words = {int: "a whole number", bool: "True or False", str: "text", Path: "a path", Mapping: "a mapping"}
    origin = get_origin(kind) or kind
    return words.get(origin) or str(getattr(origin, "__name__", origin))


def parse_truth(text: str) -> bool | None:
    """Parse true, false, yes or no, in small or capital letters; None for any other text."""
    return TRUTHS.get(text.strip().lower())
