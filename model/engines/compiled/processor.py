"""The processor that code is compiled for."""

import os
from functools import cache
from typing import NamedTuple

from llvmlite import binding

SETTINGS = ("NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES", "NUMBA_ENABLE_AVX", "NUMBA_OPT")
"""Settings of numba, in the environment, that change the code."""


class Processor(NamedTuple):
    """What compiled code depends on besides its sources.

    Attributes
    ----------
    triple, name, features : str
        System, name and features of the processor, as LLVM writes them.
    settings : tuple of (str, str)
        Those of :data:`SETTINGS` that are set.
    """

    triple: str
    name: str
    features: str
    settings: tuple[tuple[str, str], ...]

    @property
    def has_avx512(self) -> bool:
        """Whether a vector holds eight floats; not asked of a processor that numba's settings name."""
        own = not {name for name, _ in self.settings} & {"NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES"}
        return own and ("NUMBA_ENABLE_AVX", "0") not in self.settings and "+avx512f" in self.features


@cache
def find_processor() -> Processor:
    """Return this machine's processor, with numba's settings."""
    settings = tuple((name, os.environ[name]) for name in SETTINGS if name in os.environ)
    return Processor(binding.get_process_triple(), binding.get_host_cpu_name(), list_features(), settings)


def list_features() -> str:
    """List what this processor can do; LLVM knows it of some kinds only."""
    try:
        found: str = binding.get_host_cpu_features().flatten()
    except RuntimeError:
        return ""
    return found
