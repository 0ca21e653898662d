"""Whether hedging is insurance: the sentence for every outcome."""

from dataclasses import replace

import numpy as np
import pytest
from support.planted import planted_risk
from support.verdict_checks import check_verdict

from hedgesim.analysis.verdicts.risk import judge_risk

LEAN = "lean:russia"


@pytest.mark.parametrize(
    ("part", "start"),
    [
        (0.002, "In it/base hedge insures against the moods of patrons: in the worst tenth of quarters they"),
        (0.0001, "Whether hedge insures against the moods of patrons in it/base is open:"),
        (-0.002, "In it/base hedge is the opposite of insurance against the moods of patrons:"),
    ],
)
def test_the_worst_tenth_of_quarters_decides(part: float, start: str) -> None:
    verdict = judge_risk(planted_risk({("hedge", LEAN): (part, 0.0005)})).to_plain_data()
    check_verdict(verdict)
    assert verdict["text"].startswith(start)
    numbers = verdict["numbers"]
    assert numbers["tail"]["value"] == pytest.approx(2.0 * part)
    assert numbers["gain"]["value"] == pytest.approx(part)
    assert numbers["tail_lead"]["value"] == pytest.approx(0.02 + 2.0 * part)


def test_the_leads_with_moods_have_their_doubt() -> None:
    text = judge_risk(planted_risk({("hedge", LEAN): (0.002, 0.0005)})).text
    assert "that lead is +0.0240 in the worst tenth (95% interval +0.0230 to +0.0250) and +0.0220 in" in text
    assert "in the mean (95% interval +0.0210 to +0.0230), over 50 runs." in text


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.019, 0.021, "In the mean hedge leads the best lean as known at the start (russia): the"),
        (-0.01, 0.05, "Whether hedge leads the best lean as known at the start (russia) in the mean is open"),
        (-0.05, -0.01, "In the mean hedge is behind the best lean"),
        (np.nan, np.nan, "in the mean is open: the difference is +0.0200 (a single run says nothing on how"),
    ],
)
def test_without_moods_the_lead_and_its_doubt_are_all_there_is(low: float, high: float, words: str) -> None:
    found = planted_risk({("hedge", LEAN): (0.0, 0.0)}, moody=False)
    found = replace(found, insurance=found.insurance.assign(lead_low=low, lead_high=high))
    verdict = judge_risk(found).to_plain_data()
    check_verdict(verdict)
    assert verdict["text"].startswith(
        "No patron of it/base has moods, so there is nothing to insure against."
    )
    assert words in verdict["text"]
