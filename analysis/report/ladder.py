"""Write the report's part on the ladder of premiums, if it was climbed beforehand."""

from functools import partial

from ..explore.ladder import Ladder
from ..results.folder import Results
from ..tables.ladder import ladder_sheets
from ..verdicts.ladder import judge_ladder
from .gallery import draw_figure
from .html_page import Answer, Section, title_tables


def report_ladder(results: Results, ladder: Ladder | None) -> Section:
    """Build the section of the ladder: verdict, rungs, both ends of the guess about rent, and a figure."""
    if ladder is None:
        return Section("ladder", "Ladder of premiums", [])
    from ..plots import ladder as plot_ladder

    titles = {name: str(entry["title"]) for name, entry in results.manifest["scenarios"].items()}
    figure = draw_figure("ladder of premiums", partial(plot_ladder.draw, ladder, titles))
    answer, tables = Answer(judge_ladder(ladder).text), title_tables(ladder_sheets(ladder))
    return Section("ladder", "Ladder of premiums", [answer, *tables, *([figure] if figure else [])])
