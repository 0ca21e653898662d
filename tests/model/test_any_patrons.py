"""Two to six patrons: the same bits in every engine, relabelling, limits and random numbers."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, permutations
from math import log
from typing import Any

import numpy as np
import pytest
from support.price_reference import derived_prices, difference_prices, quarter_to_price
from support.runs import scenario

from hedgesim.model import noise
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.engines.compiled.known_runs import build_scenario
from hedgesim.model.engines.mesa_model import HedgingModel
from hedgesim.model.engines.reference import simulate_run
from hedgesim.model.noise import draws_at
from hedgesim.model.outcomes import path_row
from hedgesim.model.parameters.lookup import parameters
from hedgesim.model.rules.choice import apply_compliance, grip
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.quarter import quarter
from hedgesim.model.rules.records.record import effort_entropy
from hedgesim.model.rules.regimes import PIVOT
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Draws, Offer, Pairs, PerPatron, Record, flatten
from hedgesim.model.strategies import TRUE_AIMS, compared_strategies, pack_shares, plan_for, spread_packages

COUNTS = (2, 3, 4, 5, 6)
PER_PATRON = ("barrier", "signs", "ladder", "moods")
"""Random numbers of which each patron has its own."""


def random_scenario(count: int, number: int) -> Scenario:
    """A scenario with random numbers within their ranges; trade shares of all patrons sum to less than 1.

    Each parameter has random numbers of its own, so that a new row of the table moves no other.
    """
    draw, spec = random.Random(f"{count} {number}"), build_scenario(count)
    rows = {p: r for p, r in parameters(spec.patrons).items() if r.unit not in {"switch", "step"}}
    values = {
        path: random.Random(f"{count} {number} {path}").uniform(row.low, row.high)
        for path, row in rows.items()
        if not path.startswith("regimes")
    }
    for flow in ("exports", "imports"):
        values |= {f"start.patrons.{p}.{flow}": draw.uniform(0.0, 1.0 / count) for p in spec.patrons}
    # below a tie of .01 the model prices investment at .01 (effort_value.LEAST_ROOT), imagining does not
    values |= {path: max(v, 0.02) for path, v in values.items() if path.endswith(".economy")}
    steps = {f"patrons.{p}.agreement": draw.choice(["signed", "ratified", "enhanced"]) for p in spec.patrons}
    free = {path: value for path, value in values.items() if not path.endswith("framework")}
    named = replace(spec, labels={p: p for p in spec.patrons})
    return named.vary({**free, **steps, "horizon": 12})


@pytest.mark.parametrize(
    "count", [*COUNTS[:-2], *(pytest.param(count, marks=pytest.mark.slow) for count in COUNTS[-2:])]
)
def test_engines_agree_to_the_bit(count: int) -> None:
    for number in range(4):
        spec = random_scenario(count, number)
        for strategy in ("hedge", f"bandwagon:p{count}", f"pivot:p{count}", "equidistance", "myopic"):
            single = simulate_run(spec, strategy, 5, number)
            many = simulate(spec, strategy, 5, np.array([number]), paths=True)
            rows = np.array([path_row(record) for record in single.records])
            assert many.paths[0].tobytes() == rows.tobytes()
            assert many.outcomes[:, 0].tobytes() == np.array(flatten(single.outcome)).tobytes()
            # runs that share their inputs and keep no paths have code of their own
            alone = simulate(spec, strategy, 5, np.array([number]))
            assert alone.outcomes.tobytes() == many.outcomes.tobytes()
    model = HedgingModel(spec, strategy, number, 5)
    for _ in range(spec.horizon):
        model.step()
    assert model.outcomes == single.outcomes


@pytest.mark.parametrize("count", COUNTS)
def test_shadow_prices_are_what_differences_give(count: int) -> None:
    """Eq. 13, 18-21 for any number of patrons, at the start of random scenarios."""
    compared = 0
    for number in range(12):
        spec = random_scenario(count, number)
        fixed, state = begin(spec.case(), spec.start())
        q = quarter_to_price(spec.case(), fixed, state, draws_at(7, number, 0, count), TRUE_AIMS)
        fine, finer = (difference_prices(q, step) for step in (1e-6, 1e-7))
        if max(abs(a - b) for a, b in zip(fine, finer, strict=True)) < 1e-4:  # no kink within the step
            assert derived_prices(q) == pytest.approx(fine, abs=1e-4, rel=1e-4)
            compared += 1
    assert compared >= 6


def permute(values: PerPatron[Any], order: Sequence[int]) -> PerPatron[Any]:
    """Values per patron in another order of patrons."""
    return tuple(values[k] for k in order)


def permute_pairs(values: Pairs, order: Sequence[int]) -> Pairs:
    """Values per pair of patrons in another order of patrons."""
    pairs = combinations(range(len(order)), 2)
    table = {frozenset(pair): value for pair, value in zip(pairs, values, strict=True)}
    return tuple(table[frozenset(pair)] for pair in combinations(order, 2))


def play(spec: Scenario, strategy: str, order: Sequence[int]) -> list[Record]:
    """Records of a run whose patrons and their random numbers stand in another order."""
    plan, case, start = plan_for(spec, strategy), spec.case(), spec.start()
    case = case._replace(
        patrons=permute(case.patrons, order),
        rivalry=permute_pairs(case.rivalry, order),
        volatile=permute_pairs(case.volatile, order),
        overlap=permute_pairs(case.overlap, order),
    )
    plan = plan._replace(
        admit=plan.admit._replace(
            security=permute(plan.admit.security, order), economy=permute(plan.admit.economy, order)
        )
    )
    fixed, state = begin(case, start._replace(patrons=permute(start.patrons, order)))
    records = []
    for number in range(20):
        draws = draws_at(3, 0, number, len(order))
        turned = draws._replace(**{name: permute(getattr(draws, name), order) for name in PER_PATRON})
        state, record = quarter(case, plan, fixed, state, turned, float(number))
        records.append(record)
    return records


@pytest.mark.parametrize("spec", [scenario("baseline"), *(random_scenario(count, 1) for count in COUNTS)])
@pytest.mark.parametrize("strategy", ["hedge", "equidistance", "bandwagon:{}", "pivot:{}"])
def test_permuted_patrons_permute_the_results(spec: Scenario, strategy: str) -> None:
    """No rule names a country: another order of patrons changes nothing but the last bits."""
    places, name = range(len(spec.patrons)), strategy.format(spec.patrons[1])
    orders = list(permutations(places))[1:]
    right = play(spec, name, places)
    for order in random.Random(1).sample(orders, min(5, len(orders))):
        for before, after in zip(right, play(spec, name, order), strict=True):
            assert after.utility == pytest.approx(before.utility, abs=1e-12)
            assert after.stance == pytest.approx(before.stance, abs=1e-11)
            for (j, k), aligned in zip(combinations(order, 2), after.alignment.overall, strict=True):
                pair = list(combinations(places, 2)).index((min(j, k), max(j, k)))
                same = before.alignment.overall[pair]
                assert aligned == pytest.approx(same if j < k else 100.0 - same, abs=1e-9)
            for k, place in enumerate(order):
                assert after.patrons[k] == pytest.approx(before.patrons[place], abs=1e-11)


NOTHING = {
    "market": 0.0, "barrier": 0.0, "uncertainty": 0.0, "arms_access": 0.0, "transfer": 0.0, "guarantee": 0.0,
    "rent": 0.0, "fund": 0.0, "tied": 0.0, "coercion_max": 0.0, "power": 0.0, "conditionality": 0.0,
    "veto": 0.0, "reach": 0.0, "park_weight": 0.0, "park_host": 0.0, "negotiable": 0.0, "agreement": -1.0,
    "framework": 0.0,
}  # fmt: skip
"""Traits of a patron without market, arms, money and threat."""


def with_nobody(spec: Scenario) -> Scenario:
    """The scenario with one more patron, who has no ties, market, arms, money or threat."""
    count = len(spec.patrons) + 1
    more = build_scenario(count)
    values = {path: 0.0 if "-" in path else value for path, value in more.values.items()} | dict(spec.values)
    last = f"p{count}"
    values |= {path: 0.0 for path in values if path.startswith(f"start.patrons.{last}.")}
    values |= {f"patrons.{last}.{name}": value for name, value in NOTHING.items()}
    return replace(more, values=values, events=(), horizon=spec.horizon)


def play_with_nobody(count: int, strategy: str) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Records without and with a patron who has nothing."""
    spec = replace(random_scenario(count, 1), events=())
    effort = {f"hedger.effort.{p}.security": 0.7 / count for p in spec.patrons}
    effort |= {f"hedger.effort.{p}.economy": 0.0 for p in spec.patrons} | {"hedger.effort.self_reliance": 0.3}
    alone, among = (
        simulate_run(s, strategy, 1, 0).records for s in (spec.vary(effort), with_nobody(spec).vary(effort))
    )
    return alone, among


