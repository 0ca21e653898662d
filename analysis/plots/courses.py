"""Plot courses over one another: fans of any path column by scenario, strategy or level of an input."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...model.errors import InputError
from ...model.outcomes import INDICES, path_columns
from ..explore.replay.courses import Course, locate_others, play_courses, play_levels, subtract_base
from ..explore.replay.sweep_points import Setting
from ..labels import capitalise_name, input_name, lower_name, possessive, quote_name, strategy_label
from .parts import source, style
from .parts.key import LINE, draw_key, flow_names
from .parts.page import Page, shorten_text
from .parts.source import Names, Results
from .parts.time_axis import draw_labels, draw_rules, event_marks, time_axis
from .parts.value_axis import Span, value_axis

COLUMNS, LEFT, RIGHT, GAP = 2, 17.0, 3.0, 17.0
HEIGHT, HEAD, FOOT, SAMPLE = 38.0, 6.0, 8.0, 9.0
"""Height of a panel, room above and below each, and width of a sample in the key, in mm."""
MOST = len(style.COURSES)
"""Most courses in a figure: one for each look."""
PALE = 0.1
"""Opacity of bands, which lie over one another."""
READ = "Thick line: median over runs; band: middle 90% of runs, what is not known and shocks alike."
GAPS = "Differences to {base}, run by run: both meet the same shocks."


def draw(
    results: Results,
    cells: Sequence[tuple[str, str]],
    columns: Names | None,
    against: str | None,
    span: Span | None,
    levels: tuple[str, Setting] | None = None,
) -> Figure:
    """Draw a panel for each column, and in it a fan for each course.

    Parameters
    ----------
    results : Results
        A batch, or a sweep where ``levels`` is given.
    cells : sequence of (scenario, strategy)
        What to draw.
    columns : sequence of str or None
        Path columns; by default security, economy, autonomy and utility.
    against : str or None
        Name of the course of which all others are drawn as differences.
    span : str or None
        Range of the y axes; see :mod:`.parts.value_axis`.
    levels : tuple or None
        The input by whose levels a sweep is drawn, and values of the others.

    Raises
    ------
    InputError
        If a name is unknown, or there are more courses than colours.
    """
    chosen = list(columns or INDICES)
    require_few(cells, by=bool(levels))
    labels = source.patron_labels(results.manifest["scenarios"][cells[0][0]])
    if levels:
        courses = play_levels(results, levels[0], levels[1], cells[0][1], chosen)
    else:
        courses = play_courses(results, cells, chosen)
    source.require_same_time(results, [course.scenario for course in courses])
    texts = name_courses(results, courses, labels, levels[0] if levels else "")
    details = tell_point(results, *levels) if levels else {}
    parts = [column_words(column, labels) for column in columns or ()]
    title = compose_title(results, courses, parts, labels, levels[0] if levels else "")
    if against is None:
        drawn = dict(zip(texts, courses, strict=True))
        return draw_page(results, drawn, chosen, span, [READ], title, details)
    gaps = subtract_base(courses, against, results)
    base = next(text for text, course in zip(texts, courses, strict=True) if against in course.names)
    texts = [text for text in texts if text != base]
    notes = [READ, GAPS.format(base=quote_name(base))]
    title = f"{title}: differences to {quote_name(base)}"
    return draw_page(results, dict(zip(texts, gaps, strict=True)), chosen, span, notes, title, details)


def tell_point(results: Results, by: str, at: Setting) -> dict[str, Any]:
    """Return what the caption says of a sweep of which the levels of an input are drawn."""
    runs, draws = results.manifest["runs"], results.manifest.get("draws", {}).get("rows", 0)
    drawn = f" of {min(runs, draws):,} draws" if draws else ""
    others = locate_others(results, by, at)
    return {"runs": f"{runs:,} {'run' if runs == 1 else 'runs'} each{drawn}", "changes": others}


def require_few(cells: Sequence[tuple[str, str]], *, by: bool) -> None:
    """Refuse more courses than there are looks, and levels of an input for several strategies."""
    if by and len(cells) > 1:
        msg = "--by: draws the levels of an input for one strategy; name one with --strategy"
        raise InputError(msg)
    if len(cells) > MOST:
        msg = (
            f"kind 'fan' draws up to {MOST} fans over one another, found {len(cells)}: name fewer with"
            " --scenario and --strategy"
        )
        raise InputError(msg)


def name_courses(
    results: Results, courses: Sequence[Course], labels: Mapping[str, str], by: str
) -> list[str]:
    """Name each course in words by what differs between them."""
    if by:
        return [f"{input_name(by, labels)} {course.level}" for course in courses]
    titles = source.scenario_labels(results, list(dict.fromkeys(c.scenario for c in courses)))
    several = {k: len({course.names[k] for course in courses}) > 1 for k in (0, 1)}
    found = []
    for course in courses:
        parts = [titles[course.scenario]] if several[0] else []
        parts += [strategy_label(course.strategy, labels)] if several[1] else []
        found.append(": ".join(parts) or strategy_label(course.strategy, labels))
    return found


def compose_title(
    results: Results, courses: Sequence[Course], columns: Sequence[str], labels: Mapping[str, str], by: str
) -> str:
    """Compose the figure's title: what it shows, of what, and by what courses differ."""
    scenarios, strategies = ({course.names[k] for course in courses} for k in (0, 1))
    first = results.manifest["scenarios"][courses[0].scenario]
    what = " and ".join(columns) if 0 < len(columns) <= 2 else f"How {first['hedger']} fares"
    where = f" in {quote_name(first['title'])}" if len(scenarios) == 1 else ""
    under = (
        f" under {quote_name(strategy_label(courses[0].strategy, labels))}" if len(strategies) == 1 else ""
    )
    parts = [
        *(["scenario"] if len(scenarios) > 1 else []),
        *(["strategy"] if len(strategies) > 1 else []),
        *([input_name(by, labels)] if by else []),
    ]
    return f"{what}{where}{under}{', by ' + ' and '.join(parts) if parts else ''}"


