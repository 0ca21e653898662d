"""Write the report's part on a sweep: its design, the inputs that decide outcomes, and boxes of inputs."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ...model.errors import InputError
from ...model.outcomes import UTILITY
from ...model.strategies import HEDGE
from ..compare.point_values import choose_targets, join_finished_runs, select_values
from ..design.axis import LOG, Axis
from ..design.batch import Batch, count_phrase
from ..design.points import build_axes
from ..explore.discovery import discovery
from ..explore.sensitivity import sensitivity
from ..labels import PREMIUM
from ..plots.parts.source import patron_labels
from ..results.folder import Results
from ..tables.explore.discovery import discovery_sheets
from ..tables.explore.sensitivity import sensitivity_sheets
from ..tables.sheet import Sheet
from ..verdicts.explore.discovery import judge_discovery
from ..verdicts.explore.points import phrase_points
from ..verdicts.explore.sensitivity import judge_sensitivity
from .gallery import draw_figure
from .html_page import Answer, Block, Heading, Section, Text, sentence, title_tables
from .provenance import format_as_in_file, order_scenarios

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

KINDS = {
    "grid": "A grid: all combinations of the levels of every input.",
    "lhs": "A Latin hypercube of {samples:,} points: the range of every input is covered evenly.",
    "sobol": "A Sobol design of {samples:,} base samples, arranged to separate parts of variance.",
    "morris": "Morris' design of {samples:,} trajectories, on which one input after another moves.",
    "oat": "One at a time: the scenario's own values, then each input alone.",
    "table": "A table of points made by hand.",
}
FILLED = ("grid", "lhs", "sobol", "table")
"""Designs that fill the space of inputs, which boxes need."""
CONDITIONS = ("premium < 0", "regime == 'collapse'")
MANY = 20_000
"""Runs from which boxes are found at most; of more, whole points are left out evenly."""


def build_design_section(results: Results, batch: Batch) -> Section:
    """Build the section on the design; empty for a batch without one."""
    spec = results.manifest["design"]
    if not spec:
        return Section("design", "Design", [])
    points = count_phrase(batch.point_count, batch.point_count, "point", "points")
    said = f"{KINDS[spec['kind']].format(samples=spec['samples'] or 0)} {points} in all, seed {spec['seed']}."
    heads = ["input", "path", "varied over", "own value"]
    rows = [axis_row(a, batch) for a in build_axes(spec)]
    sheet = Sheet("Inputs that vary", heads, rows, left=frozenset({0, 2}), firm=frozenset({1}))
    return Section("design", "Design of the sweep", [Text(said), sheet])


def axis_row(axis: Axis, batch: Batch) -> list[str]:
    """Format one input as a row: name, path, levels or range, and the scenario's own value."""
    from ..plots.parts.input_labels import describe_input

    scenario = batch.scenarios[0]
    write = partial(format_as_in_file, axis.path, patrons=batch.patrons)
    over = ", ".join(write(v) for v in axis.levels) or f"{write(axis.low)} to {write(axis.high)}"
    scale = ", by its logarithm" if axis.scale == LOG else ""
    own = "-" if axis.base is None else write(axis.base)
    return [describe_input(axis.path, scenario.to_dict()).name, axis.path, over + scale, own]


def report_sensitivity(results: Results) -> Section:
    """Build the section on the inputs that decide the premium, and mean utility under hedge."""
    if not results.manifest["design"]:
        return Section("sensitivity", "Sensitivity", [])
    strategies = [str(s) for s in results.design["strategy"].unique()]
    under = HEDGE if HEDGE in strategies else strategies[0]
    blocks = [
        block
        for name in order_scenarios(results)
        for outcome in (PREMIUM, UTILITY)
        for block in report_outcome(results, name, outcome, under)
    ]
    return Section("sensitivity", "Sensitivity", blocks)


