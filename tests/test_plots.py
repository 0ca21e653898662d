"""Every kind of figure: what it draws is what the tables say, and an eye can read it."""

import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from plot_cases import EVENTS, STRATEGIES, TITLES, Made, event, made, path, scenario
from plot_checks import outside, overlapping

from hedgesim.analysis.compare import finished_runs, scenario_differences, strategy_differences
from hedgesim.analysis.plot_run import spread
from hedgesim.analysis.plot_triangle import colour_of, edges
from hedgesim.analysis.plots import KINDS, draw, draw_run
from hedgesim.analysis.premium import premium
from hedgesim.analysis.ternary import to_plane
from hedgesim.model.errors import InputError

BASE, WAR = "belarus/baseline", "belarus/war_2022"
NAMES = tuple(TITLES)
BATCHES = [k for k in KINDS if k != "map"]  # a map is drawn from a sweep: test_plot_map.py


@pytest.fixture(scope="module")
def results() -> Made:
    """All scenarios and strategies of the Belarus case."""
    return made(events=EVENTS)


def texts(figure: Figure) -> list[str]:
    """All texts of a figure."""
    return [t.get_text() for t in figure.findobj(Text) if t.get_text()]


def caption(figure: Figure) -> str:
    """The caption in one line."""
    return " ".join(t.get_text() for t in figure.texts if t.get_gid() == "caption")


def title(figure: Figure) -> str:
    """The title in one line."""
    return next(t.get_text() for t in figure.texts if t.get_gid() == "title").replace("\n", " ")


def readable(figure: Figure) -> None:
    """No text stands on another or is cut off."""
    assert overlapping(figure) == []
    assert outside(figure) == []


# ---- all kinds -----------------------------------------------------------------------------
@pytest.mark.parametrize("kind", BATCHES)
def test_every_kind_is_readable_and_says_what_was_run(results: Made, kind: str) -> None:
    figure = draw(kind, results)
    readable(figure)
    assert "40 runs" in caption(figure)
    assert "seed 1, engine plain." in caption(figure)
    assert title(figure)


@pytest.mark.parametrize("kind", BATCHES)
@pytest.mark.parametrize(("runs", "horizon"), [(1, 60), (1, 1), (2, 3)])
def test_few_runs_and_short_horizons(kind: str, runs: int, horizon: int) -> None:
    names = (BASE, "belarus/eeu_open")
    figure = draw(kind, made(names, ("hedge", "myopic"), runs=runs, horizon=horizon))
    readable(figure)
    for line in (line for ax in figure.axes for line in ax.lines):
        assert np.isfinite(np.asarray(line.get_xydata(), dtype=float)).all()


@pytest.mark.parametrize("kind", [k for k in BATCHES if k != "inputs"])
def test_one_scenario_with_a_name_of_its_own(kind: str) -> None:
    readable(draw(kind, made(("my_case",), ("self_reliance", "hedge"), runs=3)))


@pytest.mark.parametrize("kind", BATCHES)
def test_long_labels_are_cut_or_wrapped(kind: str) -> None:
    names = (BASE, "belarus/arms_denied", "belarus/eu_ratified")
    results = made(names, ("hedge", "bandwagon:eu", "pivot:china"), runs=5, events=EVENTS)
    for spec in results.manifest["scenarios"].values():
        spec["title"] = (
            f"{spec['title']}: what becomes of a small state between three great powers that quarrel"
        )
        spec["labels"] = {
            "russia": "Russian Federation",
            "china": "People's Republic",
            "eu": "European Union",
        }
        spec["hedger"] = "Republic of Belarus"
    readable(draw(kind, results))


@pytest.mark.parametrize("kind", [k for k in BATCHES if k != "inputs"])
def test_patrons_with_other_names(kind: str) -> None:
    results = made((BASE,), ("hedge", "bandwagon:russia"), runs=4)
    spec = results.manifest["scenarios"][BASE]
    new = {"russia": "india", "china": "iran", "eu": "us"}
    spec["patrons"] = list(new.values())
    spec["labels"] = {"india": "India", "iran": "Iran", "us": "United States"}
    spec["values"] |= {"rivalry.india-iran": 0.1, "rivalry.india-us": 0.3, "rivalry.iran-us": 0.1}
    strategies = {"bandwagon:russia": "bandwagon:india"}
    renamed = replace(
        results,
        design=results.design.replace({"strategy": strategies}),
        bands=results.bands.replace({"actor": new, "strategy": strategies}),
        outcomes=results.outcomes.replace({"regime": {"pivot:china": "pivot:iran"}}),
    )
    figure = draw(kind, renamed)
    readable(figure)
    assert not any(name in text for text in texts(figure) for name in ("Russia", "China"))


