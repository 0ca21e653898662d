"""Printed tables: digits, intervals, widths, and round trips of JSON and CSV."""

import csv
import io
import json
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.verdict_checks import check_verdict

from hedgesim.analysis.numerals import count_decimals, format_fixed, format_interval, format_percent
from hedgesim.analysis.results.json_values import table_records
from hedgesim.analysis.tables.output import (
    EXPLAIN,
    Form,
    check_table,
    choose_form,
    format_csv,
    format_json,
    print_output,
    print_sheets,
)
from hedgesim.analysis.tables.parts.layout import fit_sheet, table_width
from hedgesim.analysis.tables.sheet import Sheet, View
from hedgesim.analysis.verdicts.verdict import Quantity, write_verdict
from hedgesim.model import InputError

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "options", "text"),
    [
        (0.4121, {}, "0.412"),
        (0.0021, {"sign": True}, "+0.002"),
        (-0.0021, {"sign": True}, "-0.002"),
        (-0.0001, {"sign": True}, " 0.000"),
        (0.0, {"sign": True}, " 0.000"),
        (101.23, {"digits": 1}, "101.2"),
        (NAN, {}, "-"),
    ],
)
def test_fixed(value: float, options: dict[str, int], text: str) -> None:
    assert format_fixed(value, **options) == text


def test_spread_is_a_value_with_its_interval() -> None:
    assert format_interval(0.412, 0.4051, 0.419) == "0.412 [0.405, 0.419]"
    assert format_interval(0.012, 0.01, 0.014, sign=True) == "+0.012 [+0.010, +0.014]"
    assert format_interval(0.412, NAN, NAN) == "0.412"


@pytest.mark.parametrize(
    ("values", "digits"), [((0.5, 0.1), 3), ((101.0, 2.0), 0), ((0.00123,), 5), ((0.0,), 3), ((1e-12,), 6)]
)
def test_decimals_give_three_significant_digits(values: tuple[float, ...], digits: int) -> None:
    assert count_decimals(*values) == digits


def test_percent() -> None:
    assert [format_percent(x) for x in (0.0, 0.004, 0.5, 1.0)] == [".", "0%", "50%", "100%"]


# ---- for programs --------------------------------------------------------------------------

FRAME = pd.DataFrame(
    {"name": ["a", None], "x": [0.1 + 0.2, np.nan], "n": pd.array([3, None], dtype="Int64"), "k": [1, 2]}
)


def test_missing_values_are_none() -> None:
    assert table_records(FRAME) == [
        {"name": "a", "x": 0.30000000000000004, "n": 3, "k": 1},
        {"name": None, "x": None, "n": None, "k": 2},
    ]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_json_and_csv_keep_every_bit(numbers: list[float]) -> None:
    rows = table_records(pd.DataFrame({"x": numbers}))
    assert [r["x"] for r in json.loads(format_json({"t": rows}))["t"]] == numbers
    assert [float(r["x"]) for r in csv.DictReader(io.StringIO(format_csv(rows)))] == numbers


def test_csv_of_nothing_is_empty() -> None:
    assert format_csv([]) == "\n"


@pytest.mark.parametrize(
    ("form", "table", "message"),
    [
        (Form.CSV, None, "--csv prints one table: choose it with --table first|second"),
        (Form.CSV, "frist", "--table frist: no such table; there are first, second; did you mean first?"),
        (Form.JSON, "third", "--table third: no such table; there are first, second"),
        (Form.TEXT, "first", "--table first: goes with --csv or --json"),
    ],
)
def test_choices_that_cannot_be_printed_are_told(form: Form, table: str | None, message: str) -> None:
    with pytest.raises(InputError) as caught:
        check_table(form, table, ["first", "second"])
    assert str(caught.value).startswith(message)


def test_json_and_csv_print_the_chosen_table(capsys: pytest.CaptureFixture[str]) -> None:
    told = {"number": 1, "first": [{"a": 1}], "second": [{"b": 2}]}
    print_output(Form.JSON, told, [])
    assert json.loads(capsys.readouterr().out) == told
    print_output(Form.JSON, told, [], "second")
    assert json.loads(capsys.readouterr().out) == {"second": [{"b": 2}]}
    print_output(Form.CSV, told, [], "second")
    assert capsys.readouterr().out == "b\n2\n"


def test_json_and_csv_together_are_refused() -> None:
    assert choose_form(False, False) is Form.TEXT
    with pytest.raises(InputError, match="choose one"):
        choose_form(True, True)


# ---- for people ----------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the width that is inherited from a terminal."""
    monkeypatch.delenv("COLUMNS", raising=False)


