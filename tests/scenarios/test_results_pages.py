"""Pages of results made by scripts: rows played again are those of the page."""

import pytest
from support.scripts import DOCS, script

mechanisms = script("docs/build/mechanisms.py")
PAGE = (DOCS / "mechanisms.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("mark", ["M1", "M5", "M10"])
def test_a_mechanism_does_what_the_page_says(mark: str) -> None:
    found = next(m for m in mechanisms.MECHANISMS if m.mark == mark)
    assert mechanisms.format_effect(found, mechanisms.measure_mechanism(found)) in PAGE


def test_every_mark_of_the_article_has_a_row_and_every_switch_is_there() -> None:
    marks = {m.mark for m in mechanisms.MECHANISMS}
    assert marks == {f"M{number}" for number in range(1, 17)}
    switches = {path for m in mechanisms.MECHANISMS for path in m.without if path.startswith("mechanisms.")}
    assert switches == {
        f"mechanisms.{name}"
        for name in mechanisms.Scenario.load("belarus/baseline").case().mechanisms._fields
        if name != "moods"  # not of the article: docs/risk.md is about them
    }


@pytest.mark.parametrize("name", ["as it is", "rent pays the tie"])
def test_a_doubt_does_what_the_page_says(name: str) -> None:
    assert mechanisms.format_doubt(name) in PAGE


def test_a_doubt_moves_the_opening_of_the_case() -> None:
    """Without conduct's share of rent nothing is solved anew; with another floor of the room autonomy is."""
    spec = mechanisms.Scenario.load("belarus/war_2022")
    opening = "start.hedger.autonomy"
    moved = {
        name: mechanisms.set_doubt(spec, mechanisms.DOUBTS[name]).values[opening]
        for name in mechanisms.DOUBTS
    }
    assert moved["room that no one holds: .5"] > spec.values[opening] + 0.1
    assert moved["rent pays the tie"] == pytest.approx(spec.values[opening])
    assert moved["half of value is security"] == spec.values[opening]