@pytest.mark.parametrize("count", [2, 3, 4, 5])
@pytest.mark.parametrize("strategy", ["fixed", "self_reliance", "bandwagon:p1", "bandwagon:p2"])
def test_a_patron_without_anything_changes_nothing(count: int, strategy: str) -> None:
    """To 1e-12; shares of influence, whose sum has 1e-12 for each patron, to 1e-10.

    Entropy and option value count packages, of which there are two more.
    """
    counted = {
        "effort_entropy": 0.0,
        "option_value": 0.0,
        "effective_patrons": 0.0,
        "patrons": (),
        "rivalry": (),
        "alignment": (),
        "tilt": (),
    }
    for before, after in zip(*play_with_nobody(count, strategy), strict=True):
        hedger = (flatten(record._replace(**counted)) for record in (after, before))
        assert next(hedger) == pytest.approx(next(hedger), rel=1e-12, abs=1e-12)
        assert after.effective_patrons == pytest.approx(before.effective_patrons, abs=1e-10)
        for new, old in zip(after.patrons[:count], before.patrons, strict=True):
            assert new._replace(influence=0.0) == pytest.approx(old._replace(influence=0.0), abs=1e-12)
            assert new.influence == pytest.approx(old.influence, abs=1e-10)
        assert after.patrons[count].influence < 1e-10


