"""Designs: their order, their shocks, what they refuse."""

import json
from pathlib import Path

import pytest
from support.batches import STRATEGIES, small
from support.runs import scenario

from hedgesim.analysis.design.batch import (
    cut_blocks,
    describe_batch,
    identical_scenarios,
    plan_batch,
    resolve_strategies,
)
from hedgesim.analysis.execution.write_tables import design_table
from hedgesim.model import InputError, Scenario
from hedgesim.model.engines.compiled import code_cache
from hedgesim.model.engines.compiled.kind import LoopKind
from hedgesim.model.strategies import compared_strategies


def test_rows_are_numbered_scenario_by_scenario_then_strategy_then_run() -> None:
    table = design_table(small())
    assert list(table["run_id"]) == list(range(18))
    assert list(table["scenario"].unique()) == ["belarus/baseline", "belarus/arms_denied"]
    assert list(table["strategy"][:9]) == [s for s in STRATEGIES for _ in range(3)]
    assert list(table["run"][:6]) == [0, 1, 2, 0, 1, 2]
    assert table["run_id"].dtype == table["run"].dtype == table["seed"].dtype == "int64"


def test_run_k_has_the_same_seed_and_number_everywhere() -> None:
    table = design_table(small(first_run=7, seed=11))
    shocks = table.groupby(["scenario", "strategy"])[["seed", "run"]].apply(
        lambda g: tuple(map(tuple, g.values))
    )
    assert set(shocks) == {((11, 7), (11, 8), (11, 9))}


def test_every_value_set_is_a_column() -> None:
    table = design_table(
        small(patrons__russia__barrier=0.3, mechanisms__veto=False, patrons__eu__agreement="enhanced")
    )
    assert set(table["patrons.russia.barrier"]) == {0.3}
    assert set(table["mechanisms.veto"]) == {0.0}
    assert set(table["patrons.eu.agreement"]) == {3.0}
    assert set(table["horizon"]) == {5.0}


def test_columns_have_the_path_in_the_order_of_patrons() -> None:
    batch = plan_batch([scenario("baseline")], ["hedge"], changes={"rivalry.eu-russia": 0.7})
    assert list(batch.changes) == ["rivalry.russia-eu"]
    assert set(design_table(batch)["rivalry.russia-eu"]) == {0.7}


def test_a_date_that_is_set_stays_text() -> None:
    batch = plan_batch(
        [scenario("war_2022")], ["hedge"], runs=1, changes={"events.rivalry_2022.date": "2023"}
    )
    assert list(design_table(batch)["events.rivalry_2022.date"]) == ["2023"]


def test_without_strategies_each_scenario_plays_its_own() -> None:
    batch = plan_batch([scenario("baseline")], runs=1)
    assert batch.strategies["belarus/baseline"] == scenario("baseline").strategies
    assert batch.size == len(scenario("baseline").strategies)


def test_all_stands_for_the_ten_and_the_mix_where_it_is_known() -> None:
    spec = scenario("baseline").vary({"horizon": 5})
    assert resolve_strategies(scenario("baseline"), ["all"]) == (*compared_strategies(spec.patrons), "mix")
    assert resolve_strategies(spec, ["all"]) == compared_strategies(spec.patrons)
    assert resolve_strategies(spec, ["myopic", "all"])[0] == "myopic"
    assert len(resolve_strategies(spec, ["myopic", "all"])) == 10


def test_blocks_cover_the_design_in_its_order() -> None:
    batch = small(runs=45)
    table = design_table(batch)
    rows = [
        (b.first_id + k, b.scenario.name, b.strategy, run, b.seed)
        for b in cut_blocks(batch)
        for k, run in enumerate(b.runs)
    ]
    assert rows == list(
        table[["run_id", "scenario", "strategy", "run", "seed"]].itertuples(index=False, name=None)
    )
    assert [b.number for b in cut_blocks(batch)] == list(range(18))
    assert {len(b.runs) for b in cut_blocks(batch)} == {20, 5}


