"""One browser for all tests of the page's scripts."""

from support.lab.browser_scripts import browser

__all__ = ["browser"]
