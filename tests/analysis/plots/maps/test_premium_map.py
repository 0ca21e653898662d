"""Premium maps: winners, how sure, the line of no premium, panels in words, and what is refused."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from support.plot_cases import PATRONS, STRATEGIES, Made, made, strategies_of
from support.plot_checks import outside, overlapping
from support.runs import MANY

from hedgesim.analysis.design.parse_axes import parse_axes
from hedgesim.analysis.design.points import Points, make_points
from hedgesim.analysis.plots.draw import draw
from hedgesim.analysis.plots.maps.cells import best_strategy, cell_edges, choose_plane
from hedgesim.analysis.plots.maps.colours import FILLS, choose_fill, choose_lightness
from hedgesim.analysis.plots.parts.palette import PALETTE, assign_looks
from hedgesim.analysis.plots.parts.style import lighten
from hedgesim.model.errors import InputError
from hedgesim.model.scenario.scenario import Scenario

BASE = "belarus/baseline"
ACCESS, BARRIER = "patrons.russia.arms_access=0.1:0.9:5", "patrons.russia.barrier=0:0.5:6"
AGREEMENT = "patrons.eu.agreement=signed,ratified,enhanced"


def points_of(*texts: str, kind: str = "grid") -> Points:
    """Points over the baseline."""
    return make_points(parse_axes(texts, Scenario.load(BASE)), kind, None if kind == "grid" else 20, 1)


def swept(points: Points, strategies: tuple[str, ...] = ("hedge", "myopic"), runs: int = 4) -> Made:
    """A sweep in which a strategy is the better the nearer the barrier is to its own place."""
    plain = made((BASE,), strategies, runs=runs * len(points.table))
    count = len(points.table)
    design = plain.design.assign(
        point=np.tile(np.repeat(np.arange(count), runs), len(strategies)),
        run=np.tile(np.arange(runs), count * len(strategies)),
    )
    for path in points.table:
        design[path] = points.table[path].to_numpy()[design["point"]]
    place = np.linspace(0.0, 0.5, len(strategies))[[strategies.index(s) for s in design["strategy"]]]
    utility = 0.5 - np.abs(design["patrons.russia.barrier"] - place) if BARRIER_PATH in design else 0.5
    manifest = plain.manifest | {"design": points.spec(), "runs": runs}
    return replace(
        plain, manifest=manifest, design=design, outcomes=plain.outcomes.assign(utility_mean=utility)
    )


BARRIER_PATH = "patrons.russia.barrier"


def gids(figure: Figure, gid: str) -> list[Any]:
    """Everything that bears a name."""
    return figure.findobj(lambda artist: artist.get_gid() == gid)


def cells(figure: Figure, panel: int = 0) -> np.ndarray:
    """Colours of a panel, shape (levels of y, levels of x)."""
    mesh = figure.axes[panel].collections[0]
    colours = mesh.get_array()
    return np.array([[to_hex(c).upper() for c in row] for row in colours])


def readable(figure: Figure) -> None:
    """No text stands on another or is cut off."""
    assert overlapping(figure) == []
    assert outside(figure) == []


def test_cells_have_the_colour_of_the_best_and_panels_are_named_in_words() -> None:
    figure = draw("map", swept(points_of(ACCESS, BARRIER, AGREEMENT)))
    readable(figure)
    panels = figure.axes[:3]
    assert [ax.get_title(loc="left") for ax in panels] == ["Signed", "Ratified", "Enhanced"]
    assert [t.get_text() for t in gids(figure, "heading")] == ["EU's agreement"]
    assert panels[0].get_ylabel() == "Russia's barrier [share]"
    assert [t.get_text() for t in gids(figure, "x")] == ["Russia's arms access [share]"]
    told = cells(figure)
    assert told.shape == (6, 5)
    blue, orange = (choose_fill(s, {}).colour for s in ("hedge", "myopic"))
    assert told[:, 0].tolist() == [blue] * 3 + [orange] * 3
    assert len(gids(figure, "border")) == 3 * 5
    assert len({ax.collections[0].get_array().tobytes() for ax in panels}) == 1


def test_the_line_lies_where_hedging_stops_paying_and_the_cross_at_the_scenarios_own() -> None:
    figure = draw("map", swept(points_of(ACCESS, BARRIER, AGREEMENT)))
    lines = gids(figure, "premium")
    assert len(lines) == 3
    for line in lines:
        assert line.get_paths()[0].vertices[:, 1] == pytest.approx([0.25] * 5)
    values = Scenario.load(BASE).values
    own = (values["patrons.russia.arms_access"], values[BARRIER_PATH])
    marks = gids(figure, "own")
    assert {m.axes for m in marks} == {figure.axes[0]}
    assert [tuple(m.get_xydata()[0]) for m in marks] == [own, own]
    text = " ".join(t.get_text() for t in gids(figure, "caption"))
    assert "Scenario belarus/baseline. Strategies hedge, myopic." in text
    assert "90 points, 4 runs at each" in text
    assert "seed 1, engine plain." in text


def test_axes_given_out_of_order_are_drawn_in_order() -> None:
    levels = "patrons.russia.barrier=0.5,0,0.2,0.1"
    told = cells(draw("map", swept(points_of(levels, "patrons.russia.arms_access=0.9,0.5,0.1"))))
    blue, orange = (choose_fill(s, {}).colour for s in ("hedge", "myopic"))
    assert told[0].tolist() == [blue, blue, blue, orange]


def test_how_sure_is_the_share_of_resamples() -> None:
    rng = np.random.default_rng(5)
    utility = np.array([0.5, 0.5, 0.3]) + rng.normal(0.0, 0.1, (30, 3))
    cell = best_strategy(utility, ["a", "hedge", "b"], 1)
    drawn = utility[rng.integers(30, size=(20_000, 30))].mean(axis=1)
    assert cell.sure == pytest.approx(
        (drawn.argmax(axis=1) == utility.mean(axis=0).argmax()).mean(), abs=0.06
    )
    means = utility.mean(axis=0)
    assert cell.premium == pytest.approx(means[1] - max(means[0], means[2]))
    assert best_strategy(utility, ["a", "hedge", "fixed"], 1).premium == pytest.approx(means[1] - means[0])
    assert np.isnan(best_strategy(utility, ["a", "c", "b"], 1).premium)


def test_less_sure_is_paler() -> None:
    results = swept(points_of(ACCESS, BARRIER), runs=40)
    noise = np.random.default_rng(2).normal(0.0, 2.0, len(results.outcomes))
    outcomes = results.outcomes.assign(utility_mean=results.outcomes["utility_mean"] + noise)
    colours = set(cells(draw("map", replace(results, outcomes=outcomes))).ravel())
    allowed = {
        lighten(choose_fill(s, {}).colour, choose_lightness(p))
        for s in ("hedge", "myopic")
        for p in (1, 0.8, 0.5)
    }
    assert 3 <= len(colours) <= 6
    assert colours <= allowed


def test_one_strategy_shows_the_commonest_regime() -> None:
    results = swept(points_of(ACCESS, BARRIER))
    high = results.design[BARRIER_PATH] > 0.3
    outcomes = results.outcomes.assign(regime=np.where(high, "bandwagon", "hedging"))
    outcomes.loc[(results.design["run"] == 0) & high, "regime"] = "collapse"
    figure = draw("map", replace(results, outcomes=outcomes), strategies=["hedge"])
    readable(figure)
    pale = lighten(choose_fill("bandwagon", {}).colour, choose_lightness(0.75))
    assert cells(figure)[:, 0].tolist() == [choose_fill("hedging", {}).colour] * 4 + [pale] * 2
    assert gids(figure, "premium") == []
    title = " ".join(t.get_text() for t in gids(figure, "title")).replace("\n", " ")
    assert title == "Which regime “Hedge” ends in, by Russia's arms access and Russia's barrier"


def test_a_single_run_says_nothing_of_how_sure() -> None:
    figure = draw("map", swept(points_of(ACCESS, BARRIER), runs=1))
    readable(figure)
    assert "the doubt of a colour is not known" in " ".join(t.get_text() for t in gids(figure, "caption"))
    assert set(cells(figure).ravel()) == {choose_fill(s, {}).colour for s in ("hedge", "myopic")}


def test_a_point_without_a_finished_run_is_white() -> None:
    results = swept(points_of(ACCESS, BARRIER))
    outcomes = results.outcomes.copy()
    outcomes.loc[results.design["point"] == 0, ["status", "utility_mean", "regime"]] = [
        "failed",
        np.nan,
        None,
    ]
    told = cells(draw("map", replace(results, outcomes=outcomes)))
    assert told[0, 0] == "#FFFFFF"
    assert (told == "#FFFFFF").sum() == 1


@pytest.mark.parametrize(
    "texts",
    [
        (ACCESS, "patrons.russia.barrier=0:0.5:20"),
        (ACCESS, "patrons.russia.barrier=0:0.5:20", "patrons.eu.agreement=none,signed,ratified,enhanced"),
        (
            "patrons.russia.barrier=log:0.01:0.5:12",
            "rivalry.russia-eu=0.1:0.9:3",
            "mechanisms.veto=true,false",
        ),
        (ACCESS, "patrons.russia.barrier=0:0.5:12", "mechanisms.veto=true,false", "patrons.eu.fund=0.1,0.2"),
    ],
)
def test_any_grid_is_readable_with_all_strategies(texts: tuple[str, ...]) -> None:
    readable(draw("map", swept(points_of(*texts), STRATEGIES)))


@pytest.mark.parametrize("patrons", [PATRONS[:2], PATRONS, tuple(MANY)])
def test_all_winners_look_different(patrons: tuple[str, ...]) -> None:
    fills = [choose_fill(s, assign_looks(patrons, {})) for s in (*strategies_of(patrons), "fixed")]
    assert len(set(fills)) == len(fills)
    assert len({f.hatch for f in fills}) == len(fills)


def test_no_strategy_without_a_patron_has_a_patrons_colour() -> None:
    assert not {fill.colour for fill in FILLS.values()} & {look.colour for look in PALETTE}


def test_edges_lie_half_way_between_levels_or_ratios() -> None:
    even, ratios = choose_plane(swept(points_of(ACCESS, "patrons.russia.barrier=log:0.01:0.25:3")), "map")[:2]
    assert cell_edges(even) == pytest.approx([0.1, 0.2, 0.4, 0.6, 0.8, 0.9])
    assert cell_edges(ratios) == pytest.approx(0.01 * 5.0 ** np.array([0.0, 0.5, 1.5, 2.0]))


SIX = "patrons.eu.fund=0.1,0.2"
REFUSED = [
    (points_of(ACCESS.rpartition(":")[0], BARRIER.rpartition(":")[0], kind="lhs"), "found a lhs design"),
    (points_of(BARRIER), "needs two numeric inputs with 3 or more levels, found 1"),
    (points_of(BARRIER, AGREEMENT), "needs two numeric inputs with 3 or more levels, found 1"),
    (points_of(BARRIER, SIX), "needs two numeric inputs with 3 or more levels, found 1"),
    (points_of(ACCESS, BARRIER, AGREEMENT, SIX), "patrons.eu.agreement, patrons.eu.fund would make 6: vary"),
]


@pytest.mark.parametrize(("points", "said"), REFUSED)
def test_what_is_no_map(points: Points, said: str) -> None:
    with pytest.raises(InputError) as caught:
        draw("map", swept(points))
    assert said in str(caught.value)
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize("design", [{}, None])
def test_a_batch_is_no_map(design: dict[str, Any] | None) -> None:
    results = made((BASE,), ("hedge",), runs=2)
    results.manifest["design"] = design
    with pytest.raises(InputError, match="kind 'map' is drawn from a sweep, nothing varies here"):
        draw("map", results)


def test_strategies_that_were_not_run_are_refused() -> None:
    with pytest.raises(InputError, match="did you mean myopic"):
        draw("map", swept(points_of(ACCESS, BARRIER)), strategies=["miopic"])


def test_the_tables_of_a_folder_may_come_in_any_order() -> None:
    results = swept(points_of(ACCESS, BARRIER, AGREEMENT))
    mixed: pd.DataFrame = results.outcomes.sample(frac=1.0, random_state=1)
    again = draw("map", replace(results, outcomes=mixed))
    assert (cells(again, 2) == cells(draw("map", results), 2)).all()