def test_sentence_says_what_will_be_done() -> None:
    assert describe_batch(small(runs=20)) == "2 scenarios x 3 strategies x 20 runs of 5 quarters = 120 runs"
    assert describe_batch(small(["baseline"], ["hedge"], runs=1, quarters=1)) == (
        "1 scenario x 1 strategy x 1 run of 1 quarter = 1 run"
    )
    apart = plan_batch([scenario("baseline"), scenario("history")], ["hedge"], runs=2000)
    assert apart.engine == "compiled"
    assert describe_batch(apart) == "2 scenarios x 1 strategy x 2,000 runs of 48 to 60 quarters = 4,000 runs"


def test_scenarios_with_the_same_content_are_told() -> None:
    twin = scenario("baseline").renamed("twin")
    assert identical_scenarios(plan_batch([scenario("baseline"), twin], ["hedge"])) == [
        "twin and belarus/baseline hold the same values and events: expect the same results"
    ]
    assert identical_scenarios(small()) == []


def other_patrons() -> Scenario:
    text = json.dumps(scenario("baseline").to_dict()).replace("china", "india")
    return Scenario.from_dict(json.loads(text) | {"name": "elsewhere"})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scenarios": []}, "no scenario to run"),
        ({"scenarios": [scenario("baseline")] * 2}, "scenario 'belarus/baseline' is given twice"),
        (
            {"scenarios": [scenario("baseline"), other_patrons()]},
            "elsewhere has other patrons (russia, india, eu) than belarus/baseline: run them apart",
        ),
        ({"strategies": []}, "no strategy to run"),
        ({"strategies": ["hedge", "hedge"]}, "strategy 'hedge' is given twice"),
        ({"strategies": ["hegde"]}, "did you mean hedge?"),
        ({"strategies": ["fixed"]}, "strategy 'fixed' needs effort shares; give them in [hedger.effort]"),
        ({"runs": 0}, "runs: found 0; allowed is a whole number from 1 to 100,000,000"),
        ({"seed": -1}, "seed: found -1; allowed is a whole number from 0 to 9,"),
        (
            {"seed": 2**63},
            "seed: found 9223372036854775808; allowed is a whole number from 0 to 9,",
        ),
        (
            {"first_run": -1},
            "first_run: found -1; allowed is a whole number from 0 to 4,611",
        ),
        (
            {"engine": "mess"},
            "unknown engine 'mess'; known are auto, mesa, plain, compiled; did you mean mesa?",
        ),
        ({"changes": {"patrons.rusia.barrier": 0.1}}, "did you mean patrons.russia.barrier?"),
        ({"changes": {"patrons.russia.barrier": 2.0}}, "patrons.russia.barrier"),
    ],
)
def test_faulty_designs_are_named(arguments: dict[str, object], message: str) -> None:
    asked = {"scenarios": [scenario("baseline")], "strategies": ["hedge"], **arguments}
    with pytest.raises(InputError) as caught:
        plan_batch(**asked)  # type: ignore[arg-type]
    assert message in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        plan_batch([], [], runs=0, seed=-1, engine=3)  # type: ignore[arg-type]
    assert [fault.partition(":")[0] for fault in caught.value.faults] == ["runs", "seed", "engine"]
    with pytest.raises(InputError) as caught:
        plan_batch([], [], engine="fast")
    assert len(caught.value.faults) == 3


def test_auto_compiles_where_it_takes_less_time_than_plain_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def engines(runs: int) -> str:
        return plan_batch([scenario("baseline")], ["hedge"], runs=runs).engine

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert [engines(runs) for runs in (1, 102, 103)] == ["plain", "plain", "compiled"]
    kept = code_cache.cache_folder()
    kept.mkdir(parents=True)
    (kept / code_cache.file_name(LoopKind(3, shared=True))).touch()
    assert [engines(runs) for runs in (2, 3)] == ["plain", "compiled"]
    # code without moods is other code
    calm = scenario("baseline").vary({"mechanisms.moods": 0.0, "world.rupture_hazard": 0.0})
    assert plan_batch([calm], ["hedge"], runs=3).engine == "plain"