@pytest.mark.parametrize(("strategy", "least", "most"), [("hedge", 0.0, 0.005), ("equidistance", 0.2, 0.25)])
def test_spreading_gives_effort_to_a_patron_without_anything(
    strategy: str, least: float, most: float
) -> None:
    """Equidistance gives every patron the same, by definition; a precise logit gives nothing for nothing."""
    alone, among = (records[-4:] for records in play_with_nobody(3, strategy))
    spent = [r.patrons[3].effort_security + r.patrons[3].effort_economy for r in among]
    lost = [a.utility - b.utility for a, b in zip(alone, among, strict=True)]
    assert least <= sum(spent) / len(spent) <= most
    assert (abs(sum(lost) / len(lost)) > 0.0005) == (strategy == "equidistance")


@pytest.mark.parametrize("count", COUNTS)
def test_every_patron_gets_the_same_of_equidistance(count: int) -> None:
    """One without anything among them, where there is room for one more."""
    spec = with_nobody(random_scenario(count, 2)) if count < 6 else random_scenario(6, 2)
    spec = spec.vary({f"patrons.{p}.coercion_max": 0.0 for p in spec.patrons})
    spec = spec.vary(
        {f"start.patrons.{p}.coercion": 0.0 for p in spec.patrons} | {"hedger.effort_speed": 1.0}
    )
    record = simulate_run(spec, "equidistance", 1, 0).records[0]
    for patron in record.patrons:
        assert patron.effort_security + patron.effort_economy == pytest.approx(1.0 / len(spec.patrons))


def identical_patrons(count: int) -> Scenario:
    """A scenario whose patrons are alike in every number and meet no shocks or moods of their own."""
    spec = random_scenario(count, 3)
    last = {path: path.rpartition(".")[2] for path in spec.values if "patrons.p" in path}
    same = {
        path: spec.values[f"{path.partition('patrons.')[0]}patrons.p1.{name}"] for path, name in last.items()
    }
    same |= {path: 0.3 for path in spec.values if "-" in path}
    shocks = {
        f"patrons.{p}.{name}": 0.0 for p in spec.patrons for name in ("uncertainty", "negotiable", "turn")
    }
    return replace(spec, values=dict(spec.values) | same | shocks, events=())


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("strategy", ["hedge", "equidistance", "myopic"])
def test_identical_patrons_share_alike(count: int, strategy: str) -> None:
    for record in simulate_run(identical_patrons(count), strategy, 1, 0).records:
        for patron in record.patrons[1:]:
            assert patron == pytest.approx(record.patrons[0], abs=1e-12)
        assert record.patrons[0].influence == pytest.approx(1.0 / count)
        assert record.effective_patrons == pytest.approx(count)


@pytest.mark.parametrize("count", COUNTS)
def test_leaning_on_one_of_identical_patrons_is_the_same_as_on_another(count: int) -> None:
    """Equals all lead at the start, so leaning on any of them is never a pivot."""
    quick = {"regimes.isolation": 0.05, "hedger.effort_speed": 1.0}
    spec = identical_patrons(count)
    spec = replace(spec, values=dict(spec.values) | quick)
    runs = [simulate_run(spec, f"bandwagon:p{k + 1}", 1, 0) for k in range(count)]
    # more than an equal share: what leaning gives
    assert all(run.records[-1].patrons[k].influence > 1.0 / count + 0.002 for k, run in enumerate(runs))
    codes = {run.outcome.regime for run in runs}
    assert len(codes) == 1
    assert max(codes) < PIVOT


