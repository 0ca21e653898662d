"""A single run for people: the four actors over time, the regime and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from ...model.errors import RunError
from ...model.outcomes import outcome_columns, path_columns
from ...model.scenario.scenario import Scenario
from ..compare.paired import DIMENSIONS, rows_of
from ..design.batch import Batch, blocks
from ..tables.sheet import Sheet, clean, fixed, records
from .blocks import OK, play_block
from .runner import run_batch
from .write_tables import outcome_parts, path_parts

LATE = 8
"""Quarters that a regime is read from."""
YEAR = 4


@dataclass(frozen=True)
class Told:
    """A finished run.

    Attributes
    ----------
    scenario : Scenario
        With all changes made.
    strategy : str
        What the hedger did.
    seed, run : int
        Which shocks it met.
    outcomes : mapping
        What the run reports, by column.
    paths : DataFrame
        One row a quarter, with the columns of ``paths.parquet``.
    """

    scenario: Scenario
    strategy: str
    seed: int
    run: int
    outcomes: Mapping[str, Any]
    paths: pd.DataFrame


def played(batch: Batch) -> Told:
    """Play a batch of one run.

    Raises
    ------
    RunError
        If the run fails.
    """
    block = next(blocks(batch))
    result = play_block(block)
    if len(result.failed):
        msg = f"{block.scenario.name}, {block.strategy}, run {batch.first_run}: {result.errors[0]}"
        raise RunError(msg)
    columns = ["run_id", *outcome_columns(batch.patrons), "status", "error"]
    parts = next(outcome_parts(batch, lambda _: result))
    row = pa.table(dict(zip(columns, parts, strict=True))).to_pylist()[0]
    names = ["run_id", "quarter", "date", *path_columns(batch.patrons)]
    quarters = next(path_parts(batch, lambda _: result))
    paths = pa.table(dict(zip(names, quarters, strict=True))).to_pandas()
    return told(batch, row, paths)


def stored(batch: Batch, folder: Path, command: str) -> Told:
    """Play a batch of one run into a result folder.

    Raises
    ------
    RunError
        If the run fails; the folder holds its row.
    """
    results = run_batch(batch, folder, command=command)
    row = rows_of(results.outcomes)[0]
    if row["status"] != OK or results.paths is None:
        msg = f"{batch.scenarios[0].name}, run {batch.first_run}: {row['error']}"
        raise RunError(msg)
    return told(batch, row, results.paths)


def told(batch: Batch, row: Mapping[str, Any], paths: pd.DataFrame) -> Told:
    """Return a run from its outcomes and path."""
    scenario = batch.scenarios[0]
    outcomes = {c: row[c] for c in outcome_columns(batch.patrons)}
    return Told(scenario, batch.strategies[scenario.name][0], batch.seed, batch.first_run, outcomes, paths)


def plain(t: Told) -> dict[str, Any]:
    """Return the run for programs: what it is, what it reports and every quarter."""
    about = {"scenario": t.scenario.name, "strategy": t.strategy, "seed": t.seed, "run": t.run}
    outcomes = {name: clean(value) for name, value in t.outcomes.items()}
    return about | {"outcomes": outcomes, "quarters": records(t.paths.drop(columns="run_id"))}


def sheets(t: Told) -> list[Sheet]:
    """Return the run for people."""
    return [actors_sheet(t), summary_sheet(t), regime_sheet(t)]


def actors_sheet(t: Told) -> Sheet:
    """Return the four actors on security, economy and autonomy, a row a year."""
    last = len(t.paths) - 1
    quarters = sorted({*range(0, last + 1, YEAR), last})
    actors = {"": t.scenario.hedger} | {f"_{p}": label for p, label in t.scenario.labels.items()}
    rows = []
    for row in rows_of(t.paths.iloc[quarters]):
        cells = [" ".join(fixed(row[f"{d}{a}"]) for d in DIMENSIONS[:3]) for a in actors]
        rows.append([row["date"], *cells, fixed(row["utility"])])
    heads = ["quarter", *(f"{label}\n sec.  econ. auto." for label in actors.values()), "utility"]
    title = f"{t.scenario.name}: {t.scenario.title}"
    notes = [
        f"Strategy {t.strategy}, seed {t.seed}, run {t.run}, {last + 1} quarters; indices from 0 to 1 at the"
        " quarter's end. A patron's autonomy is its freedom of action towards the hedger."
    ]
    return Sheet(title, heads, rows, notes=notes)


def summary_sheet(t: Told) -> Sheet:
    """Return the hedger's dimensions over the whole run."""
    windows = {"mean": "mean", "last": "last 4 quarters", "min": "smallest", "p10": "worst decile"}
    rows = [[d, *(fixed(t.outcomes[f"{d}_{w}"]) for w in windows)] for d in DIMENSIONS]
    return Sheet(f"{t.scenario.hedger} over the run", ["", *windows.values()], rows)


