"""Stages of the compiled loop as numba intrinsics: each generates the code of the rules that it calls.

The rules exist once, as plain Python. A stage calls them with vector objects (:mod:`.vectors`) that record
each operation as machine code, which numba inserts where the loop calls the stage.
"""

from collections.abc import Callable
from typing import NamedTuple

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.extending import intrinsic

from ...noise import draws_at
from ...outcomes import band_series, path_columns
from ...rules.initial_state import begin
from ...rules.quarter import quarter
from ...rules.records.run_outcome import compute_outcome
from ...rules.records.running_totals import add_record, empty, window_weights
from ...state import Case, Draws, Fixed, Outcome, Plan, Record, Start, State, Summary
from ..histogram import UNIT
from .buffer import BUFFERED_RUNS, DECILES, NOT_FINITE, RUN_HIGH, RUN_LOW, TAILS, Block, numbers, total
from .kind import LoopKind
from .shared import SharedBuilder
from .trace import maximum, minimum
from .vectors import LANES, Code, LaneInteger, Real
from .words import on_vectors

COUNT_VECTOR = ir.VectorType(ir.IntType(32), LANES)
Stage = Callable[..., None]


class Stages(NamedTuple):
    """Stages of the loop for a number of patrons: intrinsics, which numba replaces by their code."""

    write_opening: Code
    write_quarter: Code
    insert_smallest: Code
    store_series: Code
    write_ending: Code


def band_rows(block: Block) -> list[int]:
    """List the rows that bands are made of."""
    names = [f"p{k}" for k in range(block.patrons)]
    columns = list(path_columns(names))
    return [block.first_row(Record) + columns.index(column) for _, _, column in band_series(names)]


def on_block(write: Stage, kind: LoopKind) -> Callable[[Code, Code, Code, Code], Code]:
    """Build the code generator of a stage for numba: ``write`` gets the first argument as a Block."""

    def generate(context: Code, builder: Code, signature: Code, arguments: Code) -> Code:
        data = [
            pointer_or_value(context, builder, *pair) for pair in zip(signature.args, arguments, strict=True)
        ]
        write(Block(builder, data[0], kind.patrons, hazards=kind.hazards, steps=kind.steps), *data[1:])
        return context.get_dummy_value()

    return generate


def pointer_or_value(context: Code, builder: Code, kind: Code, value: Code) -> Code:
    """Return the pointer to an array's first number; return any other argument unchanged."""
    return context.make_array(kind)(context, builder, value).data if isinstance(kind, types.Array) else value


def build_stages(kind: LoopKind) -> Stages:
    """Build the stages of the loop of a kind."""
    # long, for numba reads each stage's parameters from a function of its own

    @intrinsic
    def write_opening(_typing, buffer):
        """Compute the state in which all runs of a block begin."""
        return types.void(buffer), on_block(generate_opening, kind)

    @intrinsic
    def write_quarter(_typing, buffer, common, fresh, seed, number, t, horizon, bands, full):
        """Simulate one quarter; ``fresh`` is 0 if the inputs that runs share are as before."""
        kinds = types.void(buffer, common, fresh, seed, number, t, horizon, bands, full)
        return kinds, on_block(generate_common if kind.shared else generate_single, kind)

    @intrinsic
    def insert_smallest(_typing, buffer, first, kept):
        """Insert the quarter's four dimensions into their sorted lists of the ``kept`` smallest so far."""
        return types.void(buffer, first, kept), on_block(generate_insertion, kind)

    @intrinsic
    def store_series(_typing, buffer, counted_runs, at, number):
        """Store the quarter's band series as multiples of 2**-31 (:mod:`~..histogram`).

        ``counted_runs`` has shape (quarters, series, :data:`BUFFERED_RUNS`); lanes are stored from ``at``.
        """
        return types.void(buffer, counted_runs, at, number), on_block(generate_storing, kind)

    @intrinsic
    def write_ending(_typing, buffer, horizon):
        """Compute the outcomes of all runs of a block."""
        return types.void(buffer, horizon), on_block(generate_ending, kind)

    return Stages(
        write_opening=write_opening,
        write_quarter=write_quarter,
        insert_smallest=insert_smallest,
        store_series=store_series,
        write_ending=write_ending,
    )


def generate_opening(block):
    """Generate the code of the state in which all runs of a block begin."""
    fixed, state = on_vectors(begin)(block.read(Case), block.read(Start))
    block.write(Fixed, fixed)
    block.write(State, state)
    block.write(Summary, on_vectors(empty)(Real.of(block.builder, 0.0), block.patrons))
    block.write_row(NOT_FINITE, 0.0)


