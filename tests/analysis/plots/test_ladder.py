"""The ladder figure: what it draws is what the tables say, and no text stands on another."""

import pytest
from support.planted import planted_ladder
from support.plot_checks import caption, readable, texts

from hedgesim.analysis.plots.ladder import CLIMB, SMALL, draw

GAINS = {
    "it/calm": {"mix": 0.03, "hedge": 0.029, "foresight": 0.03},
    "it/war": {"mix": -0.01, "hedge": 0.01, "foresight": 0.015},
}
TITLES = {"it/calm": "Calm", "it/war": "The war of which nobody knew that it would come"}


def test_marks_stand_where_the_table_says() -> None:
    found = planted_ladder(GAINS, ["it/war"])
    figure = draw(found, TITLES)
    left, right = figure.axes[:2]
    levels = found.levels.set_index(["scenario", "level"])["above"]
    rungs = found.rungs.set_index(["scenario", "rung"])["mean"]
    for ax, panel, table in ((left, CLIMB, levels), (right, SMALL, rungs)):
        marks = [line for line in ax.lines if line.get_marker() not in {"None", ""}]
        drawn = {(round(float(m.get_ydata()[0]), 2), m.get_marker()): float(m.get_xdata()[0]) for m in marks}
        for row, name in enumerate(("it/calm", "it/war")):
            for rung, mark in panel.items():
                at = round(row + mark.offset, 2)
                assert drawn[at, mark.marker] == pytest.approx(table[name, rung])


def test_the_largest_premium_comes_first() -> None:
    figure = draw(planted_ladder(dict(reversed(GAINS.items()))), TITLES)
    assert figure.axes[0].get_yticklabels()[0].get_text() == "Calm"


@pytest.mark.parametrize("count", [1, 2, 12])
def test_it_is_readable(count: int) -> None:
    gains = {f"it/{k}": GAINS["it/war"] for k in range(count)}
    figure = draw(planted_ladder(gains), {n: f"A title of some length, number {n[3:]}" for n in gains})
    readable(figure)
    assert "on one half of the runs, and scored on the other" in caption(figure)
    assert {mark.words for mark in (*CLIMB.values(), *SMALL.values())} <= set(texts(figure))
