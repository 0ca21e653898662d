"""The tables of a comparison: its reference, its rivals, and what a single scenario leaves empty."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest
from support.planted import STRATEGIES, planted
from support.sweeps import short

from hedgesim.analysis.compare import paired
from hedgesim.analysis.compare.comparison import comparison
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results.folder import Results


def test_the_default_strategy_is_hedge_else_the_first() -> None:
    """The reference of all differences, also where hedge was not run first."""
    swapped = {("x/baseline", s): 0.5 for s in ("myopic", "hedge", "pivot:a")}
    assert comparison(planted(swapped)).strategy == "hedge"
    assert set(comparison(planted(swapped)).tables["differences"]["reference"]) == {"hedge"}
    del swapped["x/baseline", "hedge"]
    assert comparison(planted(swapped)).strategy == "myopic"


def test_a_single_scenario_has_no_changed_outcomes() -> None:
    assert comparison(planted(STRATEGIES)).tables["outcomes"].empty


def test_a_rival_is_counted_in_its_own_column() -> None:
    """Each rival's own premium is that of its column, the last one and ``fixed`` too."""
    utility = {("x/baseline", s): u for s, u in (("hedge", 0.6), ("myopic", 0.5), ("fixed", 0.7))}
    row = comparison(planted(utility, noise=0.0)).tables["premium"].iloc[0]
    assert row["best"] == "myopic"
    assert row[["premium", "low", "high"]].to_list() == pytest.approx([0.1] * 3)
    assert row["over_fixed"] == pytest.approx(-0.1)


def test_intervals_of_indices_end_at_their_bounds() -> None:
    """Of few runs near 1, Student's interval would go beyond it; a difference is not bounded."""
    utility = {("x/baseline", "hedge"): 0.99, ("x/baseline", "myopic"): 0.01}
    tables = comparison(planted(utility, runs=3, noise=0.05, shock=0.0)).tables
    means = tables["strategies"]
    assert means["high"].max() == 1.0
    assert means["low"].min() == 0.0
    assert tables["differences"]["low"].min() < -1.0


def test_outcomes_that_are_read_a_few_at_a_time_give_the_same_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenarios = [short(), short("eeu_barriers")]
    results = run_batch(plan_batch(scenarios, ["hedge", "myopic"], runs=3, engine="plain"), tmp_path / "out")
    together = comparison(results).tables
    counts = []

    whole = Results.read_outcomes

    def count_columns(self: Results, columns: Sequence[str], count: int) -> Iterator[pd.DataFrame]:
        for table in whole(self, columns, count):
            counts.append(len(table.columns))
            yield table

    monkeypatch.setattr(Results, "read_outcomes", count_columns)
    monkeypatch.setattr(paired, "PART", 240)
    apart = comparison(results).tables
    assert counts.count(20) > 3  # of 12 runs: of indicators, and of all outcomes
    assert min(len(together["indicators"]), len(together["outcomes"])) > 20
    for name, table in together.items():
        pd.testing.assert_frame_equal(apart[name], table, check_exact=True)
