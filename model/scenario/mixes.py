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
    """Build a mix of shares with six decimals, so that a mix from a file and a new one are the same.

    Raises
    ------
    ValueError
        If a share is not from 0 to 1.
    """
    shares = [round(share, 6) for share in effort]
    if not all(0.0 <= share <= 1.0 for share in shares):
        msg = f"found shares {min(shares):g} to {max(shares):g}; allowed are 0 to 1"
        raise ValueError(msg)
    return Mix(under, tuple(share / sum(shares) for share in shares))


def find_mix(scenario: Path, patrons: Sequence[str]) -> Mix | None:
    """Return the mix that stands beside a scenario file, if there is one for its patrons.

    Raises
    ------
    InputError
        If the file of mixes holds something else.
    """
    file = scenario.parent / NAME
    try:
        entry = read_mixes(file).get(scenario.stem, {})
        if list(entry.get("effort", ())) != effort_paths(patrons):
            return None
        return build_mix(str(entry["under"]), [float(share) for share in entry["effort"].values()])
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        msg = f"{file}: no file of mixes: {scenario.stem}: {error!r}"
        raise InputError(msg) from error
