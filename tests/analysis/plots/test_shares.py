"""Who holds influence: a line of two patrons' shares, a triangle of three, bands of more."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from support.plot_cases import EVENTS, LABELS, TITLES, made, scenario, strategies_of
from support.plot_checks import caption, readable, texts, title
from support.runs import MANY

from hedgesim.analysis.plots.draw import draw
from hedgesim.analysis.plots.parts.palette import assign_looks
from hedgesim.analysis.plots.parts.style import lighten
from hedgesim.analysis.plots.shares.bands import PALER
from hedgesim.analysis.plots.shares.line_axes import Band, find_bands, name_spots
from hedgesim.analysis.plots.shares.regions import NOBODY, build_regions, name_regions
from hedgesim.model.errors import InputError

BASE = "belarus/baseline"


def some(count: int) -> dict[str, str]:
    """Labels of the first patrons of MANY."""
    return dict(list(MANY.items())[:count])


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


def test_a_line_is_the_second_patrons_mean_share_within_its_bands() -> None:
    results = made((BASE,), ("hedge",), runs=2, events=EVENTS[:1], labels=some(2))
    figure = draw("shares", results)
    readable(figure)
    bands = results.bands
    part = bands[(bands["dimension"] == "influence") & (bands["actor"] == "china")]
    ax = figure.axes[0]
    line = next(line for line in ax.lines if len(line.get_xdata()) == 60)
    np.testing.assert_allclose(line.get_ydata(), part["mean"])
    for collection, (low, high) in zip(ax.collections, (("p05", "p95"), ("p25", "p75")), strict=True):
        heights = collection.get_paths()[0].vertices[:, 1]
        assert (heights.min(), heights.max()) == pytest.approx((part[low].min(), part[high].max()))
    assert ax.get_ylim() == (0.0, 1.0)
    assert ax.get_ylabel() == "China's share"
    assert [t.get_text() for t in ax.child_axes[0].get_yticklabels()] == ["0%", "25%", "50%", "75%", "100%"]
    assert ax.child_axes[0].get_ylabel() == "United States' share"
    assert "at the top China has all, at the bottom United States" in caption(figure)


def test_a_line_crosses_the_limits_of_dominance() -> None:
    values = scenario("Two", labels=some(2))["values"]
    bands = find_bands(build_regions(list(some(2)), values))
    assert [b.region for b in bands] == ["united_states", NOBODY, "china"]
    assert [b.low for b in bands] == pytest.approx([0.0, 0.35, 0.65], abs=2e-4)
    assert [b.high for b in bands] == pytest.approx([0.35, 0.65, 1.0], abs=2e-4)


def test_the_caption_says_what_shades_cannot_tell() -> None:
    results = made((BASE,), ("hedge",), runs=2, labels=some(2))
    told = caption(draw("shares", results))
    assert "Shades: a patron with more than 65% dominates, so that hedging is asymmetric." in told
    assert "What the regime is depends on effort, too." in told
    stacked = caption(draw("shares", made((BASE,), ("hedge",), runs=2, labels=some(4))))
    assert "A patron with more than 65% dominates, so that hedging is asymmetric." in stacked


def test_values_of_another_version_are_answered() -> None:
    values = scenario("Two", labels=some(2))["values"]
    del values["regimes.dominance"]
    with pytest.raises(InputError, match=r"an earlier version .* lacks regimes\.dominance, by which"):
        build_regions(list(some(2)), values)


def test_names_of_regions_stand_in_their_band_beside_the_path() -> None:
    bands = [Band("china", 0.0, 0.5), Band(NOBODY, 0.5, 0.52), Band("japan", 0.52, 1.0)]
    texts = name_regions({"china": "China", "japan": "Japan"})
    path = np.column_stack([np.linspace(0.0, 1.0, 60), np.full(60, 0.25)])
    spots = name_spots(bands, texts, (100.0, 80.0), path)
    assert [spot.region for spot in spots] == ["china", "japan"]  # two hundredths of 80 mm are too low
    assert 0.025 <= spots[0].y <= 0.475
    assert abs(spots[0].y - 0.25) >= 0.025
    assert spots[1] == ("japan", 0.5, 0.76)


def test_names_of_regions_stand_on_no_rule_and_no_band() -> None:
    figure = draw("shares", made((BASE,), ("hedge",), runs=40, events=EVENTS, labels=some(2)))
    readable(figure)
    ax = figure.axes[0]
    band = ax.collections[0].get_paths()[0]
    rules = [12, 15, 18]
    renderer = FigureCanvasAgg(figure).get_renderer()
    names = [t for t in ax.texts if t.get_gid() == "region"]
    assert names
    for name in names:
        box = name.get_window_extent(renderer).transformed(ax.transData.inverted())
        assert not any(box.x0 < rule < box.x1 for rule in rules), name.get_text()
        assert not band.intersects_bbox(box), name.get_text()


def test_a_panel_full_of_rules_leaves_the_names_to_the_key() -> None:
    bands = [Band("mixed", 0.0, 1.0)]
    rules = [
        np.column_stack([np.full(50, x), np.linspace(0.0, 1.0, 50)]) for x in (0.2, 0.45, 0.5, 0.55, 0.8)
    ]
    (spot,) = name_spots(bands, {"mixed": "mixed"}, (100.0, 80.0), np.concatenate(rules))
    assert all(abs(spot.x - rule[0, 0]) > 0.04 for rule in rules)
    rules += [np.column_stack([np.full(50, x), np.linspace(0.0, 1.0, 50)]) for x in np.linspace(0, 1, 12)]
    assert name_spots(bands, {"mixed": "mixed"}, (100.0, 80.0), np.concatenate(rules)) == []


@pytest.mark.parametrize(
    ("strategies", "words"), [(["hedge"], "Path: mean"), (["hedge", "myopic"], "Paths: mean")]
)
def test_a_single_path_is_said_to_be_one(strategies: list[str], words: str) -> None:
    results = made((BASE,), ("hedge", "myopic"), runs=2)
    assert words in caption(draw("shares", results, strategies=strategies))


def test_several_paths_of_two_patrons_share_a_panel() -> None:
    results = made((BASE,), strategies_of(tuple(some(2))), runs=2, labels=some(2))
    figure = draw("shares", results, strategies=["hedge", "pivot:china", "myopic"])
    readable(figure)
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 60]
    assert len({line.get_linestyle() for line in lines}) == 3
    assert {"Hedge", "Pivot to China", "Myopic (economy only)"} <= set(texts(figure))
    assert len(figure.axes[0].collections) == 0


@pytest.mark.parametrize("count", [2, 4])
def test_scenarios_with_other_quarters_have_no_common_time_axis(count: int) -> None:
    results = made((BASE, "belarus/war_2022"), ("hedge",), runs=2, labels=some(count))
    results.manifest["scenarios"]["belarus/war_2022"]["first_quarter"] += 4
    with pytest.raises(InputError, match="belarus/war_2022"):
        draw("shares", results, scenarios=[BASE, "belarus/war_2022"])


def test_a_triangle_answers_to_its_own_name_too() -> None:
    results = made((BASE,), ("hedge",), runs=2, events=EVENTS)
    named, general = draw("ternary", results), draw("shares", results)
    assert texts(named) == texts(general)
    assert {f"{label} 100%" for label in LABELS.values()} <= set(texts(named))
    assert "Path: mean shares" in caption(named)
