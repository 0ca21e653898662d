"""How many exp, log and sqrt a quarter takes, and what each costs in compiled code."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

import numpy as np
from operations import operations
from variants import SEED, STRATEGY, baseline

from hedgesim.model import arithmetic as words
from hedgesim.model import noise, plan_for, rules
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.noise import draws_at
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.quarter import quarter

WORDS = ("exp", "log", "sqrt")
RUNS = 24_000
"""Runs of a go; a multiple of the runs that the engine plays side by side."""

Word = Callable[[float], float]


def counting(word: Word, name: str, calls: Counter[str]) -> Word:
    """Return a word that counts how often it is called."""

    @wraps(word)
    def counted(x: float) -> float:
        calls[name] += 1
        return word(x)

    return counted


def modules_of_rules() -> list[ModuleType]:
    """Return where words, random numbers and rules stand."""
    return [
        words,
        noise,
        *(import_module(m.name) for m in walk_packages(rules.__path__, f"{rules.__name__}.")),
    ]


@contextmanager
def counted_words() -> Iterator[Counter[str]]:
    """Let the words count their calls wherever a rule, the noise or another word calls them."""
    calls: Counter[str] = Counter()
    modules = modules_of_rules()
    places = [(m, name) for m in modules for name in WORDS if hasattr(m, name)]
    before = {name: getattr(words, name) for name in WORDS}
    try:
        for module, name in places:
            setattr(module, name, counting(before[name], name, calls))
        yield calls
    finally:
        for module, name in places:
            setattr(module, name, before[name])


def calls_of_a_quarter() -> Counter[str]:
    """Count calls of a quarter with its random numbers; rules do not branch, so every quarter has as many."""
    case, plan = baseline().timeline()[0], plan_for(baseline(), STRATEGY)
    fixed, state = begin(case, baseline().start())
    with counted_words() as calls:
        quarter(case, plan, fixed, state, draws_at(SEED, 0, 0, len(baseline().patrons)), 0.0)
    return calls


def operations_of_a_quarter() -> int:
    """Additions, multiplications, divisions and comparisons of one quarter's rules."""
    case, plan = baseline().timeline()[0], plan_for(baseline(), STRATEGY)
    fixed, state = begin(case, baseline().start())
    return operations(
        quarter,
        (case, plan, fixed, state, draws_at(SEED, 0, 0, len(baseline().patrons)), 0.0),
        modules_of_rules(),
    )


def nanoseconds(runs: int = RUNS) -> float:
    """Processor time of a quarter in compiled code on one thread, in ns."""
    begun = time.process_time()
    simulate(baseline(), STRATEGY, SEED, np.arange(runs, dtype=np.int64))
    return (time.process_time() - begun) / (runs * baseline().horizon) * 1e9


if __name__ == "__main__":
    sys.stdout.write(
        f"{dict(calls_of_a_quarter())}, {operations_of_a_quarter()} operations,"
        f" {nanoseconds():.1f} ns a quarter\n"
    )
