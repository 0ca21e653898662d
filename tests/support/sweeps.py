"""Small sweeps of the real model."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from support.runs import scenario

from hedgesim.analysis.design.batch import Batch
from hedgesim.analysis.design.columns import draw_columns
from hedgesim.analysis.design.sweep import SweepRequest, build_points, plan_sweep
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results.folder import Results
from hedgesim.analysis.results.manifest import rebuild_draws
from hedgesim.model import Scenario, simulate_run

BARRIER, ACCESS = "patrons.russia.barrier", "patrons.russia.arms_access"
VARIED = (f"{BARRIER}=0:0.5:3", "patrons.eu.agreement=signed,enhanced", "mechanisms.veto=true,false")
STRATEGIES = ("hedge", "bandwagon:russia", "myopic")


def short(name: str = "baseline", quarters: int = 6, **changes: object) -> Scenario:
    """A scenario of a few quarters; a keyword ``a__b`` sets the path ``a.b``."""
    return scenario(name).vary(
        {"horizon": quarters, **{key.replace("__", "."): value for key, value in changes.items()}}
    )


def wanted(
    *vary: str,
    uncertain: bool = False,
    guesses: bool = False,
    design: str | None = None,
    samples: int | None = None,
    seed: int = 1,
) -> SweepRequest:
    """What a command line says of what varies."""
    return SweepRequest(vary, uncertain, guesses, design, samples, seed)


def sweep(
    spec: Scenario,
    *vary: str,
    strategies: Sequence[str] = STRATEGIES,
    runs: int = 2,
    engine: str = "plain",
    design: str | None = None,
    samples: int | None = None,
) -> Batch:
    """The batch of a sweep."""
    points = build_points(wanted(*vary, design=design, samples=samples), spec)
    return plan_sweep(spec, points, strategies, runs=runs, seed=1, engine=engine)


def swept(batch: Batch, folder: Path) -> Results:
    """Its result folder."""
    return run_batch(batch, folder)


def equals_single_runs(results: Results, spec: Scenario, paths: Sequence[str]) -> None:
    """Bit for bit; a run that took a draw also has the opening of that draw."""
    table = results.design.merge(results.outcomes, on="run_id")
    assert (table["status"] == "ok").all()
    draws = rebuild_draws(results.manifest, results.folder)
    taken = {path: v[table["draw"]] for path, v in draw_columns(spec, draws).items()}
    table = pd.concat([table.drop(columns=[*taken], errors="ignore"), pd.DataFrame(taken)], axis=1)
    for row in table.to_dict("records"):
        varied = spec.vary({path: row[path] for path in (*taken, *paths)})
        told = simulate_run(varied, row["strategy"], row["seed"], row["run"]).outcomes
        assert {k: row[k] for k, v in told.items() if v is not None} == {
            k: v for k, v in told.items() if v is not None
        }
