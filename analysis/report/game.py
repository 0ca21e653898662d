"""Write the report's part on games of patrons that were played beforehand."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ...model.scenario.scenario import Scenario
from ..games.result import Game
from ..results.folder import Results
from ..tables.game import game_sheets
from ..verdicts.game import judge_game
from .gallery import draw_figure
from .html_page import Answer, Block, Heading, Section, Text, title_tables


def report_games(results: Results, games: Sequence[Game]) -> Section:
    """Build the section of games: verdict, tables and figure of each."""
    scenarios = results.manifest["scenarios"]
    blocks = [block for found in games for block in game_parts(found, scenarios)]
    return Section("game", "When patrons respond", blocks)


def game_parts(found: Game, scenarios: Mapping[str, Mapping[str, Any]]) -> Iterator[Block]:
    """Yield one game, and a warning if the scenario then had other values than in this folder."""
    from ..plots import game as plot_game

    yield Heading(found.scenario)
    yield Answer(judge_game(found).text)
    yield from title_tables(game_sheets(found))
    if figure := draw_figure(f"game of patrons in {found.scenario}", partial(plot_game.draw, found)):
        yield figure
    if Scenario.from_dict(scenarios[found.scenario]).digest != found.digest:
        yield Text(f"This game was played with other values of {found.scenario} than those of this folder.")
