"""Turn the colours of a figure into greys of the same luminance, for print."""

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from numpy.typing import NDArray

from .glyphs import report_missing_glyphs

WEIGHTS = (0.2126, 0.7152, 0.0722)
"""Parts of red, green and blue in luminance (ITU-R BT.709)."""
COLOURS = ("color", "facecolor", "edgecolor", "hatchcolor", "markerfacecolor", "markeredgecolor")
"""Properties of artists that hold colours."""


def turn_grey(figure: Figure) -> None:
    """Turn all colours of a finished figure into greys."""
    with report_missing_glyphs(quiet=True):
        figure.draw_without_rendering()  # ticks are made when they are first drawn
    for artist in figure.findobj():
        grey_artist(artist)
        if isinstance(artist, Text) and (box := artist.get_bbox_patch()) is not None:
            grey_artist(box)
        if isinstance(artist, Annotation) and artist.arrow_patch is not None:
            grey_artist(artist.arrow_patch)


def grey_artist(artist: Artist) -> None:
    """Turn the colours of an artist into greys; where numbers stand for colours, those of its colour map."""
    if isinstance(artist, ScalarMappable) and (values := artist.get_array()) is not None:
        if np.ndim(values) == 3:  # cells that hold colours
            artist.set_array(compute_greys(np.asarray(values)))
        else:
            colours = artist.get_cmap()(np.linspace(0.0, 1.0, 256))
            artist.set_cmap(ListedColormap(compute_greys(colours)))
        return
    for name in COLOURS:
        read: Any = getattr(artist, f"get_{name}", None)
        change: Any = getattr(artist, f"set_{name}", None)
        if read is None or change is None:
            continue
        found = to_rgba_array(read())
        if len(found) and found[:, 3].any():  # what is invisible stays so
            greys = compute_greys(found)
            change(greys if np.ndim(read()) == 2 else tuple(greys[0]))


def compute_greys(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compute greys of the same luminance, shape (..., 3) or (..., 4) with opacity, from 0 to 1."""
    greys = np.array(colours, dtype=float)
    greys[..., :3] = (greys[..., :3] @ np.array(WEIGHTS))[..., None]
    return greys
