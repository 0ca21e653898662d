"""Trials with the engine's code: ``python benchmarks/trials/engine_trials.py 3 moods``.

Words that are called become code that is written at every use, and blocks hold more or fewer runs.
Every version is compared with plain Python before its clock runs. They play the same runs in turns, each in a
process of its own on one thread; processor time counts. With ``calm`` for ``moods``, no mood turns.
"""

import subprocess
import sys
import time
from dataclasses import replace
from statistics import median

from hedgesim.model.engines.compiled import vectors
from hedgesim.model.engines.compiled.kind import LoopKind
from hedgesim.model.engines.compiled.vectors import Code

VERSIONS = (
    (8, "nothing"),
    (8, "exp+log"),
    (8, "exp+log+philox+normal_pair"),
    (16, "nothing"),
    (16, "exp+log"),
    (16, "exp+log+philox+normal_pair"),
)
"""Runs side by side, and what is called; the first version is the one that the others are compared with."""
RUNS, QUARTERS, ROUNDS = 1024, 60, 25


def build(lanes: int, names: str, kind: LoopKind) -> tuple[Code, Code]:
    """Compile a version of the loop and compare it with plain Python; return it with numba's library."""
    vectors.LANES = lanes  # before anything imports it from there
    from hedgesim.model.engines.compiled import compiler, known_runs, machine_code, stages, trace, words
    from hedgesim.model.rebinding import rebind

    called = {word: words.separate(word) for word in words.RESULTS if word.__name__ in names.split("+")}
    stages.on_vectors = rebind({**trace.REPLACED, **called})
    name, library = compiler.compile_library(kind)
    loop = machine_code.LinkedLoop(machine_code.MachineCode(name, bytes(library._get_compiled_object())))
    difference = known_runs.describe_difference(loop, kind)
    assert difference is None, difference
    return loop, library


def describe_code(library: Code) -> str:
    """Return the size of the code, and how many registers are saved and loaded again."""
    from llvmlite import binding

    parts = binding.ObjectFileRef.from_data(library._get_compiled_object()).sections()
    size = sum(part.size() for part in parts if part.is_text())
    library.codegen._tm.set_asm_verbosity(True)
    text = library.get_asm_str()
    return f"{size:,} | {text.count('Spill'):,} | {text.count('Reload'):,}"


def answer(lanes: int, names: str, kind: LoopKind) -> None:
    """Describe the code of a version, then answer every line that comes in by nanoseconds a quarter."""
    loop, library = build(lanes, names, kind)
    import numpy as np

    from hedgesim.model.engines.compiled.ensemble import play_ensemble
    from hedgesim.model.engines.compiled.known_runs import build_scenario
    from hedgesim.model.strategies import HEDGE, plan_for

    spec = replace(build_scenario(kind.patrons, hazards=kind.hazards), horizon=QUARTERS)
    sys.stdout.write(f"{describe_code(library)}\n")
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
        shared = LoopKind(int(sys.argv[1]), hazards=sys.argv[2] == "moods", shared=True)
        answer(int(sys.argv[3]), sys.argv[4], shared)
    else:
        main(sys.argv[1:])
