"""Draw the key of a premium map: winners, shades of certainty, and the line of zero premium."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ...labels import strategy_label
from ..parts import style
from ..parts.key import AREA, LINE, draw_key, flow_names
from ..parts.page import Page
from ..parts.palette import Looks
from .colours import INK, STEPS, choose_fill
from .frames import LEFT
from .panels import Panel, changes_sign

DARK = "#444444"


class Keys:
    """The key below the panels: winners, then shades of certainty and the line of zero premium."""

    def __init__(self, panels: Sequence[Panel], labels: Mapping[str, str], looks: Looks, of: str) -> None:
        cells = [c for p in panels for c in p.cells.ravel() if c is not None]
        counts = {w: sum(c.winner == w for c in cells) for w in dict.fromkeys(c.winner for c in cells)}
        order = sorted(counts, key=lambda w: -counts[w])
        self.texts = {w: strategy_label(w, labels) for w in order}
        marks = (
            {text: f"{text} of {of}" if n == 0 else text for n, (text, _, _) in enumerate(STEPS)}
            if any(c.sure == c.sure for c in cells)  # NaN is not equal to itself
            else {}
        )
        marks |= {"line": "no premium"} if any(map(changes_sign, panels)) else {}
        self.marks = marks
        self.rows = [*flow_names(self.texts, self.width, AREA), *flow_names(self.marks, self.width, AREA)]
        self.looks = looks

    @property
    def width(self) -> float:
        """Compute the width of the key in mm."""
        return style.page_width() - LEFT - 3.0

    @property
    def height(self) -> float:
        """Compute the height of the key in mm."""
        return LINE * len(self.rows)

    def draw(self, page: Page, top: float) -> None:
        """Draw the key on a page, ``top`` mm down its body."""
        ax = page.axes(LEFT, top, self.width, self.height)
        draw_key(ax, self.rows, {**self.texts, **self.marks}, AREA, self.swatch)

    def swatch(self, ax: Axes, name: str, left: float, middle: float) -> None:
        """Draw the swatch of one entry at a place in mm."""
        if name == "line":
            ax.plot([left, left + AREA], [middle] * 2, color=style.BLACK, linewidth=1.6)
        else:
            grey = {text: style.lighten(DARK, part) for text, _, part in STEPS}
            colour, hatch = (grey[name], "") if name in grey else choose_fill(name, self.looks)
            ax.add_patch(
                Rectangle(
                    (left, middle - 1.4),
                    AREA,
                    2.8,
                    facecolor=colour,
                    hatch=hatch,
                    edgecolor=INK,
                    linewidth=0.3,
                )
            )
