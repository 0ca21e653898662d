"""Where a condition tips, in words: every crossing with how sure it is, and every number in JSON."""

from dataclasses import replace

import numpy as np
import pandas as pd
from support.verdict_checks import text_of

from hedgesim.analysis.compare.best_rival import wrap_hedge_values
from hedgesim.analysis.explore.crossings import find_crossings, scan_points
from hedgesim.analysis.explore.threshold_result import Tipping
from hedgesim.analysis.tables.explore.thresholds import tipping_sheet
from hedgesim.analysis.verdicts.explore.thresholds import judge_threshold

BARRIER, RENT, STRAIN = "patrons.russia.barrier", "response.conduct_rent", "world.strain"
LABELS = {"russia": "Russia", "china": "China", "eu": "EU"}


def tipping(curve: object, when: str = "premium:bandwagon < 0.02") -> Tipping:
    shocks = np.random.default_rng(7).normal(0.0, 0.1, 40)
    found = find_crossings(
        lambda x: wrap_hedge_values(curve(x)[:, None] + shocks - shocks.mean()),  # type: ignore[operator]
        scan_points(0.0, 1.0), seed=1, draws=100, numbers=np.arange(40),
    )  # fmt: skip
    asked = ("belarus/baseline", "abc", ("russia", "china", "eu"), BARRIER, 0.0, 1.0, when)
    return Tipping(*asked, "premium:bandwagon less 0.02", "hedge", 40, 1, found.rows, found.points)


def test_threshold_once() -> None:
    text = text_of(judge_threshold(tipping(lambda x: 0.37 - x)))
    assert (
        f"less 0.02 falls through zero once as {BARRIER} goes from 0.00 to 1.00, over 40 runs: at 0.370"
        in text
    )
    assert "(95% interval 0.3" in text
    assert "of draws cross this way" in text
    assert text.endswith("The premium is over the best bandwagon, chosen at each value.")


def test_threshold_never_and_several_times() -> None:
    text = text_of(judge_threshold(tipping(lambda x: 1.5 - x)))
    assert "No threshold: the mean of premium:bandwagon less 0.02 stays between 0.50 and 1.50" in text
    assert "above zero in 100% of draws at the low end and in 100% at the high end" in text
    wave = text_of(judge_threshold(tipping(lambda x: np.sin(6.0 * np.pi * (x + 0.05)))))
    assert "crosses zero 6 times as" in wave
    assert wave.count("down at") + wave.count("up at") == 3
    assert "; and further." in wave


def test_a_crossing_in_under_half_of_resamples_is_only_possible_and_has_no_interval_that_misses_it() -> None:
    # at first the mean is above zero by less than a standard error, and again below it further on
    dip = tipping(lambda x: np.where(x < 0.1, 0.004 - 0.1 * x, np.maximum(-0.006, 2.0 * x - 1.0)))
    shares = dip.rows["share"].tolist()
    missed = replace(
        dip, rows=dip.rows.assign(low=dip.rows["crossing"] + 0.1, high=dip.rows["crossing"] + 0.2)
    )
    assert "95% interval" not in text_of(judge_threshold(missed))
    assert "[" not in tipping_sheet(missed).rows[0][2]
    rare = replace(dip, rows=dip.rows.assign(share=[0.4, *shares[1:]], low=np.nan, high=np.nan))
    text = text_of(judge_threshold(rare))
    assert "crosses zero 2 times (1 only possible, in under half of resamples) as" in text
    assert "(possible: in 40% of resamples; " in text
    alone = text_of(judge_threshold(replace(rare, rows=rare.rows.iloc[:1])))
    assert "less 0.02 may fall, in under half of resamples, through zero once" in alone


def test_threshold_of_a_frontier() -> None:
    once, never = tipping(lambda x: 0.37 - x), tipping(lambda x: 1.5 - x)
    none = once.rows.assign(crossing=np.nan, low=np.nan, high=np.nan, direction="none", share=0.0)
    rows = pd.concat([once.rows.assign(**{RENT: 0.0}), none.assign(**{RENT: 1.0})])
    points = pd.concat([once.points.assign(**{RENT: 0.0}), never.points.assign(**{RENT: 1.0})])
    text = text_of(judge_threshold(replace(once, rows=rows, points=points)))
    assert f"crosses zero in 1 of 2 settings of {RENT}" in text
    assert ": at 0.370." in text
    nowhere = replace(once, rows=rows.assign(crossing=np.nan), points=points)
    assert text_of(judge_threshold(nowhere)).startswith(f"No threshold in any of 2 settings of {RENT}")
