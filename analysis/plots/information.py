"""Plot the value of information: what each input is worth, against all of them and against chance."""

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..compare.paired import list_rows
from ..explore.information.result import Information
from .parts import style
from .parts.dot_rows import Dot, axis_limits, draw_dot
from .parts.input_labels import Words, describe_input
from .parts.page import shared_look
from .sensitivity.sensitivity import describe_omission, lay_out_panels

BAR = 0.45
READ = (
    "Bars: how much more utility a state that commits itself to one mix of effort would expect if it knew the"
    " input first. Lines: 95% interval over resampled points and runs. Ticks: what 95% of fits to shuffled"
    " points stay below. A full dot: its interval leaves out zero."
)


@shared_look
def draw(found: Information, scenario: Mapping[str, Any]) -> Figure:
    """Draw a bar for all inputs together, and one for each input, the most worth knowing first.

    Parameters
    ----------
    found : Information
        Result of :func:`~hedgesim.analysis.voi`.
    scenario : mapping
        The scenario's entry in the manifest, read for labels.
    """
    rows = list_rows(found.leading)
    count = len(found.values.inputs)
    names = [
        Words(f"All {count} inputs together", "EVPI"),
        *(describe_input(r["input"], scenario) for r in rows),
    ]
    dots = [Dot(*(float(row[c]) for c in ("mean", "low", "high"))) for row in (found.values.total, *rows)]
    caption = (
        f"Scenario {found.scenario}. {len(found.mixes)} mixes, {found.points:,} points, {found.runs} runs"
        f" each, seed {found.seed}. {READ}{describe_omission(len(rows), count)}"
    )
    span = (0.0, axis_limits(dots, 0.0)[1])
    page, axes = lay_out_panels(
        names, {"worth": "Worth of knowing it"}, span, "Utility", "What would be most worth knowing?", caption
    )
    draw_bars(axes["worth"], dots, [float(row["chance"]) for row in rows])
    return page.figure


def draw_bars(ax: Axes, dots: list[Dot], chances: list[float]) -> None:
    """Draw the bars of all inputs together and of each, and ticks at what chance gives."""
    for row, dot in enumerate(dots):
        shade = style.GREY if row == 0 else style.BLUE
        ax.barh(row, dot.mean, height=BAR, color=style.lighten(shade, 0.6), zorder=1.5)
        draw_dot(ax, dot, row)
    for row, chance in enumerate(chances, start=1):
        ax.plot(
            [chance, chance], [row - BAR / 2.0, row + BAR / 2.0], color="#D55E00", linewidth=1.4, zorder=2.5
        )
