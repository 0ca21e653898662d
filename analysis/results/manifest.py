"""The manifest of a result folder: everything needed to make the folder again, as plain JSON."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...model.errors import InputError
from ...model.scenario.files import ENDING, builtin_scenarios, strip_ending
from ...model.scenario.scenario import Scenario
from ...model.text import escape_controls, escape_json, shell_word
from ..design.batch import Batch
from ..design.parameter_draws import Draws
from . import point_table
from .column_units import describe_columns
from .manifest_schema import manifest_faults
from .output_paths import error_reason, write_atomically
from .provenance import describe_software, git_state
from .quantiles import NOTE
from .table_schema import BASE

NAME = "manifest.json"
FORMAT = 1
SEAL = "sha256"
"""Key of the hash over the rest of the manifest; one of version 0.1.0 has none."""


def record_design(batch: Batch) -> dict[str, Any]:
    """Return the inputs that decide a batch's results; a resumed batch must have the same."""
    return {
        "scenarios": {s.name: s.to_dict() for s in batch.scenarios},
        "strategies": {name: list(chosen) for name, chosen in batch.strategies.items()},
        "runs": batch.runs,
        "first_run": batch.first_run,
        "seed": batch.seed,
        "engine": batch.engine,
        "paths": batch.paths,
        "set": dict(batch.changes),
        "block": batch.block,
        "points": point_table.describe_points(batch.points),
        "draws": describe_draws(batch),
        "design": dict(batch.spec),
    }


def describe_draws(batch: Batch) -> dict[str, Any]:
    """Return file name, number, columns, hash and base of the draws, and which each scenario leaves out.

    The mapping is empty where there are none.
    """
    draws = batch.draws
    if draws is None:
        return {}
    taken = {s.name: draws.for_scenario(s) for s in batch.scenarios}
    left_out = {name: [p for p in draws.columns if p not in columns] for name, columns in taken.items()}
    return {
        "file": escape_controls(draws.name),
        **point_table.describe_points(draws.columns),
        BASE: dict(draws.base),
        "left_out": {name: paths for name, paths in left_out.items() if paths},
    }


def rebuild_draws(manifest: Mapping[str, Any], folder: Path) -> Draws | None:
    """Rebuild the draws that the runs of a folder took, None if there are none."""
    record = manifest.get("draws", {})
    if not record.get("columns"):
        return None
    columns = point_table.read_stored_points(record, folder, point_table.DRAWS)
    draws = Draws(record["file"], columns, base=record.get(BASE, {}))
    return draws.settle([*manifest["set"], *manifest["points"]["columns"]])


def rebuild_batch(manifest: Mapping[str, Any], folder: Path) -> Batch:
    """Rebuild the batch that the manifest of a folder describes.

    Raises
    ------
    InputError
        If the points of a sweep or the draws are missing or were changed.
    """
    return Batch(
        scenarios=tuple(read_scenarios(manifest, folder)),
        strategies={name: tuple(chosen) for name, chosen in manifest["strategies"].items()},
        runs=manifest["runs"],
        first_run=manifest["first_run"],
        seed=manifest["seed"],
        engine=manifest["engine"],
        paths=manifest["paths"],
        changes=manifest["set"],
        block=manifest["block"],
        points=point_table.read_stored_points(manifest["points"], folder),
        draws=rebuild_draws(manifest, folder),
        spec=manifest["design"],
    )


def read_scenarios(manifest: Mapping[str, Any], folder: Path) -> list[Scenario]:
    """Rebuild the scenarios of a manifest.

    Raises
    ------
    InputError
        If the parameters of a scenario are not those of this version; names the version that made it.
    """
    try:
        return [Scenario.from_dict(s) for s in manifest["scenarios"].values()]
    except InputError as error:
        version = manifest["versions"].get("hedgesim", "unknown")
        now = describe_software()
        same = "the same" if manifest["model"] == now["model"] else "another"
        why = (
            f"made with hedgesim {version}, {same} source of the model; this is {now['versions']['hedgesim']}"
        )
        raise InputError(
            *(f"{folder / NAME}: {fault}" for fault in error.faults), f"{folder}: {why}"
        ) from None


def begin_manifest(batch: Batch, command: str) -> dict[str, Any]:
    """Build the manifest of a batch before its first run."""
    return {
        "format": FORMAT,
        "complete": False,
        "command": command,
        "begun": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        **describe_software(),
        "git": git_state(),
        **record_design(batch),
    }


def finish_manifest(
    manifest: Mapping[str, Any], batch: Batch, failed: int, tables: Mapping[str, Any]
) -> dict[str, Any]:
    """Build the manifest of a finished batch.

    Parameters
    ----------
    manifest : mapping
        The manifest from :func:`begin_manifest`.
    batch : Batch
        The batch that was run.
    failed : int
        Number of failed runs.
    tables : mapping
        Rows and sha256 of each table written, by name.
    """
    entries = {}
    for name, facts in tables.items():
        varying = list(batch.changes), list(batch.points)
        columns = describe_columns(name, batch.patrons, *varying, draws=batch.draws is not None)
        units = {c: {"unit": about.unit, "meaning": about.meaning} for c, about in columns.items()}
        entries[name] = {"file": f"{name}.parquet", **facts, "columns": units}
    return {
        **manifest,
        "complete": True,
        "failed": failed,
        "bands": NOTE,
        "tables": entries,
        "hash": content_hash(tables),
    }


