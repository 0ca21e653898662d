"""The premium as text: one line a scenario, and the notes below the table."""

import pytest
from support.drawn_cases import play_drawn
from support.planted import STRATEGIES, planted

from hedgesim.analysis.compare.comparison import comparison
from hedgesim.analysis.tables.premium import describe_own_choice, premium_sheets


def test_a_bias_that_is_not_seen_is_not_printed() -> None:
    assert "0.0012 lower" in describe_own_choice([{"own_bias": 0.0}, {"own_bias": 0.00123}])
    assert describe_own_choice([{"own_bias": 0.00004}]).endswith("comes to the same.")


def test_a_line_holds_the_premium_its_draws_and_their_share() -> None:
    sheet, own, *_ = premium_sheets(comparison(play_drawn().tables))
    assert list(sheet.heads) == ["scenario", "best other", "hedging premium", "5 to 95% of draws", "above 0"]
    assert all("\n" not in cell for row in sheet.rows for cell in row)
    assert not sheet.detail
    assert own.detail


@pytest.mark.parametrize(("runs", "same"), [(40, "100%"), (1, "-")])
def test_without_draws_the_same_choice_is_counted(runs: int, same: str) -> None:
    sheet = premium_sheets(comparison(planted(STRATEGIES, runs=runs)))[0]
    assert sheet.rows[0][:2] == ["baseline", "pivot:a"]
    assert sheet.rows[0][-1] == same


def test_hedge_less_the_fixed_mix_is_a_detail() -> None:
    fixed = premium_sheets(comparison(planted({**STRATEGIES, ("x/baseline", "fixed"): 0.6}, noise=0.0)))
    (sheet,) = [s for s in fixed if s.title == "Hedge less the fixed mix"]
    assert sheet.rows == [["baseline", "-0.0500 [-0.0500, -0.0500]"]]
    assert sheet.detail
