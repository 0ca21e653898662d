"""What a run reports agrees with its records; spells of regimes by hand-made cases."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import mean, quiet, run, scenario

from hedgesim.model.engines.reference import worst_decile
from hedgesim.model.outcomes import (
    INDICES,
    band_series,
    outcome_columns,
    path_columns,
    path_row,
    regime_name,
)
from hedgesim.model.rules.records.running_totals import update_spells
from hedgesim.model.rules.regimes import (
    ASYMMETRIC,
    BANDWAGON,
    COLLAPSE,
    HEDGING,
    ISOLATION,
    MIXED,
    PIVOT,
    effective_number,
    influence_shares,
    strongest,
)
from hedgesim.model.state import Spells

PATRONS = ("russia", "china", "eu")


def test_outcomes_are_what_the_records_say() -> None:
    played = run(scenario("war_2022"), "equidistance", number=4)
    records, told = played.records, played.outcomes
    assert list(told) == list(outcome_columns(PATRONS))
    for name in INDICES:
        series = [getattr(r, name) for r in records]
        assert told[f"{name}_mean"] == pytest.approx(sum(series) / len(series))
        assert told[f"{name}_last"] == pytest.approx(sum(series[-4:]) / 4)
        assert told[f"{name}_min"] == min(series)
        assert told[f"{name}_p10"] == pytest.approx(sorted(series)[5] * 0.1 + sorted(series)[6] * 0.9)
    for place, p in enumerate(PATRONS):
        assert told[f"influence_{p}_mean"] == pytest.approx(
            mean(records, lambda r, k=place: r.patrons[k].influence)
        )
        assert told[f"investment_{p}_sum"] == pytest.approx(
            sum(r.patrons[place].investment for r in records) / 4
        )
        late = [sum(q.deliveries for q in r.patrons) for r in records[-20:]]
        own = [r.patrons[place].deliveries for r in records[-20:]]
        assert told[f"arms_share_{p}_last"] == pytest.approx(sum(own) / sum(late))
        assert told[f"deficit_{p}_last"] == pytest.approx(
            mean(records[-4:], lambda r, k=place: r.patrons[k].deficit)
        )
    shares = [mean(records[-8:], lambda r, k=place: r.patrons[k].influence) for place in range(3)]
    assert told["dominance_last"] == pytest.approx(max(shares))
    assert told["reserve_last"] == pytest.approx(mean(records[-8:], lambda r: r.reserve))
    assert told["gdp_last"] == pytest.approx(mean(records[-4:], lambda r: r.gdp))
    assert told["option_value_mean"] == pytest.approx(mean(records, lambda r: r.option_value))


def test_columns_of_paths_match_their_rows() -> None:
    record = run(quiet()).records[3]
    row = dict(zip(path_columns(PATRONS), path_row(record), strict=True))
    assert row["utility"] == record.utility
    assert row["influence_china"] == record.patrons[1].influence
    assert row["effort_economy_eu"] == record.patrons[2].effort_economy
    assert row["rivalry_russia_eu"] == record.rivalry[1]
    assert row["strain"] == record.strain


def test_band_series_lie_within_zero_and_one() -> None:
    columns = list(path_columns(PATRONS))
    places = [columns.index(column) for _, _, column in band_series(PATRONS)]
    for name in ("baseline", "war_2022"):
        for record in run(scenario(name)).records:
            row = path_row(record)
            assert all(0.0 <= row[place] <= 1.0 for place in places)


@pytest.mark.parametrize(("horizon", "last"), [(1, 1), (3, 3), (4, 4)])
def test_short_runs_report_what_there_is(horizon: int, last: int) -> None:
    played = run(quiet(horizon=horizon))
    assert played.outcome.utility.last == pytest.approx(mean(played.records[-last:], lambda r: r.utility))
    assert all(math.isfinite(v) for v in played.outcomes.values() if isinstance(v, float))


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=80))
def test_worst_decile_lies_between_the_smallest_and_the_median(values: list[float]) -> None:
    assert min(values) <= worst_decile(values) <= sorted(values)[len(values) // 2]


def test_regime_names() -> None:
    codes = (HEDGING, MIXED, BANDWAGON, ISOLATION, COLLAPSE, ASYMMETRIC, PIVOT, PIVOT + 2)
    assert [regime_name(code, PATRONS) for code in codes] == [
        "hedging",
        "mixed",
        "bandwagon",
        "isolation",
        "collapse",
        "asymmetric_hedging",
        "pivot:russia",
        "pivot:eu",
    ]


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.001, 1.0))
def test_influence_shares_and_the_effective_number(x: float, y: float, z: float) -> None:
    share = influence_shares((x, y, z))
    assert sum(share) == pytest.approx(1.0)
    assert 1.0 - 1e-9 <= effective_number(share) <= 3.0 + 1e-9
    assert strongest(share) == tuple(float(part == max(share)) for part in share)


def spelled(codes: str) -> Spells:
    """Spells after quarters of h(edging), a(symmetric hedging), b(andwagon) and m(ixed)."""
    spells = Spells(0.0, 0.0, 0.0, 0.0, -1.0, 0.0)
    for number, letter in enumerate(codes):
        code = {"h": HEDGING, "a": ASYMMETRIC, "b": BANDWAGON, "m": MIXED}[letter]
        spells = update_spells(spells, code, float(number))
    return spells


@pytest.mark.parametrize(
    ("codes", "lost", "collapsed"),
    [
        ("hhhhhhhh", -1.0, 0.0),
        ("hahaaaaa", -1.0, 0.0),
        ("aahhbbbb", 4.0, 1.0),
        ("hhhmmmmmm", -1.0, 0.0),
        ("hhhhmmmhhh", -1.0, 0.0),
        ("hhhhmmmmhh", 4.0, 0.0),
        ("hhhhmmmmhhhhbbbb", 4.0, 1.0),
        ("hhhhmmbbbb", 4.0, 1.0),
        ("bbbbbhhhh", -1.0, 0.0),
        ("hhhhbbbmbbb", 4.0, 0.0),
    ],
)
def test_spells(codes: str, lost: float, collapsed: float) -> None:
    assert spelled(codes).lost == lost
    assert spelled(codes).collapsed == collapsed
