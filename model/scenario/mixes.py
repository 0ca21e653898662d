"""Best fixed mixes of effort that stand beside scenarios: ``mixes.json`` in a case's folder.

A mix is chosen under what is in force in the first quarter, and holds for that alone: ``under`` is its hash.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import InputError
from ..parameters.lookup import effort_paths

NAME = "mixes.json"


class Mix(NamedTuple):
    """A fixed mix of effort.

    Attributes
    ----------
    under : str
        Hash of the scenario under which it was found, as it is in its first quarter.
    effort : tuple of float
        Shares of effort, in the order of :func:`~hedgesim.model.parameters.lookup.effort_paths`.
    """

    under: str
    effort: tuple[float, ...]


@cache
def read_mixes(file: Path) -> dict[str, Any]:
    """Read a file of mixes by scenario; empty where there is none.

    Raises
    ------
    InputError
        If it is no such file.
    """
    if not file.is_file():
        return {}
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        msg = f"{file}: no file of mixes: {error}"
        raise InputError(msg) from error
    return found


def build_mix(under: str, effort: Sequence[float]) -> Mix:
    """Build a mix of shares with six decimals, so that a mix from a file and a new one are the same."""
    shares = [round(share, 6) for share in effort]
    return Mix(under, tuple(share / sum(shares) for share in shares))


def find_mix(scenario: Path, patrons: Sequence[str]) -> Mix | None:
    """Return the mix that stands beside a scenario file, if there is one for its patrons."""
    entry = read_mixes(scenario.parent / NAME).get(scenario.stem)
    if not isinstance(entry, dict) or list(entry.get("effort", ())) != effort_paths(patrons):
        return None
    return build_mix(str(entry["under"]), list(entry["effort"].values()))
