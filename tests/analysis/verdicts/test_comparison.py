"""Whether hedging pays: the sentence for every outcome, and its numbers."""

from typing import Any

import numpy as np
import pytest
from support.planted import Made, planted
from support.verdict_checks import check_verdict

from hedgesim.analysis.compare.comparison import comparison
from hedgesim.analysis.verdicts.comparison import judge_comparison
from hedgesim.analysis.verdicts.doubts import find_side


def judge(results: Made, scenario: str | None = None) -> Any:
    """Judge a folder, and check that its verdict's numbers are those of JSON."""
    verdict = judge_comparison(comparison(results), scenario).to_plain_data()
    check_verdict(verdict)
    return verdict


def plant(hedge: float, rivals: dict[str, float], scenario: str = "x/baseline") -> dict[tuple[str, str], Any]:
    """Mean utilities of hedge and its rivals in a scenario."""
    return {(scenario, name): mean for name, mean in {"hedge": hedge, **rivals}.items()}


def carry_draws(results: Made, draws: int = 20) -> Made:
    """The same results, in which runs carry draws by turns."""
    return Made(results.manifest, results.design.assign(draw=results.design["run"] % draws), results.outcomes)


RIVALS = {"myopic": 0.5, "bandwagon:a": 0.48, "pivot:a": 0.45}


@pytest.mark.parametrize(
    ("hedge", "start", "sign"),
    [
        (0.55, "Hedging pays in x/baseline: mean utility 0.", 1),
        (0.50, "Whether hedging pays in x/baseline is open: mean utility 0.", 0),
        (0.45, "Hedging does not pay in x/baseline: mean utility 0.", -1),
    ],
)
@pytest.mark.parametrize("draws", [True, False])
def test_the_sentence_follows_the_sign_of_the_premium(
    hedge: float, start: str, sign: int, *, draws: bool
) -> None:
    made = planted(plant(hedge, RIVALS))
    verdict = judge(carry_draws(made) if draws else made)
    assert verdict["text"].startswith(start)
    gain = verdict["numbers"]["gain"]
    assert gain["value"] == pytest.approx(hedge - 0.5, abs=0.01)
    assert int(gain["low"] > 0.0) - int(gain["high"] < 0.0) == sign
    assert gain["against"] == "myopic"
    assert ("nine tenths of draws" in verdict["text"]) == draws
    assert ("95% interval" in verdict["text"]) == (not draws)


def test_the_best_of_many_is_said_to_be_chosen_after_the_fact_and_has_its_honest_rival() -> None:
    verdict = judge(carry_draws(planted(plant(0.55, RIVALS))))
    assert "myopic, the best of 3 others chosen after the fact" in verdict["text"]
    assert f"each draw's own best {verdict['numbers']['own']['value']:+.4f}" in verdict["text"]
    assert "Against the best bandwagon, bandwagon:a, the difference is +0.0" in verdict["text"]


@pytest.mark.parametrize(
    ("hedge", "words"),
    [
        (0.55, "Hedging pays in x"),
        (0.505, "Hedging pays a little in x"),
        (0.5005, "Hedging pays next to nothing in x"),
        (0.495, "Hedging does not pay in x"),
    ],
)
def test_a_small_gain_is_called_small(hedge: float, words: str) -> None:
    assert judge(planted(plant(hedge, RIVALS), noise=1e-5))["text"].startswith(words)


@pytest.mark.parametrize(
    ("kinds", "invented"),
    [(("guess", "guess"), True), (("guess", "measured"), False), ((), False)],
)
def test_a_case_of_guesses_alone_is_called_so(kinds: tuple[str, ...], *, invented: bool) -> None:
    made = planted(plant(0.55, RIVALS))
    origins = {f"own.{k}": {"file": "x.toml", "kind": kind} for k, kind in enumerate(kinds)}
    origins["rule"] = {"file": "parameter table", "kind": "measured"}
    made.manifest["scenarios"]["x/baseline"]["origins"] = origins
    assert ("x/baseline (all its own numbers are guesses): mean" in judge(made)["text"]) == invented


