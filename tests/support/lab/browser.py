"""Scripts of the page in a real browser, without the page around them."""

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from support.app_pages import CHROMIUM, FLAGS

from hedgesim.analysis.page.assets import join_assets

EMPTY = "<!doctype html><meta charset=utf-8><title>scripts</title><script>{}\nconst LAB = {};</script>"


@contextlib.contextmanager
def run_scripts(names: Sequence[str], data: Mapping[str, Any], folder: Path) -> Iterator[Any]:
    """A page, opened as a file with the network off, that has run some assets and knows data as ``LAB``."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    file, errors = folder / "scripts.html", []
    file.write_text(EMPTY.format(join_assets(names), json.dumps(data)), encoding="utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(offline=True)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(180_000)
        page.goto(file.as_uri())
        yield page
        browser.close()
    assert errors == []