def content_hash(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """Compute one hash over the hashes of all tables; it depends neither on time nor on the machine."""
    text = "".join(f"{name} {tables[name]['sha256']}\n" for name in sorted(tables))
    return hashlib.sha256(text.encode()).hexdigest()


def write_manifest(manifest: Mapping[str, Any], folder: Path) -> None:
    """Write a manifest with its own hash, whole or not at all."""
    sealed = {**manifest, SEAL: manifest_hash(manifest)}
    text = escape_json(json.dumps(sealed, indent=1, ensure_ascii=False))  # UTF-8 has no lone surrogates
    with write_atomically(folder / NAME) as part:
        part.write_text(f"{text}\n", encoding="utf-8")


def manifest_hash(manifest: Mapping[str, Any]) -> str:
    """Compute the hash of a manifest without its own hash; the layout of the file does not matter."""
    rest = {key: value for key, value in manifest.items() if key != SEAL}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def describe_way(folder: Path) -> str:
    """Describe what was expected in the place of a folder that is none; for a scenario, how to get there."""
    if is_scenario(folder):
        words = f"{shell_word(strip_ending(folder.as_posix()))} --out results/first"
    elif folder.exists():
        return "a result folder was expected"
    else:
        words = f"belarus/baseline --out {shell_word(folder)}"
    return f"a result folder was expected; first: hedgesim batch {words}"


def is_scenario(path: Path) -> bool:
    """Return whether a path names a scenario, where a result folder was expected."""
    name = strip_ending(path.as_posix())
    return name in builtin_scenarios() or Path(f"{name}{ENDING}").is_file()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read and check the manifest of a folder.

    Raises
    ------
    InputError
        If there is no such folder, no manifest in it, or one that was changed or that this version cannot
        read.
    """
    path = folder / NAME
    if not folder.is_dir():
        what = "not a folder" if folder.exists() else "no such folder"
        msg = f"{folder}: {what}; {describe_way(folder)}"
        raise InputError(msg)
    if not path.is_file():  # a pipe would be waited for
        what = (
            f"{path}: not a file"
            if path.exists()
            else f"{folder}: not a result folder, there is no {NAME} in it"
        )
        raise InputError(what)
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"{path}: cannot be read: {error_reason(error)}"
        raise InputError(msg) from None
    except (ValueError, RecursionError) as error:
        msg = f"{path}: cannot be read as JSON: {error}"
        raise InputError(msg) from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else None
        msg = f"{path}: not a manifest of this version: format is {found!r}, expected {FORMAT}"
        raise InputError(msg)
    if SEAL in manifest and manifest[SEAL] != manifest_hash(manifest):
        msg = f"{path}: changed since it was written, it does not fit its own sha256"
        raise InputError(msg)
    if faults := manifest_faults(manifest):
        raise InputError(*(f"{path}: {fault}" for fault in faults))
    return manifest


def software_differences(recorded: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Describe each version or source that differs between two records of software."""
    faults = [
        f"made with {name} {recorded['versions'].get(name)}, now {version}"
        for name, version in now["versions"].items()
        if recorded["versions"].get(name) != version
    ]
    return faults if recorded["model"] == now["model"] else [*faults, "the model's source has changed since"]


def manifest_differences(recorded: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Describe each difference between two manifests that results depend on.

    ``recorded`` is the manifest of a folder, ``now`` that of the batch asked for.
    """
    keys = ("strategies", "runs", "first_run", "seed", "engine", "paths", "set", "block", "design")
    faults = [
        f"{key.replace('_', ' ')} {json.dumps(recorded[key])} there, {json.dumps(now[key])} asked for"
        for key in keys
        if recorded[key] != now[key]
    ]
    if recorded["points"] != now["points"]:
        faults.append("the points of the sweep differ")
    faults += draws_differences(recorded.get("draws", {}), now["draws"])
    return (
        software_differences(recorded, now)
        + faults
        + describe_scenario_differences(recorded["scenarios"], now["scenarios"])
    )


def draws_differences(recorded: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Describe in what the draws of two manifests differ; the name of the file does not count."""
    if not recorded or not now:
        return (
            []
            if recorded == now
            else [f"{describe_draw_record(recorded)} there, {describe_draw_record(now)} asked for"]
        )
    if recorded.get(BASE) != now[BASE]:
        return [f"the scenario that {now['file']} was made for has changed"]
    for part in ("columns", "rows"):
        if recorded[part] != now[part]:
            there, here = (
                ", ".join(m[part]) if part == "columns" else f"{m[part]:,}" for m in (recorded, now)
            )
            return [f"{part} of {now['file']}: {there} there, {here} asked for"]
    return [f"values of {now['file']} have changed"] if recorded["sha256"] != now["sha256"] else []


def describe_draw_record(record: Mapping[str, Any]) -> str:
    """Describe draws in a few words: ``1,000 draws of posterior.csv``."""
    return f"{record['rows']:,} draws of {record['file']}" if record else "no draws"


DECIDING = ("patrons", "first_quarter", "horizon", "values", "events", "relative")
"""Parts of a scenario that results depend on."""


def describe_scenario_differences(recorded: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Describe each difference between the scenarios of two manifests."""
    if list(recorded) != list(now):
        return [f"scenarios {', '.join(recorded)} there, {', '.join(now)} asked for"]
    now = json.loads(json.dumps(now))  # tuples become lists, as in a manifest that was read
    return [
        f"scenario {name}: {describe_change(key, recorded[name].get(key, {}), scenario[key])}"
        for name, scenario in now.items()
        for key in DECIDING
        if recorded[name].get(key, {}) != scenario[key]
    ]


def describe_change(key: str, old: object, new: object) -> str:
    """Describe a difference within a scenario: the first value that changed, or a short part as a whole."""
    if isinstance(old, dict) and isinstance(new, dict):
        key = next(path for path in {**old, **new} if old.get(path) != new.get(path))
        old, new = old.get(key), new.get(key)
    return (
        "its events have changed"
        if key == "events"
        else f"{key} {json.dumps(old)} there, {json.dumps(new)} now"
    )
