"""A report as PDF: printed by the browser that is installed, and refused where there is none."""

import shutil
import subprocess
from pathlib import Path

import pytest
from support.batches import small
from support.scripts import invoked

from hedgesim.analysis import run_batch
from hedgesim.analysis.report import pdf
from hedgesim.model import InputError


def test_without_a_browser_a_pdf_is_refused_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_batch(small(["baseline"], ["hedge"], quarters=2, runs=1), tmp_path / "a", workers=1)
    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    refused = invoked("report", "a", "-o", "page.pdf")
    assert refused.exit_code == 2
    assert (
        "page.pdf: a PDF is printed by Chromium, Chrome or Edge, and none of them is installed"
        in refused.stderr
    )
    assert "write page.html and print that from your browser" in refused.stderr
    assert not Path("page.pdf").exists()


def test_a_browser_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(words: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(1, words)

    monkeypatch.setattr(pdf.subprocess, "run", fail)
    with pytest.raises(
        InputError, match=r"the report cannot be printed: /bin/none failed \(CalledProcessError\)"
    ):
        pdf.print_page("<p>text</p>", "/bin/none", tmp_path / "page.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(not any(map(shutil.which, pdf.BROWSERS)), reason="no browser that prints")
def test_a_report_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run_batch(small(["baseline"], quarters=4, runs=2), tmp_path / "a", workers=1)
    printed = invoked("report", "a", "-o", "page.pdf", "--title", "Small states")
    assert printed.exit_code == 0, printed.stderr
    data = Path("page.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert len(data) > 20_000
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "page.pdf"]
