"""What patrons may want, as means over runs: one number of each feature for every profile of policies.

A policy is played for the whole run: no patron changes it within a run. What patrons do by the model's rules
(coercion, courting, vetoes) and what the hedger does goes on every quarter.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.engines.compiled import simulate
from ...model.errors import RunError
from ...model.outcomes import path_columns
from ...model.parameters.lookup import INTERESTS
from ...model.scenario.scenario import Scenario
from ...model.strategies import plan_for
from ..design.columns import draw_columns, engine_columns
from .worlds import Worlds

Array = NDArray[np.float64]
Columns = Mapping[str, Array]

CHUNK = 128
"""Runs whose every quarter is in memory at a time in each thread."""


@dataclass(frozen=True)
class Features:
    """What a strategy of the hedger brings.

    Attributes
    ----------
    values : array, shape (worlds, profiles, patrons, features)
        Features in the order of INTERESTS, larger is better for the patron.
    utility : array, shape (worlds, profiles, runs)
        The hedger's mean utility.
    """

    values: Array
    utility: Array


def simulate_features(worlds: Worlds, strategy: str, workers: int, report: Callable[[int], None]) -> Features:
    """Simulate a strategy at every profile in every world.

    Parameters
    ----------
    worlds : Worlds
        What is played.
    strategy : str
        Strategy of the hedger.
    workers : int
        Threads.
    report : callable
        Called with the number of further runs done.

    Raises
    ------
    RunError
        If a run gives a number that is not finite.
    """
    spec, shape = worlds.scenario, (worlds.count, worlds.policies.profiles, worlds.runs)
    columns, numbers = lay_out_runs(worlds, strategy)
    plan, base = plan_for(spec, strategy), constant_terms(spec)

    def play(some: slice) -> tuple[Array, Array]:
        part = {path: values[some] for path, values in columns.items()}
        played = simulate(spec, plan, worlds.seed, numbers[some], part, paths=True)
        if not played.sound.all():
            run = int(numbers[some][int(np.argmin(played.sound))])
            msg = f"{spec.name}: run {run} of seed {worlds.seed} gives a number that is not finite"
            raise RunError(msg)
        report(len(played.sound))
        return read_features(spec, played.paths, part, base)

    cuts = [slice(at, at + CHUNK) for at in range(0, len(numbers), CHUNK)]
    with ThreadPoolExecutor(workers) as threads:
        found = list(threads.map(play, cuts))
    values = np.concatenate([v for v, _ in found])
    utility = np.concatenate([u for _, u in found])
    return Features(values.reshape(*shape, *values.shape[1:]).mean(axis=2), utility.reshape(shape))


def lay_out_runs(worlds: Worlds, strategy: str) -> tuple[dict[str, Array], NDArray[np.int64]]:
    """Return the columns of all runs and their numbers; runs vary fastest, then profiles, then worlds."""
    spec, each = worlds.scenario, worlds.policies.profiles * worlds.runs
    columns = {path: np.repeat(v, each) for path, v in draw_columns(spec, worlds.draws).items()}
    levers = worlds.policies.columns(spec.patrons)
    columns |= {path: np.tile(np.repeat(v, worlds.runs), worlds.count) for path, v in levers.items()}
    blocks = np.arange(worlds.count * worlds.runs).reshape(worlds.count, 1, worlds.runs)
    numbers = np.broadcast_to(blocks, (worlds.count, worlds.policies.profiles, worlds.runs)).ravel()
    return engine_columns(spec, strategy, columns), np.array(numbers, np.int64)


def constant_terms(spec: Scenario) -> dict[str, Array]:
    """Return what records do not hold and no lever sets: framework and conditionality, by quarter."""
    cases = spec.timeline()
    return {
        f"patrons.{p}.{name}": np.array([getattr(case.patrons[at], name) for case in cases])
        for at, p in enumerate(spec.patrons)
        for name in ("framework", "conditionality")
    }


def read_features(spec: Scenario, paths: Array, columns: Columns, base: Columns) -> tuple[Array, Array]:
    """Return features, shape (runs, patrons, features), and utility, shape (runs,), of recorded runs."""
    place = {name: at for at, name in enumerate(path_columns(spec.patrons))}

    def read(name: str) -> Array:
        return np.asarray(paths[:, :, place[name]])

    def term(path: str) -> Array:
        return columns[path][:, None] if path in columns else base[path][None]

    found = [list_features(spec.patrons, p, read, term) for p in spec.patrons]
    values = np.array([[row[name].mean(axis=1) for name in INTERESTS] for row in found])
    return np.moveaxis(values, 2, 0), read("utility").mean(axis=1)


def list_features(
    patrons: tuple[str, ...], p: str, read: Callable[[str], Array], term: Callable[[str], Array]
) -> dict[str, Array]:
    """Return the features of a patron by quarter, each of shape (runs, quarters)."""
    rivals = ((q, f"rivalry_{a}_{b}") for q, a, b in list_pairs(patrons, p))
    step = read(f"agreement_{p}")
    framework = np.where(step >= 0.0, step / 4.0, term(f"patrons.{p}.framework"))
    return {
        "influence": read(f"omega_{p}"),
        "rival": -sum((read(pair) * read(f"omega_{q}") for q, pair in rivals), start=np.zeros(())),
        "trade": (read(f"export_share_{p}") + read(f"import_share_{p}")) / 2.0,
        "money": -(read(f"inducement_{p}") + read(f"investment_{p}")),
        "coercing": -read(f"coercion_{p}"),
        "security": read(f"tie_security_{p}"),
        "stability": read("economy"),
        "principle": -read("strain") * (framework + 1.0 - term(f"patrons.{p}.conditionality")) / 2.0,
    }


def list_pairs(patrons: tuple[str, ...], p: str) -> list[tuple[str, str, str]]:
    """List the other patrons, each with its pair in the scenario's order."""
    return [(q, *sorted((p, q), key=patrons.index)) for q in patrons if q != p]  # type: ignore[misc]
