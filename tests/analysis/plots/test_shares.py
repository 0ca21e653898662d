"""Who holds influence: a line of two patrons' shares, a triangle of three, bands of more."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from support.plot_cases import EVENTS, LABELS, SIX, TITLES, made, strategies_of
from support.plot_checks import caption, readable, texts, title

from hedgesim.analysis.plots.draw import draw
from hedgesim.analysis.plots.parts.palette import assign_looks
from hedgesim.analysis.plots.parts.style import lighten
from hedgesim.analysis.plots.shares.bands import PALER

BASE = "belarus/baseline"


def some(count: int) -> dict[str, str]:
    """Labels of the first patrons of SIX."""
    return dict(list(SIX.items())[:count])


def edges(figure: Figure, panel: int = 0) -> list[float]:
    """Heights of the tops of a panel's bands at its last quarter, from the bottom."""
    bands = [c for c in figure.axes[panel].collections if c.get_gid() == "band"]
    found = []
    for band in bands:
        points = band.get_paths()[0].vertices
        found.append(float(points[points[:, 0] == points[:, 0].max(), 1].max()))
    return found


@pytest.mark.parametrize("count", [4, 5, 6])
def test_bands_are_the_mean_shares(count: int) -> None:
    results = made((BASE,), ("hedge",), runs=2, labels=some(count))
    figure = draw("shares", results)
    readable(figure)
    bands = results.bands
    last = bands[(bands["dimension"] == "influence") & (bands["quarter"] == 59)].set_index("actor")["mean"]
    assert edges(figure) == pytest.approx(list(np.cumsum([last[p] for p in some(count)])))
    looks = assign_looks(some(count), {})
    drawn = [to_hex(c.get_facecolor()[0]) for c in figure.axes[0].collections if c.get_gid() == "band"]
    assert drawn == [lighten(look.colour, PALER).lower() for look in looks.values()]
    assert f"China {last['china']:.0%}" in texts(figure)
    assert title(figure) == "Who holds influence in “Belarus, mid-2017” under “Hedge”"


def test_bands_of_several_strategies_have_a_panel_each_and_a_key() -> None:
    results = made((BASE,), strategies_of(tuple(some(4))), runs=2, labels=some(4))
    figure = draw("shares", results, strategies=["hedge", "pivot:china", "bandwagon:japan", "myopic"])
    readable(figure)
    assert [ax.get_title(loc="left") for ax in figure.axes[:4]] == [
        "Hedge",
        "Bandwagon with Japan",
        "Pivot to China",
        "Myopic (economy only)",
    ]
    assert set(some(4).values()) <= set(texts(figure))
    assert edges(figure, 1) != edges(figure, 0)


def test_a_single_quarter_is_as_wide_as_its_axis() -> None:
    figure = draw("shares", made((BASE,), ("hedge",), runs=2, horizon=1, labels=some(4)))
    band = next(c for c in figure.axes[0].collections if c.get_gid() == "band")
    assert set(band.get_paths()[0].vertices[:, 0]) == {-0.5, 0.5}


@pytest.mark.parametrize("count", [4, 6])
def test_bands_of_all_scenarios_are_readable(count: int) -> None:
    readable(draw("shares", made(runs=2, strategies=("hedge",), labels=some(count)), scenarios=list(TITLES)))


def test_a_triangle_answers_to_its_own_name_too() -> None:
    results = made((BASE,), ("hedge",), runs=2, events=EVENTS)
    named, general = draw("ternary", results), draw("shares", results)
    assert texts(named) == texts(general)
    assert {f"{label} 100%" for label in LABELS.values()} <= set(texts(named))
    assert "Paths: mean shares" in caption(named)
