"""Thresholds as tables and as JSON that a report reads again."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from hedgesim.analysis.compare.best_rival import wrap_hedge_values
from hedgesim.analysis.explore.crossings import Crossings, find_crossings, scan_points
from hedgesim.analysis.explore.threshold_result import Tipping, read_tipping
from hedgesim.analysis.tables.explore.thresholds import tipping_sheet
from hedgesim.model import InputError

SHOCKS = np.random.default_rng(7).normal(0.0, 0.1, 40)
BARRIER, AGREEMENT = "patrons.russia.barrier", "patrons.eu.agreement"


def crossing(at: float) -> Crossings:
    """A margin that falls through zero."""
    shocks = SHOCKS - SHOCKS.mean()
    return find_crossings(
        lambda x: wrap_hedge_values(at - x[:, None] + shocks), scan_points(0.0, 1.0), seed=1
    )


def told(found: Crossings) -> Tipping:
    """The same with what was asked."""
    asked = ("belarus/baseline", "abc", ("russia", "china", "eu"), BARRIER, 0.0, 1.0, "premium < 0")
    return Tipping(*asked, "premium", "hedge", 40, 1, found.rows, found.points)


def along() -> Tipping:
    """A frontier: with the agreement signed it tips, with an enhanced one it does not."""
    one, other = crossing(0.37), crossing(1.5)
    none = one.rows.assign(crossing=np.nan, low=np.nan, high=np.nan, direction="none", share=0.0)
    rows, points = [(1.0, one.rows), (3.0, none)], [(1.0, one.points), (3.0, other.points)]
    return told(Crossings(*(pd.concat(held(*part) for part in parts) for parts in (rows, points))))


def held(value: float, table: pd.DataFrame) -> pd.DataFrame:
    """A table at a step of the agreement."""
    found = table.copy()
    found.insert(0, AGREEMENT, value)
    return found


def test_one_crossing_in_words() -> None:
    sheet = tipping_sheet(told(crossing(0.37)))
    assert sheet.title == "belarus/baseline: where premium crosses zero"
    assert list(sheet.heads) == ["input", "tips at", "direction", "seen"]
    ((path, value, *rest),) = sheet.rows
    assert (path, rest) == (BARRIER, ["down", "100%"])
    assert value.startswith("0.370 [0.3")
    assert "Looked for from 0.00 to 1.00; strategy hedge, 40 runs" in sheet.notes[0]


def test_a_frontier_has_the_words_and_decimals_of_a_threshold() -> None:
    sheet, alone_ = tipping_sheet(along()), tipping_sheet(told(crossing(0.37)))
    assert list(sheet.heads) == ["input", AGREEMENT, "tips at", "direction", "seen"]
    assert sheet.rows[0] == [BARRIER, "signed", *alone_.rows[0][1:]]
    assert sheet.rows[1] == [BARRIER, "enhanced", "no crossing", "none", "."]


@pytest.mark.parametrize("made", [lambda: told(crossing(0.37)), lambda: told(crossing(1.5)), along])
def test_json_is_read_again(tmp_path: Path, made: object) -> None:
    one: Tipping = made()  # type: ignore[operator]
    file = tmp_path / "tips.json"
    file.write_text(json.dumps(one.to_plain_data()))
    again = read_tipping(file, {"belarus/baseline": {}})
    assert again.to_plain_data() == one.to_plain_data()
    assert tipping_sheet(again) == tipping_sheet(one)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "tips.json: cannot be read: No such file"),
        ("{", "tips.json: not a threshold; make one: hedgesim threshold ... --json > FILE"),
        ("[]", "not a threshold"),
        ("[" * 100_000, "not a threshold"),
        ('{"asked": {}}', "not a threshold"),
        ("crossings", "not a threshold"),
        ("other", "a threshold of belarus/other, which is not in the folder; it holds belarus/baseline"),
    ],
)
def test_what_is_no_threshold_of_the_folder(tmp_path: Path, text: str | None, said: str) -> None:
    plain = told(crossing(0.37)).to_plain_data()
    if text == "crossings":
        text = json.dumps(plain | {"crossings": [{"crossing": "x"}]})
    elif text == "other":
        text = json.dumps(plain | {"asked": plain["asked"] | {"scenario": "belarus/other"}})
    if text is not None:
        (tmp_path / "tips.json").write_text(text)
    with pytest.raises(InputError) as caught:
        read_tipping(tmp_path / "tips.json", {"belarus/baseline": {}})
    assert said in str(caught.value)
