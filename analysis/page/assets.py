"""Scripts and styles of the page: modules written apart, joined to scripts that need no server."""

import re
from collections.abc import Sequence
from importlib.resources import files

ENGINE = ("engine.js", "worker.js")
"""What workers run; the page runs it too."""
PAGE = (
    "settings.js", "statistics.js", "verdict.js", "keep.js", "axes.js", "marks.js", "panels.js",
    "charts.js", "pool.js", "controls.js", "sweep.js", "game.js", "lab.js", "main.js",
)  # fmt: skip
"""What the page alone runs, in this order; names at the top are unique over all files."""
STYLE = ("lab.css",)
MODULE_WORDS = re.compile(r"^(import .*\n?|export )", re.MULTILINE)
"""What makes a file a module: its lines of imports, and the word before what it exports."""


def read_asset(name: str) -> str:
    """Read an asset."""
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def join_assets(names: Sequence[str]) -> str:
    """Join assets to one text; modules share one scope and lose their imports and exports.

    Raises
    ------
    ValueError
        If a text ends a script or style that it would stand in.
    """
    text = "\n".join(MODULE_WORDS.sub("", read_asset(name)).strip() for name in names if has_asset(name))
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        msg = f"{', '.join(names)}: no asset may hold </script, </style or <!--"
        raise ValueError(msg)
    return text


def has_asset(name: str) -> bool:
    """Return whether an asset is there."""
    return files(__package__).joinpath("assets", name).is_file()