def read_lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines printed, without the pointer to words that are explained."""
    pointer = r"\s+".join(map(re.escape, EXPLAIN.split()))
    return re.sub(rf"\s*{pointer}", "", capsys.readouterr().out).splitlines()


def shown(capsys: pytest.CaptureFixture[str], *sheets: Sheet) -> list[str]:
    print_sheets(sheets)
    return read_lines(capsys)


def test_piped_text_is_plain_and_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [["hedge", "0.412 [0.405, 0.419]"], ["pivot:a", "0.5"]]
    lines = shown(capsys, Sheet("Title", ["strategy", "utility"], rows, frozenset({(0, 1)}), ["A note."]))
    assert "".join(lines).isprintable()
    assert lines[1] == "Title"
    assert lines[2].split() == ["strategy", "utility"]
    assert lines[4].endswith(" *0.412 [0.405, 0.419]")  # what is bold on a terminal
    assert len(lines[5]) == len(lines[4])
    assert lines[6] == "A note."


INTERVAL = "+0.001234 [-0.001234, +0.001234]"
NAME = "a_name_that_is_much_too_long_for_what_is_left"


def test_neither_numbers_nor_names_are_broken(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, Sheet("", ["name", *"abcd"], [[NAME, *[INTERVAL] * 4]]))
    assert [line.split()[0] for line in lines if line.startswith("a_name")] == [NAME] * 4
    assert sum(line.count(INTERVAL) for line in lines) == 4


def test_text_breaks_at_spaces_before_a_table_does(capsys: pytest.CaptureFixture[str]) -> None:
    text = "many words of a text that is longer than what is left of eighty columns beside numbers"
    lines = shown(capsys, Sheet("", ["text", *"ab"], [[text, INTERVAL, INTERVAL]]))
    assert max(map(len, lines)) <= 80
    assert lines[3].count(INTERVAL) == 2
    assert " ".join(lines[3:]).replace(INTERVAL, "").split() == text.split()


def test_a_table_wider_than_the_terminal_goes_on_below(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    rows = [["bandwagon:russia", *["0.412 [0.405, 0.419]"] * 4], ["hedge", *["0.512 [0.505, 0.519]"] * 4]]
    lines = shown(capsys, Sheet("", ["strategy", *"abcd"], rows, notes=["A note."]))
    assert [line.split()[0] for line in lines if line[:1].isalpha()] == [
        *("strategy", "bandwagon:russia", "hedge") * 2,
        "A",
    ]
    assert [line.split()[1:] for line in lines if line.startswith("strategy")] == [list("abc"), ["d"]]
    assert "\n".join(lines).count("0.412 [0.405, 0.419]") == 4
    assert max(map(len, lines)) <= 80


@given(
    st.lists(st.lists(st.text("ab -:", max_size=30), min_size=5, max_size=5), min_size=1, max_size=4),
    st.integers(20, 120),
)
def test_parts_of_a_table_hold_every_word_within_the_width(rows: list[list[str]], width: int) -> None:
    sheet = Sheet("", list("vwxyz"), rows, left=frozenset({0, 1}), bold=frozenset({(0, 4)}))
    parts = list(fit_sheet(sheet, width))
    columns = [
        column for k, part in enumerate(parts) for column in list(zip(*part.rows, strict=True))[k > 0 :]
    ]
    assert [[c.split() for c in column] for column in columns] == [
        [c.split() for c in column] for column in zip(*rows, strict=True)
    ]
    assert all(table_width(part, 1) <= width or len(part.heads) == 2 for part in parts)
    assert [(at, part.heads[c]) for part in parts for at, c in part.bold] == [(0, "z")]


def test_a_table_is_as_wide_as_columns_says(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert max(map(len, shown(capsys, Sheet("", ["a"], [["word " * 20]])))) <= 30
    monkeypatch.setenv("COLUMNS", "nonsense")
    assert 70 < max(map(len, shown(capsys, Sheet("", ["a"], [["word " * 40]])))) <= 80


def test_a_view_leaves_out_rows_and_details_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    long = Sheet("Long", ["a"], [[str(k)] for k in range(9)], limit=3)
    detail = Sheet("Detail", ["b"], [["x"]], detail=True)
    lines = shown(capsys, long, detail)
    assert [line for line in lines if line.isdigit()] == ["0", "1", "2"]
    assert lines[-1] == "Left out: 6 rows of Long; Detail. --full prints all."
    print_sheets([long, detail], view=View(top=5))
    assert "4 rows of Long" in read_lines(capsys)[-1]
    print_sheets([long, detail], view=View(full=True))
    full = read_lines(capsys)
    assert [line for line in full if line.isdigit()] == [str(k) for k in range(9)]
    assert full[-1] == "x"


def test_many_tables_left_out_are_counted_and_heads_point_to_their_meaning(
    capsys: pytest.CaptureFixture[str],
) -> None:
    details = [Sheet(f"Detail {k}", ["b"], [["x"]], detail=True) for k in range(9)]
    print_sheets([Sheet("Long", ["a"], [["0"], ["1"]], limit=1), *details], more=EXPLAIN)
    text = " ".join(capsys.readouterr().out.split())
    assert text.endswith(
        f"Left out: 1 row of Long; Detail 0; Detail 1; 7 more tables. --full prints all. {EXPLAIN}"
    )


def test_the_verdict_stands_last_in_text_and_first_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    verdict = write_verdict("It gains {gain}.", gain=Quantity(0.12345, digits=2, sign=True))
    print_output(Form.TEXT, {"a": []}, [Sheet("", ["a"], [["x"]])], verdict=verdict)
    assert capsys.readouterr().out.splitlines()[-1] == "It gains +0.12."
    print_output(Form.JSON, {"a": []}, [], verdict=verdict)
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == ["verdict", "a"]
    check_verdict(printed["verdict"])
    assert printed["verdict"]["numbers"]["gain"]["value"] == 0.12345


def test_brackets_in_text_are_not_markup(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, Sheet("[bold]x[/bold]", ["[red]a"], [["[/red]"]], notes=["[blue]"]))
    assert lines[1:] == ["[bold]x[/bold]", "[red]a", "──────", "[/red]", "[blue]"]
