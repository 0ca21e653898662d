"""Whether hedging pays against the best lean: the sentences for a calm, a war, a loss and several of them."""

from typing import Any

import pytest
from support.planted import planted_ladder
from support.verdict_checks import check_verdict

from hedgesim.analysis.explore.ladder import Ladder
from hedgesim.analysis.verdicts.ladder import judge_ladder

CALM = {"mix": 0.03, "hedge": 0.029, "foresight": 0.03}
WAR = {"mix": -0.01, "hedge": 0.01, "foresight": 0.015}
LOSS = {"mix": 0.0, "hedge": -0.01, "foresight": 0.002}


def judge(found: Ladder) -> Any:
    """Judge a ladder, and check that its verdict's numbers are those of JSON."""
    verdict = judge_ladder(found).to_plain_data()
    check_verdict(verdict)
    return verdict


def test_it_says_what_is_gained_by_what_and_what_it_depends_on() -> None:
    verdict = judge(planted_ladder({"it/calm": CALM}))
    text, numbers = verdict["text"], verdict["numbers"]
    assert text.startswith(
        f"In it/calm hedging pays: {numbers['gain']['value']:+.4f} over the best lean (russia; 95%"
    )
    parts = numbers["spread"]["value"] + numbers["adapt"]["value"]
    assert numbers["gain"]["value"] == pytest.approx(parts)
    assert "Nothing changes after the first quarter, so that no mix could know more." in text
    assert f"{numbers['tie']['value']:+.4f} if rent pays the tie alone" in text


def test_in_a_war_it_says_what_foresight_had_been_worth() -> None:
    verdict = judge(planted_ladder({"it/war": WAR}, ["it/war"]))
    assert f"has {verdict['numbers']['surprise']['value']:+.4f} on hedge" in verdict["text"]


def test_a_small_gain_is_called_small() -> None:
    small = planted_ladder({"it/calm": {"mix": 0.002, "hedge": 0.005, "foresight": 0.005}})
    assert judge(small)["text"].startswith("In it/calm hedging pays a little: +0.00")


def test_a_loss_is_called_a_loss_and_no_difference_open() -> None:
    assert judge(planted_ladder({"it/loss": LOSS}))["text"].startswith(
        "In it/loss hedging does not pay: -0.0"
    )
    level = planted_ladder({"it/level": {"mix": 0.0, "hedge": 0.0, "foresight": 0.0}})
    assert judge(level)["text"].startswith("Whether hedging pays in it/level is open:")


def test_of_several_scenarios_it_counts() -> None:
    verdict = judge(planted_ladder({"it/calm": CALM, "it/war": WAR, "it/loss": LOSS}, ["it/war"]))
    text = verdict["text"]
    assert text.startswith("Over the best lean hedging gains in 2 of 3 scenarios and loses in 1, from -0.0")
    assert "in it/loss (" in text
    assert "Spreading effort alone gains in 1, adapting it adds to that in 1: it/war." in text
    # at one end the gain of the war turns into a loss; those of the others keep their sign
    assert "turns a clear sign in 1." in text
