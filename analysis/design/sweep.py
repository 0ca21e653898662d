"""From the options of ``sweep`` to axes, design and batch, and an estimate of its size."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ...model.scenario.scenario import Scenario
from . import duration
from .arguments import file_named
from .axis import Axis
from .batch import Batch, describe_batch, plan_batch
from .parameter_draws import Draws
from .parse_axes import guess_axes, parse_axes, uncertain_axes
from .points import KINDS, Points, make_points
from .points_file import read_points
from .table_file import is_table_name, known_endings

SAMPLES = {"lhs": 256, "sobol": 64, "morris": 32}
"""Default number of samples by design."""


@dataclass(frozen=True)
class SweepRequest:
    """The options of a command line that say what varies."""

    vary: Sequence[str]
    uncertain: bool
    all_guesses: bool
    design: str | None
    samples: int | None
    seed: int


def build_points(request: SweepRequest, scenario: Scenario) -> Points:
    """Build the points of a sweep.

    Without a named design they are all combinations if every axis has levels, else a Latin hypercube.

    Raises
    ------
    InputError
        If nothing varies, options contradict each other, or the design cannot be made.
    """
    if request.design is not None and is_table_name(request.design):
        return read_sweep_table(request, request.design, scenario)
    if request.design is not None and request.design not in KINDS:
        known = f"known are {', '.join(KINDS)}, and tables of points that end in {known_endings()}"
        msg = f"--design {request.design}: no such design; {known}{hint(request.design, KINDS)}"
        raise InputError(msg)
    axes = choose_axes(request, scenario)
    kind = request.design or ("grid" if all(a.levels for a in axes) else "lhs")
    if request.samples is not None and kind in KINDS and kind not in SAMPLES:
        msg = f"--samples {request.samples}: a {kind} design has as many points as its levels make"
        raise InputError(msg)
    samples = SAMPLES.get(kind) if request.samples is None else request.samples
    return make_points(axes, kind, samples, request.seed)


def read_sweep_table(request: SweepRequest, name: str, scenario: Scenario) -> Points:
    """Read the points of a sweep from a user's own table.

    Raises
    ------
    InputError
        If the options also say otherwise what varies, or the table is faulty.
    """
    faults = [] if file_named(name).exists() else [f"--design {name}: no such file"]
    if request.vary or request.uncertain or request.all_guesses or request.samples is not None:
        faults.append(f"--design {name}: the table says what varies; leave --vary and the like out")
    if faults:
        raise InputError(*faults)
    return read_points(name, scenario)


def choose_axes(request: SweepRequest, scenario: Scenario) -> tuple[Axis, ...]:
    """Return the axes of a sweep; those named replace the scenario's own ranges of the same path.

    Raises
    ------
    InputError
        If nothing is to vary, or with the faults of the axes.
    """
    named = parse_axes(request.vary, scenario) if request.vary else ()
    ranges: tuple[Axis, ...] = ()
    if request.uncertain:
        ranges = uncertain_axes(scenario)
    if request.all_guesses:
        ranges += tuple(a for a in guess_axes(scenario) if a.path not in {r.path for r in ranges})
    taken = {a.path for a in named}
    axes = (*named, *(a for a in ranges if a.path not in taken))
    if not axes:
        msg = (
            f"{scenario.name}: nothing to vary; give --vary KEY=LO:HI, --uncertain, --all-guesses or"
            " --design FILE"
        )
        raise InputError(msg)
    return axes


def plan_sweep(
    scenario: Scenario,
    points: Points,
    strategies: Sequence[str] | None,
    *,
    runs: int,
    seed: int,
    engine: str,
    paths: bool = False,
    draws: Draws | None = None,
) -> Batch:
    """Build the batch of a sweep: points x strategies x runs, with the same draws at every point."""
    spec = {key: value for key, value in points.spec().items() if key != "rows"}
    columns = {str(path): points.table[path].to_numpy(float) for path in points.table}
    return plan_batch(
        [scenario], strategies, runs=runs, seed=seed, engine=engine, paths=paths, points=columns, spec=spec,
        draws=draws,
    )  # fmt: skip


def describe_sweep(batch: Batch, workers: int) -> str:
    """Describe the size of a batch and about how long it takes."""
    return f"{describe_batch(batch)}, {duration.describe_duration(duration.estimate_batch(batch, workers))}"
