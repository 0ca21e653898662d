"""Particles between their stages on disk, so that an interrupted fit goes on with the same bits."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ..results.output_paths import write_atomically
from .particles import Particles, Stage


def store_stages(
    place: Path, request: Mapping[str, Any], particles: Particles, rng: np.random.Generator
) -> None:
    """Store particles, and where the source of chance stands."""
    about = {
        "request": request, "rng": rng.bit_generator.state, "step": particles.step,
        "stages": [asdict(stage) for stage in particles.stages],
    }  # fmt: skip
    with write_atomically(place) as part, part.open("wb") as file:
        np.savez(
            file, z=particles.z, log_likelihood=particles.log_likelihood, before=particles.before,
            about=np.array(json.dumps(about)),
        )  # fmt: skip


def load_stages(place: Path, request: Mapping[str, Any], rng: np.random.Generator) -> Particles | None:
    """Load particles that were stored for the same request and set the source of chance.

    Returns
    -------
    Particles or None
        None if there are none, or they are of another request.
    """
    with suppress(OSError, ValueError, KeyError, EOFError), np.load(place, allow_pickle=False) as arrays:
        about = json.loads(str(arrays["about"]))
        if about["request"] == json.loads(json.dumps(request)):
            rng.bit_generator.state = about["rng"]
            stages = tuple(Stage(**stage) for stage in about["stages"])
            return Particles(arrays["z"], arrays["log_likelihood"], arrays["before"], stages, about["step"])
    return None
