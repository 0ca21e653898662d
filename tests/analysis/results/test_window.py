"""Outcomes over a part of the time: against folders of shorter runs, paths, and what is refused."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.batches import failing, small

from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results.folder import Results
from hedgesim.analysis.results.manifest import rebuild_batch
from hedgesim.analysis.results.window import Window, WindowResults, parse_window, select_window
from hedgesim.analysis.results.window_outcomes import pair_blocks
from hedgesim.model import InputError

QUARTERS = 14


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Runs of 14 quarters, with events among them."""
    batch = small(["baseline", "eu_sanctions"], quarters=QUARTERS, paths=True)
    return run_batch(batch, tmp_path_factory.mktemp("window") / "results")


def test_all_quarters_give_the_outcomes_of_the_folder_bit_for_bit(results: Results) -> None:
    window = select_window(results, "2017Q3", "2020")
    assert isinstance(window, WindowResults)
    pd.testing.assert_frame_equal(window.outcomes, results.outcomes, check_exact=True)
    assert window.manifest["window"] == "2017Q3 to 2020Q4"


def test_the_first_quarters_give_the_outcomes_of_runs_that_end_with_them(
    tmp_path: Path, results: Results
) -> None:
    # regimes, margins, last quarters and worst tenths too: the rules of a run are those of its first quarters
    short = run_batch(small(["baseline", "eu_sanctions"], quarters=9), tmp_path / "short")
    window = select_window(results, None, "2019Q3")
    pd.testing.assert_frame_equal(window.outcomes, short.outcomes, check_exact=True)


def test_a_window_in_the_middle_has_the_means_of_its_quarters(results: Results) -> None:
    assert results.paths is not None
    part = results.paths[results.paths["quarter"].between(4, 11)].groupby("run_id")
    found = select_window(results, "2018Q3", "2020Q2").outcomes.set_index("run_id")
    for outcome, column in {
        "utility_mean": "utility", "influence_eu_mean": "influence_eu", "forced_mean": "forced",
    }.items():  # fmt: skip
        np.testing.assert_allclose(found[outcome], part[column].mean(), rtol=1e-13)
    np.testing.assert_allclose(found["security_min"], part["security"].min(), rtol=0)
    np.testing.assert_allclose(found["gdp_last"], part["gdp"].apply(lambda p: p.tail(4).mean()), rtol=1e-13)
    np.testing.assert_allclose(found["investment_eu_sum"], part["investment_eu"].sum() / 4, rtol=1e-13)


def test_what_draws_and_points_vary_is_taken_into_account(tmp_path: Path) -> None:
    # the limits of regimes and the strongest at the start differ from run to run
    limits = {
        "regimes.lean": np.array([0.2, 0.5, 0.8]),
        "events.strain_2019.value": np.array([0.1, 0.3, 0.9]),
    }
    batch = replace(small(["eu_sanctions"], quarters=18, paths=True, runs=2), points=limits)
    made = run_batch(batch, tmp_path / "points")
    window = select_window(made, "2017Q3")
    pd.testing.assert_frame_equal(window.outcomes, made.outcomes, check_exact=True)


def test_failed_runs_stay_without_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, lambda block, run: block.strategy == "myopic" and run == 1)
    made = run_batch(small(["baseline"], paths=True), tmp_path / "failed", workers=1)
    window = select_window(made, "2017Q4").outcomes
    failed = window["status"] == "failed"
    assert failed.sum() == 1
    assert window.loc[failed, "utility_mean"].isna().all()
    assert window.loc[~failed, "utility_mean"].notna().all()
    assert (window.loc[~failed, "utility_mean"] != made.outcomes.loc[~failed, "utility_mean"]).all()


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("2020", "2025", Window(8080, 8103)),  # a year as an end is its last quarter
        ("2020Q3", None, Window(8082, None)),
        (None, "2020-05", Window(None, 8081)),
        (None, None, None),
    ],
)
def test_ends_are_read_as_dates(begin: str | None, end: str | None, expected: Window | None) -> None:
    assert parse_window(begin, end) == expected


def test_mistakes_are_answered(tmp_path: Path, results: Results) -> None:
    with pytest.raises(InputError, match=r"--from soon: found 'soon'; a date is written 2016"):
        parse_window("soon", None)
    with pytest.raises(InputError, match="--from 2025 --to 2020: the end comes before the begin"):
        parse_window("2025", "2020")
    with pytest.raises(InputError, match="--to 2030Q4: belarus/baseline runs from 2017Q3 to 2020Q4; name"):
        select_window(results, None, "2030")
    bare = run_batch(small(["baseline"], runs=1), tmp_path / "bare")
    with pytest.raises(InputError, match=f"make one that does: hedgesim rerun {bare.folder} --paths"):
        select_window(bare, "2018")


def test_paths_of_other_runs_are_refused(results: Results) -> None:
    finished = np.ones(len(results.design), bool)
    finished[0] = False  # the paths have this run, and none may be taken for the next one's
    batch = rebuild_batch(results.manifest, results.folder)
    with pytest.raises(InputError, match="its rows are not those of the runs that finished"):
        list(pair_blocks(batch, results, finished))
