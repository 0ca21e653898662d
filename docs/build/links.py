"""Check the built site, ``python docs/build/links.py site``: links lead somewhere, all is served from within.

Links to other sites are not followed, only read: they must be well formed.
"""

import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {"script", "img", "link", "iframe", "source", "object", "embed", "video", "audio"}
"""Tags whose address a browser fetches by itself."""
FOLLOWED = {"canonical", "prev", "next", "author", "license"}
"""Kinds of ``<link>`` that a browser only follows."""
TEMPLATE = "webpack-macros.html"
"""A file of the theme that is no page."""


class Found(HTMLParser):
    """What a page links to, loads, and can be linked at."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[tuple[str, bool]] = []
        self.anchors: set[str] = {""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag's addresses, whether each is loaded, and its anchors."""
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        loaded = tag in LOADS and given.get("rel") not in FOLLOWED
        self.addresses += [(given[name], loaded) for name in ("href", "src", "data") if name in given]


@cache
def found(page: Path) -> Found:
    """Return a page, read."""
    reader = Found()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader


def faults(site: Path) -> Iterator[str]:
    """Yield every address of a site that leads nowhere or loads something from elsewhere."""
    for page in sorted(site.rglob("*.html")):
        for address, loaded in found(page).addresses:
            fault = outside(address, loaded) if urlsplit(address).scheme else inside(page, address)
            if fault and page.name != TEMPLATE:
                yield f"{page.relative_to(site)}: {address}: {fault}"


def outside(address: str, loaded: bool) -> str:
    """Return what is wrong with an address elsewhere."""
    parts = urlsplit(address)
    if loaded and parts.scheme != "data":
        return "loaded from elsewhere"
    if parts.scheme in {"http", "https"}:
        return "" if "." in parts.netloc and " " not in address else "not well formed"
    return "" if parts.scheme in {"data", "mailto"} else "neither http nor https"


def inside(page: Path, address: str) -> str:
    """Return what is wrong with an address of the site itself."""
    parts = urlsplit(address)
    if parts.netloc or parts.path.startswith("/"):
        return "not relative"
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return "no such file"
    if target.suffix == ".html" and unquote(parts.fragment) not in found(target).anchors:
        return "no such anchor"
    return ""


if __name__ == "__main__":
    built = Path(sys.argv[1]).resolve()
    told = list(faults(built))
    sys.exit("\n".join(told) or 0)
