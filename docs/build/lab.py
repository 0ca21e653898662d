"""Write docs/figures/lab.png, a picture of the page ``hedgesim page belarus``: ``python docs/build/lab.py``.

It needs Playwright and an installed Chromium. The page is shown once all its runs are played.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

FIGURE = Path(__file__).parents[1] / "figures" / "lab.png"
SIZE = {"width": 1400, "height": 1010}
READY = """() => /1,000 runs/.test(document.getElementById("verdict").textContent)"""


def draw(file: Path, figure: Path) -> None:
    """Open a page as a file with the network off, and draw it once its verdict is that of all runs."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport=SIZE, offline=True, color_scheme="light").new_page()  # type: ignore[arg-type]
        page.goto(file.as_uri())
        page.wait_for_function(READY, timeout=120_000)
        page.screenshot(path=figure)
        browser.close()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        lab = Path(folder) / "lab.html"
        subprocess.run([sys.executable, "-m", "hedgesim", "page", "belarus", "-o", str(lab)], check=True)
        draw(lab, FIGURE)
