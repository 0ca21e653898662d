"""Hostile tables: points, draws, observations and priors are refused with a message, or read as numbers."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile.checks import message
from support.hostile.words import NUMBERS, SCALARS
from support.runs import scenario

from hedgesim.analysis.calibration.observations import read_observations
from hedgesim.analysis.calibration.prior import read_priors
from hedgesim.analysis.design.parameter_draws import Draws, match_draws, read_draws
from hedgesim.analysis.design.points import Points
from hedgesim.analysis.design.points_file import read_points
from hedgesim.model import InputError

BARRIER, FUND, STEP = "patrons.russia.barrier", "patrons.china.fund", "patrons.eu.agreement"
FOREIGN = re.compile("pandas|arrow|tokeniz|codec|parse error|Unnamed|could not convert", re.IGNORECASE)
"""Words of other libraries, which a user's table has not."""
QUICK = settings(max_examples=100, deadline=None)

numbers = st.sampled_from(NUMBERS) | st.floats(0.0, 0.9).map(repr)
cells = st.one_of(
    numbers, numbers, st.sampled_from([*SCALARS, "signed", "true", "", "x,y", '"']), st.text(max_size=5)
)
heads = st.sampled_from(
    [BARRIER, FUND, STEP, "point", "draw", "rivalry.eu-russia", "rivalry.russia-eu", "horizon", ""]
)


