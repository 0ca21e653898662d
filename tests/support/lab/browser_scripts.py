"""The page's scripts in a headless browser, without a page: functions are called as the page calls them."""

import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from support.lab.browser import run_chromium

from hedgesim.analysis.page import lab_data
from hedgesim.analysis.page.assets import PAGE, join_assets, order_modules
from hedgesim.analysis.page.modules import build_modules, name_module
from hedgesim.analysis.page.plan import plan_page
from hedgesim.model.engines.webassembly import build_layout

SCRIPTS = order_modules(PAGE)[:-1]
"""All scripts but the one that opens the page."""
PLAIN = """
const revive = (value) => {
  if (value?.floats) return Float64Array.from(value.floats, Number);
  if (value?.wholes) return Int32Array.from(value.wholes);
  return walk(value, revive);
};
const plain = (value) => (ArrayBuffer.isView(value) ? Array.from(value) : walk(value, plain));
const walk = (value, change) => {
  if (Array.isArray(value)) return value.map(change);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, change(each)]));
};
"""
"""Arrays of numbers to typed arrays and back, which Playwright does not pass."""


class Browser:
    """A headless browser with the scripts of the page.

    It lives in a thread of its own: Playwright leaves an event loop in the thread that it is called from,
    in which no other test could use it.
    """

    def __init__(self) -> None:
        self.thread, self.stack = ThreadPoolExecutor(1), ExitStack()
        self.errors: list[str] = []
        self.thread.submit(self.open).result()

    def open(self) -> None:
        """Open an empty page and add the scripts to it."""
        self.page = self.stack.enter_context(run_chromium()).new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.set_content('<!doctype html><html lang="en"><body></body></html>')
        self.page.add_script_tag(content=PLAIN)
        self.page.add_script_tag(content=join_assets(SCRIPTS))
        assert not self.errors

    def run(self, expression: str, **values: object) -> Any:
        """Evaluate an expression, or wait for its promise, in which values stand under their names."""
        names = ", ".join(values)
        script = f"async (all) => {{ const {{ {names} }} = revive(all); return plain(await {expression}); }}"
        return self.thread.submit(self.page.evaluate, script, values).result()

    def save(self, expression: str, folder: Path, **values: object) -> Path:
        """Evaluate an expression that saves a file, and return the file in a folder."""
        script = f"(all) => {{ const {{ {', '.join(values)} }} = all; {expression}; }}"

        def wait() -> Path:
            with self.page.expect_download() as found:
                self.page.evaluate(script, values)
            file = folder / found.value.suggested_filename
            found.value.save_as(file)
            return file

        return self.thread.submit(wait).result()

    def load(self, lab: Mapping[str, Any]) -> None:
        """Load the data of a page as the global LAB."""
        self.thread.submit(
            self.page.evaluate,
            "(data) => { window.LAB = JSON.parse(data); setTexts(LAB.texts); }",
            json.dumps(lab, allow_nan=False),
        ).result()

    def close(self) -> None:
        """Close the browser and its thread."""
        self.thread.submit(self.stack.close).result()
        self.thread.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser that all tests of scripts share; without Chromium they are skipped."""
    found = Browser()
    yield found
    found.close()


def floats(values: Sequence[float]) -> dict[str, list[float | str]]:
    """Return numbers that arrive as a Float64Array."""
    return {"floats": [str(v) if math.isnan(v) else float(v) for v in values]}


def wholes(values: Sequence[int] | None) -> dict[str, list[int]] | None:
    """Return numbers that arrive as an Int32Array."""
    return None if values is None else {"wholes": [int(v) for v in values]}


@cache
def build_lab(*names: str, code: bool = False) -> dict[str, Any]:
    """Build the data of a page: with the compiled rules, which take seconds, or with their layouts alone.

    Inputs that move the premium most, which a page looks for, are left out.
    """
    make = build_modules if code else describe_layouts
    plan = plan_page(names, Path("lab.html"))
    with patch.object(lab_data, "build_modules", make), patch.object(lab_data, "find_rival", lambda *_: ""):
        return lab_data.build_data(plan.scenarios, plan.draws, lambda _: None)


def describe_layouts(keys: Collection[tuple[int, int]], _: object) -> dict[str, Any]:
    """Describe modules without their code."""
    return {name_module(key): {"layout": build_layout(*key)._asdict()} for key in sorted(keys)}
