"""Optimisation: what is found is at least as good as every corner, comes again, and what is refused."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.batches import small
from support.sweeps import ACCESS, BARRIER, VARIED, short, sweep, swept

from hedgesim.analysis.design import duration
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.explore import futures
from hedgesim.analysis.explore.futures import Cases, build_cases, load_cases
from hedgesim.analysis.explore.optimisation.optimisation import Best, describe_search, optimise
from hedgesim.analysis.explore.optimisation.question import (
    AIMS,
    FRESH,
    loss_function,
    question_of,
    simulate_utilities,
)
from hedgesim.analysis.results.folder import Results
from hedgesim.analysis.tables.explore.optimisation import optimum_sheets
from hedgesim.model import InputError, simulate_run
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.errors import RunError
from hedgesim.model.parameters.lookup import effort_paths

RUNS, SEED = 8, 4
NAMED = ("hedge", "bandwagon:russia", "myopic")
SIMPLE = ("all on russia", "all on china", "all on eu", "all on oneself", "equal shares", "the case's mix")
WEIGHTS = ("security only", "economy only", "autonomy only", "own weights")
PATHS = effort_paths(short().patrons)


@cache
def found(aim: str = "mean", over: str = "effort", seed: int = SEED) -> Best:
    """A search."""
    how = {"runs": RUNS, "seed": seed, "generations": 25, "strategies": NAMED}
    return optimise(question_of(short(), over, aim, **how), workers=1)  # type: ignore[arg-type]


CASES = build_cases(short(), RUNS)


def named(seed: int, cases: Cases = CASES) -> np.ndarray:
    """Best utility of the named strategies in each case."""
    return np.max([cases.simulate_strategy(s, seed) for s in NAMED], axis=0)


def of_mix(shares: np.ndarray, cases: Cases = CASES) -> np.ndarray:
    """Utility of one effort mix in each case."""
    return simulate_utilities(cases, "effort", shares[None], SEED)[0]


@pytest.mark.parametrize("aim", AIMS)
def test_no_constant_corner_mix_does_better_on_the_same_shocks(aim: str) -> None:
    rival = named(SEED)
    loss = loss_function(of_mix(np.array(list(found(aim).shares.values()))), rival, aim)
    for corner in np.eye(7):
        assert loss <= loss_function(of_mix(corner), rival, aim) + 1e-9


@pytest.mark.parametrize("aim", AIMS)
def test_shares_sum_to_one(aim: str) -> None:
    shares = found(aim).shares
    assert list(shares) == PATHS
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-12)
    assert all(0.0 <= v <= 1.0 for v in shares.values())


def test_a_mix_is_what_the_fixed_strategy_plays() -> None:
    best = found()
    spec = short().vary(best.shares)
    utility = [simulate_run(spec, "fixed", SEED, k).outcomes["utility_mean"] for k in range(RUNS)]
    row = best.scores.set_index("strategy").loc["found"]
    assert row["mean_seen"] == pytest.approx(np.mean(utility), abs=1e-9)
    assert row["worst_seen"] == pytest.approx(np.quantile(utility, 0.1), abs=1e-9)
    assert row["regret_seen"] == pytest.approx(np.quantile(named(SEED) - utility, 0.9), abs=1e-9)


def test_scores_are_told_on_fresh_shocks_too() -> None:
    scores = found().scores
    assert scores["strategy"].to_list() == ["found", *NAMED, *SIMPLE]
    fresh = CASES.simulate_strategy("hedge", SEED + FRESH)
    assert scores.set_index("strategy").loc["hedge", "mean"] == pytest.approx(fresh.mean())
    assert (scores["mean"] != scores["mean_seen"]).all()


def test_many_mixes_in_one_go_are_those_one_by_one() -> None:
    mixes = np.random.default_rng(1).dirichlet(np.ones(7), 3)
    for workers in (1, 2):
        together = simulate_utilities(CASES, "effort", mixes, SEED, workers)
        for mix, row in zip(mixes, together, strict=True):
            assert row.tolist() == of_mix(mix).tolist()


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    how = {"runs": RUNS, "seed": SEED, "generations": 25, "strategies": NAMED}
    again = optimise(question_of(short(), **how), workers=2)  # type: ignore[arg-type]
    assert again.shares == found().shares
    assert again.scores.equals(found().scores)
    assert again.evaluations == found().evaluations
    assert found(seed=SEED + 1).shares != found().shares


def test_weights_to_decide_by() -> None:
    best = found(over="weights")
    assert list(best.shares) == ["weights.security", "weights.economy", "weights.autonomy"]
    assert sum(best.shares.values()) == pytest.approx(1.0, abs=1e-12)
    mixes = np.eye(3) * 0.999998 + 1e-6 / 3.0
    corners = simulate_utilities(CASES, "weights", mixes, SEED).mean(axis=1)
    row = best.scores.set_index("strategy").loc["found"]
    assert row["mean_seen"] >= corners.max() - 1e-6  # the best is a corner, which a search only comes near


def test_without_names_the_scenarios_own_strategies_are_the_rivals() -> None:
    best = optimise(question_of(short(quarters=2), runs=2, generations=1))
    assert best.scores["strategy"].to_list() == ["found", *short().strategies, *SIMPLE]


@pytest.mark.parametrize(
    ("over", "aim", "said"),
    [
        ("effort", "men", ["--for men: known are mean, worst, regret; did you mean mean?"]),
        ("efort", "mean", ["--over efort: known are effort, weights, trigger; did you mean effort?"]),
        ("trigger", "mean", ["it is hedgesim.analysis.pathways that searches triggers"]),
        ("weight", "regrets", ["did you mean weights?", "did you mean regret?"]),
    ],
)
def test_what_cannot_be_searched_for(over: str, aim: str, said: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        question_of(short(), over, aim)
    assert len(caught.value.faults) == len(said)
    for fault, text in zip(caught.value.faults, said, strict=True):
        assert text in fault


def test_a_folder_without_a_common_strategy_is_refused(folder: Results) -> None:
    manifest = {**folder.manifest, "strategies": {"a": ["hedge"], "b": ["myopic"]}}
    with pytest.raises(InputError, match="no strategy was run in all scenarios"):
        question_of(replace(folder, manifest=manifest))


def test_what_is_better_is_told_with_an_interval_for_every_aim() -> None:
    for aim in AIMS:
        scores = found(aim).scores.set_index("strategy")
        sign = -1.0 if aim == "regret" else 1.0
        gap = sign * (scores.loc["found", aim] - scores[aim])
        assert scores["behind"].to_numpy() == pytest.approx(gap.to_numpy(), abs=1e-12)
        others = scores.drop(index="found")
        assert (others["behind_low"] <= others["behind"] + 1e-12).all()
        assert (others["behind"] <= others["behind_high"] + 1e-12).all()


def test_a_search_settles_only_if_it_is_long_enough() -> None:
    """A last quarter of one or a few generations may add nothing by chance."""
    assert (found().late_gain, found().generations) == (pytest.approx(0.0, abs=1e-4), 25)
    assert not found().settled
    assert replace(found(), generations=40).settled
    assert not replace(found(), generations=40, late_gain=0.01).settled
    assert replace(found(), converged=True).settled


def test_a_search_that_ends_by_itself_has_converged() -> None:
    how = {"runs": 2, "seed": SEED, "strategies": NAMED}
    best = optimise(question_of(short(quarters=2), "weights", generations=200, **how), workers=1)  # type: ignore[arg-type]
    assert best.generations < 200
    assert (best.converged, found().converged) == (True, False)


def test_only_gaps_that_are_sure_are_bold() -> None:
    asked = question_of(short(), aim="worst", runs=RUNS, seed=SEED, strategies=NAMED)
    sheet = optimum_sheets(found("worst"), asked)[1]
    assert sheet.rows[0][0] == "found"
    assert {column for _, column in sheet.bold} == {5}
    assert 0 not in {row for row, _ in sheet.bold}
    assert "Bold, in a file *: it leaves out 0." in sheet.notes[-1]


def test_an_unknown_rival_is_refused() -> None:
    with pytest.raises(InputError, match="did you mean myopic"):
        question_of(short(), strategies=["miopic"])


# ---- over futures --------------------------------------------------------------------------
@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A sweep of an agreement, a barrier and a switch."""
    return swept(sweep(short(), *VARIED, strategies=NAMED, runs=3), tmp_path_factory.mktemp("futures") / "a")


