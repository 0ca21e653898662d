"""Which columns and texts conditions may name, which means they need, and when the premium is computed."""

import pytest

from hedgesim.analysis.conditions.columns import list_texts, needs_premium, parse_condition, tipping_margin
from hedgesim.model import InputError

PATRONS = ("russia", "eu", "china")


def test_every_regime_can_be_named_and_no_other() -> None:
    others = ["hedging", "mixed", "bandwagon", "isolation", "collapse", "asymmetric_hedging"]
    assert list_texts(PATRONS)["regime"] == [*others, "pivot:russia", "pivot:eu", "pivot:china"]
    with pytest.raises(InputError, match="regime is never 'pivot:chin'; did you mean pivot:china"):
        parse_condition("regime == 'pivot:chin'", "--where", PATRONS)
    with pytest.raises(InputError, match="regime is never 'asymmetric'; did you mean asymmetric_hedging"):
        parse_condition("regime == 'asymmetric'", "--where", PATRONS)


def test_inputs_that_vary_are_columns() -> None:
    assert parse_condition("world.strain > .2", "--where", PATRONS, ["world.strain"]).columns == (
        "world.strain",
    )
    with pytest.raises(InputError, match=r"unknown column world\.strain"):
        parse_condition("world.strain > .2", "--where", PATRONS)


@pytest.mark.parametrize(
    ("texts", "needed"),
    [
        (["premium > 0"], True),
        (["utility_mean > .5"], False),
        ([None], False),
        ([], False),
        ([None, "utility_mean > .5", "gdp_last > 1 or premium < 0"], True),
    ],
)
def test_the_premium_is_needed_where_a_condition_reads_it(texts: list[str | None], needed: bool) -> None:
    conditions = [t if t is None else parse_condition(t, "--where", PATRONS) for t in texts]
    assert needs_premium(*conditions) is needed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("premium > 0", "premium"),
        ("premium > 0.0", "premium"),
        ("0 > premium", "0.0 less premium"),
        ("premium > .5", "premium less 0.5"),
    ],
)
def test_a_margin_names_a_right_side_other_than_zero(text: str, words: str) -> None:
    assert tipping_margin(text, "--when", PATRONS).words == words


def test_shares_are_for_tipping_points_only() -> None:
    text = "share(premium < 0) > 0.3"
    assert tipping_margin(text, "--when", PATRONS).words == "share(premium < 0.0) less 0.3"
    with pytest.raises(InputError, match="each is asked by itself: leave it out"):
        parse_condition(text, "--where", PATRONS)


def test_a_mean_of_what_some_runs_lack_is_refused_and_its_advice_works() -> None:
    text = "hedging_lost_quarter < 8"
    with pytest.raises(InputError) as caught:
        tipping_margin(text, "--when", PATRONS)
    assert str(caught.value) == (
        f'--when: "{text}": runs that never lose hedging have no hedging_lost_quarter;'
        " ask how many do: share(hedging_lost_quarter < 8) > 0.5"
    )
    margin = tipping_margin(f"share({text}) > 0.5", "--when", PATRONS)
    assert margin.expression.columns == ("hedging_lost_quarter",)
