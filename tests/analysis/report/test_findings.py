"""What was computed beforehand and is carried by a report: each has a section of its own."""

import json
from pathlib import Path

import pytest
from support.planted import planted_ladder, planted_pathways
from support.report_pages import Reader, sweep
from support.sweeps import short
from typer.testing import CliRunner

from hedgesim.analysis import run_batch
from hedgesim.analysis.cli.main import app
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.report.findings import Findings
from hedgesim.analysis.report.report import render_report
from hedgesim.analysis.verdicts.explore.pathways import judge_pathways
from hedgesim.analysis.verdicts.ladder import judge_ladder


def test_a_ladder_is_carried_with_both_ends_of_the_weightiest_guess(tmp_path: Path) -> None:
    results = run_batch(plan_batch([short(quarters=8)], ["hedge", "myopic"], runs=6), tmp_path / "b")
    found = planted_ladder({"belarus/baseline": {"mix": 0.02, "hedge": 0.03, "foresight": 0.031}})
    reader = Reader(render_report(results, Findings(ladder=found)))
    assert reader.sections[reader.sections.index("comparison") + 1] == "ladder"
    for words in (
        judge_ladder(found).text,
        "What hedging gains",
        "rent pays the tie",
        "What hedging gains, and by what",
    ):
        assert words in reader.text, words
    assert "ladder" not in Reader(render_report(results)).sections


@pytest.mark.slow
def test_triggers_are_carried_with_their_map(tmp_path: Path) -> None:
    results = run_batch(plan_batch([short(quarters=8)], ["hedge", "myopic"], runs=2), tmp_path / "b")
    found = planted_pathways(2)
    reader = Reader(render_report(results, Findings(pathways=found)))
    assert "pathways" in reader.sections
    for words in (
        judge_pathways(found).text,
        "When to go over to another mix",
    ):
        assert words in reader.text, words
    assert "pathways" not in Reader(render_report(results)).sections


@pytest.mark.slow
def test_scores_of_risk_are_carried_with_their_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_batch(plan_batch([short(quarters=4)], ["hedge", "myopic"], runs=2), tmp_path / "b")
    words = ["risk", "belarus/baseline", "--strategies", "hedge", "--against", "myopic", "--runs", "4"]
    for name, quarters in (("same", "4"), ("other", "5")):
        printed = CliRunner().invoke(app, [*words, "--json", "--set", f"horizon={quarters}"])
        assert printed.exit_code == 0, printed.output
        Path(f"{name}.json").write_text(printed.stdout)
    verdicts = {n: json.loads(Path(f"{n}.json").read_text())["verdict"]["text"] for n in ("same", "other")}
    said = "These scores of risk were found with other values of belarus/baseline than those of this folder."
    for name in ("same", "other"):
        done = CliRunner().invoke(
            app, ["report", "b", "--workers", "1", "-o", "page.html", "--risk", f"{name}.json"]
        )
        assert done.exit_code == 0, done.output
        reader = Reader(Path("page.html").read_text(encoding="utf-8"))
        assert reader.sections[reader.sections.index("comparison") + 1] == "risk"
        for text in (verdicts[name], "Insurance part", "is hedging insurance against moods?"):
            assert text in reader.text, text
        assert (said in reader.text) == (name == "other")
    done = CliRunner().invoke(app, ["report", "b", "-o", "page.html", "--risk", "page.html"])
    assert done.exit_code == 2
    assert "page.html: not an analysis of risk; make one: hedgesim risk ... --json > FILE" in done.stderr


@pytest.mark.slow
def test_thresholds_are_carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run_batch(sweep("lhs", 12), tmp_path / "made", workers=1)
    asked = ["threshold", "belarus/baseline", "--vary", "patrons.russia.barrier=0:0.6", "--json"]
    asked += ["--when", "export_share_russia_last < 0.458", "--runs", "3", "--workers", "1"]
    for name, quarters in (("same", "8"), ("other", "4")):
        done = CliRunner().invoke(app, [*asked, "--set", f"horizon={quarters}"])
        assert done.exit_code == 0, done.output
        Path(f"{name}.json").write_text(done.stdout)
    said = "found with other values of belarus/baseline than those of this folder"
    texts = {}
    for names in ("same", "same other"):
        options = [word for name in names.split() for word in ("--threshold", f"{name}.json")]
        done = CliRunner().invoke(app, ["report", "made", "--workers", "1", "-o", "page.html", *options])
        assert done.exit_code == 0, done.output
        texts[names] = Reader(Path("page.html").read_text(encoding="utf-8")).text
    where = "belarus/baseline: where export_share_russia_last less 0.458 crosses zero"
    assert where in texts["same"]
    assert "Looked for from 0.000 to 0.600; strategy hedge, 3 runs" in texts["same"]
    assert said not in texts["same"]
    assert texts["same other"].count(where) == 2 * texts["same"].count(where)
    assert said in texts["same other"]
    done = CliRunner().invoke(app, ["report", "made", "-o", "page.html", "--threshold", "page.html"])
    assert done.exit_code == 2
    assert "page.html: not a threshold; make one: hedgesim threshold ... --json > FILE" in done.stderr
