"""The compiled loop over blocks of runs and their quarters, with one flat buffer per block.

A block of :data:`~.vectors.LANES` runs is simulated through all its quarters before the next block starts,
so that its buffer stays in the processor's cache.
"""

import numpy as np
from numba import njit
from numba.core.extending import register_jitable

from ...scenario.timeline import Change, fold_event
from ..histogram import SHIFT, WIDTH_BINS
from .buffer import BUFFERED_RUNS, DECILES, NOT_FINITE, RUN_HIGH, RUN_LOW, TAILS, find_decile
from .kind import LoopKind
from .stages import build_stages
from .vectors import LANES, Code

register_jitable(error_model="numpy")(fold_event)
register_jitable(error_model="numpy")(find_decile)

LOOP = {"error_model": "numpy", "nogil": True, "inline": "always"}
"""How the loops go into the one that plays: as numba reads them, so that all of it is compiled once."""

NOT_COUNTED = 0xFFFFFFFF
"""Value in the buffer of a run that is not counted."""


@njit(**LOOP)
def fold_events(buffer, sizes, rows, fresh, firsts, untils, operations, t):
    """Apply the events of quarter ``t``, in the order of the file, to the rows that they change.

    The events' sizes stand from row ``sizes`` on, behind them the values before any event.
    """
    base = sizes + len(rows)
    for k in range(len(rows)):
        at = rows[k] * LANES
        if fresh[k]:  # the first event of a row starts from the row's value before any event
            for i in range(LANES):
                buffer[at + i] = buffer[(base + k) * LANES + i]
        if t < firsts[k]:
            continue  # the event has not begun
        for i in range(LANES):
            value = buffer[(sizes + k) * LANES + i]
            change = Change(rows[k], firsts[k], untils[k], operations[k], value)
            buffer[at + i] = fold_event(buffer[at + i], change, t)


@njit(**LOOP)
def share_inputs(buffer, common):
    """Copy the inputs that all runs of a block share from the first lane to ``common``."""
    for k in range(len(common)):
        common[k] = buffer[k * LANES]


@njit(**LOOP)
def update_inputs(buffer, common, rows):
    """Copy those shared inputs that events can change, and return how many have changed."""
    changed = 0
    for row in rows:
        if common[row] != buffer[row * LANES]:
            common[row] = buffer[row * LANES]
            changed += 1
    return changed


@njit(**LOOP)
def interpolate_worst(buffer, first, kept, below, part):
    """Interpolate the worst decile of each dimension between its sorted values ``below`` and the next."""
    above = min(below + 1, kept - 1)
    for d in range(4):
        for i in range(LANES):
            low = buffer[(first + d * kept + below) * LANES + i]
            high = buffer[(first + d * kept + above) * LANES + i]
            buffer[(DECILES + d) * LANES + i] = low + part * (high - low)


@njit(**LOOP)
def average_worst(buffer, first, kept, count):
    """Compute the mean of the ``count`` smallest values of each dimension; the last may count in part."""
    whole = int(count)
    for d in range(4):
        for i in range(LANES):
            every = 0.0
            for k in range(whole):
                every += buffer[(first + d * kept + k) * LANES + i]
            upper = buffer[(first + d * kept + whole) * LANES + i]
            buffer[(TAILS + d) * LANES + i] = (every + (count - float(whole)) * upper) / count


@njit(**LOOP)
def fill_block(buffer, lo, last, inputs, varied, columns, low, high, rows, kept):
    """Fill a block's buffer: shared inputs, varied inputs, run numbers and base values of events.

    ``inputs`` holds a number for each row up to the events' sizes. Lanes beyond the last run repeat it;
    :func:`mark_uncounted` keeps them out of the histograms.
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
    base = len(inputs)
    for k in range(len(rows)):
        for i in range(LANES):
            buffer[(base + k) * LANES + i] = buffer[rows[k] * LANES + i]
    # +inf is larger than every value, so the first ``kept`` quarters displace it from the smallest values
    for k in range(4 * kept):
        for i in range(LANES):
            buffer[(base + len(rows) + k) * LANES + i] = np.inf


@njit(**LOOP)
def mark_uncounted(buffer, runs_kept, at, used):
    """Mark lanes not to be counted: runs with a number that is not finite, and repeated lanes."""
    for i in range(LANES):
        if i >= used or buffer[NOT_FINITE * LANES + i] != 0.0:
            runs_kept[:, :, at + i] = NOT_COUNTED


@njit(**LOOP)
def count_values(runs_kept, filled, counts, sums):
    """Add the stored values of ``filled`` runs to the histograms and sums."""
    for t in range(runs_kept.shape[0]):
        for s in range(runs_kept.shape[1]):
            for i in range(filled):
                whole = np.int64(runs_kept[t, s, i])
                if whole != NOT_COUNTED:
                    # the bin as in histogram.bins_of: 0 for the value 0, else one more than its thousandth
                    counts[t, s, ((whole * WIDTH_BINS) >> SHIFT) + (whole > 0)] += 1
                    sums[t, s] += whole


@njit(**LOOP)
def copy_outcomes(buffer, first, outcomes, sound, lo, used):
    """Copy a block's outcomes, from row ``first`` on, and whether all numbers of each run are finite."""
    for k in range(len(outcomes)):
        for i in range(used):
            outcomes[k, lo + i] = buffer[(first + k) * LANES + i]
    for i in range(used):
        sound[lo + i] = buffer[NOT_FINITE * LANES + i] == 0.0


