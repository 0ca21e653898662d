"""Plot the effect of the main inputs, each from low to high: arms access, trade barriers and agreements."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ....model.errors import InputError
from ....model.outcomes import INDICES
from ....model.parameters.lookup import LADDER
from ...compare.paired import MEANS, compute_scenario_differences, find_baseline, require_comparable
from ...labels import capitalise_name, input_name, quote_name, strategy_label
from ..comparison import READ, difference_axis, draw_axis_label
from ..parts import source, style
from ..parts.dot_rows import (
    Dot,
    axis_limits,
    build_dots,
    draw_dot,
    draw_reference,
    format_difference,
    name_column,
    row_axis,
)
from ..parts.doubts import draw_doubt_key, key_height, read_dots
from ..parts.page import MARGIN, Page, shared_look
from ..parts.source import Names, Results

KIND = "inputs"
RIGHT, NUMBER = 2.0, 15.0
ROW, TITLES, HEAD, FOOT = 6.0, 5.0, 7.0, 11.0
"""NUMBER is the room for a difference in figures right of a panel, in mm."""
DWARF, TICKS = 3.0, 4.5
"""From what ratio of widths on each input has a range of its own, and room for its ticks in mm."""
APART = "Each input has a range of its own: compare lengths within a row alone."
SAID = "Mean difference to the baseline (grey) over runs that meet the same shocks."


MAIN = {"arms_access": "arms access", "barrier": "trade barriers", "agreement": "agreements"}
"""The main inputs of the article that the first case stands on, with a phrase for the title."""


class Row(NamedTuple):
    """An input's row of panels: its path, and labels by scenario of its levels, from low to high."""

    path: str
    levels: Mapping[str, str]

    @property
    def kind(self) -> str:
        """Return the last part of the path."""
        return self.path.rpartition(".")[2]


def rows_run(scenarios: Mapping[str, Mapping[str, Any]], base: str) -> list[Row]:
    """Build a row for each main input that is all that some scenario changes against the baseline.

    Rows come in the order of MAIN, then of patrons.

    Raises
    ------
    InputError
        If no scenario changes a main input alone.
    """
    sole = {name: find_sole_change(s, scenarios[base]) for name, s in scenarios.items() if name != base}
    paths = [f"patrons.{p}.{kind}" for kind in MAIN for p in scenarios[base]["patrons"]]
    rows = [
        build_row(path, [base, *(n for n, changed in sole.items() if changed == path)], scenarios)
        for path in paths
        if path in sole.values()
    ]
    if not rows:
        msg = (
            f"kind 'inputs' is drawn from {base} and scenarios that differ from it in one patron's"
            f" {', '.join(MAIN)} only; there are {', '.join(scenarios)}"
        )
        raise InputError(msg)
    return rows


def find_sole_change(scenario: Mapping[str, Any], base: Mapping[str, Any]) -> str:
    """Return the path of the only value in which a scenario differs from another; empty if not one."""
    values = scenario["values"]
    paths = [p for p in {**base["values"], **values} if base["values"].get(p) != values.get(p)]
    # an agreement sets its patron's framework
    follows = {p.replace(".agreement", ".framework") for p in paths if p.endswith(".agreement")}
    alone = [p for p in paths if p not in follows]
    return alone[0] if len(alone) == 1 and scenario["events"] == base["events"] else ""


def build_row(path: str, names: Sequence[str], scenarios: Mapping[str, Mapping[str, Any]]) -> Row:
    """Build an input's row from the baseline, the first of ``names``, and the scenarios that change it."""
    values = {n: float(scenarios[n]["values"][path]) for n in names}
    texts = {n: level_text(path, value) for n, value in values.items()}
    texts[names[0]] = f"baseline, {texts[names[0]]}"
    return Row(path, {n: texts[n] for n in sorted(names, key=lambda n: values[n])})


