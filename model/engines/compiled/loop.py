"""The compiled loop: time outside, runs beside each other inside, one flat buffer, the rules as they stand.

A block of :data:`~.vectors.LANES` runs plays all its quarters before the next block starts.
"""

import numpy as np
from numba import njit
from numba.core.extending import register_jitable

from ...scenario.timeline import Change, fold_event
from ...state import Outcome, Record
from ..histogram import SHIFT, WIDTH_BINS
from .buffer import AT, COMMON_SIZE, DECILES, RECORDED, RUN_HIGH, RUN_LOW, SAID, SIZES_OF_EVENTS, UNSOUND
from .stages import (
    HELD,
    SERIES,
    keep_series,
    one_common_quarter,
    one_quarter,
    smallest,
    write_ending,
    write_opening,
)
from .vectors import LANES

register_jitable(error_model="numpy")(fold_event)

LOOP = {"error_model": "numpy", "nogil": True, "inline": "always"}
"""How the loops go into the one that plays: as numba reads them, so that all of it is compiled once."""

NOT_COUNTED = 0xFFFFFFFF
"""Stands among what is held of runs where there is nothing to count."""
RECORD, OUTCOME, BANDS = AT[Record], AT[Outcome], len(SERIES)


@njit(**LOOP)
def fold_events(buffer, rows, fresh, firsts, untils, operations, t):
    """Fold the events onto the rows that they change."""
    sizes, base = SIZES_OF_EVENTS, SIZES_OF_EVENTS + len(rows)
    for k in range(len(rows)):
        at = rows[k] * LANES
        if fresh[k]:
            for i in range(LANES):
                buffer[at + i] = buffer[(base + k) * LANES + i]
        if t < firsts[k]:
            continue  # folded would change nothing
        for i in range(LANES):
            value = buffer[(sizes + k) * LANES + i]
            change = Change(rows[k], firsts[k], untils[k], operations[k], value)
            buffer[at + i] = fold_event(buffer[at + i], change, t)


@njit(**LOOP)
def share_inputs(buffer, common):
    """Take what all runs of a block have in common from the first of them."""
    for k in range(COMMON_SIZE):
        common[k] = buffer[k * LANES]


@njit(**LOOP)
def play_quarter(buffer, common, alike, seed, t, horizon):
    """Play one quarter of all runs of a block, whether they share their inputs or not."""
    if alike:
        one_common_quarter(buffer, common, seed, t, float(t), float(horizon))  # type: ignore[call-arg]
    else:
        one_quarter(buffer, seed, t, float(t), float(horizon))  # type: ignore[call-arg]


@njit(**LOOP)
def interpolate_worst(buffer, first, kept, below, part):
    """Interpolate each dimension's worst decile between two of its smallest values."""
    above = min(below + 1, kept - 1)
    for d in range(4):
        for i in range(LANES):
            low = buffer[(first + d * kept + below) * LANES + i]
            high = buffer[(first + d * kept + above) * LANES + i]
            buffer[(DECILES + d) * LANES + i] = low + part * (high - low)


@njit(**LOOP)
def fill_block(buffer, lo, last, inputs, varied, columns, low, high, rows, kept):
    """Set up a block: what all its runs share, what varies, and empty places for the smallest values.

    Places behind the last run of a slice repeat it.
    """
    for k in range(len(inputs)):
        for i in range(LANES):
            buffer[k * LANES + i] = inputs[k]
    for k in range(len(varied)):
        for i in range(LANES):
            buffer[varied[k] * LANES + i] = columns[k, min(lo + i, last)]
    for i in range(LANES):
        buffer[RUN_LOW * LANES + i] = low[min(lo + i, last)]
        buffer[RUN_HIGH * LANES + i] = high[min(lo + i, last)]
    base = SIZES_OF_EVENTS + len(rows)
    for k in range(len(rows)):
        for i in range(LANES):
            buffer[(base + k) * LANES + i] = buffer[rows[k] * LANES + i]
    for k in range(4 * kept):
        for i in range(LANES):
            buffer[(base + len(rows) + k) * LANES + i] = np.inf


@njit(**LOOP)
def leave_out(buffer, runs_kept, at, used):
    """Mark what is not to be counted: runs that did not finish, and lanes that repeat another."""
    for i in range(LANES):
        if i >= used or buffer[UNSOUND * LANES + i] != 0.0:
            runs_kept[:, :, at + i] = NOT_COUNTED


