"""Sensitivity: published indices through the path of a sweep, tables in any order, and what is refused."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.known_functions import Function, axes, ishigami, linear, sobol_g, sobol_g_indices, sweep, swept

from hedgesim.analysis.design.axis import LOG, Axis
from hedgesim.analysis.design.points import Points, make_points
from hedgesim.analysis.design.unit_cube import Numbers
from hedgesim.analysis.explore.sensitivity import COLUMNS, convergence, sensitivity
from hedgesim.analysis.tables.explore.sensitivity import sensitivity_sheets
from hedgesim.model.errors import InputError

Swept = tuple[pd.DataFrame, pd.DataFrame, dict[str, Any]]
ISHIGAMI = {"S1": (0.3139, 0.4424, 0.0), "ST": (0.5576, 0.4424, 0.2437)}
"""Published for a = 7, b = .1 (Ishigami and Homma 1990)."""


def values(rows: pd.DataFrame, index: str) -> Numbers:
    """Values of one index in the order of the inputs."""
    return rows.loc[rows["index"] == index, "value"].to_numpy(float)


def test_ishigami_has_its_published_indices() -> None:
    rows = sensitivity(*sweep("sobol", ishigami, axes(3, -np.pi, np.pi), 8192))
    assert list(rows) == COLUMNS
    for index, known in ISHIGAMI.items():
        assert values(rows, index) == pytest.approx(known, abs=0.02)
    pairs = rows[rows["index"] == "S2"].set_index(["parameter", "parameter_2"])["value"]
    assert pairs["x0", "x2"] == pytest.approx(0.2437, abs=0.02)
    assert pairs["x0", "x1"] == pytest.approx(0.0, abs=0.02)
    found = rows[rows["index"].isin(["S1", "ST"])]
    known = np.concatenate([ISHIGAMI["S1"], ISHIGAMI["ST"]])
    assert ((found["low"] <= known) & (known <= found["high"])).all()


def test_sobol_g_has_its_known_indices() -> None:
    rows = sensitivity(*sweep("sobol", sobol_g, axes(5), 8192))
    first, total = sobol_g_indices()
    assert values(rows, "S1") == pytest.approx(first, abs=0.02)
    assert values(rows, "ST") == pytest.approx(total, abs=0.02)


def test_a_sobol_design_on_a_logarithm_is_uniform_in_it() -> None:
    made = [Axis("a", 0.01, 100.0, scale=LOG), Axis("b", 0.0, 1.0)]
    rows = sensitivity(*sweep("sobol", lambda x: np.log(x[:, 0]) + np.log(1e4) * x[:, 1], made, 1024))
    assert values(rows, "S1") == pytest.approx([0.5, 0.5], abs=0.02)


def test_morris_on_a_linear_function_gives_its_coefficients() -> None:
    rows = sensitivity(*sweep("morris", linear, axes(3, 0.0, 2.0), 10))
    assert values(rows, "mu") == pytest.approx([2.0, 4.0, -6.0])
    assert values(rows, "mu_star") == pytest.approx([2.0, 4.0, 6.0])
    assert values(rows, "sigma") == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)


@pytest.mark.parametrize(
    "levels", [(0.0, 1.0), (0.0, 1.0, 2.0), (4.0, 3.0, 2.0, 1.0), (1.0, 2.0, 3.0, 4.0, 5.0)]
)
def test_morris_counts_levels_per_whole_axis(levels: tuple[float, ...]) -> None:
    made = [Axis("a", min(levels), max(levels), levels), Axis("b", 1.0, 100.0, scale=LOG)]
    rows = sensitivity(*sweep("morris", lambda x: 3.0 * x[:, 0] + np.log(x[:, 1]), made, 8))
    assert values(rows, "mu_star") == pytest.approx([3.0 * (max(levels) - min(levels)), np.log(100.0)])
    assert values(rows, "sigma") == pytest.approx([0.0, 0.0], abs=1e-12)


def test_an_interaction_spreads_morris_effects() -> None:
    rows = sensitivity(*sweep("morris", lambda x: x[:, 0] * x[:, 1] + x[:, 2], axes(3), 40))
    spread = values(rows, "sigma")
    assert spread[:2].min() > 0.1
    assert spread[2] == pytest.approx(0.0, abs=1e-12)


def test_ranks_of_a_monotone_function_of_one_input_are_its_own() -> None:
    rows = sensitivity(*sweep("lhs", lambda x: np.exp(5.0 * x[:, 0]), axes(2), 200))
    assert values(rows, "SRRC") == pytest.approx([1.0, 0.0], abs=1e-9)
    assert values(rows, "R2") == pytest.approx([1.0])


def test_rank_regression_finds_signs_and_order_and_tells_where_it_fails() -> None:
    rows = sensitivity(*sweep("lhs", linear, axes(3), 400))
    assert values(rows, "SRRC") == pytest.approx(np.array([1.0, 2.0, -3.0]) / np.sqrt(14.0), abs=0.05)
    bent = sensitivity(*sweep("lhs", lambda x: (x[:, 0] - 0.5) ** 2, axes(2), 400))
    assert values(bent, "R2")[0] < 0.1


def test_one_at_a_time_gives_changes_from_the_scenarios_own_values() -> None:
    made = [Axis("a", 0.0, 2.0, base=0.5), Axis("b", 1.0, 3.0, (3.0, 1.0, 2.0), base=2.0)]
    noise = np.random.default_rng(1).normal(size=5)  # alike at every point: common random numbers
    told = swept(
        make_points(made, "oat", None, 1),
        lambda x: x[:, 0] - x[:, 1],
        5,
        lambda k, y: np.full_like(y, noise[k]),
    )
    rows = sensitivity(*told)
    assert values(rows, "at_low") == pytest.approx([-0.5, 1.0])
    assert values(rows, "at_high") == pytest.approx([1.5, -1.0])
    assert values(rows, "range") == pytest.approx([2.0, 2.0])
    ends = rows[rows["index"] == "at_low"]
    assert (ends["high"] - ends["low"]).to_numpy() == pytest.approx([0.0, 0.0], abs=1e-12)


def test_convergence_goes_by_nested_halves_and_ends_with_the_whole() -> None:
    told = sweep("sobol", ishigami, axes(3, -np.pi, np.pi), 1024)
    rows = convergence(*told)
    assert list(rows["samples"].unique()) == [128, 256, 512, 1024]
    whole = rows[rows["samples"] == 1024]
    known = sensitivity(*told)
    assert list(whole["value"]) == pytest.approx(list(known[known["index"].isin(["S1", "ST"])]["value"]))
    width = (rows["high"] - rows["low"]).groupby(rows["samples"]).mean()
    assert width.is_monotonic_decreasing
    halves = convergence(*sweep("morris", ishigami, axes(3, -np.pi, np.pi), 20))
    assert list(halves["samples"].unique()) == [5, 10, 20]
    assert set(convergence(*sweep("lhs", linear, axes(2), 80))["samples"]) == {10, 20, 40, 80}


def test_noise_that_differs_from_point_to_point_is_told_apart() -> None:
    """Signal of variance 1/12 and noise of variance 1/4: three quarters of a run, 3/7 of a mean of four."""
    rng = np.random.default_rng(5)
    told = swept(
        make_points(axes(1), "lhs", 2000, 1), lambda x: x[:, 0], 4,
        lambda _, y: rng.normal(0.0, 0.5, len(y)),
    )  # fmt: skip
    rows = sensitivity(*told).set_index("index")
    assert rows.loc["noise_share", "value"] == pytest.approx(0.75, abs=0.02)
    assert rows.loc["noise_share", "low"] < 0.75 < rows.loc["noise_share", "high"]
    assert rows.loc["mean_noise_share", "value"] == pytest.approx(3.0 / 7.0, abs=0.03)


def test_noise_common_to_all_points_does_not_blur_their_means() -> None:
    shifts = np.array([0.0, 0.3, -0.4, 1.0])
    told = swept(
        make_points(axes(1), "lhs", 50, 1), lambda x: x[:, 0], 4, lambda k, y: np.full_like(y, shifts[k])
    )
    rows = sensitivity(*told).set_index("index")
    assert rows.loc["noise_share", "value"] > 0.5
    assert rows.loc["mean_noise_share", "value"] == pytest.approx(0.0, abs=1e-12)


def test_one_run_a_point_tells_nothing_of_noise() -> None:
    rows = sensitivity(*sweep("lhs", linear, axes(2), 20)).set_index("index")
    assert np.isnan(rows.loc["noise_share", "value"])


def two_strategies(play: Function, rivals: dict[str, Function], runs: int = 2) -> Swept:
    """Hedge and rivals over the same points."""
    points = make_points(axes(2), "lhs", 60, 1)
    parts = [swept(points, f, runs) for f in (play, *rivals.values())]
    size = len(parts[0][0])
    design = pd.concat(
        p[0].assign(strategy=s, run_id=p[0]["run_id"] + k * size)
        for k, (s, p) in enumerate(zip(("hedge", *rivals), parts, strict=True))
    )
    outcomes = pd.concat(p[1].assign(run_id=p[1]["run_id"] + k * size) for k, p in enumerate(parts))
    return design, outcomes, parts[0][2]


def test_the_premium_is_over_the_best_other_strategy_of_each_point() -> None:
    rivals = {
        "myopic": lambda x: x[:, 0],
        "equidistance": lambda x: 1.0 - x[:, 0],
        "fixed": lambda x: 9.0 + 0.0 * x[:, 0],
    }
    told = two_strategies(lambda x: np.maximum(x[:, 0], 1.0 - x[:, 0]) + x[:, 1], rivals)  # premium is x1
    rows = sensitivity(*told)
    assert set(rows["outcome"]) == {"premium"}
    assert set(rows["strategy"]) == {"hedge"}
    assert values(rows, "SRRC") == pytest.approx([0.0, 1.0], abs=1e-9)
    every = sensitivity(*told, ["utility_mean"], ["myopic", "hedge"])
    assert list(every["strategy"].unique()) == ["myopic", "hedge"]


@given(st.integers(0, 2**32 - 1), st.sampled_from(["sobol", "morris", "lhs", "oat"]))
@settings(max_examples=12, deadline=None)
def test_the_order_of_rows_does_not_matter(seed: int, kind: str) -> None:
    points = make_points(axes(2), kind, None if kind == "oat" else 16, 3)
    rng = np.random.default_rng(seed)
    told = swept(points, ishigami_of_two, 3, lambda _, y: np.sin(y))
    design, outcomes = (t.iloc[rng.permutation(len(t))] for t in told[:2])
    pd.testing.assert_frame_equal(sensitivity(design, outcomes, told[2]), sensitivity(*told))


def ishigami_of_two(x: Numbers) -> Numbers:
    """Two inputs that work together."""
    return np.sin(x[:, 0]) + x[:, 0] * x[:, 1]


def plain(kind: str = "lhs", samples: int | None = 40) -> Swept:
    """A small sweep."""
    return sweep(kind, linear, axes(2), samples)


def without(table: int, column: str) -> Swept:
    """A sweep with a column missing."""
    told = list(plain())
    told[table] = told[table].drop(columns=column)
    return told[0], told[1], told[2]


def changed(column: str, rows: slice, value: object) -> Swept:
    """A sweep with other values in outcomes."""
    design, outcomes, spec = plain()
    outcomes = outcomes.astype({column: object})
    outcomes.iloc[rows, outcomes.columns.get_loc(column)] = value
    return design, outcomes.infer_objects(), spec


def doubled() -> Swept:
    """A run that comes twice."""
    design, outcomes, spec = plain()
    return design, pd.concat([outcomes, outcomes.head(1)]), spec


def own_table(columns: dict[str, list[float]]) -> Swept:
    """A user's own table."""
    table = pd.DataFrame(columns, dtype=float)
    made = tuple(Axis(p, 0.0, 1.0) for p in columns)
    return swept(Points(table, "table", None, 0, made), linear)


