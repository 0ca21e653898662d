"""The page of ``hedgesim page`` in a real browser, opened as a file with the network off."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.app_pages import CHROMIUM, FLAGS


@contextlib.contextmanager
def run_chromium() -> Iterator[Any]:
    """A browser for any number of pages, which may be open at the same time."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def open_file(file: Path, width: int = 1400) -> Iterator[Any]:
    """A file in a browser; errors, and what is asked of a network, are faults."""
    faults: list[str] = []
    with run_chromium() as browser:
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
        page = context.new_page()
        page.set_default_timeout(180_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("request", lambda r: faults.append(r.url) if r.url.startswith("http") else None)
        page.goto(file.as_uri())
        yield page
    assert faults == []
