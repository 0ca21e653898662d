"""``--from`` and ``--to``: every command says of which quarters its outcomes are, and the advice works."""

import json
from pathlib import Path

import pytest
from support.batches import small
from support.scripts import invoked
from support.sweeps import short, sweep
from support.verdict_checks import check_verdict

from hedgesim.analysis.design.batch import keep_paths
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results.folder import Results, load

LATE = ("--from", "2018", "--to", "2018")
WINDOW = "2018Q1 to 2018Q4"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    batch = small(runs=4, quarters=8, paths=True)
    return run_batch(batch, tmp_path_factory.mktemp("window") / "late")


def test_a_comparison_is_of_the_window_and_says_so(results: Results) -> None:
    run = invoked("compare", str(results.folder), *LATE, "--json")
    assert run.exit_code == 0, run.output
    found = json.loads(run.stdout)
    assert found["window"] == WINDOW
    assert f"outcomes of {WINDOW} alone" in found["verdict"]["text"]
    check_verdict(found["verdict"])
    assert results.paths is not None
    paths = results.paths[results.paths["quarter"].between(2, 5)].merge(results.design, on="run_id")
    means = paths.groupby(["scenario", "strategy"])["utility"].mean()
    rows = [row for row in found["strategies"] if row["measure"] == "utility_mean"]
    assert {(r["scenario"], r["strategy"]): r["mean"] for r in rows} == pytest.approx(means.to_dict())
    assert f"Outcomes are those of {WINDOW} alone." in invoked("compare", str(results.folder), *LATE).stdout


def test_figures_of_outcomes_take_a_window_and_others_refuse_it(tmp_path: Path, results: Results) -> None:
    words = ("plot", str(results.folder), *LATE, "-o", str(tmp_path / "a.svg"), "--kind")
    run = invoked(*words, "premium")
    assert run.exit_code == 0, run.output
    assert WINDOW in (tmp_path / "a.svg").read_text(encoding="utf-8").replace("\n", " ")
    run = invoked(*words, "fan")
    assert run.exit_code == 2
    assert "kind 'fan' shows all quarters; they go with gains, compare, regimes, premium" in run.stderr


def test_a_ladder_is_not_searched_for_a_part_of_the_time(tmp_path: Path, results: Results) -> None:
    run = invoked(
        "report", str(results.folder), "--workers", "1", *LATE, "--ladder", "-o", str(tmp_path / "a.html")
    )
    assert (run.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "--ladder: its searches are over whole runs; leave out --ladder, or --from and --to" in run.stderr


def test_a_folder_without_paths_says_how_to_keep_them_and_that_works(tmp_path: Path) -> None:
    bare = run_batch(small(["baseline"], runs=2), tmp_path / "bare")
    run = invoked("compare", str(bare.folder), "--from", "2018")
    assert run.exit_code == 2
    command = run.stderr.rpartition("make one that does: hedgesim ")[2].split()
    again = invoked(*command)
    assert again.exit_code == 0, again.output
    assert "paths" in load(tmp_path / "bare-rerun").manifest["tables"]
    assert invoked("compare", str(tmp_path / "bare-rerun"), "--from", "2018").exit_code == 0


def test_a_sweep_is_analysed_over_a_window(tmp_path: Path) -> None:
    varied = ("patrons.russia.barrier=0:.5", "patrons.eu.barrier=0:.5", "hedger.budget=.3:.7")
    batch = sweep(short(quarters=4), *varied, runs=1, design="lhs", samples=12)
    made = run_batch(keep_paths(batch), tmp_path / "sweep")
    late = json.loads(invoked("sensitivity", str(made.folder), "--from", "2018Q2", "--json").stdout)
    assert late["window"] == "2018Q2 to 2018Q2"
    assert late["verdict"]["text"].endswith("outcomes of 2018Q2 to 2018Q2 alone.")
    check_verdict(late["verdict"])
    every = json.loads(invoked("sensitivity", str(made.folder), "--json").stdout)
    assert "window" not in every
    assert every["sensitivity"] != late["sensitivity"]


LEDGER = """\
scenario = "belarus/baseline"
[[claim]]
id = "A"
text = "Utility rises with the budget"
source = "test"
outcome = "utility_mean"
set = { "hedger.budget" = "x1.1" }
direction = "rises"
least = 0.001
[[claim]]
id = "B"
text = "Debt rises with the budget"
source = "test"
outcome = "debt_china_last"
set = { "hedger.budget" = "x1.1" }
direction = "rises"
least = 0.001
"""


def test_claims_are_judged_over_a_window(tmp_path: Path) -> None:
    ledger = tmp_path / "claims.toml"
    ledger.write_text(LEDGER, encoding="utf-8")
    run = invoked("claims", str(ledger), "--draws", "4", "--from", "2030", "--json")
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout)["asked"]["window"] == "2030Q1 to 2032Q2"
    assert "with a number that is not over quarters and stays as it is: B" in run.stderr
    every = json.loads(invoked("claims", str(ledger), "--draws", "4", "--json").stdout)["claims"]
    late = json.loads(run.stdout)["claims"]
    assert every[0] != late[0]
    assert every[1] == late[1]
    for words in (("--check",), ("--to", "2050")):
        assert invoked("claims", str(ledger), "--from", "2030", *words).exit_code == 2
