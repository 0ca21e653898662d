"""Draw figures of sensitivity from a sweep's own results."""

from typing import TYPE_CHECKING

from ....model.errors import InputError
from ....model.parameters.lookup import hint
from .. import convergence as plot_convergence
from ..parts.source import Results, figure_caption
from . import sensitivity as plot_sensitivity

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

FIGURES = {
    "tornado": plot_sensitivity.draw_tornado,
    "plane": plot_sensitivity.draw_morris_plane,
    "map": plot_sensitivity.draw_interaction_map,
    "convergence": plot_convergence.draw,
}


def draw(results: Results, rows: "pd.DataFrame", figure: str) -> "Figure":
    """Draw one figure of DRAWN from a sweep's table of sensitivity indices or of their convergence.

    Raises
    ------
    InputError
        If there is no such figure; the message names the nearest one.
    """
    if figure not in FIGURES:
        msg = (
            f"unknown figure of sensitivity {figure!r}; known are {', '.join(FIGURES)}{hint(figure, FIGURES)}"
        )
        raise InputError(msg)
    scenarios = list(results.manifest["scenarios"])
    strategies = next(iter(results.manifest["strategies"].values()))
    caption = figure_caption(results, scenarios, strategies)
    return FIGURES[figure](rows, results.manifest["scenarios"][scenarios[0]], caption)
