"""Scripts and styles of the page: modules written apart, joined to scripts that need no server."""

import re
from collections.abc import Iterable
from importlib.resources import files

WORKER, PAGE = "worker.js", "main.js"
"""Modules that workers and the page begin with; these and what they import are all that is joined."""
STYLE = "lab.css"
IMPORT = re.compile(r'^import .* from "\./(.+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ", re.MULTILINE)
ENDS = re.compile(r"</(?:script|style)|<!--", re.IGNORECASE)
"""What ends a script or style of a page early, wherever it stands."""


def read_asset(name: str) -> str:
    """Read an asset."""
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def order_modules(first: str, seen: Iterable[str] = ()) -> list[str]:
    """List a module and all that it imports, each behind what it needs; those seen before are left out."""
    found = [*seen, first]
    order: list[str] = []
    for name in IMPORT.findall(read_asset(first)):
        if name not in found:
            more = order_modules(name, found)
            order, found = [*order, *more], [*found, *more]
    return [*order, first]


def join_assets(names: Iterable[str]) -> str:
    """Join modules to one script, in whose scope all stand: names at the top are unique over all modules."""
    return "\n".join(EXPORT.sub("", IMPORT.sub("", read_asset(name))).strip() for name in names)


def check_inline(text: str) -> str:
    """Return a script or style that can stand in a page.

    Raises
    ------
    ValueError
        If it would end before its end.
    """
    if found := ENDS.search(text):
        msg = f"an asset of the page holds {found[0]!r}, which ends a script or style; split it"
        raise ValueError(msg)
    return text
