"""Scripts of ``docs/build`` and ``benchmarks`` as modules, and commands as a user types them."""

import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from hedgesim.analysis.cli.main import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@cache
def script(path: str) -> Any:
    """Load a script, given by its path in the repository, as it would run there.

    A script imports its neighbours by bare name, so its folder is on the path while it loads.
    """
    file = ROOT / path
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(file.parent))
    try:
        if file.stem in sys.modules:  # a neighbour brought it already: the same objects for both
            return sys.modules[file.stem]
        sys.modules[file.stem] = module
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(file.parent))
    return module


def invoked(*words: str) -> Result:
    """The command with these words."""
    return CliRunner().invoke(app, list(words))


def done(*words: str) -> Result:
    """The same, without a fault."""
    result = invoked(*words)
    assert result.exit_code == 0, result.output
    return result
