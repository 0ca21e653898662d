"""Results made up for the tests of figures: smooth seeded paths in the shape of a result folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd

from hedgesim.model.parameters.lookup import rows_by_path

PATRONS = ("russia", "china", "eu")
LABELS = {"russia": "Russia", "china": "China", "eu": "EU"}


def strategies_of(patrons: tuple[str, ...]) -> tuple[str, ...]:
    """Names of all strategies among some patrons."""
    leaning = [f"{kind}:{p}" for kind in ("bandwagon", "pivot") for p in patrons]
    return ("hedge", *leaning, "equidistance", "self_reliance", "myopic")


STRATEGIES = strategies_of(PATRONS)
TITLES = {
    "belarus/baseline": "Belarus, mid-2017",
    "belarus/arms_denied": "Russia withholds advanced arms",
    "belarus/arms_restored": "Russia opens its arsenal",
    "belarus/no_coproduction": "No co-production of arms",
    "belarus/eeu_open": "A Eurasian market without exemptions",
    "belarus/eeu_barriers": "A Eurasian market full of exemptions",
    "belarus/eeu_uncertain": "Nobody knows which exemptions stay",
    "belarus/russian_veto": "Moscow blocks more Chinese projects",
    "belarus/eu_sanctions": "A spell of EU sanctions",
    "belarus/eu_ratified": "The EU ratifies the agreement of 1995",
    "belarus/eu_enhanced": "An enhanced agreement with the EU",
    "belarus/great_stone_reform": "Better conditions in the Great Stone park",
    "belarus/china_boom": "Chinese money flows freely",
    "belarus/third_countries": "China opens more doors",
    "belarus/detente": "Russia and the West make peace",
    "belarus/confrontation": "Russia and the West confront each other",
    "belarus/crisis_2020": "The crisis of 2020",
    "belarus/war_2022": "The crisis of 2020 and the war of 2022",
}
LEVELS = {
    "arms_denied": {"patrons.russia.arms_access": 0.1},
    "arms_restored": {"patrons.russia.arms_access": 0.9},
    "eeu_open": {"patrons.russia.barrier": 0.02},
    "eeu_barriers": {"patrons.russia.barrier": 0.45},
    "eu_ratified": {"patrons.eu.agreement": 2.0, "patrons.eu.framework": 0.5},
    "eu_enhanced": {"patrons.eu.agreement": 3.0, "patrons.eu.framework": 0.75},
    "russian_veto": {"patrons.russia.veto": 1.0, "patrons.russia.barrier": 0.3},
}
"""Values of scenarios, by the last part of their names, that differ from the baseline's."""
REGIMES = ("hedging", "asymmetric_hedging", "mixed", "bandwagon", "pivot:china", "isolation", "collapse")
OUTCOMES = ("security", "economy", "autonomy", "utility")


@dataclass(frozen=True)
class Made:
    """Looks like what the store reads from a result folder."""

    manifest: dict[str, Any]
    design: pd.DataFrame
    outcomes: pd.DataFrame
    bands: pd.DataFrame


def event(name: str, first: int, until: int | None = None, path: str = "world.strain") -> dict[str, Any]:
    """An event as the manifest holds it."""
    return {
        "name": name,
        "first": first,
        "until": until,
        "path": path,
        "operation": "set",
        "value": 0.5,
        "source": "made up",
    }


EVENTS = [
    event("strain_2020", 12, 18),
    event("embargo_2021", 15, None, "patrons.eu.embargo_exports"),
    event("rivalry_2022", 18, None, "rivalry.russia-eu"),
    event("embargo_2022", 18, None, "patrons.eu.embargo_exports"),
]


def scenario(
    title: str,
    *,
    horizon: int = 60,
    events: list[dict[str, Any]] | None = None,
    labels: Mapping[str, str] = LABELS,
) -> dict[str, Any]:
    """A scenario as the manifest holds it, as far as figures read it."""
    rows = rows_by_path(tuple(labels))
    values = {path: row.low if row.default is None else row.default for path, row in rows.items()}
    values |= {f"start.patrons.{p}.{tie}": 0.1 for p in labels for tie in ("security", "economy", "exports")}
    values |= {f"start.patrons.{next(iter(labels))}.{tie}": 0.4 for tie in ("security", "economy", "exports")}
    values |= {f"rivalry.{a}-{b}": 0.1 for a, b in combinations(labels, 2)}
    start = {"arms_access": 0.5, "barrier": 0.15, "agreement": 1.0, "framework": 0.25, "veto": 0.9}
    values |= {f"patrons.{p}.{name}": value for p in labels for name, value in start.items()}
    values[f"rivalry.{next(iter(labels))}-{list(labels)[-1]}"] = 0.3
    return {
        "title": title,
        "patrons": list(labels),
        "labels": dict(labels),
        "hedger": "Belarus",
        "first_quarter": 4 * 2017 + 2,
        "horizon": horizon,
        "events": events or [],
        "values": values,
    }


