"""``hedgesim ensemble``: the answer last, files, tables, messages of mistakes."""

import json
from pathlib import Path

import pytest
from support.scripts import done, invoked
from support.verdict_checks import check_verdict

from hedgesim.analysis.ensembles.case_files import ENSEMBLE, display_file, find_case_file
from hedgesim.analysis.ensembles.default import find_draws_for
from hedgesim.analysis.ensembles.ensemble import read_ensemble
from hedgesim.analysis.tables.ensemble import (
    count_failing,
    diagnostics_sheet,
    ensemble_sheets,
    patterns_sheet,
)
from hedgesim.analysis.verdicts.ensemble import judge_ensemble
from hedgesim.model.scenario.scenario import Scenario

CASE = "two_powers/baseline"
PATTERN = """scenario = "two_powers/baseline"
[[claim]]
id = "U1"
text = "Hedging beats leaning on the West"
source = "a test"
use = "constraint"
belief = 0.9
outcome = "utility_mean"
strategy = "hedge"
than = "bandwagon:west"
direction = "rises"
tolerance = 0.001
"""


def test_the_answer_comes_last_and_files_hold_the_draws(tmp_path: Path) -> None:
    place, patterns = tmp_path / "mine.csv.gz", tmp_path / "patterns.toml"
    patterns.write_text(PATTERN)
    said = done("ensemble", CASE, "--patterns", str(patterns), "-o", str(place)).output
    said = " ".join(said.split())
    assert "148 numbers vary as argued or by rule; 1 pattern weighs the draws. Of 1,000 draws" in said
    assert "pattern prior ensemble without it used" in said  # no column of data where there are none
    assert said.index("Can it be trusted?") < said.index("Patterns") < said.index("No data inform")
    found = read_ensemble(place)
    assert found.draws.count == 1000
    assert found.weights.keys() == found.shown.keys() == {"U1"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.csv.gz", "mine.json", "patterns.toml"]


def test_a_figure_of_nothing_is_not_drawn(tmp_path: Path) -> None:
    place = tmp_path / "learnt.png"
    assert (
        "learnt.png is not drawn: of no number was much learnt"
        in done("ensemble", CASE, "--plot", str(place)).output
    )
    assert not place.exists()


def test_programs_get_every_table() -> None:
    result = done("ensemble", CASE, "--json")
    said = "no draws are written: -o ensemble.csv.gz, beside the case's file, keeps them for its commands"
    assert result.stderr.splitlines()[-1] == said
    told = json.loads(result.stdout)
    assert told["diagnostics"][0]["varied"] == 148
    assert len(told["inputs"]) == 148
    assert told["patterns"] == []
    rows = done("ensemble", CASE, "--csv", "--table", "inputs").stdout.splitlines()
    assert rows[0] == "input,median,low,high,learnt"
    assert len(rows) == 149


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-o", "mine.parquet"), "a table's file ends in .csv or .gz"),
        (("-o", "nowhere/mine.csv"), "the folder nowhere is not there"),
        (("--ranges", "nowhere.csv"), "nowhere.csv: cannot be read"),
        (("--patterns", "nowhere.toml"), "nowhere.toml"),
        (("--patterns", "belarus/patterns.toml"), "are about belarus/baseline, another case than two_powers"),
        (("--history", "armenia/history", "--until", "2004"), "no observation until 2004"),
        (("--csv",), "choose it with --table diagnostics|patterns|inputs|without"),
    ],
)
def test_mistakes_are_refused_before_any_run(
    words: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoked("ensemble", CASE, *words)
    assert result.exit_code == 2
    assert message in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_ensemble_of_belarus_says_what_it_rests_on() -> None:
    found = read_ensemble("belarus/ensemble.csv.gz")
    about = found.about
    assert found.draws.count == 1000
    assert about["until"] == 2016
    assert about["effective"] > 400
    assert about["resemblance"] < 0.15
    assert 0.15 < about["acceptance"] < 0.6
    assert about["inputs"]["scenario"] == Scenario.load("belarus/baseline").digest
    assert about["inputs"]["history"] == Scenario.load("belarus/history").digest
    assert all(not row["conflict"] or row["belief"] is None for row in about["patterns"])
    assert "P10" not in {row["pattern"] for row in about["patterns"]}
    verdict = judge_ensemble(about, count_failing(about)).to_plain_data()
    check_verdict(verdict)
    assert verdict["text"].startswith(f"Data and 7 patterns inform {about['directions']:.1f} of")
    assert "The data contradict P13." in verdict["text"]
    assert verdict["text"].endswith("and all diagnostics are as they should be.")


def test_every_scenario_of_the_case_takes_it() -> None:
    assert find_case_file(Scenario.load("belarus/war_2022"), ENSEMBLE) is not None
    assert find_case_file(Scenario.load("armenia/baseline"), ENSEMBLE) is None
    assert find_draws_for(Scenario.load("belarus/war_2022")).name == "belarus/ensemble.csv.gz"
    assert "by rule" in find_draws_for(Scenario.load(CASE)).name


def test_an_ensemble_beside_ones_own_case_goes_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        f'title = "Mine"\nquestion = "Why?"\nextends = "{CASE}"\n', encoding="utf-8"
    )
    (tmp_path / ENSEMBLE).write_bytes(b"")
    assert find_case_file(Scenario.load(str(tmp_path / "mine.toml")), ENSEMBLE) == tmp_path / ENSEMBLE
    assert display_file(tmp_path / ENSEMBLE) == ENSEMBLE


def test_what_is_not_as_it_should_be_is_said() -> None:
    found = read_ensemble("belarus/ensemble.csv.gz")
    bad = dict(found.about) | {"resemblance": 0.4, "effective": 120}
    verdict = judge_ensemble(bad, count_failing(bad)).to_plain_data()
    check_verdict(verdict)
    assert verdict["text"].endswith("120 are effective, and 2 diagnostics are not as they should be.")
    rows = {row[0]: row[3] for row in diagnostics_sheet(bad).rows}
    assert rows["resemblance to where draws started"] == "not so"
    assert rows["effective draws after patterns"] == "not so"
    assert rows["moves accepted, last stage"] == "yes"
    (row,) = [row for row in bad["patterns"] if row["pattern"] == "P5"]
    sheet = patterns_sheet([{**row, "conflict": True, "belief": None}], data=True)
    assert sheet.rows[0][-1] == "no: failed, the data contradict it"


def test_tables_fit_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    from hedgesim.analysis.tables.parts.layout import fit_sheet

    for sheet in ensemble_sheets(read_ensemble("belarus/ensemble.csv.gz")):
        assert len(list(fit_sheet(sheet, 80))) == 1, sheet.heads
