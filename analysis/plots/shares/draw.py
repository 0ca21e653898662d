"""Plot who holds influence over the hedger, in the picture that fits the number of patrons."""

from matplotlib.figure import Figure

from ..parts import source
from ..parts.page import shared_look
from ..parts.source import Names, Results
from . import bands, line, triangle
from .paths import select_shares

CORNERS = 3
"""Number of patrons that a triangle has room for."""


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw a line of two patrons' shares over time, a triangle of three, or stacked bands of more.

    Raises
    ------
    InputError
        If a requested name was not run, or the scenarios have different patrons, or, but for a triangle,
        other quarters.
    """
    selection = select_shares(results, scenarios, strategies)
    if len(selection.looks) == CORNERS:
        return triangle.draw(selection)
    # pictures over time have one time axis
    source.require_same_time(results, selection.names)
    return line.draw(selection) if len(selection.looks) < CORNERS else bands.draw(selection)
