"""The ensemble of a case: which file beside it is one, and what was changed since it was fitted."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...model.errors import InputError
from ...model.scenario.files import display_name
from ...model.scenario.scenario import Scenario
from ...model.text import shell_word
from ..design.arguments import file_named
from ..design.draw_checks import name_columns
from ..design.fit_record import locate_scenario, read_record
from ..design.parameter_draws import Draws, read_draws
from .case_files import (
    ENSEMBLE,
    PATTERNS,
    RANGES,
    display_file,
    find_case,
    hash_file,
    list_beside,
    list_case_files,
)

RECORD = "ensemble.json"
"""What an ensemble was fitted to, beside it."""
MOST_LISTED = 3
OBSERVATIONS = "observations.csv"
UNTIL, PARTICLES, SEED = 2016, 2000, 1
"""Defaults of a fit."""
Record = Mapping[str, Any]


def find_ensemble(scenario: Scenario) -> tuple[Path | None, tuple[str, ...]]:
    """Find the ensemble of a scenario's case.

    Returns
    -------
    Path or None
        The nearest ``ensemble.csv.gz`` beside the scenario's file or one that it extends that was fitted for
        this case; None if there is none.
    tuple of str
        Notices on nearer ones of other cases, and on what was changed since it was fitted.

    Raises
    ------
    InputError
        If a record, or an ensemble without one, cannot be read.
    """
    refused: list[str] = []
    own = list_case_files(scenario)
    for file in list_beside(own, ENSEMBLE):
        record = read_record_beside(file)
        other = name_other_case(file, record, scenario, {place.resolve() for place in own})
        if not other:
            instead = [f"{line}: draws of {display_file(file)} instead" for line in refused]
            return file, (*instead, *list_stale(file, record, scenario))
        refused.append(f"{display_file(file)} here is of {other}, not of {find_case(scenario).name}")
    return None, tuple(f"{line}: draws by rule instead" for line in refused)


def read_record_beside(file: Path) -> Record:
    """Read what an ensemble was fitted to; without a record nothing is known."""
    place = file.with_name(RECORD)
    return read_record(place) if place.is_file() else {}


def name_other_case(file: Path, record: Record, scenario: Scenario, own: set[Path]) -> str:
    """Name the case that an ensemble was fitted for; "" if it is the scenario's own, or its history.

    Without a record it is taken for the scenario's own if the scenario has all of its columns.
    """
    name = record.get("scenario")
    if not isinstance(name, str):
        return "another case" if name_columns(read_draws(file).columns, [scenario])[1] else ""
    places = (locate_scenario(n, file.parent) for n in (name, record.get("history")) if isinstance(n, str))
    return "" if any(place is not None and is_of_case(place, own) for place in places) else name


def is_of_case(place: Path, own: set[Path]) -> bool:
    """Return whether a scenario's file is one of a case, or its state is described in one."""
    if place.resolve() in own:
        return True
    try:
        return list_case_files(Scenario.load(display_name(place)))[-1].resolve() in own
    except InputError:  # a neighbour with a fault must not keep this one from running
        return False


def list_stale(file: Path, record: Record, scenario: Scenario) -> list[str]:
    """Describe in a notice which inputs of an ensemble were changed since it was fitted, and the remedy.

    Only what enters the fit counts: ranges, patterns, priors, observations and [uncertainty]. Sources do not,
    and numbers of the case are up to :func:`list_changed`. What a record is silent on is not compared.
    """
    changed = [*list_changed_files(file, record), *list_changed_ranges(file, record)]
    if not changed:
        return []
    command = describe_command(file, record, scenario)
    return [
        f"{display_file(file)}: {', '.join(changed)} changed since it was fitted; make it anew: {command}"
    ]


def list_changed_files(file: Path, record: Record) -> Iterator[str]:
    """List the files that an ensemble rests on whose content is another, and those that are new beside it."""
    files, inputs = record.get("files"), record.get("inputs")
    if not isinstance(files, dict) or not isinstance(inputs, dict):
        return
    yield from (name for name, known in files.items() if is_changed(name, known, file, record))
    yield from (
        name
        for what, name in (("ranges", RANGES), ("patterns", PATTERNS))
        if what not in inputs and file.with_name(name).is_file()
    )


