"""Compilation of the loop by numba, which nothing else needs."""

import contextlib
import re
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

from numba import njit

from ...errors import InputError, RunError
from .kind import LoopKind
from .loop import build_loop
from .machine_code import ARGUMENTS, MachineCode

KNOWN = frozenset({"memset", "memcpy", "memmove"})
"""Functions of C's library that code may call: every process has them."""
MATHEMATICS = re.compile(r"llvm\.(exp|log|pow|sin|cos|tan|floor|ceil|rint|nearbyint|round|trunc|fma)")
"""What LLVM calls a library of mathematics for, where the processor has no instruction."""
Library = Any
"""A library of numba, which has no types."""


def compile_code(kind: LoopKind) -> MachineCode:
    """Compile the loop of a kind for this machine, with a notice.

    Raises
    ------
    RunError
        If the code needs more than C's library to be linked.
    """
    sys.stderr.write(f"compiling the model for {kind.description}: about 5 s ...\n")
    sys.stderr.flush()
    with postpone_signals():
        name, library = compile_library(kind)
    check_complete(library)
    return MachineCode(name, bytes(library._get_compiled_object()))


def compile_library(kind: LoopKind) -> tuple[str, Library]:
    """Compile the loop of a kind; return the name of its function and numba's library that holds it.

    Raises
    ------
    InputError
        If numba is not to compile.
    """
    # without numba's wrappers and memory, which need numba in the process that calls the code
    alone = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}
    compiled = njit(error_model="numpy", nogil=True, **alone)(build_loop(kind))
    if not hasattr(compiled, "compile"):
        msg = "NUMBA_DISABLE_JIT is set: unset it, or play with --engine plain, which compiles nothing"
        raise InputError(msg)
    compiled.compile(f"void({', '.join(ARGUMENTS)})")
    (found,) = compiled.overloads.values()
    return found.fndesc.llvm_func_name, found.library


@contextlib.contextmanager
def postpone_signals() -> Iterator[None]:
    """Postpone Ctrl-C and its like: an exception of their handlers would be lost where LLVM calls numba."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears of signals
        return
    numbers = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
    before = {number: signal.getsignal(number) for number in numbers}
    caught: list[int] = []
    for number in (n for n, handler in before.items() if callable(handler)):
        signal.signal(number, lambda number, _: caught.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in caught[:1]:
            signal.raise_signal(number)


def check_complete(library: Library) -> None:
    """Check that to link a library takes nothing but C's: it is done without numba.

    Raises
    ------
    RunError
        If something else is missing: LLVM would end the process.
    """
    module = library._final_module
    missing = [part.name for part in (*module.functions, *module.global_variables) if part.is_declaration]
    foreign = [
        name
        for name in missing
        if name not in KNOWN and (not name.startswith("llvm.") or MATHEMATICS.match(name))
    ]
    if foreign:
        names = ", ".join(foreign)
        msg = f"compiled code needs {names}, which may be missing where it is loaded: please report this"
        raise RunError(msg)
