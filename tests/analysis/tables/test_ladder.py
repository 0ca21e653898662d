"""Ladders as text: a verdict with its doubt first, in 80 columns, true to the numbers."""

import pytest
from support.planted import planted_ladder

from hedgesim.analysis.explore.ladder import Ladder
from hedgesim.analysis.tables.ladder import ladder_sheets
from hedgesim.analysis.tables.sheet import table_width

CALM = {"mix": 0.03, "hedge": 0.029, "foresight": 0.03}
WAR = {"mix": -0.01, "hedge": 0.01, "foresight": 0.015}
LOSS = {"mix": 0.0, "hedge": -0.01, "foresight": 0.002}


def verdict(found: Ladder) -> str:
    """The sentences above all tables."""
    return " ".join(ladder_sheets(found)[0].notes)


def test_a_verdict_says_what_is_gained_by_what_and_what_it_hangs_on() -> None:
    text = verdict(planted_ladder({"it/calm": CALM}))
    assert text.startswith("it/calm: hedging gains +0.029")
    assert "of utility against the best lean (russia): +0.0" in text
    assert "by spreading effort, -0.00" in text
    assert "Nothing changes after the first quarter, so no mix could know more." in text
    assert "if rent pays the tie alone" in text
    assert text.count(".") - text.count("0.") == 3


def test_a_verdict_of_a_war_says_what_foresight_had_been_worth() -> None:
    text = verdict(planted_ladder({"it/war": WAR}, ["it/war"]))
    assert "The best mix that knew what was to come differs from hedge by +0.00" in text
    assert "by spreading effort, +0.0" in text


def test_a_loss_is_called_a_loss_and_no_difference_none() -> None:
    assert "it/loss: hedging loses -0.0" in verdict(planted_ladder({"it/loss": LOSS}))
    level = planted_ladder({"it/level": {"mix": 0.0, "hedge": 0.0, "foresight": 0.0}})
    assert "it/level: hedging has no clear gain (" in verdict(level)


def test_of_several_scenarios_the_verdict_counts() -> None:
    found = planted_ladder({"it/calm": CALM, "it/war": WAR, "it/loss": LOSS}, ["it/war"])
    text = verdict(found)
    assert text.startswith("Hedging gains over the best lean in 2 of 3 scenarios and loses in 1, from -0.0")
    assert "(loss) to +0.02" in text
    assert "Spreading effort alone gains in 1; adapting it adds to the best fixed mix in 1: war." in text
    # at one end the gain of the war turns into a loss; those of the others keep their sign
    assert "turns a clear sign in 1." in text


@pytest.mark.parametrize("names", [["it/calm"], ["it/great_stone_reform", "it/war"]])
def test_tables_fit_80_columns(names: list[str]) -> None:
    sheets = ladder_sheets(planted_ladder(dict.fromkeys(names, CALM)))
    assert len(sheets) == (6 if len(names) == 1 else 5)
    assert max(table_width(sheet, 2) for sheet in sheets if sheet.rows) <= 80


def test_cells_are_the_means_with_half_of_their_intervals_and_bold_where_sure() -> None:
    found = planted_ladder({"it/calm": CALM, "it/war": WAR})
    sheet = ladder_sheets(found)[1]
    for at, name in enumerate(("it/calm", "it/war")):
        for place, rung in enumerate(("diversification", "flexibility", "hedging"), 1):
            row = found.rungs.set_index(["scenario", "rung"]).loc[name, rung]
            half = row["high"] - row["mean"]
            assert sheet.rows[at][place] == f"{row['mean']:+.4f} ±{half:.4f}"
            assert ((at, place) in sheet.bold) == (row["low"] > 0 or row["high"] < 0)
