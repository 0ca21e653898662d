"""Files of a case: what stands beside a scenario's file, up to the one that describes the state."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ...model.errors import InputError
from ...model.scenario.files import builtin_root, display_name, read_chain
from ...model.scenario.opening import find_opening_file
from ...model.scenario.scenario import Scenario
from ..design.arguments import file_named

ENSEMBLE, RANGES, PATTERNS, HISTORY = "ensemble.csv.gz", "ranges.csv", "patterns.toml", "history.toml"
"""Names of a case's files."""


def find_case_file(scenario: Scenario, name: str) -> Path | None:
    """Find a file of a scenario's case.

    Returns
    -------
    Path or None
        The file of that name beside the scenario's file, or beside one that it extends, up to the one that
        describes the state; None if there is none.
    """
    return next(iter(list_beside(list_case_files(scenario), name)), None)


def list_beside(files: Iterable[Path], name: str) -> list[Path]:
    """List the files of a name beside others, in their order."""
    places = dict.fromkeys(file.with_name(name) for file in files)
    return [place for place in places if place.is_file()]


def find_case(scenario: Scenario) -> Scenario:
    """Return the scenario of the file that describes the state; a scenario without a file is its own case."""
    files = list_case_files(scenario)
    return Scenario.load(display_name(files[-1])) if len(files) > 1 else scenario


def display_file(file: Path) -> str:
    """Return the name of a file in messages: its path within the built-in cases, else its name alone."""
    root = builtin_root()
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name


def hash_file(place: Path) -> str:
    """Compute the SHA-256 hash of a file."""
    return hashlib.sha256(file_named(place).read_bytes()).hexdigest()


def list_case_files(scenario: Scenario) -> list[Path]:
    """List the scenario's file and those that it extends, up to the one that describes the state."""
    try:
        documents = read_chain(scenario.name)
    except InputError:  # a scenario that was built or renamed in Python has no file
        return []
    case = documents[find_opening_file(documents, scenario.patrons) :]
    return [document.path for document in reversed(case) if document.path is not None]