def level_text(path: str, value: float) -> str:
    """Format a level: a number, or the name of an agreement's step."""
    if not path.endswith(".agreement"):
        return f"{value:g}"
    # -1: a framework stands in the agreement's place
    return LADDER[int(value)] if value >= 0.0 else "framework"


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw small multiples: rows are the inputs, columns security, economy, autonomy and utility.

    Raises
    ------
    InputError
        If several strategies are requested, a requested name was not run, or the scenarios do not
        cover the same quarters.
    """
    if results.manifest.get("design"):
        instead = "of a sweep: hedgesim sensitivity DIR --plot FILE"
        msg = f"kind {KIND!r} compares scenarios, a sweep has one; {instead}"
        raise InputError(msg)
    chosen = source.select_scenarios(results, scenarios)
    base = find_baseline(chosen)
    rows = rows_run({n: results.manifest["scenarios"][n] for n in chosen}, base)
    strategy = source.single_strategy(results, strategies, KIND)
    names = list(dict.fromkeys(n for row in rows for n in row.levels))
    require_comparable({n: results.manifest["scenarios"][n] for n in names}, base)
    table = compute_scenario_differences(source.select_finished_runs(results, names, [strategy]), base)
    dots = {m: build_dots(table[table["measure"] == m], "scenario") for m in MEANS}
    labels = source.patron_labels(results.manifest["scenarios"][base])
    flat = [dot for found in dots.values() for dot in found.values()]
    spans = choose_spans(rows, dots)
    apart = len(set(spans)) > 1
    ticks = TICKS * (len(rows) - 1) if apart else 0.0
    height = TITLES + sum(HEAD + ROW * len(row.levels) for row in rows) + ticks + FOOT
    page = Page(
        f"What {input_phrase(rows)} under {quote_name(strategy_label(strategy, labels))}",
        source.figure_caption(
            results, names, [strategy], SAID, APART if apart else "", read_dots(flat, READ)
        ),
        height + key_height(flat),
    )
    draw_panels(page, rows, dots, labels, spans)
    draw_doubt_key(page, flat, height)
    return page.figure


def input_phrase(rows: Sequence[Row]) -> str:
    """Format the inputs as subject and verb of a title: ``A and B change``."""
    *most, last = dict.fromkeys(MAIN[row.kind] for row in rows)
    what = f"{', '.join(most)} and {last}" if most else last
    return f"{what} {'changes' if what == MAIN['arms_access'] else 'change'}"


def choose_spans(rows: Sequence[Row], dots: Mapping[str, Mapping[str, Dot]]) -> list[tuple[float, float]]:
    """Choose the range of each input's row: one for all, or their own where one would dwarf another."""
    own = [
        axis_limits(found[name] for found in dots.values() for name in row.levels if name in found)
        for row in rows
    ]
    widths = [high - low for low, high in own]
    if max(widths) > DWARF * min(widths):
        return own
    return [(min(low for low, _ in own), max(high for _, high in own))] * len(rows)


def draw_panels(
    page: Page,
    rows: Sequence[Row],
    dots: Mapping[str, Mapping[str, Dot]],
    labels: Mapping[str, str],
    spans: Sequence[tuple[float, float]],
) -> None:
    """Place the panels of all inputs on a page, one row of panels per input."""
    left = name_column(text for row in rows for text in row.levels.values())
    width = (style.page_width() - left - RIGHT) / 4.0 - NUMBER
    apart = len(set(spans)) > 1
    top = TITLES
    for column, outcome in enumerate(INDICES):
        middle = left + column * (width + NUMBER) + width / 2.0
        page.write(capitalise_name(outcome), middle, 0.0, ha="center", size=style.TEXT, weight="bold")
    for row, span in zip(rows, spans, strict=True):
        height = ROW * len(row.levels)
        heading = input_name(row.path, labels)
        page.write(heading, MARGIN, top + HEAD / 2.0, va="center", size=style.SMALL, weight="bold")
        for column, measure in enumerate(MEANS):
            ax = page.axes(left + column * (width + NUMBER), top + HEAD, width, height)
            row_axis(ax, list(row.levels.values()), labelled=column == 0)
            difference_axis(ax, span, width)
            draw_levels(ax, [dots[measure].get(name) for name in row.levels])
            ax.tick_params(axis="x", labelbottom=apart or row is rows[-1])
        top += HEAD + height + (TICKS if apart and row is not rows[-1] else 0.0)
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
            end = 1.0 + (NUMBER - 2.75) / (ax.get_position().width * style.page_width())
            across = ax.get_yaxis_transform()
            text = format_difference(dot.mean)
            ax.text(end, row, text, size=style.SMALL, transform=across, ha="right", va="center_baseline")
