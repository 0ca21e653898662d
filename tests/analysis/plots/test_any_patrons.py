"""Every kind of figure with two to six patrons: rows, keys and names that fit, the patrons' own colours."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from support.plot_cases import EVENTS, made, path, scenario, strategies_of
from support.plot_checks import dots, readable
from support.runs import MANY

from hedgesim.analysis.plots.draw import draw, draw_run
from hedgesim.analysis.plots.parts.palette import assign_looks

BASE, WAR = "belarus/baseline", "belarus/war_2022"


@pytest.mark.parametrize("count", [2, 4, 5, 6])
@pytest.mark.parametrize("kind", ["fan", "compare", "regimes", "premium", "shares"])
def test_every_kind_is_readable_with_any_number_of_patrons(kind: str, count: int) -> None:
    labels = dict(list(MANY.items())[:count])
    results = made((BASE, WAR), strategies_of(tuple(labels)), runs=4, events=EVENTS, labels=labels)
    readable(draw(kind, results))


@pytest.mark.parametrize("count", [2, 6])
def test_compare_of_scenarios_keeps_dots_within_their_rows(count: int) -> None:
    labels = dict(list(MANY.items())[:count])
    results = made((BASE, WAR), strategies_of(tuple(labels)), runs=4, labels=labels)
    figure = draw("compare", results, scenarios=[BASE, WAR])
    readable(figure)
    heights = [y for _, y in dots(figure, 0)]
    assert len(heights) == 2 * count
    assert max(heights[:count]) < 0.5 < min(heights[count:])
    panel = figure.axes[0].get_position().height * figure.get_size_inches()[1] * 25.4
    assert min(np.diff(heights)) * panel / 2.0 > 1.4


@pytest.mark.parametrize("count", [2, 4, 6])
def test_fan_has_a_panel_for_each_actor_and_dimension(count: int) -> None:
    labels = dict(list(MANY.items())[:count])
    figure = draw("fan", made((BASE,), ("hedge",), runs=2, labels=labels))
    assert len(figure.axes) == 3 * (count + 1)
    looks = assign_looks(labels, {})
    place = (2 * 3 + 1) if count > 3 else (3 + 2)  # the economy of the second patron
    lines = [line for line in figure.axes[place].lines if len(line.get_xdata()) == 60]
    assert [to_hex(line.get_color()) for line in lines] == [list(looks.values())[1].colour.lower()]


@pytest.mark.parametrize("count", [2, 4, 6])
def test_a_single_run_is_readable_with_any_number_of_patrons(count: int) -> None:
    labels = dict(list(MANY.items())[:count])
    figure = draw_run(path(60, tuple(labels)), scenario("Run", labels=labels), "hedge", 1, 0)
    readable(figure)
    assert len([line for line in figure.axes[0].lines if len(line.get_xdata()) == 60]) == count + 1


def test_colours_of_the_manifest_are_drawn() -> None:
    results = made((BASE,), ("hedge",), runs=2)
    results.manifest["scenarios"][BASE]["colours"] = {"china": "#123456"}
    figure = draw("fan", results)
    assert figure.axes[2].title.get_color() == "#123456"
    assert figure.axes[1].title.get_color() == "#D55E00"
