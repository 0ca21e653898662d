"""Every kind of figure: what it draws is what the tables say, and an eye can read it."""

import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex
from support.plot_cases import EVENTS, TITLES, Made, made, path, scenario
from support.plot_checks import caption, readable, texts, title

from hedgesim.analysis.plots.draw import KINDS, SWEEPS, draw, draw_run
from hedgesim.analysis.plots.parts.line_ends import spread_heights
from hedgesim.model.errors import InputError

BASE, WAR = "belarus/baseline", "belarus/war_2022"
NAMES = tuple(TITLES)
# four kinds are drawn from a sweep, pathways from the strategy trigger: maps/, sweeps/, test_pathways.py
BATCHES = [k for k in KINDS if k not in {*SWEEPS, "pathways"}]


@pytest.fixture(scope="module")
def results() -> Made:
    """All scenarios and strategies of the Belarus case."""
    return made(events=EVENTS)


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
    spec["values"] = {
        re.sub(r"\b(russia|china|eu)\b", lambda found: new[found[0]], path): value
        for path, value in spec["values"].items()
    }
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
        "unknown kind of figure 'fans'; known are fan, gains, compare, regimes, premium, shares, inputs, "
        "pathways, map, heat, pairs, parallel;"
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
    (
        "regimes",
        {"columns": ["gdp"], "by": "patrons.eu.turn"},
        "--column: kind 'regimes' has no such choice; fan has it\n"
        "--by: kind 'regimes' has no such choice; fan has it\n"
        "--by: chooses among points of a sweep, nothing varies in this folder",
    ),
    ("premium", {"at": {"a": 1}}, "--at: chooses among points of a sweep, nothing varies in this folder"),
    (
        "pairs",
        {"where": "premium < 0"},
        "kind 'pairs' is drawn from a sweep, nothing varies here: hedgesim sweep NAME --vary KEY=LO:HI",
    ),
    ("fan", {"span": "units"}, "--range 'units': known are data, unit; did you mean unit?"),
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
        "kind 'inputs' is drawn from belarus/baseline and scenarios that differ from it in one patron's"
        f" arms_access, barrier, agreement only; there are {KNOWN}",
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
    heights = spread_heights(ends, 0.1)
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
        "from hedgesim.analysis.plots.draw import KINDS\n"
        "assert not {'matplotlib', 'pandas', 'numpy'} & set(sys.modules), 'heavy'\n"
        "import hedgesim.analysis.plots.shares.draw, hedgesim.analysis.plots.comparison\n"
        "assert 'matplotlib.pyplot' not in sys.modules, 'pyplot'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
