"""From the options of ``batch`` to its plan: scenarios, result folder, and what to resume."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ....model.errors import InputError
from ....model.scenario.files import strip_ending
from ....model.scenario.scenario import Scenario
from ....model.strategies import MIX
from ...design.batch import AUTO, SEED, Batch, plan_batch
from ...design.parameter_draws import BATCH_RUNS
from ...design.scenario_names import expand_names
from ...ensembles.default import CASE, Source, choose_draws
from .console import say

if TYPE_CHECKING:
    from ...results.folder import Results

RESULTS = Path("results")


@dataclass(frozen=True)
class BatchRequest:
    """The options of a batch; None for an option that is not given.

    Attributes
    ----------
    paths : sequence of str
        Scenarios and folders.
    runs, strategies, seed, changes, engine, keep_paths
        As in :func:`~hedgesim.analysis.design.batch.plan_batch`, with ``keep_paths`` for ``paths``.
    draws : Draws, Path, str or None
        Where draws come from; None for the scenarios' own numbers.
    """

    paths: Sequence[str]
    runs: int | None
    strategies: Sequence[str] | None
    seed: int | None
    changes: Mapping[str, object]
    engine: str | None
    keep_paths: bool
    draws: Source = CASE


def plan_request(request: BatchRequest, resume: Path | None, out: Path | None) -> Batch:
    """Plan the batch that a command line asks for, a new one or the rest of a stopped one.

    Raises
    ------
    InputError
        If no scenario is named, or the options do not fit the batch to be resumed.
    """
    if resume is not None:
        if out is not None and out != resume:
            msg = f"--resume {resume}: results go into that folder; leave --out out"
            raise InputError(msg)
        return plan_resumed_batch(request, resume)
    if not request.paths:
        msg = "name a scenario or a folder: hedgesim batch belarus; hedgesim list names the built-in ones"
        raise InputError(msg)
    return plan_new_batch(request)


def plan_new_batch(request: BatchRequest) -> Batch:
    """Plan a batch from scenarios by their names."""
    loaded = [Scenario.load(name) for name in expand_names(request.paths)]
    scenarios = add_mixes(loaded, request.strategies, request.changes)
    varied = [scenario.vary(request.changes) for scenario in scenarios]
    return plan_batch(
        scenarios, request.strategies,
        runs=BATCH_RUNS if request.runs is None else request.runs,
        seed=SEED if request.seed is None else request.seed,
        engine=request.engine or AUTO, paths=request.keep_paths, changes=request.changes,
        draws=choose_draws(request.draws, varied, request.changes),
    )  # fmt: skip


def add_mixes(
    scenarios: Sequence[Scenario], strategies: Sequence[str] | None, changes: Mapping[str, object]
) -> list[Scenario]:
    """Search the best mix of scenarios that are to play ``mix`` and have none that fits, and say so."""
    if MIX not in (strategies or ()):
        return list(scenarios)
    from ...explore.mix_search import complete_mixes

    completed = complete_mixes(scenarios, strategies, changes)
    for before, after in zip(scenarios, completed, strict=True):
        if after is not before:
            say(f"{before.name}: no mix is known for these values; the best one was searched anew")
    return completed


def plan_resumed_batch(request: BatchRequest, folder: Path) -> Batch:
    """Plan the batch of a folder, with the values that the command line gives in place of its own.

    If scenarios are named, the whole command line counts instead of the folder's manifest. The result is
    compared with the manifest later, before any run.

    Raises
    ------
    InputError
        If settings, strategies or draws are given without scenarios.
    """
    from ...execution.partial_folder import read_begun_manifest
    from ...results import manifest as manifests

    manifest = read_begun_manifest(folder)
    # what is kept of compiled code, and so what auto stands for, may have changed since the batch began
    engine = manifest["engine"] if request.engine in (None, AUTO) else request.engine
    if request.paths:
        return plan_new_batch(replace(request, engine=engine))
    begun = manifests.rebuild_batch(manifest, folder)
    if request.changes or request.strategies is not None or request.draws != CASE:
        msg = (
            "--resume: with --set, --quarters, --strategies, --parameters-from or --point name the"
            " scenarios too, or leave all out"
        )
        raise InputError(msg)
    return replace(
        begun,
        runs=begun.runs if request.runs is None else request.runs,
        seed=begun.seed if request.seed is None else request.seed,
        engine=engine,
        paths=begun.paths or request.keep_paths,
    )


def choose_folder(paths: Sequence[str]) -> Path:
    """Return a new folder below ``results`` that is named after the first three scenarios."""
    words = [strip_ending(Path(p.rstrip("/")).name) for p in paths]
    name = "+".join(words[:3]) + (f"+{len(words) - 3}" if len(words) > 3 else "")
    return find_free_folder(RESULTS / (name or "batch"))


def find_free_folder(folder: Path) -> Path:
    """Return the folder if it is new or empty, else the first free one with a number after its name."""
    tried, number = folder, 1
    while tried.exists() and not (tried.is_dir() and not any(tried.iterdir())):
        number += 1
        tried = folder.with_name(f"{folder.name}-{number}")
    return tried


def select_comparable(results: "Results") -> tuple[list[str], list[str]]:
    """Return the scenarios that cover the baseline's quarters, and a notice for each that does not."""
    from ...compare.paired import describe_incomparable, find_baseline

    scenarios = results.manifest["scenarios"]
    baseline = find_baseline(list(scenarios))
    apart = describe_incomparable(scenarios, baseline)
    notices = [f"{name} is not compared with {baseline}: it {why}" for name, why in apart.items()]
    return [n for n in scenarios if n not in apart], notices
