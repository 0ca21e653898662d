"""Points of a sweep: a table with one row per point and one column per path, made by a design.

Space-filling and screening designs are those of scipy and SALib; the same axes, kind, samples and seed give
the same points. :mod:`.unit_cube` maps positions in the unit cube to values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from .axis import Axis, axis_conflicts
from .one_at_a_time import oat_values
from .unit_cube import unit_lhs, unit_morris, unit_sobol, values_at

KINDS = ("grid", "lhs", "sobol", "morris", "oat")
SAMPLED = ("lhs", "sobol", "morris")
TABLE = "table"
"""Kind of a user's own table of points."""
MOST_SAMPLES = 2**24
MOST_POINTS = 50_000_000


@dataclass(frozen=True)
class Points:
    """Points of a sweep.

    Attributes
    ----------
    table : DataFrame
        One row per point, one column per path in the order of the axes; numbers in the parameters' units,
        steps of agreements and switches as numbers.
    kind : str
        One of KINDS, or ``table``.
    samples : int or None
        Points of an LHS, base samples of a Sobol design, trajectories of Morris; None for the others.
    seed : int
        Seed with which the design was drawn.
    axes : tuple of Axis
        The inputs that vary.
    notices : tuple of str
        Messages for the user, such as on samples that were rounded up.
    """

    table: pd.DataFrame
    kind: str
    samples: int | None
    seed: int
    axes: tuple[Axis, ...]
    notices: tuple[str, ...] = ()

    def spec(self) -> dict[str, Any]:
        """Return a description for JSON from which :meth:`from_spec` makes the same points.

        For a user's own table it contains all rows.
        """
        record: dict[str, Any] = {"kind": self.kind, "samples": self.samples, "seed": self.seed}
        record |= {
            "points": len(self.table),
            "axes": [asdict(a) | {"levels": list(a.levels)} for a in self.axes],
        }
        return record | ({"rows": self.table.to_numpy(float).tolist()} if self.kind == TABLE else {})

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> "Points":
        """Build the points that a description from :meth:`spec` gives.

        Raises
        ------
        InputError
            If it is not what :meth:`spec` returns.
        """
        try:
            axes = build_axes(spec)
            if spec["kind"] == TABLE:
                table = pd.DataFrame(spec["rows"], columns=[a.path for a in axes], dtype=float)
                return cls(table, TABLE, None, int(spec["seed"]), axes)
            return make_points(axes, spec["kind"], spec["samples"], int(spec["seed"]))
        except (KeyError, TypeError, ValueError) as error:
            msg = f"not the description of a design: {error!r}"
            raise InputError(msg) from error


def build_axes(spec: Mapping[str, Any]) -> tuple[Axis, ...]:
    """Build the axes of a description."""
    return tuple(Axis(**(dict(record) | {"levels": tuple(record["levels"])})) for record in spec["axes"])


def make_points(axes: Sequence[Axis], kind: str, samples: int | None, seed: int) -> Points:
    """Build the points of a design.

    Parameters
    ----------
    axes : sequence of Axis
        The inputs that vary; ``grid`` needs levels on each, ``oat`` a value of the scenario's own.
    kind : str
        ``grid`` (all combinations, the last axis fastest), ``lhs`` (Latin hypercube of ``samples`` points),
        ``sobol`` (Saltelli's sample with second order: N(2D+2) points, N rounded up to a power of two),
        ``morris`` (``samples`` trajectories of D+1 points) or ``oat`` (the scenario's own values, then each
        axis alone at its ends or levels).
    samples : int or None
        See ``kind``; grid and oat need none.
    seed : int
        Seed of the design, given to scipy or SALib.

    Raises
    ------
    InputError
        With every requirement of the kind that is not met.
    """
    axes = tuple(axes)
    faults = design_faults(axes, kind, samples)
    if faults:
        raise InputError(*faults)
    if kind in SAMPLED:
        assert samples is not None
        # the smallest power of two that is not below samples
        count = 1 << (samples - 1).bit_length() if kind == "sobol" else samples
        notices = tuple(sobol_notices(samples, count, len(axes))) if kind == "sobol" else ()
        unit = {"lhs": unit_lhs, "sobol": unit_sobol, "morris": unit_morris}[kind](len(axes), count, seed)
        columns = {a.path: values_at(a, unit[:, k]) for k, a in enumerate(axes)}
        return Points(pd.DataFrame(columns), kind, count, seed, axes, notices)
    rows = list(product(*(a.levels for a in axes))) if kind == "grid" else list(oat_values(axes))
    table = pd.DataFrame(rows, columns=[a.path for a in axes], dtype=float)
    return Points(table, kind, None, seed, axes)


def design_faults(axes: Sequence[Axis], kind: str, samples: int | None) -> list[str]:
    """Describe everything that keeps a design from being made."""
    if kind not in KINDS:
        return [f"unknown design {kind!r}; known are {', '.join(KINDS)}{hint(kind, KINDS)}"]
    faults = [] if axes else ["nothing to vary"]
    faults += axis_conflicts([a.path for a in axes])
    if kind in SAMPLED and (samples is None or not 1 <= samples <= MOST_SAMPLES):
        faults.append(
            f"a {kind} design needs samples, a whole number from 1 to {MOST_SAMPLES:,}; found {samples}"
        )
    for a in axes:
        if kind == "grid" and not a.levels:
            faults.append(f"{a.path}: a grid needs levels: write {a.low:g}:{a.high:g}:N or a list")
        if kind == "oat" and a.base is None:
            faults.append(f"{a.path}: the scenario has no value of its own, which a design oat starts from")
    if not faults and (size := design_size(axes, kind, samples or 0)) > MOST_POINTS:
        what, less = ("grid", "levels or lhs") if kind == "grid" else (f"{kind} design", "samples")
        faults.append(f"a {what} of {size:,.0f} points; allowed are {MOST_POINTS:,}: use fewer {less}")
    return faults


def design_size(axes: Sequence[Axis], kind: str, samples: int) -> float:
    """Return the number of points of a grid or a sampled design; 0 for oat, which is small."""
    if kind == "grid":
        return float(np.prod([float(len(a.levels)) for a in axes]))
    each = {"lhs": 1, "morris": len(axes) + 1, "sobol": 2 * len(axes) + 2}.get(kind, 0)
    return float(each * samples)


def sobol_notices(samples: int, count: int, axes: int) -> Iterator[str]:
    """Yield how the samples of a Sobol design become points: ``64 -> 64*(2*6+2) = 896 points``."""
    if count != samples:
        yield f"samples: {samples:,} rounded up to {count:,}, a power of two"
    yield f"{count} -> {count}*(2*{axes}+2) = {count * (2 * axes + 2):,} points"