def report_outcome(results: Results, scenario: str, outcome: str, strategy: str) -> Iterator[Block]:
    """Yield tables and figures of one outcome in one scenario, or the reason why there are none."""
    spec = results.manifest["design"]
    what = f"What decides {outcome} in {scenario}"
    try:
        rows = sensitivity(results.design, results.outcomes, spec, [outcome], [strategy], scenario=scenario)
    except InputError:
        return
    yield Heading(what)
    labels = patron_labels(results.manifest["scenarios"][scenario])
    over = phrase_points(int(spec["points"]), [axis["path"] for axis in spec["axes"]], labels)
    yield Answer(judge_sensitivity(rows, labels, over).text)
    yield from title_tables(sensitivity_sheets(rows))
    for name, draw in choose_figures(rows).items():
        make = partial(draw, rows, results.manifest["scenarios"][scenario], runs_caption(results, scenario))
        if figure := draw_figure(f"{name}: strength of each input on {outcome}", make):
            yield figure


def choose_figures(rows: "pd.DataFrame") -> dict[str, Callable[..., "Figure"]]:
    """Choose the drawing functions for which the table has indices, by name of the figure."""
    from ..plots.sensitivity.sensitivity import draw_interaction_map, draw_morris_plane, draw_tornado

    found = set(rows["index"])
    extra: dict[str, Callable[..., Figure]] = {"tornado": draw_tornado}
    extra |= {"Morris plane": draw_morris_plane} if "sigma" in found else {}
    return extra | ({"interaction map": draw_interaction_map} if "S2" in found else {})


def runs_caption(results: Results, scenario: str) -> str:
    """Compose the start of captions: scenario, points, runs, seed and engine."""
    m = results.manifest
    points, runs = m["design"]["points"], m["runs"]
    each = count_phrase(runs, runs, "run", "runs")
    return f"Scenario {scenario}. {points:,} points, {each} each, seed {m['seed']}, engine {m['engine']}."


def report_boxes(results: Results) -> Section:
    """Build the section on the boxes of inputs in which hedging does not pay or collapses."""
    spec = results.manifest["design"]
    if not spec:
        return Section("boxes", "Boxes", [])
    title = "Where hedging does not pay or collapses"
    if spec["kind"] not in FILLED:
        return Section("boxes", title, [])
    blocks = [
        b for name in order_scenarios(results) for c in CONDITIONS for b in report_box(results, name, c)
    ]
    return Section("boxes", title, blocks)


def report_box(results: Results, scenario: str, condition: str) -> Iterator[Block]:
    """Yield the box of one condition in one scenario, or the reason why there is none."""
    from ..plots import discovery as plot_discovery

    labels = patron_labels(results.manifest["scenarios"][scenario])
    what = f"{condition} in {scenario}, strategy {HEDGE}"
    try:
        table, cases = condition_rows(results, scenario, condition)
        if cases.all() or not cases.any():
            where = "in all" if cases.all() else "in none"
            yield Text(
                f"{sentence(what)} This is so {where} of {len(cases):,} runs: there is no box to find."
            )
            return
        paths = [a["path"] for a in results.manifest["design"]["axes"]]
        found = discovery.discover(table, cases, paths, int(results.manifest["seed"]))
    except InputError:
        return
    yield Heading(what)
    yield Answer(judge_discovery(found, condition, labels).text)
    yield from title_tables(discovery_sheets(found, condition, labels))
    draw = partial(plot_discovery.draw, found, condition, labels, runs_caption(results, scenario))
    if figure := draw_figure(f"discovery: where {condition}", draw):
        yield figure


def condition_rows(
    results: Results, scenario: str, condition: str
) -> tuple["pd.DataFrame", "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """Return the runs of hedge with their inputs, and a mask of those that meet the condition.

    The mask has shape (runs,). The premium of a run is utility of hedge less that of the point's best other
    strategy in the same run.

    Raises
    ------
    InputError
        If hedge, or for the premium every other strategy, was not run.
    """
    runs = join_finished_runs(results.design, results.outcomes, results.manifest["design"], scenario)
    # every n-th point, so that at most about MANY runs of hedge remain
    every = -(-len(runs) // (MANY * max(1, runs["strategy"].nunique())))
    runs = runs[runs["point"] % every == 0]
    hedged = runs[runs["strategy"] == HEDGE]
    if hedged.empty:
        msg = f"strategy {HEDGE} was not run"
        raise InputError(msg)
    if condition != CONDITIONS[0]:
        return hedged, (hedged["regime"] == "collapse").to_numpy()
    choose_targets(runs, results.outcomes, [PREMIUM], None)
    table = hedged.merge(select_values(runs, PREMIUM, HEDGE), on=["point", "seed", "run"])
    return table, (table["value"] < 0.0).to_numpy()
