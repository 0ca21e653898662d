"""The record that a calibration keeps beside its draws, and whether its model is still this one."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...model.errors import InputError
from ...model.scenario.files import locate_file
from ...model.text import shell_word
from .arguments import file_named

NAME = "calibration.json"
SINCE = (0, 3)
"""The version since which the equations are those of now; draws of earlier ones describe another model."""


def read_record(place: Path) -> dict[str, Any]:
    """Read the request that a folder's calibration was started with.

    Raises
    ------
    InputError
        If the file cannot be read or holds no JSON object.
    """
    try:
        record = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        msg = f"{place}: cannot be read as JSON: {error}"
        raise InputError(msg) from None
    if not isinstance(record, dict):
        msg = f"{place}: not what a calibration was asked"
        raise InputError(msg)
    return record


def locate_scenario(name: str, folder: Path) -> Path | None:
    """Find the file of a scenario that a record in a folder names; None if it is nowhere.

    The record has the name as it was given, which no longer leads there from another folder or after a move:
    a file of that name beside the record comes first, then a path from there, then a built-in name.
    """
    for beside, said in ((folder, Path(name).name), (folder, name), (None, name)):
        try:
            return locate_file(said, beside)
        except InputError:
            continue
    return None


def require_present_model(path: Path) -> None:
    """Refuse draws whose record says that a model with other equations was fitted.

    Parameters
    ----------
    path : Path
        File of the draws; without a record beside it nothing is known of them, and they are accepted.

    Raises
    ------
    InputError
        If a version before SINCE made them, or the record cannot be read.
    """
    place = file_named(path).with_name(NAME)
    record = read_record(place) if place.is_file() else {}
    versions = record.get("versions")
    version = str(versions.get("hedgesim")) if isinstance(versions, dict) else ""
    numbers = re.match(r"(\d{1,4})\.(\d{1,4})", version)
    if numbers and tuple(map(int, numbers.groups())) < SINCE:
        msg = (
            f"{path}: fitted with hedgesim {numbers[0]}, a model with other equations: its draws say nothing"
            f" of this one; fit anew: {describe_command(record)}"
        )
        raise InputError(msg)


def describe_command(record: Mapping[str, Any]) -> str:
    """Compose the command that fits the same histories anew."""
    scenarios, until = record.get("scenarios"), record.get("until")
    names = " ".join(map(shell_word, scenarios)) if isinstance(scenarios, dict) else "SCENARIO"
    year = until if isinstance(until, int) else "YEAR"
    return f"hedgesim calibrate {names} --until {year} --out FOLDER"
