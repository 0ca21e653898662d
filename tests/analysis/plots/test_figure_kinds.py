"""Each kind of figure of a batch: what it draws is what the tables say."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text
from support.plot_cases import (
    EVENTS,
    PATRONS,
    STRATEGIES,
    TITLES,
    Made,
    event,
    made,
)
from support.plot_checks import caption, dots, readable, texts, title
from support.runs import MANY

from hedgesim.analysis.compare.paired import (
    compute_scenario_differences,
    compute_strategy_differences,
    list_finished_runs,
)
from hedgesim.analysis.compare.premium import compute_premium
from hedgesim.analysis.plots.draw import KINDS, SWEEPS, draw
from hedgesim.analysis.plots.parts.palette import assign_looks
from hedgesim.analysis.plots.parts.source import scenarios_run
from hedgesim.analysis.plots.shares.regions import NOBODY, choose_colour
from hedgesim.analysis.plots.shares.triangle_geometry import to_plane

BASE, WAR = "belarus/baseline", "belarus/war_2022"
NAMES = tuple(TITLES)
BATCHES = [k for k in KINDS if k not in {*SWEEPS, "pathways"}]


@pytest.fixture(scope="module")
def results() -> Made:
    """All scenarios and strategies of the Belarus case."""
    return made(events=EVENTS)


# ---- fan -----------------------------------------------------------------------------------
def test_fan_draws_median_and_bands_of_four_actors(results: Made) -> None:
    figure = draw("fan", results, scenarios=[WAR], strategies=["pivot:china"])
    assert (
        title(figure) == "The crisis of 2020 and the war of 2022: hedger and patrons under “Pivot to China”"
    )
    assert len(figure.axes) == 12
    assert [ax.get_title() for ax in figure.axes[:4]] == ["Belarus", "Russia", "China", "EU"]
    assert [ax.get_ylabel().split("\n")[0] for ax in figure.axes[::4]] == ["Security", "Economy", "Autonomy"]
    assert {ax.get_ylim() for ax in figure.axes} == {(0.0, 1.0)}
    bands = results.bands
    part = bands[(bands["scenario"] == WAR) & (bands["strategy"] == "pivot:china")]
    told = part[(part["actor"] == "eu") & (part["dimension"] == "economy")]
    ax = figure.axes[7]
    median = next(line for line in ax.lines if len(line.get_xdata()) == 60)
    np.testing.assert_array_equal(median.get_ydata(), told["p50"])
    assert to_hex(median.get_color()) == "#0072b2"
    for collection, (low, high) in zip(ax.collections, (("p05", "p95"), ("p25", "p75")), strict=True):
        heights = collection.get_paths()[0].vertices[:, 1]
        assert heights.min() == pytest.approx(told[low].min())
        assert heights.max() == pytest.approx(told[high].max())


def test_fan_marks_dated_events_on_every_panel(results: Made) -> None:
    figure = draw("fan", results, scenarios=[WAR])
    labels = [t.get_text() for t in figure.findobj(Text) if t.get_gid() == "event"]
    assert labels == ["Strain 2020 to 2022Q1", "Embargo 2021", "Rivalry 2022", "Embargo 2022"]
    for ax in figure.axes:
        rules = {line.get_xdata()[0] for line in ax.lines if list(line.get_ydata()) == [0, 1]}
        assert rules == {12, 15, 18}


@pytest.mark.parametrize("count", [1, 7, 40])
def test_any_number_of_events_is_readable(count: int) -> None:
    events = [event(f"event_number_{n}", n % 60, n + 9, f"patrons.eu.p{n}") for n in range(count)]
    readable(draw("fan", made((BASE,), ("hedge",), runs=2, events=events)))


# ---- compare -------------------------------------------------------------------------------
def test_compare_shows_paired_differences_of_the_baseline(results: Made) -> None:
    figure = draw("compare", results)
    assert title(figure) == "Belarus, mid-2017: strategies against “Hedge”"
    assert [ax.get_title() for ax in figure.axes] == ["Security", "Economy", "Autonomy", "Utility"]
    table = compute_strategy_differences(list_finished_runs(results, [BASE]))
    told = table[table["measure"] == "utility_mean"].set_index("strategy")["mean"].to_dict() | {"hedge": 0.0}
    shown = dots(figure, 3)
    assert [x for x, _ in shown] == pytest.approx(sorted(told.values(), reverse=True))
    names = [t.get_text().replace("\n", " ") for t in figure.axes[0].get_yticklabels()]
    assert len(names) == len(STRATEGIES)
    assert names[[x for x, _ in shown].index(0.0)] == "Hedge"
    level = list_finished_runs(results, [BASE]).query("strategy == 'hedge'")["security_mean"].mean()
    assert f"Hedge: {level:.3f}" in texts(figure)
    assert len({ax.get_xlim() for ax in figure.axes}) == 1


def test_compare_dots_are_full_where_the_interval_leaves_out_zero(results: Made) -> None:
    figure = draw("compare", results)
    table = compute_strategy_differences(list_finished_runs(results, [BASE]))
    told = table[table["measure"] == "economy_mean"]
    sure = ((told["low"] > 0) | (told["high"] < 0)).sum()
    full = [
        line
        for line in figure.axes[1].lines
        if len(line.get_xdata()) == 1 and line.get_markerfacecolor() == "#000000"
    ]
    assert len(full) == sure


def test_compare_without_hedge_takes_the_first_strategy(results: Made) -> None:
    figure = draw("compare", results, strategies=["myopic", "equidistance"])
    assert title(figure) == "Belarus, mid-2017: strategies against “Equidistance”"


def test_compare_of_all_scenarios_is_readable(results: Made) -> None:
    figure = draw("compare", results, scenarios=list(NAMES))
    readable(figure)
    panels = [ax for ax in figure.axes if ax.axison]
    assert len(panels) == 3
    assert [len([line for line in ax.lines if len(line.get_xdata()) == 1]) for ax in panels] == [54, 54, 54]
    assert "Bandwagon with" in texts(figure)
    assert "18 scenarios. 10 strategies. 40 runs each" in caption(figure)
    weights = {t.get_text().replace("\n", " "): t.get_fontweight() for t in panels[0].get_yticklabels()}
    assert [name for name, weight in weights.items() if weight == "bold"] == ["Belarus, mid-2017"]


def test_compare_has_room_for_strategies_of_a_users_own() -> None:
    own = ("hedge", "one", "two_of_them", "three", "four", "five", "six")
    figure = draw("compare", made((BASE, WAR), own, runs=3), scenarios=[BASE, WAR])
    readable(figure)
    assert len([ax for ax in figure.axes if ax.axison]) == 2


# ---- regimes -------------------------------------------------------------------------------
def test_regimes_stack_to_one_and_match_the_runs(results: Made) -> None:
    figure = draw("regimes", results)
    ax = figure.axes[-1]
    widths: dict[int, float] = {}
    for patch in ax.patches:
        row = round(patch.get_y() + patch.get_height() / 2)
        widths[row] = widths.get(row, 0.0) + patch.get_width()
    assert widths == pytest.approx(dict.fromkeys(range(len(NAMES)), 1.0))
    runs = list_finished_runs(results).query("strategy == 'hedge'")
    hedging = (
        runs.groupby("scenario")["regime"]
        .apply(lambda r: (r == "hedging").mean())
        .sort_values(ascending=False)
    )
    firsts = sorted((p for p in ax.patches if p.get_x() == 0.0), key=lambda p: p.get_y())
    assert [p.get_width() for p in firsts] == pytest.approx(list(hedging))
    assert ax.get_xlabel() == "Share of runs [%]"


def test_regimes_are_named_in_a_bar_or_in_the_key(results: Made) -> None:
    shown = " ".join(texts(draw("regimes", results)))
    for name in ("Hedging", "Mixed", "Bandwagon", "Pivot to China", "Isolation", "Collapse"):
        assert name in shown


def test_a_single_regime_fills_the_bar() -> None:
    results = made((BASE,), ("hedge",), runs=4)
    figure = draw("regimes", replace(results, outcomes=results.outcomes.assign(regime="isolation")))
    assert "Isolation 100%" in texts(figure)
    assert len(figure.axes) == 1


# ---- premium -------------------------------------------------------------------------------
def test_premium_keeps_the_order_of_the_folder_and_names_the_best_other(results: Made) -> None:
    figure = draw("premium", results)
    told = compute_premium(list_finished_runs(results), 1)
    told = told.set_index("scenario").loc[scenarios_run(results)]
    shown = dots(figure, 0)
    assert [x for x, _ in shown] == pytest.approx(list(told["premium"]))
    spans = [
        line.get_xdata()
        for line in figure.axes[0].lines
        if len(line.get_xdata()) == 2 and len(set(line.get_ydata())) == 1
    ]
    np.testing.assert_allclose(spans, told[["low", "high"]])
    best = [t.get_text() for t in figure.texts if t.get_gid() == "best"]
    assert len(best) == len(NAMES)
    assert ("The best other differs between scenarios" in caption(figure)) == (told["best"].nunique() > 1)
    first = told.iloc[0]
    assert best[0].startswith(f"{first['premium']:+.4f}".replace("-", "\N{MINUS SIGN}"))


def test_premium_over_chosen_strategies_only(results: Made) -> None:
    figure = draw("premium", results, scenarios=[BASE], strategies=["hedge", "myopic"])
    assert [t.get_text().split("  ")[1] for t in figure.texts if t.get_gid() == "best"] == ["Myopic"]


# ---- shares of three: test_shares.py has the others ------------------------------------------
def test_triangle_path_is_the_mean_shares(results: Made) -> None:
    figure = draw("shares", results)
    bands = results.bands
    part = bands[
        (bands["scenario"] == BASE) & (bands["strategy"] == "hedge") & (bands["dimension"] == "influence")
    ]
    shares = part.pivot_table(index="quarter", columns="actor", values="mean")[
        ["russia", "china", "eu"]
    ].to_numpy()
    whole = to_plane(shares / shares.sum(axis=1, keepdims=True))
    for ax in figure.axes[:2]:
        drawn = next(line for line in ax.lines if len(line.get_xdata()) == 60)
        np.testing.assert_allclose(drawn.get_xydata(), whole)
    assert {"Russia 100%", "China 100%", "EU 100%", "2017Q3", "2032Q2"} <= set(texts(figure))


def test_triangle_shades_are_told_apart_in_grey() -> None:
    """Dominance differs from the region that touches it in lightness, not in hue alone."""

    def light(region: str) -> float:
        colour = choose_colour(region, assign_looks(PATRONS, {}))
        return sum(w * int(colour[k : k + 2], 16) for w, k in ((0.299, 1), (0.587, 3), (0.114, 5)))

    assert all(abs(light(patron) - light(NOBODY)) > 30.0 for patron in PATRONS)


def test_triangle_tells_several_paths_apart(results: Made) -> None:
    some = ["hedge", "bandwagon:russia", "pivot:eu"]
    figure = draw("shares", results, strategies=some)
    readable(figure)
    looks = {
        (line.get_linestyle(), len(line.get_xdata()))
        for line in figure.axes[0].lines
        if len(line.get_xdata()) == 60
    }
    assert len(looks) == 3
    assert {"Hedge", "Bandwagon with Russia", "Pivot to EU"} <= set(texts(figure))


def test_triangle_of_several_scenarios_names_them(results: Made) -> None:
    figure = draw("shares", results, scenarios=[BASE, WAR])
    readable(figure)
    assert {TITLES[BASE], TITLES[WAR]} <= set(texts(figure))


def test_triangle_of_everything_is_readable(results: Made) -> None:
    readable(draw("shares", results, scenarios=list(NAMES), strategies=["hedge"]))


# ---- inputs --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("arms_denied",), "What arms access changes under “Hedge”"),
        (("eeu_open", "eu_ratified"), "What trade barriers and agreements change under “Hedge”"),
    ],
)
def test_inputs_are_titled_by_what_is_drawn(names: tuple[str, ...], told: str) -> None:
    figure = draw("inputs", made((BASE, *(f"belarus/{n}" for n in names)), ("hedge",), runs=2))
    assert title(figure) == told


def test_inputs_show_differences_to_the_baseline(results: Made) -> None:
    figure = draw("inputs", results)
    assert len(figure.axes) == 12
    assert {"Security", "Economy", "Autonomy", "Utility"} <= set(texts(figure))
    assert {"Russia's arms access", "Russia's barrier", "EU's agreement"} <= set(texts(figure))
    names = [NAMES[1], BASE, NAMES[2]]
    table = compute_scenario_differences(
        list_finished_runs(results, names).query("strategy == 'hedge'"), BASE
    )
    told = table[table["measure"] == "autonomy_mean"].set_index("scenario")["mean"]
    assert [x for x, _ in dots(figure, 2)] == pytest.approx([told[names[0]], 0.0, told[names[2]]])
    assert len({ax.get_xlim() for ax in figure.axes}) == 1


def test_inputs_are_those_that_a_scenario_changes_alone(results: Made) -> None:
    """A veto and a barrier together are no input; an agreement brings its framework with it."""
    figure = draw("inputs", results)
    levels = [[t.get_text() for t in ax.get_yticklabels()] for ax in figure.axes[::4]]
    assert levels == [
        ["0.1", "baseline, 0.5", "0.9"],
        ["0.02", "baseline, 0.15", "0.45"],
        ["baseline, signed", "ratified", "enhanced"],
    ]


def test_inputs_leave_out_scenarios_with_events_of_their_own() -> None:
    results = made((BASE, *(f"belarus/{n}" for n in ("arms_denied", "eeu_open"))), ("hedge",), runs=2)
    results.manifest["scenarios"]["belarus/eeu_open"]["events"] = [event("quarrel_2020", 12)]
    assert len(draw("inputs", results).axes) == 4


def test_inputs_are_of_any_patron() -> None:
    other = "vietnam/tariffs"
    labels = dict(list(MANY.items())[:4])
    results = made(("vietnam/baseline", other), ("hedge",), runs=2, labels=labels)
    results.manifest["scenarios"][other]["values"]["patrons.united_states.barrier"] = 0.4
    figure = draw("inputs", results)
    readable(figure)
    assert "United States' barrier" in texts(figure)
