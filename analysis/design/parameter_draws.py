"""Draws of parameters, such as from a posterior: run k takes draw k mod D in every scenario.

The same run meets the same shocks and the same draw with every strategy, in every scenario and at every point
of a sweep, so that differences stay paired and their intervals cover both kinds of uncertainty. Draws are
taken in the order of the file, rows counted from 0; the first rows of a shuffled file are a fair sample of
all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.parameters.lookup import STEPPED, canonical_path
from ...model.scenario.scenario import Scenario
from .axis import Key, axis_conflicts, check_values, list_keys
from .fit_record import require_present_model
from .parse_axes import find_key

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

NUMBER = "draw"
"""A first column of this name only counts the draws and is left out."""
MOST = 1_000_000
TWINS = {"framework": "agreement", "agreement": "framework"}
"""Two values of a patron of which each excludes the other."""
SUMMED = ("start.patrons.", "hedger.weights.", "hedger.effort.", "events.")
LINKED = frozenset({*TWINS, "negotiable"})
"""Beginnings and ends of paths whose values depend on others."""
MOST_LISTED = 6
"""Most distinct values of a parameter with steps that are checked; an agreement has one less."""


@dataclass(frozen=True)
class Draws:
    """Draws of parameters.

    Attributes
    ----------
    name : str
        Name of their file.
    columns : mapping
        Values by path, each of shape (draws,), agreements as steps.
    notices : tuple of str
        Messages for the user on how the file was read.
    """

    name: str
    columns: Mapping[str, Floats]
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", convert_columns(self.name, self.columns))

    @property
    def count(self) -> int:
        """Return the number of draws."""
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def row(self, number: int) -> dict[str, float]:
        """Return the values of one draw by path."""
        return {path: float(values[number]) for path, values in self.columns.items()}

    def table(self) -> "pd.DataFrame":
        """Return the draws as a table with one row per draw and one column per parameter."""
        import pandas as pd

        return pd.DataFrame({path: np.asarray(values) for path, values in self.columns.items()})


def convert_columns(name: str, columns: Mapping[str, object]) -> dict[str, Floats]:
    """Convert values by path to arrays of floats, all of shape (rows,).

    Raises
    ------
    InputError
        With every column that is no list of numbers, or whose length is not that of the first.
    """
    found: dict[str, Floats] = {}
    faults = []
    for path, values in columns.items():
        try:
            column = np.asarray(values, float)
        except (TypeError, ValueError):
            faults.append(f"{name}: column {path}: holds something that is no number")
            continue
        first = next(iter(found.values()), column)
        if column.ndim != 1:
            faults.append(f"{name}: column {path}: found {column.ndim} dimensions; expected one of numbers")
        elif len(column) != len(first):
            faults.append(f"{name}: column {path}: found {len(column):,} rows; the first has {len(first):,}")
        else:
            found[path] = column
    if faults:
        raise InputError(*faults)
    return found


@normalise_arguments
def read_draws(path: str | Path) -> Draws:
    """Read draws from a file, without a check against a scenario.

    Parameters
    ----------
    path : str or Path
        A file as :func:`~.table_file.read_table` takes, with a row per draw and a column per parameter, named
        by its path; or that of a built-in case, such as ``belarus/posterior.csv``.

    Raises
    ------
    InputError
        If it cannot be read or has more than MOST rows, or a calibration of an earlier model wrote it.
    """
    from .table_file import parse_column, read_table

    path = Path(path)
    require_present_model(path)
    table, notices = read_table(path, "a table of draws")
    if len(table.columns) and table.columns[0] == NUMBER:
        table = table.iloc[:, 1:]
    if len(table) > MOST:
        msg = f"{path}: found {len(table):,} draws; allowed are {MOST:,} at most"
        raise InputError(msg)
    if faults := axis_conflicts(list(table.columns)):
        raise InputError(*(f"{path}: {fault}" for fault in faults))
    return Draws(path.name, {str(name): parse_column(column) for name, column in table.items()}, notices)


def match_draws(
    draws: Draws,
    scenarios: Sequence[Scenario],
    changes: Collection[str],
    varied: Collection[str],
    used: Iterable[int] = (),
) -> Draws:
    """Check draws against the scenarios that they are for, and return them with canonical paths.

    Parameters
    ----------
    draws : Draws
        Draws as they were read.
    scenarios : sequence of Scenario
        Every value of every draw must be allowed in each.
    changes, varied : collection of str
        Canonical paths that are set for all runs, and that a sweep varies; no draw may hold one.
    used : iterable of int
        Numbers of the draws whose values are also checked together, which is slow for many.

    Raises
    ------
    InputError
        With every path that is unknown (and the nearest known) or also set or varied, every empty cell and
        every value that is not allowed.
    """
    patrons = scenarios[0].patrons
    names = [canonical_path(name, patrons) for name in draws.columns]
    columns = {n: np.asarray(v, float) for n, v in zip(names, draws.columns.values(), strict=True)}
    faults = axis_conflicts(names)
    faults += ["no rows in it"] if not draws.count else []
    faults += occupied_paths(names, changes, "set") + occupied_paths(names, varied, "varied")
    if draws.count:
        faults += [f for name, values in columns.items() for f in column_faults(name, values, scenarios)]
    faults = faults or draw_faults(columns, scenarios, used)
    if faults:
        raise InputError(*(f"{draws.name}: {fault}" for fault in faults))
    return replace(draws, columns=columns)


def read_draws_for(
    file: Path | None, scenario: Scenario, changes: Collection[str], varied: Collection[str] = ()
) -> Draws | None:
    """Read draws from a file and check them against one scenario, already changed; None without a file.

    Raises
    ------
    InputError
        As :func:`read_draws` and :func:`match_draws` do.
    """
    if file is None:
        return None
    paths = [canonical_path(path, scenario.patrons) for path in changes]
    return match_draws(read_draws(file), [scenario], paths, varied)


def occupied_paths(names: Sequence[str], others: Collection[str], how: str) -> list[str]:
    """Describe each drawn path that is also set or varied, or whose twin in TWINS is."""
    faults = []
    for name in names:
        stem, _, last = name.rpartition(".")
        twin = f"{stem}.{TWINS.get(last, last)}" if stem.startswith("patrons.") else name
        found = next((path for path in (name, twin) if path in others), None)
        if found is not None:
            what = "it" if found == name else found
            faults.append(f"column {name}: {what} is {how} as well; leave one out")
    return faults


def column_faults(name: str, values: Floats, scenarios: Sequence[Scenario]) -> list[str]:
    """Describe the faults of one column, shape (draws,), in the first scenario that it does not fit."""
    from .table_file import bad_cells

    for scenario in scenarios:
        try:
            key = find_key(name, scenario, list_keys(scenario))
            if not np.isfinite(values).all():
                return [f"column {name}: {bad_cells(values, first=0)}"]
            check_values(key, select_values_to_check(key, values), scenario)
        except InputError as error:
            only = f"; only a first column {NUMBER!r} is left out" if "." not in name else ""
            return [f"column {fault}{only}" for fault in error.faults]
    return []


def select_values_to_check(key: Key, values: Floats) -> list[float]:
    """Return the values to check: both ends of a range, or the first distinct steps."""
    if key.unit in STEPPED:
        return [float(v) for v in np.unique(values)[:MOST_LISTED]]
    return [float(v) for v in dict.fromkeys((values.min(), values.max()))]


def draw_faults(
    columns: Mapping[str, Floats], scenarios: Sequence[Scenario], used: Iterable[int]
) -> list[str]:
    """Describe the faults of the first draw in use whose values do not fit together."""
    draws = Draws("", columns)
    for scenario in scenarios:
        for number in used if may_misfit(columns, scenario) else ():
            try:
                scenario.vary(draws.row(number))
            except InputError as error:
                return [f"row {number}: {fault}" for fault in error.faults]
    return []


def may_misfit(paths: Iterable[str], scenario: Scenario) -> bool:
    """Return whether values that are allowed one by one may be refused together.

    The reason can be a sum, a twin in TWINS, or what events add.
    """
    moved = {e.path for e in scenario.events}
    return any(p.startswith(SUMMED) or p.rpartition(".")[2] in LINKED or p in moved for p in paths)


def describe_assignment(draws: Draws, runs: int, first_run: int = 0) -> str:
    """Describe which run takes which draw: ``run k takes row k mod 1,000 of posterior.csv``."""
    count = draws.count
    said = f"run k takes row k mod {count:,} of {draws.name}, counted from 0"
    if runs >= count:
        return said
    which = "the first " if first_run % count == 0 else ""
    used = (
        f"{runs:,} runs only {which}{runs:,} rows are" if runs > 1 else f"1 run only {which or 'one '}row is"
    )
    return f"{said}; with {used} used"


def overwritten_values(draws: Draws, scenarios: Sequence[Scenario]) -> list[str]:
    """Return notices on values in which scenarios differ from the first and which draws overwrite."""
    first, *others = scenarios
    notices = []
    for path in draws.columns:
        names = [s.name for s in others if s.values.get(path) != first.values.get(path)]
        if names:
            whose = f"{names[0]} and {len(names) - 1} more" if len(names) > 3 else ", ".join(names)
            notices.append(
                f"{draws.name}: {path} takes the place of what {whose} sets apart from {first.name}"
            )
    return notices


def choose_row(draws: Draws, run: int, number: int | None) -> int:
    """Return the number of a single run's draw: the one asked for, else run mod number of draws.

    Raises
    ------
    InputError
        If there is no such draw.
    """
    if number is None:
        return run % draws.count
    if not 0 <= number < draws.count:
        msg = f"--draw: found {number}; {draws.name} holds rows 0 to {draws.count - 1:,}"
        raise InputError(msg)
    return number