TWELVE = [float(k) for k in range(12)]
CONSTANT = changed("utility_mean", slice(None), 0.5)
FAILED = changed("status", slice(3, 5), "failed")
EMPTY = changed("utility_mean", slice(7, 8), np.nan)
SHORT = (plain()[0].head(30), *plain()[1:])
REFUSED: dict[str, tuple[Swept, dict[str, Any], str]] = {
    "wrong kind": (plain(), {"method": "sobol"}, "needs a design of kind sobol; this one is lhs"),
    "ranks of Morris": (plain("morris", 8), {"method": "ranks"}, "lhs or grid or table; this one is morris"),
    "no such method": (plain(), {"method": "sobl"}, "unknown method 'sobl'; known are sobol, morris, ranks"),
    "few base samples": (plain("sobol", 8), {}, "found 8 base samples for 2 inputs; method sobol needs at"),
    "few trajectories": (plain("morris", 3), {}, "found 3 trajectories for 2 inputs; method morris needs"),
    "few points": (plain("lhs", 8), {}, "found 8 points for 2 inputs; method ranks needs at least 9"),
    "constant": (CONSTANT, {}, "utility_mean with strategy hedge: is 0.5 at every point, so nothing"),
    "missing in design": (without(0, "point"), {}, "design: column point missing"),
    "missing input": (without(0, "x1"), {}, "design: column x1 missing"),
    "missing status": (without(1, "status"), {}, "outcomes: column status missing"),
    "unknown outcome": (plain(), {"of": ["utility_men"]}, "'utility_men'; did you mean utility_mean?"),
    "unlike any": (plain(), {"of": ["zzz"]}, "unknown outcome 'zzz'; known are utility_mean"),
    "text": (plain(), {"of": ["error"]}, "outcome 'error' holds no numbers; choose one that does"),
    "no premium": (plain(), {"of": ["premium"]}, "premium needs hedge, another strategy than fixed"),
    "unknown strategy": (plain(), {"strategies": ["hege"]}, "'hege' was not run; there are hedge; did"),
    "unknown scenario": (plain(), {"scenario": "cas"}, "scenario 'cas' was not run; there are case; did"),
    "a point failed": (FAILED, {}, "2 of 40 points have no value, the first is 3: runs failed"),
    "no value": (EMPTY, {}, "1 of 40 points has no value, the first is 7"),
    "twice": (doubled(), {}, "outcomes: run_id 0 comes twice"),
    "fewer points": (SHORT, {}, "design: found 30 points; the sweep's description has 40"),
    "input stands still": (own_table({"a": [0.5] * 12, "b": TWELVE}), {}, "a: is the same at every point"),
    "together": (own_table({"a": TWELVE, "b": TWELVE}), {}, "inputs a, b move together"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_in_one_sentence(name: str) -> None:
    told, options, said = REFUSED[name]
    with pytest.raises(InputError) as caught:
        sensitivity(*told, **options)
    assert said in str(caught.value)
    assert len(caught.value.faults) == 1


def test_all_faults_come_at_once() -> None:
    with pytest.raises(InputError) as caught:
        sensitivity(*plain(), ["one", "two"], ["three"])
    assert len(caught.value.faults) == 3


def test_several_scenarios_must_be_told_apart() -> None:
    design, outcomes, spec = plain()
    both = pd.concat([design, design.assign(scenario="other", run_id=design["run_id"] + 40)])
    twice = pd.concat([outcomes, outcomes.assign(run_id=outcomes["run_id"] + 40)])
    with pytest.raises(
        InputError, match="sensitivity is that of one scenario; there are case, other: name one"
    ):
        sensitivity(both, twice, spec)
    pd.testing.assert_frame_equal(
        sensitivity(both, twice, spec, scenario="case"), sensitivity(design, outcomes, spec)
    )


def test_a_grid_has_no_halves() -> None:
    made = [Axis(f"x{k}", 0.0, 3.0, (0.0, 1.0, 2.0, 3.0)) for k in range(2)]
    told = sweep("grid", linear, made)
    assert values(sensitivity(*told), "SRRC") == pytest.approx([0.45, 0.89], abs=0.05)
    with pytest.raises(InputError, match="a design of kind 'grid' has no halves"):
        convergence(*told)


@pytest.mark.parametrize(
    ("kind", "samples", "heads"),
    [
        ("sobol", 32, [["input", "S1", "ST"], ["input", "with", "S2"]]),
        ("morris", 8, [["input", "mu_star", "mu", "sigma"]]),
        ("lhs", 40, [["input", "SRRC"]]),
        ("oat", None, [["input", "range", "at_low", "at_high"]]),
    ],
)
def test_sheets_have_the_strongest_input_first(
    kind: str, samples: int | None, heads: list[list[str]]
) -> None:
    sheets = sensitivity_sheets(sensitivity(*sweep(kind, linear, axes(3), samples)))
    assert [list(s.heads) for s in sheets] == heads
    assert [row[0] for row in sheets[0].rows] == ["x2", "x1", "x0"]
    assert sheets[0].title == "What decides utility_mean with strategy hedge"
    assert "One run a point" in " ".join(sheets[0].notes)


def test_sizes_are_never_bold() -> None:
    """Noise alone takes mu_star and sigma above 0; mu may have either sign."""
    sheet = sensitivity_sheets(sensitivity(*sweep("morris", linear, axes(3), 8)))[0]
    assert {column for _, column in sheet.bold} == {2}
    assert "never bold" in sheet.notes[1]
