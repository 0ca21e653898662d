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

MODULES = {
    "gains": "premiums.gains",
    "premium": "premiums.premium",
    "compare": "comparison",
    "inputs": "sensitivity.inputs",
    "map": "maps.premium_map",
    "heat": "maps.heat",
    "pairs": "sweeps.pairs",
    "parallel": "sweeps.parallel",
    "shares": "shares.draw",
}
"""Kinds whose module has another name than the kind."""
ALIASES = {"ternary": "shares"}
"""Further names of kinds: shares of three patrons are a triangle."""

KINDS: dict[str, str] = {
    "fan": "how hedger and patrons fare over time, with bands: one scenario, or up to four over one another",
    "gains": "what hedging gains over each other strategy: one scenario, with its doubts",
    "compare": "strategies against a reference: paired differences with their doubts",
    "regimes": "shares of runs that end in each regime, by scenario",
    "premium": "hedging premium by scenario with its doubts",
    "shares": "who holds influence: a line of two patrons' shares, a triangle of three, bands of more",
    "inputs": "what arms access, trade barriers and agreements change against the baseline, each alone",
    "pathways": "when runs go over to another plan: the strategy trigger of a scenario file",
    "map": "which strategy is best over two inputs of a grid, and where hedging stops paying",
    "heat": "how much hedging pays over two inputs of a grid, and where that is not clear",
    "pairs": "points of a sweep over each pair of inputs, marked where a condition holds",
    "parallel": "points of a sweep as lines across all inputs, marked where a condition holds",
}
"""Kinds of figure with what each shows."""


POINTS = ("fan", "gains", "compare", "regimes", "premium", "shares", "pathways")
"""Kinds that show one point of a sweep: pooled over points they would show what nobody asked for."""
WHOLE_RUNS = ("fan", "shares", "pathways")
"""Kinds that show all quarters of runs, also where outcomes are those of a window."""
SWEEPS = ("map", "heat", "pairs", "parallel")
"""Kinds that show all points of a sweep, and are drawn from nothing else."""
FAN = "fan"
SINGLE = (FAN, "gains", *SWEEPS)
"""Kinds that show one scenario where none is named, the fan only if there are many."""
CHOICES: dict[str, tuple[str, ...]] = {
    "columns": ("fan",),
    "against": ("fan",),
    "by": ("fan",),
    "span": ("fan",),
    "where": ("pairs", "parallel"),
}
"""Further choices with the kinds that take them; ``at`` is taken by POINTS."""
OPTIONS = {"columns": "--column", "span": "--range"}
"""Choices whose option has another name."""


@normalise_arguments
def draw(
    kind: str,
    results: "Results",
    *,
    scenarios: Sequence[str] | None = None,
    strategies: Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
    columns: Sequence[str] | None = None,
    against: str | None = None,
    by: str | None = None,
    span: str | None = None,
    where: str | None = None,
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
    at : mapping, optional
        The point of a sweep that is drawn, as values by path; inputs left out have the scenario's own.
    columns : sequence of str, optional
        Columns of paths, such as ``export_share_eu``.
    against : str, optional
        Scenario, strategy or level to which differences are drawn.
    by : str, optional
        Input of a sweep, of which each level is drawn.
    span : str, optional
        Vertical range: ``data`` or ``unit``, from 0 to 1.
    where : str, optional
        Condition that a sweep's points are marked by, such as ``premium < 0``.

    Returns
    -------
    Figure
        160 mm wide, with a caption; write it with :func:`save`.

    Raises
    ------
    InputError
        If the kind is unknown or does not take a choice, or a scenario or strategy was not run.
    """
    kind = ALIASES.get(kind, kind)
    if kind not in KINDS:
        msg = f"unknown kind of figure {kind!r}; known are {', '.join(KINDS)}{hint(kind, KINDS)}"
        raise InputError(msg)
    if kind in WHOLE_RUNS:
        from ..results.window import restore_runs

        results = restore_runs(results)
    extras = {"columns": columns, "against": against, "by": by, "span": span, "where": where}
    chosen: dict[str, Any] = {name: value for name, value in extras.items() if value is not None}
    require_taken(kind, chosen, at, sweep=bool(results.manifest.get("design")))
    if by:
        chosen["at"] = at
    elif shows_point(kind, results):
        from ..explore.replay.sweep_points import play_point

        results = play_point(results, at)
    module = import_module(f".{MODULES.get(kind, kind)}", __package__)
    return finish(module.draw(results, scenarios, strategies, **chosen))


def shows_point(kind: str, results: "Results") -> bool:
    """Return whether a figure shows one point of a sweep."""
    return bool(results.manifest.get("design")) and ALIASES.get(kind, kind) in POINTS


def finish(figure: "Figure") -> "Figure":
    """Give a figure the last of the look that a user chose: greys, and a width that has room."""
    from .parts.fit import check_fit
    from .parts.grey import turn_grey
    from .parts.look import LOOK
    from .parts.page import apply_style

    with apply_style():
        check_fit(figure)
        if LOOK.get().grey:
            turn_grey(figure)
    return figure


def require_taken(kind: str, chosen: Mapping[str, Any], at: Mapping[str, Any] | None, *, sweep: bool) -> None:
    """Check that a kind of figure takes the choices that were made.

    Raises
    ------
    InputError
        With a message for each that it does not take.
    """
    faults = [
        f"{OPTIONS.get(name, f'--{name}')}: kind {kind!r} has no such choice; {' and '.join(CHOICES[name])}"
        f" {'have' if len(CHOICES[name]) > 1 else 'has'} it"
        for name in chosen
        if kind not in CHOICES[name]
    ]
    for name in (n for n, value in (("at", at), ("by", chosen.get("by"))) if value):
        if not sweep:
            faults.append(f"--{name}: chooses among points of a sweep, nothing varies in this folder")
        elif kind in SWEEPS:
            faults.append(f"--{name}: kind {kind!r} shows all points; {', '.join(POINTS)} show one")
    if faults:
        raise InputError(*faults)


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
