"""Plot who holds influence over the hedger, in the picture that fits the number of patrons."""

from matplotlib.figure import Figure

from ..parts.page import shared_look
from ..parts.source import Names, Results
from . import bands, line, triangle
from .paths import select_shares


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw a line of two patrons' shares over time, a triangle of three, or stacked bands of more.

    Raises
    ------
    InputError
        If a requested name was not run, or the scenarios have different patrons.
    """
    selection = select_shares(results, scenarios, strategies)
    pictures = {2: line.draw, 3: triangle.draw}
    return pictures.get(len(selection.looks), bands.draw)(selection)