def test_a_lean_that_is_the_best_other_is_compared_once() -> None:
    verdict = judge(planted(plant(0.55, {"bandwagon:a": 0.5, "myopic": 0.4})))
    assert verdict["text"].count("bandwagon:a") == 1


def test_a_single_rival_was_not_chosen() -> None:
    text = judge(planted(plant(0.55, {"myopic": 0.5})))["text"]
    assert "myopic, the only other strategy" in text
    assert "after the fact" not in text


def test_scenarios_are_counted_where_the_premium_is_sure() -> None:
    made = planted(
        plant(0.55, RIVALS) | plant(0.5, RIVALS, "x/even") | plant(0.4, RIVALS, "x/bad") |
        plant(0.6, RIVALS, "x/good")
    )  # fmt: skip
    verdict = judge(carry_draws(made))
    assert "in 2 of 4 scenarios and loses to it in 2, in at least 90% of draws" in verdict["text"]
    assert "in 2 of 4 scenarios and loses to it in 1, by a 95% interval" in judge(made)["text"]
    assert judge(made, "x/bad")["text"].startswith("Hedging does not pay in x/bad")


def test_one_run_says_nothing_on_doubt() -> None:
    verdict = judge(planted(plant(0.55, RIVALS), runs=1))
    assert verdict["text"].startswith("Whether hedging pays in x/baseline is open")
    assert "chosen after the fact (a single run says nothing on how sure that is)" in verdict["text"]
    assert verdict["numbers"]["gain"]["low"] is None


def test_one_run_of_one_draw_says_nothing_on_doubt_either() -> None:
    text = judge(carry_draws(planted(plant(0.55, RIVALS), runs=1)))["text"]
    assert "(a single run says nothing on how sure that is; over each draw's own best" in text


def test_fewer_runs_than_twenty_give_no_spread_of_draws_but_the_interval_of_the_mean() -> None:
    text = judge(carry_draws(planted(plant(0.55, RIVALS), runs=19)))["text"]
    assert "(95% interval " in text
    assert "nine tenths" not in text
    assert "nine tenths of draws" in judge(carry_draws(planted(plant(0.55, RIVALS), runs=20)))["text"]


@pytest.mark.parametrize(
    ("share", "mean", "side"),
    [(0.9, 1.0, 1), (0.1, -1.0, -1), (0.9, -1.0, 0), (0.1, 1.0, 0), (0.89, 1.0, 0), (0.11, -1.0, 0)],
)
def test_both_sides_take_the_same_share_of_draws_and_the_mean(share: float, mean: float, side: int) -> None:
    assert find_side({"mean": mean, "low": mean, "high": mean, "draws_low": mean, "share": share}) == side


@pytest.mark.parametrize(
    ("utility", "words"),
    [
        ({"hedge": 0.5}, "hedge was played without a rival. There hedge has a mean utility of"),
        ({"myopic": 0.5, "pivot:a": 0.4}, "hedge was not played. There myopic, the best of 2 strategies,"),
        ({"myopic": 0.5}, "hedge was not played. There myopic has a mean utility of"),
    ],
)
def test_without_hedge_or_rival_that_is_said(utility: dict[str, float], words: str) -> None:
    text = judge(planted({("x/baseline", name): mean for name, mean in utility.items()}))["text"]
    assert text.startswith(f"Whether hedging pays in x/baseline is not known: {words}")


def fail(results: Made, strategy: str, runs: int) -> Made:
    """The same results, in which the first runs of a strategy failed."""
    failed = (results.design["strategy"] == strategy) & (results.design["run"] < runs)
    outcomes = results.outcomes.copy()
    outcomes.loc[failed.to_numpy(), "status"] = "failed"
    outcomes.loc[failed.to_numpy(), "utility_mean"] = np.nan
    return Made(results.manifest, results.design, outcomes)


def test_failed_runs_are_counted() -> None:
    verdict = judge(fail(planted(plant(0.55, RIVALS)), "hedge", 3))
    assert verdict["text"].endswith("over 37 runs of 60 quarters, without 3 that failed.")
    assert "no run of hedge finished" in judge(fail(planted(plant(0.55, RIVALS)), "hedge", 40))["text"]
