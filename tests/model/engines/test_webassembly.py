"""The module of a browser, played in wasmtime: the bits of the other engines, or no module at all."""

from dataclasses import replace
from math import exp
from typing import Any

import numpy as np
import pytest
from support.lab.wasmtime_player import Player
from support.runs import scenario

from hedgesim.analysis.design.columns import engine_columns
from hedgesim.model import RunError, Scenario, simulate_run
from hedgesim.model.engines.compiled import simulate, stages
from hedgesim.model.engines.compiled.known_runs import build_plan, build_scenario
from hedgesim.model.engines.compiled.vectors import Real
from hedgesim.model.engines.webassembly import build_module, module
from hedgesim.model.outcomes import path_row
from hedgesim.model.rules import initial_state
from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.state import Plan, flatten
from hedgesim.model.strategies import all_strategies, plan_for

FAR = 2**40 + 3
"""A run number of more than 32 bits."""
DRAWN: dict[str, list[float]] = {
    "patrons.russia.arms_access": [0.1, 0.5, 0.9],
    "patrons.eu.agreement": [0.0, 2.0, 4.0],
    "events.rivalry_2022.value": [0.4, 0.7, 1.0],
    "hedger.weights.autonomy": [0.1, 0.4, 0.7],
}


@pytest.fixture(scope="module")
def quick() -> Player:
    """The one module that a quick test has time to emit: three patrons, vectors."""
    return Player(3)


def assert_equal(own: Player, spec: Scenario, strategy: str | Plan, seed: int, runs: tuple[int, ...]) -> None:
    """Assert that runs have the bits of plain Python's, every number of every quarter."""
    found = own.play([spec] * len(runs), strategy, seed, runs)
    assert found.sound.all()
    for k, number in enumerate(runs):
        plain = simulate_run(spec, strategy, seed, number)
        rows = np.array([path_row(record) for record in plain.records])
        assert found.paths[k].tobytes() == rows.tobytes(), (spec.name, strategy, number)
        assert found.outcomes[k].tobytes() == np.array(flatten(plain.outcome)).tobytes(), (
            spec.name,
            strategy,
        )


def test_the_module_has_the_bits_of_plain_python(quick: Player) -> None:
    """One module of three patrons, quick: every event and mechanism, a war, another strategy."""
    assert_equal(quick, build_scenario(3), "hedge", 5, (0, FAR, 7))
    assert_equal(quick, scenario("war_2022").vary({"horizon": 20}), "pivot:china", 2**62, (1, 2))


def test_the_module_needs_a_memory_and_gives_its_stages(quick: Player) -> None:
    found = quick.module
    assert [(i.module, i.name) for i in found.imports] == [("env", "__linear_memory")]
    assert [e.name for e in found.exports] == ["opening", "quarter", "insertion", "ending"]


def test_insertion_keeps_the_smallest_of_each_dimension(quick: Player) -> None:
    rng, kept, first = np.random.default_rng(1), 3, 1000
    values = rng.random((7, 4, quick.layout.lanes))
    quick.rows[first : first + 4 * kept] = np.inf
    for quarter in values:
        quick.rows[quick.layout.record : quick.layout.record + 4] = quarter
        quick.call("insertion", first, kept)
    found = quick.rows[first : first + 4 * kept].reshape(4, kept, quick.layout.lanes)
    assert (found == np.sort(values, axis=0)[:kept].swapaxes(0, 1)).all()


def test_a_run_that_is_not_finite_is_marked_and_its_neighbour_is_not(quick: Player) -> None:
    spec = scenario("baseline").vary({"horizon": 3})
    bad = replace(spec, values={**spec.values, "patrons.russia.rent": float("nan")})
    assert quick.play([spec, bad], "hedge", 1, (0, 1)).sound.tolist() == [True, False]


def test_each_lane_has_inputs_of_its_own(quick: Player) -> None:
    spec, runs = scenario("war_2022").vary({"horizon": 24}), (4, FAR, 6)
    columns = engine_columns(spec, "hedge", {path: np.array(values) for path, values in DRAWN.items()})
    compiled = simulate(spec, "hedge", 3, np.array(runs), columns, paths=True)
    points = [spec.vary({path: values[k] for path, values in DRAWN.items()}) for k in range(len(runs))]
    found = quick.play(points, "hedge", 3, runs)
    assert found.paths.tobytes() == compiled.paths.tobytes()
    assert found.outcomes.T.tobytes() == compiled.outcomes.tobytes()


MODULES = [
    (3, 0, False),
    (2, 0, True),
    (4, 0, True),
    (6, 0, True),
    (3, 1, True),
    (2, 3, False),
]
"""Patrons, steps of a plan, vectors: the kinds of modules that the quick tests leave out."""


@pytest.mark.slow
@pytest.mark.parametrize(("patrons", "steps", "simd"), MODULES)
def test_every_kind_of_module_has_the_bits_of_plain_python(patrons: int, steps: int, simd: bool) -> None:
    own, known = Player(patrons, steps, simd=simd), build_scenario(patrons)
    assert_equal(own, known, build_plan(known, steps), 2**63 - 1, (0, FAR, 7))
    for name in builtin_scenarios() if not steps else ():
        spec = Scenario.load(name)
        short = spec.vary({"horizon": min(spec.horizon, 24)})
        for strategy in all_strategies(spec) if len(spec.patrons) == patrons else ():
            assert_equal(own, short, plan_for(spec, strategy), 1, (3,))


def break_rule(kind: str) -> Any:
    """A rule that no engine but plain Python could play: it branches, or calls a function of a library."""

    def begin(case: Any, start: Any) -> Any:
        fixed, state = stages.on_vectors(initial_state.begin)(case, start)
        number, builder = case.hedger.budget, case.hedger.budget.builder
        if kind == "branch":
            return (fixed, state) if number > 0.5 else (fixed, fixed)
        rest = exp(number) if kind == "math" else Real(builder, builder.frem(number.value, number.value))
        return fixed._replace(industry=rest), state

    return begin


@pytest.mark.parametrize(
    ("kind", "error", "message"),
    [
        ("branch", TypeError, "a rule may not branch: use where"),
        ("math", TypeError, "must be real number, not Real"),
        ("fmod", RunError, r"they need fmod: a rule may only use the words of hedgesim\.model\.arithmetic"),
    ],
)
def test_a_rule_that_a_browser_cannot_play_is_refused(
    kind: str, error: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "begin", break_rule(kind))
    monkeypatch.setattr(module, "STAGES", {"opening": module.STAGES["opening"]})
    with pytest.raises(error, match=message):
        build_module.__wrapped__(3)
