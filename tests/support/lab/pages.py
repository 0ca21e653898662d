"""The page of scenarios in a real browser: opened from disk, offline, with an eye on what it must not do."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from support.lab.browser import run_chromium

from hedgesim.analysis.app.answer import Answer, compute_answer
from hedgesim.analysis.app.state import Setting
from hedgesim.analysis.page.page import write_page
from hedgesim.model.scenario.scenario import Scenario

BASELINE, WAR, TWO = "belarus/baseline", "belarus/war_2022", "two_powers/baseline"
"""Scenarios of the page: without and with events, and with other patrons."""
RUNS = 1000
"""Runs of each strategy, once the page has played them all."""
MOVE = """([path, value]) => {
  const input = document.getElementById(path);
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}"""


@dataclass
class Lab:
    """A page in a browser, and what it did that it should not."""

    page: Any
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors, what is written to the console, and requests to anywhere."""
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("request", lambda request: self.note_request(request.url))

    def note_request(self, url: str) -> None:
        """Note a request for more than the page itself."""
        if not url.startswith(("file:", "data:", "blob:")):
            self.faults.append(url)

    def settle(self, runs: int = RUNS) -> None:
        """Wait until so many runs of the setting now are shown."""
        self.page.locator(f'#verdict[data-runs="{runs}"]').wait_for()

    def verdict(self) -> str:
        """The verdict on all runs of the setting now."""
        self.settle()
        return str(self.page.locator("#verdict").inner_text())

    def input(self, label: str) -> Any:
        """What an input is moved by; its group is opened first."""
        found = self.page.locator(".control", has=self.page.locator("label", has_text=label)).first
        group = found.locator("xpath=ancestor::details[contains(@class, 'group')]")
        if group.get_attribute("open") is None:
            group.locator("summary").click()
        return found.locator("input, select")

    def move(self, label: str, value: float) -> None:
        """Move the slider of an input."""
        self.page.evaluate(MOVE, [self.input(label).get_attribute("id"), str(value)])

    def rows(self, table: str) -> list[list[str]]:
        """The cells of a table's body, whether it is shown or not."""
        rows = self.page.locator(f"#{table} tbody tr").all()
        return [row.locator("th, td").all_text_contents() for row in rows]


@contextlib.contextmanager
def open_lab(
    browser: Any, file: Path, fragment: str = "", width: int = 1400, before: str = ""
) -> Iterator[Lab]:
    """A page with all runs of its first setting; the script ``before`` runs before those of the page."""
    context = browser.new_context(viewport={"width": width, "height": 1000}, offline=True)
    context.add_init_script(before)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab = Lab(context.new_page())
    lab.page.set_default_timeout(120_000)
    lab.watch()
    lab.page.goto(file.as_uri() + fragment)
    lab.settle()
    yield lab
    context.close()
    assert lab.faults == []


@pytest.fixture(scope="session")
def lab_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of three scenarios."""
    scenarios = [Scenario.load(name) for name in (BASELINE, WAR, TWO)]
    return write_page(scenarios, tmp_path_factory.mktemp("page") / "lab.html")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for the tests of a module: no other may run meanwhile."""
    with run_chromium() as found:
        yield found


@pytest.fixture
def lab(chromium: Any, lab_file: Path) -> Iterator[Lab]:
    """The page as it opens, which did nothing wrong when the test has ended."""
    with open_lab(chromium, lab_file) as found:
        yield found


def answer(source: str, moves: dict[str, float], *, point: bool = False, runs: int = RUNS) -> Answer:
    """The answer of the app to a setting, by the engine and the estimates of Python."""
    setting = Setting.load(source).replace_fields(moved=tuple(moves.items()), point=point)
    return compute_answer(setting, runs)


def number(text: str) -> float:
    """The first number of a cell."""
    return float(re.findall(r"[+-]?\d*\.\d+", text.replace("\N{MINUS SIGN}", "-"))[0])
