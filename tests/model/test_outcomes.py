"""What a run reports agrees with its records; regimes and their spells by hand-made cases."""

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
from hedgesim.model.rules.regimes import (
    BANDWAGON,
    COLLAPSE,
    HEDGING,
    ISOLATION,
    MIXED,
    PIVOT,
    effective_number,
    influence_shares,
    margin,
    regime,
    strongest,
)
from hedgesim.model.rules.running_totals import update_spells
from hedgesim.model.state import Pairs, PerPatron, Spells

PATRONS = ("russia", "china", "eu")
RULES = scenario("baseline").case().regimes
RIVALS = (0.1, 0.3, 0.1)
RUSSIA_LED = (1.0, 0.0, 0.0)


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


@pytest.mark.parametrize(
    ("room", "share", "rivals", "led", "expected"),
    [
        (0.3, (0.9, 0.05, 0.05), RIVALS, RUSSIA_LED, ISOLATION),
        (0.7, (0.2, 0.7, 0.1), RIVALS, RUSSIA_LED, PIVOT + 1.0),
        (0.7, (0.2, 0.1, 0.7), RIVALS, RUSSIA_LED, PIVOT + 2.0),
        (0.7, (0.7, 0.2, 0.1), RIVALS, (0.0, 1.0, 0.0), PIVOT),
        (0.7, (0.7, 0.2, 0.1), RIVALS, RUSSIA_LED, HEDGING),
        (0.7, (0.7, 0.25, 0.05), RIVALS, RUSSIA_LED, MIXED),
        (0.7, (0.7, 0.2, 0.1), (0.1, 0.1, 0.1), RUSSIA_LED, MIXED),
        (0.7, (0.9, 0.05, 0.05), RIVALS, RUSSIA_LED, BANDWAGON),
        (0.7, (0.8, 0.1, 0.1), RIVALS, RUSSIA_LED, HEDGING),
    ],
)
def test_regimes(
    room: float, share: PerPatron[float], rivals: Pairs, led: PerPatron[float], expected: float
) -> None:
    assert regime(RULES, room, share, rivals, led) == expected


@pytest.mark.parametrize(
    ("room", "share", "rivals", "led", "nearest"),
    [
        # isolated: only the room can change that, however near the shares are to their thresholds
        (0.444, (0.51, 0.41, 0.08), RIVALS, RUSSIA_LED, 0.056),
        # pivot to China: only its own share and the room count, whoever else has rivals
        (0.7, (0.2, 0.53, 0.27), RIVALS, RUSSIA_LED, 0.03),
        # hedging: the patron that led makes no pivot, though its share is at the threshold
        (0.7, (0.5, 0.2, 0.3), RIVALS, RUSSIA_LED, 0.1),
        (0.7, (0.5, 0.2, 0.3), RIVALS, (0.0, 1.0, 0.0), 0.0),
        # hedging on one rival pair only: its smaller share, or its rivalry, can end it
        (0.7, (0.6, 0.3, 0.1), RIVALS, RUSSIA_LED, 0.02),
        (0.7, (0.5, 0.2, 0.3), (0.1, 0.23, 0.1), RUSSIA_LED, 0.03),
        # mixed for want of rivals: shares do not count, a pair that becomes rivals does
        (0.7, (0.64, 0.28, 0.08), (0.15, 0.0, 0.0), RUSSIA_LED, 0.05),
        # bandwagon: more patrons, but not yet enough for hedging, is mixed
        (0.7, (0.9, 0.05, 0.05), RIVALS, RUSSIA_LED, 1.3 - 1.0 / 0.815),
    ],
)
def test_nearest_threshold_that_would_change_the_regime(
    room: float, share: PerPatron[float], rivals: Pairs, led: PerPatron[float], nearest: float
) -> None:
    assert margin(RULES, room, share, rivals, led) == pytest.approx(nearest)


@given(
    st.floats(0.0, 1.0),
    st.floats(0.001, 1.0),
    st.floats(0.001, 1.0),
    st.floats(0.001, 1.0),
    st.floats(0.0, 1.0),
)
def test_no_smaller_change_of_a_threshold_changes_the_regime(
    room: float, x: float, y: float, z: float, part: float
) -> None:
    """Moving a threshold towards what is measured against it is the same as the reverse."""
    share = influence_shares((x, y, z))
    code = regime(RULES, room, share, RIVALS, RUSSIA_LED)
    step = 0.999 * part * margin(RULES, room, share, RIVALS, RUSSIA_LED)
    for name, value in RULES._asdict().items():
        for moved in (value - step, value + step):
            assert regime(RULES._replace(**{name: moved}), room, share, RIVALS, RUSSIA_LED) == code


def test_going_alone_is_isolated_by_the_room_alone() -> None:
    """What a run of the baseline says is nearest to its threshold is what its label depends on."""
    outcome = run(quiet(), "self_reliance").outcome
    room = sum(r.room for r in run(quiet(), "self_reliance").records[-8:]) / 8.0
    assert outcome.regime == ISOLATION
    assert outcome.regime_margin == pytest.approx(0.5 - room)


def test_regime_names() -> None:
    names = [
        regime_name(code, PATRONS)
        for code in (HEDGING, MIXED, BANDWAGON, ISOLATION, COLLAPSE, PIVOT, PIVOT + 2)
    ]
    assert names == ["hedging", "mixed", "bandwagon", "isolation", "collapse", "pivot:russia", "pivot:eu"]


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.001, 1.0))
def test_influence_shares_and_the_effective_number(x: float, y: float, z: float) -> None:
    share = influence_shares((x, y, z))
    assert sum(share) == pytest.approx(1.0)
    assert 1.0 - 1e-9 <= effective_number(share) <= 3.0 + 1e-9
    assert strongest(share) == tuple(float(part == max(share)) for part in share)
    assert margin(RULES, 0.7, share, RIVALS, RUSSIA_LED) >= 0.0


def spelled(codes: str) -> Spells:
    """Spells after quarters of h(edging), b(andwagon) and m(ixed)."""
    spells = Spells(0.0, 0.0, 0.0, 0.0, -1.0, 0.0)
    for number, letter in enumerate(codes):
        code = {"h": HEDGING, "b": BANDWAGON, "m": MIXED}[letter]
        spells = update_spells(spells, code, float(number))
    return spells


@pytest.mark.parametrize(
    ("codes", "lost", "collapsed"),
    [
        ("hhhhhhhh", -1.0, 0.0),
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
