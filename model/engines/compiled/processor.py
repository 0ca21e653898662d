"""The processor that code is compiled for, as numba finds it."""

import os
from functools import cache
from typing import NamedTuple

from llvmlite import binding


class Processor(NamedTuple):
    """System, name and features of a processor, as LLVM writes them."""

    triple: str
    name: str
    features: str


@cache
def find_processor() -> Processor:
    """Return this machine's processor, or the one that numba's settings name."""
    name = os.environ.get("NUMBA_CPU_NAME") or binding.get_host_cpu_name()
    features = os.environ.get("NUMBA_CPU_FEATURES")
    if features is None:
        features = "" if name == "generic" else list_features()
    return Processor(binding.get_process_triple(), name, features)


def list_features() -> str:
    """List what this processor can do; LLVM knows it of some kinds only."""
    try:
        found: str = binding.get_host_cpu_features().flatten()
    except RuntimeError:
        return ""
    return found