def test_without_mathtext_a_title_may_hold_any_sign() -> None:
    results = made((BASE,), ("hedge",), runs=2)
    results.manifest["scenarios"][BASE]["title"] = "Costs $5, not $_{6} & <7>"
    assert title(draw("fan", results)).startswith("Costs $5, not $_{6} & <7>")


def test_failed_runs_are_counted_and_left_out(results: Made) -> None:
    outcomes = results.outcomes.copy()
    outcomes.loc[outcomes["run_id"] < 3, ["status", "utility_mean", "regime"]] = ["failed", np.nan, None]
    figure = draw("compare", replace(results, outcomes=outcomes))
    assert "40 runs each, of which 3 failed and are left out, seed 1" in caption(figure)


def test_no_finished_run_is_said(results: Made) -> None:
    broken = replace(results, outcomes=results.outcomes.assign(status="failed"))
    with pytest.raises(InputError, match="no run finished"):
        draw("premium", broken)


# ---- what is refused -----------------------------------------------------------------------
KNOWN = "belarus/baseline, belarus/war_2022"
ALONE = "choose at least two of the strategies that were run"
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    (
        "fans",
        {},
        "unknown kind of figure 'fans'; known are fan, compare, regimes, premium, ternary, inputs, map;"
        " did you mean fan?",
    ),
    (
        "compare",
        {"strategies": ["hedge", "bandwagon:rusia"]},
        "strategy 'bandwagon:rusia' was not run; there are hedge, bandwagon:russia, myopic;"
        " did you mean bandwagon:russia?",
    ),
    (
        "fan",
        {"scenarios": ["baseline"]},
        f"scenario 'baseline' was not run; there are {KNOWN}; did you mean belarus/baseline?",
    ),
    ("fan", {"scenarios": [BASE, WAR]}, f"a figure of kind 'fan' shows one scenario; asked for {KNOWN}"),
    (
        "regimes",
        {"strategies": ["hedge", "myopic"]},
        "a figure of kind 'regimes' shows one strategy; asked for hedge, myopic",
    ),
    ("compare", {"strategies": ["myopic"]}, f"nothing to compare with 'myopic': {ALONE}"),
    (
        "premium",
        {"strategies": ["myopic"]},
        "the hedging premium needs the strategy 'hedge'; there are myopic",
    ),
    ("premium", {"strategies": ["hedge"]}, f"nothing to compare with 'hedge': {ALONE}"),
    ("ternary", {"scenarios": []}, f"no scenario asked for; there are {KNOWN}"),
    (
        "inputs",
        {},
        "kind 'inputs' is drawn from the scenarios arms_denied, baseline, arms_restored, eeu_open,"
        f" eeu_barriers, eu_ratified, eu_enhanced; there are {KNOWN}",
    ),
]


@pytest.mark.parametrize(("kind", "asked", "message"), REFUSED, ids=[f"{k}-{a}" for k, a, _ in REFUSED])
def test_refusals_say_what_is_there(kind: str, asked: dict[str, Any], message: str) -> None:
    results = made((BASE, WAR), ("hedge", "bandwagon:russia", "myopic"), runs=2)
    with pytest.raises(InputError) as caught:
        draw(kind, results, **asked)
    assert str(caught.value) == message


def test_all_unknown_names_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        draw("compare", made((BASE,), ("hedge",), runs=2), strategies=["one", "two"])
    assert len(caught.value.faults) == 2


def test_scenarios_with_other_patrons_are_not_drawn_together() -> None:
    results = made((BASE, WAR), ("hedge",), runs=2)
    results.manifest["scenarios"][WAR]["patrons"] = ["india", "china", "eu"]
    with pytest.raises(InputError, match="has patrons india, china, eu, belarus/baseline russia, china, eu"):
        draw("regimes", results)


def test_inputs_of_other_quarters_are_not_compared() -> None:
    results = made((BASE, "belarus/eeu_open"), ("hedge",), runs=2)
    results.manifest["scenarios"]["belarus/eeu_open"]["horizon"] = 8
    with pytest.raises(InputError, match="belarus/eeu_open cannot be compared with belarus/baseline"):
        draw("inputs", results)