@njit(**LOOP)
def count_values(runs_kept, filled, counts, sums):
    """Add what is held of some runs to the histograms and sums."""
    for t in range(runs_kept.shape[0]):
        for s in range(BANDS):
            for i in range(filled):
                whole = np.int64(runs_kept[t, s, i])
                if whole != NOT_COUNTED:
                    counts[t, s, ((whole * WIDTH_BINS) >> SHIFT) + (whole > 0)] += 1
                    sums[t, s] += whole


@njit(**LOOP)
def copy_outcomes(buffer, outcomes, sound, lo, used):
    """Copy what the runs of a block report, and whether every number of theirs was finite."""
    for k in range(SAID):
        for i in range(used):
            outcomes[k, lo + i] = buffer[(OUTCOME + k) * LANES + i]
    for i in range(used):
        sound[lo + i] = buffer[UNSOUND * LANES + i] == 0.0


@njit(**LOOP)
def keep_path(buffer, paths, lo, used, t):
    """Copy the quarter's record."""
    for k in range(RECORDED):
        for i in range(used):
            paths[lo + i, t, k] = buffer[(RECORD + k) * LANES + i]


@njit(
    "void(i8,i8,f8[::1],i8[::1],f8[:,::1],f8[::1],f8[::1],i8[::1],b1[::1],f8[::1],f8[::1],f8[::1],"
    "f8[:,::1],b1[::1],i4[:,:,::1],i8[:,::1],f8[:,:,::1])",
    error_model="numpy",
    nogil=True,
    cache=True,
)
def play_runs(
    seed, horizon, inputs, varied, columns, low, high, rows, fresh, firsts, untils, operations,
    outcomes, sound, counts, sums, paths,
):  # fmt: skip
    """Play n runs.

    Parameters
    ----------
    seed, horizon : int
        Seed, and quarters.
    inputs : array, shape (SIZES_OF_EVENTS + events,)
        Case, start and plan as they are for all runs, zeros up to the events' sizes, and these.
    varied : array of int, shape (v,)
        Rows of what varies; ``columns`` has its values, shape (v, n).
    low, high : array, shape (n,)
        Run numbers as two words of 32 bits.
    rows, fresh, firsts, untils, operations : arrays, shape (events,)
        The events: row, whether it is the row's first, and as in ``Change``.
    outcomes : array, shape (SAID, n)
        Filled with what each run reports.
    sound : array of bool, shape (n,)
        Filled with whether every number of the run was finite.
    counts, sums : arrays, shapes (quarters, series, BINS) and (quarters, series)
        Histograms and sums of band series are added to them; of length 0 where not asked for.
    paths : array, shape (n, quarters, columns)
        Filled with every quarter; of length 0 where not asked for.
    """
    n, last = len(low), len(low) - 1
    place = 0.1 * float(horizon - 1)
    below = int(place)
    part = place - float(below)
    kept = min(below + 2, horizon)
    first = SIZES_OF_EVENTS + 2 * len(rows)
    buffer = np.empty((first + 4 * kept) * LANES)
    common = np.empty(COMMON_SIZE)
    held = np.empty((counts.shape[0], BANDS, HELD), np.uint32)
    at = 0
    for lo in range(0, n, LANES):
        used = min(LANES, n - lo)
        fill_block(buffer, lo, last, inputs, varied, columns, low, high, rows, kept)
        fold_events(buffer, rows, fresh, firsts, untils, operations, 0.0)
        write_opening(buffer)  # type: ignore[call-arg]
        share_inputs(buffer, common)
        for t in range(horizon):
            if t > 0:
                fold_events(buffer, rows, fresh, firsts, untils, operations, float(t))
                for row in rows:
                    common[row] = buffer[row * LANES]
            play_quarter(buffer, common, len(varied) == 0, seed, t, horizon)
            smallest(buffer, first, kept)
            if len(held) > 0:
                keep_series(buffer, held, at, t)
            if len(paths) > 0:
                keep_path(buffer, paths, lo, used, t)
        interpolate_worst(buffer, first, kept, below, part)
        write_ending(buffer, float(horizon))
        copy_outcomes(buffer, outcomes, sound, lo, used)
        if len(held) > 0:
            leave_out(buffer, held, at, used)
            at = (at + LANES) % HELD
            if at == 0 or lo + LANES >= n:
                count_values(held, at or HELD, counts, sums)
