"""Read what a command printed as JSON, for a report on a folder that holds the same scenario."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

from ...model.errors import InputError
from ...model.parameters.lookup import hint


class OfScenario(Protocol):
    """A result of one scenario."""

    @property
    def scenario(self) -> str:
        """Return the scenario's name."""


Found = TypeVar("Found", bound=OfScenario)
Result = TypeVar("Result")


def read_printed(
    path: Path,
    scenarios: Mapping[str, Mapping[str, Any]],
    restore: Callable[[Mapping[str, Any]], Found],
    kind: str,
    command: str,
) -> Found:
    """Read a result from a JSON file.

    Parameters
    ----------
    path : Path
        What the command printed.
    scenarios : mapping
        Scenarios of a result folder by name; the result must belong to one of them.
    restore : callable
        Builds the result from plain data; raises KeyError, TypeError, ValueError or OverflowError if the data
        are of something else.
    kind : str
        What the file should hold, with its article: ``a threshold``.
    command : str
        Command that prints such a file.

    Raises
    ------
    InputError
        If the file cannot be read, holds something else, or belongs to another scenario.
    """
    found = read_result(path, restore, kind, command)
    if found.scenario not in scenarios:
        msg = (
            f"{path}: {kind} of {found.scenario}, which is not in the folder;"
            f" it holds {', '.join(scenarios)}{hint(found.scenario, scenarios)}"
        )
        raise InputError(msg)
    return found


def read_result(
    path: Path, restore: Callable[[Mapping[str, Any]], Result], kind: str, command: str
) -> Result:
    """Read a result from a JSON file, of whatever scenarios; see :func:`read_printed`.

    Raises
    ------
    InputError
        If the file cannot be read or holds something else.
    """
    try:
        return restore(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise InputError(msg) from error
    # broken JSON and Unicode are ValueErrors
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        msg = f"{path}: not {kind}; make one: {command}"
        raise InputError(msg) from error
