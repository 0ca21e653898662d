"""What is compared with what: references, subjects, worlds, and what is refused."""

import pytest
from support.sweeps import short

from hedgesim.analysis.ensembles.default import CASE, choose_draws
from hedgesim.analysis.explore import mix_search
from hedgesim.analysis.explore.optimisation.question import FRESH
from hedgesim.analysis.explore.risk.question import (
    Settings,
    advise_moods,
    depends_on_moods,
    find_best_bandwagon,
    find_leading_patron,
    list_mixed,
    measure_opening_utility,
    pose_question,
)
from hedgesim.model import InputError, Scenario
from hedgesim.model.scenario.scenario import Event, parse_settings

FEW = Settings(runs=4, seed=3, floor=0.7, aversion=3.0)
OFF: dict[str, object] = {"mechanisms.moods": False}
NO_HAZARDS: dict[str, object] = {f"patrons.{p}.severity": 0.0 for p in ("russia", "china", "eu")}


def test_the_best_lean_is_chosen_on_other_shocks_and_stands_beside_the_best_bandwagon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seeds: list[int] = []
    bind = mix_search.bind_payoff

    def record(world: mix_search.Cases, seed: int, workers: int) -> mix_search.Payoff:
        seeds.append(seed)
        return bind(world, seed, workers)

    monkeypatch.setattr(mix_search, "bind_payoff", record)
    question = pose_question(short(), ["hedge", "pivot:eu"], None, FEW)
    assert seeds == [FEW.seed + FRESH]
    lean, bandwagon = question.references
    patron = lean.removeprefix("lean:")
    assert (bandwagon, question.subjects) == (find_best_bandwagon(short(), FEW.seed), ("hedge",))
    assert list(question.plans) == ["hedge", "pivot:eu", lean, bandwagon]
    place, effort = question.scenario.patrons.index(patron), question.plans[lean].effort
    others = [k for k in range(3) if k != place]
    assert all(effort.security[k] == effort.economy[k] == 0.0 for k in others)
    assert effort.security[place] + effort.economy[place] + effort.self_reliance == pytest.approx(1.0)


def test_the_best_bandwagon_is_with_who_is_best_as_things_turn_out() -> None:
    """In the war that is China, although over what is not known Russia is the best to lean on in calm."""
    specs = [Scenario.load(f"belarus/{name}") for name in ("baseline", "war_2022")]
    found = [find_best_bandwagon(spec, 1, choose_draws(CASE, [spec])) for spec in specs]
    assert found == ["bandwagon:russia", "bandwagon:china"]
    assert find_best_bandwagon(specs[0], 1) == "bandwagon:china"  # at the case's own numbers


def test_a_strategy_may_be_the_reference_and_need_not_be_played_otherwise() -> None:
    question = pose_question(short(), ["hedge", "myopic"], "equidistance", FEW)
    assert (question.references, question.subjects) == (("equidistance",), ("hedge",))
    assert list(question.plans) == ["hedge", "myopic", "equidistance"]
    assert pose_question(short(), ["hedge", "myopic"], "hedge", FEW).subjects == ("myopic",)
    assert pose_question(short(), ["pivot:eu", "myopic"], "equidistance", FEW).subjects == ("pivot:eu",)


def test_the_best_mix_is_wanted_unless_strategies_are_named_without_it() -> None:
    assert "mix" in list_mixed(None, None)
    assert "mix" not in list_mixed(["hedge"], None)
    assert "mix" in list_mixed(["hedge"], "mix")


def test_moods_matter_where_the_switch_is_on_and_a_hazard_has_a_consequence() -> None:
    assert depends_on_moods(short())
    assert not depends_on_moods(short(mechanisms__moods=False))
    assert not depends_on_moods(short().vary(NO_HAZARDS))
    only_later = short().vary(NO_HAZARDS)
    event = Event("later", 3, None, "set", "patrons.eu.severity", 0.5, "test", "2018Q2")
    only_later = Scenario.from_dict(only_later.to_dict() | {"events": [vars(event)]})
    assert depends_on_moods(only_later)


@pytest.mark.parametrize("changes", [NO_HAZARDS, OFF, NO_HAZARDS | OFF])
def test_the_advice_on_moods_works(changes: dict[str, object]) -> None:
    without = short().vary(changes)
    words = advise_moods(without).split(" ")
    assert set(words[::2]) == {"--set"}
    assert depends_on_moods(without.vary(parse_settings(words[1::2])))


def test_an_event_does_not_bring_moods_into_the_calm_world() -> None:
    event = Event("on again", 2, None, "set", "mechanisms.moods", 1.0, "test", "2018Q1")
    spec = Scenario.from_dict(short().to_dict() | {"events": [vars(event)]})
    worlds = pose_question(spec, ["hedge"], "myopic", FEW).worlds
    assert [any(c.mechanisms.moods for c in world.timeline()) for world in worlds.values()] == [True, False]


def test_the_floor_is_a_share_of_utility_in_the_opening_record() -> None:
    spec = short(hedger__weights__security=1.0, hedger__weights__economy=0.0, hedger__weights__autonomy=0.0)
    opening = spec.start().hedger.security
    assert measure_opening_utility(spec) == pytest.approx(opening)
    assert pose_question(spec, ["hedge"], "myopic", FEW).level == pytest.approx(0.7 * opening)
    assert find_leading_patron(spec) == "russia"


@pytest.mark.parametrize(
    ("strategies", "against", "settings", "messages"),
    [
        (["hedge"], "leen", FEW, ["against: unknown strategy 'leen'; known are lean, hedge, ", "mean lean?"]),
        (["hege"], None, FEW, ["unknown strategy 'hege'", "did you mean hedge?"]),
        (["hedge"], "bandwagon:rusia", FEW, ["against: ", "one of the patrons russia, china, eu"]),
        (["hedge"], "hedge", FEW, ["strategies: found hedge alone, which is also the reference; name"]),
        (["hedge"], "myopic", FEW._replace(floor=1.2, aversion=-1.0, runs=1),
         ["floor: found 1.2; allowed is above 0, at most 1", "aversion: found -1; allowed is 0 to 100",
          "runs: found 1; an interval takes at least 2"]),
        (["hedge"], "myopic", FEW._replace(floor=0.0), ["floor: found 0; allowed is above 0, at most 1"]),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_with_all_faults(
    strategies: list[str], against: str | None, settings: Settings, messages: list[str]
) -> None:
    with pytest.raises(InputError) as refused:
        pose_question(short(), strategies, against, settings)
    for message in messages:
        assert message in str(refused.value)
