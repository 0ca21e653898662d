"""Points of a sweep: what each design gives, that it comes again, and users' own tables."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.known_functions import axes
from support.runs import scenario

from hedgesim.analysis.design.axis import LOG, Axis
from hedgesim.analysis.design.parse_axes import parse_axes
from hedgesim.analysis.design.points import KINDS, Points, make_points
from hedgesim.analysis.design.points_file import read_points
from hedgesim.analysis.design.unit_cube import place_on_axis, values_at
from hedgesim.model.errors import InputError

LEVELS = Axis("a", 1.0, 3.0, (1.0, 2.0, 3.0), base=1.0)
CURVE = Axis("b", 0.1, 10.0, scale=LOG, base=1.0)
PLAIN = Axis("c", -1.0, 1.0, base=0.5)
MIXED = [LEVELS, CURVE, PLAIN]
LARGE = [Axis(f"x{k}", 0.0, 99.0, tuple(map(float, range(100)))) for k in range(5)]


def test_a_grid_has_every_combination_with_the_last_axis_fastest() -> None:
    table = make_points([LEVELS, Axis("d", 0.0, 1.0, (0.0, 1.0))], "grid", None, 1).table
    assert table.to_numpy().tolist() == [[1, 0], [1, 1], [2, 0], [2, 1], [3, 0], [3, 1]]


def test_a_latin_hypercube_has_one_point_in_each_slice() -> None:
    table = make_points([CURVE, PLAIN], "lhs", 40, 3).table
    for axis in (CURVE, PLAIN):
        places = place_on_axis(axis, table[axis.path].to_numpy(float))
        assert sorted(np.floor(places * 40).astype(int)) == list(range(40))


def test_levels_share_a_latin_hypercube_evenly() -> None:
    counts = make_points(MIXED, "lhs", 30, 3).table["a"].value_counts()
    assert dict(counts) == {1.0: 10, 2.0: 10, 3.0: 10}


def test_a_sobol_design_is_rounded_up_and_says_so() -> None:
    points = make_points(axes(6), "sobol", 60, 1)
    assert (points.samples, len(points.table)) == (64, 896)
    assert points.notices == (
        "samples: 60 rounded up to 64, a power of two", "64 -> 64*(2*6+2) = 896 points",
    )  # fmt: skip
    assert make_points(axes(6), "sobol", 64, 1).notices == points.notices[1:]


def test_a_trajectory_moves_one_input_at_a_time() -> None:
    table = make_points(MIXED, "morris", 5, 1).table.to_numpy(float).reshape(5, 4, 3)
    for trajectory in table:
        moved = [int(np.flatnonzero(b != a)[0]) for a, b in pairwise(trajectory)]
        assert sorted(moved) == [0, 1, 2]


def test_one_at_a_time_starts_from_the_scenarios_own_values() -> None:
    table = make_points(MIXED, "oat", None, 1).table.to_numpy(float).tolist()
    assert table[:4] == [[1.0, 1.0, 0.5], [1.0, 1.0, 0.5], [2.0, 1.0, 0.5], [3.0, 1.0, 0.5]]
    assert table[4:] == [[1.0, 0.1, 0.5], [1.0, 10.0, 0.5], [1.0, 1.0, -1.0], [1.0, 1.0, 1.0]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_spec_gives_the_same_points_again(kind: str) -> None:
    made = [LEVELS, Axis("d", 0.0, 1.0, (0.0, 1.0), base=0.0)] if kind == "grid" else MIXED
    points = make_points(made, kind, 8, 11)
    again = Points.from_spec(json.loads(json.dumps(points.spec())))
    pd.testing.assert_frame_equal(again.table, points.table)
    assert (again.axes, again.notices) == (points.axes, points.notices)


@pytest.mark.parametrize("kind", ["lhs", "sobol", "morris"])
def test_another_seed_gives_other_points(kind: str) -> None:
    assert not make_points(MIXED, kind, 8, 1).table.equals(make_points(MIXED, kind, 8, 2).table)


@given(st.sampled_from(["lhs", "sobol", "morris"]), st.integers(1, 20), st.integers(0, 2**63 - 1))
@settings(max_examples=40, deadline=None)
def test_points_lie_within_bounds(kind: str, samples: int, seed: int) -> None:
    points = make_points(MIXED, kind, samples, seed)
    assert list(points.table) == ["a", "b", "c"]
    for axis in MIXED:
        assert points.table[axis.path].between(axis.low, axis.high).all()
    assert set(points.table["a"]) <= {1.0, 2.0, 3.0}


@given(st.lists(st.integers(2, 5), min_size=1, max_size=4))
@settings(deadline=None)
def test_a_grid_is_as_large_as_the_product_of_its_levels(counts: list[int]) -> None:
    made = [Axis(f"x{k}", 0.0, n - 1.0, tuple(map(float, range(n)))) for k, n in enumerate(counts)]
    table = make_points(made, "grid", None, 0).table
    assert len(table) == np.prod(counts) == len(table.drop_duplicates())


@given(st.floats(0.0, 1.0))
def test_a_place_on_a_range_comes_back(place: float) -> None:
    for axis in (CURVE, PLAIN):
        value = values_at(axis, np.array([place]))
        assert place_on_axis(axis, value) == pytest.approx([place], abs=1e-12)


@pytest.mark.parametrize(
    ("made", "kind", "samples", "said"),
    [
        (MIXED, "lsh", 8, "unknown design 'lsh'; known are grid, lhs, sobol, morris, oat; did you mean lhs?"),
        (MIXED, "grid", None, "b: a grid needs levels: write 0.1:10:N or a list"),
        (MIXED, "sobol", None, "a sobol design needs samples, a whole number from 1 to 16,7"),
        (MIXED, "lhs", 0, "found 0"),
        ([Axis("a", 0.0, 1.0)], "oat", None, "a: the scenario has no value of its own"),
        ([], "lhs", 8, "nothing to vary"),
        ([PLAIN, PLAIN], "lhs", 8, "c: varied twice"),
        (LARGE, "grid", None, "a grid of 10,000,000,000 points; allowed are 50,000,000"),
        (LARGE, "morris", 2**24, "points; allowed are 50,000,000: use fewer samples"),
    ],
)  # fmt: skip
def test_what_a_design_lacks(made: list[Axis], kind: str, samples: int | None, said: str) -> None:
    with pytest.raises(InputError) as caught:
        make_points(made, kind, samples, 1)
    assert said in str(caught.value)


@pytest.mark.parametrize("spec", [{}, {"kind": "lhs", "axes": [{}]}, {"kind": "lhs", "axes": 3}])
def test_what_is_no_spec(spec: dict[str, object]) -> None:
    with pytest.raises(InputError, match="not the description of a design"):
        Points.from_spec(spec)


OWN = """point,patrons.russia.barrier,rivalry.eu-russia,patrons.eu.agreement
0,0.1,0.5,signed
1,0.2,0.4,ratified
"""


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_users_own_table_is_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"own.{ending}"
    (tmp_path / "own.csv").write_text(OWN)
    if ending == "parquet":
        pd.read_csv(tmp_path / "own.csv").to_parquet(path)
    points = read_points(path, scenario("baseline"))
    assert points.table.to_dict("list") == {
        "patrons.russia.barrier": [0.1, 0.2],
        "rivalry.russia-eu": [0.5, 0.4],
        "patrons.eu.agreement": [1.0, 2.0],
    }
    assert points.kind == "table"
    again = Points.from_spec(json.loads(json.dumps(points.spec())))
    pd.testing.assert_frame_equal(again.table, points.table)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("patrons.russia.barier\n0.1\n", "'patrons.russia.barier' is no parameter of belarus/baseline; did"),
        ("patrons.russia.barrier,world.strain\n0.1,\n0.2,0.1\n", "strain: row 1 holds no finite number"),
        ("patrons.russia.barrier\nx\ny\n", "2 rows hold no finite number, the first is row 1"),
        ("patrons.russia.barrier\n0.1\n7\n", "patrons.russia.barrier: found 7; allowed is 0 to 0.95"),
        ("rivalry.eu-russia,rivalry.russia-eu\n0.1,0.1\n", "rivalry.russia-eu: varied twice"),
        ("patrons.russia.barrier\n", "no points in it"),
        ("", "cannot be read"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_users_table(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_points(path, scenario("baseline"))
    assert said in str(caught.value)


def test_a_users_table_has_a_known_ending_and_exists(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"ends in \.csv, \.tsv, \.txt, \.csv\.gz or \.parquet; found '\.xls'"
    ):
        read_points("own.xls", scenario("baseline"))
    for name in ("no.csv", "no.parquet"):
        with pytest.raises(InputError, match="cannot be read"):
            read_points(tmp_path / name, scenario("baseline"))


def test_every_point_of_a_sweep_is_a_scenario() -> None:
    spec = scenario("baseline")
    made = parse_axes(["patrons.eu.agreement=signed,ratified", "mechanisms.veto=true,false"], spec)
    for row in make_points(made, "grid", None, 1).table.to_dict("records"):
        varied = spec.vary({str(k): v for k, v in row.items()})
        assert {k: varied.values[str(k)] for k in row} == row
