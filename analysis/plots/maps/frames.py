"""Place the panels of maps over two inputs, with the inputs' names in words around them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from ....model.scenario.describe import format_value
from ...design.axis import Axis
from ..parts import style
from ..parts.input_labels import capitalise_first, describe_input, name_input
from ..parts.page import Page, shorten_text
from .cells import Cells, Plane
from .panels import Panel

LEFT, RIGHT, GAP, FOOT = 15.0, 3.0, 6.0, 11.0
WIDEST, HIGHEST = 100.0, 75.0
"""Most width and height of a panel in mm."""


def choose_size(panels: int) -> tuple[float, float]:
    """Choose the width and height in mm of each of some panels side by side."""
    width = min((style.page_width() - LEFT - RIGHT - GAP * (panels - 1)) / panels, WIDEST)
    return width, min(max(width, 45.0), HIGHEST)


def compute_head(plane: Plane) -> float:
    """Compute the height in mm above the panels: more where several panels need headings."""
    return 9.0 if plane.others else 2.0


def build_panel(cells: Cells, plane: Plane, levels: tuple[float, ...]) -> Panel:
    """Build the panel at given levels of the other inputs."""
    settings = [format_value(a.path, v, a.unit) for a, v in zip(plane.others, levels, strict=True)]
    inside = all(a.base is not None and a.low <= a.base <= a.high for a in (plane.x, plane.y))
    own = inside and all(a.base == v for a, v in zip(plane.others, levels, strict=True))
    return Panel(", ".join(settings), cells, own)


def place_panels(
    page: Page,
    panels: Sequence[Panel],
    plane: Plane,
    scenario: Mapping[str, Any],
    size: tuple[float, float],
) -> Iterator[tuple[Axes, Panel]]:
    """Place the panels, each of ``size`` (width, height) in mm, with names around them, and yield each."""
    width, height = size
    whole = width * len(panels) + GAP * (len(panels) - 1)
    left = LEFT + (style.page_width() - LEFT - RIGHT - whole) / 2.0
    heading = ", ".join(capitalise_first(name_input(a.path, scenario)) for a in plane.others)
    page.write(shorten_text(heading, whole), left, 0.5, size=style.SMALL, color=style.GREY, gid="heading")
    for number, panel in enumerate(panels):
        ax = page.axes(left + number * (width + GAP), compute_head(plane), width, height)
        yield ax, panel
        ax.set_title(
            shorten_text(capitalise_first(panel.name), width, style.TEXT),
            loc="left",
            fontweight="bold",
            pad=3,
        )
        ax.tick_params(labelleft=number == 0)
        if number == 0:
            ax.set_ylabel(shorten_text(axis_label(plane.y, scenario), height))
    text = shorten_text(axis_label(plane.x, scenario), whole)
    page.write(
        text, left + whole / 2.0, compute_head(plane) + height + 5.5, ha="center", size=style.SMALL, gid="x"
    )


def axis_label(axis: Axis, scenario: Mapping[str, Any]) -> str:
    """Describe an input with its unit as label of an axis; one of no patron by its meaning."""
    has_owner = axis.path.startswith("patrons.") or "-" in axis.path
    name = name_input(axis.path, scenario) if has_owner else describe_input(axis.path, scenario).name
    return f"{capitalise_first(name)}{f' [{axis.unit}]' if axis.unit else ''}"