# ---- fan -----------------------------------------------------------------------------------
def test_fan_draws_median_and_bands_of_four_actors(results: Made) -> None:
    figure = draw("fan", results, scenarios=[WAR], strategies=["pivot:china"])
    assert title(figure) == "The crisis of 2020 and the war of 2022: the four actors under “Pivot to China”"
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
def dots(figure: Figure, panel: int) -> list[tuple[float, float]]:
    """Dots of a panel, from top to bottom."""
    found = [line.get_xydata()[0] for line in figure.axes[panel].lines if len(line.get_xdata()) == 1]
    return sorted(((float(x), float(y)) for x, y in found), key=lambda d: d[1])


def test_compare_shows_paired_differences_of_the_baseline(results: Made) -> None:
    figure = draw("compare", results)
    assert title(figure) == "Belarus, mid-2017: strategies against “Hedge”"
    assert [ax.get_title() for ax in figure.axes] == ["Security", "Economy", "Autonomy", "Utility"]
    table = strategy_differences(finished_runs(results, [BASE]))
    told = table[table["measure"] == "utility_mean"].set_index("strategy")["mean"].to_dict() | {"hedge": 0.0}
    shown = dots(figure, 3)
    assert [x for x, _ in shown] == pytest.approx(sorted(told.values(), reverse=True))
    names = [t.get_text().replace("\n", " ") for t in figure.axes[0].get_yticklabels()]
    assert len(names) == len(STRATEGIES)
    assert names[[x for x, _ in shown].index(0.0)] == "Hedge"
    level = finished_runs(results, [BASE]).query("strategy == 'hedge'")["security_mean"].mean()
    assert f"Hedge: {level:.3f}" in texts(figure)
    assert len({ax.get_xlim() for ax in figure.axes}) == 1


def test_compare_dots_are_full_where_the_interval_leaves_out_zero(results: Made) -> None:
    figure = draw("compare", results)
    table = strategy_differences(finished_runs(results, [BASE]))
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
    runs = finished_runs(results).query("strategy == 'hedge'")
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
def test_premium_is_sorted_and_names_the_best_other(results: Made) -> None:
    figure = draw("premium", results)
    told = premium(finished_runs(results), 1).sort_values("premium", ascending=False)
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
    first = told.iloc[0]
    assert best[0].startswith(f"{first['premium']:+.4f}".replace("-", "\N{MINUS SIGN}"))


def test_premium_over_chosen_strategies_only(results: Made) -> None:
    figure = draw("premium", results, scenarios=[BASE], strategies=["hedge", "myopic"])
    assert [t.get_text().split("  ")[1] for t in figure.texts if t.get_gid() == "best"] == ["Myopic"]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("arms_denied",), "What Russian arms access changes under “Hedge”"),
        (
            ("eeu_open", "eu_ratified"),
            "What barriers in the Eurasian market and the agreement with the EU change under “Hedge”",
        ),
    ],
)
def test_inputs_are_titled_by_what_is_drawn(names: tuple[str, ...], told: str) -> None:
    figure = draw("inputs", made((BASE, *(f"belarus/{n}" for n in names)), ("hedge",), runs=2))
    assert title(figure) == told


# ---- ternary -------------------------------------------------------------------------------
def test_ternary_path_is_the_mean_shares(results: Made) -> None:
    figure = draw("ternary", results)
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


def test_ternary_shades_are_told_apart_in_grey() -> None:
    """Regimes that touch differ in lightness, not in hue alone."""

    def light(regime: str) -> float:
        colour = colour_of(regime, ("russia", "china", "eu"))
        return sum(w * int(colour[k : k + 2], 16) for w, k in ((0.299, 1), (0.587, 3), (0.114, 5)))

    hedging = light("hedging")
    assert all(abs(light(r) - hedging) > 30.0 for r in ("pivot:eu", "pivot:china", "mixed"))


def test_ternary_borders_end_where_a_later_regime_holds() -> None:
    lower, upper = np.array([[-1.0, 1.0, 1.0]]), np.array([[-1.0, -1.0, 1.0]])
    first, second = edges({"lower": lower, "upper": upper})
    assert (first == upper).all()
    assert (second == np.array([[-1.0, 1.0, -1.0]])).all()