def generate_quarter(block, seed, number, t, horizon, bands, full=None):
    """Generate the code of one quarter of a block.

    ``t`` is the same number as ``number``, as a float. ``bands`` and ``full`` are 0 where the series of bands
    and the whole record are not wanted: to keep them out of the first-level cache saves a tenth of the time.
    Without ``full``, what would only be recorded is not computed either.
    """
    seed, number = (LaneInteger.spread(block.builder, value) for value in (seed, number))
    t, horizon = (Real.spread(block.builder, value) for value in (t, horizon))
    run = (block.row(RUN_HIGH).to_integer() << 32) | block.row(RUN_LOW).to_integer()
    case, draws = block.read(Case), on_vectors(draws_at)(seed, run, number, block.patrons)
    if not block.hazards:
        case, draws = remove_hazards(case, draws)
    state, record = on_vectors(quarter)(
        case, block.read(Plan), block.read(Fixed), block.read(State), draws, t
    )
    summary = on_vectors(add_record)(block.read(Summary), record, on_vectors(window_weights)(t, horizon), t)
    block.write(State, state)
    rows = dict(enumerate(numbers(record), block.first_row(Record)))
    for row in list(rows)[:4]:
        block.write_row(row, rows[row])
    with where_wanted(block, bands):
        for row in band_rows(block):
            block.write_row(row, rows[row])
    if full is not None:
        with where_wanted(block, full):
            block.write(Record, record)
    block.write(Summary, summary)
    mark_infinite(block, state)


def remove_hazards(case: Case, draws: Draws) -> tuple[Case, Draws]:
    """Return the case with moods off, and draws that no hazard of a rupture exceeds.

    Plain numbers take the place of vectors, so that no code remains for what cannot occur. Where the hazards
    are 0 or moods off this changes no bit.
    """
    still = case._replace(mechanisms=case.mechanisms._replace(moods=0.0))
    return still, draws._replace(rupture=1.0)


def where_wanted(block: Block, flag: Code) -> Code:
    """Return a context whose code runs where a number is not 0."""
    return block.builder.if_then(block.builder.icmp_signed("!=", flag, ir.IntType(64)(0)))


def mark_infinite(block: Block, value: object) -> None:
    """Generate the code that marks runs in which a number of a tuple is not finite.

    What is recorded goes into the next state or into the totals, where it stays: to look at the state each
    quarter and at the totals in the end is enough, and the record need not be kept until it is looked at.
    """
    # x - x is 0 for a finite x, else NaN: the row stays 0 as long as all numbers are finite
    every = total(value)
    block.write_row(NOT_FINITE, block.row(NOT_FINITE) + (every - every))


def generate_single(block, common, fresh, *others):
    """Generate the code of one quarter of a block whose runs' inputs may differ."""
    del common, fresh
    generate_quarter(block, *others)  # type: ignore[no-untyped-call]


def generate_common(block, common, fresh, seed, number, t, horizon, bands, full):
    """Generate the code of one quarter of a block whose runs share their inputs, and keep no paths.

    Results that they share as well stand in the rows of ``common`` behind these.
    """
    del full
    shared = SharedBuilder(block.builder, common, fresh, block.first_row(State))
    alike = Block(
        block.builder, block.pointer, block.patrons, shared, hazards=block.hazards, steps=block.steps
    )
    generate_quarter(alike, seed, number, t, horizon, bands)  # type: ignore[no-untyped-call]
    shared.close()


def generate_insertion(block, first, kept):
    """Generate the code that inserts a quarter's dimensions into the sorted lists of smallest values."""
    # insertion without a branch: each place keeps the smaller value and hands the larger on to the next
    b, record = block.builder, block.first_row(Record)
    carried = [cgutils.alloca_once_value(b, block.row(record + d).value) for d in range(4)]
    with cgutils.for_range(b, kept) as loop:
        row = b.add(first, loop.index)
        for slot in carried:
            now, before = Real(b, b.load(slot)), block.row(row)
            block.write_row(row, minimum(before, now))
            b.store(maximum(before, now).value, slot)
            row = b.add(row, kept)


def generate_storing(block, counted_runs, at, number):
    """Generate the code that stores a quarter's band series."""
    b, word, rows = block.builder, ir.IntType(64), band_rows(block)
    for k, row in enumerate(rows):
        units = (minimum(maximum(block.row(row), 0.0), 1.0) * UNIT).to_integer()
        series = b.add(b.mul(number, word(len(rows))), word(k))
        there = b.gep(counted_runs, [b.add(b.mul(series, word(BUFFERED_RUNS)), at)], inbounds=True)
        b.store(b.trunc(units.value, COUNT_VECTOR), b.bitcast(there, COUNT_VECTOR.as_pointer()), align=4)


def generate_ending(block, horizon):
    """Generate the code of the outcomes of all runs of a block."""
    worst = tuple((block.row(DECILES + d), block.row(TAILS + d)) for d in range(4))
    quarters, summary = Real.spread(block.builder, horizon), block.read(Summary)
    outcome = on_vectors(compute_outcome)(block.read(Case), block.read(Fixed), summary, worst, quarters)
    block.write(Outcome, outcome)
    mark_infinite(block, summary)
