"""Stored baselines of runs; ``python tests/golden/refresh.py`` writes them anew, and nothing else does.

A change of this file changes published results: name it in CHANGELOG.md.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from hedgesim.model.engines.reference import Run, simulate_run
from hedgesim.model.outcomes import flatten, path_row
from hedgesim.model.scenario.scenario import Scenario

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


def hashed(numbers: Iterable[float]) -> str:
    """A hash over every bit of some numbers."""
    return hashlib.sha256(" ".join(float(number).hex() for number in numbers).encode()).hexdigest()


def stored(run: Run) -> dict[str, str]:
    """A run as text: a hash over every recorded number, and its outcomes in full."""
    every = hashed(number for record in run.records for number in path_row(record))
    return {"records": every, "outcome": " ".join(number.hex() for number in flatten(run.outcome))}


def name(scenario: str, strategy: str, seed: int, number: int) -> str:
    """What a baseline is called."""
    return f"{scenario} {strategy} seed {seed} run {number}"


def played() -> dict[str, dict[str, str]]:
    """All baselines, played now."""
    return {name(*run): stored(simulate_run(Scenario.load(run[0]), *run[1:])) for run in RUNS}


if __name__ == "__main__":
    PLACE.write_text(json.dumps(played(), indent=1) + "\n", encoding="utf-8")
