"""How soon the page's answer follows a slider: ``python benchmarks/app.py [--browser]``, in milliseconds.

A move is a new value of one input; each of 50 moves is timed from the value to the verdict on all strategies
and to the picture of 1,000 runs of 60 quarters. With ``--browser`` also from a key on the slider to the
changed verdict and the changed picture in headless Chromium.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from hedgesim.analysis.app.answer import compute_answer
from hedgesim.analysis.app.ensemble import play_ensemble
from hedgesim.analysis.app.player import Player
from hedgesim.analysis.app.state import Setting

MOVES = 50
MOVED = "patrons.russia.barrier"
COMMAND = str(Path(sys.executable).with_name("hedgesim"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
SEEN = """() => {
  const watch = (query, name, what) => new MutationObserver(() => { window[name] = performance.now(); })
    .observe(document.querySelector(query), what);
  watch("p.hedgesim-verdict", "told", { childList: true, characterData: true, subtree: true });
  watch(".hedgesim-picture img.over", "seen", { attributes: true, attributeFilter: ["src"] });
}"""


def values() -> Iterable[float]:
    """Return a slider's values on its way."""
    return (round(0.01 * (k + 1), 2) for k in range(MOVES))


def timed(work: Callable[[float], object], clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Milliseconds of each move."""
    found = []
    for value in values():
        begun = clock()
        work(value)
        found.append(1000.0 * (clock() - begun))
    return found


def in_process() -> dict[str, list[float]]:
    """Return from a value to the runs, the verdict and the picture; the latter in processor time too."""
    setting, player = Setting.load("belarus/baseline"), Player()
    player.play_setting(setting)

    def draw(value: float) -> None:
        player.play_setting(setting.replace_value(MOVED, value))

    return {
        "slider value to runs": timed(lambda v: play_ensemble(setting.replace_value(MOVED, v))),
        "slider value to verdict": timed(lambda v: compute_answer(setting.replace_value(MOVED, v)).verdict),
        "slider value to verdict and picture": timed(draw),
        "the same in processor time of all threads": timed(draw, time.process_time),
    }


def in_browser() -> dict[str, list[float]]:
    """Return from a key on the slider to the changed verdict and picture in a browser on the same machine."""
    from playwright.sync_api import sync_playwright

    with (
        subprocess.Popen([COMMAND, "app", "--port", "0"], stderr=subprocess.PIPE, text=True) as served,
        sync_playwright() as browsers,
    ):
        assert served.stderr is not None
        try:
            browser = browsers.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            page = browser.new_page()
            page.goto(served.stderr.readline().split()[4])
            page.locator(".hedgesim-picture img.over").nth(3).wait_for(timeout=120_000)
            page.evaluate(SEEN)
            slider = page.get_by_role("slider").nth(1)
            answered: list[float] = []
            found: list[float] = []
            for _ in range(MOVES):
                begun = page.evaluate("window.told = window.seen = 0, performance.now()")
                slider.press("ArrowRight" if len(found) < MOVES // 2 else "ArrowLeft")
                page.wait_for_function("window.told > 0 && window.seen > 0")
                answered.append(page.evaluate("window.told") - begun)
                found.append(page.evaluate("window.seen") - begun)
                page.wait_for_timeout(300)  # the single run follows meanwhile
            browser.close()
        finally:
            served.kill()
    return {"key on the slider to changed verdict": answered, "key on the slider to changed picture": found}


def main() -> None:
    """Measure and print medians, the fastest and the slowest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", action="store_true", help="measure in headless Chromium too")
    found = in_process() | (in_browser() if parser.parse_args().browser else {})
    for what, times in found.items():
        sys.stdout.write(f"{what}: {median(times):.0f} ({min(times):.0f} to {max(times):.0f}) ms\n")


if __name__ == "__main__":
    main()
