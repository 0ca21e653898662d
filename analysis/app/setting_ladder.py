"""Compute the ladder of premiums of a setting, with what the page shows of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..design.parameter_draws import BATCH_RUNS
from ..explore.ladder import Ladder, climb_ladders, describe_ladder, list_worlds
from ..labels import capitalise_name
from ..plots.ladder import draw
from ..plots.parts.embedding import EmbeddedFigure, embed_figure
from ..tables.ladder import costs_sheet, doubt_sheet, gains_sheet
from ..tables.parts.scenarios import shorten_names
from ..tables.sheet import Sheet
from ..verdicts.ladder import judge_ladder
from .pictures.canvas import DRAWING
from .sentences import describe_moves
from .state import Setting

LadderKey = tuple[str, int, bool]


@dataclass(frozen=True)
class SettingLadder:
    """The ladder of premiums of a setting, and its figure."""

    setting: Setting
    found: Ladder
    figure: EmbeddedFigure

    @property
    def verdict(self) -> str:
        """Return the sentences of ``hedgesim ladder``."""
        return judge_ladder(self.found).text

    def list_sheets(self) -> Iterator[Sheet]:
        """Yield the tables of ``hedgesim ladder`` on differences, with a row for each."""
        names = shorten_names(self.found.rungs["scenario"].unique())
        for sheet in (
            gains_sheet(self.found, names),
            costs_sheet(self.found, names),
            doubt_sheet(self.found.rivals, names),
        ):
            yield turn_sheet(sheet)


def climb_setting(setting: Setting, runs: int = BATCH_RUNS) -> SettingLadder:
    """Compute the ladder of a setting on all cores: the one of :func:`hedgesim.analysis.ladder`.

    Raises
    ------
    HedgesimError
        If no ladder can be made, such as where a run fails.
    """
    worlds, seed = list_worlds([setting.scenario], runs, setting.seed, setting.draws)
    found = climb_ladders(worlds, seed, None)
    with DRAWING:
        return SettingLadder(
            setting, found, embed_figure(draw(found, {setting.scenario.name: setting.title}))
        )


def turn_sheet(sheet: Sheet) -> Sheet:
    """Turn a table of a single row of differences: a narrow page has room for few columns."""
    (row,) = sheet.rows
    heads = [capitalise_name(head.replace("\n", " ")) for head in sheet.heads[1:]]
    rows = [list(cells) for cells in zip(heads, row[1:], strict=True)]
    return replace(sheet, heads=["", "utility"], rows=rows, bold=frozenset((k - 1, 1) for _, k in sheet.bold))


def ladder_key(setting: Setting) -> LadderKey:
    """Return the data that a ladder depends on: neither the strategy shown nor the number of the run."""
    return setting.scenario.digest, setting.seed, setting.point


def describe_size(setting: Setting) -> str:
    """Describe how many mixes are searched, and about how long that takes."""
    worlds, _ = list_worlds([setting.scenario], None, setting.seed, setting.draws)
    return describe_ladder(worlds, None)


def describe_stale(setting: Setting) -> str:
    """Say of which earlier setting a ladder is."""
    of = ", ".join([setting.base.title, *describe_moves(setting)])
    return f"Not of the setting now, but of an earlier one: {of}; seed {setting.seed}."
