"""Stored baselines of runs; ``python tests/golden/refresh.py`` writes them anew, and nothing else does.

A change of this file changes published results: name it in CHANGELOG.md.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from random import Random

from hedgesim.model.engines.reference import Run, simulate_run
from hedgesim.model.errors import InputError, RunError
from hedgesim.model.outcomes import path_row
from hedgesim.model.parameters.lookup import parameters
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.quarter import opening
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import flatten

PLACE = Path(__file__).with_name("runs.json")
RUNS = (
    ("belarus/baseline", "hedge", 1, 0),
    ("belarus/baseline", "bandwagon:russia", 1, 7),
    ("belarus/baseline", "pivot:china", 2, 3),
    ("belarus/history", "hedge", 1, 0),
    ("belarus/war_2022", "equidistance", 3, 11),
    ("belarus/eu_enhanced", "myopic", 99, 2**33),
    ("belarus/china_boom", "self_reliance", 5, 1),
)

EXTREMES = Path(__file__).with_name("extremes.json")
COUNT, SHORT = 500, 12
"""Number of extreme cases, and their quarters."""
STRATEGIES = ("hedge", "equidistance", "self_reliance", "myopic", "bandwagon:eu", "pivot:china")


def hashed(numbers: Iterable[float]) -> str:
    """A hash over every bit of some numbers."""
    return hashlib.sha256(" ".join(float(number).hex() for number in numbers).encode()).hexdigest()


def recorded(run: Run) -> Iterable[float]:
    """Every recorded number of a run, in its order."""
    return (value for record in run.records for value in path_row(record))


def stored(run: Run) -> dict[str, str]:
    """A run as text: a hash over every recorded number, and its outcomes in full."""
    return {
        "records": hashed(recorded(run)),
        "outcome": " ".join(number.hex() for number in flatten(run.outcome)),
    }


def name(scenario: str, strategy: str, seed: int, number: int) -> str:
    """What a baseline is called."""
    return f"{scenario} {strategy} seed {seed} run {number}"


def played() -> dict[str, dict[str, str]]:
    """All baselines, played now."""
    return {name(*run): stored(simulate_run(Scenario.load(run[0]), *run[1:])) for run in RUNS}


def extreme_case(number: int) -> Scenario | None:
    """The baseline with many inputs elsewhere, mostly at an end of what is allowed; None where refused.

    Shipped scenarios leave most branches of the rules alone: switches off, agreements that negotiate,
    rivalries below the threshold. These cases meet them.
    """
    spec, choose = Scenario.load("belarus/baseline"), Random(number)
    rows = parameters(spec.patrons)
    changes: dict[str, object] = {"horizon": SHORT}
    for path in choose.sample(sorted(rows), choose.randint(3, 50)):
        row = rows[path]
        ends = sorted({row.low, row.high, *row.allowed})
        changes[path] = choose.choice([*ends, choose.uniform(row.low, row.high)])
    for patron in spec.patrons:  # agreements that move by themselves, from the first step on
        if choose.random() < 0.3:
            changes |= {
                f"patrons.{patron}.negotiable": 1.0,
                f"patrons.{patron}.agreement": choose.randint(0, 4),
            }
    try:
        return spec.vary(changes)
    except InputError:
        return None


def extremes() -> dict[str, str]:
    """Hash of every recorded number of every extreme case, played now, or why it cannot be played."""
    found = {}
    for number in range(COUNT):
        spec = extreme_case(number)
        if spec is not None:
            found[str(number)] = played_case(spec, number)
    return found


def played_case(spec: Scenario, number: int) -> str:
    """Hash of an extreme case, or why it cannot be played."""
    try:
        run = simulate_run(spec, STRATEGIES[number % len(STRATEGIES)], number, number)
    except RunError as error:
        return str(error)
    case = spec.case()
    before = opening(case, *begin(case, spec.start()))
    return hashed([*path_row(before), *recorded(run), *flatten(run.outcome)])


if __name__ == "__main__":
    PLACE.write_text(json.dumps(played(), indent=1) + "\n", encoding="utf-8")
    EXTREMES.write_text(json.dumps(extremes(), indent=1) + "\n", encoding="utf-8")
