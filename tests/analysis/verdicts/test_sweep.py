"""Which strategy is best over points of a sweep, in words."""

from dataclasses import replace

import numpy as np
import pandas as pd
from support.verdict_checks import text_of

from hedgesim.analysis.compare.sweep import Sweep
from hedgesim.analysis.verdicts.explore.points import phrase_points
from hedgesim.analysis.verdicts.sweep import judge_sweep
from hedgesim.model.outcomes import UTILITY

BARRIER, RENT, STRAIN = "patrons.russia.barrier", "response.conduct_rent", "world.strain"
LABELS = {"russia": "Russia", "china": "China", "eu": "EU"}


def test_sweep_says_what_is_best_and_what_hedging_gains_at_points() -> None:
    means = {"scenario": "x", "least": 0.3, "most": 0.6, "best": 0.5}
    strategies = pd.DataFrame(
        [{"strategy": "hedge", UTILITY: 0.5, **means}, {"strategy": "bandwagon:a", UTILITY: 0.4, **means}]
    )
    premium = {
        "scenario": "x",
        "points": 40,
        "mean": -0.01,
        "low": -0.02,
        "median": 0.0,
        "high": 0.01,
        "below": 0.6,
    }
    premiums = pd.DataFrame(
        [
            {**premium, "rival": "best other"},
            {**premium, "rival": "bandwagon", "mean": 0.02, "low": 0.01, "high": 0.03},
        ]
    )
    found = Sweep(strategies, premiums, {})
    behind = pd.DataFrame(
        {"strategy": ["hedge", "bandwagon:a"], "mean": [0.0, 0.1], "low": [0.0, 0.08], "high": [0.0, 0.12]}
    )
    over = phrase_points(40, [BARRIER, RENT, STRAIN, "world.drift"], LABELS)
    text = text_of(judge_sweep(found, behind, over))
    assert text.startswith(
        "Over 40 points of 4 inputs, hedge has the highest mean utility: it is 0.500, +0.1"
    )
    assert (
        "Whether hedging gains against the best other strategy (chosen at each point) depends on the point:"
        " -0.0100 on average, -0.0200 to +0.0100 at nine tenths of points" in text
    )
    assert "Against the best bandwagon (chosen at each point) hedging gains: +0.0200" in text
    losing = replace(found, premiums=premiums.assign(low=-0.02, high=-0.001))
    text_losing = judge_sweep(losing, behind, over).text
    assert "Against the best bandwagon (chosen at each point) hedging loses" in text_losing
    assert "below zero at 60% of them" in text
    unsure = behind.assign(low=-1.0)
    assert "whether hedge or bandwagon:a has the higher mean utility is open" in text_of(
        judge_sweep(found, unsure, over)
    )
    single = judge_sweep(found, behind.assign(low=np.nan, high=np.nan), over)
    assert "is open: that of hedge is 0.500, +0.1000 more (a single run says nothing" in text_of(single)
    alone = text_of(judge_sweep(replace(found, premiums=premiums.iloc[:0]), None, over))
    assert (
        alone
        == "Over 40 points of 4 inputs, hedge has a mean utility of 0.500, 0.300 to 0.600 at single points."
    )
