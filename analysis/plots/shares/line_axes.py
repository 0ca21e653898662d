"""Draw a panel of two patrons' shares over time: who dominates as bands across it, a scale for each."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from ...labels import possessive
from ..parts import style
from ..parts.page import shorten_text, text_width
from ..parts.palette import Looks
from .region_names import Spot, write_regions
from .regions import Array, Regions, choose_colour

STEPS = 4000
"""Number of shares, less one, of which the region is found."""
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
COLUMNS = 5
"""Places for a name on either side of the middle."""
CLEARANCE = 1.0
"""Distance in mm that names keep from what is drawn."""
NAME_HEIGHT = 4.0
"""Height in mm that the name of a region needs."""


class Band(NamedTuple):
    """A region, and the range of the second patron's share that it covers."""

    region: str
    low: float
    high: float


def find_bands(regions: Regions) -> list[Band]:
    """Find the regions of all divisions between two patrons, from the second one's share 0 to 1."""
    share = np.linspace(0.0, 1.0, STEPS + 1)
    names = np.empty(len(share), dtype=object)
    for name, mask in regions.map(np.stack([1.0 - share, share])).items():
        names[mask] = name
    groups = [(str(name), len(list(group))) for name, group in groupby(names)]
    counts = np.cumsum([count for _, count in groups])
    edges = [0.0, *map(float, (counts[:-1] - 0.5) / STEPS), 1.0]
    return [Band(name, *ends) for (name, _), *ends in zip(groups, edges[:-1], edges[1:], strict=True)]


def shade_bands(ax: Axes, bands: Sequence[Band], looks: Looks) -> None:
    """Fill a panel with regions, with a thin line at each limit between two."""
    ax.set_ylim(0.0, 1.0)
    for band in bands:
        ax.axhspan(band.low, band.high, color=choose_colour(band.region, looks), linewidth=0.0, zorder=0)
    for band in bands[1:]:
        ax.axhline(band.low, color=style.BLACK, linewidth=0.7, zorder=0.5, gid="limit")


def label_scales(ax: Axes, labels: Mapping[str, str], looks: Looks, height: float) -> None:
    """Label the left side with the second patron's share, the right side with the first one's.

    ``height`` is the panel's height in mm, to which names are cut.
    """
    first, second = looks
    right = ax.secondary_yaxis("right", functions=(compute_rest, compute_rest))
    for axis, patron in ((ax.yaxis, second), (right.yaxis, first)):
        axis.set_ticks(list(TICKS), [f"{tick:.0%}" for tick in TICKS])
        axis.set_tick_params(colors=looks[patron].colour)
        text = f"{possessive(labels[patron])} share"
        axis.set_label_text(shorten_text(text, height), color=looks[patron].colour)


def compute_rest(share: Any) -> Any:  # noqa: ANN401 - a number or an array, as matplotlib likes
    """Return the other patron's share."""
    return 1.0 - share


def name_spots(
    bands: Sequence[Band], texts: Mapping[str, str], size: tuple[float, float], points: Array
) -> list[Spot]:
    """Find a place for each band's name where nothing is drawn, in parts of the panel's width and height.

    Parameters
    ----------
    bands : sequence of Band
        Regions from the bottom to the top; those whose name fits nowhere are left out.
    texts : mapping of str to str
        Names of regions in words.
    size : (float, float)
        Width and height of the panel in mm.
    points : ndarray, shape (n, 2)
        Points of what is drawn, in parts of the panel's width and height.
    """
    spots = []
    for band in bands:
        extent = np.array([text_width(texts[band.region]) + 2.0, NAME_HEIGHT]) / size
        clear = extent + 2.0 * CLEARANCE / np.array(size)
        free = (at for at in candidate_places(band, extent) if not is_crossed(at, clear, points))
        if place := next(free, None):
            spots.append(Spot(band.region, *place))
    return spots


def write_names(ax: Axes, spots: Sequence[Spot], texts: Mapping[str, str], looks: Looks) -> None:
    """Write the bands' names at their spots, which are in parts of the panel."""
    first, last = ax.get_xlim()
    write_regions(ax, (s._replace(x=first + s.x * (last - first)) for s in spots), texts, looks)


def candidate_places(band: Band, extent: Array) -> Iterator[tuple[float, float]]:
    """Yield the middles that a name of an extent may have in a band, the band's own middle first."""
    wide, high = map(float, extent / 2.0)
    rows = int((band.high - band.low) / extent[1])
    levels = np.linspace(band.low + high, band.high - high, 2 * rows + 1 if rows else 0)
    middle = (band.low + band.high) / 2.0
    across = np.linspace(wide, 1.0 - wide, 2 * COLUMNS + 1) if wide <= 0.5 else ()
    for y in sorted(map(float, levels), key=lambda level: abs(level - middle)):
        yield from ((x, y) for x in sorted(map(float, across), key=lambda x: abs(x - 0.5)))


def is_crossed(place: tuple[float, float], extent: Array, points: Array) -> bool:
    """Return whether a point lies in the box of an extent around a place."""
    return bool((np.abs(points - place) < extent / 2.0).all(axis=1).any())
