"""A page of scenarios, opened from disk in a headless browser with the network off."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.app_pages import CHROMIUM, FLAGS


@contextlib.contextmanager
def open_page(file: Path, fragment: str = "", width: int = 1400, **looks: Any) -> Iterator[Any]:
    """The page, once a setting is played; no error and no request may come of it."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(viewport={"width": width, "height": 1000}, offline=True, **looks)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else faults.append(r.url),
        )
        page.goto(f"{file.as_uri()}{'#' if fragment else ''}{fragment}")
        page.locator("#verdict:not(:empty)").wait_for()
        yield page
        browser.close()
    assert faults == []
