"""Result folders edited by hand, hashes made anew: what does not fit is named, no traceback."""

import html
import json
import os
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.batches import small
from support.folder_edits import Edit, manifest_edits, replace_table, rewrite, set_value, table_edits
from support.hostile.checks import message
from support.runs import scenario
from support.scripts import invoked
from support.sweeps import short, sweep

from hedgesim.analysis import load, run_batch
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.plots.draw import KINDS
from hedgesim.analysis.results import table_checks
from hedgesim.analysis.results.manifest import rebuild_batch
from hedgesim.analysis.results.point_table import describe_points
from hedgesim.model import InputError
from hedgesim.model.text import escape_controls, first_control

READING = (
    *(("plot", "--kind", kind, "-o", "figure.svg") for kind in KINDS),
    ("compare",),
    ("compare", "--json"),
    ("report", "-o", "page.html"),
    ("robustness",),
    ("rerun", "--check", "--workers", "1"),
    ("sensitivity",),
    ("sensitivity", "--convergence"),
    ("discover", "--where", "utility_mean < 0.5"),
    ("batch", "--resume"),
)
"""Commands that read a folder, which is their last word."""
SPARSE, PARTS = 17, 4
"""Of so many edits one is tried by default, and all in so many slow tests."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch with all four tables, and a sweep, which vary and set something."""
    place = tmp_path_factory.mktemp("finished")
    spec = small(strategies=("hedge", "myopic"), runs=2, quarters=4, paths=True, patrons__russia__barrier=0.3)
    run_batch(spec, place / "batch")
    varied = ("patrons.russia.barrier=0:0.5:3", "patrons.eu.agreement=signed,enhanced")
    run_batch(sweep(short(quarters=4), *varied, strategies=("hedge", "myopic"), runs=2), place / "sweep")
    return place


