"""Write the report's part on the ladder of premiums, if it was climbed beforehand."""

from functools import partial

from ..explore.ladder import Ladder
from ..plots import ladder as plot_ladder
from ..results.folder import Results
from ..tables.ladder import ladder_sheets
from .figures import draw_figure
from .html_page import Section, title_tables


def report_ladder(results: Results, ladder: Ladder | None) -> Section:
    """Build the section of the ladder: verdict, rungs, both ends of the guess about rent, and a figure."""
    if ladder is None:
        return Section("ladder", "Ladder of premiums", [])
    titles = {name: str(held["title"]) for name, held in results.manifest["scenarios"].items()}
    figure = draw_figure("ladder of premiums", partial(plot_ladder.draw, ladder, titles))
    return Section("ladder", "Ladder of premiums", [*title_tables(ladder_sheets(ladder)), *figure])
