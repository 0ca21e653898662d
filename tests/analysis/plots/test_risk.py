"""The figure of risk: marks stand where the table says, and no text stands on another."""

import pytest
from support.planted import planted_risk
from support.plot_checks import caption, readable, texts

from hedgesim.analysis.plots.risk import LEAD_MARKS, PART_MARKS, draw
from hedgesim.analysis.tables.parts.estimates import take_estimate

LEAN = "lean:china"
PARTS = {("hedge", LEAN): (0.001, 0.0005), ("mix", LEAN): (-0.002, 0.0005), ("pivot:eu", LEAN): (0.003, 0.01)}


def test_marks_stand_where_the_table_says() -> None:
    found = planted_risk(PARTS)
    figure = draw(found)
    rows = found.insurance.set_index(["strategy", "score"])
    order = ["pivot:eu", "hedge", "mix"]  # by the mean lead with moods
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert names == ["Pivot to EU", "Hedge", "Best fixed mix"]
    panels = [
        [("mean", mark) for mark in LEAD_MARKS.values()],
        [("cvar10_quarters", mark) for mark in LEAD_MARKS.values()],
        list(PART_MARKS.items()),
    ]
    for ax, marks in zip(figure.axes[:3], panels, strict=True):
        points = [line for line in ax.lines if line.get_marker() not in {"None", ""}]
        drawn = {(round(float(p.get_ydata()[0]), 2), p.get_marker()): p for p in points}  # type: ignore[index]
        for at, name in enumerate(order):
            for score, mark in marks:
                point = drawn[round(at + mark.offset, 2), mark.marker]
                row = (
                    take_estimate(rows.loc[(name, score)], mark.name)
                    if mark.name
                    else rows.loc[(name, score)]
                )
                mean, low, high = row["mean"], row["low"], row["high"]
                assert float(point.get_xdata()[0]) == pytest.approx(mean)  # type: ignore[index]
                assert (point.get_markerfacecolor() == "white") == (low <= 0.0 <= high)


def test_the_worst_quarters_are_drawn_in_both_worlds() -> None:
    found = planted_risk(PARTS)
    (ax,) = [a for a in draw(found).axes if a.get_ylabel() == "utility"]
    assert len(ax.lines) == 2 * 3
    first = found.tails[(found.tails["strategy"] == "hedge") & (found.tails["world"] == "moods")]
    assert list(ax.lines[0].get_ydata()) == pytest.approx(first["utility"].to_list())
    assert list(ax.lines[0].get_xdata()) == pytest.approx((100.0 * first["share"]).to_list())


@pytest.mark.parametrize("moody", [True, False])
def test_it_is_readable_and_says_over_what_leads_are(moody: bool) -> None:
    figure = draw(planted_risk(PARTS, moody=moody))
    readable(figure)
    assert "Leads over: best lean (China)." in caption(figure)
    assert ("What moods add" in texts(figure)) == ("with moods" in texts(figure)) == moody
    assert ("No patron has moods here." in caption(figure)) != moody
