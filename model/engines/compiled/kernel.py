"""The compiled loop: loaded from a file of the cache or compiled, and compared with plain Python."""

import pickle
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from numba import njit
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

from ...errors import RunError
from . import code_cache
from .ensemble import Loop
from .known_runs import describe_difference
from .loop import SIGNATURE, build_loop

Internal = Any
"""An object of numba, which has no types."""

DIFFERS = "its numbers are not those of plain Python"
USELESS = (
    "compiled code does not give the numbers of plain Python on this machine, even compiled anew ({}); "
    "install numba and llvmlite again (pip install --force-reinstall numba llvmlite), or play batches with "
    "--engine plain, whose numbers are right; please report this"
)


def load_loop(folder: Path | None, patrons: int, *, hazards: bool = True, steps: int = 0) -> Loop:
    """Load the loop from a folder or compile it, and compare it with plain Python before anybody uses it.

    Parameters
    ----------
    folder : Path or None
        Where compiled code is kept; with None, it is compiled and not kept.
    patrons, steps : int
        Numbers of patrons and of a plan's steps, each of which has code of its own.
    hazards : bool
        Whether moods may turn or a rupture come: without, the code is faster.

    Raises
    ------
    RunError
        If its numbers differ from those of plain Python, also after it is compiled anew.
    """
    store = CodeStore(folder, patrons, hazards=hazards, steps=steps)
    difference: str | None = None
    for _ in range(2):
        loop: Loop = compile_loop(store)
        difference = describe_difference(loop, patrons, hazards=hazards, steps=steps)
        if difference is None:
            return loop
        store.remove(f"{DIFFERS} ({difference})")
    raise RunError(USELESS.format(difference))


def compile_loop(store: "CodeStore") -> Internal:
    """Compile the loop for this machine, or take it from the store."""
    function = build_loop(store.patrons, hazards=store.hazards, steps=store.steps)
    # LLVM finds code by its name and never forgets any: a name of its own keeps code that is compiled anew
    # apart from what was loaded before
    function.__name__ = function.__qualname__ = f"play_runs_{uuid4().hex}"
    dispatcher = njit(error_model="numpy", nogil=True)(function)
    dispatcher._cache = store
    dispatcher.compile(SIGNATURE)
    dispatcher.disable_compile()
    return dispatcher


class CodeStore(NullCache):
    """What numba asks for compiled code before it compiles, and gives the result to.

    Its own cache unpickles whatever stands in a file, and notices no change of the rules.

    Attributes
    ----------
    folder : Path or None
        Where compiled code is kept; None if it is not.
    patrons, steps : int
        Numbers of patrons and of a plan's steps.
    hazards : bool
        Whether moods may turn or a rupture come.
    file : Path or None
        The file for this machine's processor, known once numba has asked.
    """

    def __init__(self, folder: Path | None, patrons: int, *, hazards: bool = True, steps: int = 0) -> None:
        self.folder, self.patrons, self.hazards, self.steps = folder, patrons, hazards, steps
        self.file: Path | None = None

    def load_overload(self, sig: Internal, target_context: Internal) -> Internal:
        """Return the compiled function, or None with a notice that it will be compiled."""
        del sig
        target_context.refresh()
        if self.folder is not None:
            processor = target_context.codegen().magic_tuple()
            self.file = self.folder / code_cache.file_name(
                processor, self.patrons, hazards=self.hazards, steps=self.steps
            )
        function = self.rebuild(target_context)
        if function is None:
            whom = f"{self.patrons} patrons" + (" with moods" if self.hazards else "")
            whom += f" and {self.steps} trigger{'s' if self.steps > 1 else ''}" if self.steps else ""
            sys.stderr.write(f"compiling the model for {whom}, once on this machine: about 10 s ...\n")
        return function

    def rebuild(self, target_context: Internal) -> Internal:
        """Return the function made from the file's code, or None."""
        code = code_cache.read_code(self.file) if self.file else None
        if code is None:
            return None
        try:
            return CompileResult._rebuild(target_context, *pickle.loads(code))
        except Exception as error:  # a pickle of something else may raise whatever it likes
            self.remove(f"it holds no compiled code ({type(error).__name__})")
            return None

    def save_overload(self, sig: Internal, data: Internal) -> None:
        """Keep a compiled function."""
        del sig
        if self.file:
            code_cache.keep_code(self.file, dumps(data._reduce()))

    def remove(self, fault: str) -> None:
        """Remove the file and say why."""
        if self.file:
            code_cache.remove_code(self.file, fault)
