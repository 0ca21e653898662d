"""SALib over the model: the same points and the same numbers as hedgesim's own sweeps."""

import numpy as np
import pytest
from SALib.analyze import sobol as analyze
from SALib.sample import morris as sample_morris
from SALib.sample import sobol as sample
from support.batches import failing
from support.sweeps import ACCESS, BARRIER, STRATEGIES, short

from hedgesim.analysis import salib_problem, salib_values, sweep
from hedgesim.analysis.compare.point_values import compute_point_means, compute_premium_values
from hedgesim.analysis.design.unit_cube import Numbers
from hedgesim.analysis.notebook.simulation import Simulation
from hedgesim.model import InputError, RunError

VARY = [f"{BARRIER}=0.05:0.5", "patrons.eu.agreement=signed,ratified,enhanced", "mechanisms.veto=true,false"]
SAMPLES = 16


def swept(kind: str = "sobol", vary: list[str] | None = None) -> Simulation:
    """The project's own sweep."""
    return sweep(short(), vary or VARY, STRATEGIES, design=kind, samples=SAMPLES, runs=3)


def drawn(vary: list[str] | None = None) -> Numbers:
    """SALib's sample with the same seed."""
    problem = salib_problem(short(), vary or VARY)
    return np.asarray(sample.sample(problem, SAMPLES, seed=1))


def test_a_problem_names_paths_and_bounds() -> None:
    problem = salib_problem(short(), VARY)
    assert problem["names"] == [BARRIER, "patrons.eu.agreement", "mechanisms.veto"]
    assert problem["num_vars"] == 3
    assert problem["bounds"] == [[0.05, 0.5], [0.0, 3.0], [0.0, 2.0]]
    assert "dists" not in problem
    assert salib_problem(short(), f"{BARRIER}=log:0.05:0.5")["dists"] == ["logunif"]
    assert salib_problem("belarus/baseline")["names"] == list(short().uncertainty)


def test_premiums_at_salibs_points_are_those_of_the_own_sweep() -> None:
    own = swept()
    values = salib_values(short(), VARY, drawn(), strategies=STRATEGIES, runs=3)
    expected = compute_point_means(compute_premium_values(own.outcomes), len(values), "premium")
    assert values.tolist() == expected.tolist()


@pytest.mark.parametrize("strategy", ["hedge", "myopic"])
def test_outcomes_at_salibs_points_are_those_of_the_own_sweep(strategy: str) -> None:
    table = swept().outcomes.rename(columns={"economy_mean": "value"})
    values = salib_values(short(), VARY, drawn(), "economy_mean", strategy, runs=3)
    expected = compute_point_means(table[table["strategy"] == strategy], len(values), "economy")
    assert values.tolist() == expected.tolist()


def test_logarithmic_ranges_agree_but_for_rounding() -> None:
    vary = [f"{BARRIER}=log:0.05:0.5", f"{ACCESS}=0.1:0.9"]
    table = swept(vary=vary).outcomes
    values = salib_values(short(), vary, drawn(vary), "economy_mean", runs=3)
    expected = table[table["strategy"] == "hedge"].groupby("point")["economy_mean"].mean()
    assert values == pytest.approx(expected.to_numpy(), rel=1e-9)


def test_indices_of_salib_are_those_of_the_own_sensitivity() -> None:
    values = salib_values(short(), VARY, drawn(), "economy_mean", runs=3)
    found = analyze.analyze(salib_problem(short(), VARY), values)
    own = swept().sensitivity(["economy_mean"], ["hedge"])
    for index in ("S1", "ST"):
        rows = own[own["index"] == index].set_index("parameter")["value"]
        own_values = rows[salib_problem(short(), VARY)["names"]].to_numpy()
        assert np.clip(found[index], 0.0, 1.0) == pytest.approx(own_values, abs=1e-12)  # own stay in bounds


def test_other_samplers_of_salib_work_too() -> None:
    points = sample_morris.sample(salib_problem(short(), VARY), 4, seed=1)
    assert salib_values(short(), VARY, points, "economy_mean", runs=1).shape == (16,)


def test_a_sample_of_another_problem_is_refused() -> None:
    rows = drawn()
    with pytest.raises(
        InputError, match=r"a sample of 3 inputs has the shape \(points, 3\); found \(128, 2\)"
    ):
        salib_values(short(), VARY, rows[:, :2])
    with pytest.raises(InputError, match=rf"{BARRIER}: the sample holds .*; its bounds are 0.05 and 0.5"):
        salib_values(short(), VARY, rows[:, ::-1])
    with pytest.raises(InputError, match="the sample holds nan"):
        salib_values(short(), VARY, np.where(rows > 2.0, np.nan, rows))


def test_what_cannot_be_evaluated_is_refused() -> None:
    rows = drawn()
    with pytest.raises(InputError, match="'economy_men' is not one with a mean; did you mean economy_mean"):
        salib_values(short(), VARY, rows, "economy_men")
    with pytest.raises(InputError, match="outcome 'regime' is not one with a mean"):
        salib_values(short(), VARY, rows, "regime")
    with pytest.raises(
        InputError, match="economy_mean is that of one strategy; found hedge, myopic: name one"
    ):
        salib_values(short(), VARY, rows, "economy_mean", ["hedge", "myopic"])
    with pytest.raises(InputError, match="a premium is that of hedge over another strategy"):
        salib_values(short(), VARY, rows, strategies="hedge")
    with pytest.raises(InputError, match="unknown parameter"):
        salib_problem(short(), "patrons.russia.barier=0:0.5")


def test_a_run_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, lambda block, run: run == 1)
    with pytest.raises(
        RunError, match="belarus/baseline, strategy hedge: a run failed: quarter 3: utility is"
    ):
        salib_values(short(), VARY, drawn()[:2], "economy_mean", runs=2)
