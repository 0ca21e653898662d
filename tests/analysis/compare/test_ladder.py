"""The fast ladder of a result folder: hedge less the best of each kind, chosen and scored apart."""

import pandas as pd
import pytest
from support.planted import planted

from hedgesim.analysis.compare.comparison import comparison
from hedgesim.analysis.compare.ladder import compute_rivals
from hedgesim.analysis.labels import DOUBT_NOTE
from hedgesim.analysis.tables.comparison import overview_sheets

UTILITY = {
    ("it/base", "hedge"): 0.50,
    ("it/base", "bandwagon:russia"): 0.45,
    ("it/base", "bandwagon:china"): 0.48,
    ("it/base", "equidistance"): 0.50,
    ("it/base", "mix"): 0.51,
    ("it/base", "fixed"): 0.60,
    ("it/base", "myopic"): 0.40,
}


def test_kinds_are_known_differences_from_the_best_of_each() -> None:
    rows = comparison(planted(UTILITY, noise=1e-4)).tables["rivals"].set_index("rival")
    assert list(rows.index) == ["bandwagon", "equidistance", "mix", "myopic"]
    expected = {"bandwagon": 0.02, "equidistance": 0.0, "mix": -0.01, "myopic": 0.1}
    assert rows["mean"].to_dict() == pytest.approx(expected, abs=1e-4)
    assert rows.loc["bandwagon", "best"] == "bandwagon:china"
    # the shock that all share in a run is common to both sides
    assert (rows["high"] - rows["low"]).max() < 2e-4


def test_a_choice_is_not_scored_on_the_runs_that_made_it() -> None:
    # equal leans with much noise: the best of both in sample would beat hedge
    equal = {("it/base", "hedge"): 0.5} | {("it/base", f"bandwagon:{p}"): 0.5 for p in "abcdefgh"}
    found = comparison(planted(equal, runs=400, noise=0.1))
    row = found.tables["rivals"].iloc[0]
    assert row["low"] < 0.0 < row["high"]
    premium = found.tables["premium"].iloc[0]["premium"]
    assert premium < row["mean"]


def test_the_table_fits_and_says_that_nothing_was_searched() -> None:
    sheet = next(
        s for s in overview_sheets(comparison(planted(UTILITY))) if s.title.startswith("Fast ladder")
    )
    assert list(sheet.heads) == ["scenario", "bandwagon", "equidistance", "mix"]
    assert "Nothing is searched: hedgesim ladder has the rungs." in sheet.notes[0]


def test_in_a_sweep_each_point_has_its_own_choice() -> None:
    """A lean that is best at one point is not the rival at another, and shocks stay paired by run."""
    utility = {(0, "hedge"): 0.5, (0, "pivot:a"): 0.4, (0, "pivot:b"): 0.3}
    utility |= {(1, "hedge"): 0.5, (1, "pivot:a"): 0.4, (1, "pivot:b"): 0.6}
    rows = [
        {"scenario": "s", "strategy": name, "point": point, "seed": 1, "run": run, "utility_mean": mean + run}
        for (point, name), mean in utility.items()
        for run in range(4)
    ]
    found = compute_rivals(pd.DataFrame(rows).sample(frac=1.0, random_state=2)).sort_values("point")
    assert found[["point", "rival", "best", "runs"]].to_numpy().tolist() == [
        [0, "pivot", "pivot:a", 4],
        [1, "pivot", "pivot:b", 4],
    ]
    assert found["mean"].to_list() == pytest.approx([0.1, -0.1])
    assert (found["high"] - found["low"]).max() < 1e-12
    assert compute_rivals(pd.DataFrame([r for r in rows if r["run"] == 0])).empty


def test_a_premium_is_quoted_with_the_guess_that_it_hangs_on() -> None:
    sheets = overview_sheets(comparison(planted(UTILITY)))
    (sheet,) = [s for s in sheets if s.title == "Hedging premium by scenario"]
    assert DOUBT_NOTE in sheet.notes[0]
    assert "response.conduct_rent" in DOUBT_NOTE
    assert "the one over the best bandwagon at both its ends" in DOUBT_NOTE


def test_without_hedge_or_with_one_run_there_is_none() -> None:
    leans = {key: value for key, value in UTILITY.items() if key[1] != "hedge"}
    assert comparison(planted(leans)).tables["rivals"].empty
    single = comparison(planted(UTILITY, runs=1))
    assert single.tables["rivals"].empty
    assert not any(s.title.startswith("Fast ladder") for s in overview_sheets(single))
