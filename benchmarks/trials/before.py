"""Runs a second of processor time beside another version: ``python before.py FOLDER``.

The folder is what ``PYTHONPATH`` has to name for the other version. Both play the same runs in turns, each in
a process of its own on one thread.
"""

import os
import subprocess
import sys
import time
from statistics import median

SCENARIOS = (
    "belarus/baseline", "belarus/war_2022", "belarus/history", "vietnam/baseline", "two_powers/baseline",
)  # fmt: skip
RUNS, ROUNDS = 4096, 15


def answer(scenario: str) -> None:
    """Answer every line that comes in by runs a second."""
    import numpy as np

    from hedgesim.model import Scenario
    from hedgesim.model.engines.compiled import simulate

    spec = Scenario.load(scenario)
    simulate(spec, "hedge", 1, np.arange(64))
    for _ in sys.stdin:
        begun = time.process_time()
        simulate(spec, "hedge", 1, np.arange(RUNS))
        sys.stdout.write(f"{RUNS / (time.process_time() - begun)}\n")
        sys.stdout.flush()


def start(scenario: str, folder: str | None) -> "subprocess.Popen[str]":
    """Start a process that answers, with another version from a folder."""
    command = [sys.executable, __file__, "--answer", scenario]
    environment = os.environ | ({"PYTHONPATH": folder} if folder else {})
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def ask(process: "subprocess.Popen[str]") -> float:
    """Return runs a second, measured now."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def compare(scenario: str, folder: str) -> str:
    """Return a row of the table: the best of each version, and the median of the rounds' ratios."""
    before, now = sides = start(scenario, folder), start(scenario, None)
    rounds = []
    for number in range(ROUNDS):
        rates = {side: ask(side) for side in (sides if number % 2 == 0 else sides[::-1])}
        rounds.append((rates[before], rates[now]))
    for side in sides:
        side.communicate()
    old, new = (max(column) for column in zip(*rounds, strict=True))
    return f"| `{scenario}` | {old:,.0f} | {new:,.0f} | {median(b / a for a, b in rounds):.2f} |\n"


def main() -> None:
    """Print the table."""
    sys.stdout.write("| scenario | runs a second before | now | ratio |\n| --- | ---: | ---: | ---: |\n")
    for scenario in SCENARIOS:
        sys.stdout.write(compare(scenario, sys.argv[1]))
        sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1] == "--answer":
        answer(sys.argv[2])
    else:
        main()
