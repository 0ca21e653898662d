"""Write the names of regions into a picture of shares, and into a key those that find no room in it."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from matplotlib.axes import Axes

from ..parts import style
from ..parts.key import AREA, LINE, area_swatch, draw_key, flow_names
from ..parts.page import Page
from ..parts.palette import Looks
from .regions import choose_colour


class Spot(NamedTuple):
    """A place in a panel, in its data units, where the name of a region has room."""

    region: str
    x: float
    y: float


def write_regions(ax: Axes, spots: Iterable[Spot], texts: Mapping[str, str], looks: Looks) -> None:
    """Write the regions' names at the places found for them."""
    for spot in spots:
        ax.text(
            spot.x, spot.y, texts[spot.region], ha="center", va="center", size=style.SMALL, style="italic",
            gid="region", zorder=2, color=style.ink_on(choose_colour(spot.region, looks)),
        )  # fmt: skip


def choose_fill(region: str, looks: Looks) -> style.Fill:
    """Return the fill of a region, which bears no hatch."""
    return style.Fill(choose_colour(region, looks), "")


class RegionKey(NamedTuple):
    """The key of regions that no panel names: their texts by name, in rows ``width`` mm wide."""

    texts: Mapping[str, str]
    width: float

    @property
    def height(self) -> float:
        """Compute the height of the key in mm."""
        return LINE * len(flow_names(self.texts, self.width, AREA))

    def draw(self, page: Page, left: float, top: float, looks: Looks) -> None:
        """Draw the key on a page, if it has entries."""
        if rows := flow_names(self.texts, self.width, AREA):
            ax = page.axes(left, top, self.width, self.height)
            fill = partial(choose_fill, looks=looks)
            draw_key(ax, rows, self.texts, AREA, area_swatch(fill))
