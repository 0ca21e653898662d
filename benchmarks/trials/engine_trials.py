"""Trials with the engine's code, none of them kept: ``python benchmarks/trials/engine_trials.py 3 moods``.

Words that are written at every use become functions that are called, and blocks hold more or fewer runs.
Every version is compared with plain Python before its clock runs. They play the same runs in turns, each in a
process of its own on one thread; processor time counts. With ``calm`` for ``moods``, no mood turns.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

from hedgesim.model.engines.compiled import vectors
from hedgesim.model.engines.compiled.vectors import Code

VERSIONS = (
    (8, "nothing"),
    (8, "exp+log"),
    (8, "exp+log+philox+normal_pair"),
    (16, "nothing"),
    (16, "exp+log"),
    (16, "exp+log+philox+normal_pair"),
)
"""Runs side by side, and what is called; the first version is the engine as it is."""
RUNS, QUARTERS, ROUNDS = 1024, 60, 25
INTERNAL = ("noinline", "nounwind")


def separate(word: Callable[..., Code]) -> Callable[..., Code]:
    """Build the version of a word or a draw that calls a function, which is written once."""
    from hedgesim.model.engines.compiled.trace import on_vectors

    write = on_vectors(word)

    def call(*operands: Code) -> Code:
        made = [x for x in operands if isinstance(x, vectors.Vector)]
        builder = vectors.find_builder(*operands) if made else None
        if builder is None or hasattr(builder, "load_number"):
            return write(*operands)  # what all runs share is computed once
        values = [type(made[0]).of(builder, x) for x in operands]
        function = builder.module.globals.get(word.__name__) or write_function(word.__name__, write, values)
        return unpack(word.__name__, builder, builder.call(function, [x.value for x in values]))

    return call


def write_function(name: str, write: Callable[..., Code], values: list[Code]) -> Code:
    """Write a function for operands like these into their module."""
    from llvmlite import ir

    kinds, results = [x.value.type for x in values], 4 if name == "philox" else 2
    element = kinds[0] if name == "philox" else vectors.vector_type(values[0].builder, ir.DoubleType())
    result = kinds[0] if len(kinds) == 1 else ir.LiteralStructType([element] * results)
    function = ir.Function(values[0].builder.module, ir.FunctionType(result, kinds), name)
    function.linkage = "internal"
    for attribute in INTERNAL:
        function.attributes.add(attribute)
    inner = ir.IRBuilder(function.append_basic_block("entry"))
    found = write(*(type(x)(inner, argument) for x, argument in zip(values, function.args, strict=True)))
    inner.ret(found.value if len(kinds) == 1 else pack(inner, result, found))
    return function


def pack(builder: Code, kind: Code, results: tuple[Code, ...]) -> Code:
    """Return several vectors as one value of the generated code."""
    from llvmlite import ir

    value = ir.Constant(kind, ir.Undefined)
    for place, vector in enumerate(results):
        value = builder.insert_value(value, vector.value, place)
    return value


def unpack(name: str, builder: Code, value: Code) -> Code:
    """Return what a function gave: a vector, or several."""
    if name in {"exp", "log"}:
        return vectors.Real(builder, value)
    kind, results = (vectors.LaneInteger, 4) if name == "philox" else (vectors.Real, 2)
    return tuple(kind(builder, builder.extract_value(value, place)) for place in range(results))


def build(lanes: int, names: str, patrons: int, *, hazards: bool) -> Code:
    """Compile a version of the loop and compare it with plain Python."""
    vectors.LANES = lanes  # before anything imports it from there
    from hedgesim.model import arithmetic, noise
    from hedgesim.model.engines.compiled import kernel, known_runs, stages, trace
    from hedgesim.model.rebinding import rebind

    called = [] if names == "nothing" else names.split("+")
    words = [getattr(noise if name in {"philox", "normal_pair"} else arithmetic, name) for name in called]
    stages.on_vectors = rebind({**trace.REPLACED, **{word: separate(word) for word in words}})
    loop = kernel.compile_loop(kernel.CodeStore(None, patrons, hazards=hazards))
    difference = known_runs.describe_difference(loop, patrons, hazards=hazards)
    assert difference is None, difference
    return loop


def describe_code(loop: Code) -> str:
    """Return the size of the code, and how many registers are saved and loaded again."""
    from llvmlite import binding

    library = loop.overloads[loop.signatures[0]].library
    parts = binding.ObjectFileRef.from_data(library._get_compiled_object()).sections()
    size = sum(part.size() for part in parts if part.is_text())
    library.codegen._tm.set_asm_verbosity(True)
    text = library.get_asm_str()
    return f"{size:,} | {text.count('Spill'):,} | {text.count('Reload'):,}"


def answer(lanes: int, names: str, patrons: int, *, hazards: bool) -> None:
    """Describe the code of a version, then answer every line that comes in by nanoseconds a quarter."""
    loop = build(lanes, names, patrons, hazards=hazards)
    import numpy as np

    from hedgesim.model.engines.compiled.ensemble import play_ensemble
    from hedgesim.model.engines.compiled.known_runs import build_scenario
    from hedgesim.model.strategies import HEDGE, plan_for

    spec = replace(build_scenario(patrons, hazards=hazards), horizon=QUARTERS)
    sys.stdout.write(f"{describe_code(loop)}\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        begun = time.process_time()
        play_ensemble(loop, spec, plan_for(spec, HEDGE), 1, np.arange(RUNS), {}, bands=False, paths=False)
        sys.stdout.write(f"{(time.process_time() - begun) / RUNS / QUARTERS * 1e9}\n")
        sys.stdout.flush()


def ask(process: "subprocess.Popen[str]") -> float:
    """Return nanoseconds a quarter, measured now."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def start(lanes: int, names: str, kind: list[str]) -> "subprocess.Popen[str]":
    """Start the process of a version."""
    command = [sys.executable, __file__, *kind, str(lanes), names]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def main(kind: list[str]) -> None:
    """Print a row for each version."""
    sides = [start(lanes, names, kind) for lanes, names in VERSIONS]
    code = [side.stdout.readline().strip() for side in sides if side.stdout]
    rounds = []
    for number in range(ROUNDS):
        found = {side: ask(side) for side in (sides if number % 2 == 0 else sides[::-1])}
        rounds.append([found[side] for side in sides])
    for side in sides:
        side.communicate()
    for place, (lanes, names) in enumerate(VERSIONS):
        ratio = median(row[place] / row[0] for row in rounds)
        best = min(row[place] for row in rounds)
        sys.stdout.write(f"| {lanes} | {names} | {best:.0f} | {ratio:.2f} | {code[place]} |\n")


if __name__ == "__main__":
    if len(sys.argv) > 3:
        answer(int(sys.argv[3]), sys.argv[4], int(sys.argv[1]), hazards=sys.argv[2] == "moods")
    else:
        main(sys.argv[1:])
