"""Points of a sweep by themselves, and courses over one another: what is drawn is what was played."""

from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from support.plot_checks import caption, readable, texts, title
from support.sweeps import BARRIER, STRATEGIES, short, sweep

from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.execution.in_memory import Tables, build_tables, path_table
from hedgesim.analysis.explore.replay.sweep_points import play_point
from hedgesim.analysis.plots.draw import POINTS, draw
from hedgesim.analysis.plots.fan import choose_scenarios
from hedgesim.model.errors import InputError

AGREEMENT = "patrons.eu.agreement"
NAME = "belarus/baseline"
VARIED = (f"{BARRIER}=0:0.5:3", f"{AGREEMENT}=signed,enhanced")


@pytest.fixture(scope="module")
def swept() -> Tables:
    """A sweep in memory."""
    return build_tables(sweep(short(), *VARIED), 1)


@pytest.fixture(scope="module")
def batch() -> Tables:
    """A batch in memory."""
    return build_tables(plan_batch([short()], STRATEGIES, runs=3, engine="plain"), 1)


def lines(figure: Figure, gid: str, panel: int = 0) -> list[np.ndarray[Any, Any]]:
    """Heights of the lines of a panel that bear a name."""
    return [np.asarray(line.get_ydata()) for line in figure.axes[panel].lines if line.get_gid() == gid]


# ---- points --------------------------------------------------------------------------------
def test_a_point_of_the_design_has_the_bits_of_the_sweep(swept: Tables) -> None:
    found = play_point(swept, {BARRIER: 0.25, AGREEMENT: "enhanced"})
    rows = swept.design[BARRIER].eq(0.25) & swept.design[AGREEMENT].eq(3.0)
    there = swept.outcomes[rows.to_numpy()]["utility_mean"].to_numpy()
    assert found.outcomes["utility_mean"].to_numpy() == pytest.approx(there, abs=0.0)


def test_a_point_overrides_what_draws_say_of_its_inputs() -> None:
    spec = short()
    drawn = sweep(spec, f"{BARRIER}=0:0.5:3")
    draws = Draws("made", {BARRIER: np.array([0.1, 0.4]), "patrons.russia.arms_access": np.array([0.2, 0.8])})
    points = plan_batch(
        [spec], STRATEGIES, runs=2, engine="plain", points=drawn.points, spec=drawn.spec, draws=draws
    )
    swept = build_tables(points, 1)
    found = play_point(swept, {BARRIER: 0.5})
    there = swept.outcomes[swept.design[BARRIER].eq(0.5).to_numpy()]["security_mean"].to_numpy()
    assert found.outcomes["security_mean"].to_numpy() == pytest.approx(there, abs=0.0)


@pytest.mark.parametrize("kind", [k for k in POINTS if k != "pathways"])
def test_a_kind_draws_one_point_and_says_which(swept: Tables, kind: str) -> None:
    figure = draw(kind, swept, at={BARRIER: 0.5})
    readable(figure)
    assert "With Russia's barrier 0.5, EU's agreement signed. 2 runs" in caption(figure)


def test_without_a_choice_the_point_is_the_scenarios_own(swept: Tables) -> None:
    assert "With Russia's barrier 0.15, EU's agreement signed. 2 runs" in caption(draw("fan", swept))


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ({"patrons.eu.turn": 1}, "--at patrons.eu.turn: does not vary in this sweep; what varies is"),
        ({BARRIER: 0.6}, f"--at {BARRIER}: found 0.6; what was swept is 0, 0.25, 0.5"),
        ({AGREEMENT: "gold"}, f"--at {AGREEMENT}: found gold; what was swept is signed, enhanced"),
    ],
)
def test_a_point_that_was_not_swept_is_refused(swept: Tables, at: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message.replace("(", r"\(")):
        draw("fan", swept, at=at)


def test_an_own_value_outside_of_the_sweep_asks_for_a_choice() -> None:
    swept = build_tables(sweep(short(), f"{BARRIER}=0.3:0.5:2"), 1)
    with pytest.raises(InputError) as caught:
        draw("premium", swept)
    assert str(caught.value) == (
        f"--at {BARRIER}: found 0.15, the scenario's own value; what was swept is 0.3, 0.5;"
        f" choose a point: --at {BARRIER}=VALUE"
    )


def test_inputs_are_asked_elsewhere(swept: Tables) -> None:
    with pytest.raises(InputError, match="a sweep has one; of a sweep: hedgesim sensitivity DIR --plot FILE"):
        draw("inputs", swept)