def is_changed(name: str, known: str, file: Path, record: Record) -> bool:
    """Return whether a file that an ensemble rests on has another content now, or is gone from beside it.

    One that lay elsewhere may be out of reach after a move, which changes nothing.
    """
    beside = file.parent / name
    place = beside if beside.is_file() else file_named(name)
    if not place.is_file():
        return "/" not in name
    return hash_file(place) != known and not has_same_series(place, file, record)


def has_same_series(place: Path, file: Path, record: Record) -> bool:
    """Return whether an edited table of observations has the same numbers up to the year of the fit.

    Only asked where the file's bytes differ: reading it takes a tenth of a second.
    """
    name, until = record.get("history"), record.get("until")
    history = locate_scenario(name, file.parent) if isinstance(name, str) else None
    if place.name != OBSERVATIONS or history is None or not isinstance(until, int):
        return False
    from ..calibration.folder import hash_observations
    from ..calibration.observations import read_observations

    try:
        past = Scenario.load(display_name(history))
        seen = [s.between(s.start, until) for s in read_observations(place, past)]
    except InputError:
        return False
    return bool(hash_observations(seen) == record["inputs"].get("observations"))


def list_changed_ranges(file: Path, record: Record) -> Iterator[str]:
    """List the scenario that an ensemble was fitted for if its [uncertainty] is another than then."""
    known = (record.get("inputs") or {}).get("uncertainty")
    place = locate_scenario(record_name(record), file.parent)
    if known is None or place is None:
        return
    try:
        fitted = Scenario.load(display_name(place))
    except InputError:
        return
    if hash_uncertainty(fitted) != known:
        yield f"[uncertainty] of {place.name}"


def record_name(record: Record) -> str:
    """Return the name of the scenario that an ensemble was fitted for."""
    return str(record.get("scenario", ""))


def hash_uncertainty(scenario: Scenario) -> str:
    """Compute the SHA-256 hash of a scenario's ranges, without the reasons for them."""
    likeliest = {path: scenario.beliefs[path].likeliest for path in scenario.beliefs}
    ranges = [(path, *ends, likeliest.get(path)) for path, ends in sorted(scenario.uncertainty.items())]
    return hashlib.sha256(json.dumps(ranges).encode()).hexdigest()


def describe_command(file: Path, record: Record, scenario: Scenario) -> str:
    """Compose the command that fits an ensemble anew."""
    place = locate_scenario(record_name(record), file.parent)
    name = scenario.name if place is None else display_name(place)
    shown = name if place is None or name != place.with_suffix("").as_posix() else place.as_posix()
    options = (("until", UNTIL), ("particles", PARTICLES), ("seed", SEED))
    more = [f"--{key} {record[key]}" for key, usual in options if record.get(key) not in {None, usual}]
    return " ".join(["hedgesim ensemble", shell_word(shown), *more, "-o", shell_word(file.as_posix())])


def list_changed(draws: Draws, file: Path, scenario: Scenario) -> list[str]:
    """List in a notice which numbers of the case were changed since its ensemble was fitted, away from it.

    One that was moved to where most draws are, such as to their median, takes nothing from them.
    """
    base, root = read_record_beside(file).get("base", {}), draws.base or scenario.root
    changed = [p for p, v in draws.columns.items() if p in base and p in root and base[p] != root[p]
               and not np.quantile(v, 0.05) <= root[p] <= np.quantile(v, 0.95)]  # fmt: skip
    if not changed:
        return []
    some = ", ".join(changed[:MOST_LISTED]) + (" ..." if len(changed) > MOST_LISTED else "")
    count = f"{len(changed)} number{'s' if len(changed) > 1 else ''} of the case ({some})"
    return [f"{draws.name}: {count} changed since it was fitted; their draws did not"]
