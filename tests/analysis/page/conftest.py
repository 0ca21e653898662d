"""One browser for all tests of the page's scripts, and the page itself."""

from support.lab.browser_scripts import browser
from support.lab.pages import chromium, lab, lab_file

__all__ = ["browser", "chromium", "lab", "lab_file"]
