"""Eq. 39: when a plan goes over to its next step and when back, and that every engine plays it alike."""

from collections.abc import Sequence
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hedgesim.model import HedgingModel, Packages, Plan, Scenario, Signs, Step, plan_for, simulate_run
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import path_columns, path_row
from hedgesim.model.state import flatten
from hedgesim.model.state.layout import case_paths
from hedgesim.model.strategies import build_signs

PATRONS = ("russia", "china", "eu")
SIGNS = case_paths(PATRONS, Signs)
RUNS = np.arange(6)
NEVER, LEVEL = 9.0, 0.5


@cache
def war() -> Scenario:
    """A scenario in which coercion, rivalry, strain and beliefs all move."""
    return Scenario.load("belarus/war_2022").vary({"horizon": 28, "world.crisis_hazard": 0.05})


def sign(name: str) -> Signs:
    """Weights that watch a single indicator."""
    return build_signs([float(path == name) for path in SIGNS], 3)


def step(watch: str, level: float, release: float, quarters: float, then: str | Plan) -> Step:
    """A step of a plan."""
    plan = plan_for(war(), then) if isinstance(then, str) else then
    return Step(sign(watch), level, release, quarters, plan)


def with_steps(*steps: Step, first: str = "hedge") -> Plan:
    """A named strategy with steps."""
    return plan_for(war(), first)._replace(steps=steps)


@cache
def columns() -> list[str]:
    """The path columns."""
    return list(path_columns(PATRONS))


def paths(plan: Plan) -> NDArray[np.float64]:
    """Paths of a few runs, shape (runs, quarters, columns)."""
    return simulate(war(), plan, 3, RUNS, paths=True).paths


def stages(plan: Plan) -> NDArray[np.float64]:
    """The stage by run and quarter."""
    return np.asarray(paths(plan)[:, :, columns().index("stage")])


def without_stage(plan: Plan) -> NDArray[np.float64]:
    """All columns but the stage."""
    return np.delete(paths(plan), columns().index("stage"), axis=2)


def follow(values: Sequence[Sequence[float]], terms: Sequence[tuple[float, float, int]]) -> list[int]:
    """The stages that a person with a notebook would write down; ``values`` has a series for each step."""
    stage, alarms, calms, found = 0, 0, 0, []
    for t in range(len(values[0])):
        ahead = stage < len(terms) and values[stage][t] >= terms[stage][0]
        below = stage > 0 and values[stage - 1][t] < terms[stage - 1][1]
        alarms, calms = alarms + 1 if ahead else 0, calms + 1 if below else 0
        if ahead and alarms >= terms[stage][2]:
            stage, alarms, calms = stage + 1, 0, 0
        elif below and calms >= terms[stage - 1][2]:
            stage, alarms, calms = stage - 1, 0, 0
        found.append(stage)
    return found


def test_a_trigger_that_is_always_on_is_the_plan_after_it() -> None:
    always = with_steps(step("coercion.eu", 0.0, 0.0, 1.0, "bandwagon:russia"))
    assert (stages(always) == 1.0).all()
    after = plan_for(war(), "bandwagon:russia")
    assert without_stage(always).tobytes() == without_stage(after).tobytes()


def test_a_trigger_out_of_reach_has_the_bits_of_the_plan_before_it() -> None:
    never = with_steps(step("coercion.eu", NEVER, 0.0, 1.0, "bandwagon:russia"))
    assert paths(never).tobytes() == paths(plan_for(war(), "hedge")).tobytes()


@pytest.mark.parametrize("name", SIGNS)
@pytest.mark.parametrize("quarters", [1, 3])
def test_each_sign_is_what_is_recorded_of_the_quarter(name: str, quarters: int) -> None:
    """A step to the same plan changes no sign, so the recorded signs say when it fires and is taken back."""
    base = paths(plan_for(war(), "hedge"))
    seen = base[:, :, columns().index(name.replace(".", "_").replace("-", "_"))]
    level, release = (float(np.quantile(seen, q)) for q in (0.6, 0.4))
    plan = with_steps(step(name, level, release, quarters, "hedge"))
    expected = [follow([run], [(level, release, quarters)]) for run in seen.tolist()]
    assert stages(plan).tolist() == expected
    if level > release:
        assert 0 < np.mean(expected) < 1


@settings(max_examples=25, deadline=None)
@given(
    terms=st.lists(
        st.tuples(st.sampled_from(SIGNS), st.floats(0.1, 0.9), st.floats(0.0, 1.0), st.integers(1, 4)),
        min_size=2,
        max_size=2,
    )
)
def test_two_steps_follow_their_signs_one_stage_a_quarter(
    terms: list[tuple[str, float, float, int]],
) -> None:
    base = paths(plan_for(war(), "hedge"))
    steps, series, limits = [], [], []
    for name, share, part, quarters in terms:
        seen = base[:, :, columns().index(name.replace(".", "_").replace("-", "_"))]
        level = float(np.quantile(seen, share))
        steps.append(step(name, level, level * part, quarters, "hedge"))
        series.append(seen)
        limits.append((level, level * part, quarters))
    found = stages(with_steps(*steps))
    for run in range(len(RUNS)):
        assert found[run].tolist() == follow([s[run].tolist() for s in series], limits)
    assert np.abs(np.diff(found, axis=1)).max() <= 1.0