def csv_of(columns: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    """Tables as bytes: rows mostly as long as the head, sometimes bytes of any kind."""
    head = st.lists(columns | st.text(max_size=4), min_size=1, max_size=4)
    rows = st.lists(st.lists(cells, min_size=1, max_size=4), max_size=5)
    text = st.tuples(head, rows).map(lambda t: "\n".join(",".join(row) for row in (t[0], *t[1])))
    return text.map(lambda t: t.encode("utf-8", "surrogatepass")) | st.binary(max_size=60)


def refused_or(content: bytes, name: str, read: Callable[[Path], object]) -> object:
    """What reading a file gives; None where it is refused with a message."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            return read(path)
        except InputError as error:
            if FOREIGN.search(message(error).replace(folder, "")):
                pytest.fail(f"words of another library: {error}")
            return None


@QUICK
@given(csv_of(heads))
def test_points(content: bytes) -> None:
    found = refused_or(content, "points.csv", lambda path: read_points(path, scenario("baseline")).table)
    assert found is None or np.isfinite(np.asarray(found, float)).all()


@QUICK
@given(csv_of(heads))
def test_draws(content: bytes) -> None:
    def read(path: Path) -> list[np.ndarray]:
        held = read_draws(path)
        return list(
            match_draws(held, [scenario("baseline")], (), (), range(min(held.count, 3))).columns.values()
        )

    found = refused_or(content, "draws.csv", read)
    assert found is None or np.isfinite(found).all()


series = st.sampled_from(["series", "year", "value", "unit"])
names = st.sampled_from(["trade_export_share_RU", "trade_import_share_CN", "arms_import_share5y_RUS", "x"])
rows = st.lists(st.tuples(names, st.integers(2004, 2012).map(str) | cells, cells), max_size=12)


@QUICK
@given(csv_of(series) | rows.map(lambda t: "\n".join(["series,year,value", *map(",".join, t)]).encode()))
def test_observations(content: bytes) -> None:
    refused_or(content, "seen.csv", lambda path: read_observations(path, scenario("history")))


@QUICK
@given(csv_of(st.sampled_from(["parameter", "low", "likeliest", "high"])))
def test_priors(content: bytes) -> None:
    refused_or(content, "priors.csv", read_priors)


ODD = {
    "lists": pa.array([[0.1], [0.2]]),
    "structs": pa.array([{"a": 1}, {"a": 2}]),
    "dates": pa.array(np.array(["2017-01-01", "2018-01-01"], "datetime64[D]")),
    "times": pa.array(np.array([1, 2], "timedelta64[s]")),
    "bytes": pa.array([b"0.1", b"0.2"]),
    "nothing": pa.nulls(2),
    "decimals": pa.array([0.1, 0.2]).cast(pa.decimal128(10, 2)),
    "words": pa.array(["a", "b"]).dictionary_encode(),
    "whole": pa.array([0, 10**18]),
    "holes": pa.array([0.1, None]),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize(
    "read", [lambda p: read_points(p, scenario("baseline")), read_draws], ids=["points", "draws"]
)
def test_columns_of_odd_types(kind: str, read: Callable[[Path], object], tmp_path: Path) -> None:
    pq.write_table(pa.table({BARRIER: ODD[kind]}), tmp_path / "t.parquet")
    try:
        found = read(tmp_path / "t.parquet")
    except InputError as error:
        message(error)
    else:
        assert isinstance(found, Points | Draws)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" * 100, b"\x00" * 1000])
def test_files_that_are_no_parquet(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(content)
    with pytest.raises(InputError, match="cannot be read"):
        read_draws(tmp_path / "t.parquet")


def test_a_small_file_that_holds_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq.write_table(pa.table({BARRIER: pa.array(np.zeros(1000))}), tmp_path / "t.parquet")
    monkeypatch.setattr("hedgesim.analysis.design.table_file.MOST_CELLS", 999)
    with pytest.raises(InputError, match=r"t\.parquet: found 1,000 rows of 1; allowed are 999 cells"):
        read_draws(tmp_path / "t.parquet")


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.csv").write_text(f"{BARRIER}\n0.1\n")
    monkeypatch.setattr("hedgesim.analysis.calibration.observations.LARGEST", 10)
    with pytest.raises(InputError, match=r"t\.csv: found 2\d bytes; a table of observations has at most 10"):
        read_observations(tmp_path / "t.csv", scenario("history"))


def test_a_table_of_the_built_in_scenarios_is_found_by_its_name() -> None:
    for name in ("belarus/ensemble.csv.gz", "world/posterior.csv"):
        assert read_draws(Path(name)).count == 1000
    with pytest.raises(InputError, match="No such file"):
        read_draws(Path("belarus/no_such.csv"))


# ---- units and years of observations -------------------------------------------------------
SHARE = "series,year,value,unit\n"


def observed(tmp_path: Path, text: str) -> str:
    """What is said of observations compared with those beside the scenario."""
    path = tmp_path / "seen.csv"
    path.write_text(text)
    from hedgesim.analysis.calibration.observations import find_observations

    spec = scenario("history_to_2024")
    with pytest.raises(InputError) as caught:
        read_observations(path, spec, find_observations(spec))
    return message(caught.value).removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            SHARE + "trade_export_share_RU,2017,0.44,\ntrade_export_share_RU,2018,0.38,\n",
            "trade_export_share_RU: its median is 0.41, that of the table beside the scenario 36.",
        ),
        (
            SHARE + "trade_export_share_RU,2017,44,share\ntrade_export_share_RU,2018,38,share\n",
            "trade_export_share_RU: found the unit 'share'; expected is %",
        ),
        (
            SHARE + "trade_export_share_RU,2017,440,\n",
            "trade_export_share_RU: found 440 in 2017; expected is a share from 0 to 100",
        ),
        (
            SHARE + "arms_import_share5y_RUS,2017,80,\n",
            "arms_import_share5y_RUS: found 80 in 2017; expected is a share from 0 to 1",
        ),
        (
            SHARE + "gdp_current_BY,2017,54700,\ngdp_current_BY,2018,60000,\n",
            "gdp_current_BY: its median is 57350, that of the table beside the scenario ",
        ),
        (
            SHARE + "trade_export_share_RU,2017,44,\ntrade_export_share_RU,2017,38,\n",
            "trade_export_share_RU: 2017 is given 2 times, 44 and 38; keep one row",
        ),
        (SHARE + "trade_export_share_RU,2017.5,44,\n", "row 1: found the year 2017.5; expected 1800 to 2200"),
        (SHARE + "trade_export_share_RU,1e300,44,\n", "row 1: found the year 1e+300; expected 1800 to 2200"),
    ],
)
def test_wrong_units_and_years_are_told(tmp_path: Path, text: str, said: str) -> None:
    assert observed(tmp_path, text).startswith(said)


def test_shares_of_one_where_no_other_table_tells(tmp_path: Path) -> None:
    path = tmp_path / "seen.csv"
    series = [f"trade_{flow}_share_{p}" for flow in ("export", "import") for p in ("RU", "CN")]
    told = [f"{name},{year},0.3" for name in series for year in (2006, 2007)]
    path.write_text("\n".join(["series,year,value", *told]))
    with pytest.raises(InputError, match=r"trade_export_share of 2 patrons sum to 0\.6; expected is percent"):
        read_observations(path, scenario("history"))


def test_the_same_row_twice_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "seen.csv"
    row = "trade_export_share_RU,{},44\n"
    path.write_text("series,year,value\n" + row.format(2006) * 2 + row.format(2007))
    assert read_observations(path, scenario("history"))[0].years.tolist() == [2006, 2007]


def test_events_beside_observations_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("date,channel,patron,direction,intensity\n,trade,RUS,conflict,2\n")
    (tmp_path / "seen.csv").write_text("series,year,value\ntrade_export_share_RU,2006,44\n")
    with pytest.raises(InputError, match=r"events\.csv: row 1: a date begins with a year"):
        read_observations(tmp_path / "seen.csv", scenario("history"))


def test_columns_of_one_name(tmp_path: Path) -> None:
    pd.DataFrame([[0.1, 0.2]], columns=[BARRIER, f" {BARRIER}"]).to_csv(tmp_path / "t.csv", index=False)
    with pytest.raises(InputError, match=rf"t\.csv: column {BARRIER} is there twice"):
        read_draws(tmp_path / "t.csv")
