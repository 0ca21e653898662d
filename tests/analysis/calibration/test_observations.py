"""Observation tables: what is taken from them, what is left out, and what faulty ones are told."""

from pathlib import Path

import numpy as np
import pytest
from support.calibrations import observable, series, table
from support.runs import scenario

from hedgesim.analysis.calibration.dated_events import driver_events, is_events_table
from hedgesim.analysis.calibration.histories import read_forecast_observations
from hedgesim.analysis.calibration.observables import LOGIT, PLAIN, list_spellings
from hedgesim.analysis.calibration.observations import (
    SMALLEST,
    Series,
    describe_series,
    find_observations,
    link,
    read_observations,
    unlink,
)
from hedgesim.model.errors import InputError

HISTORY = scenario("history")
EVENTS = "date,channel,patron,direction,intensity\n"
TRADE = "trade_export_share_RU,2005,30\ntrade_export_share_RU,2006,31\ntrade_export_share_RU,2007,33\n"


def found(place: Path, before: Path | None = None) -> dict[str, Series]:
    """Series of a table by name."""
    return {s.about.name: s for s in read_observations(place, HISTORY, before)}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a table goes."""
    return tmp_path / "observations.csv"


def test_a_share_is_read_in_the_models_unit_from_the_scenarios_start(place: Path) -> None:
    shares = found(table(place, "trade_export_share_RU,2004,20\n" + TRADE))["export_share_russia"]
    assert shares.years.tolist() == [2005, 2006, 2007]
    assert shares.values == pytest.approx([0.3, 0.31, 0.33])
    assert shares.linked == pytest.approx(np.log(shares.values / (1 - shares.values)))


def test_two_rows_for_a_year_that_differ_are_refused(place: Path) -> None:
    with pytest.raises(InputError, match="trade_export_share_RU: 2006 is given 2 times, 31 and 99; keep one"):
        found(table(place, TRADE + "trade_export_share_RU,2006,99\n"))


@pytest.mark.parametrize("code", ["RU", "RUS"])
def test_a_patron_is_found_under_both_codes(code: str, place: Path) -> None:
    assert list(found(table(place, TRADE.replace("RU", code)))) == ["export_share_russia"]


def test_every_other_patron_goes_by_its_id() -> None:
    assert list_spellings("fbic_{russia}_over_{hedger}") == tuple(
        f"fbic_{code}_over_{state}" for code in ("RU", "RUS") for state in ("BY", "BLR", "hedger")
    )
    assert list_spellings("loans_{third}_disbursement") == (
        "loans_third_disbursement",
        "loans_THIRD_disbursement",
    )
    assert list_spellings("gdp_current_BY") == ("gdp_current_BY",)


def test_net_loans_need_every_part_and_look_back_a_year(place: Path) -> None:
    rows = "".join(
        f"loans_CN_disbursement,{y},{500 + y - 2005}\nloans_CN_debt_service,{y},100\n"
        for y in range(2005, 2009)
    )
    rows += "".join(f"gdp_current_BY,{y},50\n" for y in (2005, 2006, 2008))
    loans = found(table(place, rows))["loans_china"]
    assert loans.years.tolist() == [2006, 2008]
    assert loans.values == pytest.approx([0.401 / 50, 0.403 / 50])


def test_drivers_beside_a_table_are_read_too(place: Path) -> None:
    gdp = "".join(f"gdp_current_BY,{y},50\n" for y in (2006, 2007))
    table(place.with_name("drivers.csv"), gdp)
    rows = "".join(
        f"loans_CN_disbursement,{y},500\nloans_CN_debt_service,{y},100\n" for y in range(2005, 2009)
    )
    assert found(table(place, rows))["loans_china"].years.tolist() == [2006, 2007]


def test_a_first_table_counts_where_both_have_a_year_whatever_they_call_it(place: Path) -> None:
    own = table(place, TRADE)
    other = table(
        place.with_name("later.csv"), "trade_export_share_RUS,2007,40\ntrade_export_share_RUS,2017,50\n"
    )
    merged = found(other, own)["export_share_russia"]
    assert merged.years.tolist() == [2005, 2006, 2007, 2017]
    assert merged.values[-1] == pytest.approx(0.5)
    same = table(
        place.with_name("same.csv"), "trade_export_share_RU,2007,40\ntrade_export_share_RU,2017,50\n"
    )
    assert found(same, own)["export_share_russia"].values[2:] == pytest.approx([0.4, 0.5])


def test_a_file_of_later_years_goes_on_from_the_scenarios_own(place: Path) -> None:
    later = table(place, "trade_export_share_RUS,2017,44\n")
    known, own = read_forecast_observations(HISTORY, later)
    shares = next(s for s in known if s.about.name == "export_share_russia")
    assert shares.years.tolist() == list(range(2005, 2018))
    assert shares.values[-1] == pytest.approx(0.44)
    assert own is not None
    assert own.parent.name == "belarus"


# ---- dated events ----------------------------------------------------------------------------
def disputes(place: Path, rows: str) -> Series:
    """Yearly disputes with Russia from a table of events."""
    place.with_name("events.csv").write_text(EVENTS + rows, encoding="utf-8")
    return found(table(place, TRADE))["disputes_russia"]


def test_events_are_summed_by_year_and_quiet_years_are_zero(place: Path) -> None:
    rows = "2006-01-02,gas,RUS,conflict,-3\n2006,gas,RUS,conflict,1\n2004,gas,RUS,conflict,9\n"
    yearly = disputes(place, rows + "2009,gas,CHN,conflict,0\n")
    assert yearly.years.tolist() == list(range(2005, 2010))
    assert yearly.values.tolist() == [0.0, 4.0, 0.0, 0.0, 0.0]


def test_events_that_the_scenario_was_given_and_sanctions_are_left_out(place: Path) -> None:
    given = ("2010-01-01", "RUS")
    assert given in driver_events(HISTORY)
    rows = "2010-01-01,trade,RUS,conflict,5\n2012,sanction,RUS,conflict,5\n"
    yearly = disputes(place, rows + "2010-01-01,trade,CHN,conflict,5\n2010-01-02,gas,RUS,conflict,1\n")
    assert yearly.years.tolist() == list(range(2005, 2013))
    assert yearly.values.tolist() == [0.0] * 5 + [1.0, 0.0, 0.0]


def test_built_in_events_are_complete_to_2016_whatever_comes_later() -> None:
    for s in read_observations(find_observations(HISTORY), HISTORY):
        if s.about.name.startswith(("disputes", "support")):
            assert s.years.tolist() == list(range(2005, 2017)), s.about.name


@pytest.mark.parametrize("alone", [True, False])
def test_events_of_later_years_go_on_from_the_scenarios_own(alone: bool, tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    rows = "2017,gas,RU,conflict,-2\n2018-05-01,visit,CN,cooperation,1\n2019,visit,RU,cooperation,0\n"
    events.write_text(EVENTS + rows, encoding="utf-8")
    assert is_events_table(events)
    handed = events if alone else table(tmp_path / "later.csv", "trade_export_share_RU,2017,40\n")
    known, _ = read_forecast_observations(HISTORY, handed)
    own = found(find_observations(HISTORY))
    for s in known:
        if s.about.name.startswith(("disputes", "support")):
            assert s.years.tolist() == list(range(2005, 2020)), s.about.name
            assert s.values[:12] == pytest.approx(own[s.about.name].values)
    by_name = {s.about.name: s.values[12:].tolist() for s in known}
    assert by_name["disputes_russia"] == [2.0, 0.0, 0.0]
    assert by_name["support_china"] == [0.0, 1.0, 0.0]
    assert by_name["support_eu"] == [0.0, 0.0, 0.0]  # a quiet patron, and no gap
    assert len(by_name["export_share_russia"]) == (0 if alone else 1)


def test_events_of_nobody_that_the_model_knows_are_refused(tmp_path: Path) -> None:
    events = tmp_path / "later.csv"
    events.write_text(EVENTS + "2017,gas,XX,conflict,2\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"found events_conflict_XX; expected .* such as"):
        read_forecast_observations(HISTORY, events)


def test_events_are_known_by_their_date_however_the_table_is_spaced(place: Path) -> None:
    head = "date ; channel;patron;direction;intensity\n"
    place.with_name("events.csv").write_text(
        head + "2010-01-01;trade;RUS;conflict;5,5\n2010-01-02;gas;RUS;conflict;1,5\n"
    )
    assert found(table(place, TRADE))["disputes_russia"].values.sum() == 1.5


def test_no_event_of_a_scenarios_own_is_evidence_for_it() -> None:
    named = driver_events(HISTORY)
    assert ("2013-07-16", "CHN") in named
    assert ("2015-06", "CHN") in named  # "events.csv 2013-07-16 CHN to events.csv 2015-06 CHN"
    assert all(len(patron) in {2, 3} for _, patron in named)


# ---- faults ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("series,year\nx,2005\n", "lacks the column value; found series, year"),
        ("a\n1\n", "lacks the column series, year, value; found a"),
        (
            "series,year,value\nx,2005,1\nx,2006,\nx,y,3\n",
            "row 2: year and value must be numbers (2 rows are not)",
        ),
        ("series,year,value\nx,2005,inf\n", "row 1: year and value must be numbers (1 rows are not)"),
        (
            "series,year,value\nx,2005,1\nx,2006,2\n",
            "none of its series answers to belarus/history; expected such as trade_export_share_RU,"
            " two years or more from 2005 on, when the scenario begins",
        ),
    ],
)
def test_faulty_tables(text: str, message: str, place: Path) -> None:
    place.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_observations(place, HISTORY)
    assert error.value.faults == (f"{place}: {message}",)


def test_faulty_events(place: Path) -> None:
    place.with_name("events.csv").write_text("date,patron\n2010,RUS\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_observations(table(place, TRADE), HISTORY)
    assert error.value.faults == (
        f"{place.parent}/events.csv: lacks the column channel, direction, intensity; found date, patron",
    )


def test_a_table_that_is_not_there(place: Path) -> None:
    with pytest.raises(InputError, match=r"observations\.csv: cannot be read: "):
        read_observations(place, HISTORY)


# ---- scales ----------------------------------------------------------------------------------
def test_shares_go_to_log_odds_and_back() -> None:
    about, shares = observable(LOGIT), np.array([0.0, 0.3, 1.0])
    assert link(about, shares)[1] == pytest.approx(np.log(3 / 7))
    assert unlink(about, link(about, shares)) == pytest.approx([SMALLEST, 0.3, 1 - SMALLEST])
    assert link(observable(PLAIN), shares).tolist() == shares.tolist()


def test_a_piece_of_a_series_has_both_ends() -> None:
    whole = series(observable())
    assert whole.between(2006, 2008).years.tolist() == [2006, 2008]
    assert whole.after(2006).values.tolist() == whole.values[2:].tolist()


def test_series_are_told_with_their_errors() -> None:
    row = describe_series([series(observable(error=0.25))]).iloc[0]
    assert (row["n"], row["first"], row["last"], row["error"]) == (4, 2005, 2009, 0.25)
