"""Sources and terms of the shipped data: every file is covered, and files can be left out."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.scripts import ROOT, done, script

from hedgesim.model.scenario.data_sources import find_non_commercial_files, read_data_sources

SCENARIOS = ROOT / "scenarios"
SOURCES = {source.name: source for source in read_data_sources()}
PAGES = {name: (SCENARIOS / name / "SOURCES.md").read_text(encoding="utf-8") for name in ("belarus", "world")}


def sections(page: str) -> dict[str, str]:
    """The parts of a page by their heads."""
    return dict(re.findall(r"^## ([^\n]*)\n(.*?)(?=^## |\Z)", page, flags=re.MULTILINE | re.DOTALL))


def test_every_data_file_has_a_source() -> None:
    shipped = {
        path.relative_to(SCENARIOS).as_posix()
        for path in SCENARIOS.rglob("*/*")
        if path.is_file() and path.suffix not in (".md", ".py", ".pyc")
    }
    assert {file for source in SOURCES.values() for file in source.files} == shipped


def test_every_row_of_a_table_is_covered_by_the_source_of_its_section() -> None:
    for file in sorted(SCENARIOS.glob("*/*.csv")):
        page = PAGES["belarus" if file.parent.name == "belarus" else "world"]
        heads = {
            source: head
            for head, text in sections(page).items()
            for source in re.findall(r"^\| (.*?) \| .*\|$", text, re.M)
        }
        with file.open(encoding="utf-8", newline="") as lines:
            named = {heads[row["source"]] for row in csv.DictReader(lines) if row.get("source") in heads}
        name = file.relative_to(SCENARIOS).as_posix()
        assert [head for head in sorted(named) if name not in SOURCES[head].files] == [], name


@pytest.mark.parametrize("name", [head for head in sections(PAGES["belarus"]) if head != "Events"])
def test_terms_are_those_of_the_page(name: str) -> None:
    assert f"Licence: {SOURCES[name].terms}\n" in sections(PAGES["belarus"])[name]
    assert SOURCES[name].non_commercial == ("non-commercial" in SOURCES[name].terms)


def test_the_notice_is_up_to_date_and_names_every_file() -> None:
    fresh = script("docs/build/notice.py").page()
    assert fresh == (ROOT / "NOTICE").read_text(encoding="utf-8"), "run: python docs/build/notice.py"
    assert [f for s in SOURCES.values() for f in s.files if f"  {f}: " not in fresh] == []


def test_the_command_prints_sources_terms_and_what_to_leave_out() -> None:
    text = " ".join(done("list", "--sources").output.split())
    assert "All rights reserved; excerpts of less" in text
    assert "For non-commercial use only: armenia/observations.csv, azerbaijan/observations.csv," in text
    rows = json.loads(done("list", "--sources", "--json").output)["sources"]
    assert [row["source"] for row in rows] == list(SOURCES)
    assert {row["source"] for row in rows if row["non_commercial"]} == {
        "SIPRI, Arms Transfers Database",
        "SIPRI, Military Expenditure Database",
    }


@pytest.mark.slow
def test_the_package_works_without_the_non_commercial_files(tmp_path: Path) -> None:
    package = tmp_path / "package" / "hedgesim"
    shutil.copytree(SCENARIOS, package / "scenarios", ignore=shutil.ignore_patterns("__pycache__"))
    for part in (*(ROOT / "package").iterdir(), ROOT / "model", ROOT / "analysis"):
        (package / part.name).symlink_to(part)
    for name in find_non_commercial_files():
        (package / "scenarios" / name).unlink()

    def hedgesim(*words: str) -> "subprocess.CompletedProcess[str]":
        script = "if __name__ == '__main__': from hedgesim.analysis.cli.main import main; main()"
        path = os.pathsep.join([str(package.parent), *sys.path])
        return subprocess.run(
            [sys.executable, "-c", script, *words],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False,
        )  # fmt: skip

    listed = hedgesim("list", "--sources", "--full")
    assert "non-commercial" not in listed.stdout
    assert "moldova/observations.csv" in listed.stdout
    for words in (
        ("list",),
        ("validate", "belarus", "armenia", "world", "kazakhstan"),
        ("run", "belarus/history", "--quarters", "4"),
        ("batch", "belarus", "--runs", "2", "--quarters", "4", "--strategies", "hedge", "--out", "first"),
        ("report", "first", "-o", "report.html"),
        ("batch", "belarus/baseline", "--runs", "2", "--parameters-from",
         str(package / "scenarios/belarus/ensemble.csv.gz"), "--out", "drawn"),
    ):  # fmt: skip
        result = hedgesim(*words)
        assert result.returncode == 0, (words, result.stderr)
    refused = hedgesim("calibrate", "belarus/history", "--out", "fitted")
    assert refused.returncode == 2
    assert "belarus/history: no observations.csv beside it" in refused.stderr
