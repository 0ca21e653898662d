"""What data say of parameters: the sentence where chains agree and where they do not."""

import pandas as pd
import pytest
from support.verdict_checks import check_verdict

from hedgesim.analysis.tables.calibration import chains_sheet, parameter_sheet
from hedgesim.analysis.verdicts.calibration import judge_calibration


def summary(r_hat: float) -> pd.DataFrame:
    """Two parameters, of which data inform one."""
    row = {
        "prior_low": 0.0,
        "prior_high": 1.0,
        "low": 0.2,
        "median": 0.3,
        "high": 0.4,
        "effective_draws": 900.0,
    }
    return pd.DataFrame([
        row | {"parameter": "trade.speed", "variance_gone": 0.8, "informed": True, "r_hat": r_hat},
        row | {"parameter": "world.strain", "variance_gone": -0.1, "informed": False, "r_hat": 1.0},
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("r_hat", "words"),
    [
        (1.01, "All chains agree (R-hat at most 1.05"),
        (1.2, "The chains do not agree yet on 1 of them (R-hat"),
    ],
)
def test_the_sentence_says_what_was_learnt_and_whether_chains_agree(r_hat: float, words: str) -> None:
    verdict = judge_calibration(summary(r_hat), "belarus/history").to_plain_data()
    check_verdict(verdict)
    text = verdict["text"]
    assert text.startswith(
        "The data of belarus/history inform 1 of 2 parameters (at least 25% of the prior's"
    )
    assert "in all as much as 0.8 known ones" in text
    assert "Most was learnt of trade.speed: 0.3000, 90% interval 0.2000 to 0.4000, 80% of its" in text
    assert words in text


def test_chains_are_a_detail_and_those_that_do_not_agree_are_named() -> None:
    sheet = parameter_sheet(summary(1.2), "Calibrated")
    assert sheet.rows[0] == ["trade.speed", "0 to 1", "0.3 [0.2, 0.4]", "80%"]
    assert "trade.speed: R-hat 1.200" in sheet.notes[-1]
    assert chains_sheet(summary(1.2)).detail
