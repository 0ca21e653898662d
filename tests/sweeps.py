"""Small sweeps of the real model."""

from collections.abc import Sequence
from pathlib import Path

from helpers import scenario

from hedgesim.analysis.design import Batch
from hedgesim.analysis.runner import run_batch
from hedgesim.analysis.store import Results
from hedgesim.analysis.sweeping import Wanted, planned_sweep, points_of
from hedgesim.model.scenario import Scenario

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
) -> Wanted:
    """What a command line says of what varies."""
    return Wanted(vary, uncertain, guesses, design, samples, seed)


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
    points = points_of(wanted(*vary, design=design, samples=samples), spec)
    return planned_sweep(spec, points, strategies, runs=runs, seed=1, engine=engine)


def swept(batch: Batch, folder: Path) -> Results:
    """Its result folder."""
    return run_batch(batch, folder)
