"""Search the best fixed mix of every shipped scenario and write ``mixes.json`` of each case.

Usage: python docs/build/mixes.py [CASE...]
"""

import json
import sys
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

from hedgesim.analysis.explore.mix_search import find_best_mix
from hedgesim.model import Scenario
from hedgesim.model.parameters.lookup import effort_paths
from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.scenario.mixes import NAME, Mix

ROOT = Path(__file__).parents[2] / "scenarios"
OPENING = "history"
"""Histories have no state to advise: they are compared with data, not played by strategies."""


@cache
def find_once(start: Scenario) -> Mix:
    """Search the mix of a scenario without its later events: several scenarios of a case start alike."""
    return find_best_mix(start)


def describe_mix(name: str) -> dict[str, object]:
    """Search the mix of a scenario and return it as plain data."""
    start = Scenario.load(name).hold_start().renamed("")
    mix = find_once(replace(start, title="", question="", strategies=(), uncertainty={}, origins={}))
    shares = [round(share, 6) for share in mix.effort]
    return {"under": mix.under, "effort": dict(zip(effort_paths(start.patrons), shares, strict=True))}


def main(cases: list[str]) -> None:
    """Write the file of each case."""
    names = [n for n in builtin_scenarios() if not n.rpartition("/")[2].startswith(OPENING)]
    for case, group in groupby(names, key=lambda n: n.partition("/")[0]):
        if cases and case not in cases:
            continue
        mixes = {n.partition("/")[2]: describe_mix(n) for n in group}
        (ROOT / case / NAME).write_text(json.dumps(mixes, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
