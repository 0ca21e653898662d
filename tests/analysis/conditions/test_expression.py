"""Conditions on columns: what they mean, how they print, and what is refused in which words."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgesim.analysis.conditions.expression import LONGEST, Expression, as_margin, parse
from hedgesim.analysis.conditions.parser import DEEPEST
from hedgesim.analysis.conditions.tokens import quote_condition
from hedgesim.analysis.conditions.tree import COMPARE, Comparison, Constant, Name, Node, Pair, Prefix
from hedgesim.model import InputError

TEXTS = {"regime": ["hedging", "mixed", "collapse", "pivot:china"], "best": ["hedge", "pivot:china"]}
COLUMNS = ["premium", "autonomy_mean", "utility_mean", "hedging_lost_quarter", "regime", "rivalry.russia-eu"]
TABLE = pd.DataFrame(
    {
        "premium": [-0.1, 0.0, 0.2, np.nan],
        "autonomy_mean": [0.3, 0.5, 0.6, 0.7],
        "utility_mean": [0.4, 0.4, 0.6, 0.2],
        "hedging_lost_quarter": pd.array([pd.NA, 3, 7, pd.NA], dtype="Int64"),
        "regime": ["hedging", "collapse", "pivot:china", None],
        "best": ["hedge", "hedge", "pivot:china", "hedge"],
        "rivalry.russia-eu": [0.1, 0.2, 0.3, 0.4],
    }
)


def parsed(text: str) -> Expression:
    return parse(text, "--where", COLUMNS, TEXTS)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("regime == 'collapse'", [1]),
        ('regime != "collapse"', [0, 2]),
        ("autonomy_mean > .4", [1, 2, 3]),
        ("premium < 0", [0]),
        ("premium <= 0", [0, 1]),
        ("premium >= -0", [1, 2]),
        ("not premium < 0", [1, 2, 3]),
        ("premium != 0", [0, 2]),
        ("premium == null", [3]),
        ("hedging_lost_quarter != null", [1, 2]),
        ("null == regime", [3]),
        ("hedging_lost_quarter > 3", [2]),
        ("regime == best", [2]),
        ("autonomy_mean > .4 and utility_mean > .5", [2]),
        ("autonomy_mean < .4 or utility_mean > .5 and premium > 0", [0, 2]),
        ("(autonomy_mean < .4 or utility_mean > .5) AND premium > 0", [2]),
        ("autonomy_mean - utility_mean > 2 * .1 / 2", [3]),
        ("(autonomy_mean - utility_mean) * -1 > 0", [0]),
        ("1 / premium > 0", [2]),
        ("1 / premium < 0", [0]),
        ("1 - 2 - 3 < premium - 4", [2]),
        ("rivalry.russia-eu > .25", [2, 3]),
        ("utility_mean-premium > .45", [0]),
        ("1e-3 < premium", [2]),
        ("1e308 * 1e10 * utility_mean > 1", [0, 1, 2, 3]),
    ],
)
def test_meaning(text: str, rows: list[int]) -> None:
    held = parsed(text).holds(TABLE)
    assert held.dtype == bool
    assert np.flatnonzero(held).tolist() == rows


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("regme == 'x'", ["unknown column regme; did you mean regime?"]),
        ("regime == 'colapse'", ["regime is never 'colapse'; did you mean collapse?"]),
        (
            "'zzz' == regime",
            ["regime is never 'zzz'; there are hedging, mixed, collapse, pivot:china"],
        ),
        ("regime == 3", ["regime == 3.0 compares regime (text) with 3.0 (a number)"]),
        ("premium == 'x'", ["premium == 'x' compares premium (a number) with 'x' (text)"]),
        ("regime > 'a'", ["> compares numbers; a text or null takes == or !="]),
        ("premium < null", ["< compares numbers; a text or null takes == or !="]),
        ("regime + 1 > 2", ["+ needs numbers, found regime (text)"]),
        ("-regime > 2", ["- needs numbers, found regime (text)"]),
        ("premium", ["the condition needs a comparison, found premium (a number)"]),
        ("not premium", ["not needs a comparison, found premium (a number)"]),
        ("premium and utility_mean > 1", ["and needs a comparison, found premium (a number)"]),
        (
            "(premium > 1) == (premium > 2)",
            ["(premium > 1.0) == (premium > 2.0) compares a comparison; join comparisons with and, or, not"],
        ),
        ("1 < 2", ["1.0 < 2.0 compares no column"]),
        (
            "premum < 0 and utlity_mean > regime and regime == 'mixd'",
            [
                "unknown column premum; did you mean premium?",
                "unknown column utlity_mean; did you mean utility_mean?",
                "regime is never 'mixd'; did you mean mixed?",
            ],
        ),
        ("", ["expected a column, a number or a text, but the condition ends"]),
        ("premium <", ["expected a column, a number or a text, but the condition ends"]),
        ("premium < and", ["expected a column, a number or a text, found and at letter 11"]),
        ("0 < premium < 1", ["one comparison at a time: join two with and"]),
        ("(premium < 1", ["expected a closing parenthesis, but the condition ends"]),
        ("premium < 1)", ["expected and, or, or the end, found ) at letter 12"]),
        ("premium < 1 2", ["expected and, or, or the end, found 2 at letter 13"]),
        ("premium = 1", ["cannot read '=' at letter 9; say =="]),
        ("premium < 1 & premium > 0", ["cannot read '&' at letter 13; say and"]),
        ("premium < 1 # no", ["cannot read '#' at letter 13"]),
        ("regime == 'collapse", ["the quotation mark at letter 11 is never closed"]),
        ("regime =='collapse", ["the quotation mark at letter 10 is never closed"]),
        ("premium < 1 @", ["cannot read '@' at letter 13"]),
        ("premium < 10 @", ["cannot read '@' at letter 14"]),
        ("premium < 1e999", ["1e999 at letter 11 is too large a number"]),
        ("premium <1e999", ["1e999 at letter 10 is too large a number"]),
        ("__import__('os')", ["expected and, or, or the end, found ( at letter 11"]),
    ],
)
def test_refusals(text: str, faults: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        parsed(text)
    assert list(caught.value.faults) == [f'--where: "{text}": {fault}' for fault in faults]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * (LONGEST + 1), "2,001 letters; a condition has at most 2,000"),
        ("(" * 900 + "premium" + ")" * 900, "words and signs; a condition has at most 300"),
        ("(" * 40 + "premium", "more than 30 parentheses and signs inside each other"),
        ("not " * 40 + "premium > 1", "more than 30 parentheses and signs inside each other"),
        ("-" * 40 + "premium > 1", "more than 30 parentheses and signs inside each other"),
    ],
)
def test_bounds(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        parsed(text)
    assert len(str(caught.value)) < 300


def test_a_long_chain_is_worked_out() -> None:
    text = "+".join(["premium"] * 140) + " > 1"
    assert parsed(text).holds(TABLE).tolist() == [False, False, True, False]


def test_columns_are_named_once_in_order() -> None:
    assert parsed("utility_mean > premium or premium > 0").columns == ("utility_mean", "premium")


def test_a_table_without_the_column_is_refused() -> None:
    with pytest.raises(InputError, match="no column utility_mean here"):
        parsed("utility_mean > premium").holds(TABLE[["premium"]])


@pytest.mark.parametrize(
    ("text", "below", "first"),
    [("premium < .05", True, -0.15), ("premium >= utility_mean", False, -0.5), ("0 > premium", False, 0.1)],
)
def test_margin(text: str, below: bool, first: float) -> None:
    values = as_margin(parsed(text))(TABLE)
    assert values[0] == pytest.approx(first)
    assert np.isnan(values[3])
    held = parsed(text).holds(TABLE)
    inside = np.abs(values) > 0
    assert ((values < 0) == (held if below else ~held))[inside & ~np.isnan(values)].all()


@pytest.mark.parametrize(
    "text", ["regime == 'mixed'", "premium < 0 and premium > -1", "not premium > 0", "premium == null"]
)
def test_other_conditions_tip_where_half_of_the_runs_meet_them(text: str) -> None:
    margin = as_margin(parsed(text))
    assert str(margin.expression) == f"share({parsed(text)}) > 0.5"
    assert margin(TABLE).tolist() == (parsed(text).holds(TABLE) - 0.5).tolist()


def test_a_share_is_a_number_of_its_own() -> None:
    asked = parse(
        "share(regime == 'mixed') < 2 * share(premium < 0) - .1", "--when", COLUMNS, TEXTS, shares=True
    )
    mixed, below = parsed("regime == 'mixed'").holds(TABLE), parsed("premium < 0").holds(TABLE)
    assert as_margin(asked)(TABLE) == pytest.approx(mixed - (2.0 * below - 0.1))


@pytest.mark.parametrize("text", ["premium == 0", "premium != utility_mean"])
def test_no_margin(text: str) -> None:
    with pytest.raises(InputError, match=r"never stays at a number: found (==|!=), allowed are <, <="):
        as_margin(parsed(text))


@pytest.mark.parametrize(
    ("text", "shares", "said"),
    [
        ("share(premium < 0) > 0.5", False, "each is asked by itself: leave it out"),
        ("share(premium) > 0.5", True, "share needs a comparison, found premium"),
        ("share(premium < 0 > 0.5", True, "expected a closing parenthesis"),
        ("share > 0.5", True, "unknown column share"),
    ],
)
def test_faulty_shares(text: str, shares: bool, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text, "--when", COLUMNS, TEXTS, shares=shares)
    assert said in str(caught.value)


PIECES = [
    *COLUMNS,
    "regme",
    "'mixed'",
    "'x'",
    '"',
    "'",
    "and",
    "or",
    "not",
    "null",
    "(",
    ")",
    "<",
    "==",
    "!=",
]
PIECES += ["1", ".5", "1e9", "-", "+", "*", "/", " ", "\t", "%", "\x00", "é", "--", "=", "1e999"]


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        expression = parsed(text)
    except InputError:
        return
    assert expression.holds(TABLE).shape == (len(TABLE),)


PREMIUM = Name("premium", "number")
NUMBERS = st.floats(0.0, 1e300).map(lambda x: Constant(abs(x))) | st.sampled_from(
    [PREMIUM, Name("rivalry.russia-eu", "number"), Name("utility_mean", "number")]
)
SUMS = st.recursive(
    NUMBERS,
    lambda s: (
        st.builds(Prefix, st.just("-"), s) | st.builds(Pair, st.sampled_from(["+", "-", "*", "/"]), s, s)
    ),
    max_leaves=6,
)
TRUTHS: st.SearchStrategy[Node] = st.builds(
    Comparison,
    st.sampled_from(list(COMPARE)),
    SUMS,
    SUMS.map(lambda s: Pair("+", s, Name("premium", "number"))),
) | st.sampled_from(
    [
        Comparison("==", Name("regime", "text"), Constant("mixed")),
        Comparison("!=", Constant(None), Name("regime", "text")),
    ]
)
TREES = st.recursive(
    TRUTHS,
    lambda t: st.builds(Prefix, st.just("not"), t) | st.builds(Pair, st.sampled_from(["and", "or"]), t, t),
    max_leaves=6,
)


@given(TREES)
@settings(max_examples=200, deadline=None)
def test_printing_and_parsing_round_trip(tree: Node) -> None:
    assert parsed(str(tree)).tree == tree


@pytest.mark.parametrize("part", ["(premium > 0)", "not premium > 0", "-premium < 0"])
def test_nesting_is_counted_inside_not_side_by_side(part: str) -> None:
    """Kills what forgets to leave a level again, or refuses the last level that is allowed."""
    assert parsed(" and ".join([part] * (DEEPEST + 10))).columns == ("premium",)
    assert parsed("(" * DEEPEST + "premium > 0" + ")" * DEEPEST).columns == ("premium",)
    with pytest.raises(InputError, match="more than 30 parentheses and signs"):
        parsed("(" * (DEEPEST + 1) + "premium > 0" + ")" * (DEEPEST + 1))


def test_a_long_condition_is_quoted_by_its_first_letters() -> None:
    assert quote_condition("x" * 100) == "x" * 100
    assert quote_condition("x" * 101) == "x" * 97 + "..."
