"""Heat maps of the premium: colours, what is nothing, lines of zero and their doubt."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from support.plot_cases import Made, made
from support.plot_checks import caption, readable, texts, title

from hedgesim.analysis.compare.paired import DRAW
from hedgesim.analysis.design.parse_axes import parse_axes
from hedgesim.analysis.design.points import make_points
from hedgesim.analysis.plots.draw import draw
from hedgesim.analysis.plots.maps.heat import HeatCell, Scale, compute_premiums
from hedgesim.model.errors import InputError
from hedgesim.model.scenario.scenario import Scenario

BASE, RUNS = "belarus/baseline", 8
ACCESS, BARRIER = "patrons.russia.arms_access", "patrons.russia.barrier"


def swept(noise: float = 0.0, shift: float = 0.25, draws: int = 0) -> Made:
    """A sweep in which hedging gains as much as the barrier is above ``shift``, give or take the noise."""
    axes = parse_axes([f"{ACCESS}=0.1:0.9:3", f"{BARRIER}=0:0.5:6"], Scenario.load(BASE))
    points = make_points(axes, "grid", None, 1)
    count = len(points.table)
    plain = made((BASE,), ("hedge", "myopic"), runs=RUNS * count)
    run = np.tile(np.arange(RUNS), count * 2)
    point = np.tile(np.repeat(np.arange(count), RUNS), 2)
    design = plain.design.assign(point=point, run=run)
    if draws:
        design[DRAW] = run % draws
    for path in points.table:
        design[path] = points.table[path].to_numpy()[point]
    gain = design[BARRIER] - shift + noise * (-1.0) ** run
    utility = 0.5 + np.where(design["strategy"] == "hedge", gain, 0.0)
    manifest = plain.manifest | {"design": points.spec(), "runs": RUNS}
    outcomes = plain.outcomes.assign(utility_mean=utility)
    return replace(plain, manifest=manifest, design=design, outcomes=outcomes)


def gids(figure: Figure, gid: str) -> list[Any]:
    """Everything that bears a name."""
    return figure.findobj(lambda artist: artist.get_gid() == gid)


def colours(figure: Figure) -> np.ndarray[Any, Any]:
    """Colours of the cells, shape (levels of y, levels of x)."""
    mesh = gids(figure, "premium")[0].get_array()
    return np.array([[to_hex(c) for c in row] for row in mesh])


def test_cells_are_purple_where_hedging_pays_and_hatched_orange_where_it_costs() -> None:
    figure = draw("heat", swept())
    readable(figure)
    # the barrier is the axis with the later place: y; 0, 0.1, 0.2 cost, 0.3, 0.4, 0.5 pay
    red, blue = (
        {"costs": row[0][1:3], "pays": row[0][5:7]} for row in (colours(figure)[0], colours(figure)[-1])
    )
    assert red["costs"] > red["pays"]
    assert blue["pays"] > blue["costs"]
    assert len([p for p in gids(figure, "costs") if p.axes is figure.axes[0]]) == 9
    assert title(figure) == "How much hedging pays, by Russia's arms access and Russia's barrier"
    assert "Hedging premium [utility, index points]" in {ax.get_xlabel() for ax in figure.axes}
    assert {"Russia's barrier [share]", "Russia's arms access [share]"} <= set(texts(figure))
    assert "18 points, 8 runs at each" in caption(figure)


def test_the_line_of_zero_lies_where_the_premium_is_zero() -> None:
    figure = draw("heat", swept())
    (line,) = gids(figure, "zero premium")
    heights = np.concatenate([path.vertices[:, 1] for path in line.get_paths()])
    assert heights == pytest.approx(0.25)


def test_what_is_not_clearly_different_from_zero_is_white_and_named_in_the_key() -> None:
    sure, unsure = draw("heat", swept()), draw("heat", swept(noise=0.2))
    assert "#ffffff" not in colours(sure)
    assert (colours(unsure)[1:5] == "#ffffff").all()
    key = "not clearly different from 0 (its 95% interval includes 0)"
    assert key not in texts(sure)
    assert key in texts(unsure)


def test_lines_of_doubt_are_those_of_draws_or_of_the_interval() -> None:
    with_draws = draw("heat", swept(noise=0.12, draws=RUNS))
    assert gids(with_draws, "zero spread_low")
    assert gids(with_draws, "zero spread_high")
    assert "0 at the low end of the 5 to 95% of draws: all of it above 0 towards purple" in texts(with_draws)
    alone = draw("heat", swept(noise=0.12))
    assert "0 at the low end of the 95% interval: all of it above 0 towards purple" in texts(alone)


def test_a_cell_has_the_interval_over_runs_and_the_spread_over_draws() -> None:
    results = swept(noise=0.1, draws=RUNS)
    runs = results.design.merge(results.outcomes, on="run_id")
    cell = compute_premiums(runs)[5]  # barrier 0.5
    assert cell.premium == pytest.approx(0.25)
    assert cell.spread_low == pytest.approx(0.15)
    assert cell.spread_high == pytest.approx(0.35)
    assert cell.spread_low < cell.low < cell.premium < cell.high < cell.spread_high


def test_the_bar_has_no_white_even_where_an_open_premium_is_the_largest() -> None:
    scale = Scale([HeatCell(0.1, 0.05, 0.15, 0.0, 0.2), HeatCell(-0.3, -0.7, 0.1, -0.7, 0.1)])
    assert scale.most == 0.3
    shown = scale.build_map()(np.linspace(0.0, 1.0, 256))
    assert (shown[:, :3].min(axis=1) < 0.95).all()
    assert (shown[0] == scale.find_colour(-0.3)).all()
    assert (shown[-1] == scale.find_colour(0.3)).all()


def test_a_single_run_leaves_every_cell_open() -> None:
    results = swept()
    first = results.design["run"] == 0
    alone = replace(results, design=results.design[first], outcomes=results.outcomes[first.to_numpy()])
    figure = draw("heat", alone)
    assert (colours(figure) == "#ffffff").all()


def test_without_hedge_or_a_grid_there_is_no_map() -> None:
    with pytest.raises(InputError, match="the hedging premium needs the strategy 'hedge'"):
        draw("heat", swept(), strategies=["myopic"])
    with pytest.raises(InputError, match="kind 'heat' is drawn from a sweep, nothing varies here"):
        draw("heat", made((BASE,), ("hedge", "myopic"), runs=2))
