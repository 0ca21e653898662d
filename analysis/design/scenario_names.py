"""Expand the names of a command line to scenarios: files, built-in scenarios and folders of them."""

from collections.abc import Sequence
from pathlib import Path

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ...model.scenario.files import HISTORY, builtin_scenarios, find_scenarios


def expand_names(names: Sequence[str], *, history: bool = False) -> list[str]:
    """Return the scenarios that a command line names: names, files, and folders with all scenarios in them.

    Parameters
    ----------
    names : sequence of str
        Built-in scenarios or folders of them, files, folders.
    history : bool
        Whether to include the ``history*`` scenarios of folders.

    Returns
    -------
    list of str
        In the order named, as often as named; within a folder by name, ``baseline`` first. A folder that
        holds histories alone gives its ``history``.

    Raises
    ------
    InputError
        If a folder holds no scenario.
    """
    return [name for each in names for name in expand_name(each, history=history)]


def expand_name(name: str, *, history: bool) -> list[str]:
    """Return the scenarios of a folder, by name with ``baseline`` first; return any other name as it is."""
    inside = [n for n in builtin_scenarios() if n.startswith(f"{name.rstrip('/')}/")]
    if not inside and Path(name).is_dir():
        inside = [str(p) for p in find_scenarios(Path(name))]
        if not inside:
            msg = f"{name}: no scenario file (*.toml) in this folder"
            raise InputError(msg)
    if not inside:
        folders = {n.partition("/")[0] for n in builtin_scenarios()}
        if hint(name, folders) and "/" not in name and not Path(name).suffix:
            msg = f"{name}: no such scenario or folder{hint(name, folders)}"
            raise InputError(msg)
        return [name]
    kept = [n for n in inside if history or not Path(n).name.startswith(HISTORY)]
    kept = kept or [n for n in inside if Path(n).stem == HISTORY] or inside
    return sorted(kept, key=lambda n: (Path(n).stem != "baseline", n))
