"""Exports: every format gives back the numbers of the folder, names, types and labels."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from support.batches import small
from support.scripts import invoked

from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.export import workbook
from hedgesim.analysis.export.codebook import name_for_stata
from hedgesim.analysis.export.export import FORMATS, choose_format, write_export
from hedgesim.analysis.export.extract import build_extract
from hedgesim.analysis.results.folder import Results, load
from hedgesim.model import InputError

BARRIERS = np.array([0.1, 0.2])


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Two scenarios and strategies, a value set, two draws, paths; no run fails or loses hedging."""
    draws = Draws("draws.csv", {"patrons.eu.barrier": BARRIERS})
    batch = small(strategies=("hedge", "bandwagon:russia"), paths=True, patrons__russia__barrier=0.3)
    return run_batch(replace(batch, draws=draws), tmp_path_factory.mktemp("export") / "first")


READERS = {
    "csv": pd.read_csv, "xlsx": pd.read_excel, "dta": pd.read_stata, "parquet": pd.read_parquet,
}  # fmt: skip


@pytest.mark.parametrize("to", READERS)
def test_a_format_gives_back_inputs_and_outcomes(results: Results, to: str) -> None:
    made = write_export(results, to)
    assert made.files[0] == results.folder.with_name(f"first-runs{FORMATS[to]}")
    assert (made.rows, made.columns) == (12, len(results.design.columns) + len(results.outcomes.columns))
    found = READERS[to](made.files[0])
    names = name_for_stata(build_extract(results).schema.names) if to == "dta" else {}
    assert list(found["strategy"]) == list(results.design["strategy"])
    assert list(found["regime"]) == list(results.outcomes["regime"])
    # a sheet holds 16 digits
    tolerance = 1e-15 if to == "xlsx" else 0.0
    np.testing.assert_allclose(found["utility_mean"], results.outcomes["utility_mean"], rtol=tolerance)
    for path, values in {
        "patrons.russia.barrier": [0.3] * 12,
        "patrons.eu.barrier": [0.1, 0.2, 0.1] * 4,
    }.items():
        assert list(found[names.get(path, path)]) == values


def test_columns_without_values_keep_their_type(results: Results) -> None:
    assert results.outcomes["error"].isna().all()
    assert results.outcomes["hedging_lost_quarter"].isna().all()
    schema = pq.read_schema(write_export(results, "parquet").files[0])
    assert [str(schema.field(n).type) for n in ("error", "hedging_lost_quarter")] == ["string", "int64"]
    stata = pd.read_stata(write_export(results, "dta").files[0])
    assert (stata["error"] == "").all()
    assert stata["hedging_lost_quarter"].dtype.kind == "f"


def test_the_codebook_says_what_columns_mean(results: Results) -> None:
    csv, path = write_export(results, "csv").files
    book = pd.read_csv(path, keep_default_na=False).set_index("variable")
    assert list(book.index) == list(pd.read_csv(csv, nrows=0))
    assert book.loc["utility_mean", "meaning"] == "utility of the hedger, mean over the run"
    assert book.loc["patrons.eu.barrier", "unit"] == "share"
    assert book.loc["patrons.eu.barrier", "meaning"].startswith("EU's barrier: part of the way")
    assert book.loc["patrons.eu.barrier", "stata"] == "eu_barrier"
    assert "bandwagon:russia = Bandwagon with Russia" in book.loc["strategy", "values"]
    sheet = pd.read_excel(
        write_export(results, "xlsx").files[0], sheet_name="codebook", keep_default_na=False
    )
    pd.testing.assert_frame_equal(sheet.set_index("variable"), book)
    field = pq.read_schema(write_export(results, "parquet").files[0]).field("utility_mean")
    assert field.metadata[b"unit"] == b"index"
    with pd.io.stata.StataReader(write_export(results, "dta").files[0]) as reader:
        labels = reader.variable_labels()
    assert labels["utility_mean"] == "utility of the hedger, mean over the run (index)"
    assert labels["run_id"] == "number of the run, 0 to n - 1 in the order of the design"


@pytest.mark.parametrize("table", ["paths", "bands"])
def test_paths_and_bands_are_exported_whole(results: Results, table: str) -> None:
    found = pd.read_csv(write_export(results, "csv", table).files[0])
    pd.testing.assert_frame_equal(found, getattr(results, table), check_exact=True, check_dtype=False)


def test_the_script_of_r_reads_the_same_numbers(tmp_path: Path, results: Results) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    script = write_export(results, "r", path=tmp_path / "rows.R").files[0]
    lines = [
        f'source("{script}")', 'cat(dim(runs), class(runs$error), attr(runs$utility_mean, "units"), "")',
        'cat(sprintf("%.17g", sum(runs$utility_mean)))',
    ]  # fmt: skip
    printed = subprocess.run(["Rscript", "-e", ";".join(lines)], capture_output=True, text=True, check=True)
    *facts, total = printed.stdout.split()
    assert facts == ["12", str(len(build_extract(results).schema)), "character", "index"]
    assert float(total) == pytest.approx(results.outcomes["utility_mean"].sum(), rel=1e-15)


