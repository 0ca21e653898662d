"""The folder of a calibration: its request, so that it can be resumed, and its results, as plain files."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from ...model.errors import InputError
from ...model.scenario.scenario import Scenario
from ..design.fit_record import NAME, read_record
from ..execution.folder_lock import hold_folder
from ..execution.partial_folder import is_unbegun, remove_parts
from ..results.output_paths import make_folder, write_atomically
from ..results.provenance import describe_software
from .observations import Series, describe_series
from .prior import Prior

POSTERIOR = "posterior.csv"


def describe_request(
    histories: Mapping[Scenario, Sequence[Series]], prior: Prior, settings: Mapping[str, Any]
) -> dict[str, Any]:
    """Collect everything that determines a calibration's result, as plain values for JSON."""
    return {
        "scenarios": {s.name: s.digest for s in histories},
        "observations": {s.name: hash_observations(series) for s, series in histories.items()},
        "parameters": {
            path: [float(low), float(likeliest), float(high)]
            for path, low, likeliest, high in zip(
                prior.paths, prior.low, prior.likeliest, prior.high, strict=True
            )
        },
        "learnt": {"mean": prior.mean.tolist(), "covariance": prior.covariance.tolist()},
        **settings,
        **describe_software(),
    }


def hash_observations(series: Sequence[Series]) -> str:
    """Compute the SHA-256 hash of observations."""
    text = "".join(f"{s.about} {s.years.tolist()} {s.values.tolist()}\n" for s in series)
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def hold_calibration(folder: Path, request: Mapping[str, Any], *, resume: bool) -> Iterator[None]:
    """Hold a calibration's folder, a new one or one that was started with the same request.

    Raises
    ------
    InputError
        If the folder is in use, cannot be made, or was started with another request; names every difference.
    """
    if resume and not (folder / NAME).exists():
        msg = f"{folder}: no calibration to go on with; leave out --resume to begin one"
        raise InputError(msg)
    make_folder(folder)
    with hold_folder(folder):
        claim_folder(folder, request, resume=resume)
        remove_parts(folder)
        yield


def describe_state(folder: Path) -> str:
    """Describe what a stopped calibration goes on from."""
    if any(folder.glob("chain_*.npz")):
        return "its chains are stored"
    return "no chain was stored yet, so that it begins again"


def claim_folder(folder: Path, request: Mapping[str, Any], *, resume: bool) -> None:
    """Start a calibration's folder, or check that an existing one was started with the same request."""
    place = folder / NAME
    if not place.exists():
        if not is_unbegun(folder):
            msg = f"{folder}: not empty; name a new folder with --out"
            raise InputError(msg)
        write_file(place, json.dumps(request, indent=1, ensure_ascii=False) + "\n")
        return
    if not resume:
        msg = f"{folder}: holds a calibration; go on with --resume or name a new folder with --out"
        raise InputError(msg)
    record = read_record(place)  # steps may differ: a resumed chain may be longer
    now = json.loads(json.dumps(request))
    differing = [key for key in now if key != "steps" and record.get(key) != now[key]]
    if differing:
        raise InputError(
            *(
                f"{folder}: begun with another {key}: {describe_difference(record, now, key)}"
                for key in differing
            ),
            f"{folder}: continue with what it was begun with, or fit anew into another folder with --out",
        )


def describe_difference(recorded: Mapping[str, Any], now: Mapping[str, Any], key: str) -> str:
    """Describe how the value of a key differs between the recorded and the present request."""
    before, after = recorded.get(key), now[key]
    if isinstance(before, dict) and isinstance(after, dict):
        parts = [k for k in {**before, **after} if before.get(k) != after.get(k)]
        return ", ".join(parts)
    return f"{before}, now {after}"


def write_file(place: Path, text: str) -> None:
    """Write a text file atomically: the whole file or nothing."""
    with write_atomically(place) as part:
        part.write_text(text, encoding="utf-8")


def write_tables(
    folder: Path, summary: pd.DataFrame, posterior: pd.DataFrame, series: Mapping[str, Sequence[Series]]
) -> None:
    """Write summary, posterior draws and observations as .csv files."""
    observed = pd.concat([describe_series(s).assign(scenario=name) for name, s in series.items()])
    write_file(folder / "summary.csv", summary.to_csv(index=False))
    write_file(folder / POSTERIOR, posterior.to_csv(index=False))
    write_file(folder / "observations.csv", observed.to_csv(index=False))
