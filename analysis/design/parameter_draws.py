"""Draws of parameters, such as from an ensemble: run k takes draw k mod D in every scenario.

The same run meets the same shocks and the same draw with every strategy, in every scenario and at every point
of a sweep, so that differences stay paired and their intervals cover both kinds of uncertainty. Draws are
taken in the order of the file, rows counted from 0; the first rows of a shuffled file are a fair sample of
all.

A what-if beats a draw: what a scenario sets apart from the one that the draws were made for, and what is set
or varied for all, is played as it stands; only the opening of the case, which no what-if changes, takes the
draw (:mod:`hedgesim.model.scenario.opening`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.scenario.files import display_name
from ...model.scenario.scenario import Scenario
from .arguments import file_named
from .axis import axis_conflicts
from .draw_checks import convert_columns, name_columns, row_faults, twin_of, value_faults
from .fit_record import locate_scenario, read_record, require_present_model

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

IN_FILE = 1000
"""Draws in the file of an ensemble."""
BATCH_DRAWS = 200
"""Draws that the runs of a command take in turn: run k takes draw k mod so many."""
BATCH_RUNS = 240
"""Default runs of a batch: the first 40 draws twice, with other shocks, which tells noise from draws."""
CLAIM_DRAWS = 500
"""Draws that claims are judged by."""
ASIDE = ("without.", "shown.")
"""Beginnings of columns of an ensemble that are no parameters: weights, and patterns that a draw shows."""
NUMBER = "draw"
"""A first column of this name only counts the draws and is left out."""
MOST = 1_000_000
UNVALUED = ("hedger.effort.", "events.")
"""Beginnings of inputs that a scenario may have without a value of the path."""


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
    base : mapping
        Values by path of the scenario that the draws were made for; if empty, those of a scenario's case.
    settled : frozenset of str
        Paths that are set or varied for all runs: of these only the opening takes the draw.
    """

    name: str
    columns: Mapping[str, Floats]
    notices: tuple[str, ...] = ()
    base: Mapping[str, float] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", convert_columns(self.name, self.columns))
        object.__setattr__(self, "base", dict(self.base))  # a view cannot go to another process

    @property
    def count(self) -> int:
        """Return the number of draws."""
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def for_scenario(self, scenario: Scenario) -> dict[str, Floats]:
        """Return the columns that a scenario takes, by path, each of shape (draws,).

        What the scenario changes relative to its case is changed in every draw.
        """
        base, own = self.base or scenario.root, scenario.values
        found = {}
        for path, values in self.columns.items():
            change = scenario.relative.get(path)
            if change is not None and change.own == base.get(path, change.own):
                found[path] = change.apply(values)
            elif (
                path not in self.settled
                and all(own.get(p) == base.get(p, own.get(p)) for p in (path, twin_of(path)))
                and (path in own or path.startswith(UNVALUED))
            ):
                found[path] = values
        return found

    def for_root(self, scenario: Scenario) -> dict[str, Floats]:
        """Return the columns that the opening of a scenario's case takes, by path, each of shape (draws,)."""
        root = scenario.root
        return {
            path: values
            for path, values in self.columns.items()
            if root.get(path) == self.base.get(path, root.get(path))
        }

    def settle(self, paths: Iterable[str]) -> "Draws":
        """Return the draws with paths that are set or varied for all runs, and their twins, left to these."""
        more = {p for path in paths for p in (path, twin_of(path))}
        return replace(self, settled=self.settled | more)

    def first(self, number: int) -> "Draws":
        """Return the first draws, or all if there are fewer."""
        return replace(self, columns={path: values[:number] for path, values in self.columns.items()})

    def single(self, number: int) -> "Draws":
        """Return one of the draws alone."""
        rows = slice(number, number + 1)
        return replace(self, columns={path: values[rows] for path, values in self.columns.items()})

    def table(self) -> "pd.DataFrame":
        """Return the draws as a table with one row per draw and one column per parameter."""
        import pandas as pd

        return pd.DataFrame({path: np.asarray(values) for path, values in self.columns.items()})


@normalise_arguments
def read_draws(path: str | Path) -> Draws:
    """Read draws from a file, without a check against a scenario.

    Parameters
    ----------
    path : str or Path
        A file as :func:`~.table_file.read_table` takes, with a row per draw and a column per parameter, named
        by its path; or that of a built-in case, such as ``belarus/ensemble.csv.gz``.

    Raises
    ------
    InputError
        If it cannot be read or has more than MOST rows, or a calibration of an earlier model wrote it.
    """
    from .table_file import parse_cells, read_cells

    path = Path(path)
    require_present_model(path)
    table, notices = read_cells(path, "a table of draws")
    if table.column_names[:1] == [NUMBER]:
        table = table.remove_column(0)
    if len(table) > MOST:
        msg = f"{path}: found {len(table):,} draws; allowed are {MOST:,} at most"
        raise InputError(msg)
    there = zip(table.column_names, table.columns, strict=True)
    columns = {name: cells for name, cells in there if not name.startswith(ASIDE)}
    if faults := axis_conflicts(list(columns)):
        raise InputError(*(f"{path}: {fault}" for fault in faults))
    parsed = {name: parse_cells(cells) for name, cells in columns.items()}
    return Draws(path.name, parsed, notices, read_base(path))


def read_base(path: Path) -> Mapping[str, float]:
    """Return the values by path of the scenario that an ensemble was made for, as they are now.

    The record of ``ensemble.csv.gz`` is ``ensemble.json``; without one that names a scenario nothing is
    known.
    """
    place = file_named(path)
    try:
        name = read_record(place.with_name(f"{place.name.partition('.')[0]}.json")).get("scenario")
        file = locate_scenario(name, place.parent) if isinstance(name, str) else None
        return Scenario.load(display_name(file)).root if file is not None else {}
    except InputError:
        return {}


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
        Canonical paths that are set for all runs, and that a sweep varies: they are settled for the draws.
    used : iterable of int
        Numbers of the draws whose values are also checked together.

    Raises
    ------
    InputError
        With every path that is unknown (and the nearest known), every empty cell and every value that is not
        allowed.
    """
    columns, faults = name_columns(draws.columns, scenarios)
    found = replace(draws, columns=columns).settle([*changes, *varied])
    faults = faults or list_value_faults(found, scenarios, np.array([*used], np.int64))
    if faults:
        raise InputError(*(f"{draws.name}: {fault}" for fault in faults))
    return found


def list_value_faults(draws: Draws, scenarios: Sequence[Scenario], used: NDArray[np.int64]) -> list[str]:
    """Describe values that a scenario cannot take: each column's first, else those of the first row."""
    taken = [(scenario, draws.for_scenario(scenario)) for scenario in scenarios]
    faults: dict[str, str] = {}
    for scenario, columns in taken:
        faults = value_faults(columns, scenario) | faults
    if faults:
        return list(faults.values())
    return next((found for s, columns in taken if (found := row_faults(columns, s, used))), [])


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


def describe_settled(draws: Draws) -> str:
    """Describe which columns of draws give way to what is set or varied; "" if none does."""
    paths = [path for path in draws.columns if path in draws.settled]
    return f"what is set or varied beats the draws of {draws.name}: {', '.join(paths)}" if paths else ""


def number_draws(draws: Draws | None, runs: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Return the number of the draw that each run takes, shape (runs,); None without draws."""
    return None if draws is None else np.asarray(runs % draws.count)
