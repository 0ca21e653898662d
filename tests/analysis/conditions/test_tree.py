"""Conditions as text and as values."""

import pytest

from hedgesim.analysis.conditions.expression import Expression, as_margin, parse
from hedgesim.model import InputError

TEXTS = {"regime": ["hedging", "collapse"]}


def parsed(text: str) -> Expression:
    return parse(text, "--when", ["a", "b", "c", "regime"], TEXTS, shares=True)


@pytest.mark.parametrize(
    "text",
    [
        "not a > 0.0",
        "not not a > 0.0",
        "not (a > 0.0 or b > 0.0)",
        "not a > 0.0 and b > 0.0",
        "a > 0.0 or b > 0.0 and c > 0.0",
        "(a > 0.0 or b > 0.0) and c > 0.0",
        "a - b - c > 0.0",
        "a - (b - c) > 0.0",
        "a + b * c > a + b",
        "(a + b) * c > 0.0",
        "a / (b * c) > 0.0",
        "a * -b > -(a + b)",
        "--a > 0.0",
        "share(not regime == 'collapse') - 0.5 > a",
        "regime != null",
    ],
)
def test_the_text_of_a_condition_has_the_parentheses_that_it_needs(text: str) -> None:
    assert str(parsed(text)) == text


@pytest.mark.parametrize("text", ["((a) > (0))", "(a > 0.0)", "a > (((0)))"])
def test_needless_parentheses_are_left_out(text: str) -> None:
    assert str(parsed(text)) == "a > 0.0"


def test_equal_conditions_are_one_key() -> None:
    """Kills a node that is compared by identity or can be changed."""
    text = "not a + 1 > -b or regime == 'collapse' and share(c > 0) > 0.5"
    assert len({parsed(text), parsed(text), parsed(f"{text} and a > b")}) == 2
    assert len({as_margin(parsed("a > b")), as_margin(parsed("a > b")), as_margin(parsed("a >= b"))}) == 2
    with pytest.raises(AttributeError):
        parsed(text).option = "--where"  # type: ignore[misc]


def test_shares_are_refused_unless_allowed() -> None:
    with pytest.raises(InputError, match="each is asked by itself: leave it out"):
        parse("share(a > 0) > 0.5", "--where", ["a"], {})
