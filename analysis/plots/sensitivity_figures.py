"""Draw figures of sensitivity from a sweep's own results."""

from typing import TYPE_CHECKING

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from . import convergence as plot_convergence
from . import sensitivity as plot_sensitivity
from .parts.source import Results, figure_caption

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DRAWN = {
    "tornado": plot_sensitivity.draw_tornado,
    "plane": plot_sensitivity.morris_plane,
    "map": plot_sensitivity.interaction_map,
    "convergence": plot_convergence.draw,
}


def draw(results: Results, rows: "pd.DataFrame", figure: str) -> "Figure":
    """Draw one figure of DRAWN from a sweep's table of sensitivity indices or of their convergence.

    Raises
    ------
    InputError
        If there is no such figure; the message names the nearest one.
    """
    if figure not in DRAWN:
        msg = f"unknown figure of sensitivity {figure!r}; known are {', '.join(DRAWN)}{hint(figure, DRAWN)}"
        raise InputError(msg)
    scenarios = list(results.manifest["scenarios"])
    strategies = next(iter(results.manifest["strategies"].values()))
    told = figure_caption(results, scenarios, strategies)
    return DRAWN[figure](rows, results.manifest["scenarios"][scenarios[0]], told)
