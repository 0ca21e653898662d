"""Time axes, and labels of events that meet neither each other nor another's rule."""

import itertools

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from support.plot_cases import event, scenario

from hedgesim.analysis.plots.parts.page import INCH, apply_style, shorten_text, text_width
from hedgesim.analysis.plots.parts.time_axis import (
    GAP,
    Mark,
    assign_lanes,
    describe_parameter,
    event_marks,
    time_axis,
)
from hedgesim.model.dates import quarter_name

FIRST = 4 * 2017 + 2


@pytest.mark.parametrize(
    ("horizon", "width", "names"),
    [
        (60, 50.0, ["2020", "2025", "2030"]),
        (60, 100.0, ["2018", "2020", "2022", "2024", "2026", "2028", "2030", "2032"]),
        (4, 80.0, ["2017Q3", "2017Q4", "2018Q1", "2018Q2"]),
        (8, 80.0, ["2017Q3", "2018Q1", "2018Q3", "2019Q1"]),
        (1, 25.0, ["2017Q3"]),
        (2, 30.0, ["2017Q3", "2017Q4"]),
        (2, 15.0, ["2017Q3"]),
        (2000, 40.0, ["2200", "2400"]),
    ],
)
def test_ticks(horizon: int, width: float, names: list[str]) -> None:
    ax = Figure().add_subplot()
    time_axis(ax, FIRST, horizon, width)
    assert [t.get_text() for t in ax.get_xticklabels()] == names


@pytest.mark.parametrize("horizon", [1, 2, 3, 5, 9, 37, 60, 61, 400])
@pytest.mark.parametrize("width", [12.0, 25.5, 50.0])
def test_names_of_ticks_stay_within_the_panel(horizon: int, width: float) -> None:
    figure = Figure(figsize=(2 * width / INCH, 2.0), dpi=200)
    ax = figure.add_axes((0.25, 0.2, 0.5, 0.7))
    with apply_style():
        time_axis(ax, FIRST, horizon, width)
    for label in ax.get_xticklabels():
        label.set_size(8.0)
        label.set_family("DejaVu Sans")
    FigureCanvasAgg(figure).draw()
    spans = sorted((b.x0, b.x1) for b in (t.get_window_extent() for t in ax.get_xticklabels()))
    left, right = ax.get_window_extent().x0 - 3.0, ax.get_window_extent().x1 + 3.0
    assert all(left <= a and b <= right for a, b in spans) or len(spans) == 1
    assert all(b < c for (_, b), (c, _) in itertools.pairwise(spans))


def test_quarters_have_names() -> None:
    assert [quarter_name(FIRST + n) for n in (0, 1, 2)] == ["2017Q3", "2017Q4", "2018Q1"]


def meets(placed: list[tuple[Mark, int]], scale: float) -> bool:
    """Whether a label stands on another label or on the rule of a later one."""
    for one, lane in placed:
        left = one.quarter * scale
        right = left + GAP + text_width(one.text)
        for other, height in placed:
            rule = other.quarter * scale
            if (left < rule < right and height >= lane) or (
                rule == left and height == lane and other is not one
            ):
                return True
    return False


def test_labels_never_meet() -> None:
    marks = [Mark(q, f"Something of quarter {q}") for q in (0, 3, 3, 4, 20, 21, 40, 59)]
    placed = [(p.mark, p.lane) for p in assign_lanes(marks, 1.0, 140.0)]
    assert not meets(placed, 1.0)
    assert placed[-1] == (marks[-1], 0)
    assert assign_lanes(marks[-1:], 1.0, 140.0)[0].lane == 0


def test_labels_end_where_the_page_ends() -> None:
    marks = [Mark(55, "A label that is much too long for the room that is left of it")]
    (placed,) = assign_lanes(marks, 1.0, 80.0)
    assert placed.mark.text.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert text_width(placed.mark.text) <= 80.0 - 55.0


def test_events_are_put_in_words_with_their_ends() -> None:
    marks = event_marks(scenario("x", events=[event("strain_2020", 12, 18)]), 50.0, 140.0)
    assert [p.mark for p in marks.placed] == [Mark(12, "Strain 2020 to 2022Q1")]
    assert marks.lanes == 1
    assert marks.note == ""


def test_a_label_stands_for_the_name() -> None:
    labelled = event("gsp_withdrawal", 12) | {"label": "GSP withdrawn"}
    marks = event_marks(scenario("x", events=[labelled]), 50.0, 140.0)
    assert [p.mark.text for p in marks.placed] == ["GSP withdrawn"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("world.strain", "path of domestic political strain"),
        ("rivalry.russia-eu", "rivalry between two patrons (russia-eu)"),
        ("patrons.eu.blockade", "part of trade that full coercion stops at once (eu)"),
        ("patrons.eu.nothing", "patrons.eu.nothing (eu)"),
    ],
)
def test_parameters_in_words(path: str, words: str) -> None:
    assert describe_parameter(path) == words


def test_what_gets_no_rule_is_said() -> None:
    course = [event(f"energy_{n}", 4 * n, None, "world.energy") for n in range(5)]
    early = event("directive_2015", -8, None, "hedger.directive")
    late = event("far_away", 60, None, "world.strain")
    marks = event_marks(scenario("x", events=[*course, early, late]), 50.0, 140.0)
    assert marks.placed == ()
    assert marks.note == (
        "Not marked: 5 changes of the path of the log energy price against the start."
        " In force from the start: Directive 2015."
    )


@pytest.mark.parametrize(
    ("apart", "labels"),
    [
        (3, [str(n + 1) for n in range(12)]),
        (1, ["1 to 6", "7 to 12"]),
        (2, ["1 to 3", "4 to 6", "7 to 9", "10 to 12"]),
    ],
)
def test_too_many_events_become_numbers_with_a_key(apart: int, labels: list[str]) -> None:
    events = [event(f"a_rather_long_name_{n}", apart * n, None, f"patrons.eu.p{n}") for n in range(12)]
    marks = event_marks(scenario("x", events=events), 118.0, 140.0)
    assert marks.rules == tuple(apart * n for n in range(12))
    assert marks.lanes == 1
    assert [p.mark.text for p in marks.placed] == labels
    assert marks.note.startswith("Events: 1 2017Q3 A rather long name 0; 2 ")
    assert not meets([(p.mark, p.lane) for p in marks.placed], 2.0)


def test_shortened_keeps_what_fits() -> None:
    assert shorten_text("short", 50.0) == "short"
    assert shorten_text("anything", 0.5) == "\N{HORIZONTAL ELLIPSIS}"
