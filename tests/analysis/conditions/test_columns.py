"""Which columns and texts conditions may name, which means they need, and when the premium is computed."""

import pytest

from hedgesim.analysis.conditions.columns import (
    list_read_premiums,
    list_texts,
    parse_condition,
    parse_requirement,
    tipping_margin,
)
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
    ("text", "premiums"),
    [
        ("premium > 0", ["premium"]),
        ("utility_mean > .5", []),
        ("gdp_last > 1 or premium:bandwagon < 0", ["premium:bandwagon"]),
        ("premium:pivot > premium:bandwagon:eu", ["premium:pivot", "premium:bandwagon:eu"]),
    ],
)
def test_premiums_are_needed_where_a_condition_reads_them(text: str, premiums: list[str]) -> None:
    assert list_read_premiums(parse_condition(text, "--where", PATRONS)) == premiums


def test_no_folder_tells_a_rung_and_no_requirement_is_a_premium() -> None:
    with pytest.raises(InputError, match=r'--where: "ladder.hedging < 0": ladder.hedging takes a search at'):
        parse_condition("ladder.hedging < 0", "--where", PATRONS)
    with pytest.raises(InputError, match="premium:bandwagon is that of hedge alone; require what all"):
        parse_requirement("premium:bandwagon > 0", "--require", PATRONS)


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
