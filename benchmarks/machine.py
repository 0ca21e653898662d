"""The machine and the software, as far as they decide speed: nothing that tells one machine from its like."""

import platform
import re
from importlib.metadata import version
from pathlib import Path

from hedgesim.analysis.execution.local import count_cores

PACKAGES = ("numba", "numpy", "mesa", "ema-workbench")
WIDTHS = (
    ("avx512f", "AVX-512, eight numbers"),
    ("avx2", "AVX2, four numbers"),
    ("neon", "NEON, two numbers"),
)
"""Vector units by their flags, widest first, with how many numbers of 64 bits a vector holds."""


def cpu_facts() -> str:
    """Return what the system says of its processors, where it says it in a file."""
    file = Path("/proc/cpuinfo")
    return file.read_text(encoding="utf-8") if file.exists() else ""


def model_of(text: str) -> str:
    """Return the processor's model."""
    found = re.search(r"^model name\s*:\s*(.+)$", text, flags=re.MULTILINE)
    return found[1].strip() if found else platform.processor() or platform.machine()


def width_of(text: str) -> str:
    """Return the widest vectors that the processor has."""
    flags = set(text.split())
    return next((words for flag, words in WIDTHS if flag in flags), "not known")


def facts() -> dict[str, str]:
    """Processor, cores, vectors, system and versions, by what they are."""
    text = cpu_facts()
    software = ", ".join([f"Python {platform.python_version()}", *(f"{p} {version(p)}" for p in PACKAGES)])
    return {
        "processor": model_of(text),
        "cores used at most": str(min(2, count_cores())),
        "vectors": width_of(text),
        "system": f"{platform.system()} {platform.machine()}",
        "software": software,
    }