def draw_page(
    results: Results,
    courses: Mapping[str, Course],
    columns: Sequence[str],
    span: Span | None,
    notes: Sequence[str],
    title: str,
    details: Mapping[str, Any],
) -> Figure:
    """Lay out panels, events and key on a page; ``courses`` are by their names in words."""
    across = min(COLUMNS, len(columns))
    room = style.page_width() - LEFT - RIGHT
    width = (room - GAP * (across - 1)) / across
    scenario = join_events(results, list(courses.values()))
    marks = event_marks(scenario, width, room)
    names = {str(number): text for number, text in enumerate(courses)}
    key = flow_names(names, room, SAMPLE)
    top = HEAD + marks.lanes * style.LINE_HEIGHT
    step = HEIGHT + HEAD + FOOT
    below = top + -(-len(columns) // across) * step - HEAD
    scenarios, strategies = (
        list(dict.fromkeys(str(course.names[k]) for course in courses.values())) for k in (0, 1)
    )
    caption = source.figure_caption(results, scenarios, strategies, *notes, marks.note, **details)
    page = Page(title, caption, below + LINE * len(key))
    for number, column in enumerate(columns):
        row, place = divmod(number, across)
        ax = page.axes(LEFT + place * (width + GAP), top + row * step, width, HEIGHT)
        draw_panel(ax, list(courses.values()), column)
        value_axis(ax, span, differences=len(notes) > 1, name=f"--range unit: {column}")
        time_axis(ax, scenario["first_quarter"], scenario["horizon"], width)
        draw_rules(ax, marks)
        write_heading(ax, column, source.patron_labels(scenario), width)
        if number == 0:
            draw_labels(ax, marks, width, HEIGHT, HEAD)
    draw_key(page.axes(LEFT, below, room, LINE * len(key)), key, names, SAMPLE, draw_sample)
    return page.figure


def join_events(results: Results, courses: Sequence[Course]) -> dict[str, Any]:
    """Return the first course's scenario with the events of all, each once."""
    scenarios = [results.manifest["scenarios"][course.scenario] for course in courses]
    events: list[Mapping[str, Any]] = []
    for event in (event for scenario in scenarios for event in scenario["events"]):
        if event not in events:
            events.append(event)
    return {**scenarios[0], "events": events}


def draw_panel(ax: Axes, courses: Sequence[Course], column: str) -> None:
    """Draw the fan of each course: its middle 90% as a band, its median as a line."""
    for number, course in enumerate(courses):
        low, middle, high = np.quantile(course.values[column], (0.05, 0.5, 0.95), axis=0)
        colour, line = style.COURSES[number]
        quarters = np.arange(len(middle))
        marker = "o" if len(quarters) == 1 else ""
        ax.fill_between(quarters, low, high, color=colour, alpha=PALE, linewidth=0.0, gid="band")
        for edge in (low, high):
            ax.plot(quarters, edge, color=colour, linestyle=line, marker=marker, linewidth=0.5, gid="edge")
        ax.plot(quarters, middle, color=colour, linestyle=line, marker=marker, linewidth=1.5, gid="course")


def draw_sample(ax: Axes, number: str, left: float, middle: float) -> None:
    """Draw the sample of a course in the key; lengths in mm."""
    colour, line = style.COURSES[int(number)]
    wide = SAMPLE - 1.0
    ax.add_patch(Rectangle((left, middle - 1.5), wide, 3.0, facecolor=colour, alpha=PALE, linewidth=0.0))
    ax.plot([left, left + wide], [middle] * 2, color=colour, linestyle=line, linewidth=1.5)


def write_heading(ax: Axes, column: str, labels: Mapping[str, str], width: float) -> None:
    """Write what a panel shows above it, and its unit beside it."""
    unit = path_columns(list(labels))[column].unit
    text = shorten_text(column_words(column, labels), width, style.TEXT, "bold")
    title = ax.set_title(text, loc="left", fontweight="bold", pad=4)
    title.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})
    ax.set_ylabel(f"[{unit}]")


def column_words(column: str, labels: Mapping[str, str]) -> str:
    """Describe a path column in words: ``EU's export share``, ``Rivalry Russia-EU``."""
    for patron, label in labels.items():
        if column.endswith(f"_{patron}"):
            stem = column.removesuffix(f"_{patron}")
            first = next((p for p in labels if stem.endswith(f"_{p}")), None)
            if first is None:
                return f"{possessive(label)} {lower_name(stem)}"
            pair = f"{labels[first]}\N{EN DASH}{label}"
            return f"{capitalise_name(stem.removesuffix(f'_{first}'))} {pair}"
    return capitalise_name(column)
