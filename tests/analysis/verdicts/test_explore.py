"""Verdicts of what is explored: each outcome has its words, and every number of them stands in JSON."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from support.runs import scenario
from support.verdict_checks import text_of

from hedgesim.analysis.explore.discovery.discovery import Discovery
from hedgesim.analysis.explore.information.expectation import Expectation
from hedgesim.analysis.explore.information.result import Information
from hedgesim.analysis.explore.optimisation.optimisation import Best
from hedgesim.analysis.explore.optimisation.question import question_of
from hedgesim.analysis.explore.robustness import robustness
from hedgesim.analysis.explore.shapley import WHOLE
from hedgesim.analysis.verdicts.explore.attribution import judge_attribution
from hedgesim.analysis.verdicts.explore.discovery import judge_discovery
from hedgesim.analysis.verdicts.explore.information import judge_information
from hedgesim.analysis.verdicts.explore.optimisation import judge_optimum
from hedgesim.analysis.verdicts.explore.points import phrase_points, read_numbers
from hedgesim.analysis.verdicts.explore.robustness import judge_robustness
from hedgesim.analysis.verdicts.verdict import Verdict
from hedgesim.model.outcomes import UTILITY

BARRIER, RENT, STRAIN = "patrons.russia.barrier", "response.conduct_rent", "world.strain"
LABELS = {"russia": "Russia", "china": "China", "eu": "EU"}


# ---- attribution ---------------------------------------------------------------------------
def shares(total: tuple[float, float, float], *parts: tuple[str, float]) -> pd.DataFrame:
    rows = [{"input": name, "value": v, "low": v - 0.01, "high": v + 0.01} for name, v in parts]
    value, low, high = total
    rows.append({"input": WHOLE, "value": value, "low": low, "high": high})
    return pd.DataFrame(rows).assign(runs=20, orders=0.0)


@pytest.mark.parametrize(
    ("total", "words"),
    [
        ((0.10, 0.08, 0.12), "the utility of hedge rises: +0.1000 (95% interval +0.0800 to +0.1200)"),
        ((-0.10, -0.12, -0.08), "the utility of hedge falls: -0.1000"),
        ((0.01, -0.02, 0.04), "the utility of hedge does not clearly change: +0.0100"),
    ],
)
def test_attribution_says_which_way_and_from_what(total: tuple[float, float, float], words: str) -> None:
    table = shares(total, ("small", 0.001), ("large", -0.2), ("middle", 0.05))
    text = text_of(judge_attribution(table, "From a to b", "utility_mean", "hedge"))
    assert words in text
    assert "large moves it most, by -0.2000" in text
    assert "then middle by +0.0500; 2 of 3 inputs clearly move it." in text
    one = judge_attribution(
        shares(total, ("large", -0.2), ("small", 0.001)), "From a to b", "premium", "hedge"
    )
    assert one.text.endswith("1 of 2 inputs clearly moves it.")
    single = text_of(judge_attribution(shares(total, ("only", total[0])), "From a to b", "premium", "hedge"))
    assert "over the best other strategy (chosen at each step)" in single
    assert single.endswith("It is a single input, only.")


# ---- robustness ----------------------------------------------------------------------------
def futures(outcomes: dict[str, tuple[float, ...]], noise: float = 0.0, runs: int = 6) -> pd.DataFrame:
    random = np.random.default_rng(1)
    rows = [
        {"point": point, "strategy": name, "seed": 1, "run": run, "utility_mean": v + noise * random.normal()}
        for name, values in outcomes.items() for point, v in enumerate(values) for run in range(runs)
    ]  # fmt: skip
    return pd.DataFrame(rows).assign(scenario="x")


def test_robustness_of_a_clear_best_a_split_a_tie_and_an_open_one() -> None:
    best = robustness(futures({"a": (0.8, 0.4), "b": (0.2, 0.1)}, 1e-3), "utility_mean", 1, draws=20)
    text = text_of(judge_robustness(best, phrase_points(2, [BARRIER], LABELS)))
    assert text.startswith(
        "Over 2 futures (2 points of Russia's barrier), a has the highest mean utility: it is 0.600"
    )
    assert text.endswith("It is the best by all 5 criteria.")
    split = robustness(futures({"a": (0.9, 0.1), "b": (0.5, 0.4)}, 1e-3), "utility_mean", 1, draws=20)
    assert "By 1 of 5 criteria others are better: b by worst future." in text_of(judge_robustness(split))
    tie = robustness(futures({"a": (0.8, 0.4), "b": (0.8, 0.4)}), "utility_mean", 1, draws=20)
    assert text_of(judge_robustness(tie)).startswith(
        "Over 2 futures, a and b have the same mean utility, 0.600."
    )
    unsure = robustness(futures({"a": (0.8, 0.4), "b": (0.79, 0.4)}, 0.2), "utility_mean", 1, draws=20)
    assert text_of(judge_robustness(unsure)).startswith("Over 2 futures, whether a or b has the higher mean")
    single = judge_robustness(robustness(futures({"a": (0.8, 0.4), "b": (0.2, 0.1)}, runs=1), UTILITY, 1))
    assert "has the higher mean utility is open" in text_of(single)
    assert "(a single run says nothing on how sure that is)" in single.text
    gain = robustness(
        futures({"hedge": (0.8, 0.4), "bandwagon:a": (0.5, 0.5)}, 1e-3), "premium:bandwagon", 1, draws=20
    )
    words = "Over 2 futures, hedge has the highest mean gain in utility over the best bandwagon (chosen at"
    assert text_of(judge_robustness(gain)).startswith(words)


# ---- discovery -----------------------------------------------------------------------------
def box(limits: pd.DataFrame, doubts: pd.DataFrame) -> Discovery:
    heads = ("box", "coverage", "density", "mass", "points", "cases", "dimensions", "chosen")
    rows = [(0, 1.0, 0.25, 1.0, 400, 100, 0, limits.empty), (1, 0.8, 0.9, 0.22, 89, 80, 1, not limits.empty)]
    stability = pd.DataFrame({"input": [BARRIER, RENT], "limited": [0.96, 0.1]})
    return Discovery(pd.DataFrame(rows, columns=heads), limits, limits, stability, doubts, 50)


def test_discovery_has_a_box_with_its_doubt_or_none() -> None:
    limits = pd.DataFrame([{"input": BARRIER, "low": np.nan, "high": 0.21, "low_p": np.nan, "high_p": 0.001}])
    doubts = pd.DataFrame(
        [
            {"measure": m, "draws_low": a, "draws_high": b}
            for m, a, b in (("coverage", 0.7, 0.9), ("density", 0.5, 1.0))
        ]
    )
    text = text_of(judge_discovery(box(limits, doubts), "premium < 0.02", LABELS))
    assert text.startswith(
        "premium < 0.02 holds in 90% of runs with Russia's barrier below 0.21, against 25% of all"
    )
    assert "in nine tenths of draws 50% to 100% inside, covering 70% to 90%" in text
    assert text.endswith("In 96% of resamples it is limited too.")
    assert "draws" not in text_of(judge_discovery(box(limits, doubts.iloc[:0]), "premium < 0", LABELS))
    none = text_of(judge_discovery(box(limits.iloc[:0], doubts), "regime == 'collapse'", LABELS))
    assert none.startswith(
        "No box: no limit on an input separates the 100 runs with regime == 'collapse', 25% of all,"
    )


# ---- value of information ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("low", "star", "words"),
    [
        (
            0.002,
            True,
            "Most worth knowing to a state that commits itself to a mix of effort for good is",
        ),
        (-0.001, True, "No input by itself is clearly worth knowing"),
        (0.002, False, "No input by itself is clearly worth knowing"),
    ],
)
def test_information_names_an_input_only_where_it_is_clear(low: float, star: bool, words: str) -> None:
    inputs = pd.DataFrame(
        [{"input": BARRIER, "mean": 0.004, "low": low, "high": 0.006, "share": 0.4, "star": star},
         {"input": RENT, "mean": 0.001, "low": 0.0, "high": 0.002, "share": 0.1, "star": False}]
    )  # fmt: skip
    mixes = pd.DataFrame(
        {"mix": ["m", "r"], "patron": ["", "russia"], "mean": [0.42, 0.40], "best": [0.9, 0.1]}
    )
    values = Expectation({"mean": 0.01, "low": 0.008, "high": 0.012}, inputs, pd.DataFrame())
    found = Information("belarus/baseline", "abc", 40, 40, 8, 1, values, mixes)
    text = text_of(judge_information(found, LABELS))
    assert text.startswith(words)
    assert "worth 50% of what the best of 2 mixes gains over the best lean on one patron, 0.0200" in text
    alone = replace(found, mixes=mixes.iloc[1:])
    assert "best lean" not in text_of(judge_information(alone, LABELS))


def test_numbers_of_conditions_are_read_and_those_of_names_are_not() -> None:
    found = read_numbers("premium < .02 and regime == 'pivot:2' or events_2022 > 3")
    assert [round(q.value, 3) for q in found.values() if not isinstance(q, str)] == [0.02, 3.0]


# ---- optimisation --------------------------------------------------------------------------
def optimum(
    named: float, simple: float, late: float, aim: str = "mean", half: float = 0.001, generations: int = 60
) -> Verdict:
    """The verdict where the found mix is better than hedge and equal shares by so much."""
    plans = (("found", "found", 0.0), ("hedge", "named", named), ("equal shares", "simple", simple))
    rows = [
        {"strategy": name, "kind": kind, aim: 0.5 - (gap if aim == "mean" else -gap), "behind": gap,
         "behind_low": gap - half * bool(gap), "behind_high": gap + half * bool(gap)}
        for name, kind, gap in plans
    ]  # fmt: skip
    asked = question_of(scenario("baseline"), aim=aim, runs=20, strategies=["hedge"])
    return judge_optimum(Best({}, pd.DataFrame(rows), 10, generations, late), asked)


def test_optimum_gains_out_of_sample_or_says_what_does_better() -> None:
    text = text_of(optimum(0.01, 0.02, 0.0))
    assert "over 20 runs) does better than hedge, the best of 1 named strategies: +0.0100 (95%" in text
    assert "The search has settled: the last quarter of 60 generations added 0.00000" in text
    worse = text_of(optimum(-0.01, -0.0005, 0.01))
    assert "does worse than hedge, the best of 1 named strategies: -0.0100" in worse
    assert "does worse than equal shares, the best of 1 simple mixes, though not clearly: -0.0005" in worse
    assert "The search has not settled" in worse
    short = text_of(optimum(0.01, 0.02, 0.0, generations=4))
    assert "is open: 4 generations are too few; give it 40 or more --generations." in short
    assert "it is no other than equal shares" in text_of(optimum(-0.01, 0.0, 0.0, aim="regret"))