@pytest.fixture
def folder(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A fresh copy of one of them, in the working directory."""
    monkeypatch.chdir(tmp_path)

    def copied(kind: str) -> Path:
        shutil.rmtree(tmp_path / kind, ignore_errors=True)
        shutil.copytree(finished / kind, tmp_path / kind)
        return Path(kind)

    return copied


def fault(folder: Path) -> str:
    """What is said of a folder when all of it is read; nothing if it is accepted."""
    try:
        results = load(folder)
        assert results.design is not None
        assert results.outcomes is not None
        assert results.bands is not None
        assert results.paths is None or len(results.paths)
        rebuild_batch(results.manifest, folder)
    except InputError as error:
        return message(error)
    return ""


def check_command(words: Sequence[str]) -> str:
    """Output of a command, which ends with a message if it fails, and steers no terminal."""
    result = invoked(*words)
    assert result.exit_code in {0, 1, 2}, (words, result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
    assert result.exit_code == 0 or "Error: " in result.output or "Usage: " in result.output, (
        words,
        result.output,
    )
    assert first_control(result.output) is None
    return result.stdout


def check_edits(edits: Iterator[tuple[str, Edit]], fresh: Callable[[], Path], chosen: range) -> None:
    """Every chosen edit is refused with a message, or the next of the reading commands copes with it."""
    commands, refused, tried = cycle(READING), 0, 0
    for number, (name, edit) in enumerate(edits):
        if number not in chosen:
            continue
        place, tried = fresh(), tried + 1
        edit(place)
        if text := fault(place):
            assert place.name in text, (name, text)
            refused += 1
        if not text or refused % 20 == 0:
            check_command([*next(commands), str(place)])
    assert refused > 0.7 * tried


def edits_of(kind: str, finished: Path) -> Iterator[tuple[str, Edit]]:
    """All edits of a kind of folder."""
    yield from manifest_edits(finished / kind)
    yield from table_edits(finished / kind)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["batch", "sweep"])
def test_no_edit_ends_in_a_traceback(kind: str, finished: Path, folder: Callable[[str], Path]) -> None:
    check_edits(edits_of(kind, finished), lambda: folder(kind), range(0, 10**6, SPARSE))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", ["batch", "sweep"])
def test_none_of_all_edits_ends_in_a_traceback(
    kind: str, part: int, finished: Path, folder: Callable[[str], Path]
) -> None:
    check_edits(edits_of(kind, finished), lambda: folder(kind), range(part, 10**6, PARTS))


def doubled(table: pa.Table) -> pa.Table:
    return table.append_column("run_id", table["run_id"])


def renamed(table: pa.Table) -> pa.Table:
    return table.rename_columns(["x\x1b[2J" if name == "regime" else name for name in table.column_names])


def cell(column: str, row: int, value: object) -> Callable[[pa.Table], pa.Table]:
    """Another value in a cell."""

    def changed(table: pa.Table) -> pa.Table:
        cells = table[column].to_pylist()
        cells[row] = value
        field = table.schema.field(column)
        return table.set_column(table.column_names.index(column), field, pa.array(cells, field.type))

    return changed


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("design", lambda t: t.drop_columns(["seed"]), "of the manifest: it lacks 'seed'"),
        ("design", doubled, "it has twice 'run_id'"),
        ("outcomes", renamed, "it lacks 'regime'; has also 'x\\x1b[2J'"),
        ("outcomes", lambda t: t.select(t.column_names[::-1]), "it has them in another order"),
        (
            "outcomes",
            lambda t: t.set_column(1, "security_mean", t["status"]),
            "column security_mean: found values of type string; expected double",
        ),
        (
            "design",
            lambda t: t.slice(0, 4),
            "manifest.json: tables.design.rows: found 4; scenarios x strategies x points x runs make 8",
        ),
        ("design", cell("run_id", 3, 2), "column run_id, row 3: found 2; expected 3"),
        ("design", cell("scenario", 3, "x"), "row 3: found 'x'; expected 'belarus/baseline'"),
        ("design", cell("patrons.russia.barrier", 7, 0.5), "barrier, row 7: found 0.5; expected 0.3"),
        ("outcomes", cell("status", 0, "odd"), "column status, row 0: found 'odd'; expected ok or failed"),
        ("outcomes", cell("status", 0, "failed"), "status: found failed 1 times; the manifest has 0"),
        ("outcomes", cell("utility_mean", 2, None), "utility_mean, row 2: found nothing; expected 0 to 1"),
        ("outcomes", cell("utility_mean", 2, float("nan")), "row 2: found nan; expected 0 to 1"),
        ("outcomes", cell("gdp_last", 2, 1e200), "found 1e+200; expected -1e+100 to 1e+100"),
        ("outcomes", cell("regime", 2, "war"), "row 2: found 'war'; expected the name of a regime"),
        ("outcomes", cell("hedging_lost_quarter", 2, 4), "row 2: found 4; expected 0 to 3, or none"),
        ("bands", cell("quarter", 0, 1), "column quarter, row 0: found 1; expected 0"),
        ("bands", cell("p25", 0, 0.999), "column p50, row 0: found 0"),
        ("paths", cell("date", 1, "2017Q3"), "column date, row 1: found '2017Q3'; expected '2017Q4'"),
        ("paths", cell("tension", 1, -2.0), "column tension, row 1: found -2.0; expected -1 to 1"),
    ],
)  # fmt: skip
def test_a_table_that_does_not_fit_the_manifest_is_described(
    name: str, change: Callable[[pa.Table], pa.Table], said: str, folder: Callable[[str], Path]
) -> None:
    place = folder("batch")
    replace_table(place, f"{name}.parquet", change)
    assert said in fault(place)


def test_all_faults_of_a_folder_are_told_at_once(folder: Callable[[str], Path]) -> None:
    place = folder("batch")
    replace_table(place, "design.parquet", doubled)
    rewrite(place, "bands.parquet", lambda data: data[: len(data) // 2])
    text = fault(place)
    assert "batch/design.parquet: its columns are not those of the manifest" in text
    assert "batch/bands.parquet: cannot be read as a Parquet table" in text


@pytest.mark.parametrize(
    ("at", "value", "said"),
    [
        (("failed",), ..., "failed: missing; it must be given"),
        (("command",), ..., "command: missing; it must be given"),
        (("git",), [], "git: found a list; allowed is a table"),
        (("engine",), "fast", "engine: found 'fast'; allowed is one of auto, mesa, plain, compiled"),
        (("runs",), 2**62, "runs: found 4611686018427387904; allowed is 100000000 or less"),
        (("runs",), 3, "tables.design.rows: found 24; scenarios x strategies x points x runs make 36"),
        (("design", "axes", 0, "scale"), "root", "axes.0.scale: found 'root'; allowed is one of linear, log"),
        (("design", "points"), 7, "design.points: found 7; points.rows is 6"),
        (("design", "kind"), "lhs", "the design lhs of 2 axes with samples None has 0"),
        (("design", "axes", 0, "more"), 1, "design.axes.0.more: unknown key"),
        (("design", "axes", 0, "low"), 2.0, "design.axes.0: found low 2 above high 0.5"),
        (("design",), {}, ""),
        (("points", "rows"), 10**9, "points.rows: found 1000000000; allowed is 50000000 or less"),
        (("points", "columns"), ..., "points.columns: missing; it must be given"),
        (("points", "columns", 0), "run_id", "column run_id of the design: comes twice"),
        (("scenarios", "belarus/baseline", "title"), "\x1b[2J", "title: found the character \\x1b"),
        (("scenarios", "belarus/baseline", "title"), "x" * 10_001, "text of at most 10000 characters"),
        (("scenarios", "belarus/baseline", "origins"), {}, "lacks the origins of patrons.russia.market"),
        (("scenarios", "belarus/baseline", "mix"), ["x"], "mix: found a list; allowed is a table"),
        (("scenarios", "belarus/baseline", "mix", "effort"), [1.0], "found 1 shares of effort; expected 7"),
        (("scenarios", "belarus/baseline", "root", "trade.speed"), ..., "root: lacks trade.speed"),
        (("set",), {"horizon": [1]}, "horizon: found a list; allowed is a number, true or false, or a name"),
        (("tables", "design"), ..., "tables: found outcomes, bands; expected design, outcomes, bands"),
    ],
)  # fmt: skip
def test_a_manifest_that_does_not_fit_is_described(
    at: tuple[Any, ...], value: object, said: str, folder: Callable[[str], Path]
) -> None:
    place = folder("sweep")
    set_value(place, at, value)
    text = fault(place)
    assert said in text
    assert bool(said) == bool(text)


def test_a_comparison_checks_the_columns_that_it_reads_and_no_others(folder: Callable[[str], Path]) -> None:
    def damage(name: str) -> tuple[Path, str]:
        def change(table: pa.Table) -> pa.Table:
            numbers = table[name].to_numpy().copy()
            numbers[3] = 7.5
            return table.set_column(table.column_names.index(name), name, [numbers])

        place = folder("batch")
        replace_table(place, "outcomes.parquet", change)
        return place, f"outcomes.parquet: column {name}, row 3: found 7.5; expected 0 to 1"

    place, said = damage("utility_mean")
    words = ("compare", str(place), "--scenario", "belarus/baseline")  # of several all columns are shown
    assert said in fault(place)
    assert said in invoked(*words).stderr
    place, said = damage("security_p10")
    assert said in fault(place)
    assert invoked(*words).exit_code == 0


def test_a_small_file_that_claims_many_points_is_not_read(
    folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder("sweep")
    columns = pq.read_schema(place / "points.parquet").names
    many = {name: np.zeros(1_000_000) for name in columns}
    pq.write_table(pa.table(many), place / "points.parquet")
    monkeypatch.setattr(table_checks, "read_parquet", None)
    assert "points.parquet: found 1,000,000 rows; the manifest has 6" in fault(place)
    set_value(place, ("points",), describe_points(many))
    assert "manifest.json: design.points: found 6; points.rows is 1,000,000" in fault(place)
    set_value(place, ("design", "points"), 1_000_000)
    assert "tables.design.rows: found 24; scenarios x strategies x points x runs make 4,000,000" in fault(
        place
    )


def test_a_manifest_that_is_no_file_is_not_waited_for(folder: Callable[[str], Path]) -> None:
    place = folder("batch")
    (place / "manifest.json").unlink()
    os.mkfifo(place / "manifest.json")
    assert "manifest.json: not a file" in fault(place)


@pytest.mark.parametrize("name", ["a\x1b[2J\u202eb", "<\x00&"], ids=ascii)
def test_control_characters_of_a_scenarios_name_are_spelled_out_everywhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    specs = [scenario("baseline").vary({"horizon": 4}).renamed(f"{name}{k}") for k in (1, 2)]
    run_batch(plan_batch(specs, ["hedge", "myopic"], runs=2), Path("out"), command=f"batch {name}")
    assert escape_controls(name) in check_command(["compare", "out", "--csv", "--table", "strategies"])
    rows = json.loads(check_command(["compare", "out", "--json"]))["strategies"]
    assert {row["scenario"] for row in rows} == {f"{name}1", f"{name}2"}
    for kind in ("compare", "premium", "fan", "regimes"):
        check_command(["plot", "out", "--kind", kind, "-o", "figure.svg"])
        ET.parse("figure.svg")
    check_command(["report", "out", "-o", "page.html"])
    page = Path("page.html").read_text(encoding="utf-8")
    assert first_control(page) is None
    assert html.escape(escape_controls(name)) in page