def regime_sheet(t: Told) -> Sheet:
    """Return the regime of the last quarters and what it was read from."""
    late = t.paths.tail(LATE)
    rules = t.scenario.timeline()[-1].regimes
    labels, shares = t.scenario.labels, {p: float(late[f"influence_{p}"].mean()) for p in t.scenario.patrons}
    strongest = max(shares, key=lambda p: shares[p])
    number, room = 1.0 / sum(s * s for s in shares.values()), float(late["room"].mean())
    rows = [[f"influence share of {labels[p]}", fixed(s), ""] for p, s in shares.items()]
    rows += [
        ["part of the hedger's room that patrons hold", fixed(room), f"isolation below {rules.isolation:g}"],
        [
            f"share of the strongest, {labels[strongest]}",
            fixed(shares[strongest]),
            f"pivot above {rules.pivot:g} if new",
        ],
        ["effective number of patrons", fixed(number), f"hedging from {rules.hedging_number:g}"],
        ["", "", f"bandwagon below {rules.bandwagon_number:g}"],
        *rival_rows(t, late, shares, rules.rival, rules.hedging_share),
    ]
    margin = fixed(t.outcomes["regime_margin"])
    notes = [
        f"Means of the last {len(late)} quarters. The first that applies: isolation, pivot, hedging,"
        f" bandwagon, mixed. The nearest threshold is {margin} away. {hedging_words(t)}",
    ]
    heads = ["why", "value", "threshold"]
    return Sheet(f"Regime: {t.outcomes['regime']}", heads, rows, notes=notes, left=frozenset({0, 2}))


def rival_rows(
    t: Told, late: pd.DataFrame, shares: Mapping[str, float], rival: float, least: float
) -> list[list[str]]:
    """Return the smaller influence share of every pair of rivals."""
    rows = []
    for a, b in combinations(t.scenario.patrons, 2):
        rivalry = float(late[f"rivalry_{a}_{b}"].mean())
        if rivalry >= rival:
            what = f"smaller share of the rivals {t.scenario.labels[a]} and {t.scenario.labels[b]}"
            rows.append([what, fixed(min(shares[a], shares[b])), f"hedging from {least:g}"])
    return rows or [["rivals (no pair)", "-", f"rivalry from {rival:g} on"]]


def hedging_words(t: Told) -> str:
    """Return whether and when hedging was lost."""
    lost = t.outcomes["hedging_lost_quarter"]
    if lost is None or lost != lost:  # noqa: PLR0124 - NaN
        return "Hedging was never lost."
    return f"Hedging was lost in {t.scenario.quarter_name(int(lost))}."


def draw(t: Told, path: Path) -> Path:
    """Draw the run into a file."""
    from ..plots import draw as plots

    figure = plots.draw_run(t.paths, t.scenario.to_dict(), t.strategy, t.seed, t.run)
    return plots.save(figure, path)
