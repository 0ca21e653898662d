"""Triggers that are searched: a toy whose answer is known, and what is judged on shocks of its own."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sweeps import short, sweep, swept
from support.verdict_checks import check_verdict

from hedgesim.analysis import pathways
from hedgesim.analysis.design.arguments import load_scenarios
from hedgesim.analysis.explore.futures import Cases, Part
from hedgesim.analysis.explore.optimisation.question import FRESH
from hedgesim.analysis.explore.pathways.course import describe_course, describe_futures
from hedgesim.analysis.explore.pathways.judgement import is_dated, simulate_plan, value_knowledge
from hedgesim.analysis.explore.pathways.pathways import inquire, load_futures
from hedgesim.analysis.explore.pathways.result import Pathways, read_pathways
from hedgesim.analysis.explore.pathways.trigger_search import (
    DATE,
    Library,
    Scale,
    Switch,
    draw_near,
    follow_stages,
    observe_signs,
    propose_triggers,
    read_paths,
    trigger_columns,
)
from hedgesim.analysis.tables.explore.pathways import pathway_sheets
from hedgesim.analysis.verdicts.explore.pathways import judge_pathways
from hedgesim.model import InputError, Scenario
from hedgesim.model.strategies import pack_shares, spend_fixed

RIVALRY = "rivalry.russia-eu"
CALM, QUARREL = 0.1, 0.9
MIX = (0.2, 0.3, 0.0, 0.2, 0.2, 0.1, 0.0)
STILL = {
    "world.tension_sd": 0.0, "volatile.russia-eu": 0.0, "mechanisms.moods": False, "world.crisis_hazard": 0.0,
}  # fmt: skip


def future(rivalry: float, name: str) -> Scenario:
    """A future in which rivalry stays where it is, and tells from the first quarter on which future it is."""
    # exports are worth something with one patron only, so that the best effort differs
    where = {CALM: "eu", QUARREL: "china"}[rivalry]
    worth = {f"patrons.{p}.receptivity_{k}": 1.0 if p == where else 0.02 for p in ("russia", "china", "eu")
             for k in ("security", "economy")}  # fmt: skip
    return short("baseline", 12).vary(STILL | worth | {RIVALRY: rivalry}).renamed(name)


@cache
def toy() -> Pathways:
    """Triggers on rivalry, which tells the future, and on strain, which tells nothing."""
    futures = [future(CALM, "toy/calm"), future(QUARREL, "toy/quarrel")]
    moving = [s.vary({"world.strain_keep": 0.5, "world.crisis_hazard": 0.2}) for s in futures]
    return pathways(moving, [RIVALRY, "strain"], runs=8, judge=12, workers=1, draws=None)


def cases(*scenarios: Scenario, runs: int = 3) -> Cases:
    """Futures with a few runs."""
    return Cases(tuple(Part(s, {}, 1) for s in scenarios), range(runs), averaged=False)


def test_a_sign_that_tells_the_future_is_worth_what_the_future_is() -> None:
    found = toy()
    best = found.triggers.iloc[0]
    known = found.perfect.set_index("knowledge")["mean"]["future"]
    assert best["watch"] == RIVALRY
    assert CALM < best["level"] <= QUARREL
    # known from the first quarter on; what is better at first than later adds a little
    assert 0.9 * known < best["mean"] < 1.25 * known
    assert best["over_date_low"] > 0.0
    futures = found.futures.set_index("scenario")
    assert futures["switched"].to_dict() == {"toy/calm": 0.0, "toy/quarrel": 1.0}
    assert futures["median"]["toy/quarrel"] == best["quarters"] - 1


def test_a_sign_that_tells_nothing_does_no_better_than_a_date() -> None:
    rows = toy().triggers.set_index("watch")
    assert rows["mean"]["strain"] < 0.3 * rows["mean"][RIVALRY]
    assert rows["over_date_low"]["strain"] <= 0.0
    assert list(toy().triggers["watch"])[-1] == DATE


def test_a_date_is_found_where_it_is_the_better_plan() -> None:
    """In the war of 2022 everything changes at known dates, and coercion by Russia tells nothing more."""
    found = pathways("belarus/war_2022", ["coercion.russia"], runs=6, judge=40, generations=8, draws=None)
    rows = found.triggers.set_index("watch")
    assert rows["low"][DATE] > 0.0
    assert rows["over_date_low"]["coercion.russia"] <= 0.0


def test_the_date_does_as_well_as_any_sign_that_is_one() -> None:
    """Without crises strain moves in all runs alike: whatever it fires at is a date."""
    found = pathways(
        short("war_2022", 24).vary(STILL), ["strain"], runs=2, judge=4, generations=8, draws=None
    )
    rows = found.triggers.set_index("watch")
    assert rows["dated"].all()
    assert rows["seen"][DATE] >= rows["seen"]["strain"] > 0.0
    assert judge_pathways(found).text.startswith("No sign does better than a date: the sign strain gains")


def test_a_trigger_is_a_date_where_all_runs_switch_alike() -> None:
    same = np.array([[[0.0, 1.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]])
    other = same.copy()
    other[1, 1] = [1.0, 1.0]
    assert [is_dated(stages) for stages in (same, other, np.zeros((2, 2, 2)))] == [True, False, False]


def test_a_plan_that_beats_every_constant_mix_is_known_too() -> None:
    """In one future with dated events a switch at a date beats every constant mix in every run."""
    found = pathways("belarus/war_2022", ["strain"], runs=2, judge=6, generations=4, draws=None)
    utility = np.array([[[0.5, 0.5]], [[0.6, 0.4]], [[0.7, 0.8]]])
    known = value_knowledge(utility, Library(np.eye(3)[:2], utility[:2]), None)["mean"][0]
    assert known == pytest.approx(0.25)  # by the plan, the last row; .05 by mixes alone
    assert found.perfect["mean"][0] >= found.triggers["mean"].max() > 0.0


def test_the_mixes_go_where_each_future_pays() -> None:
    mixes = toy().mixes.set_index(["watch", "part"])
    before, after = mixes.loc[(RIVALRY, "before")], mixes.loc[(RIVALRY, "after")]
    west = ["hedger.effort.eu.security", "hedger.effort.eu.economy"]
    east = ["hedger.effort.china.security", "hedger.effort.china.economy"]
    assert before[west].sum() > 0.5 > after[west].sum()
    assert after[east].sum() > 0.5 > before[east].sum()


def test_judging_has_other_shocks_than_searching() -> None:
    assert (toy().triggers["seen"] >= 0.0).all()  # a trigger that never fires is among the first
    moving = [s.vary({"world.tension_sd": 0.03}) for s in (future(CALM, "a"), future(QUARREL, "b"))]
    again = pathways(moving, [RIVALRY], runs=4, judge=4, generations=1, draws=None)
    spec = future(CALM, "a")
    mixes = again.mixes.set_index("part").drop(columns="watch")
    best = again.triggers.iloc[0]
    plan = Switch(
        RIVALRY, best["level"], best["release"], int(best["quarters"]), tuple(mixes.loc["before"].iloc[0]),
        tuple(mixes.loc["after"].iloc[0]),
    ).plan(spec.patrons)  # fmt: skip
    static = spend_fixed(pack_shares(tuple(mixes.loc["constant"])))
    world = cases(*moving, runs=4)
    seen, fresh = (
        (simulate_plan(world, plan, seed) - simulate_plan(world, static, seed)).mean()
        for seed in (1, 1 + FRESH)
    )
    assert (seen, fresh) == (pytest.approx(best["seen"], abs=1e-12), pytest.approx(best["mean"], abs=1e-12))
    assert abs(seen - fresh) > 1e-9


def test_the_same_question_has_the_same_answer_whatever_the_number_of_workers() -> None:
    futures = [future(CALM, "a"), future(QUARREL, "b")]
    one, two = (
        pathways(futures, [RIVALRY], runs=2, judge=2, generations=2, workers=workers, draws=None)
        for workers in (1, 2)
    )
    assert one.to_plain_data() == two.to_plain_data()


@given(
    seen=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=20),
    level=st.floats(0.0, 1.0),
    part=st.floats(0.0, 1.0),
    quarters=st.integers(1, 4),
)
def test_the_share_of_time_after_a_switch_is_that_of_the_rule(
    seen: list[float], level: float, part: float, quarters: int
) -> None:
    stage, alarms, calms, after = 0, 0, 0, 0
    for value in seen:
        alarms = alarms + 1 if stage == 0 and value >= level else 0
        calms = calms + 1 if stage == 1 and value < level * part else 0
        if alarms >= quarters or calms >= quarters:
            stage, alarms, calms = 1 - stage, 0, 0
        after += stage
    found = follow_stages(np.array([[seen]]), level, level * part, float(quarters))
    assert found.tolist() == [[pytest.approx(after / len(seen))]]


def test_stages_followed_are_those_that_the_model_plays() -> None:
    world = cases(short("war_2022", 24))
    static = Library(np.array([MIX]), np.zeros((1, 1, 3)))
    signs = observe_signs(world, static, ["coercion.eu"], 3)
    found = Switch("coercion.eu", 0.1, 0.05, 2, MIX, MIX)
    stages = read_paths(world, found.plan(world.patrons), ["stage"], 3)[..., 0]
    shares = follow_stages(signs["coercion.eu"], 0.1, 0.05, 2.0)
    assert shares.tolist() == [[pytest.approx(float(run.mean())) for run in stages[0]]]
    assert 0.0 < shares.mean() < 1.0


def test_signs_that_never_move_are_left_out() -> None:
    static = Library(np.array([MIX]), np.zeros((1, 1, 3)))
    found = observe_signs(cases(short()), static, ["coercion.russia", "rivalry.russia-china"], 3)
    assert list(found) == ["coercion.russia"]


def test_columns_are_the_plan_of_what_was_found() -> None:
    spec = short("war_2022", 12)
    world, x = cases(spec), np.array([[*MIX, *MIX[::-1], 0.5, 0.5, 0.3]])
    scale = Scale(np.linspace(0.0, 0.4, 11), 4)
    level, release, quarters = (float(v[0]) for v in scale.read_terms(x[:, -3:]))
    assert (level, release, quarters) == (pytest.approx(0.2), pytest.approx(0.1), 2.0)
    found = Switch("coercion.eu", level, release, int(quarters), MIX, MIX[::-1])
    plan = Switch("coercion.eu", 0.0, 0.0, 1, (1.0,) * 7, (1.0,) * 7).plan(world.patrons)
    utility = world.simulate_mixes(plan, trigger_columns(x, scale, world.patrons), 3)
    assert utility[0].tolist() == simulate_plan(world, found.plan(world.patrons), 3).ravel().tolist()


def test_proposals_suit_the_futures_that_a_sign_parts() -> None:
    """Two mixes, each best in one future; a sign that is 1 in the second: first the one, then the other."""
    utility = np.array([[[0.5], [0.5]], [[1.0], [0.0]], [[0.0], [1.0]]])
    library = Library(np.eye(3), utility)
    signs = np.array([[[0.0] * 8], [[1.0] * 8]])
    plan = propose_triggers(library, signs, Scale(np.sort(signs.ravel()), 1), 1)[1]
    assert (plan[:3].argmax(), plan[3:6].argmax()) == (1, 2)
    near = draw_near(library, np.zeros((4, 3)), np.random.default_rng(1))
    assert near[:, :3].sum(axis=1) == pytest.approx(np.ones(4))
    assert (near[:, 0] > 0.0).any()


def test_perfect_information_is_the_best_of_each_run_or_future() -> None:
    utility = np.array([[[0.5, 0.5], [0.5, 0.5]], [[0.9, 0.5], [0.1, 0.1]], [[0.4, 0.7], [0.6, 0.8]]])
    found = value_knowledge(utility, Library(np.eye(3), utility), None).set_index("knowledge")["mean"]
    assert found["run"] == pytest.approx(np.mean([0.4, 0.2, 0.1, 0.3]))
    assert found["future"] == pytest.approx(np.mean([0.4, 0.0, 0.1, 0.3]))
    alone = value_knowledge(utility[:, :1], Library(np.eye(3), utility[:, :1]), None)
    assert list(alone["knowledge"]) == ["run"]


def test_useful_mixes_are_those_that_are_best_somewhere() -> None:
    utility = np.array([[[0.5, 0.5]], [[0.4, 0.4]], [[0.9, 0.0]], [[0.6, 0.6]]])
    kept = Library(np.eye(4), utility).keep_useful()
    assert kept.mixes.argmax(axis=1).tolist() == [0, 2, 3]


def test_the_course_counts_runs_that_go_and_return() -> None:
    world = cases(short())
    stages = np.array([[[0.0, 1.0, 1.0], [0.0, 1.0, 0.0]]])
    course = describe_course(world, stages, 2).set_index(["stage", "quarter"])
    assert course["share"].tolist() == [1.0, 0.0, 0.5, 0.0, 1.0, 0.5]
    assert course["onward"][1].tolist() == [0.0, 1.0, 0.0]
    assert course["back"][1].tolist() == [0.0, 0.0, 0.5]
    row = describe_futures(world, stages, np.array([[0.1, 0.3]])).iloc[0]
    assert (row["switched"], row["median"], row["mean"]) == (1.0, 1.0, pytest.approx(0.2))


def test_futures_are_those_that_begin_and_end_alike(tmp_path: Path) -> None:
    found, others = load_futures(
        [*load_scenarios(["belarus/baseline", "belarus/war_2022", "belarus/history"])]
    )
    assert [part.scenario.name for part in found.parts] == ["belarus/baseline", "belarus/war_2022"]
    assert others == ["belarus/history"]
    folder, left = load_futures(swept(sweep(short(), "patrons.russia.barrier=0:0.5:3"), tmp_path / "it"))
    assert (folder.points, folder.averaged, left) == (3, False, [])


def test_runs_grow_where_futures_are_few() -> None:
    alone, many = cases(short()), cases(*[short()] * 30)
    assert inquire(alone).searched.runs == 48
    assert (inquire(many).searched.points, inquire(many).searched.runs) == (24, 3)
    assert (inquire(alone, runs=5).searched.runs, inquire(alone, judge=7).judged.runs) == (5, 7)


def test_what_cannot_be_watched_is_refused() -> None:
    with pytest.raises(InputError, match=r"--watch coercion.e: known are .*did you mean coercion.eu\?"):
        inquire(cases(short()), ["coercion.e"])
    with pytest.raises(InputError, match=r"--watch rivalry\.russia-china: never moves in these futures"):
        pathways(short(), ["rivalry.russia-china"], runs=2, judge=2, draws=None)


def test_it_is_read_again_from_what_was_printed(tmp_path: Path) -> None:
    found, place = toy(), tmp_path / "found.json"
    place.write_text(json.dumps(found.to_plain_data()))
    again = read_pathways(place, ["toy/calm", "other"])
    assert again.to_plain_data() == found.to_plain_data()
    with pytest.raises(InputError, match="triggers for toy/calm, toy/quarrel; the folder holds toy/cal; did"):
        read_pathways(place, ["toy/cal"])
    place.write_text('{"question": {}}')
    with pytest.raises(InputError, match="not a search for triggers; make one: hedgesim optimise"):
        read_pathways(place, ["toy/calm"])
    with pytest.raises(InputError, match="cannot be read"):
        read_pathways(tmp_path / "none.json", [])


def test_the_verdict_names_the_fresh_gain_and_what_the_sign_adds_to_a_date() -> None:
    found = toy()
    best = found.triggers.iloc[0]
    text = judge_pathways(found).text
    assert text.startswith(
        f"It pays to watch a sign: the best of 2 signs, {RIVALRY}, gains +{best['mean']:.5f}"
    )
    assert f"on those of the search +{best['seen']:.5f}." in text
    assert f"the sign adds +{best['over_date']:.5f}" in text
    little = 0.05 * best["mean"]
    for changes, opening in (
        ({"over_date": little, "over_date_low": little}, "No sign does much better than a date"),
        ({"over_date_low": -1.0}, "No sign clearly does better than a date"),
        ({"mean": -1.0, "low": -2.0, "high": 0.1}, "No sign clearly pays"),
        ({"dated": True}, "No sign does better than a date"),
    ):
        verdict = judge_pathways(replace(found, triggers=found.triggers.assign(**changes)))
        assert verdict.text.startswith(f"{opening}: the best")
        check_verdict(verdict.to_plain_data())


def test_a_trigger_that_is_a_date_says_so_in_its_row() -> None:
    found = toy()
    for dated in (True, False):
        triggers = found.triggers.assign(dated=[False, dated, True])
        sheet = pathway_sheets(replace(found, triggers=triggers))[0]
        cells = [row[5] for row in sheet.rows]
        assert (cells.count("a date"), cells[1]) == (int(dated), "-")
        assert any(note.startswith("a date: ") for note in sheet.notes) == dated
