"""Numbers of a ledger: what they compute, and that they reach nothing but their cells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgesim.analysis.claims.formula import ALLOWED, parse_formula
from hedgesim.model.errors import InputError

CELLS = {"a": np.array([1.0, -2.0, 4.0]), "b": np.array([2.0, 0.0, 8.0])}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a - 2 * b", [-3.0, -2.0, -12.0]),
        ("a / b", [0.5, np.nan, 0.5]),
        ("-abs(a) + .5", [-0.5, -1.5, -3.5]),
        ("max(a, b, 3)", [3.0, 3.0, 8.0]),
        ("min(a, b)", [1.0, -2.0, 4.0]),
        ("exp(b - b) * (a + b)", [3.0, -2.0, 12.0]),
        ("1e-3", [1e-3] * 3),
    ],
)
def test_a_number_is_computed_draw_by_draw(text: str, expected: list[float]) -> None:
    found = np.broadcast_to(parse_formula(text, CELLS).evaluate(CELLS), 3)
    assert found == pytest.approx(expected, nan_ok=True)


PARTS = st.recursive(
    st.sampled_from(["a", "b", "2", "0.5"]),
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from("+-*"), part).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["abs", "-"]), part).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(st.sampled_from(["min", "max"]), part, part).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
    ),
    max_leaves=8,
)


@given(PARTS)
def test_any_number_is_what_python_makes_of_it(text: str) -> None:
    """Python's own arithmetic, draw by draw, is the oracle; only texts made above are run."""
    found = np.broadcast_to(parse_formula(text, CELLS).evaluate(CELLS), 3)
    words = {"abs": abs, "min": min, "max": max}
    expected = [eval(text, {"a": a, "b": b, **words}) for a, b in zip(*CELLS.values(), strict=True)]
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "a.real", "a[0]", "__import__('os')", "(lambda: a)()", "a if b else a", "[a for a in b]", "a ** 9",
        "'x'", "True", "a < b", "a and b", "a @ b", "abs(a, b)", "max(a)", "max(*a)", "min(a, key=b)",
        "f'{a}'",
        "a := b", "print(a)", "1j", "1e999", "a.__class__", "...", "abs", "~a", "+a", "a\0",
    ],
)  # fmt: skip
def test_a_number_reaches_nothing_but_its_cells(text: str) -> None:
    with pytest.raises(InputError):
        parse_formula(text, CELLS)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("base - bar", "unknown cell bar; did you mean barrier?"),
        ("base - zz", "unknown cell zz; there are base, barrier"),
        ("abz(base)", "unknown function abz; did you mean abs?"),
        ("abs(base, barrier)", "abs takes one number, found 2"),
        ("max(base)", "max takes two numbers or more, found 1"),
        ("base.real", f"found base.real; {ALLOWED}"),
        ("base -", f"cannot read 'base -'; {ALLOWED}"),
        ("-" * 400 + "base" + "-" * 200, "found 604 letters; a number has at most 500"),
    ],
)
def test_a_fault_says_what_is_allowed_and_the_nearest_cell(text: str, fault: str) -> None:
    with pytest.raises(InputError) as error:
        parse_formula(text, ("base", "barrier"))
    assert fault in error.value.faults


def test_all_faults_come_at_once() -> None:
    with pytest.raises(InputError) as error:
        parse_formula("x + y.z + sqrt(a)", ("a",))
    assert len(error.value.faults) == 3
