"""Attribution of a difference in an outcome: Shapley values of changed inputs or of disabled mechanisms."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.engines.compiled import simulate
from ...model.errors import InputError, RunError
from ...model.outcomes import UTILITY, outcome_columns
from ...model.parameters.relative import Relative
from ...model.scenario.scenario import Event, Scenario
from ...model.strategies import HEDGE, plan_for
from ..compare.best_rival import RivalValues, resample_weights, wrap_hedge_values
from ..compare.premium import require_hedge, require_rival, select_rivals
from ..conditions.columns import premium_columns
from ..design import duration
from ..design.batch import count_phrase
from ..design.columns import engine_columns, run_columns
from ..design.parameter_draws import BATCH_RUNS, Draws, number_draws
from ..execution.local import count_cores
from ..labels import PREMIUM, RUNG, RUNG_COLUMNS, outcome_hint, premium_rival
from .futures import build_cases
from .ladder import describe_ladder, simulate_rung
from .shapley import Inputs, required_subsets, shapley_values

Vector = NDArray[np.float64]
KEPT = {"patrons": "patrons", "first quarters": "first_quarter", "horizons": "horizon"}
"""What two scenarios must share."""
DRAWS = 1000
"""Resamples of runs for the interval of a premium."""
REGIME_OUTCOMES = {"regime": "it is a text", "hedging_lost_quarter": "runs that never lose hedging have none"}
"""Outcomes that have no mean, and why."""


@dataclass(frozen=True)
class Change:
    """An input that differs between two scenarios.

    Attributes
    ----------
    name : str
        Path of a value, or ``events.NAME``.
    values : mapping
        Path to new value.
    events : tuple
        Pairs of an event's name and its new event, None if the event is removed.
    relative : Relative or None
        How the new value follows from the one before, if it is given so.
    """

    name: str
    values: Mapping[str, float]
    events: tuple[tuple[str, Event | None], ...] = ()
    relative: Relative | None = None


def list_changes(before: Scenario, after: Scenario) -> list[Change]:
    """Return the inputs that differ between two scenarios; a framework and its agreement count as one.

    Raises
    ------
    InputError
        If patrons, first quarters or horizons differ, or nothing differs.
    """
    faults = [
        f"{before.name} and {after.name}: {what} differ; only values and events can be attributed"
        for what, key in KEPT.items()
        if getattr(before, key) != getattr(after, key)
    ]
    if faults:
        raise InputError(*faults)
    changes: list[Change] = []
    differing = [p for p, value in after.values.items() if before.values.get(p) != value]
    for path in differing:
        stem, _, name = path.rpartition(".")
        other = f"{stem}.agreement"
        if path.startswith("patrons.") and name == "framework" and other in differing:
            continue
        # a scenario file gives one of both, and an agreement sets the framework: they change as one input
        twin = {f"{stem}.framework": after.values[f"{stem}.framework"]} if name == "agreement" else {}
        changes.append(Change(path, {path: after.values[path]} | twin, (), after.relative.get(path)))
    old, new = ({e.name: e for e in s.events} for s in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            changes.append(Change(f"events.{name}", {}, ((name, new.get(name)),)))
    if not changes:
        msg = f"{before.name} and {after.name} hold the same values and events: there is nothing to attribute"
        raise InputError(msg)
    return changes


def apply_changes(before: Scenario, changes: Sequence[Change]) -> Scenario:
    """Return the scenario with some of the changes applied; existing events keep their order."""
    values, events = dict(before.values), {e.name: e for e in before.events}
    relative = dict(before.relative)
    for change in changes:
        values |= change.values
        relative = {path: r for path, r in relative.items() if path not in change.values}
        relative |= {} if change.relative is None else {change.name: change.relative}
        for name, event in change.events:
            if event is None:
                events.pop(name, None)
            else:
                events[name] = event
    return replace(before, values=values, events=tuple(events.values()), relative=relative)


def mechanisms_off(scenario: Scenario) -> list[Change]:
    """Return one change for every active mechanism: its switch set to zero."""
    on = [p for p, value in scenario.values.items() if p.startswith("mechanisms.") and value > 0.0]
    return [Change(path, {path: 0.0}) for path in on]


def attribute(
    scenario: Scenario,
    changes: Sequence[Change],
    outcome: str = "utility_mean",
    *,
    strategy: str = HEDGE,
    runs: int = BATCH_RUNS,
    seed: int = 1,
    workers: int | None = None,
    draws: Draws | None = None,
) -> pd.DataFrame:
    """Compute the Shapley values of changes for an outcome, on common random numbers.

    Parameters
    ----------
    scenario : Scenario
        Scenario before any change.
    changes : sequence of Change
        Changes; all subsets are simulated for up to ten changes, subsets along sampled orders for more.
    outcome : str
        A numeric outcome, ``premium``, ``premium:RIVAL``, or a rung of the ladder such as ``ladder.hedging``.
    strategy : str
        Strategy of the outcome; a premium is always that of ``hedge``.
    runs, seed : int
        Runs of every subset, and the seed of their shocks, which are the same in all subsets.
    workers : int, optional
        Threads; by default one per core.
    draws : Draws, optional
        Draws of parameters that the runs take in turn; a change takes the place of its draw.

    Returns
    -------
    DataFrame
        input, value, low, high, runs, orders, and with draws PARTS of
        :mod:`hedgesim.analysis.compare.two_part`; the last row holds all changes together.

    Raises
    ------
    InputError
        If there is no such outcome; names the most similar one.
    """
    check_outcome(scenario, outcome, strategy)
    sets, orders = required_subsets(len(changes), seed)
    one = worth_function(scenario, changes, outcome, strategy, runs, seed, draws)
    with ThreadPoolExecutor(workers or count_cores()) as threads:
        worth = dict(zip(sets, threads.map(one, sets), strict=True))
    values = {s: w.best_by_run[0] for s, w in worth.items()}
    names, numbers = [c.name for c in changes], number_draws(draws, np.arange(runs))
    # only a premium chooses a rival by means, so only it needs resampled means
    if premium_rival(outcome) is None:
        return shapley_values(values, names, orders, draws=numbers)
    units = {s: w.average_draws(numbers) for s, w in worth.items()}
    count = units[sets[0]].values.shape[2]
    weights = resample_weights(count, seed, DRAWS if count > 1 else 0)
    means = {s: w.means(weights)[0] for s, w in units.items()}
    return shapley_values(values, names, orders, means, numbers)


def check_outcome(scenario: Scenario, outcome: str, strategy: str) -> None:
    """Check that an outcome can be attributed.

    Raises
    ------
    InputError
        If the outcome has no mean or is unknown (names the most similar one), or if there is no premium.
    """
    columns = outcome_columns(scenario.patrons)
    known = [*(c for c in columns if c not in REGIME_OUTCOMES), *RUNG_COLUMNS]
    known += premium_columns(scenario.patrons)
    if outcome in REGIME_OUTCOMES:
        msg = f"--of {outcome}: {REGIME_OUTCOMES[outcome]}, so it cannot be averaged; choose another outcome"
        raise InputError(msg)
    if outcome not in known:
        msg = f"--of {outcome}: no such outcome{outcome_hint(outcome, known)}"
        raise InputError(msg)
    if outcome in RUNG_COLUMNS or premium_rival(outcome) is not None:
        require_hedge(strategy, f"--of {outcome}")
    if outcome == PREMIUM:
        require_rival([HEDGE, *scenario.strategies])
    plan_for(scenario, strategy)


def describe_attribution(
    scenario: Scenario, changes: Sequence[Change], outcome: str, runs: int, workers: int | None
) -> str:
    """Describe the size of an attribution and its approximate duration."""
    sets, orders = required_subsets(len(changes), 1)
    rivals = [] if premium_rival(outcome) is None else select_rivals(scenario, outcome)
    played = {HEDGE, *rivals}
    calls = len(sets) * len(played)
    if outcome in RUNG_COLUMNS:
        return f"{outcome}: {describe_ladder([build_cases(scenario, runs)] * len(sets), workers)}"
    drawn = f" along {len(orders)} drawn orders" if orders else ""
    seconds = duration.estimate_calls(calls, runs, scenario.horizon, workers or count_cores())
    names = count_phrase(len(played), len(played), "strategy", "strategies")
    each = count_phrase(runs, runs, "run", "runs")
    return (
        f"{len(sets):,} sets of inputs{drawn} x {names} x {each} of {scenario.horizon} quarters"
        f" = {calls * runs:,} runs, {duration.describe_duration(seconds)}"
    )


def worth_function(
    scenario: Scenario,
    changes: Sequence[Change],
    outcome: str,
    strategy: str,
    runs: int,
    seed: int,
    draws: Draws | None,
) -> Callable[[Inputs], RivalValues]:
    """Return a function from a subset of changes to the outcome by run; for a premium, against each rival."""
    numbers, place = np.arange(runs), list(outcome_columns(scenario.patrons)).index

    def outcome_of(changed: Scenario, name: str, column: str) -> Vector:
        columns = engine_columns(changed, name, run_columns(changed, draws, numbers))
        ensemble = simulate(changed, plan_for(changed, name), seed, numbers, columns)
        if not ensemble.sound.all():
            number = int(np.argmin(ensemble.sound))
            msg = f"{changed.name}, {name}: run {number} gives a number that is not finite"
            raise RunError(msg)
        found: Vector = ensemble.outcomes[place(column)]
        return found

    def worth(chosen: Inputs) -> RivalValues:
        changed = apply_changes(scenario, [changes[k] for k in sorted(chosen)])
        if outcome in RUNG_COLUMNS:
            return wrap_hedge_values(
                simulate_rung(changed, outcome.removeprefix(RUNG), runs, seed, draws=draws)[None]
            )
        if premium_rival(outcome) is None:
            return wrap_hedge_values(outcome_of(changed, strategy, outcome)[None])
        rivals = np.array([outcome_of(changed, s, UTILITY) for s in select_rivals(scenario, outcome)])
        return RivalValues((outcome_of(changed, HEDGE, UTILITY) - rivals)[None], rivals[None])

    return worth
