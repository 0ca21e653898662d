"""Rough estimates of how long runs take, shown before they are played."""

from .batch import Batch

SECONDS = {"compiled": 6e-7, "plain": 4.5e-4, "mesa": 1e-3}
"""Seconds of a quarter of a run on one core, approximately."""
START = {"compiled": 3.0, "plain": 1.0, "mesa": 2.0}
"""Seconds to load the engine and the tables of a comparison."""
TABLES = 1e-5
"""Seconds to write and read a run's row."""
RECORDED = 1.2e-6
"""Seconds of a quarter of a compiled run whose every quarter is recorded, on one core."""
CALL = 1e-3
"""Seconds of a call of the compiled engine, whatever the number of runs."""


def estimate_batch(batch: Batch, workers: int) -> float:
    """Estimate the seconds that a batch and its tables take on a number of workers."""
    return START[batch.engine] + batch.size * TABLES + batch.quarters * SECONDS[batch.engine] / workers


def estimate_calls(calls: int, runs: int, quarters: int, workers: int) -> float:
    """Estimate the seconds that calls of the compiled engine take, each with the given runs and quarters."""
    return START["compiled"] + calls * (CALL + runs * quarters * SECONDS["compiled"]) / workers


def estimate_recorded(quarters: int, workers: int) -> float:
    """Estimate the seconds that compiled runs with a record of every quarter take."""
    return START["compiled"] + quarters * RECORDED / workers


def describe_duration(seconds: float) -> str:
    """Describe a time in words, in seconds or minutes."""
    if seconds < 1.0:
        return "under a second"
    return f"about {seconds:,.0f} s" if seconds < 100.0 else f"about {seconds / 60.0:,.0f} min"
