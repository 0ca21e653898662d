"""Value of information: known answers, what is worth nothing, and what is played."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, qmc
from support.sweeps import ACCESS, BARRIER, short, sweep, swept

from hedgesim.analysis import voi
from hedgesim.analysis.explore.futures import build_cases
from hedgesim.analysis.explore.information.expectation import Cube, Vector, compute_expectation, evppi
from hedgesim.analysis.explore.information.information import list_subject
from hedgesim.analysis.explore.information.library import build_library, count_mixes
from hedgesim.analysis.explore.information.smoothing import build_basis, cross_bases, span_basis
from hedgesim.analysis.explore.optimisation.question import simulate_utilities
from hedgesim.model import Scenario
from hedgesim.model.errors import InputError
from hedgesim.model.parameters.lookup import effort_paths


def against_nothing(utility: Vector) -> Cube:
    """Two decisions, the first worth 0 everywhere; one run."""
    return np.stack([np.zeros_like(utility), utility])[:, :, None]


def cube(points: int, inputs: int, seed: int = 1) -> list[Vector]:
    """Inputs that are spread evenly over 0 to 1."""
    return list(qmc.Sobol(inputs, rng=seed).random(points).T)


def closed_form(mean: float, spread: float) -> float:
    """The worth of knowing a Gaussian utility before it is chosen or left for 0."""
    z = mean / spread
    return float(spread * norm.pdf(z) + mean * norm.cdf(z) - max(mean, 0.0))


# ---- known answers -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mean", "first", "second", "partial", "total"),
    [(0.2, 1.0, 0.5, 0.30689, 0.35315), (-0.3, 0.4, 1.0, 0.05247, 0.29624)],
)
def test_two_gaussian_decisions(
    mean: float, first: float, second: float, partial: float, total: float
) -> None:
    assert closed_form(mean, first) == pytest.approx(partial, abs=1e-5)
    assert closed_form(mean, np.hypot(first, second)) == pytest.approx(total, abs=1e-5)
    x, y = (norm.ppf(u) for u in cube(4096, 2))
    found = compute_expectation(against_nothing(mean + first * x + second * y), {"x": x, "y": y}, 1)
    rows = found.inputs.set_index("input")
    assert found.total["mean"] == pytest.approx(total, abs=0.002)
    assert rows.loc["x", "mean"] == pytest.approx(partial, abs=0.003)
    assert rows.loc["y", "mean"] == pytest.approx(closed_form(mean, second), abs=0.003)
    assert rows.loc["x", "share"] == pytest.approx(partial / total, abs=0.01)
    assert rows.loc["x", "low"] < partial < rows.loc["x", "high"]
    assert rows["star"].all()


def test_levels_are_groups_and_need_no_order() -> None:
    """A line through 1, -2, 1 is flat, but to know the level is worth 2/3."""
    level = np.tile([0.0, 1.0, 2.0], 400)
    found = compute_expectation(
        against_nothing(np.array([1.0, -2.0, 1.0])[level.astype(int)]), {"x": level}, 1
    )
    assert found.inputs["mean"][0] + found.inputs["floor"][0] == pytest.approx(2.0 / 3.0, abs=1e-9)
    assert found.total["mean"] == pytest.approx(2.0 / 3.0)


def test_a_pair_of_which_neither_tells_anything_alone() -> None:
    x, y, z = cube(4096, 3)
    utility = against_nothing(4.0 * (x - 0.5) * (y - 0.5))
    found = compute_expectation(utility, {"z": z, "x": x, "y": y}, 1, pairs=1)
    assert found.inputs["mean"].max() < 0.002
    assert found.pairs[["input", "input_2"]].to_numpy().tolist() == [["x", "y"]]
    pair = found.pairs.iloc[0]
    assert pair["mean"] + pair["floor"] == pytest.approx(0.125, abs=0.001)
    assert pair["floor"] < 0.02
    assert pair["star"]
    assert pair["apart"] < 0.004
    assert pair["mean"] <= found.total["mean"]


def test_a_curve_is_followed() -> None:
    """A line through a parabola is flat; what it has above 0, from 1 / sqrt 3 on, is the answer."""
    x, y = (2.0 * u - 1.0 for u in cube(4096, 2))
    found = compute_expectation(against_nothing(x**2 - 1.0 / 3.0 + 0.0 * y), {"x": x, "y": y}, 1)
    exact = 2.0 / (9.0 * np.sqrt(3.0))
    assert found.total["mean"] == pytest.approx(exact, abs=0.002)
    assert found.inputs["mean"][0] == pytest.approx(exact, abs=0.006)


# ---- nothing to know -----------------------------------------------------------------------
def test_inputs_that_do_nothing_get_a_star_once_in_twenty() -> None:
    rng = np.random.default_rng(1)
    inputs = {f"idle {k}": rng.random(300) for k in range(80)} | {"x": rng.random(300)}
    utility = against_nothing(0.5 * (inputs["x"] - 0.5) + 0.2 * rng.normal(size=300))
    rows = compute_expectation(utility, inputs, 1).inputs
    assert rows["input"][0] == "x"
    assert rows["star"][0]
    idle = rows[rows["input"] != "x"]
    assert 0 < idle["star"].sum() <= 10
    assert idle["mean"].max() < rows["mean"][0] / 3.0
    assert (idle["low"] == 0.0).mean() > 0.8


def test_luck_of_runs_is_no_information() -> None:
    """The best of ten equal mixes by eight runs is a lucky one; the other half of the runs knows no luck."""
    rng = np.random.default_rng(2)
    utility = rng.normal(size=(10, 500, 8))
    lucky = utility.mean(axis=2)
    assert lucky.max(axis=0).mean() - lucky.mean(axis=1).max() > 0.4
    assert compute_expectation(utility, {"x": rng.random(500)}, 1).total["mean"] < 0.06


@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(2, 6))
@settings(max_examples=15, deadline=None)
def test_a_part_is_worth_at_most_everything(seed: int, decisions: int, levels: int) -> None:
    rng = np.random.default_rng(seed)
    utility, x = rng.normal(size=(decisions, 60, 1)), rng.integers(levels, size=60).astype(float)
    found = compute_expectation(utility, {"x": x}, seed)
    row = found.inputs.iloc[0]
    assert 0.0 <= row["mean"] <= found.total["mean"] + 1e-9
    assert row["low"] <= row["mean"] <= row["high"]
    shifted = compute_expectation(3.0 * utility + np.sin(x)[:, None], {"x": x}, seed)
    assert shifted.total["mean"] == pytest.approx(3.0 * found.total["mean"])
    assert shifted.inputs["mean"][0] == pytest.approx(3.0 * row["mean"], abs=1e-8)


@given(st.integers(0, 10_000))
@settings(max_examples=5, deadline=None)
def test_with_one_decision_nothing_is_worth_knowing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    found = compute_expectation(rng.normal(size=(1, 60, 4)), {"x": rng.random(60)}, seed)
    assert found.total == {"mean": 0.0, "low": 0.0, "high": 0.0}
    assert found.inputs["mean"][0] == pytest.approx(0.0, abs=1e-9)
    assert not found.inputs["star"].any()
    assert found.inputs["share"].isna().all()


# ---- bases ---------------------------------------------------------------------------------
def test_a_spline_is_natural_and_keeps_lines() -> None:
    x = np.sort(np.random.default_rng(3).exponential(size=500))
    basis = build_basis(x)
    assert basis.shape == (500, 6)
    np.testing.assert_allclose(basis.sum(axis=1), 1.0)
    span = span_basis(basis)
    np.testing.assert_allclose(span.T @ span, np.eye(6), atol=1e-8)
    np.testing.assert_allclose(span @ (span.T @ x), x, atol=1e-8)


def test_cells_without_points_do_no_harm() -> None:
    x = np.repeat([0.0, 1.0, 2.0], 40)
    span = span_basis(cross_bases(build_basis(x), build_basis(x)))
    means = np.stack([np.zeros(120), x - 1.0], axis=1)
    assert evppi(span, means) == pytest.approx(1.0 / 3.0, abs=1e-6)


# ---- what is played ------------------------------------------------------------------------
def test_the_library_holds_the_best_mix_leans_and_spreads() -> None:
    scenario = Scenario.load("belarus/baseline")
    cases = build_cases(scenario, 4)
    mixes = build_library(cases, 1, 2)
    shares = mixes[effort_paths(scenario.patrons)].to_numpy(float)
    assert scenario.fresh_mix is not None
    assert shares[-1] == pytest.approx(scenario.fresh_mix.effort)
    assert len(np.unique(shares.round(9), axis=0)) == len(mixes) == count_mixes(cases) == 27
    utility = simulate_utilities(cases, "effort", shares, 7).mean(axis=1)
    assert utility[0] == pytest.approx(utility.max(), abs=0.0005)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    leans = mixes[mixes["patron"] == "china"]
    others = [p for p in effort_paths(scenario.patrons) if "china" not in p and "self_reliance" not in p]
    assert len(leans) == 2
    assert not leans[others].to_numpy().any()


def test_blocks_of_a_design_give_points_that_share_no_value(tmp_path: Path) -> None:
    """Points of a Sobol design differ in one input from the next, and would pass for more than they are."""
    ranges = (f"{BARRIER}=0:0.5", f"{ACCESS}=0.1:0.9")
    results = swept(
        sweep(short(), *ranges, strategies=("hedge",), design="sobol", samples=16), tmp_path / "s"
    )
    subject = list_subject(results, 2)
    assert (subject.cases.points, subject.available) == (32, 96)
    for path in (BARRIER, ACCESS):
        assert len(np.unique(subject.inputs[path])) == 32


def test_a_sweep_of_effort_has_nothing_to_know(tmp_path: Path) -> None:
    path = "hedger.effort.russia.security"
    spec = short(**{"hedger__effort__china__economy": 1.0})
    results = swept(sweep(spec, f"{path}=0:1:3", strategies=("fixed",)), tmp_path / "s")
    with pytest.raises(InputError, match="nothing varies in it that could be known"):
        voi(results)


def test_the_same_folder_gives_the_same_values(tmp_path: Path) -> None:
    ranges = (f"{BARRIER}=0:0.5", "mechanisms.veto=true,false")
    batch = sweep(short(), *ranges, strategies=("hedge",), design="lhs", samples=40)
    results = swept(batch, tmp_path / "s")
    one, two = voi(results, pairs=1, workers=1), voi(results, pairs=1, workers=2)
    assert one.to_plain_data() == two.to_plain_data()
    assert one.points == 40
    assert sorted(one.values.inputs["input"]) == sorted([BARRIER, "mechanisms.veto"])
    assert one.mixes["best"].sum() == pytest.approx(1.0)
    assert len(one.values.pairs) == 1
