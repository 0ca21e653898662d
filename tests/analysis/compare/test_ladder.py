"""The fast ladder of a result folder: hedge less the best of each kind, chosen and scored apart."""

import pytest
from support.planted import planted

from hedgesim.analysis.compare.comparison import comparison
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


def test_without_hedge_or_with_one_run_there_is_none() -> None:
    leans = {key: value for key, value in UTILITY.items() if key[1] != "hedge"}
    assert comparison(planted(leans)).tables["rivals"].empty
    single = comparison(planted(UTILITY, runs=1))
    assert single.tables["rivals"].empty
    assert not any(s.title.startswith("Fast ladder") for s in overview_sheets(single))
