"""A WebAssembly module of the rules: the stages of the compiled loop for another machine.

The module exports one function per stage; what calls them quarter by quarter is JavaScript. LLVM's object
file of a module needs no linker: it has no relocations that a loader must resolve, and lacks only exports.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from llvmlite import binding, ir

from ...errors import RunError
from ...state import Outcome, Plan, Record, Start, State
from ..compiled.buffer import DECILES, INPUTS, NOT_FINITE, RUN_HIGH, RUN_LOW, TAILS, Block, first_rows
from ..compiled.stages import generate_ending, generate_insertion, generate_opening, generate_quarter
from ..compiled.vectors import Code
from .sections import DATA, IMPORT, add_exports, list_imports, read_sections

LANES = 2
"""Runs side by side: a vector of WebAssembly holds two floats. Without vectors it is one run."""
TRIPLE = "wasm32-unknown-unknown"
MEMORY = "__linear_memory"
PLAIN = "+mutable-globals,+bulk-memory"
SIMD = f"{PLAIN},+simd128"
"""Features of browsers without and with vectors."""

REAL, WHOLE, SHORT = ir.DoubleType(), ir.IntType(64), ir.IntType(32)
NUMBERS = REAL.as_pointer()
STAGES: dict[str, tuple[Callable[..., None], tuple[Code, ...]]] = {
    "opening": (generate_opening, ()),
    "quarter": (generate_quarter, (WHOLE, SHORT, REAL, REAL, SHORT, SHORT)),
    "insertion": (generate_insertion, (SHORT, SHORT)),
    "ending": (generate_ending, (REAL,)),
}
"""Exported functions: what generates each, and the types of its arguments after the block's buffer.

Code for what all runs share (:mod:`~..compiled.shared`) is left out: measured, it gains nothing in a browser.
"""


class Layout(NamedTuple):
    """Rows of a block's buffer, each of as many floats as there are lanes, by what they hold.

    ``size`` is the number of rows before those of events, as in :func:`~..compiled.buffer.last_row`.
    """

    lanes: int
    finite: int
    low: int
    high: int
    deciles: int
    tails: int
    inputs: int
    start: int
    plan: int
    state: int
    record: int
    outcome: int
    size: int


class LaneBuilder(ir.IRBuilder):
    """A builder of code for a number of runs side by side."""

    inline = True
    """Whether long words are written out: a browser's functions return no more than one vector."""

    def __init__(self, block: Code, lanes: int) -> None:
        super().__init__(block)
        self.lanes = lanes


@cache
def build_layout(patrons: int, steps: int = 0, *, simd: bool = True) -> Layout:
    """Compute the layout for numbers of patrons and of a plan's steps, with vectors or without."""
    first = first_rows(patrons, steps)
    return Layout(
        lanes=count_runs(simd=simd), finite=NOT_FINITE, low=RUN_LOW, high=RUN_HIGH, deciles=DECILES,
        tails=TAILS, inputs=INPUTS, start=first[Start], plan=first[Plan], state=first[State],
        record=first[Record], outcome=first[Outcome], size=first[None],
    )  # fmt: skip


def count_runs(*, simd: bool) -> int:
    """Return the number of runs side by side."""
    return LANES if simd else 1


@cache
def build_module(patrons: int, steps: int = 0, *, simd: bool = True) -> bytes:
    """Compile the rules into a WebAssembly module.

    Parameters
    ----------
    patrons, steps : int
        Numbers of patrons and of a plan's steps, each of which has code of its own.
    simd : bool
        Whether the browser has vectors; without, the code is slower and has the same bits.

    Returns
    -------
    bytes
        A module that imports its memory as ``env.__linear_memory`` and exports the functions of
        :data:`STAGES`. Each takes the address of a block's buffer first.

    Raises
    ------
    RunError
        If the rules call what no browser has.
    """
    module = ir.Module("hedgesim")
    for name in STAGES:
        write_stage(module, name, patrons, steps, count_runs(simd=simd))
    emitted = emit_object(str(module), SIMD if simd else PLAIN)
    check_complete(emitted)
    return add_exports(emitted, list(STAGES))


def write_stage(module: Code, name: str, patrons: int, steps: int, lanes: int) -> None:
    """Write the function of a stage for a number of runs side by side."""
    generate, kinds = STAGES[name]
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), (NUMBERS, *kinds)), name)
    builder = LaneBuilder(function.append_basic_block("entry"), lanes)
    buffer, *rest = (widen(builder, value) for value in function.args)
    generate(Block(builder, buffer, patrons, hazards=True, steps=steps), *rest)
    builder.ret_void()


def widen(builder: Code, value: Code) -> Code:
    """Extend a whole number of 32 bits, which JavaScript passes as a plain number, to 64."""
    return builder.zext(value, WHOLE) if value.type == SHORT else value


def emit_object(text: str, features: str) -> bytes:
    """Compile LLVM's text into an object file of WebAssembly, optimised as the compiled engine is."""
    binding.initialize_all_targets()
    binding.initialize_all_asmprinters()
    target = binding.Target.from_triple(TRIPLE)
    machine = target.create_target_machine(
        cpu="generic", features=features, opt=2, reloc="static", codemodel="default"
    )
    code = binding.parse_assembly(
        f'target triple = "{TRIPLE}"\ntarget datalayout = "{machine.target_data}"\n{text}'
    )
    code.verify()
    passes = binding.create_pass_builder(machine, binding.create_pipeline_tuning_options(speed_level=2))
    passes.getModulePassManager().run(code, passes)
    emitted: bytes = machine.emit_object(code)
    return emitted


def check_complete(emitted: bytes) -> None:
    """Check that an object file is complete without a linker: it needs nothing but a memory.

    Raises
    ------
    RunError
        If it calls functions that it does not have, or has constants that a linker would place in memory.
    """
    sections = dict(read_sections(emitted))
    foreign = [name for name in list_imports(sections[IMPORT]) if name != MEMORY]
    foreign += ["constants in memory"] * (DATA in sections)
    if foreign:
        msg = (
            f"the rules cannot be played in a browser, they need {', '.join(foreign)}: a rule may only use"
            " the words of hedgesim.model.arithmetic"
        )
        raise RunError(msg)
