"""The second process of a report: its figures, its messages, and how it ends."""

import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from support.batches import small
from support.processes import group_members, running, until

from hedgesim.analysis import run_batch
from hedgesim.analysis.plots.parts.glyphs import add_letters, collect_letters, report_missing_glyphs
from hedgesim.analysis.report import charts, figures, gallery, opening, report
from hedgesim.analysis.report.charts import has_chart_libraries
from hedgesim.analysis.report.report import render_report
from hedgesim.analysis.results.folder import Results
from hedgesim.model.errors import RunError

NEEDS_CHARTS = pytest.mark.skipif(not has_chart_libraries(), reason="the extra report is not installed")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run_batch(small(quarters=4), tmp_path_factory.mktemp("gallery") / "a", workers=1)


def test_a_dead_process_has_a_message(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dead:
        def submit(self, *_: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(BrokenExecutor())
            return future

    @contextmanager
    def begin(_: int) -> Iterator[Dead]:
        yield Dead()

    monkeypatch.setattr(gallery, "process_executor", begin)
    with pytest.raises(RunError, match="the process that draws figures died"):
        render_report(results, charts=False, workers=2)


@NEEDS_CHARTS
def test_the_script_of_charts_is_built_while_another_process_draws(
    results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    monkeypatch.setattr(opening, "build_gains_chart", lambda _: steps.append("chart of gains") or {})
    monkeypatch.setattr(figures, "build_fan_chart", lambda *_: steps.append("chart of fan") or {})
    monkeypatch.setattr(report, "build_script", lambda _: steps.append("script") or "//")
    monkeypatch.setattr(gallery.Gallery, "draw", lambda _, kind, *__, **___: steps.append(kind))
    assert ">//<" in render_report(results)
    needed = ["chart of gains", "gains", "script", "premium", "chart of fan", "fan"]
    assert [step for step in steps if step in needed] == needed


@NEEDS_CHARTS
def test_the_script_of_charts_is_built_where_it_stops_no_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's call holds Python's lock: handlers of signals run only after it."""
    from vl_convert import javascript_bundle

    works: list[object] = []

    class Other:
        def submit(self, work: object, *_: str) -> Future[str]:
            works.append(work)
            future: Future[str] = Future()
            future.set_result("//")
            return future

    monkeypatch.setattr(charts, "process_executor", lambda _: nullcontext(Other()))
    assert charts.build_script.__wrapped__(2) == "//"
    assert works == [javascript_bundle]


def test_letters_that_another_process_found_are_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    with collect_letters() as found, report_missing_glyphs():
        add_letters("ab")
    assert (list(found), capsys.readouterr().err) == (["a", "b"], "")
    with report_missing_glyphs():
        add_letters(found)
        add_letters("bc")
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "has them: abc;" in said


@pytest.mark.slow
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("processes", [4, pytest.param(5, marks=NEEDS_CHARTS)])
def test_a_signal_ends_all_processes(
    results: Results, tmp_path: Path, sent: signal.Signals, code: int, processes: int
) -> None:
    """Two start and clean up, one draws; the fifth builds the script of charts, for a second or more."""
    page = tmp_path / "page.html"
    words = ["report", str(results.folder), "-o", str(page), "--workers", "2"]
    with running(*words, own_group=True) as report:
        until(lambda: len(group_members(report.pid)) == processes)
        report.send_signal(sent)
        said = report.communicate()[1]
        until(lambda: not group_members(report.pid))
    assert report.returncode == code
    assert "stopped; no page was written" in said
    assert not page.exists()
