"""Draw how a setting differs from the one held over time: a fan of differences, run by run."""

import numpy as np

from ....model.outcomes import INDICES
from ....model.scenario.scenario import Scenario
from ...labels import capitalise_name
from ...plots.parts import style
from ...results.quantiles import QUANTILES
from .axes import FOOT, LEFT, RIGHT, compute_headroom, event_names, place_marks, time_panel, write_heading
from .canvas import DRAWING, WIDTH, Canvas, Floats, Panel, Picture, apply_style, format_area, format_line
from .fan import INNER, OUTER

ENDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Ends of an axis about zero: the first that covers an index is taken, so that small changes are seen."""
COLUMNS, GAP, ROW, ROW_GAP = 2, 14.0, 25.0, 8.0


class DifferencePicture:
    """The still layer: a panel for each of the hedger's indices, on an axis about zero."""

    def __init__(self, scenario: Scenario, ends: tuple[float, ...]) -> None:
        with DRAWING, apply_style():
            width = (WIDTH - LEFT - RIGHT - GAP) / COLUMNS
            marks = place_marks(scenario, width)
            top = compute_headroom(marks)
            self.canvas = Canvas(top + 2 * ROW + ROW_GAP + FOOT)
            self.panels: list[Panel] = []
            for place, (name, end) in enumerate(zip(INDICES, ends, strict=True)):
                row, column = divmod(place, COLUMNS)
                at = LEFT + column * (width + GAP), top + row * (ROW + ROW_GAP)
                panel = self.canvas.panel(*at, width, ROW)
                time_panel(panel, scenario, marks, labelled=row == 1, start=False)
                label_differences(panel, end)
                write_heading(panel.ax, capitalise_name(name))
                self.panels.append(panel)
            event_names(self.panels[0], marks)
            self.still = self.canvas.render_still_layer()

    def layer(self, differences: Floats) -> Picture:
        """Draw the bands of differences by run, shape (runs, quarters, indices), over the still layer."""
        quantiles = np.quantile(differences, list(QUANTILES.values()), axis=0)
        x = np.arange(quantiles.shape[1], dtype=float)
        parts = []
        for place, panel in enumerate(self.panels):
            p05, p25, p50, p75, p95 = quantiles[:, :, place]
            parts.append(format_area(panel, x, p05, p95, style.BLACK, OUTER))
            parts.append(format_area(panel, x, p25, p75, style.BLACK, INNER))
            parts.append(format_line(panel, x, p50, style.BLACK))
        return Picture(self.still, self.canvas.over(parts))


def label_differences(panel: Panel, end: float) -> None:
    """Set up an axis of differences from ``-end`` to ``end``, with a line at zero."""
    panel.ax.set_ylim(-end, end)
    texts = [f"\N{MINUS SIGN}{end:g}", "0", f"+{end:g}"]
    panel.ax.set_yticks([-end, 0.0, end], texts)
    panel.ax.axhline(0.0, color=style.GREY, linewidth=0.6, zorder=1)


def choose_ends(differences: Floats) -> tuple[float, ...]:
    """Choose the end of the axis of each index for differences by run, shape (runs, quarters, indices)."""
    span = np.abs(np.quantile(differences, (QUANTILES["p05"], QUANTILES["p95"]), axis=0)).max(axis=(0, 1))
    return tuple(next((end for end in ENDS if end >= most), ENDS[-1]) for most in span)
