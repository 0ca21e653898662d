"""The compiled loop: loaded from a file of the cache or compiled, and compared with plain Python."""

from pathlib import Path

from ...errors import RunError
from . import code_cache
from .kind import LoopKind
from .known_runs import describe_difference
from .machine_code import LinkedLoop, MachineCode, read_machine_code

DIFFERS = "its numbers are not those of plain Python"
USELESS = (
    "compiled code does not give the numbers of plain Python on this machine, even compiled anew ({}); "
    "install numba and llvmlite again (pip install --force-reinstall numba llvmlite), or play batches with "
    "--engine plain, whose numbers are right; please report this"
)


def load_loop(folder: Path | None, kind: LoopKind) -> LinkedLoop:
    """Load a loop from a folder or compile it, and compare it with plain Python before anybody uses it.

    Parameters
    ----------
    folder : Path or None
        Where compiled code is kept; with None, it is compiled and not kept.
    kind : LoopKind
        What it is for.

    Raises
    ------
    RunError
        If its numbers differ from those of plain Python, also after it is compiled anew.
    """
    file = folder / code_cache.file_name(kind) if folder else None
    difference: str | None = None
    for _ in range(2):
        loop = LinkedLoop(find_code(file) or make_code(kind, file))
        difference = describe_difference(loop, kind)
        if difference is None:
            return loop
        if file:
            code_cache.remove_code(file, f"{DIFFERS} ({difference})")
    raise RunError(USELESS.format(difference))


def find_code(file: Path | None) -> MachineCode | None:
    """Return the code that a file holds, None if there is none; remove a file of something else."""
    kept = code_cache.read_code(file) if file else None
    if file is None or kept is None:
        return None
    code = read_machine_code(kept)
    if code is None:
        code_cache.remove_code(file, "it holds no compiled code")
    return code


def make_code(kind: LoopKind, file: Path | None) -> MachineCode:
    """Compile a loop and keep its code in a file, if there is one."""
    from .compiler import compile_code  # with numba, which takes as long to import as thousands of runs

    code = compile_code(kind)
    if file:
        code_cache.keep_code(file, code.to_bytes())
    return code