# ---- courses -------------------------------------------------------------------------------
def test_courses_are_the_medians_of_the_runs_they_name(batch: Tables) -> None:
    figure = draw("fan", batch, strategies=["hedge", "myopic"], columns=["export_share_eu", "gdp"])
    readable(figure)
    paths = path_table(batch.batch, 1).merge(batch.design[["run_id", "scenario", "strategy"]])
    for panel, column in enumerate(["export_share_eu", "gdp"]):
        for course, strategy in zip(lines(figure, "course", panel), ["hedge", "myopic"], strict=True):
            mine = paths[(paths["scenario"] == NAME) & (paths["strategy"] == strategy)]
            assert course == pytest.approx(mine.groupby("quarter")[column].median().to_numpy())
    assert title(figure) == "EU's export share and Gdp in “Belarus, mid-2017”, by strategy"
    assert {"EU's export share", "[share]", "Hedge", "Myopic (economy only)"} <= set(texts(figure))


def test_differences_are_taken_run_by_run_and_the_base_is_added(batch: Tables) -> None:
    figure = draw("fan", batch, strategies=["myopic"], against="hedge", columns=["utility"])
    paths = path_table(batch.batch, 1).merge(batch.design[["run_id", "scenario", "strategy", "run"]])
    wide = paths[paths["scenario"] == NAME].pivot_table(
        index="quarter", columns=["strategy", "run"], values="utility"
    )
    gaps = (wide["myopic"] - wide["hedge"]).median(axis=1).to_numpy()
    assert lines(figure, "course")[0] == pytest.approx(gaps)
    assert len(lines(figure, "course")) == 1
    low, high = figure.axes[0].get_ylim()
    assert low <= 0.0 <= high
    assert "Differences to “Hedge”, run by run" in caption(figure)


def test_scenarios_share_a_figure_with_the_events_of_all() -> None:
    specs = [short(quarters=14), short("crisis_2020", quarters=14)]
    tables = build_tables(plan_batch(specs, ["hedge"], runs=1, engine="plain"), 1)
    figure = draw("fan", tables, scenarios=[spec.name for spec in specs])
    readable(figure)
    events = [event for spec in specs for event in spec.events if 0 <= event.first < 14]
    assert len([t for t in figure.axes[0].texts if t.get_gid() == "event"]) == len(events) > 0
    assert title(figure).endswith("by scenario")


def test_a_few_scenarios_are_drawn_over_one_another_without_being_named() -> None:
    specs = [short(quarters=4), short("crisis_2020", quarters=4)]
    tables = build_tables(plan_batch(specs, STRATEGIES, runs=1, engine="plain"), 1)
    figure = draw("fan", tables, columns=["gdp"])
    assert len(lines(figure, "course")) == len(specs)
    assert title(figure).endswith("by scenario")
    assert choose_scenarios(tables) == [spec.name for spec in specs]
    assert choose_scenarios(tables, alone=True) == [NAME]
    tables.manifest["scenarios"]["belarus/crisis_2020"]["first_quarter"] += 1
    assert choose_scenarios(tables) == [NAME]


def test_levels_of_an_input_are_drawn_at_the_own_values_of_the_others(swept: Tables) -> None:
    figure = draw("fan", swept, by=BARRIER, columns=["economy"])
    readable(figure)
    assert len(lines(figure, "course")) == 3
    assert {"Russia's barrier 0", "Russia's barrier 0.25", "Russia's barrier 0.5"} <= set(texts(figure))
    assert "With EU's agreement signed. 2 runs each, seed 1" in caption(figure)
    alone = draw("fan", swept, at={BARRIER: 0.25}, columns=["economy"])
    assert lines(figure, "course")[1] == pytest.approx(lines(alone, "course")[0], abs=0.0)


def test_the_vertical_range_is_that_of_the_data_or_0_to_1(batch: Tables) -> None:
    unit = draw("fan", batch, columns=["security"], span="unit").axes[0].get_ylim()
    data = draw("fan", batch, columns=["security"], span="data").axes[0].get_ylim()
    assert unit == (0.0, 1.0)
    assert 0.0 < data[0] < data[1] < 1.0
    actors = draw("fan", batch, span="data")
    readable(actors)
    assert actors.axes[0].get_ylim() == actors.axes[3].get_ylim() != (0.0, 1.0)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"columns": ["gdpp"]}, "--column gdpp: no column of paths; did you mean gdp?"),
        (
            {"columns": ["gdp"], "span": "unit"},
            "--range unit: gdp has values from .* outside of 0 to 1: take --range data",
        ),
        ({"against": "hedge"}, "--against hedge: there is nothing to compare with it: name what to draw"),
        (
            {"strategies": ["hedge", "myopic"], "against": "mypic"},
            "--against mypic: is none of those that are drawn: hedge, myopic; did you mean myopic?",
        ),
    ],
)
def test_what_courses_cannot_show_is_refused(batch: Tables, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message.replace("?", r"\?")):
        draw("fan", batch, **asked)


def test_levels_are_drawn_for_one_strategy(swept: Tables) -> None:
    with pytest.raises(InputError, match="--by: draws the levels of an input for one strategy"):
        draw("fan", swept, by=BARRIER, strategies=["hedge", "myopic"])
    with pytest.raises(InputError, match=r"--by patrons\.eu\.turn: does not vary in this sweep"):
        draw("fan", swept, by="patrons.eu.turn")
