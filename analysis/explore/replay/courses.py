"""Courses over time of any path column, run by run: played again, for a folder keeps few of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....model.errors import InputError
from ....model.outcomes import path_columns
from ....model.parameters.lookup import canonical_path, hint
from ...compare.paired import Results, require_comparable
from ...design.axis import Axis
from ...design.batch import Batch
from ...design.points import build_axes
from .draw_paths import play_series, select_cell
from .sweep_points import Setting, explain_fixed, locate_point, rebuild, set_point, write_value

Values = NDArray[np.float64]
LEVELS = 5
"""Most levels of an input for which courses are drawn."""


class Course(NamedTuple):
    """The runs of one scenario with one strategy, at one level of an input where that is chosen.

    Attributes
    ----------
    scenario, strategy, level : str
        What was played; ``level`` is empty where no input varies.
    runs : array of int, shape (runs,)
        Numbers of the finished runs.
    values : mapping of str to array, shape (runs, quarters)
        Values by path column.
    """

    scenario: str
    strategy: str
    level: str
    runs: NDArray[np.int64]
    values: Mapping[str, Values]

    @property
    def names(self) -> tuple[str, str, str]:
        """Return the names by which a course can be asked for."""
        return self.scenario, self.strategy, self.level

    def subtract(self, base: "Course") -> "Course":
        """Return the differences to another course, run by run: equal numbers meet the same shocks."""
        runs, own, other = np.intersect1d(self.runs, base.runs, return_indices=True)
        gaps = {name: column[own] - base.values[name][other] for name, column in self.values.items()}
        return self._replace(runs=runs, values=gaps)


def check_columns(columns: Sequence[str], patrons: Sequence[str]) -> None:
    """Check the names of path columns.

    Raises
    ------
    InputError
        With a message for each unknown name, with the nearest known one.
    """
    known = list(path_columns(patrons))
    listed = f"; there are {', '.join(known[:10])} ..."
    faults = [
        f"--column {name}: no column of paths{hint(name, known) or listed}"
        for name in columns
        if name not in known
    ]
    if faults:
        raise InputError(*faults)


def play_courses(results: Results, cells: Sequence[tuple[str, str]], columns: Sequence[str]) -> list[Course]:
    """Play scenarios with strategies of a batch again.

    Parameters
    ----------
    results : Results
        A batch's folder, or tables in memory.
    cells : sequence of (scenario, strategy)
        What to play.
    columns : sequence of str
        Path columns to keep.
    """
    batch = rebuild(results)
    check_columns(columns, batch.patrons)
    return [play_cell(batch, scenario, strategy, "", columns) for scenario, strategy in cells]


def play_levels(
    results: Results, by: str, at: Setting, strategy: str, columns: Sequence[str]
) -> list[Course]:
    """Play a sweep's scenario at each level of one input, the others at ``at`` or the scenario's own values.

    Raises
    ------
    InputError
        If the input does not vary, or has too many levels.
    """
    batch = rebuild(results)
    check_columns(columns, batch.patrons)
    axes = build_axes(results.manifest["design"])
    axis = find_axis(axes, canonical_path(by, batch.patrons))
    name = batch.scenarios[0].name
    found = []
    for level in choose_levels(axis):
        value = write_value(axis, level)
        played = set_point(batch, locate_point(axes, batch, {**at, axis.path: value}))
        label = f"{value:g}" if isinstance(value, float) else str(value).lower()
        found.append(play_cell(played, name, strategy, label, columns))
    return found


def locate_others(results: Results, by: str, at: Setting) -> dict[str, object]:
    """Return the values of a sweep's inputs but one, by path: those of ``at``, else the scenario's own."""
    batch = rebuild(results)
    axes = build_axes(results.manifest["design"])
    path = canonical_path(by, batch.patrons)
    return locate_point(tuple(axis for axis in axes if axis.path != path), batch, at)


def find_axis(axes: Sequence[Axis], path: str) -> Axis:
    """Find the axis of an input that varies.

    Raises
    ------
    InputError
        If it does not.
    """
    known = {axis.path: axis for axis in axes}
    if path not in known:
        raise InputError(explain_fixed(path, list(known)).replace("--at", "--by", 1))
    return known[path]


def choose_levels(axis: Axis) -> list[float]:
    """Choose the levels at which courses are drawn, in rising order.

    They are the design's own where it has few, else the ends and the scenario's own value or the middle.
    """
    if axis.levels and len(axis.levels) <= LEVELS:
        return sorted(axis.levels)
    inner = sorted(axis.levels)[1:-1] or [(axis.low + axis.high) / 2.0]
    middle = inner[len(inner) // 2]
    if axis.base is not None and axis.low < axis.base < axis.high:
        middle = axis.base
    return [axis.low, middle, axis.high]


def play_cell(batch: Batch, scenario: str, strategy: str, level: str, columns: Sequence[str]) -> Course:
    """Play one scenario with one strategy.

    Raises
    ------
    InputError
        If no run finished.
    """
    series, runs = play_series(select_cell(batch, scenario, strategy), columns)
    if not len(runs):
        msg = f"scenario {scenario!r}, strategy {strategy!r}: no run finished, there is no course"
        raise InputError(msg)
    return Course(scenario, strategy, level, runs, {name: series[:, :, k] for k, name in enumerate(columns)})


def subtract_base(courses: Sequence[Course], against: str, results: Results) -> list[Course]:
    """Return the differences of courses to the one that has a given name.

    Raises
    ------
    InputError
        If not exactly one of them has it, or they cover other quarters.
    """
    base = find_base(courses, against)
    drawn = dict.fromkeys(course.scenario for course in courses)
    require_comparable({n: results.manifest["scenarios"][n] for n in drawn}, base.scenario)
    return [course.subtract(base) for course in courses if course is not base]


def find_base(courses: Sequence[Course], against: str) -> Course:
    """Find the course that has a name.

    Raises
    ------
    InputError
        If not exactly one has it, or there is no other.
    """
    found = [course for course in courses if against in course.names]
    if len(found) == 1 and len(courses) > 1:
        return found[0]
    if len(courses) == 1:
        what = "there is nothing to compare with it: name what to draw with --scenario or --strategy"
    elif found:
        what = "is the name of several of those that are drawn: leave some out"
    else:
        names = distinguish(courses)
        what = f"is none of those that are drawn: {', '.join(names)}{hint(against, names)}"
    msg = f"--against {against}: {what}"
    raise InputError(msg)


def distinguish(courses: Sequence[Course]) -> list[str]:
    """Return the names that differ between courses: levels, else scenarios, strategies or both."""
    parts = [part for part in zip(*(course.names for course in courses), strict=True) if len(set(part)) > 1]
    return [": ".join(names) for names in zip(*parts, strict=True)]