def test_ternary_tells_several_paths_apart(results: Made) -> None:
    some = ["hedge", "bandwagon:russia", "pivot:eu"]
    figure = draw("ternary", results, strategies=some)
    readable(figure)
    looks = {
        (line.get_linestyle(), len(line.get_xdata()))
        for line in figure.axes[0].lines
        if len(line.get_xdata()) == 60
    }
    assert len(looks) == 3
    assert {"Hedge", "Bandwagon with Russia", "Pivot to EU"} <= set(texts(figure))


def test_ternary_of_several_scenarios_names_them(results: Made) -> None:
    figure = draw("ternary", results, scenarios=[BASE, WAR])
    readable(figure)
    assert {TITLES[BASE], TITLES[WAR]} <= set(texts(figure))


def test_ternary_of_everything_is_readable(results: Made) -> None:
    readable(draw("ternary", results, scenarios=list(NAMES), strategies=["hedge"]))


# ---- inputs --------------------------------------------------------------------------------
def test_inputs_show_differences_to_the_baseline(results: Made) -> None:
    figure = draw("inputs", results)
    assert len(figure.axes) == 12
    assert {"Security", "Economy", "Autonomy", "Utility"} <= set(texts(figure))
    assert {"Russian arms access", "Barriers in the Eurasian market", "Agreement with the EU"} <= set(
        texts(figure)
    )
    names = [NAMES[1], BASE, NAMES[2]]
    table = scenario_differences(finished_runs(results, names).query("strategy == 'hedge'"), BASE)
    told = table[table["measure"] == "autonomy_mean"].set_index("scenario")["mean"]
    assert [x for x, _ in dots(figure, 2)] == pytest.approx([told[names[0]], 0.0, told[names[2]]])
    assert len({ax.get_xlim() for ax in figure.axes}) == 1


def test_inputs_say_their_values_where_the_manifest_holds_them() -> None:
    results = made((BASE, "belarus/arms_denied"), ("hedge",), runs=2)
    for name, value in ((BASE, 0.5), ("belarus/arms_denied", 0.1)):
        results.manifest["scenarios"][name]["values"]["patrons.russia.arms_access"] = value
    figure = draw("inputs", results)
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["denied, 0.1", "baseline, 0.5"]


# ---- a single run --------------------------------------------------------------------------
def test_run_with_long_names_is_readable() -> None:
    spec = scenario("A title that goes on and on " * 5)
    spec["labels"] = {"russia": "Russian Federation", "china": "People's Republic", "eu": "European Union"}
    readable(draw_run(path(), spec | {"hedger": "Republic of Belarus"}, "bandwagon:russia", 1, 0))


@pytest.mark.parametrize("horizon", [1, 2, 60])
def test_run_draws_every_actor_with_its_name(horizon: int) -> None:
    spec = scenario("The crisis of 2020 and the war of 2022", horizon=horizon, events=EVENTS)
    rows = path(horizon)
    figure = draw_run(rows, spec, "pivot:china", 1, 7)
    readable(figure)
    assert len(figure.axes) == 8
    security, influence = figure.axes[:2]
    assert sorted(t.get_text() for t in security.texts if t.get_gid() == "name") == [
        "Belarus",
        "China",
        "EU",
        "Russia",
    ]
    drawn = [
        line
        for line in influence.lines
        if len(line.get_xdata()) == horizon and to_hex(line.get_color()) == "#009e73"
    ]
    np.testing.assert_array_equal(drawn[0].get_ydata(), rows["influence_china"])
    assert "Strategy pivot:china, run 7, seed 1." in caption(figure)


def test_names_at_the_ends_keep_apart_and_in_order() -> None:
    ends = {"a": 0.5, "b": 0.51, "c": 0.52, "d": 0.0, "e": 1.0, "f": 0.99}
    heights = spread(ends, 0.1)
    order = sorted(ends, key=lambda name: ends[name])
    steps = np.diff([heights[name] for name in order])
    assert (steps >= 0.1 - 1e-12).all()
    assert min(heights.values()) >= 0.0
    assert max(heights.values()) <= 1.0
    assert heights["b"] == pytest.approx(0.51)


# ---- cost ----------------------------------------------------------------------------------
def test_kinds_are_known_without_matplotlib_and_drawing_needs_no_pyplot() -> None:
    code = (
        "import sys\n"
        "from hedgesim.analysis.plots import KINDS\n"
        "assert not {'matplotlib', 'pandas', 'numpy'} & set(sys.modules), 'heavy'\n"
        "import hedgesim.analysis.plot_ternary, hedgesim.analysis.plot_compare\n"
        "assert 'matplotlib.pyplot' not in sys.modules, 'pyplot'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
