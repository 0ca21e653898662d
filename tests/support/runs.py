"""What several tests need: quiet scenarios, runs and means over them."""

from collections.abc import Callable, Sequence
from functools import cache

from hedgesim.analysis.validation.patterns.scenes import remove_shocks
from hedgesim.model.engines.reference import Run, simulate_run
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Record

STEADY = {"hedger.pivot_quarter": 2000.0}  # a pivot that never comes keeps the start's effort


@cache
def scenario(name: str) -> Scenario:
    """A built-in scenario, loaded once."""
    return Scenario.load(f"belarus/{name}")


def quiet(name: str = "baseline", **changes: float) -> Scenario:
    """A scenario without shocks; a keyword ``a__b`` changes the path ``a.b``."""
    return remove_shocks(scenario(name)).vary(spelled(changes))


def spelled(changes: dict[str, float]) -> dict[str, float]:
    """Paths from keywords: ``rivalry__russia_eu`` is ``rivalry.russia-eu``."""
    named = {}
    for key, value in changes.items():
        path = key.replace("__", ".")
        head, _, tail = path.partition(".")
        named[f"{head}.{tail.replace('_', '-')}" if head in {"rivalry", "overlap", "volatile"} else path] = (
            value
        )
    return named


def run(spec: Scenario, strategy: str = "hedge", seed: int = 7, number: int = 0) -> Run:
    """One run."""
    return simulate_run(spec, strategy, seed, number)


def mean(records: Sequence[Record], read: Callable[[Record], float]) -> float:
    """Mean of a number over quarters."""
    return sum(map(read, records)) / len(records)
