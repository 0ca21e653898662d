"""Checks of drawn values: each column against the range of its parameter, and rows whose values do not fit.

Only rows that numbers show to be doubtful are built as scenarios, which is slow; the rest is done by column.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.parameters.lookup import STEPPED, canonical_path, effort_paths, rows_by_path
from ...model.scenario.checks import TOLERANCE
from ...model.scenario.resolution import Event
from ...model.scenario.scenario import Scenario
from ...model.scenario.timeline import CODES, Change, fold_event
from .axis import Key, axis_conflicts, check_values, list_keys
from .parse_axes import find_key

Floats = NDArray[np.float64]
Columns = Mapping[str, Floats]

STEPS = ("agreement", "negotiable")
"""Ends of paths with steps whose values depend on each other."""
TWINS = {"framework": "agreement", "agreement": "framework"}
"""Two values of a patron of which each excludes the other."""
MOST_LISTED = 6
"""Most distinct values of a parameter with steps that are checked; an agreement has one less."""


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


def twin_of(path: str) -> str:
    """Return the path that a patron's framework or agreement excludes; any other path as it is."""
    stem, _, last = path.rpartition(".")
    return f"{stem}.{TWINS.get(last, last)}" if path.startswith("patrons.") else path


def match_points(
    points: Mapping[str, object], scenarios: Sequence[Scenario], changes: Collection[str]
) -> dict[str, Floats]:
    """Check the points of a sweep, and return them with canonical paths, each of shape (points,).

    Raises
    ------
    InputError
        With every path that is unknown (and the nearest known) or set as well, and every value that is not
        allowed in one of the scenarios.
    """
    columns, faults = name_columns(convert_columns("points", points), scenarios)
    for name in columns:
        if found := next((path for path in (name, twin_of(name)) if path in changes), None):
            faults.append(f"column {name}: {'it' if found == name else found} is set as well; leave one out")
    wrong: dict[str, str] = {}
    for scenario in scenarios if not faults else ():
        wrong = value_faults(columns, scenario) | wrong
    if faults := [*faults, *wrong.values()]:
        raise InputError(*(f"points: {fault}" for fault in faults))
    return columns


def name_columns(columns: Columns, scenarios: Sequence[Scenario]) -> tuple[dict[str, Floats], list[str]]:
    """Return columns with canonical paths; and faults of their paths, or that there is no row."""
    names = [canonical_path(name, scenarios[0].patrons) for name in columns]
    found = dict(zip(names, columns.values(), strict=True))
    empty = not columns or not len(next(iter(columns.values())))
    faults = ["no rows in it"] if empty else unknown_faults(found, scenarios)
    return found, [*axis_conflicts(names), *faults]


def unknown_faults(names: Iterable[str], scenarios: Sequence[Scenario]) -> list[str]:
    """Describe each column that is no input of a scenario, in the first one that lacks it."""
    faults: dict[str, str] = {}
    for scenario in scenarios:
        keys = list_keys(scenario)
        for name in (n for n in names if n not in keys and n not in faults):
            try:
                find_key(name, scenario, keys)
            except InputError as error:
                only = "; only a first column 'draw' is left out" if "." not in name else ""
                faults[name] = f"column {error}{only}"
    return list(faults.values())


def value_faults(columns: Columns, scenario: Scenario) -> dict[str, str]:
    """Describe columns, shape (draws,), with an empty cell or a value out of its range, by path."""
    from .table_file import bad_cells

    keys, faults = list_keys(scenario), {}
    for name, values in columns.items():
        if not np.isfinite(values).all():
            faults[name] = f"column {name}: {bad_cells(values, first=0)}"
            continue
        try:
            check_values(keys[name], select_values_to_check(keys[name], values), scenario)
        except InputError as error:
            faults[name] = change_fault(name, values, scenario) or f"column {error}"
    return faults


def change_fault(name: str, values: Floats, scenario: Scenario) -> str:
    """Describe the first draw that a scenario's relative change takes out of the range; "" if it has none."""
    change = scenario.relative.get(name)
    if change is None:
        return ""
    low, high = rows_by_path(scenario.patrons)[name].allowed
    row = int(np.argmax(~((low <= values) & (values <= high))))
    text = f"{change.describe()} of the draw is {values[row]:g}; allowed is {low:g} to {high:g}"
    return f"row {row}: {scenario.name}: {name}: {text}"


def select_values_to_check(key: Key, values: Floats) -> list[float]:
    """Return the values to check: both ends of a range, or the first distinct steps."""
    if key.unit in STEPPED:
        return [float(v) for v in np.unique(values)[:MOST_LISTED]]
    return [float(v) for v in dict.fromkeys((values.min(), values.max()))]


def row_faults(columns: Columns, scenario: Scenario, used: NDArray[np.int64]) -> list[str]:
    """Describe the faults of the first of the rows in use whose values do not fit together."""
    rows = {path: values[used] for path, values in columns.items()}
    for place in sorted(set(doubtful_rows(rows, scenario)) if len(used) else ()):
        try:
            scenario.vary({path: float(values[place]) for path, values in rows.items()})
        except InputError as error:
            return [f"row {used[place]}: {fault}" for fault in error.faults]
    return []


def doubtful_rows(columns: Columns, scenario: Scenario) -> Iterator[int]:
    """Yield rows that may be refused though each of their values is allowed.

    These are rows with sums out of bounds, the first row of every set of steps that depend on each other, and
    the ends of what events move on: what they add is affine in the value, so that the ends show all.
    """
    for paths, least, most in bounded_sums(scenario):
        if any(path in columns for path in paths):
            total = sum(columns.get(path, scenario.values.get(path, 0.0)) for path in paths)
            yield from map(int, np.flatnonzero(~((total > least) & (total <= most))))
    steps = [v for path, v in columns.items() if path.rpartition(".")[2] in STEPS]
    if steps or any(path.endswith(".framework") for path in columns):
        yield 0
    if steps:
        yield from map(int, np.unique(np.array(steps), axis=1, return_index=True)[1])
    for path in {e.path for e in scenario.events} & columns.keys():
        ends = int(columns[path].argmin()), int(columns[path].argmax())
        yield from (row for row in ends if leaves_range(path, float(columns[path][row]), scenario))
    moving = [path for path in columns if path.startswith("events.")]
    if moving:  # what they add has no bounds of its own
        yield from range(len(columns[moving[0]]))


def bounded_sums(scenario: Scenario) -> Iterator[tuple[list[str], float, float]]:
    """Yield paths whose sum is bounded, with the number it must lie above and the most it may be."""
    for flow in ("exports", "imports"):
        yield [f"start.patrons.{p}.{flow}" for p in scenario.patrons], -np.inf, 1.0 + TOLERANCE
    yield [p for p in scenario.values if p.startswith("hedger.weights.")], 0.0, np.inf
    yield effort_paths(scenario.patrons), 0.0, np.inf


def leaves_range(path: str, value: float, scenario: Scenario) -> bool:
    """Return whether events take a parameter that begins at a value out of its range."""
    low, high = list_keys(scenario)[path].allowed or (-np.inf, np.inf)
    events = [as_change(e) for e in scenario.events if e.path == path]
    for quarter in range(scenario.horizon):
        number = value
        for event in events:
            number = fold_event(number, event, float(quarter))
        if not low <= number <= high:
            return True
    return False


def as_change(event: Event) -> Change:
    """Convert an event to numbers; the row does not matter."""
    until = -1.0 if event.until is None else float(event.until)
    return Change(0, float(event.first), until, CODES[event.operation], event.value)