def test_futures_are_the_means_that_the_folder_holds(folder: Results) -> None:
    cases = load_cases(folder, 3)
    runs = folder.design.merge(folder.outcomes, on="run_id")
    for name in NAMED:
        held = runs[runs["strategy"] == name].groupby("point")["utility_mean"].mean()
        assert cases.simulate_strategy(name, 1) == pytest.approx(held.to_numpy(), abs=1e-15)


def test_a_mix_in_futures_is_the_fixed_strategy_at_every_point(folder: Results) -> None:
    cases, mix = load_cases(folder, 3), np.random.default_rng(2).dirichlet(np.ones(7))
    points = folder.design.drop_duplicates("point")[list(folder.manifest["points"]["columns"])]
    told = simulate_utilities(cases, "effort", np.stack([mix, np.eye(7)[0]]), 1)[0]
    for k in (0, 7, 11):
        at = {str(p): float(v) for p, v in points.iloc[k].items()}
        spec = short().vary(at | dict(zip(PATHS, map(float, mix), strict=True)))
        utility = [simulate_run(spec, "fixed", 1, run).outcomes["utility_mean"] for run in range(3)]
        assert told[k] == pytest.approx(np.mean(utility), abs=1e-9)


def test_regret_over_futures(folder: Results) -> None:
    asked = question_of(folder, aim="regret", generations=30)
    assert (asked.seed, asked.named, asked.searched.points, asked.searched.runs) == (1, NAMED, 12, 3)
    best = optimise(asked, workers=1)
    cases = load_cases(folder, 3)
    rival = np.max([cases.simulate_strategy(s, 1) for s in NAMED], axis=0)
    mix = simulate_utilities(cases, "effort", np.array([list(best.shares.values())]), 1)[0]
    row = best.scores.set_index("strategy").loc["found"]
    assert row["regret_seen"] == pytest.approx(np.quantile(rival - mix, 0.9), abs=1e-12)
    assert row["mean_seen"] == pytest.approx(mix.mean(), abs=1e-12)
    for corner in np.eye(7):
        tried = simulate_utilities(cases, "effort", corner[None], 1)[0]
        assert row["regret_seen"] <= np.quantile(rival - tried, 0.9) + 1e-9
    assert row["regret"] == pytest.approx(row["regret_seen"], abs=0.05)
    assert (
        optimum_sheets(best, asked)[0].title
        == "belarus/baseline: the effort mix that the search found (regret)"
    )
    assert "12 futures, 3 runs each" in optimum_sheets(best, asked)[0].notes[0]
    assert "more in the same future, 90% quantile" in optimum_sheets(best, asked)[1].notes[0]