def test_a_line_break_in_a_name_is_no_code_in_a_script(tmp_path: Path, results: Results) -> None:
    folder = tmp_path / "x\nstop('code')\n\"; stop('code')"
    shutil.copytree(results.folder, folder)
    script = write_export(load(folder), "r").files[0]
    lines = script.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line.lstrip('\\"; ').startswith("stop(")]
    if shutil.which("Rscript") is not None:
        shutil.copy(script, tmp_path / "rows.R")  # the program R itself takes no such name
        subprocess.run(["Rscript", str(tmp_path / "rows.R")], capture_output=True, check=True)


def test_texts_of_a_workbook_are_no_formulas(tmp_path: Path, results: Results) -> None:
    from openpyxl import Workbook, load_workbook

    book = Workbook(write_only=True)
    workbook.fill_sheet(book, "rows", ["a", "b"], [["=1+1", 2**60], ["bell \a", None]])
    book.save(tmp_path / "book.xlsx")
    cells = [[c.value for c in row] for row in load_workbook(tmp_path / "book.xlsx")["rows"].iter_rows()]
    assert cells == [["a", "b"], ["=1+1", str(2**60)], ["bell \\x07", None]]
    assert load_workbook(tmp_path / "book.xlsx")["rows"]["A2"].data_type == "s"


def test_too_many_rows_for_a_sheet_are_refused(monkeypatch: pytest.MonkeyPatch, results: Results) -> None:
    monkeypatch.setattr(workbook, "ROWS", 12)
    with pytest.raises(InputError, match=r"found 13 rows of \d+ columns with the heads; .* at most 12"):
        write_export(results, "xlsx")


def test_names_for_stata_are_short_and_unique() -> None:
    long = "patrons.united_states.receptivity_security"
    names = name_for_stata(["run_id", "patrons.eu.barrier", "eu.barrier", long, f"{long}_more"])
    assert list(names.values()) == [
        "run_id", "eu_barrier", "eu_barrier_2", "united_states_receptivity_securi",
        "united_states_receptivity_secu_2",
    ]  # fmt: skip


def test_mistakes_are_answered(tmp_path: Path, results: Results) -> None:
    with pytest.raises(InputError, match="--to exel: known are csv, xlsx, dta, parquet, r"):
        write_export(results, "exel")
    with pytest.raises(InputError, match=r"a table's file ends in .csv, found '.txt'"):
        write_export(results, "csv", path=tmp_path / "rows.txt")
    bare = run_batch(small(["baseline"], runs=1), tmp_path / "bare")
    with pytest.raises(InputError, match=f"make one that does: hedgesim rerun {bare.folder} --paths"):
        write_export(bare, "csv", "paths")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, results: Results) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(InputError, match=r"pip install 'hedgesim\[office\]'"):
        write_export(results, "xlsx")


def test_the_command_says_what_it_wrote(tmp_path: Path, results: Results) -> None:
    words = ("export", str(results.folder), "--to", "parquet", "-o", str(tmp_path / "a.parquet"))
    run = invoked(*words, "--bands")
    assert run.exit_code == 0, run.output
    rows = len(results.bands)
    assert f"written to {tmp_path / 'a.parquet'}: {rows:,} rows, 12 columns" in run.stdout
    assert f"and {tmp_path / 'a-codebook.csv'}" in run.stdout
    run = invoked(*words, "--bands", "--paths")
    assert run.exit_code == 2
    assert "--paths --bands: choose one" in run.stderr


def test_the_format_follows_the_ending_of_the_file(tmp_path: Path, results: Results) -> None:
    for to, ending in FORMATS.items():
        assert choose_format(None, tmp_path / f"a{ending}") == to
    assert choose_format("csv", None) == "csv"
    run = invoked("export", str(results.folder), "-o", str(tmp_path / "b.csv"))
    assert f"written to {tmp_path / 'b.csv'}" in run.stdout, run.output
    assert "--to: missing; known are csv" in invoked("export", str(results.folder)).output


def test_a_workbook_that_takes_long_says_so_and_one_too_large_is_refused(
    monkeypatch: pytest.MonkeyPatch, results: Results
) -> None:
    extract = build_extract(results)
    assert workbook.describe_wait(extract) == ""
    monkeypatch.setattr(workbook, "MANY_CELLS", 10)
    cells = f"{(extract.rows + 1) * len(extract.schema):,}"
    assert workbook.describe_wait(extract).startswith(f"writing {cells} cells")
    monkeypatch.setattr(workbook, "MOST_CELLS", 100)
    assert workbook.describe_wait(extract) == ""
    with pytest.raises(InputError, match=f"found {cells} cells, .*; allowed are 100: take --to csv"):
        write_export(results, "xlsx")
