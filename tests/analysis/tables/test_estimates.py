"""Estimates as text: how sure the mean is and what is not known stand side by side, never mixed."""

import numpy as np
import pytest
from support.drawn_cases import play_drawn

from hedgesim.analysis.cli.parts import options
from hedgesim.analysis.compare.comparison import comparison
from hedgesim.analysis.compare.paired import list_rows
from hedgesim.analysis.design.parameter_draws import BATCH_RUNS
from hedgesim.analysis.tables.comparison import overview_sheets, strategy_sheets
from hedgesim.analysis.tables.parts.estimates import (
    describe_noise,
    format_estimate,
    format_gain,
    format_share,
    is_sure,
    note_doubts,
    take_estimate,
)

PLAIN = {"mean": 0.0036, "low": 0.0029, "high": 0.0043}
ROW = PLAIN | {"draws_low": -0.003, "draws_high": 0.0119, "share": 0.86, "noise": 0.21}
UNKNOWN = ROW | {"noise": float("nan")}
SURE = ROW | {"draws_low": 0.001}


def test_both_doubts_stand_side_by_side() -> None:
    assert format_gain(ROW) == "+0.0036 ±0.0007\n-0.0030 to +0.0119"
    assert format_estimate(ROW, 4) == "0.0036 ±0.0007\n-0.0030 to 0.0119"


def test_without_draws_all_is_as_before() -> None:
    assert format_gain(PLAIN) == "+0.0036 ±0.0007"
    assert format_estimate(PLAIN, 4) == "0.0036 [0.0029, 0.0043]"
    assert note_doubts([PLAIN], "as before") == ["as before"]
    assert format_share(PLAIN) == "-"
    single = PLAIN | dict.fromkeys(("draws_low", "draws_high", "share", "noise"), float("nan"))
    assert format_gain(single) == "+0.0036 ±0.0007"


def test_draws_decide_what_is_sure_and_not_the_mean() -> None:
    assert is_sure(PLAIN)
    assert not is_sure(ROW)
    assert is_sure(SURE)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0%"), (0.002, "<1%"), (0.86, "86%"), (0.995, ">99%"), (0.999, ">99%"), (1.0, "100%")],
)
def test_only_all_draws_are_all_draws(share: float, text: str) -> None:
    assert format_share(ROW | {"share": share}) == text


def test_the_note_says_what_noise_was_or_that_the_spread_holds_it() -> None:
    assert describe_noise([ROW, ROW | {"noise": 0.5}]).endswith("21 to 50% of its variance.")
    assert describe_noise([ROW]).endswith(": 21% of its variance.")
    assert "includes the noise" in describe_noise([ROW, UNKNOWN])


def test_parts_of_a_row_are_found_by_their_name() -> None:
    row = {f"lead_{key}" if key != "mean" else "lead": value for key, value in ROW.items()}
    assert take_estimate(row, "lead") == ROW
    plain = {f"lead_{key}" if key != "mean" else "lead": value for key, value in PLAIN.items()}
    assert take_estimate(plain, "lead") == PLAIN


def test_commands_run_as_often_as_a_batch() -> None:
    assert options.RUNS == BATCH_RUNS


def test_a_comparison_keeps_means_and_draws_apart_within_80_columns() -> None:
    found = comparison(play_drawn().tables)
    assert found.draws == 30
    sheets = [*overview_sheets(found), *strategy_sheets(found, "belarus/arms_denied")]
    text = {sheet.title: "\n".join("  ".join(row) for row in sheet.rows) for sheet in sheets}
    assert " to " in text["Hedging premium by scenario"]
    assert "±" in text["What each scenario changes against belarus/baseline"]
    premium = list_rows(found.tables["premium"])[0]
    assert premium["draws_low"] < premium["premium"] < premium["draws_high"]
    # so many draws differ by more than their mean is unsure
    assert premium["draws_high"] - premium["draws_low"] > premium["high"] - premium["low"]
    for sheet in sheets[:3]:
        lines = [max(row[k].split("\n"), key=len) for row in sheet.rows for k in range(len(row))]
        assert max(map(len, lines)) <= 26


def test_estimates_of_paired_runs_are_those_of_draws() -> None:
    played = play_drawn().tables
    table = comparison(played).tables["differences"]
    row = table[(table["strategy"] == "bandwagon:russia") & (table["measure"] == "utility_mean")].iloc[0]
    runs = played.design.merge(played.outcomes, on="run_id")
    runs = runs[runs["scenario"] == row["scenario"]]
    wide = runs.pivot_table(index=["draw", "run"], columns="strategy", values="utility_mean")
    gaps = (wide["bandwagon:russia"] - wide["hedge"]).groupby("draw").mean()
    assert row["mean"] == pytest.approx(gaps.mean())
    assert row["high"] - row["mean"] == pytest.approx(2.045 * gaps.std(ddof=1) / np.sqrt(30), rel=1e-3)
