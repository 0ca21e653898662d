"""The built site, opened as files: it links within itself, searches, typesets formulas, and fits a phone."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.app_pages import CHROMIUM, FLAGS
from support.scripts import ROOT, script

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    words = ["-b", "html", "-c", "docs", "-d", str(folder / "trees"), "-q", ".", str(folder / "html")]
    subprocess.run([sys.executable, "-m", "sphinx", *words], cwd=ROOT, check=True)
    return folder / "html"


@pytest.fixture
def pages() -> Iterator[Any]:
    """A function that opens a file of the site; what is asked of a network is a fault."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)

        def open_page(file: Path, width: int = 1400) -> Any:
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("request", lambda r: faults.append(r.url) if r.url.startswith("http") else None)
            page.goto(file.as_uri())
            return page

        yield open_page
        browser.close()
    assert faults == []


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    assert list(script("docs/build/links.py").faults(site)) == []


def test_the_front_page_opens_the_pages_that_play_cases(site: Path, pages: Any) -> None:
    front = pages(site / "index.html")
    front.locator("a[href='lab.html'] img").click()
    front.locator("#verdict", has_text="Hedging pays a little in belarus/baseline").wait_for()
    front.go_back()
    front.get_by_role("link", name="two powers", exact=True).first.click()
    front.locator("#verdict", has_text="in two_powers/baseline").wait_for()


def test_search_finds_words_of_the_glossary_first(site: Path, pages: Any) -> None:
    page = pages(site / "index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("red line")
    page.keyboard.press("Enter")
    found = page.locator("#search-results li a")
    found.first.wait_for()
    assert found.first.inner_text().startswith("Glossary")


def test_formulas_are_typeset_with_the_fonts_of_the_site(site: Path, pages: Any) -> None:
    page = pages(site / "docs" / "ODD.html")
    assert page.locator("math[display=block]").count() > 50
    assert page.evaluate("document.fonts.check('16px \"STIX Two Math\"')")
    tall = page.locator("math mo", has_text="(").evaluate_all("o => Math.max(...o.map(e => e.clientHeight))")
    assert tall > 40, "brackets grow with what they hold"


@pytest.mark.parametrize("name", ["index", "docs/findings", "docs/api/runs", "docs/ODD"])
def test_pages_fit_a_phone(site: Path, pages: Any, name: str) -> None:
    page = pages(site / f"{name}.html", 390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