@pytest.mark.parametrize("count", COUNTS)
def test_resistance_counts_half_of_the_other_ties_together(count: int) -> None:
    """Eq. 23: .5 times the sum of the others' economic ties, whatever their number."""
    spec = random_scenario(count, 4)
    case = spec.case()
    _, state = begin(case, spec.start())
    ties = tuple(t._replace(economy=0.4, leverage=0.5 if k == 0 else 0.0) for k, t in enumerate(state.ties))
    state = state._replace(ties=ties, own=state.own._replace(third_countries=0.1))
    offers = tuple(Offer._make([0.0] * len(Offer._fields))._replace(coercion=0.6) for _ in ties)
    effort, forced = apply_compliance(case, spread_packages(ties, 1.0 / (2 * count + 1)), offers, state, 0.5)
    expected = grip(case, 0.5, 0.5, 0.6, 0.5 * 0.4 * (count - 1) + 0.1)
    assert forced == pytest.approx(expected)
    assert forced > 0.0
    assert effort.security[0] == pytest.approx(0.5 * forced + (1.0 - forced) / (2 * count + 1))


@pytest.mark.parametrize("count", COUNTS)
def test_even_effort_has_entropy_one_and_a_single_package_none(count: int) -> None:
    packages = 2 * count + 1
    assert effort_entropy(spread_packages(range(count), 1.0 / packages)) == pytest.approx(1.0, abs=1e-14)
    assert effort_entropy(pack_shares([1.0] + [0.0] * (packages - 1))) == 0.0
    two = effort_entropy(pack_shares([0.5, 0.5] + [0.0] * (packages - 2)))
    assert two == pytest.approx(log(2.0) / log(packages))


def test_more_patrons_leave_the_draws_of_the_others_as_they_were() -> None:
    six = draws_at(9, 2**40 + 5, 7, 6)
    for count in COUNTS:
        few = draws_at(9, 2**40 + 5, 7, count)
        assert few == six._replace(**{name: getattr(six, name)[:count] for name in PER_PATRON})


def test_no_counter_is_used_for_two_purposes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every counter of a run occurs once; those with 1 as their second word are of moods and ruptures."""
    counters = []
    right = noise.philox

    def note(*words: int) -> tuple[int, int, int, int]:
        counters.append(words[:4])
        return right(*words)

    monkeypatch.setattr(noise, "philox", note)
    for number in range(200):
        draws_at(3, 1, number, 6)
    assert len(set(counters)) == len(counters) == 200 * (3 + 3 + 3 + 1)
    words = [words[1] for words in counters]
    assert [words.count(word) for word in range(5)] == [600, 800, 200, 200, 200]


@pytest.mark.parametrize("place", [3, 4, 5])
def test_draws_of_later_patrons_are_independent(place: int) -> None:
    """They are standard normal and uniform, and of one patron unlike those of any other."""
    sample = [draws_at(3, run, number, 6) for run in range(200) for number in range(20)]
    barrier, ladder = np.array([d.barrier for d in sample]), np.array([d.ladder for d in sample])
    assert abs(barrier[:, place].mean()) < 0.05
    assert abs(barrier[:, place].std() - 1.0) < 0.05
    assert abs(ladder[:, place].mean() - 0.5) < 0.02
    assert abs(ladder[:, place].var() - 1.0 / 12.0) < 0.005
    both = np.corrcoef(np.hstack([barrier, ladder]).T) - np.eye(12)
    assert np.abs(both).max() < 0.06


@pytest.mark.parametrize("count", COUNTS)
def test_strategies_over_any_number_of_patrons(count: int) -> None:
    spec = build_scenario(count)
    names = compared_strategies(spec.patrons)
    assert len(names) == 2 * count + 4
    lean = plan_for(spec, f"bandwagon:p{count}")
    assert flatten(lean.admit) == tuple(
        float(k in {count - 1, 2 * count - 1, 2 * count}) for k in range(2 * count + 1)
    )
    assert plan_for(spec, f"pivot:p{count}").pivot == 1.0
    assert isinstance(draws_at(1, 0, 0, count), Draws)
