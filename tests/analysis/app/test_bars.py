"""Bars of differences: everything lies on one axis, whose labels stand on its ticks."""

import re

import pytest

from hedgesim.analysis.app.bars import BarGroup, BarRow, Scale, format_bars, format_ends, format_tick
from hedgesim.analysis.compare.two_part import PARTS

HEADS = ("", "utility", "less it", "", "above 0")


def estimate(mean: float, low: float, high: float) -> dict[str, float]:
    """An estimate with draws that spread twice as far as its interval."""
    spread = mean - 2 * (mean - low), mean + 2 * (high - mean)
    return {"mean": mean, "low": low, "high": high, **dict(zip(PARTS, (*spread, 0.9, 0.1), strict=True))}


def places(kind: str, html: str) -> list[float]:
    """Where the marks of a kind lie, in percent of the axis."""
    return [float(at) for at in re.findall(rf'left:([\d.-]+)%" class="{kind}"', html)]


def test_marks_lie_where_the_scale_has_them() -> None:
    html = format_bars(HEADS, [BarGroup("All", [BarRow(["A", "0.5"], estimate(0.02, 0.01, 0.03))])], 4, 0.0)
    (zero,), (mean,) = places("zero", html), places("mean", html)
    left, width = (float(at) for at in re.search(r"left:([\d.]+)%;width:([\d.]+)%", html).groups())  # type: ignore[union-attr]
    assert zero == pytest.approx(left, abs=0.01)  # draws reach from 0 to .04
    assert mean == pytest.approx(left + width / 2.0, abs=0.01)
    assert "+0.0200<span>.0000 to +.0400</span>" in html
    assert "<td>90%</td>" in html


def test_labels_stand_on_their_ticks() -> None:
    html = format_bars(HEADS, [BarGroup("", [BarRow(["A", ""], estimate(-0.02, -0.03, -0.01))])], 4, 0.001)
    labels = [float(at) for at in re.findall(r'<b style="left:([\d.]+)%"', html)]
    assert len(labels) >= 3
    assert labels == sorted(set(places("grid", html)))


def test_an_axis_is_as_long_as_small_changes_need() -> None:
    small = Scale(-0.0012, 0.0004)
    assert [format_tick(t) for t in small.list_ticks()] == ["\N{MINUS SIGN}.001", "\N{MINUS SIGN}.0005", "0"]


def test_hedging_itself_has_no_bar_and_runs_without_draws_no_share() -> None:
    plain = {"mean": 0.1, "low": 0.05, "high": 0.15}
    html = format_bars(
        HEADS, [BarGroup("", [BarRow(["Hedge", "0.6"], None), BarRow(["B", "0.5"], plain)])], 4, 0.0
    )
    first, second = re.findall("<tr>.*?</tr>", html.partition("<tbody>")[2])[:2]
    assert 'class="mean"' not in first
    assert 'class="mean"' in second
    assert "above 0" not in html
    assert format_ends(plain, 2) == "+.05 to +.15"
    assert format_ends({"mean": 0.1, "low": float("nan"), "high": float("nan")}, 2) == ""


def test_names_are_escaped() -> None:
    html = format_bars(HEADS, [BarGroup("<i>", [BarRow(["<b>", ""], estimate(1.0, 0.5, 1.5))])], 4, 0.0)
    assert "&lt;b&gt;" in html
    assert "&lt;i&gt;" in html
