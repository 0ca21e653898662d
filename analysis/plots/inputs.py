"""Plot the effect of the three inputs: arms access, Eurasian barriers and EU agreement, from low to high."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.errors import InputError
from ...model.outcomes import INDICES
from ...model.parameters.lookup import LADDER
from ..compare.paired import MEANS, compute_scenario_differences, require_comparable
from ..labels import capitalise_name, quote_name, strategy_label
from .comparison import difference_axis, draw_axis_label
from .parts import source, style
from .parts.dot_rows import (
    Dot,
    axis_limits,
    build_dots,
    draw_dot,
    draw_reference,
    format_difference,
    name_column,
    row_axis,
)
from .parts.page import MARGIN, Page, shared_look
from .parts.source import Names, Results

KIND = "inputs"
BASELINE = "baseline"
RIGHT, NUMBER = 2.0, 15.0
ROW, TITLES, HEAD, FOOT = 6.0, 5.0, 7.0, 11.0
"""NUMBER is the room for a difference in figures right of a panel, in mm."""
READ = (
    "Dots: mean difference to the baseline over runs that meet the same shocks. Lines: 95% interval, hidden"
    " where it is narrower than the dot; a full dot says that it leaves out zero; grey: the baseline."
)


class Input(NamedTuple):
    """An input: heading, phrase for the title, parameter path, and level labels by scenario, low to high."""

    heading: str
    words: str
    path: str
    levels: Mapping[str, str]


INPUTS = (
    Input(
        "Russian arms access",
        "Russian arms access",
        "patrons.russia.arms_access",
        {"arms_denied": "denied", BASELINE: "baseline", "arms_restored": "restored"},
    ),
    Input(
        "Barriers in the Eurasian market",
        "barriers in the Eurasian market",
        "patrons.russia.barrier",
        {"eeu_open": "open", BASELINE: "baseline", "eeu_barriers": "high"},
    ),
    Input(
        "Agreement with the EU",
        "the agreement with the EU",
        "patrons.eu.agreement",
        {"eu_signed": "signed", BASELINE: "baseline", "eu_ratified": "ratified", "eu_enhanced": "enhanced"},
    ),
)
"""The inputs of the Belarus scenarios; a scenario is found by the last part of its name."""
STEPS = frozenset({"agreement"})
"""Values that are steps of a ladder: their words say more than their numbers."""


class Row(NamedTuple):
    """An input's row of panels: heading, phrase for the title, and labels by scenario of the levels run."""

    heading: str
    words: str
    levels: Mapping[str, str]


def build_row(entry: Input, results: Results, names: Sequence[str]) -> Row:
    """Build an input's row from the levels that were run, each labelled with its value."""
    last = {n.rpartition("/")[2]: n for n in names}
    levels = {}
    for part, text in entry.levels.items():
        if part in last:
            value = results.manifest["scenarios"][last[part]]["values"].get(entry.path)
            levels[last[part]] = text if value is None else level_text(entry, text, value)
    return Row(entry.heading, entry.words, levels)


def level_text(entry: Input, text: str, value: float) -> str:
    """Format a level with its value; for the steps of an agreement, the baseline with its step's name."""
    if entry.path.rpartition(".")[2] not in STEPS:
        return f"{text}, {value:g}"
    # other levels of a ladder are called like their step already; -1 means that there is no agreement
    return f"{text}, {LADDER[int(value)]}" if text == BASELINE and value >= 0.0 else text


def rows_run(results: Results, names: Sequence[str]) -> list[Row]:
    """Build the rows of those inputs whose baseline and at least one other level were run.

    Raises
    ------
    InputError
        If no input qualifies; the message lists the scenarios needed.
    """
    rows = [build_row(entry, results, names) for entry in INPUTS]
    rows = [r for r in rows if len(r.levels) > 1 and any(map(is_baseline, r.levels))]
    if not rows:
        needed = ", ".join(dict.fromkeys(part for entry in INPUTS for part in entry.levels))
        msg = f"kind 'inputs' is drawn from the scenarios {needed}; there are {', '.join(names)}"
        raise InputError(msg)
    return rows