def test_of_many_points_some_are_drawn(folder: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duration, "read_pace", lambda: 1.0)
    cases = load_cases(folder, 3)
    some = cases.thin(5, seed=1)
    assert (some.points, cases.thin(12, 1)) == (5, cases)
    all_, drawn = (c.simulate_strategy("hedge", 1).tolist() for c in (cases, some))
    assert [u for u in all_ if u in drawn] == drawn
    assert cases.thin(5, seed=2).simulate_strategy("hedge", 1).tolist() != drawn
    asked = replace(question_of(folder, generations=9), searched=some)
    said = describe_search(asked, 1)
    assert said == "up to 560 mixes x 5 futures (drawn from 12) x 3 runs of 6 quarters, under a second"
    assert describe_search(question_of(short(), generations=9), 1).startswith(
        "up to 560 mixes x 100 runs of 6 quarter"
    )


def test_scenarios_are_futures_too(tmp_path: Path) -> None:
    results = swept(small(["baseline", "arms_denied"], NAMED, runs=3, quarters=3), tmp_path / "a")
    asked = question_of(results, "weights", generations=1)
    assert asked.searched.points == 2
    best = optimise(asked, workers=1)
    held = results.design.merge(results.outcomes, on="run_id").query("strategy == 'hedge'")
    means = held.groupby("scenario", sort=False)["utility_mean"].mean()
    assert asked.searched.simulate_strategy("hedge", 1) == pytest.approx(means.to_numpy(), abs=1e-15)
    assert best.scores["strategy"].to_list() == ["found", *NAMED, *WEIGHTS]


def test_draws_of_a_folder_are_drawn_again(tmp_path: Path) -> None:
    draws = Draws("d.csv", {ACCESS: np.array([0.1, 0.9])})
    batch = plan_batch(
        [short()], NAMED, runs=3, engine="compiled", points={BARRIER: np.array([0.0, 0.4])}, draws=draws
    )
    results = swept(batch, tmp_path / "a")
    held = results.design.merge(results.outcomes, on="run_id").query("strategy == 'hedge'")
    means = held.groupby("point")["utility_mean"].mean()
    assert load_cases(results, 3).simulate_strategy("hedge", 1) == pytest.approx(means.to_numpy(), abs=1e-15)
    plain = replace(load_cases(results, 3), draws=None).simulate_strategy("hedge", 1)
    assert (np.abs(plain - means.to_numpy()) > 1e-6).all()


def test_a_folder_of_an_older_model_is_refused(folder: Results) -> None:
    told = {name: dict(spec) for name, spec in folder.manifest["scenarios"].items()}
    for spec in told.values():
        spec["values"] = {p: v for p, v in spec["values"].items() if p != "world.strain"}
    older = replace(folder, manifest={**folder.manifest, "scenarios": told})
    with pytest.raises(InputError, match=r"lacks world\.strain, which this version of hedgesim has"):
        load_cases(older, 3)


def test_weights_that_vary_are_no_weights_to_search_for(tmp_path: Path) -> None:
    batch = sweep(short(quarters=2), "hedger.weights.security=0.2,0.6", strategies=NAMED, runs=1)
    with pytest.raises(
        InputError, match=r"the futures differ in hedger\.weights\.security; search over effort"
    ):
        question_of(swept(batch, tmp_path / "a"), "weights")


def test_searched_weights_are_no_draws() -> None:
    """What is decided is not drawn: every future has the weights of the scenario; the rest is drawn."""
    draws = Draws("d.csv", {"hedger.weights.security": np.array([0.2, 0.6]), ACCESS: np.array([0.1, 0.9])})
    asked = question_of(short(quarters=2), "weights", runs=2, generations=1, draws=draws)
    assert asked.searched.draws is not None
    assert list(asked.searched.draws.for_scenario(short(quarters=2))) == [ACCESS]


def test_a_run_without_a_finite_number_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **options: Any) -> Any:
        made = simulate(*args, **options)
        made.sound[-1] = False
        return made

    monkeypatch.setattr(futures, "simulate", broken)
    with pytest.raises(RunError, match="belarus/baseline: run 7 of seed 4 gives a number that is not finite"):
        named(SEED)
