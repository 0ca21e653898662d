"""Draw quarters on an axis, and dated events as thin rules with labels that do not overlap."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from matplotlib.axes import Axes

from ....model.dates import quarter_name
from ....model.parameters.lookup import template_of
from ....model.parameters.table import ROWS
from ...labels import capitalise_name
from . import style
from .page import shorten_text, text_width

Side = Literal["left", "center", "right"]
STEPS = (1, 2, 4, 8, 20, 40, 80, 200, 400, 800, 2000, 4000)
YEAR = 4
SERIES = 3
"""A path that more events than this change is a course of inputs, not a row of turning points."""
MOST_LANES = 7
GAP = 1.2
"""Room between a rule and its label, and after a label, in mm."""


def time_axis(ax: Axes, first: int, horizon: int, width: float, *, labelled: bool = True) -> None:
    """Set up an x axis of quarters 0 to horizon - 1, with as many ticks as have room for labels.

    Parameters
    ----------
    ax : Axes
        Panel whose x data are quarters from the start.
    first : int
        Calendar quarter of quarter 0, as 4 * year + quarter - 1.
    horizon : int
        Number of quarters, at least 1.
    width : float
        Width of the panel in mm.
    labelled : bool
        Whether ticks get labels; of stacked panels only the lowest one does.
    """
    edge = 0.5 if horizon == 1 else 0.0
    ax.set_xlim(-edge, horizon - 1 + edge)
    names = tick_names(first, horizon, width)
    ax.set_xticks(list(names), list(names.values()) if labelled else [""] * len(names))
    for label, (quarter, name) in zip(ax.get_xticklabels(), names.items(), strict=True):
        label.set_horizontalalignment(
            tick_alignment(locate_quarter(quarter, horizon, width), text_width(name), width)
        )


def tick_names(first: int, horizon: int, width: float) -> dict[int, str]:
    """Choose the ticks with their labels: the smallest step at which no two labels overlap."""
    for step in STEPS:
        ticks = [t for t in range(horizon) if (first + t) % step == 0]
        names = {t: str((first + t) // YEAR) if step >= YEAR else quarter_name(first + t) for t in ticks}
        if names and not meets_next(names, horizon, width):
            return names
    return {0: quarter_name(first)}


def locate_quarter(quarter: int, horizon: int, width: float) -> float:
    """Compute the position of a quarter, in mm from the panel's left edge."""
    return width / 2.0 if horizon == 1 else quarter * width / (horizon - 1)


def tick_alignment(place: float, size: float, width: float) -> Side:
    """Choose the horizontal alignment of a label at its tick.

    Centred, or inwards at an edge of the panel, where it would overlap the next panel's label.
    """
    if place < size / 2.0:
        return "left"
    return "right" if place > width - size / 2.0 else "center"


def meets_next(names: Mapping[int, str], horizon: int, width: float) -> bool:
    """Return whether any label comes closer than GAP to the next one."""
    end = -GAP
    for quarter, name in names.items():
        place, size = locate_quarter(quarter, horizon, width), text_width(name)
        start = place - size * {"left": 0.0, "center": 0.5, "right": 1.0}[tick_alignment(place, size, width)]
        if start < end + GAP:
            return True
        end = start + size
    return False


class Mark(NamedTuple):
    """A quarter in which something changes, and the label to write there."""

    quarter: int
    text: str


class PlacedLabel(NamedTuple):
    """A mark with the lane of its label; lane 0 is the lowest, next to the panel."""

    mark: Mark
    lane: int


class Marks(NamedTuple):
    """Quarters that get a rule, placed labels, the number of lanes, and a note for the caption."""

    rules: tuple[int, ...]
    placed: tuple[PlacedLabel, ...]
    lanes: int
    note: str


def event_text(event: Mapping[str, Any], first: int) -> str:
    """Format an event in few words, with its end where it has one."""
    until, label = event["until"], event.get("label") or capitalise_name(event["name"])
    return str(label) + (f" to {quarter_name(first + until)}" if until is not None else "")


def describe_parameter(path: str) -> str:
    """Describe a parameter in words, with the patrons that it concerns.

    For example ``rivalry between two patrons (russia-eu)``.
    """
    template = template_of(path)
    meaning = next((row.meaning for row in ROWS if row.path == template), path)
    about = next(
        (part for part, t in zip(path.split("."), template.split("."), strict=True) if part != t), ""
    )
    return re.sub(r" \((eq|section).*", "", meaning) + (f" ({about})" if about else "")


