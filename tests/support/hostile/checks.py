"""What a scenario file may do to the program: be refused with a message, or run to numbers in range."""

from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from random import Random

from hedgesim.model import HedgesimError, InputError, RunError, Scenario, simulate_run
from hedgesim.model.engines.reference import Run
from hedgesim.model.outcomes import Column, outcome_columns, path_columns, path_row
from hedgesim.model.state import flatten
from hedgesim.model.text import first_control

ACCEPTED, REFUSED, FAILED = "accepted", "refused", "failed"
LONGEST_MESSAGE = 60_000
ROUNDING = 1e-12
LEVELS = frozenset({"gdp", "gdp_last"})
"""Columns called an index that are a level, 100 at the start."""


@dataclass(frozen=True)
class Told:
    """What became of a file, and what the program said of it."""

    what: str
    text: str


def tried(path: Path, r: Random) -> Told:
    """Load a file and play it once with one of its strategies.

    Raises
    ------
    AssertionError
        If a message is no message, or a number is not one or out of its range.
    """
    try:
        scenario = Scenario.load(str(path))
    except InputError as error:
        return Told(REFUSED, message(error))
    try:
        run = simulate_run(scenario, r.choice(scenario.strategies), r.randrange(100), r.randrange(100))
    except RunError as error:
        return Told(FAILED, message(error))
    check_run(run)
    return Told(ACCEPTED, "")


def message(error: HedgesimError) -> str:
    """The text of an error, which says something, in a few lines, and steers no terminal."""
    text = str(error)
    assert text.strip(), "an error without a message"
    assert len(text) < LONGEST_MESSAGE, f"a message of {len(text)} letters"
    assert first_control(text) is None, f"a message with {first_control(text)}"
    return text


def check_run(run: Run) -> None:
    """Every number of a run is finite, shares and indices are within 0 and 1."""
    outcomes = outcome_columns(run.patrons)
    for name, number in zip(outcomes, flatten(run.outcome), strict=True):
        check_number(name, number, outcomes[name])
    paths = path_columns(run.patrons)
    for record in run.records:
        for name, number in zip(paths, path_row(record), strict=True):
            check_number(name, number, paths[name])


def check_number(name: str, number: float, column: Column) -> None:
    """One reported number."""
    assert isfinite(number), f"{name} is {number}"
    if column.unit in {"share", "index"} and name not in LEVELS and name not in SIGNED:
        assert -ROUNDING <= number <= 1.0 + ROUNDING, f"{name} is {number}, which is no {column.unit}"


SIGNED = frozenset({"tension"})
"""Shares that may be below 0: a deviation."""
