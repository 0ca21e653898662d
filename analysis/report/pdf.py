"""Print a page as PDF with the browser that is installed: Chromium, Chrome or Edge."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ...model.errors import InputError

PDF = ".pdf"
BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
    "microsoft-edge", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)  # fmt: skip
"""Names and places of browsers that print pages without a window, looked for in this order."""
SECONDS = 300
"""Longest time for printing."""


def find_browser(path: Path) -> str:
    """Find a browser that prints.

    Parameters
    ----------
    path : Path
        The file asked for, for the message.

    Raises
    ------
    InputError
        If there is none.
    """
    found = next((place for name in BROWSERS if (place := shutil.which(name))), None)
    if found is None:
        page = path.with_suffix(".html")
        msg = (
            f"{path}: a PDF is printed by Chromium, Chrome or Edge, and none of them is installed;"
            f" write {page} and print that from your browser"
        )
        raise InputError(msg)
    return found


def print_page(text: str, browser: str, path: Path) -> None:
    """Print a page to a PDF.

    Parameters
    ----------
    text : str
        The page as HTML.
    browser : str
        The browser's program.
    path : Path
        File to write.

    Raises
    ------
    InputError
        If the browser fails or takes too long.
    """
    # in the folder of the PDF: a browser in a container of its own may not see the system's temporary one
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".report-") as folder:
        page, out = Path(folder, "page.html").resolve(), Path(folder, "page.pdf").resolve()
        page.write_text(text, encoding="utf-8")
        words = [browser, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={out}"]
        words += [f"--user-data-dir={Path(folder, 'profile').resolve()}", *list_rights(), page.as_uri()]
        try:
            subprocess.run(words, check=True, capture_output=True, timeout=SECONDS)
            shutil.copyfile(out, path)
        except (subprocess.SubprocessError, FileNotFoundError) as error:
            msg = f"the report cannot be printed: {browser} failed ({type(error).__name__})"
            raise InputError(msg) from error


def list_rights() -> list[str]:
    """Return the option without which the superuser's browser does not start; the page is our own."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
