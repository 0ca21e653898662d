"""What the text of a hindcast says."""

import pandas as pd
import pytest
from support.runs import scenario
from support.verdict_checks import check_verdict

from hedgesim.analysis.forecast.hindcast import Hindcast
from hedgesim.analysis.forecast.rivals import RIVALS
from hedgesim.analysis.forecast.summary import compare_scores
from hedgesim.analysis.tables.hindcast import hindcast_sheets, say_gain
from hedgesim.analysis.verdicts.hindcast import judge_hindcast


def make(crps: list[float], **rivals: list[float]) -> Hindcast:
    """A hindcast of two trade series, whose rivals score 1 if not named."""
    facts = {
        "series": ["export_share_eu", "import_share_eu"],
        "n": [3, 1],
        "least": [1e-3, 1e-3],
        "crps": crps,
    }
    others = {f"crps_{rule}": rivals.get(rule, [1.0, 1.0]) for rule in RIVALS}
    covers = {"rmse": [1.0, 1.0], "coverage50": [0.5, 0.5], "coverage90": [1.0, 0.6]}
    scores = pd.DataFrame(facts | others | covers)
    slopes = pd.DataFrame([{"flow": "export", "partner": "eu", "mean": 0.6, "low": 0.2, "high": 1.0}])
    note = "belarus/history: no table"
    return Hindcast(scores, compare_scores(scores, 1), slopes, [], 2013, scenario("history"), note)


@pytest.mark.parametrize(
    ("crps", "side", "numbers"),
    [
        ([0.5, 0.6], "are better than", "0.55 of theirs (90% interval 0.50 to 0.60)"),
        ([2.0, 1.5], "are worse than", "1.73 of theirs (90% interval 1.50 to 2.00)"),
        ([0.5, 2.0], "may be no better than", "1.00 of theirs (90% interval 0.50 to 2.00)"),
    ],
)
def test_the_verdict_says_whether_the_best_naive_forecast_is_beaten(
    crps: list[float], side: str, numbers: str
) -> None:
    verdict = judge_hindcast(make(crps)).to_plain_data()
    check_verdict(verdict)
    text = verdict["text"]
    assert text.startswith(
        f"Forecasts of belarus/history {side} the best naive ones, persistence: their error"
    )
    assert f"is {numbers}, over 2 series. Of the observations 90% lie within the 90% intervals" in text
    assert "of that of a regression on the same drivers." in text


def test_a_gain_is_a_product_of_what_spread_model_and_drivers_do() -> None:
    (said,) = say_gain(make([0.4, 0.4], pooled=[0.8, 0.8], frozen=[0.5, 0.5]))
    assert said == (
        "In trade the error is 0.40 of persistence's: 0.80 by spreads pooled over states, times 0.62 by the"
        " model with what was in force at the origin, times 0.80 by what it was given of later years."
    )


def test_tables_say_what_each_rival_knew_and_why_embargoes_are_unknown() -> None:
    rivals, series, rules, shrinkage = hindcast_sheets(make([0.5, 0.6], drivers=[0.4, 0.4]))
    drivers = next(row for row in rivals.rows if row[0] == "drivers")
    assert drivers == ["drivers", "1.37 [1.25, 1.50]", "2", "yes", "yes", "-"]
    assert "belarus/history: no table." in rivals.notes
    assert ["drivers", RIVALS["drivers"].rule] in rules.rows
    assert (rules.detail, shrinkage.detail, series.detail) == (True, True, False)
    assert series.rows[0][3:7] == ["0.50", "0.50", "1.25", "drivers"]
    assert series.bold == frozenset()
    assert shrinkage.rows == [["exports, eu", "0.60", "0.20 to 1.00"]]
