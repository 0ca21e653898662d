"""Draw figures of a result folder: tables in, a matplotlib Figure out, without any change of global state.

matplotlib and pandas are imported only when a figure is drawn, so that a command can list KINDS quickly.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.parameters.lookup import hint

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from matplotlib.figure import Figure

    from .parts.source import Results

MODULES = {"compare": "comparison", "map": "premium_map", "shares": "shares.draw"}
"""Kinds whose module has another name than the kind."""
ALIASES = {"ternary": "shares"}
"""Further names of kinds: shares of three patrons are a triangle."""

KINDS: dict[str, str] = {
    "fan": "how hedger and patrons fare over time: medians and bands, one scenario and strategy",
    "compare": "strategies against a reference: paired differences with 95% intervals",
    "regimes": "shares of runs that end in each regime, by scenario",
    "premium": "hedging premium by scenario with its 95% interval",
    "shares": "who holds influence: a line of two patrons' shares, a triangle of three, bands of more",
    "inputs": "what arms access, trade barriers and agreements change against the baseline, each alone",
    "map": "which strategy is best over two inputs of a grid, and where hedging stops paying",
}
"""Kinds of figure with what each shows."""


@normalise_arguments
def draw(
    kind: str,
    results: "Results",
    *,
    scenarios: Sequence[str] | None = None,
    strategies: Sequence[str] | None = None,
) -> "Figure":
    """Draw a figure of a result folder.

    Parameters
    ----------
    kind : str
        One of KINDS, or of ALIASES.
    results : Results
        Manifest and tables of a result folder.
    scenarios, strategies : sequence of str, optional
        Names to show; by default those that the kind chooses.

    Returns
    -------
    Figure
        160 mm wide, with a caption; write it with :func:`save`.

    Raises
    ------
    InputError
        If the kind is unknown, a scenario or strategy was not run, or the kind takes only one of them.
    """
    kind = ALIASES.get(kind, kind)
    if kind not in KINDS:
        msg = f"unknown kind of figure {kind!r}; known are {', '.join(KINDS)}{hint(kind, KINDS)}"
        raise InputError(msg)
    drawn: Figure = import_module(f".{MODULES.get(kind, kind)}", __package__).draw(
        results, scenarios, strategies
    )
    return drawn


def draw_run(
    paths: "pd.DataFrame", scenario: Mapping[str, Any], strategy: str, seed: int, run: int
) -> "Figure":
    """Draw the path of a single run.

    Parameters
    ----------
    paths : DataFrame
        One row per quarter, with the columns of ``paths.parquet``.
    scenario : mapping
        The scenario's entry in the manifest.
    strategy : str
        Name of the hedger's strategy.
    seed, run : int
        Seed and number of the run, for the caption.
    """
    from .single_run import draw as draw_paths

    return draw_paths(paths, scenario, strategy, seed, run)


def save(figure: "Figure", path: "Path") -> "Path":
    """Write a figure as PNG, SVG or PDF; see :func:`hedgesim.analysis.plots.parts.page.save_figure`."""
    from .parts.page import save_figure as write

    return write(figure, path)
