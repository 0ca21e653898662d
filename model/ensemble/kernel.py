"""The compiled loop: time outside, runs beside each other inside, one flat buffer, the rules as they stand.

A block of :data:`~.lanes.LANES` runs plays all its quarters before the next block starts. Rows of the buffer
hold, one after the other, what a run is given, what it remembers and what it says; behind them those whose
number hangs on the scenario: run numbers, sizes of events, base values of what events change, and the
smallest values of each dimension, from which the worst decile is read.
"""

import numpy as np
from numba import njit
from numba.core.extending import register_jitable

from ..noise import draws_at
from ..outcomes import band_series, path_columns
from ..rules.begin import begin
from ..rules.closing import close
from ..rules.quarter import quarter
from ..rules.summary import empty, observe, weighing
from ..spread import SHIFT, UNIT, WIDTH_BINS
from ..state import Case, Fixed, Outcome, Plan, Record, Start, State, Summary
from ..timeline import Change, built, folded
from .lanes import LANES, STRICT, inline_rules, size, storer, total, viewer, whole_of

inline_rules()
register_jitable(**STRICT)(folded)

LOOP = {"error_model": "numpy", "nogil": True, "inline": "always"}
"""How the loops go into the one that plays: as numba reads them, so that all of it is compiled once."""

SAMPLES = [built(kind, float) for kind in (Case, Start, Plan, Fixed, State, Summary, Record, Outcome)]
SIZES = [size(sample) for sample in SAMPLES]
FIRST = [sum(SIZES[:k]) for k in range(len(SIZES))]
OUTCOMES = FIRST[7]
SAID = SIZES[7]
TAIL = FIRST[7] + SIZES[7]
"""First row behind the tuples: soundness, then the run's number in two words, then what the scenario adds."""
SOUND, RUN_LOW, RUN_HIGH, SIZES_OF_EVENTS = TAIL, TAIL + 1, TAIL + 2, TAIL + 3

case_at, start_at, plan_at, fixed_at, state_at, summary_at, _, _ = (
    viewer(sample, first) for sample, first in zip(SAMPLES, FIRST, strict=True)
)
store_fixed, store_state, store_summary, store_record, store_outcome = (
    storer(FIRST[k]) for k in (3, 4, 5, 6, 7)
)

_columns = list(path_columns(("a", "b", "c")))
RECORD_AT, RECORDED = FIRST[6], SIZES[6]
SERIES = np.array([FIRST[6] + _columns.index(column) for _, _, column in band_series(("a", "b", "c"))])
"""Rows that bands are made of."""
DIMENSIONS = np.array([FIRST[6] + k for k in range(4)])
"""Rows of security, economy, autonomy and utility."""


@njit(**LOOP)
def events(buffer, rows, fresh, firsts, untils, operations, t):
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
            buffer[at + i] = folded(buffer[at + i], change, t)


@njit(**LOOP)
def opening(buffer):
    """Where all runs of a block begin."""
    for i in range(LANES):
        fixed, state = begin(case_at(buffer, i), start_at(buffer, i))
        store_fixed(buffer, i, fixed)
        store_state(buffer, i, state)
        store_summary(buffer, i, empty(0.0))
        buffer[SOUND * LANES + i] = 0.0


@njit(**LOOP)
def one_quarter(buffer, seed, t, horizon):
    """One quarter of all runs of a block."""
    weights = weighing(t, horizon)
    number = int(t)
    for i in range(LANES):
        run = (whole_of(buffer[RUN_HIGH * LANES + i]) << 32) | whole_of(buffer[RUN_LOW * LANES + i])
        draws = draws_at(seed, run, number)
        state, record = quarter(
            case_at(buffer, i), plan_at(buffer, i), fixed_at(buffer, i), state_at(buffer, i), draws, t
        )
        summary = observe(summary_at(buffer, i), record, weights, t)
        every = total(record)  # type: ignore[call-arg, var-annotated]
        store_state(buffer, i, state)
        store_record(buffer, i, record)
        store_summary(buffer, i, summary)
        buffer[SOUND * LANES + i] += every - every


@njit(**LOOP)
def smallest(buffer, first, kept):
    """Put the quarter's dimensions among the smallest so far, each in its place."""
    for d in range(4):
        for i in range(LANES):
            value = buffer[DIMENSIONS[d] * LANES + i]
            for k in range(kept):
                at = (first + d * kept + k) * LANES + i
                held = buffer[at]
                buffer[at] = min(held, value)
                value = max(held, value)


