"""Draw the map of pathways of triggers that were searched, or of those that a scenario file gives."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from ...model.dates import quarter_name
from ...model.errors import InputError
from ...model.parameters.lookup import effort_paths
from ...model.scenario.resolution import Course
from ...model.scenario.scenario import Scenario
from ...model.strategies import TRIGGER, plan_for
from ..compare.paired import list_rows
from ..explore.futures import Cases, Part
from ..explore.pathways.course import describe_course
from ..explore.pathways.result import Pathways
from ..explore.pathways.trigger_search import read_paths
from ..labels import strategy_label
from .parts.page import shared_look
from .parts.pathway_map import (
    READ,
    READ_ROWS,
    Chart,
    Row,
    describe_sign,
    describe_tip,
    draw_chart,
    list_effort,
)
from .parts.source import figure_caption, scenario_labels, select_scenarios

if TYPE_CHECKING:
    from .parts.source import Names, Results

MEANS = ["share", "onward", "back"]
MOST_RUNS = 1_000


@shared_look
def draw_search(found: Pathways) -> Figure:
    """Draw the map of the best trigger that a search found, with a row for each of several futures.

    Parameters
    ----------
    found : Pathways
        Result of :func:`~hedgesim.analysis.pathways`.
    """
    question, (best, *_) = found.question, list_rows(found.triggers)
    futures, names = found.futures, found.name_futures(question["titles"])
    order = list(futures.sort_values("mean", ascending=False, kind="stable").index)
    shares = shape_course(found.course, len(futures))
    rows = [Row(names[k], shares[k], format_gain(futures.loc[k])) for k in order]
    median = find_median(futures)
    when = "" if np.isnan(median) else quarter_name(question["first_quarter"] + int(median))
    runs, many = int(best["runs"]), len(futures)
    what = f"{many} futures with equal chances" if many > 1 else next(iter(question["titles"].values()))
    below = (
        f" {READ_ROWS}; at the right what it gains over the best constant mix, with half of the 95% interval."
        if many > 1
        else ""
    )
    chart = Chart(
        title="When to go over to another mix",
        caption=f"{what}; {runs} runs each, on shocks that the search has not seen, seed {question['seed']}."
        f" {READ}{below}",
        stages=[
            (head, list_effort(select_mix(found, best["watch"], part), question["labels"]))
            for head, part in (("At first", "before"), ("After the switch", "after"))
        ],
        tips=[
            describe_tip(
                describe_sign(best["watch"], question["labels"]), best["level"], best["release"],
                int(best["quarters"]), float(futures["switched"].mean()), when,
            )
        ],
        late=[median > question["horizon"] / 2.0],
        course=found.course.groupby(["quarter", "stage"], as_index=False)[MEANS].mean(),
        rows=rows if many > 1 else [],
        first=question["first_quarter"],
        horizon=question["horizon"],
    )  # fmt: skip
    return draw_chart(chart)


def format_gain(row: pd.Series) -> str:
    """Format a gain with half of its interval."""
    return f"{row['mean']:+.5f} \N{PLUS-MINUS SIGN}{row['high'] - row['mean']:.5f}"


def select_mix(found: Pathways, watch: str, part: str) -> dict[str, float]:
    """Return the shares of effort before or after the trigger on an indicator, by path."""
    mix = found.mixes[(found.mixes["watch"] == watch) & (found.mixes["part"] == part)].iloc[0]
    return {str(path): float(mix[path]) for path in mix.index if str(path).startswith("hedger.")}


def shape_course(course: pd.DataFrame, futures: int) -> np.ndarray:
    """Return the shares of runs, shape (futures, quarters, stages)."""
    stages = int(course["stage"].max()) + 1
    return course["share"].to_numpy().reshape(futures, stages, -1).swapaxes(1, 2)


def find_median(futures: pd.DataFrame) -> float:
    """Return the quarter in which half of all first switches have been made; NaN if there is none."""
    order = futures.dropna(subset=["median"]).sort_values("median")
    weight = order["switched"].cumsum()
    return float(order["median"][weight >= weight.iloc[-1] / 2.0].iloc[0]) if len(order) else float("nan")


@shared_look
def draw(results: "Results", scenarios: "Names | None" = None, strategies: "Names | None" = None) -> Figure:
    """Draw the map of the triggers in a scenario file, from the runs of strategy ``trigger`` in a folder.

    The runs are played again, at most MOST_RUNS of each scenario, as a folder holds no paths of all runs.

    Parameters
    ----------
    results : Results
        A result folder.
    scenarios, strategies : sequence of str, optional
        Scenarios to draw, which must have the same triggers; by default the first that was run with
        ``trigger`` and those with the same triggers.

    Raises
    ------
    InputError
        If no scenario was run with it, or the triggers differ.
    """
    specs = select_specs(results, scenarios, strategies)
    first = specs[0]
    assert first.trigger is not None
    runs = range(min(int(results.manifest["runs"]), MOST_RUNS))
    cases = Cases(tuple(Part(s, {}, 1) for s in specs), runs, averaged=False)
    stages = read_paths(cases, plan_for(first, TRIGGER), ["stage"], int(results.manifest["seed"]))[..., 0]
    count = 1 + len(first.trigger.steps)
    course = describe_course(cases, stages, count)
    shares = shape_course(course, len(specs))
    titles = scenario_labels(results, [s.name for s in specs])
    courses: list[Course] = [first.trigger.first, *(step.then for step in first.trigger.steps)]
    reached = [median_stage(stages, k) for k in range(1, count)]
    read = [READ, READ_ROWS + "."] if len(specs) > 1 else [READ]
    chart = Chart(
        title="When runs go over to another plan",
        caption=figure_caption(results, [s.name for s in specs], [TRIGGER], *read),
        stages=[describe_stage(first, k, course_) for k, course_ in enumerate(courses)],
        tips=[
            describe_tip(
                describe_sign(step.watch, dict(first.labels)), step.level, step.release, step.quarters, share,
                "" if np.isnan(quarter) else first.quarter_name(int(quarter)),
            )
            for step, (share, quarter) in zip(first.trigger.steps, reached, strict=True)
        ],
        late=[quarter > first.horizon / 2.0 for _, quarter in reached],
        course=course.groupby(["quarter", "stage"], as_index=False)[MEANS].mean(),
        rows=[Row(titles[s.name], shares[k], "") for k, s in enumerate(specs)] if len(specs) > 1 else [],
        first=first.first_quarter,
        horizon=first.horizon,
    )  # fmt: skip
    return draw_chart(chart)


def select_specs(results: "Results", scenarios: "Names | None", strategies: "Names | None") -> list[Scenario]:
    """Return the scenarios to draw; see :func:`draw`."""
    if strategies is not None and list(strategies) != [TRIGGER]:
        msg = f"a figure of kind 'pathways' shows strategy {TRIGGER}; asked for {', '.join(strategies)}"
        raise InputError(msg)
    played = results.manifest["strategies"]
    names = [n for n in select_scenarios(results, scenarios) if TRIGGER in played[n]]
    if not names:
        msg = f"no scenario here was run with strategy {TRIGGER}: give one triggers in [trigger] and play it"
        raise InputError(msg)
    specs = [Scenario.from_dict(results.manifest["scenarios"][name]) for name in names]
    base = specs[0]
    alike = [
        s
        for s in specs
        if (s.trigger, s.horizon, s.first_quarter) == (base.trigger, base.horizon, base.first_quarter)
    ]
    if scenarios is not None and len(alike) < len(specs):
        other = next(s.name for s in specs if s not in alike)
        msg = f"{base.name} and {other} differ in triggers or quarters: draw them apart"
        raise InputError(msg)
    return alike


def median_stage(stages: np.ndarray, stage: int) -> tuple[float, float]:
    """Return the share of runs that ever reach a stage, and the median quarter of that; NaN for none."""
    flat = stages.reshape(-1, stages.shape[-1]) >= stage
    ever = flat.any(axis=1)
    first = flat.argmax(axis=1)[ever]
    return float(ever.mean()), float(np.median(first)) if len(first) else float("nan")


def describe_stage(spec: Scenario, stage: int, course: Course) -> tuple[str, list[str]]:
    """Return head and lines of a stage: a strategy in words, or the largest shares of effort."""
    head = "At first" if stage == 0 else f"After trigger {stage}"
    if isinstance(course, str):
        return head, [strategy_label(course, spec.labels)]
    return head, list_effort(dict(zip(effort_paths(spec.patrons), course, strict=True)), dict(spec.labels))
