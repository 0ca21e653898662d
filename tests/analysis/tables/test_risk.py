"""Risk as text: the insurance part first, in 80 columns, true to the numbers."""

from support.planted import Parts, planted_risk

from hedgesim.analysis.tables.parts.layout import table_width
from hedgesim.analysis.tables.risk import risk_sheets

LEAN, LEADER = "lean:russia", "bandwagon:russia"
TWO: Parts = {
    ("hedge", LEAN): (0.0004, 0.0005),
    ("mix", LEAN): (-0.0004, 0.0001),
    ("pivot:china", LEAN): (0.001, 0.0001),
    ("hedge", LEADER): (0.002, 0.0005),
    ("mix", LEADER): (0.0, 0.0001),
    ("pivot:china", LEADER): (0.001, 0.0001),
}


def test_the_first_reference_has_every_strategy_in_a_line_and_the_others_are_details() -> None:
    first, lead, moods, full, other, mix, calm = risk_sheets(planted_risk(TWO))
    assert [sheet.detail for sheet in (first, lead, moods)] == [False] * 3
    assert [sheet.detail for sheet in (full, other, mix, calm)] == [True] * 4
    assert first.title == "Insurance part, compared with the best lean as known at the start (russia)"
    assert list(first.rows[1]) == ["mix", "-0.00080 ±0.00010", "-0.00040 ±0.00010"]
    assert first.bold == {(0, 1), (1, 1), (1, 2), (2, 1), (2, 2)}
    assert [row[0] for row in other.rows] == ["hedge", "mix"]
    assert list(full.rows[1]) == ["mix", "-0.00040 ±0.00010", "-0.00080 ±0.00010", "0.00000 ±0.00010"]
    assert lead.title == "hedge less the best lean as known at the start (russia)"
    assert list(lead.rows[0]) == ["mean", "+0.02040 ±0.00100", "+0.02000 ±0.00100", "+0.00040 ±0.00050"]
    assert [row[0] for row in moods.rows] == ["hedge", "mix", "pivot:china", LEAN, LEADER]
    assert "4 quarters in a row below 0.310, 70% of utility in the opening record." in calm.notes[0]


def test_tables_fit_80_columns() -> None:
    assert max(table_width(s, 2) for s in risk_sheets(planted_risk(TWO)) if s.rows) <= 80


def test_without_moods_the_scores_say_how_to_bring_them() -> None:
    scores, lead = risk_sheets(planted_risk({("hedge", LEAN): (0.0, 0.0)}, moody=False))
    assert scores.notes[-1] == "For moods: hedgesim risk it/base --set patrons.russia.turn=0.05"
    assert list(lead.heads) == ["score", "lead"]
