"""Charts of a report in a browser: they draw, answer to the pointer, switch, fit a phone, obey no text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.app_pages import CHROMIUM, FLAGS
from support.runs import scenario

from hedgesim.analysis import run_batch
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.report.charts import has_chart_libraries
from hedgesim.analysis.report.report import write_report
from hedgesim.model import Scenario

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not has_chart_libraries(), reason="the extra report is not installed"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium; on Debian: apt-get install chromium"),
]
HOSTILE = "<img src=x onerror=window.struck=1>"


def named(title: str, name: str) -> Scenario:
    data: dict[str, Any] = scenario("baseline").vary({"horizon": 8}).to_dict()
    return Scenario.from_dict(
        data | {"title": title, "name": name, "labels": {**data["labels"], "eu": HOSTILE}}
    )


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("charts")
    batch = plan_batch(
        [named("First", "first"), named(HOSTILE, "second")], ["hedge", "bandwagon:eu", "myopic"], runs=3
    )
    return write_report(run_batch(batch, folder / "a"), folder / "page.html")


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


def open_page(browser: Any, page_file: Path, width: int, scheme: str = "light") -> tuple[Any, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda r: faults.append(r.url) if r.url.startswith("http") else None)
    page.goto(page_file.as_uri())
    page.locator("[data-chart] svg").nth(2).wait_for()
    return page, faults


def test_charts_switch_and_answer_to_the_pointer(browser: Any, page_file: Path) -> None:
    page, faults = open_page(browser, page_file, 1200)
    first = page.locator("[data-chart]").first
    assert not page.locator(".still").first.is_visible()
    assert "Myopic (economy only)" in first.locator("svg").text_content()
    first.locator("select").first.select_option(label="Myopic (economy only)")
    page.wait_for_function("document.querySelector('[data-chart] svg').textContent.includes('Hedge')")
    first.locator("select").nth(1).select_option(label=HOSTILE)
    first.locator("svg [aria-roledescription='point']").first.hover()
    tip = page.locator("#vg-tooltip-element")
    tip.wait_for()
    assert "95% interval of the mean" in tip.inner_text()
    assert page.evaluate("window.struck") is None
    assert faults == []


def test_in_print_and_without_scripts_still_figures_stand_there(browser: Any, page_file: Path) -> None:
    page, _ = open_page(browser, page_file, 1200)
    page.emulate_media(media="print")
    assert page.locator(".still").first.is_visible()
    assert not page.locator(".live").first.is_visible()
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(page_file.as_uri())
    assert plain.locator(".still").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_scrolls_down_only(browser: Any, page_file: Path, scheme: str) -> None:
    page, _ = open_page(browser, page_file, 390, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    answer = page.locator(".answer strong").bounding_box()
    assert answer["y"] + answer["height"] < 400
    ink, ground = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    dark = sum(map(int, ink[4:-1].split(","))) > sum(map(int, ground[4:-1].split(",")))
    assert dark == (scheme == "dark")
    cell = page.locator(".scroll:has(table) tbody th").first
    frame = page.locator(".scroll:has(table)").first
    before = cell.bounding_box()["x"]
    frame.evaluate("e => e.scrollLeft = 200")
    assert cell.bounding_box()["x"] == pytest.approx(before, abs=1.0)
