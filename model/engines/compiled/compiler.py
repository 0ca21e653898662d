"""Compilation of the loop by numba, which nothing else needs."""

import sys
from typing import Any

from numba import njit

from ...errors import RunError
from .kind import LoopKind
from .loop import build_loop
from .machine_code import ARGUMENTS, MachineCode

KNOWN = frozenset({"memset", "memcpy", "memmove"})
"""Functions of C's library that code may call: every process has them."""
Library = Any
"""A library of numba, which has no types."""


def compile_code(kind: LoopKind) -> MachineCode:
    """Compile the loop of a kind for this machine, with a notice.

    Raises
    ------
    RunError
        If the code needs more than C's library to be linked.
    """
    sys.stderr.write(f"compiling the model for {kind.description}, once on this machine: about 5 s ...\n")
    sys.stderr.flush()
    name, library = compile_library(kind)
    check_complete(library)
    return MachineCode(name, bytes(library._get_compiled_object()))


def compile_library(kind: LoopKind) -> tuple[str, Library]:
    """Compile the loop of a kind; return the name of its function and numba's library that holds it."""
    # without numba's wrappers and memory, which need numba in the process that calls the code
    alone = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}
    compiled = njit(error_model="numpy", nogil=True, **alone)(build_loop(kind))
    compiled.compile(f"void({', '.join(ARGUMENTS)})")
    (found,) = compiled.overloads.values()
    return found.fndesc.llvm_func_name, found.library


def check_complete(library: Library) -> None:
    """Check that nothing of numba is needed to link a library of its.

    Raises
    ------
    RunError
        If a function is missing: LLVM would end the process.
    """
    functions = [f.name for f in library._final_module.functions if f.is_declaration]
    if foreign := [name for name in functions if not name.startswith("llvm.") and name not in KNOWN]:
        msg = f"compiled code needs {', '.join(foreign)}, which only numba has: please report this"
        raise RunError(msg)
