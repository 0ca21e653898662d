"""The Mesa model: the same bits as plain Python, and Mesa's own tools work on it."""

import copy
import math
import pickle

import mesa
import pytest
from support.runs import scenario

from hedgesim.model import HedgingModel, InputError, simulate_run
from hedgesim.model.outcomes import path_columns, path_row
from hedgesim.model.rules.effort import sum_packages


def played(**arguments: object) -> HedgingModel:
    model = HedgingModel(**arguments)  # type: ignore[arg-type]
    while model.running:
        model.step()
    return model


@pytest.mark.parametrize("strategy", ["hedge", "pivot:china", "equidistance", "myopic"])
@pytest.mark.parametrize("name", ["baseline", "war_2022"])
def test_mesa_and_plain_python_give_the_same_bits(name: str, strategy: str) -> None:
    model = played(spec=scenario(name), strategy=strategy, run=3, rng=11)
    plain = simulate_run(scenario(name), strategy, 11, 3)
    assert tuple(model.records) == plain.records
    assert model.outcomes == plain.outcomes


def test_collector_holds_a_row_before_the_first_quarter_and_one_per_quarter() -> None:
    model = played(spec=scenario("baseline").vary({"horizon": 12}), rng=1)
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(path_columns(model.spec.patrons))
    assert len(frame) == 13
    assert frame.notna().all().all()
    assert tuple(frame.iloc[5]) == path_row(model.records[4])
    start = model.spec.start().patrons
    assert frame["tie_security_russia"].iloc[0] == start[0].security
    assert frame["export_share_eu"].iloc[0] == pytest.approx(start[2].exports)


def test_agent_frame_has_the_four_actors_on_three_dimensions() -> None:
    model = played(spec=scenario("baseline").vary({"horizon": 8}), rng=1)
    frame = model.datacollector.get_agent_vars_dataframe()
    assert set(frame["label"]) == {"Belarus", "Russia", "China", "EU"}
    dimensions = frame[["security", "economy", "autonomy"]].astype(float)
    assert ((dimensions >= 0.0) & (dimensions <= 1.0)).all().all()
    assert len(frame) == 4 * 9


def test_batch_run_sweeps_a_path() -> None:
    path = "patrons.russia.arms_access"
    results = mesa.batch_run(
        HedgingModel,
        {"spec": "belarus/baseline", "horizon": 6, path: [0.1, 0.9], "run": [0, 1]},
        number_processes=1,
        data_collection_period=-1,
        display_progress=False,
    )
    last = [row for row in results if row["label"] == "Belarus"]
    assert len(last) == 4
    assert len({row["utility"] for row in last}) == 4
    one = simulate_run(scenario("baseline").vary({path: 0.9, "horizon": 6}), "hedge", 0, 1)
    assert one.records[-1].utility in {row["utility"] for row in last}


def test_a_model_can_be_pickled_and_copied_in_the_middle() -> None:
    model = HedgingModel(scenario("baseline").vary({"horizon": 10}), rng=5)
    for _ in range(4):
        model.step()
    twins = [pickle.loads(pickle.dumps(model)), copy.deepcopy(model)]
    for m in (model, *twins):
        while m.running:
            m.step()
    assert all(twin.records == model.records for twin in twins)


def test_stepping_a_finished_model_changes_nothing() -> None:
    model = played(spec=scenario("baseline").vary({"horizon": 4}))
    before = model.row
    model.step()
    assert model.row == before
    assert not model.running
    assert len(model.datacollector.model_vars["utility"]) == 5


def test_agents_keep_their_own_part_of_the_state() -> None:
    model = HedgingModel("belarus/baseline")
    ties = [p.tie for p in model.patrons]
    model.step()
    assert [p.label for p in model.patrons] == ["Russia", "China", "EU"]
    assert all(p.tie != tie for p, tie in zip(model.patrons, ties, strict=True))
    assert math.isclose(sum_packages(model.hedger.choice.effort), 1.0)
    assert len(model.agents) == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"spec": "belarus/basline"}, "belarus/baseline"),
        ({"strategy": "hegde"}, "did you mean hedge?"),
        ({"rng": -1}, "rng: found -1; allowed is a whole number from 0 to 9,223,372,036,854,775,807"),
        ({"run": "x"}, "run: found 'x'; allowed is a whole number from 0 to 9,223,372,036,854,775,807"),
        ({"patrons.rusia.barrier": 0.2}, "patrons.russia.barrier"),
    ],
)
def test_faulty_arguments_are_named(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words.replace("?", r"\?")):
        HedgingModel(**arguments)  # type: ignore[arg-type]
