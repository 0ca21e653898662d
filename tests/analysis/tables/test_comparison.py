"""Words below the tables of a comparison."""

from dataclasses import replace

import pandas as pd
import pytest
from support.planted import planted
from support.runs import scenario

from hedgesim.analysis import simulate
from hedgesim.analysis.compare.comparison import Comparison, comparison
from hedgesim.analysis.tables.comparison import comparison_sheets, gap_cells, main_regime, note_hedging
from hedgesim.analysis.tables.parts.scenarios import runs_note


@pytest.fixture(scope="module")
def point() -> Comparison:
    return simulate(scenario("baseline"), ["hedge", "myopic"], runs=2, draws=None).compare()


@pytest.mark.parametrize(
    ("draws", "runs", "words"),
    [
        (0, [20, 20], "over 20 runs each"),
        (200, [240, 240], "over 240 runs of 200 draws"),
        (200, [238, 240], "over 238 to 240 runs of 200 draws"),
    ],
)
def test_a_note_counts_runs_and_draws(point: Comparison, draws: int, runs: list[int], words: str) -> None:
    assert runs_note(replace(point, draws=draws), pd.Series(runs)) == words


def test_a_scenario_alone_shows_what_changes_and_several_are_one_page() -> None:
    made = planted({("x/baseline", "hedge"): 0.5, ("x/baseline", "myopic"): 0.4, ("x/war", "hedge"): 0.3,
                    ("x/war", "myopic"): 0.4})  # fmt: skip
    found = comparison(made)
    page = [sheet.title for sheet in comparison_sheets(found, ["x/baseline", "x/war"]) if not sheet.detail]
    assert page == ["x/baseline: x/baseline", "Hedging premium by scenario"]
    alone = [sheet.title for sheet in comparison_sheets(found, ["x/war"]) if not sheet.detail]
    assert alone == ["x/war: x/war", "x/war: inputs that differ", "x/war: outcomes that changed"]


def test_a_strategy_alone_is_shown_by_its_dimensions() -> None:
    found = comparison(planted({("x/baseline", "hedge"): 0.5, ("x/war", "hedge"): 0.3}))
    page = [sheet for sheet in comparison_sheets(found, ["x/baseline", "x/war"]) if not sheet.detail]
    assert [sheet.title for sheet in page] == [
        "x/baseline: dimensions",
        "What each scenario changes against x/baseline",
    ]
    assert page[0].bold == frozenset()  # there is nothing to be better than


def test_the_regime_of_most_runs_is_named_in_words() -> None:
    row = {"mixed": 0.05, "asymmetric_hedging": 0.95, "pivot:a": 0.0}
    assert main_regime(row, list(row)) == "asymmetric hedging 95%"


def test_a_note_says_how_often_hedge_ends_as_hedging() -> None:
    row = {"mixed": 0.5, "asymmetric_hedging": 0.3, "hedging": 0.2}
    assert note_hedging({"hedge": row}).endswith("asymmetric or not, in 50% of runs.")
    assert note_hedging({"myopic": row}) == ""


def test_one_run_has_no_interval_in_its_line() -> None:
    nothing = float("nan")
    assert gap_cells({"mean": 0.01, "low": nothing, "high": nothing}, carried=False) == ["+0.0100", "-"]
    assert gap_cells({"mean": 0.01, "low": 0.0, "high": 0.02}, carried=False)[1] == " 0.0000 to +0.0200"
