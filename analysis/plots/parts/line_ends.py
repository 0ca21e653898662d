"""Write names at the right of a panel, at the ends of its lines and so that they do not overlap."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from . import style

LINE = 3.4
"""Least distance between two names in mm."""


def label_ends(
    ax: Axes,
    size: tuple[float, float],
    names: Mapping[str, str],
    ends: Mapping[str, float],
    colours: Mapping[str, str],
) -> None:
    """Write names beside a panel, each joined to its height in ``ends``.

    The y axis goes from 0 to 1; ``size`` is the panel's width and height in mm.
    """
    width, height = size
    heights = spread_heights(ends, LINE / height)
    for actor, end in ends.items():
        ax.annotate(
            names[actor],
            (ax.get_xlim()[1], end),
            (1.0 + 2.0 / width, heights[actor]),
            xycoords="data",
            textcoords="axes fraction",
            color=colours[actor],
            size=style.SMALL,
            va="center",
            gid="name",
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": colours[actor],
                "linewidth": 0.5,
                "shrinkA": 0,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )


def spread_heights(ends: Mapping[str, float], least: float) -> dict[str, float]:
    """Compute label heights near the lines' ends, at least ``least`` apart, within 0 to 1.

    Labels keep the order of the ends; those that would overlap are spaced evenly about their mean.

    Parameters
    ----------
    ends : mapping of str to float
        Height of each line's end, 0 to 1.
    least : float
        Least distance between two labels, as share of the panel's height.
    """
    groups: list[list[str]] = []
    for actor in sorted(ends, key=lambda a: ends[a]):
        groups.append([actor])
        # a merged group is wider and may now overlap the one below: merge until none does
        while (
            len(groups) > 1
            and compute_heights(groups[-1], ends, least)[0] - compute_heights(groups[-2], ends, least)[-1]
            < least
        ):
            last = groups.pop()
            groups[-1] += last
    return {a: h for group in groups for a, h in zip(group, compute_heights(group, ends, least), strict=True)}


def compute_heights(group: Sequence[str], ends: Mapping[str, float], least: float) -> list[float]:
    """Compute evenly spaced heights of one group of labels, kept within the panel."""
    extent = least * (len(group) - 1)
    middle = sum(ends[a] for a in group) / len(group)
    bottom = min(max(middle - extent / 2.0, 0.0), 1.0 - extent)
    return [bottom + least * place for place in range(len(group))]
