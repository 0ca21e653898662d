"""One-at-a-time designs: the scenario's own values, then one axis after the other at its ends or levels."""

from collections.abc import Iterator, Sequence

from .axis import Axis


def oat_values(axes: Sequence[Axis]) -> Iterator[list[float]]:
    """Yield the values of each point, in the order of the axes; the scenario's own values come first."""
    base = [float(a.base) for a in axes if a.base is not None]
    yield base
    for k, axis in enumerate(axes):
        for value in axis.levels or (axis.low, axis.high):
            yield [*base[:k], value, *base[k + 1 :]]


def oat_blocks(axes: Sequence[Axis]) -> Iterator[tuple[Axis, list[int]]]:
    """Yield each axis with the numbers of its points, in the order in which :func:`oat_values` makes them."""
    first = 1
    for axis in axes:
        count = len(axis.levels) or 2
        yield axis, list(range(first, first + count))
        first += count
