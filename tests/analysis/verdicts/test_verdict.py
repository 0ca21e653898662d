"""Verdicts: what their numbers look like, and that JSON has each of them."""

import pytest
from support.verdict_checks import check_verdict

from hedgesim.analysis.verdicts.verdict import Quantity, count, format_percentage, write_verdict


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (0.5, 0, "50%"),
        (1.0, 0, "100%"),
        (0.0, 0, "0%"),
        (0.999, 0, ">99%"),
        (0.004, 0, "<1%"),
        (0.123, 1, "12.3%"),
    ],
)
def test_percentages_say_all_or_none_only_where_it_is_so(share: float, digits: int, text: str) -> None:
    assert format_percentage(share, digits) == text


def test_quantities_print_their_value_and_interval() -> None:
    gain = Quantity(0.0059, 0.0011, 0.0132, "5 to 95% of draws", "equidistance", sign=True)
    assert f"{gain}, {gain:range}, {gain:low}" == "+0.0059, +0.0011 to +0.0132, +0.0011"
    assert f"{count(50400)}" == "50,400"


def test_names_are_replaced_in_fields_alone() -> None:
    verdict = write_verdict(
        "Hedging in {scenario} beats {best}.", scenario="in", best="pivot:eu or pivot:eurasia"
    )
    words = {"in": "in with a barrier", "pivot:eu": "pivot to EU", "pivot:eurasia": "pivot to Eurasia"}
    text = verdict.rename(words).text
    assert text == "Hedging in in with a barrier beats pivot to EU or pivot to Eurasia."
    assert verdict.limit("2018Q1 to 2019Q4").rename(words).text.endswith("of 2018Q1 to 2019Q4 alone.")


def test_numbers_in_the_sentence_are_those_of_json() -> None:
    verdict = write_verdict(
        "Under belarus/war_2022 hedging gains {gain} over {rival}, above zero in {share} of draws.",
        gain=Quantity(0.00594, sign=True), rival="pivot:2", share=Quantity(0.976, percent=True, digits=0),
    )  # fmt: skip
    check_verdict(verdict.to_plain_data())
    wrong = {**verdict.to_plain_data(), "text": verdict.text.replace("+0.0059", "+0.0058")}
    with pytest.raises(AssertionError, match=r"0\.0058 stands nowhere"):
        check_verdict(wrong)
