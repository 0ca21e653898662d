"""Best fixed mixes of shipped scenarios: each fits its scenario, is as good as a new one, and is played."""

from dataclasses import replace

import numpy as np
import pytest
from support.sweeps import BARRIER, short

from hedgesim.analysis import simulate
from hedgesim.analysis.compare.premium import list_rivals
from hedgesim.analysis.design.batch import plan_batch, resolve_strategies
from hedgesim.analysis.explore.futures import build_cases
from hedgesim.analysis.explore.mix_search import bind_payoff, complete_mixes, find_best_mix
from hedgesim.model import InputError, Scenario, simulate_run
from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.scenario.mixes import Mix
from hedgesim.model.strategies import plan_for

BASE = "belarus/baseline"
PLAYED = [n for n in builtin_scenarios() if not n.rpartition("/")[2].startswith("history")]


@pytest.mark.parametrize("name", PLAYED)
def test_every_scenario_has_a_mix_that_fits_its_start(name: str) -> None:
    mix = Scenario.load(name).fresh_mix
    assert mix is not None, "stale: python docs/build/mixes.py"
    assert sum(mix.effort) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.slow
def test_a_mix_is_as_good_as_one_searched_anew() -> None:
    spec = Scenario.load("belarus/arms_denied")
    assert spec.mix is not None
    found = find_best_mix(spec)
    # the same search; another machine may round another way
    assert found.under == spec.mix.under
    assert found.effort == pytest.approx(spec.mix.effort, abs=0.01)
    anew = find_best_mix(replace(spec, events=()), seed=9)
    payoff = bind_payoff(build_cases(spec, 100), 7, 1)
    stored, other = payoff(np.array([spec.mix.effort, anew.effort]), range(100)).mean(axis=1)
    assert stored == pytest.approx(other, abs=1e-4)


def test_scenarios_that_start_alike_have_the_same_mix() -> None:
    # what is to come is not known at the start
    war, base = Scenario.load("belarus/war_2022"), Scenario.load(BASE)
    assert war.mix == base.mix
    assert war.digest != base.digest


def test_the_mix_is_played_as_a_fixed_effort() -> None:
    spec = Scenario.load(BASE)
    plan = plan_for(spec, "mix")
    assert plan.choice == 0.0
    assert spec.mix is not None
    assert (*plan.effort.security, *plan.effort.economy, plan.effort.self_reliance) == spec.mix.effort


def test_other_values_make_a_mix_stale_but_other_events_do_not() -> None:
    spec = Scenario.load(BASE)
    assert spec.vary({BARRIER: 0.3}).fresh_mix is None
    assert spec.vary({"horizon": 10}).fresh_mix is None
    with pytest.raises(InputError, match="no best mix is known for these values: leave strategy 'mix' out"):
        plan_for(spec.vary({BARRIER: 0.3}), "mix")
    war = Scenario.load("belarus/war_2022")
    assert war.vary({"events.rivalry_2022.value": 0.5}).fresh_mix == war.mix


def test_all_has_the_mix_where_there_is_one_and_it_is_no_rival_of_the_premium() -> None:
    assert resolve_strategies(Scenario.load(BASE), ["all"])[-1] == "mix"
    assert "mix" not in resolve_strategies(short(), ["all"])
    assert list_rivals(["hedge", "mix", "fixed", "myopic"]) == ["myopic"]


def test_a_stale_mix_is_searched_anew_before_it_is_played() -> None:
    spec = short(quarters=4)
    assert complete_mixes([spec], ["hedge"]) == [spec]
    (complete,) = complete_mixes([spec], ["mix"])
    assert complete.fresh_mix == find_best_mix(spec)
    (later,) = complete_mixes([Scenario.load(BASE)], ["mix"], {"horizon": 4})
    assert plan_batch([later], ["mix"], runs=1, changes={"horizon": 4}).scenarios[0].fresh_mix is not None
    table = simulate(spec, "mix", runs=2, draws=None).outcomes
    run = simulate_run(complete, "mix", 1, 1)
    assert table["utility_mean"].iloc[1] == run.outcomes["utility_mean"]


def test_a_stored_scenario_keeps_its_mix() -> None:
    spec = replace(short(), mix=Mix("abc", (0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0)))
    again = Scenario.from_dict(spec.to_dict())
    assert again == spec
    assert again.mix == spec.mix
    assert again.digest == spec.digest == short().digest  # a mix follows from what the hash is of
