"""What a user of ``hedgesim page`` waits for in headless Chromium, and how fast one thread plays there."""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hedgesim.analysis.page.page import write_page
from hedgesim.model import Scenario
from hedgesim.model.engines.compiled import simulate

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
SCENARIO, CONTROL = "belarus/baseline", "input_1"
RUNS, MOVES = 4_000, 10
OPENING, FIRST, ALL = (
    "opening, to the first answer",
    "a move, to the first picture",
    "a move, to all 1,000 runs",
)
VECTORS, SCALAR, COMPILED = "browser, vectors", "browser, without vectors", "compiled for this machine"
RATES = (VECTORS, SCALAR, COMPILED)
WATCH = """
  window.shown = {};
  new MutationObserver(([{ target }]) => { shown[target.dataset.runs] = performance.now(); })
    .observe(document, { attributes: true, attributeFilter: ["data-runs"], subtree: true });
"""
"""Notes when so many runs of a setting are shown."""
MOVE = """async ([id, value]) => {
  window.shown = {};
  const input = document.getElementById(id), begun = performance.now();
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  while (!shown[1000]) await new Promise((resolve) => setTimeout(resolve, 5));
  return [shown[100] - begun, shown[1000] - begun];
}"""
PLAY = """async ([plain, runs]) => {
  const lab = await unpackLab(document.getElementById("lab_data").textContent.trim());
  const setting = makeSetting(lab), job = buildJob(lab, setting, "hedge");
  const engine = await makeEngines(lab, plain)(findScenario(lab, setting).module);
  engine.play(job, 0, 100);
  const begun = performance.now();
  engine.play(job, 0, runs);
  return (1000 * runs) / (performance.now() - begun);
}"""


@contextmanager
def open_browser() -> "Iterator[BrowserContext]":
    """Open a browser without a network, as long as it is needed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser.new_context(offline=True, viewport={"width": 1400, "height": 1000})
        browser.close()


def open_page(context: "BrowserContext", file: Path) -> "Page":
    """Open the page, and wait until all runs are played."""
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    page.locator('#verdict[data-runs="1000"]').wait_for(timeout=120_000)
    return page


def compiled_rate(runs: int) -> float:
    """Return runs a second of the compiled engine on one thread."""
    scenario = Scenario.load(SCENARIO)
    simulate(scenario, "hedge", 1, np.arange(100))
    begun = time.perf_counter()
    simulate(scenario, "hedge", 1, np.arange(runs))
    return runs / (time.perf_counter() - begun)


def measure_round(context: "BrowserContext", file: Path, number: int, runs: int) -> dict[str, float]:
    """Open the page once, move an input, and play on one thread with each engine."""
    page = open_page(context, file)
    opening = page.evaluate("shown[100]")
    first, every = page.evaluate(MOVE, [CONTROL, str(0.2 + 0.02 * number)])
    vectors, scalar = (page.evaluate(PLAY, [plain, runs]) for plain in (False, True))
    page.close()
    rates = dict(zip(RATES, (vectors, scalar, compiled_rate(runs)), strict=True))
    return {OPENING: opening, FIRST: first, ALL: every, **rates}


def measure(rounds: int, *, quick: bool = False) -> dict[str, list[float]]:
    """Measure milliseconds of waiting and runs a second, one number a round; nothing without Chromium."""
    if not CHROMIUM.exists():
        return {}
    with tempfile.TemporaryDirectory() as folder, open_browser() as context:
        file = write_page([Scenario.load(SCENARIO)], Path(folder) / "lab.html")
        found = [measure_round(context, file, k, RUNS // 10 if quick else RUNS) for k in range(rounds)]
    return {what: [each[what] for each in found] for what in found[0]}


def main() -> None:
    """Measure and print."""
    for what, numbers in measure(MOVES).items():
        sys.stdout.write(f"{json.dumps(what)}: {sorted(numbers)[len(numbers) // 2]:,.0f}\n")


if __name__ == "__main__":
    main()
