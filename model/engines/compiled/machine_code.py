"""Compiled code as an object file: kept as bytes, linked into this process and called with arrays.

To load it takes llvmlite alone. numba, which compiles it (:mod:`.compiler`), takes longer to import than
thousands of runs to play.
"""

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from llvmlite import binding

from ...errors import RunError

HEAD = b"compiled loop "
"""How code begins, before the name of its function."""

ARGUMENTS = (
    "i8", "i8", "f8[::1]", "i8[::1]", "f8[:,::1]", "f8[::1]", "f8[::1]", "i8[::1]", "b1[::1]", "f8[::1]",
    "f8[::1]", "f8[::1]", "f8[:,::1]", "b1[::1]", "i4[:,:,::1]", "i8[:,::1]", "i8[::1]", "f8[:,:,::1]",
    "f8[::1]", "f8[::1]", "u4[:,:,::1]",
)  # fmt: skip
"""Types of the arguments of the loop (:func:`.loop.build_loop`), as numba writes them."""


class MachineCode(NamedTuple):
    """An object file and the name of the function in it that is called."""

    function: str
    content: bytes

    def to_bytes(self) -> bytes:
        """Return the code as it is kept."""
        return HEAD + self.function.encode() + b"\n" + self.content


def read_machine_code(kept: bytes) -> MachineCode | None:
    """Return code that :meth:`MachineCode.to_bytes` wrote; None if it is something else."""
    head, line, content = kept.partition(b"\n")
    if not head.startswith(HEAD) or not head.isascii() or not line:
        return None
    return MachineCode(head.removeprefix(HEAD).decode(), content)


class LinkedLoop:
    """The loop in this process, a function of the numbers and arrays of :data:`ARGUMENTS`.

    Other threads go on while it plays.

    Attributes
    ----------
    code : MachineCode
        The code, whose bytes LLVM reads while it links.
    engine : ExecutionEngine
        LLVM's, which owns the linked code.
    function : callable
        The function, of the words in which numba passes a result, an exception and the arguments.
    """

    def __init__(self, code: MachineCode) -> None:
        self.code = code
        binding.initialize_native_target()
        binding.initialize_native_asmprinter()
        machine = binding.Target.from_triple(binding.get_process_triple()).create_target_machine()
        self.engine = binding.create_mcjit_compiler(binding.parse_assembly(""), machine)
        self.engine.add_object_file(binding.ObjectFileRef.from_data(code.content))
        self.engine.finalize_object()
        words = 2 + sum(map(count_words, ARGUMENTS))
        kind = ctypes.CFUNCTYPE(ctypes.c_int32, *[ctypes.c_int64] * words)
        self.function = kind(self.engine.get_function_address(code.function))

    def __call__(self, *arguments: Any) -> None:  # noqa: ANN401 - whole numbers and arrays
        """Play runs.

        Raises
        ------
        TypeError
            If an argument has another type than :data:`ARGUMENTS` says.
        RunError
            If the code ends with an exception, which no loop of ours should.
        """
        words = [w for a, kind in zip(arguments, ARGUMENTS, strict=True) for w in pass_argument(a, kind)]
        result, fault = ctypes.c_void_p(), ctypes.c_void_p()
        status = self.function(ctypes.addressof(result), ctypes.addressof(fault), *words)
        if status != 0:
            msg = f"compiled code ended with status {status}: please report this"
            raise RunError(msg)


def count_words(kind: str) -> int:
    """Return the number of words in which an argument of a type is passed."""
    return 5 + 2 * (kind.count(",") + 1) if "[" in kind else 1


def pass_argument(argument: Any, kind: str) -> Iterator[int]:  # noqa: ANN401 - as above
    """Yield the words in which an argument is passed: a number, or what numba knows of an array.

    Raises
    ------
    TypeError
        If it has another type than it should have: machine code would not notice.
    """
    if "[" not in kind:
        yield int(argument)
        return
    name, dimensions = kind.split("[", maxsplit=1)[0], kind.count(",") + 1
    if argument.dtype != np.dtype(name) or argument.ndim != dimensions or not argument.flags.c_contiguous:
        msg = f"an array of {argument.dtype} in {argument.ndim} dimensions where {kind} is passed"
        raise TypeError(msg)
    # two pointers to owners, which it has not; numbers, bytes of each, data; then its shape and strides
    yield from (0, 0, argument.size, argument.itemsize, argument.ctypes.data)
    yield from argument.shape
    yield from argument.strides