def test_without_a_release_there_is_no_way_back() -> None:
    there = with_steps(step("coercion.russia", 0.17, 0.17, 1.0, "hedge"))
    good = with_steps(step("coercion.russia", 0.17, 0.0, 1.0, "hedge"))
    assert (np.diff(stages(there), axis=1) < 0.0).any()
    assert (np.diff(stages(good), axis=1) >= 0.0).all()
    assert stages(good).max() == 1.0


def test_a_lower_release_changes_back_less_often() -> None:
    moves = [
        np.abs(np.diff(stages(with_steps(step("belief.russia", LEVEL, release, 1.0, "hedge"))))).sum()
        for release in (LEVEL, 0.8 * LEVEL)
    ]
    assert moves[1] < moves[0]


def test_effort_goes_over_at_the_speed_of_effort() -> None:
    """With shares before and after, effort moves towards the new ones from the quarter of the switch on."""
    alone = Packages((0.0,) * 3, (0.0,) * 3, 1.0)
    with_china = Packages((0.0,) * 3, (0.0, 1.0, 0.0), 0.0)
    fixed = plan_for(war(), "hedge")._replace(choice=0.0)
    after = Step(sign("rivalry.russia-eu"), 0.8, 0.0, 1.0, fixed._replace(effort=with_china))
    free = war().vary(
        {f"patrons.{p}.coercion_max": 0.0 for p in PATRONS} | {"start.patrons.russia.coercion": 0.0}
    )
    records = simulate_run(free, fixed._replace(effort=alone, steps=(after,)), 1, 0).records
    speed, stage = free.values["hedger.effort_speed"], [r.stage for r in records]
    turn = stage.index(1.0)
    assert turn > 0
    china = [r.patrons[1].effort_economy for r in records]
    assert china[turn] == pytest.approx(china[turn - 1] + speed * (1.0 - china[turn - 1]))
    assert china[turn - 1] < china[turn - 2]


@pytest.mark.parametrize("count", [1, 2, pytest.param(4, marks=pytest.mark.slow)])
def test_engines_agree_to_the_bit(count: int) -> None:
    others = ("bandwagon:russia", "self_reliance", "pivot:china", "myopic")
    steps = [
        step(name, level, level * 0.9, quarters, then)
        for name, level, quarters, then in zip(
            ("coercion.eu", "belief.russia", "rivalry.russia-eu", "coercion.russia"),
            (0.05, 0.3, 0.6, 0.1), (1.0, 2.0, 1.0, 3.0), others, strict=True,
        )
    ]  # fmt: skip
    plan = with_steps(*steps[:count])
    many = simulate(war(), plan, 3, RUNS, paths=True)
    assert many.paths[:, :, columns().index("stage")].max() == count
    alone = simulate(war(), plan, 3, RUNS)
    assert alone.outcomes.tobytes() == many.outcomes.tobytes()
    for run in (0, 5):
        single = simulate_run(war(), plan, 3, run)
        rows = np.array([path_row(record) for record in single.records])
        assert many.paths[run].tobytes() == rows.tobytes()
        assert many.outcomes[:, run].tobytes() == np.array(flatten(single.outcome)).tobytes()
    model = HedgingModel(war(), plan, 5, 3)
    for _ in range(war().horizon):
        model.step()
    assert model.outcomes == single.outcomes
    assert model.datacollector.get_model_vars_dataframe()["stage"].iloc[1:].tolist() == [
        record.stage for record in single.records
    ]


@pytest.mark.parametrize("patrons", [2, pytest.param(4, marks=pytest.mark.slow)])
def test_any_number_of_patrons(patrons: int) -> None:
    from hedgesim.model.engines.compiled.known_runs import build_plan, build_scenario

    spec = build_scenario(patrons)
    plan = build_plan(spec, 1)
    assert len(plan.steps[0].watch.rivalry) == len(list(combinations(range(patrons), 2)))
    found = simulate(spec, plan, 1, np.array([0]), paths=True)
    rows = np.array([path_row(r) for r in simulate_run(spec, plan, 1, 0).records])
    assert found.paths[0].tobytes() == rows.tobytes()


def test_numbers_of_steps_are_columns() -> None:
    plan = with_steps(step("coercion.eu", 0.2, 0.1, 1.0, "bandwagon:russia"))
    levels, shares = [0.05, NEVER], [0.0, 1.0]
    varied = {"plan.steps.1.level": np.array(levels), "plan.steps.1.plan.commitment": np.array(shares)}
    found = simulate(war(), plan, 3, np.array([0, 0]), varied).outcomes
    for place in (0, 1):
        after = plan.steps[0].plan._replace(commitment=shares[place])
        alone = plan._replace(steps=(plan.steps[0]._replace(level=levels[place], plan=after),))
        assert found[:, place].tobytes() == simulate(war(), alone, 3, np.array([0])).outcomes[:, 0].tobytes()
