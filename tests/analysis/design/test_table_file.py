"""Tables as Excel, pandas, R and DuckDB write them: read alike, or refused with the names in the file."""

import gzip
import os
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.runs import scenario
from support.scripts import invoked
from support.sweeps import ACCESS, BARRIER

from hedgesim.analysis.calibration.observations import read_observations
from hedgesim.analysis.calibration.prior import parse_prior
from hedgesim.analysis.design.parameter_draws import read_draws
from hedgesim.analysis.design.points_file import read_points
from hedgesim.analysis.design.table_file import parse_cells, parse_column, read_table
from hedgesim.model import InputError

HEAD = f"{ACCESS},{BARRIER}"
VALUES = [[0.1, 0.2], [0.3, 0.4]]
COMMAS = "read with decimal commas"
LABELS = "column 1 (no name) only labels the rows and is left out"


def written(folder: Path, content: str | bytes, name: str = "t.csv") -> Path:
    """Return the path of a new file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def fault(path: Path) -> str:
    """Return the message about a table, without its name."""
    with pytest.raises(InputError) as caught:
        read_points(path, scenario("baseline"))
    return str(caught.value).replace(f"{path}: ", "")


# ---- what is read ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "notices"),
    [
        (f"{HEAD}\n0.1,0.2\n0.3,0.4\n", []),
        (f"\n{HEAD}\n\n0.1,0.2\n\n0.3,0.4", []),
        (f"{HEAD}\r\n0.1, 0.2\r\n0.3, 0.4\r\n", []),
        (f"{HEAD}\r0.1,0.2\r0.3,0.4\r", []),
        (f"\ufeff{HEAD}\n0.1,0.2\n0.3,0.4\n", []),
        (f'"{ACCESS}"\t"{BARRIER}"\n0.1\t0.2\n0.3\t0.4\n', []),
        (f"{ACCESS}; {BARRIER}\n0.1;0.2\n0.3;0.4\n", []),
        (f"{ACCESS};{BARRIER}\n0,1;0,2\n0,3;0,4\n", [COMMAS]),
        (f"{ACCESS}\t{BARRIER}\n0,1\t0,2\n0,3\t0,4\n", [COMMAS]),
        (f'{HEAD}\n"0,1","0,2"\n"0,3","0,4"\n', [COMMAS]),
        (f"{ACCESS};{BARRIER}\n1e-1;0,2\n3e-1;0,4\n", [COMMAS]),
        (f"sep=;\r\n{ACCESS};{BARRIER}\r\n0,1;0,2\r\n0,3;0,4\r\n", [COMMAS]),
        (f"sep=|\n{ACCESS}|{BARRIER}\n0.1|0.2\n0.3|0.4\n", []),
        (f"{HEAD},,\n0.1,0.2,,\n0.3,0.4,,\n,,,\n,,,\n", []),
        (f",{HEAD}\n0,0.1,0.2\n1,0.3,0.4\n", [LABELS]),
        (f'"";"{ACCESS}";"{BARRIER}"\n"2";0,1;0,2\n"1";0,3;0,4\n', [COMMAS, LABELS]),
        (f"Unnamed: 0,{HEAD}\n5,0.1,0.2\n9,0.3,0.4\n", [LABELS.replace("no name", "Unnamed: 0")]),
        (f",point,{HEAD}\n0,0,0.1,0.2\n1,1,0.3,0.4\n", [LABELS]),
    ],
)
@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "T.TXT"])
def test_tables_of_many_programs_hold_the_same(
    tmp_path: Path, content: str, notices: list[str], name: str
) -> None:
    path = written(tmp_path, content, name)
    points = read_points(path, scenario("baseline"))
    assert points.table.to_numpy().tolist() == VALUES
    assert list(points.table) == [ACCESS, BARRIER]
    assert points.notices == tuple(f"{path}: {notice}" for notice in notices)


def test_one_column_may_have_decimal_commas(tmp_path: Path) -> None:
    points = read_points(written(tmp_path, f"{BARRIER}\n0,1\n0,3\n"), scenario("baseline"))
    assert points.table[BARRIER].to_list() == [0.1, 0.3]


def test_words_and_decimal_commas_may_stand_in_one_column(tmp_path: Path) -> None:
    text = f"{BARRIER};mechanisms.veto;patrons.eu.agreement\n0,1;true; signed\n,5;false;2,0\n"
    draws = read_draws(written(tmp_path, text))
    assert [v.tolist() for v in draws.columns.values()] == [[0.1, 0.5], [1.0, 0.0], [1.0, 2.0]]
    assert draws.notices == (f"{tmp_path / 't.csv'}: {COMMAS}",)


@pytest.mark.parametrize("kind", [pa.decimal128(5, 2), pa.decimal256(40, 2)])
def test_decimals_of_parquet_are_numbers(tmp_path: Path, kind: pa.DataType) -> None:
    cells = pa.array([Decimal("0.10"), Decimal("0.30")], kind)
    pq.write_table(pa.table({BARRIER: cells}), tmp_path / "t.parquet")
    assert read_draws(tmp_path / "t.parquet").columns[BARRIER].tolist() == [0.1, 0.3]


def test_numbers_are_read_to_their_last_bit(tmp_path: Path) -> None:
    values = np.random.default_rng(1).random(1000) * 0.9
    for sign in (".", ","):
        pd.DataFrame({BARRIER: values}).to_csv(tmp_path / "t.csv", index=False, decimal=sign, sep=";")
        assert read_draws(tmp_path / "t.csv").columns[BARRIER].tolist() == values.tolist()


def test_an_index_of_pandas_in_parquet_is_left_out_and_a_column_is_not(tmp_path: Path) -> None:
    table = pd.DataFrame({ACCESS: [0.1, 0.3], BARRIER: [0.2, 0.4]}, index=[7, 3])
    table.to_parquet(tmp_path / "labels.parquet")
    table.set_index(ACCESS).to_parquet(tmp_path / "index.parquet")
    points = read_points(tmp_path / "labels.parquet", scenario("baseline"))
    assert points.table.to_numpy().tolist() == VALUES
    assert points.notices[0].endswith("column 3 (__index_level_0__) only labels the rows and is left out")
    assert set(read_points(tmp_path / "index.parquet", scenario("baseline")).table) == {ACCESS, BARRIER}


def test_observations_are_read_as_other_tables_are(tmp_path: Path) -> None:
    text = "series;year;value;note\ntrade_export_share_RU;2006;44,5;1,5\ntrade_export_share_RU;2007;45;2.5\n"
    (series,) = (
        s
        for s in read_observations(written(tmp_path, text, "seen.tsv"), scenario("history"))
        if s.about.name == "export_share_russia"
    )
    assert series.values.tolist() == pytest.approx([0.445, 0.45])


# ---- what is refused -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{BARRIER},{BARRIER}\n0.1,0.2\n", f"column {BARRIER} is there twice"),
        (f",{BARRIER}\na,0.1\nb,0.2\n", "column 1 has no name"),
        (f",{BARRIER}\n0,0.1\n0,0.2\n", "column 1 has no name"),
        (f"{BARRIER},\n0.1,1\n0.2,2\n", "column 2 has no name"),
        (f"{BARRIER},{BARRIER},,\n0.1,0.2,3,\n", f"column 3 has no name\ncolumn {BARRIER} is there twice"),
        (f"index,{BARRIER}\n0,0.1\n", "column 'index' is no parameter of belarus/baseline"),
        (
            f"{HEAD}\n0,1,0,2\n",
            "row 1 after the head: found 4 cells; the head has 2, separated by commas; with decimal commas"
            " separate cells by semicolons",
        ),
        (
            f"{ACCESS};{BARRIER}\n1;2\n3\n",
            "row 2 after the head: found 1 cells; the head has 2, separated by semicolons",
        ),
        (
            f"sep=;\n{ACCESS};{BARRIER}\n1;2;3\n",
            "row 1 after the head: found 3 cells; the head has 2, separated by",
        ),
        (
            "loans;gdp\n1;54,700\n2;60,000\n",
            "column gdp: found 54,700; is it a thousand or a decimal comma? Write numbers with decimal"
            " points",
        ),
        (
            "share;gdp\n0,5;1.234\n0,6;1.234,5\n",
            "column gdp: found 1.234; other cells have decimal commas; use one sign",
        ),
        (f"{BARRIER}\n0.1\nNA\n", f"column {BARRIER}: row 2 holds no finite number"),
        (f"{BARRIER}\n0.1\n  \n", f"column {BARRIER}: row 2 holds no finite number"),
        (f"{BARRIER}\nnan\n", f"column {BARRIER}: row 1 holds no finite number"),
        (b"a\n\n\xe4\n", "line 3: not text in UTF-8; save it as CSV in UTF-8, or as Parquet"),
        ("a\n1\n".encode("utf-16"), "line 1: not text in UTF-8; save it as CSV in UTF-8, or as Parquet"),
        ("", "cannot be read: the file is empty"),
        ("\n\n", "cannot be read: found no table of separated cells"),
    ],
)
def test_what_is_wrong_is_said_as_the_file_has_it(tmp_path: Path, content: str | bytes, said: str) -> None:
    assert fault(written(tmp_path, content)).partition("; did you mean")[0].startswith(said)


def test_columns_of_one_name_in_parquet(tmp_path: Path) -> None:
    cells = pa.array([0.1])
    pq.write_table(pa.table([cells, cells], names=[BARRIER, BARRIER]), tmp_path / "t.parquet")
    assert fault(tmp_path / "t.parquet") == f"column {BARRIER} is there twice"


def test_blank_rows_of_parquet_are_no_end(tmp_path: Path) -> None:
    pq.write_table(pa.table({BARRIER: pa.array([0.1, None])}), tmp_path / "t.parquet")
    assert fault(tmp_path / "t.parquet") == f"column {BARRIER}: row 2 holds no finite number"


@pytest.mark.parametrize("name", ["pipe.csv", "link.csv", "device.csv", "folder.csv", "pipe.parquet"])
def test_what_is_no_regular_file_is_not_read(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    os.mkfifo(tmp_path / "pipe.parquet")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "pipe.csv")
    (tmp_path / "device.csv").symlink_to("/dev/zero")
    path = tmp_path / name
    for words, what in [
        (("sweep", "belarus/baseline", "--design"), "a table of points"),
        (("batch", "belarus/baseline", "--parameters-from"), "a table of draws"),
        (("calibrate", "belarus/history", "--out", str(tmp_path / "x"), "--observations"), "a table of"),
        (("hindcast", "belarus/history", "--from", "2015", "--parameters-from"), "a table of draws"),
    ]:
        result = invoked(*words, str(path))
        assert result.exit_code == 2
        assert f"{path}: not a regular file; {what}" in " ".join(result.output.split())


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux has such files")
def test_files_of_the_system_without_size_are_empty(tmp_path: Path) -> None:
    (tmp_path / "t.csv").symlink_to("/proc/self/environ")
    assert fault(tmp_path / "t.csv") == "cannot be read: the file is empty"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Detail: words of another library")

    monkeypatch.setattr("hedgesim.analysis.design.table_file.read_text_table", refuse)
    assert fault(written(tmp_path, "a\n1\n")) == "cannot be read: Permission denied"


def test_columns_that_are_lacking_are_named_with_those_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "Series;year;year\nx;2005;1\n")
    with pytest.raises(InputError) as caught:
        read_table(path, "a table", {"series": str, "year": float})
    assert caught.value.faults == (
        f"{path}: column year is there twice",
        f"{path}: lacks the column series; found Series, year, year",
    )


def test_draws_of_an_earlier_calibration_must_be_numbers(tmp_path: Path) -> None:
    draws = read_draws(written(tmp_path, f"{BARRIER}\n0.1\nx\n0.2\n"))
    with pytest.raises(InputError, match=rf"earlier draws: column {BARRIER}: row 1 holds no finite number"):
        parse_prior([BARRIER], [scenario("baseline")], {}, draws.table())
    with pytest.raises(InputError, match="earlier draws: found 1; expected 2 or more"):
        parse_prior([BARRIER], [scenario("baseline")], {}, draws.table().head(1))


def test_notices_are_printed(tmp_path: Path) -> None:
    path = written(tmp_path, f";{BARRIER}\n0;0,1\n1;0,3\n")
    for words in (
        ("sweep", "belarus/baseline", "--runs", "2", "--dry-run", "--design"),
        ("sweep", "belarus/baseline", "--vary", f"{ACCESS}=0.1,0.2", "--dry-run", "--parameters-from"),
        ("run", "belarus/baseline", "--quarters", "2", "--parameters-from"),
    ):
        result = invoked(*words, str(path))
        assert result.exit_code == 0
        said = " ".join(result.output.split())
        assert f"{path}: {COMMAS}" in said
        assert f"{path}: {LABELS}" in said


def test_a_packed_table_is_read_and_columns_that_are_no_parameters_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "ensemble.csv.gz"
    with gzip.open(file, "wt", encoding="utf-8") as packed:
        packed.write(f"{BARRIER},without.P5,shown.P5\n0.1,0.5,1\n0.2,1.5,0\n")
    assert {path: v.tolist() for path, v in read_draws(file).columns.items()} == {BARRIER: [0.1, 0.2]}


def test_a_packed_table_may_not_be_larger_than_others(tmp_path: Path) -> None:
    file = tmp_path / "t.csv.gz"
    with gzip.open(file, "wt", encoding="utf-8") as packed:
        packed.write(f"{BARRIER}\n" + "0.1\n" * 1000)
    with pytest.raises(InputError, match="found more than 100 bytes when unpacked"):
        read_table(file, largest=100)


def test_cells_become_the_same_floats_without_pandas() -> None:
    numbers, words = [[[1.5, -0.0], [2.0]], [[1, 2**60 + 1], [-3]]], [["signed", "0.5"], ["no"]]
    for chunks in [*numbers, words, [[1.0, None], [3.0]]]:
        cells = pa.chunked_array(chunks).slice(1)
        found, known = parse_cells(cells), parse_column(cells.to_pandas())
        assert found.tobytes() == known.tobytes()
