"""Batches and sweeps in memory: the bits of a result folder, readable tables, figures."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from support.batches import failing, small
from support.runs import scenario
from support.scripts import done
from support.sweeps import ACCESS, BARRIER, STRATEGIES, VARIED, short, swept
from support.sweeps import sweep as planned

from hedgesim.analysis import Draws, Simulation, plan_batch, run_batch, simulate, sweep
from hedgesim.analysis.compare.premium import compute_premium
from hedgesim.analysis.design.batch import cut_blocks
from hedgesim.analysis.explore.sensitivity import sensitivity
from hedgesim.analysis.results.folder import Results
from hedgesim.model import InputError

NAMES = ("baseline", "arms_denied")


def two(runs: int = 3, engine: str = "plain", quarters: int = 5) -> Simulation:
    """Two scenarios in memory."""
    specs = [scenario(n).vary({"horizon": quarters}) for n in NAMES]
    return simulate(specs, STRATEGIES, runs=runs, engine=engine, draws=None, workers=1)


def assert_same(found: Simulation, held: Results) -> None:
    """Every table has the bits of a folder's."""
    extra = [c for c in held.design if c not in found.tables.design]  # what a batch sets for all
    pd.testing.assert_frame_equal(found.tables.design, held.design.drop(columns=extra), check_exact=True)
    pd.testing.assert_frame_equal(found.tables.outcomes, held.outcomes, check_exact=True)
    pd.testing.assert_frame_equal(found.bands, held.bands, check_exact=True)


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_a_simulation_has_the_bits_of_a_batch(tmp_path: Path, engine: str) -> None:
    held = run_batch(small(NAMES, STRATEGIES, paths=True), tmp_path / "batch")
    found = two(engine=engine)
    assert_same(found, held)
    assert held.paths is not None
    pd.testing.assert_frame_equal(found.paths[held.paths.columns], held.paths, check_exact=True)
    assert list(found.paths.columns[:4]) == ["run_id", "scenario", "strategy", "run"]


def test_a_sweep_has_the_bits_of_a_folders(tmp_path: Path) -> None:
    found = sweep(short(), VARIED, STRATEGIES, runs=2, draws=None)
    held = swept(planned(short(), *VARIED), tmp_path / "sweep")
    assert_same(found, held)
    assert found.outcomes[["point", BARRIER]].drop_duplicates().shape == (12, 2)


def test_outcomes_are_tidy() -> None:
    found = two()
    assert list(found.outcomes.columns[:5]) == ["run_id", "scenario", "strategy", "run", "seed"]
    assert {"utility_mean", "regime", "status"} <= set(found.outcomes)
    assert len(found.outcomes) == 2 * 3 * 3


def test_a_summary_has_means_and_what_differs_from_hedge() -> None:
    found = two()
    table = found.summary()
    part = found.outcomes[found.outcomes["scenario"] == "belarus/baseline"]
    wide = part.pivot_table(index="run", columns="strategy", values="utility_mean")
    row = table.loc[("belarus/baseline", "myopic")]
    assert row["runs"] == 3
    assert row["utility_mean"] == pytest.approx(wide["myopic"].mean())
    assert row["less_hedge"] == pytest.approx((wide["myopic"] - wide["hedge"]).mean())
    assert row["low"] < row["less_hedge"] < row["high"]
    assert np.isnan(table.loc[("belarus/baseline", "hedge"), "less_hedge"])
    assert "draws_low" not in table
    assert table.index.to_list() == [(f"belarus/{n}", s) for n in NAMES for s in STRATEGIES]


def test_a_summary_has_both_kinds_of_doubt_where_runs_carry_draws() -> None:
    row = simulate(short(), ["hedge", "myopic"], runs=20).summary().loc[("belarus/baseline", "myopic")]
    assert row["draws_low"] < row["low"] < row["less_hedge"] < row["high"] < row["draws_high"]
    assert 0.0 <= row["share"] <= 1.0


def test_without_hedge_a_summary_has_means_only() -> None:
    table = simulate(short(), ["myopic"], runs=2).summary()
    assert list(table.columns) == ["runs", "security_mean", "economy_mean", "autonomy_mean", "utility_mean"]


def test_a_comparison_is_that_of_a_folder() -> None:
    found = two()
    table = found.compare().tables["premium"]
    pd.testing.assert_frame_equal(table, compute_premium(found.outcomes, 1))


def test_what_it_is_in_a_line_and_in_a_notebook() -> None:
    found = two()
    line = "2 scenarios x 3 strategies x 3 runs of 5 quarters = 18 runs"
    assert repr(found) == f"<Simulation {line}>"
    assert found._repr_html_().startswith(f"<p>{line}</p><table")


@pytest.mark.parametrize("kind", ["fan", "compare", "regimes", "premium", "ternary"])
def test_every_figure_can_be_drawn(kind: str) -> None:
    assert isinstance(two().plot(kind), Figure)