def is_baseline(name: str) -> bool:
    """Return whether a scenario is the baseline, by the last part of its name."""
    return name.rpartition("/")[2] == BASELINE


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw small multiples: rows are the inputs, columns security, economy, autonomy and utility.

    Raises
    ------
    InputError
        If several strategies are requested, a requested name was not run, or the scenarios do not
        cover the same quarters.
    """
    rows = rows_run(results, source.select_scenarios(results, scenarios))
    strategy = source.single_strategy(results, strategies, KIND)
    names = list(dict.fromkeys(n for row in rows for n in row.levels))
    base = next(filter(is_baseline, names))
    require_comparable({n: results.manifest["scenarios"][n] for n in names}, base)
    table = compute_scenario_differences(source.select_finished_runs(results, names, [strategy]), base)
    dots = {m: build_dots(table[table["measure"] == m], "scenario") for m in MEANS}
    labels = source.patron_labels(results.manifest["scenarios"][base])
    page = Page(
        f"What {input_phrase(rows)} under {quote_name(strategy_label(strategy, labels))}",
        source.figure_caption(results, names, [strategy], READ),
        TITLES + sum(HEAD + ROW * len(row.levels) for row in rows) + FOOT,
    )
    draw_panels(page, rows, dots)
    return page.figure


def input_phrase(rows: Sequence[Row]) -> str:
    """Format the inputs as subject and verb of a title: ``A changes``, ``A, B and C change``."""
    *most, last = (row.words for row in rows)
    return f"{', '.join(most)} and {last} change" if most else f"{last} changes"


def draw_panels(page: Page, rows: Sequence[Row], dots: Mapping[str, Mapping[str, Dot]]) -> None:
    """Place the panels of all inputs on a page, one row of panels per input."""
    left = name_column(text for row in rows for text in row.levels.values())
    width = (style.WIDTH - left - RIGHT) / 4.0 - NUMBER
    span = axis_limits(dot for found in dots.values() for dot in found.values())
    top = TITLES
    for column, outcome in enumerate(INDICES):
        middle = left + column * (width + NUMBER) + width / 2.0
        page.write(capitalise_name(outcome), middle, 0.0, ha="center", size=style.TEXT, weight="bold")
    for row in rows:
        height = ROW * len(row.levels)
        page.write(row.heading, MARGIN, top + HEAD / 2.0, va="center", size=style.SMALL, weight="bold")
        for column, measure in enumerate(MEANS):
            ax = page.axes(left + column * (width + NUMBER), top + HEAD, width, height)
            row_axis(ax, list(row.levels.values()), labelled=column == 0)
            difference_axis(ax, span, width)
            draw_levels(ax, [dots[measure].get(name) for name in row.levels])
            ax.tick_params(axis="x", labelbottom=row is rows[-1])
        top += HEAD + height
    draw_axis_label(page, "Difference to the baseline [index points]", left, top)


def draw_levels(ax: Axes, dots: Sequence[Dot | None]) -> None:
    """Draw an input's levels as dots, one per row, joined by a thin line; None stands for the baseline."""
    ax.plot([d.mean if d else 0.0 for d in dots], range(len(dots)), color=style.GREY, linewidth=0.7, zorder=1)
    for row, dot in enumerate(dots):
        if dot is None:
            draw_reference(ax, row)
        else:
            draw_dot(ax, dot, row)
            # right edge of the numbers' column, in widths of the panel
            end = 1.0 + (NUMBER - 2.75) / (ax.get_position().width * style.WIDTH)
            across = ax.get_yaxis_transform()
            text = format_difference(dot.mean)
            ax.text(end, row, text, size=style.SMALL, transform=across, ha="right", va="center_baseline")
