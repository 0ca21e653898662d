"""Results whose means are known, as a result folder gives them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hedgesim.analysis.compare.ladder import estimate_levels, estimate_rungs
from hedgesim.analysis.compare.paired import MEANS
from hedgesim.analysis.compare.two_part import estimate_mean
from hedgesim.analysis.explore.ladder import Ladder
from hedgesim.analysis.explore.pathways.result import Pathways
from hedgesim.analysis.explore.risk.result import Risk
from hedgesim.analysis.explore.risk.scores import SCORES
from hedgesim.analysis.labels import DOUBT
from hedgesim.model.parameters.lookup import effort_paths


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


HORIZON, TURN = 12, 5
"""Quarters of planted pathways, and the quarter in which runs go over."""


def planted_pathways(futures: int = 2, switched: float = 1.0) -> Pathways:
    """A search whose best trigger takes a share of the runs of the last future over in a known quarter."""
    names = [f"x/{k}" for k in range(futures)]
    rows: list[dict[str, Any]] = [
        {"watch": w, "level": 0.2, "release": 0.1, "quarters": 2, "dated": False, "seen": 0.02, "runs": 9,
         "mean": gain, "low": gain - 0.001, "high": gain + 0.001, "over_date": gain, "over_date_low": gain,
         "over_date_high": gain, "share": 0.5}
        for w, gain in (("coercion.eu", 0.01), ("date", 0.0))
    ]  # fmt: skip
    mixes = [
        {"watch": w, "part": part} | dict(zip(effort_paths(("russia", "china", "eu")), shares, strict=True))
        for w, part, shares in (
            ("", "constant", (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
            ("coercion.eu", "before", (0.0, 0.7, 0.0, 0.0, 0.3, 0.0, 0.0)),
            ("coercion.eu", "after", (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)),
        )
    ]
    part = [switched if k == futures - 1 else 0.0 for k in range(futures)]
    told = [
        {"scenario": n, "point": 0, "switched": s, "median": float(TURN) if s else np.nan, "runs": 9,
         "mean": s / 100.0, "low": s / 100.0 - 0.001, "high": s / 100.0 + 0.001}
        for n, s in zip(names, part, strict=True)
    ]  # fmt: skip
    course = [
        {"scenario": n, "point": 0, "quarter": t, "stage": k,
         "share": (s if k else 1.0 - s) if t >= TURN else 1.0 - k,
         "onward": s * float(k == 1 and t == TURN), "back": 0.0}
        for n, s in zip(names, part, strict=True) for k in (0, 1) for t in range(HORIZON)
    ]  # fmt: skip
    question = {
        "titles": {n: f"A future with a rather long title, number {n}" for n in names}, "first_quarter": 8070,
        "horizon": HORIZON, "patrons": ["russia", "china", "eu"],
        "labels": {"russia": "Russia", "china": "China", "eu": "EU"}, "seed": 1, "searched": 6,
    }  # fmt: skip
    perfect = pd.DataFrame([{"knowledge": "run", "runs": 9, "mean": 0.02, "low": 0.019, "high": 0.021}])
    tables = map(pd.DataFrame, (rows, mixes, told, course))
    triggers, mix, future, moves = tables
    return Pathways(triggers, perfect, mix, future, moves, question)


Parts = Mapping[tuple[str, str], tuple[float, float]]
"""Insurance part and half of its interval in the mean and, twice as large, in the tail, by strategies."""


def planted_risk(parts: Parts, *, moody: bool = True) -> Risk:
    """Every lead is .02 with moods at their mean; other scores have no insurance part."""
    references = tuple(dict.fromkeys(reference for _, reference in parts))
    names = list(dict.fromkeys([*(name for name, _ in parts), *references]))
    insurance, scores, tails = [], [], []
    for (name, reference), (part, half) in parts.items():
        for score in SCORES:
            size = {"mean": 1.0, "cvar10_quarters": 2.0}.get(score, 0.0)
            mean, lead = part * size, 0.02 + part * size
            row = {"strategy": name, "reference": reference, "score": score, "runs": 50}
            row |= {"lead": lead, "lead_low": lead - 0.001, "lead_high": lead + 0.001, "known": 0.02}
            row |= {"known_low": 0.019, "known_high": 0.021}
            insurance.append(row | {"mean": mean, "low": mean - half, "high": mean + half})
    subjects = tuple(n for n in ("hedge", "mix") if n in names)
    for world in ("moods", "known")[: 1 + moody]:
        for place, name in enumerate(names):
            base, level = {"strategy": name, "world": world}, 0.5 - place / 100
            ends = {"runs": 50, "mean": level, "low": 0.4, "high": 0.6}
            scores += [base | {"score": score} | ends for score in SCORES]
            shares = np.linspace(0.01, 0.1, 5) if name in subjects + references else ()
            tails += [base | {"share": x, "utility": level - 0.2 + x} for x in shares]
    labels = {"russia": "Russia", "china": "China", "eu": "EU"}
    return Risk(
        "it/base", "0" * 64, "A base", tuple(labels), labels, subjects, references, moody,
        "" if moody else "--set patrons.russia.turn=0.05", 50, 1, 0.7, 0.31, 3.0,
        pd.DataFrame(insurance), pd.DataFrame(scores), pd.DataFrame(tails),
    )  # fmt: skip
