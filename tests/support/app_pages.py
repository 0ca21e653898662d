"""A running page and a headless browser for the tests of the page."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

MOVERS = "What else moves the premium most"
"""Heading of the inputs that the page finds last."""
CHROMIUM = Path("/usr/bin/chromium")
COMMAND = str(Path(sys.executable).with_name("hedgesim"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def running(*words: str, cwd: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a page, and the process that serves it as long as they are asked for."""
    with subprocess.Popen(
        [COMMAND, "app", "--port", "0", *words], stderr=subprocess.PIPE, text=True, cwd=cwd
    ) as server:
        assert server.stderr is not None
        try:
            yield server.stderr.readline().split()[4], server
        finally:
            server.kill()
            server.stderr.close()


@contextlib.contextmanager
def served(*words: str, cwd: Path) -> Iterator[str]:
    """The address of a page that is served as long as it is asked for."""
    with running(*words, cwd=cwd) as (address, _):
        yield address


@dataclass
class Seen:
    """A page in a browser, and what it did that it should not."""

    page: Any
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def watch(self, address: str) -> None:
        """Note errors, and requests to anywhere but the page's own server."""
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.request(request.url, address))

    def request(self, url: str, address: str) -> None:
        """Note a request to elsewhere."""
        if not url.startswith((address, "data:", "blob:")):
            self.elsewhere.append(url)

    def moving(self, alt: str) -> Any:
        """The moving layers of the pictures whose description begins with a text."""
        return self.page.locator(f'.hedgesim-picture:has(img[alt^="{alt}"]) img.over')

    def fan(self) -> str:
        """The moving layer of the fan."""
        return str(self.moving("Fan").first.get_attribute("src"))

    def verdict(self) -> str:
        """The answer that the page begins with, once it is that of the setting now."""
        return str(self.page.locator("p.hedgesim-verdict:not(.hedgesim-stale)").first.inner_text())

    def wait_for_another_fan(self, before: str) -> None:
        """Wait until the fan has changed."""
        self.page.wait_for_function(
            "before => document.querySelector('.hedgesim-picture img.over').src !== before", arg=before
        )

    def commands(self) -> list[str]:
        """The command lines that the page shows."""
        found: list[str] = self.page.locator(".hedgesim-copy code").all_inner_texts()
        return found


@contextlib.contextmanager
def opened(address: str, width: int = 1400) -> Iterator[Seen]:
    """The page in a browser, once its fan and its inputs are there.

    The browser is Debian's; Playwright's own is never downloaded.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(viewport={"width": width, "height": 1300})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        seen = Seen(context.new_page())
        seen.page.set_default_timeout(60_000)  # the engine may have to be compiled first
        seen.watch(address)
        seen.page.goto(address)
        seen.page.locator(".hedgesim-picture img.over").nth(3).wait_for()
        seen.page.get_by_text(MOVERS).wait_for(state="attached")
        yield seen
        browser.close()
