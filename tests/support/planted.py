"""Results whose means are known, as a result folder gives them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hedgesim.analysis.compare.ladder import estimate_levels, estimate_rungs
from hedgesim.analysis.compare.paired import MEANS, estimate_mean
from hedgesim.analysis.explore.ladder import Ladder
from hedgesim.analysis.labels import DOUBT


@dataclass(frozen=True)
class Made:
    """Looks like what the store reads."""

    manifest: Mapping[str, Any]
    design: pd.DataFrame
    outcomes: pd.DataFrame


def planted(
    utility: Mapping[tuple[str, str], float], runs: int = 40, noise: float = 0.01, shock: float = 0.1
) -> Made:
    """Results whose utility is a known mean, a shock that all share in a run, and a little noise."""
    rng = np.random.default_rng(5)
    shared = rng.normal(0.0, shock, runs)
    rows, told = [], []
    for (scenario, strategy), mean in utility.items():
        own = mean + shared + rng.normal(0.0, noise, runs)
        for run in range(runs):
            number = len(rows)
            rows.append({"run_id": number, "scenario": scenario, "strategy": strategy, "run": run, "seed": 3})
            told.append({"run_id": number, **dict.fromkeys(MEANS, own[run]), "gdp_last": 100.0 + own[run]})
    outcomes = pd.DataFrame(told).assign(regime="hedging", regime_margin=0.1, status="ok", error=None)
    outcomes["hedging_lost_quarter"] = pd.array([pd.NA] * len(outcomes), dtype="Int64")
    held = {name: told_scenario(name) for name, _ in utility}
    return Made({"scenarios": held, "seed": 3, "engine": "plain"}, pd.DataFrame(rows), outcomes)


def told_scenario(name: str, **changes: Any) -> dict[str, Any]:
    """A scenario as a manifest holds it."""
    told = {"title": name, "first_quarter": 8070, "horizon": 60, "patrons": ["a", "b", "c"], "labels": {}}
    return told | {"values": {"world.strain": 0.1}, "events": []} | changes


STRATEGIES = {("x/baseline", "hedge"): 0.55, ("x/baseline", "myopic"): 0.5, ("x/baseline", "pivot:a"): 0.52}


def planted_ladder(gains: Mapping[str, Mapping[str, float]], eventful: Collection[str] = ()) -> Ladder:
    """Ladders of known gains above a lean of .4, with a little noise; carefree hedge has .001 more."""
    parts = []
    for number, (name, above) in enumerate(gains.items()):
        noise = np.random.default_rng(number)
        shocks = noise.normal(0.0, 0.01, 20)
        full = {"lean": 0.0, **above, "carefree": above["hedge"] + 0.001, "careful": above["hedge"]}
        levels = {k: 0.4 + v + shocks + noise.normal(0.0, 2e-4, 20) for k, v in full.items()}
        rival = {"rival": "bandwagon", "best": "bandwagon:russia"}
        rivals = [
            rival | {"setting": setting} | estimate_mean(levels["hedge"] - levels["lean"] - cost)
            for setting, cost in (("", 0.0), (f"{DOUBT}=0", 0.02), (f"{DOUBT}=1", -0.001))
        ]
        even = estimate_mean(levels["hedge"] - levels["mix"])
        rivals.append({"rival": "equidistance", "setting": "", "best": "equidistance"} | even)
        mixes = [
            {
                "level": level,
                "half": half,
                "on": "russia" if level == "lean" else None,
                "hedger.effort.x": 1.0,
            }
            for half in (0, 1)
            for level in ("lean", "mix", "foresight")
        ]
        tables = (estimate_rungs(levels), estimate_levels(levels), pd.DataFrame(rivals), pd.DataFrame(mixes))
        parts.append([table.assign(scenario=name) for table in tables])
    return Ladder(*map(pd.concat, zip(*parts, strict=True)), frozenset(eventful), 1)