def turning_points(scenario: Mapping[str, Any]) -> tuple[list[Mark], str]:
    """Return a scenario's events as marks in order, and a note on those that get no rule."""
    first, horizon = scenario["first_quarter"], scenario["horizon"]
    paths = [e["path"] for e in scenario["events"]]
    courses = {p: paths.count(p) for p in paths if paths.count(p) > SERIES}
    single = [e for e in scenario["events"] if e["path"] not in courses and e["first"] < horizon]
    text = ", ".join(f"{count} changes of the {describe_parameter(path)}" for path, count in courses.items())
    notes = [f"Not marked: {text}."] if text else []
    early = [event_text(e, first) for e in single if e["first"] < 0]
    if early:
        notes.append(f"In force from the start: {', '.join(early)}.")
    marks = [Mark(e["first"], event_text(e, first)) for e in single if e["first"] >= 0]
    return sorted(marks, key=lambda m: m.quarter), " ".join(notes)


def assign_lanes(marks: Sequence[Mark], scale: float, right: float) -> list[PlacedLabel]:
    """Assign each label a lane, so that no label overlaps another label or another's rule.

    A label stands right of its rule, above all later rules that it crosses.

    Parameters
    ----------
    marks : sequence of Mark
        Marks by rising quarter.
    scale : float
        Width of a quarter in mm.
    right : float
        Right limit of labels, in mm from quarter 0.
    """
    placed: list[PlacedLabel] = []
    rules: list[tuple[float, int]] = []
    # from the right: a label's lane depends on the rules that follow it
    for mark in reversed(marks):
        rule = mark.quarter * scale
        text = shorten_text(mark.text, right - rule - 2 * GAP)
        end = rule + text_width(text) + 2 * GAP
        lane = max((other for at, other in rules if at < end), default=-1) + 1
        rules.append((rule, lane))
        placed.append(PlacedLabel(Mark(mark.quarter, text), lane))
    return placed[::-1]


def number_labels(marks: Sequence[Mark], first: int) -> tuple[list[Mark], str]:
    """Replace labels by numbers, one per quarter, and compose the key for the caption."""
    quarters = sorted({m.quarter for m in marks})
    texts = {q: ", ".join(m.text for m in marks if m.quarter == q) for q in quarters}
    key = "; ".join(f"{n} {quarter_name(first + q)} {texts[q]}" for n, q in enumerate(quarters, 1))
    return [Mark(q, str(n)) for n, q in enumerate(quarters, 1)], f"Events: {key}."


def join_numbers(numbers: Sequence[Mark], scale: float) -> list[PlacedLabel]:
    """Place numbers in a single lane; numbers too close share a label such as ``4 to 6``."""
    groups: list[list[Mark]] = []
    end = -1.0
    for mark in numbers:
        if mark.quarter * scale >= end:
            groups.append([])
        groups[-1].append(mark)
        end = groups[-1][0].quarter * scale + text_width(range_text(groups[-1])) + 2 * GAP
    return [PlacedLabel(Mark(group[0].quarter, range_text(group)), 0) for group in groups]


def range_text(group: Sequence[Mark]) -> str:
    """Format a single number, or the first and last of several."""
    ends = dict.fromkeys((group[0].text, group[-1].text))
    return " to ".join(ends)


def event_marks(scenario: Mapping[str, Any], width: float, right: float) -> Marks:
    """Place the events of a scenario above a panel.

    Labels are the events' names, or numbers with a key in the caption where names take too many lanes.

    Parameters
    ----------
    scenario : mapping
        The scenario's entry in the manifest.
    width : float
        Width of the panel in mm.
    right : float
        Right limit of labels, in mm from the panel's left edge.
    """
    scale = width / max(scenario["horizon"] - 1, 1)
    right -= width / 2 if scenario["horizon"] == 1 else 0.0
    marks, note = turning_points(scenario)
    placed = assign_lanes(marks, scale, right)
    if max((p.lane for p in placed), default=-1) >= MOST_LANES:
        numbers, key = number_labels(marks, scenario["first_quarter"])
        placed, note = join_numbers(numbers, scale), f"{key} {note}".strip()
    rules = tuple(sorted({m.quarter for m in marks}))
    return Marks(rules, tuple(placed), max((p.lane + 1 for p in placed), default=0), note)


def draw_rules(ax: Axes, marks: Marks) -> None:
    """Draw thin vertical rules at the quarters of events."""
    for quarter in marks.rules:
        ax.axvline(quarter, color=style.GREY, linewidth=0.5, zorder=1)


def draw_labels(ax: Axes, marks: Marks, width: float, height: float, above: float) -> None:
    """Write labels from ``above`` mm over a panel of given size in mm, each at the end of its rule."""
    scale = ax.get_xlim()[1] - ax.get_xlim()[0]
    across = ax.get_xaxis_transform()
    for mark, lane in marks.placed:
        foot = 1.0 + above / height  # not lower: a panel's heading stands below
        top = foot + style.LINE_HEIGHT * (lane + 1) / height
        ax.plot(
            [mark.quarter] * 2, [foot, top], color=style.GREY, linewidth=0.5, transform=across, clip_on=False
        )
        ax.text(
            mark.quarter + GAP / width * scale,
            top - 0.5 / height,
            mark.text,
            transform=across,
            size=style.SMALL,
            color=style.BLACK,
            ha="left",
            va="top",
            gid="event",
        )