@njit(**LOOP)
def closing(buffer, first, kept, below, part, horizon):
    """What all runs of a block report."""
    above = min(below + 1, kept - 1)
    for i in range(LANES):
        s = buffer[(first + below) * LANES + i]
        e = buffer[(first + kept + below) * LANES + i]
        a = buffer[(first + 2 * kept + below) * LANES + i]
        u = buffer[(first + 3 * kept + below) * LANES + i]
        deciles = (
            s + part * (buffer[(first + above) * LANES + i] - s),
            e + part * (buffer[(first + kept + above) * LANES + i] - e),
            a + part * (buffer[(first + 2 * kept + above) * LANES + i] - a),
            u + part * (buffer[(first + 3 * kept + above) * LANES + i] - u),
        )
        said = close(case_at(buffer, i), fixed_at(buffer, i), summary_at(buffer, i), deciles, horizon)
        store_outcome(buffer, i, said)


@njit(**LOOP)
def fill(buffer, lo, last, given, varied, columns, low, high, rows, kept):
    """Set up a block: what all its runs share, what varies, and empty places for the smallest values.

    Places behind the last run of a slice repeat it.
    """
    for k in range(len(given)):
        for i in range(LANES):
            buffer[k * LANES + i] = given[k]
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
def keep_series(buffer, wholes, bins, t):
    """Keep the quarter's band series as multiples of 2**-31, and their bins."""
    for s in range(len(SERIES)):
        at = SERIES[s] * LANES
        for i in range(LANES):
            value = whole_of(min(max(buffer[at + i], 0.0), 1.0) * UNIT)
            wholes[t, s, i] = value
            bins[t, s, i] = ((value * WIDTH_BINS) >> SHIFT) + (1 if value > 0 else 0)


@njit(**LOOP)
def count(buffer, wholes, bins, counts, sums, used):
    """Add the runs of a block that finished to the histograms and sums."""
    sound = 0
    for i in range(used):
        sound += buffer[SOUND * LANES + i] == 0.0
    for t in range(wholes.shape[0]):
        for s in range(wholes.shape[1]):
            for i in range(used):
                if sound == used or buffer[SOUND * LANES + i] == 0.0:
                    counts[t, s, bins[t, s, i]] += 1
                    sums[t, s] += wholes[t, s, i]


@njit(**LOOP)
def keep_path(buffer, paths, lo, used, t):
    """Copy the quarter's record."""
    for k in range(RECORDED):
        for i in range(used):
            paths[lo + i, t, k] = buffer[(RECORD_AT + k) * LANES + i]


@njit(
    "void(i8,i8,f8[::1],i8[::1],f8[:,::1],f8[::1],f8[::1],i8[::1],b1[::1],f8[::1],f8[::1],f8[::1],"
    "f8[:,::1],b1[::1],i4[:,:,::1],i8[:,::1],f8[:,:,::1])",
    error_model="numpy",
    nogil=True,
    cache=True,
)
def play(
    seed, horizon, given, varied, columns, low, high, rows, fresh, firsts, untils, operations,
    outcomes, sound, counts, sums, paths,
):  # fmt: skip
    """Play n runs.

    Parameters
    ----------
    seed, horizon : int
        Seed, and quarters.
    given : array, shape (SIZES_OF_EVENTS + events,)
        Case, start and plan as they are for all runs, zeros up to the events' sizes, and these.
    varied : array of int, shape (v,)
        Rows of what varies; ``columns`` has its values, shape (v, n).
    low, high : array, shape (n,)
        Run numbers as two words of 32 bits.
    rows, fresh, firsts, untils, operations : arrays, shape (events,)
        The events: row, whether it is the row's first, and as in :class:`~hedgesim.model.timeline.Change`.
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
    wholes = np.empty((counts.shape[0], len(SERIES), LANES), np.int64)
    bins = np.empty((counts.shape[0], len(SERIES), LANES), np.uint16)
    for lo in range(0, n, LANES):
        used = min(LANES, n - lo)
        fill(buffer, lo, last, given, varied, columns, low, high, rows, kept)
        events(buffer, rows, fresh, firsts, untils, operations, 0.0)
        opening(buffer)
        for t in range(horizon):
            if t > 0:
                events(buffer, rows, fresh, firsts, untils, operations, float(t))
            one_quarter(buffer, seed, float(t), float(horizon))
            smallest(buffer, first, kept)
            if len(wholes) > 0:
                keep_series(buffer, wholes, bins, t)
            if len(paths) > 0:
                keep_path(buffer, paths, lo, used, t)
        closing(buffer, first, kept, below, part, float(horizon))
        for k in range(SAID):
            for i in range(used):
                outcomes[k, lo + i] = buffer[(OUTCOMES + k) * LANES + i]
        for i in range(used):
            sound[lo + i] = buffer[SOUND * LANES + i] == 0.0
        if len(wholes) > 0:
            count(buffer, wholes, bins, counts, sums, used)