@njit(**LOOP)
def copy_records(buffer, recorded, paths, lo, used, t):
    """Copy the recorded rows of quarter ``t`` of a block's runs to ``paths``."""
    for k in range(len(recorded)):
        for i in range(used):
            paths[lo + i, t, k] = buffer[recorded[k] * LANES + i]


def build_loop(kind: LoopKind) -> Code:
    """Build the loop of a kind in Python, which :mod:`.compiler` compiles."""
    (write_opening, write_quarter, insert_smallest, store_series, write_ending) = build_stages(kind)

    # long: its steps are the stages and the functions above, and what is left is their order

    def play_runs(
        seed, horizon, inputs, varied, columns, low, high, rows, fresh, firsts, untils, operations,
        outcomes, sound, counts, sums, recorded, paths, buffer, common, bins,
    ):  # fmt: skip
        """Simulate n runs.

        Parameters
        ----------
        seed, horizon : int
            Seed of the random numbers, and number of quarters.
        inputs : array, shape (rows before the events' sizes + events,)
            Case, start and plan shared by all runs in their rows, other rows 0, then the events' values.
        varied : array of int, shape (v,)
            Rows whose values vary from run to run; ``columns`` holds the values, shape (v, n).
        low, high : array, shape (n,)
            Run numbers as two words of 32 bits each, as floats: low and high.
        rows, fresh, firsts, untils, operations : arrays, shape (events,)
            The events: row, whether the event is the first of its row, then the fields of ``Change``.
        outcomes : array, shape (outcomes, n)
            Output: outcomes of each run.
        sound : array of bool, shape (n,)
            Output: whether every number of the run was finite.
        counts, sums : arrays, shapes (quarters, series, BINS) and (quarters, series)
            Output: histograms and sums of the band series are added; without quarters if not wanted.
        recorded : array of int, shape (columns,)
            Rows of the records that are wanted.
        paths : array, shape (n, quarters, columns)
            Output: these of every quarter; without runs if not wanted.
        buffer : array, shape (rows * LANES,)
            Room for a block: the rows of ``inputs``, those before any event, and the smallest values.
        common : array, shape (rows before the events' sizes + events,)
            Room for the inputs that all runs of a block share, and what is computed from them.
        bins : array, shape (quarters, series, BUFFERED_RUNS)
            Room for band series; without quarters if these are not wanted.
        """
        n, last = len(low), len(low) - 1
        # the rows end with outcomes and the events' sizes (buffer.KINDS)
        sizes = len(inputs) - len(rows)
        outcome = sizes - len(outcomes)
        below, part, kept = find_decile(horizon)
        first = len(inputs) + len(rows)
        at = 0
        for lo in range(0, n, LANES):
            used = min(LANES, n - lo)
            fill_block(buffer, lo, last, inputs, varied, columns, low, high, rows, kept)
            fold_events(buffer, sizes, rows, fresh, firsts, untils, operations, 0.0)
            write_opening(buffer)
            share_inputs(buffer, common)
            for t in range(horizon):
                changed = int(t == 0)
                if t > 0:
                    fold_events(buffer, sizes, rows, fresh, firsts, untils, operations, float(t))
                    changed = update_inputs(buffer, common, rows)
                write_quarter(
                    buffer, common, changed, seed, t, float(t), float(horizon), len(bins), len(paths)
                )
                insert_smallest(buffer, first, kept)
                if len(bins) > 0:
                    store_series(buffer, bins, at, t)
                if len(paths) > 0:
                    copy_records(buffer, recorded, paths, lo, used, t)
            interpolate_worst(buffer, first, kept, below, part)
            average_worst(buffer, first, kept, float(horizon) / 10.0)
            write_ending(buffer, float(horizon))
            copy_outcomes(buffer, outcome, outcomes, sound, lo, used)
            if len(bins) > 0:
                mark_uncounted(buffer, bins, at, used)
                at = (at + LANES) % BUFFERED_RUNS
                if at == 0 or lo + LANES >= n:
                    count_values(bins, at or BUFFERED_RUNS, counts, sums)

    return play_runs