def made(
    names: tuple[str, ...] = tuple(TITLES),
    strategies: tuple[str, ...] = STRATEGIES,
    *,
    runs: int = 40,
    horizon: int = 60,
    events: list[dict[str, Any]] | None = None,
    labels: Mapping[str, str] = LABELS,
) -> Made:
    """Results of scenarios x strategies x runs; shocks are shared between them, as in the model."""
    manifest = {
        "scenarios": {
            n: scenario(TITLES.get(n, n), horizon=horizon, events=events, labels=labels) for n in names
        },
        "seed": 1,
        "engine": "plain",
    }
    rows = [
        {"run_id": number, "scenario": n, "strategy": s, "run": r, "seed": 1}
        for number, (n, s, r) in enumerate(product(names, strategies, range(runs)))
    ]
    design = pd.DataFrame(rows)
    for name, entry in manifest["scenarios"].items():
        entry["values"] |= LEVELS.get(name.rpartition("/")[2], {})
    patrons = tuple(labels)
    bands = pd.concat([band(n, s, horizon, patrons) for n in names for s in strategies], ignore_index=True)
    return Made(manifest, design, outcomes(design, names, strategies, runs, patrons), bands)


def effect(*parts: str) -> float:
    """A number between -1 and 1 that depends on the names only."""
    return float(np.random.default_rng([ord(c) for part in parts for c in part]).uniform(-1.0, 1.0))


def outcomes(
    design: pd.DataFrame,
    names: tuple[str, ...],
    strategies: tuple[str, ...],
    runs: int,
    patrons: tuple[str, ...] = PATRONS,
) -> pd.DataFrame:
    """Outcome columns that figures read."""
    rng = np.random.default_rng(7)
    shock = rng.normal(0.0, 0.03, runs)
    table = design[["run_id"]].copy()
    for o in OUTCOMES:
        mean = [
            0.5 + 0.05 * effect(n, o) + (0.0 if s == "hedge" else -0.03 + 0.05 * effect(n, s, o))
            for n, s in product(names, strategies)
        ]
        noise = rng.normal(0.0, 0.015, (len(mean), runs))
        table[f"{o}_mean"] = (np.array(mean)[:, None] + shock + noise).ravel().clip(0.0, 1.0)
    regimes = [r.replace("china", patrons[1]) for r in REGIMES]
    odds = {n: rng.dirichlet([4.0, 3.0, 2.0, 2.0, 0.8, 0.3, 0.4]) for n in names}
    table["regime"] = [rng.choice(regimes, p=odds[n]) for n in design["scenario"]]
    table["regime_margin"] = rng.uniform(0.0, 0.3, len(design))
    table["hedging_lost_quarter"] = pd.array([None] * len(design), dtype="Int64")
    table["status"] = "ok"
    table["error"] = None
    return table


def band(name: str, strategy: str, horizon: int, patrons: tuple[str, ...] = PATRONS) -> pd.DataFrame:
    """Quantiles of every actor and dimension that smooth curves would have."""
    quarter = np.arange(horizon)
    part = quarter / max(horizon - 1, 1)
    told = ("security", "economy", "autonomy", "influence", "coercion", "export_share")
    series = [("hedger", o) for o in OUTCOMES] + [(p, d) for p in patrons for d in told]
    first, second, last = patrons[0], patrons[1], patrons[-1]
    parts = dict.fromkeys(patrons, 0.14 / max(len(patrons) - 2, 1)) | {last: 0.24}
    share = parts | {first: 0.76 if len(patrons) == 2 else 0.62}
    drift = dict.fromkeys(patrons, 0.0)
    drift[first] -= 0.12 * effect(name, strategy)
    drift[second] += 0.05
    drift[last] += 0.12 * effect(name, strategy) - 0.05
    frames = []
    for actor, dimension in series:
        if dimension == "influence":
            middle = share[actor] + drift[actor] * part
        else:
            middle = 0.5 + 0.25 * effect(actor, dimension) + 0.15 * effect(actor, dimension, strategy) * part
        width = 0.02 + 0.06 * np.sqrt(part)
        columns = {
            f"p{q:02d}": middle + z * width for q, z in ((5, -1.6), (25, -0.7), (50, 0), (75, 0.7), (95, 1.6))
        }
        frames.append(
            pd.DataFrame(
                {
                    "scenario": name,
                    "strategy": strategy,
                    "quarter": quarter,
                    "actor": actor,
                    "dimension": dimension,
                }
                | columns
                | {"mean": middle}
            )
        )
    return pd.concat(frames, ignore_index=True)


def path(horizon: int = 60, patrons: tuple[str, ...] = PATRONS) -> pd.DataFrame:
    """A single run in the columns of ``paths.parquet`` that a figure reads."""
    rng = np.random.default_rng(3)

    def walk(start: float) -> np.ndarray[Any, Any]:
        return np.clip(start + np.cumsum(rng.normal(0.0, 0.012, horizon)), 0.0, 1.0)

    columns: dict[str, Any] = {"run_id": 0, "quarter": np.arange(horizon)}
    columns |= {o: walk(0.5 + 0.1 * effect(o)) for o in OUTCOMES}
    starts = {"russia": 0.6, "china": 0.1, "eu": 0.25}
    for p, start in {p: starts.get(p, 0.05) for p in patrons}.items():
        columns |= {f"{d}_{p}": walk(0.5 + 0.2 * effect(p, d)) for d in ("security", "economy", "autonomy")}
        columns |= {f"{d}_{p}": walk(start) for d in ("influence", "export_share", "import_share")}
        columns[f"coercion_{p}"] = walk(0.1)
    return pd.DataFrame(columns)
