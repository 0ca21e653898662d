"""Attribution: Shapley values of real scenarios add up, equal brute force, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from support.runs import scenario
from support.sweeps import ACCESS, BARRIER, short

from hedgesim.analysis.compare.best_rival import resample_weights
from hedgesim.analysis.compare.premium import add_premiums
from hedgesim.analysis.execution.evaluate import simulate_points
from hedgesim.analysis.explore.attribution import (
    apply_changes,
    attribute,
    describe_attribution,
    list_changes,
    mechanisms_off,
)
from hedgesim.analysis.explore.shapley import WHOLE
from hedgesim.model import InputError, Scenario

RUNS = 5
AFTER: dict[str, object] = {BARRIER: 0.45, ACCESS: 0.1, "patrons.eu.agreement": 3.0}


def worth(spec: Scenario, outcome: str = "utility_mean", strategy: str = "hedge") -> np.ndarray:
    """An outcome, run by run."""
    names = list(spec.strategies) if outcome == "premium" else [strategy]
    table = simulate_points(spec, names, runs=RUNS, seed=3, workers=1, engine="plain")
    return (add_premiums(table) if outcome == "premium" else table)[outcome].to_numpy(float)


@pytest.mark.parametrize(
    ("outcome", "strategy"),
    [("utility_mean", "hedge"), ("export_share_russia_last", "bandwagon:russia"), ("premium", "hedge")],
)
def test_rows_add_up_to_the_difference_of_the_two_scenarios(outcome: str, strategy: str) -> None:
    before, after = short(), short().vary(AFTER)
    changes = list_changes(before, after)
    rows = attribute(before, changes, outcome, strategy=strategy, runs=RUNS, seed=3, workers=2)
    assert sorted(rows["input"][:-1]) == sorted(AFTER)
    assert rows["input"].iloc[-1] == WHOLE
    whole = (worth(after, outcome, strategy) - worth(before, outcome, strategy)).mean()
    assert rows["value"].iloc[:-1].sum() == pytest.approx(whole, abs=1e-12)
    assert rows["value"].iloc[-1] == pytest.approx(whole, abs=1e-12)
    assert (rows["runs"] == RUNS).all()
    assert (rows["orders"] == 0.0).all()


@pytest.mark.slow
def test_the_interval_of_a_premium_chooses_its_rival_anew() -> None:
    before, after = short(quarters=12), short(quarters=12).vary({BARRIER: 0.45})
    rows = attribute(before, list_changes(before, after), "premium", runs=RUNS, seed=3, workers=1)
    parts, drawn = resample_weights(RUNS, 3, 1000), []
    for spec in (before, after):
        table = simulate_points(spec, [*spec.strategies], runs=RUNS, seed=3, workers=1)
        utility = table.pivot_table(index="run", columns="strategy", values="utility_mean")
        means = {name: parts @ utility[name].to_numpy() for name in utility}
        drawn.append(means["hedge"] - np.max([m for s, m in means.items() if s != "hedge"], axis=0))
    low, high = np.quantile(drawn[1] - drawn[0], [0.025, 0.975])
    assert rows["low"].to_list() == pytest.approx([low, low], abs=1e-12)
    assert rows["high"].to_list() == pytest.approx([high, high], abs=1e-12)
    assert low < rows["value"].iloc[0] < high


def test_what_will_be_played_is_told_before() -> None:
    spec = scenario("baseline")
    ten = mechanisms_off(spec)[:10]
    premium, utility = (describe_attribution(spec, ten, of, 100, 2) for of in ("premium", "utility_mean"))
    assert premium.startswith(
        "1,024 sets of inputs x 10 strategies x 100 runs of 60 quarters = 1,024,000 runs, about "
    )
    assert utility.startswith("1,024 sets of inputs x 1 strategy x 100 runs of 60 quarters = 102,400 runs,")
    many = describe_attribution(spec, ten * 2, "premium", 100, 2)
    assert "along 200 drawn orders" in many
    assert many.startswith("3,252 sets")


def test_two_changes_by_brute_force() -> None:
    before = short()
    both = before.vary({BARRIER: 0.45, ACCESS: 0.1})
    rows = attribute(before, list_changes(before, both), runs=RUNS, seed=3, workers=1)
    none, a, b, ab = (
        worth(s).mean() for s in (before, before.vary({BARRIER: 0.45}), before.vary({ACCESS: 0.1}), both)
    )
    found = dict(zip(rows["input"], rows["value"], strict=True))
    assert found[BARRIER] == pytest.approx(((a - none) + (ab - b)) / 2.0, abs=1e-13)
    assert found[ACCESS] == pytest.approx(((b - none) + (ab - a)) / 2.0, abs=1e-13)


def test_built_in_scenarios_with_events_add_up() -> None:
    before, after = short(quarters=20), short("war_2022", 20)
    changes = list_changes(before, after)
    assert {c.name for c in changes} == {f"events.{e.name}" for e in after.events}
    rows = attribute(before, changes, runs=RUNS, seed=3, workers=2)
    assert rows["value"].iloc[-1] == pytest.approx((worth(after) - worth(before)).mean(), abs=1e-12)
    back = attribute(after, list_changes(after, before), runs=RUNS, seed=3, workers=2)
    assert back["value"].iloc[-1] == pytest.approx(-rows["value"].iloc[-1], abs=1e-12)


@pytest.mark.parametrize("name", ["eu_ratified", "eu_enhanced"])
def test_an_agreement_and_its_framework_are_one_input(name: str) -> None:
    changes = list_changes(scenario("baseline"), scenario(name))
    assert [c.name for c in changes] == ["patrons.eu.agreement"]
    assert set(changes[0].values) == {"patrons.eu.agreement", "patrons.eu.framework"}


def test_a_framework_in_place_of_an_agreement_is_one_input() -> None:
    before, after = short(), short().vary({"patrons.eu.framework": 0.8})
    (change,) = list_changes(before, after)
    assert change.values == {"patrons.eu.agreement": -1.0, "patrons.eu.framework": 0.8}
    assert (worth(apply_changes(before, [change])) == worth(after)).all()
    (own,) = list_changes(short(), short().vary({"patrons.russia.framework": 0.4}))
    assert own.values == {"patrons.russia.framework": 0.4}


def test_all_changes_give_the_other_scenario_and_none_the_first() -> None:
    before, after = scenario("baseline"), scenario("war_2022").vary(AFTER)
    made = apply_changes(before, list_changes(before, after))
    assert made.values == after.values
    assert sorted(e.name for e in made.events) == sorted(e.name for e in after.events)
    assert apply_changes(before, []) == before


def test_mechanisms_that_are_on_are_switched_off() -> None:
    spec = short(mechanisms__veto=False)
    changes = mechanisms_off(spec)
    assert len(changes) == 13
    assert "mechanisms.veto" not in {c.name for c in changes}
    off = apply_changes(spec, changes)
    assert not any(v for p, v in off.values.items() if p.startswith("mechanisms."))


def test_the_same_seed_gives_the_same_rows() -> None:
    before, after = short(), short().vary(AFTER)
    one, two = (attribute(before, list_changes(before, after), runs=3, seed=7, workers=w) for w in (1, 2))
    assert one.equals(two)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (short(), "hold the same values and events: there is nothing to attribute"),
        (short(quarters=7), "horizons differ; only values and events can be attributed"),
        (replace(short(), first_quarter=1), "first quarters differ"),
        (replace(short(), patrons=("russia", "china", "us")), "patrons differ"),
    ],
)
def test_scenarios_that_cannot_be_held_against_each_other(after: Scenario, said: str) -> None:
    with pytest.raises(InputError) as caught:
        list_changes(short(), after)
    assert said in str(caught.value)


def test_all_that_differs_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        list_changes(short(), replace(short(quarters=7), first_quarter=1))
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("utilty_mean", "--of utilty_mean: no such outcome; did you mean utility_mean?"),
        ("premum", "did you mean premium?"),
        ("regime", "--of regime: it is a text, so it cannot be averaged; choose another outcome"),
        ("hedging_lost_quarter", "runs that never lose hedging have none, so it cannot be averaged"),
    ],
)
def test_outcomes_that_have_no_numbers(outcome: str, said: str) -> None:
    before = short()
    with pytest.raises(InputError) as caught:
        attribute(before, list_changes(before, short().vary(AFTER)), outcome, runs=2)
    assert said in str(caught.value)


def test_an_unknown_strategy_is_refused() -> None:
    before = short()
    with pytest.raises(InputError, match="did you mean hedge"):
        attribute(before, mechanisms_off(before)[:1], strategy="hege", runs=2)
