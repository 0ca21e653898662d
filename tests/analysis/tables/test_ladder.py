"""Ladders as text: in 80 columns, true to the numbers."""

import pytest
from support.planted import planted_ladder

from hedgesim.analysis.tables.ladder import ladder_sheets
from hedgesim.analysis.tables.parts.layout import table_width

CALM = {"mix": 0.03, "hedge": 0.029, "foresight": 0.03}
WAR = {"mix": -0.01, "hedge": 0.01, "foresight": 0.015}


@pytest.mark.parametrize("names", [["it/calm"], ["it/great_stone_reform", "it/war"]])
def test_tables_fit_80_columns(names: list[str]) -> None:
    sheets = ladder_sheets(planted_ladder(dict.fromkeys(names, CALM)))
    assert len(sheets) == 5
    assert max(table_width(sheet, 2) for sheet in sheets if sheet.rows) <= 80


def test_of_several_scenarios_a_line_each_comes_first() -> None:
    found = planted_ladder({"it/calm": CALM, "it/war": WAR})
    overview, *details = ladder_sheets(found)
    assert [row[0] for row in overview.rows] == ["calm", "war"]
    assert all(len(cell.splitlines()) == 1 for row in overview.rows for cell in row)
    assert all(sheet.detail for sheet in details)


def test_cells_are_the_means_with_half_of_their_intervals_and_bold_where_sure() -> None:
    found = planted_ladder({"it/calm": CALM, "it/war": WAR})
    sheet = ladder_sheets(found)[1]
    for at, name in enumerate(("it/calm", "it/war")):
        for place, rung in enumerate(("diversification", "flexibility", "hedging"), 1):
            row = found.rungs.set_index(["scenario", "rung"]).loc[name, rung]
            half = row["high"] - row["mean"]
            assert sheet.rows[at][place] == f"{row['mean']:+.4f} ±{half:.4f}"
            assert ((at, place) in sheet.bold) == (row["low"] > 0 or row["high"] < 0)