def test_figures_of_sweeps_and_faults_are_those_of_plot() -> None:
    found = sweep(short(), [f"{BARRIER}=0:0.5:3", f"{ACCESS}=0.1:0.9:3"], STRATEGIES, runs=2)
    assert isinstance(found.plot("map"), Figure)
    with pytest.raises(
        InputError, match=r"strategy 'myopc' was not run; there are hedge, .*did you mean myopic"
    ):
        found.plot("map", strategies=["myopc"])
    with pytest.raises(InputError, match=r"unknown kind of figure 'fann'.*did you mean fan"):
        found.plot("fann")


def test_sensitivity_is_that_of_a_folder(tmp_path: Path) -> None:
    vary = [f"{BARRIER}=0:0.5", f"{ACCESS}=0.1:0.9"]
    found = sweep(short(), vary, STRATEGIES, design="morris", samples=4, runs=2, draws=None)
    held = swept(planned(short(), *vary, design="morris", samples=4), tmp_path / "sweep")
    told = sensitivity(held.design, held.outcomes, held.manifest["design"], ["economy_mean"], ["hedge"])
    pd.testing.assert_frame_equal(found.sensitivity(["economy_mean"], ["hedge"]), told)
    with pytest.raises(InputError, match=r"nothing varies: use hedgesim\.analysis.sweep"):
        two().sensitivity()


def test_scenarios_and_strategies_are_named_singly_or_as_folders() -> None:
    found = simulate("belarus/baseline", "hedge", runs=1, workers=1)
    assert found.batch.scenarios == (scenario("baseline"),)
    assert found.batch.strategies == {"belarus/baseline": ("hedge",)}
    assert len(simulate("belarus", "hedge", runs=1).batch.scenarios) == 21
    with pytest.raises(InputError, match="did you mean hedge"):
        simulate(short(), "hedg")
    with pytest.raises(InputError, match="no scenario to run"):
        simulate([])


def test_without_axes_a_sweep_varies_the_scenarios_own_ranges(tmp_path: Path) -> None:
    found = sweep(short(quarters=2), strategies="hedge", samples=3, runs=1)
    assert set(found.batch.points) == set(short().uncertainty)
    table = tmp_path / "points.csv"
    table.write_text(f"{BARRIER}\n0.1\n0.2\n", encoding="utf-8")
    found = sweep(short(quarters=2), strategies="hedge", design=str(table), runs=1)
    assert found.outcomes[BARRIER].to_list() == [0.1, 0.2]


def test_draws_are_taken_run_by_run() -> None:
    draws = Draws("made up", {ACCESS: np.array([0.2, 0.7])})
    found = simulate(short(quarters=2), "hedge", runs=3, draws=draws).outcomes
    assert found["draw"].to_list() == [0, 1, 0]
    for value, runs in ((0.2, [0, 2]), (0.7, [1])):
        (opened,) = cut_blocks(plan_batch([short(quarters=2)], ["hedge"], runs=3, draws=draws))
        taken = {path: values[runs[0]] for path, values in opened.columns.items()}
        assert taken[ACCESS] == value
        alone = simulate(short(quarters=2).vary(taken), "hedge", runs=3, draws=None).outcomes
        assert found["utility_mean"][runs].to_list() == alone["utility_mean"][runs].to_list()


def test_a_simulation_carries_the_draws_of_the_case_unless_none_are_wanted() -> None:
    """As ``hedgesim batch`` does: 240 runs by default, of 200 draws."""
    found = simulate(short(quarters=1), "hedge", workers=1)
    assert found.tables.design["draw"].to_list() == [*range(200), *range(40)]
    assert simulate(short(quarters=1), "hedge", draws=None).batch.draws is None
    assert sweep(short(quarters=1), f"{BARRIER}=0,0.5", "hedge", runs=2).batch.draws is not None


def test_the_point_is_a_plain_batch(tmp_path: Path) -> None:
    """Acceptance 9: ``--point`` gives the bits of a batch of the scenario's own numbers."""
    words = ("--quarters", "5", "--strategies", ",".join(STRATEGIES), "--runs", "3", "--no-compare")
    done("batch", *(f"belarus/{name}" for name in NAMES), *words, "--point", "--out", str(tmp_path / "point"))
    specs = [scenario(n).vary({"horizon": 5}) for n in NAMES]
    plain = run_batch(plan_batch(specs, STRATEGIES, runs=3), tmp_path / "plain")
    for name in ("outcomes", "bands"):
        point = (tmp_path / "point" / f"{name}.parquet").read_bytes()
        assert point == (plain.folder / f"{name}.parquet").read_bytes()


def test_runs_that_fail_are_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, lambda block, run: run == 1)
    found = simulate(short(), ["hedge", "myopic"], runs=3, engine="plain")
    assert found.outcomes["status"].to_list() == ["ok", "failed", "ok"] * 2
    assert set(found.summary()["runs"]) == {2}
    assert sorted(found.paths["run"].unique()) == [0, 2]
    failing(monkeypatch, lambda block, run: True)
    with pytest.raises(InputError, match="no run finished"):
        simulate(short(), "hedge", runs=1, engine="plain").summary()
