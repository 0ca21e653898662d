"""Sweeps: what varies, every row is a run of the scenario at its point, the same bytes in any way."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.batches import Stopping, contents
from support.sweeps import (
    ACCESS,
    BARRIER,
    STRATEGIES,
    VARIED,
    equals_single_runs,
    short,
    sweep,
    swept,
    wanted,
)

from hedgesim.analysis.design import duration
from hedgesim.analysis.design.batch import Batch
from hedgesim.analysis.design.duration import (
    SHORTEST,
    estimate_batch,
    estimate_play,
    find_pace_file,
    measure_pace,
)
from hedgesim.analysis.design.points import Points
from hedgesim.analysis.design.sweep import SweepRequest, build_points, choose_axes, describe_sweep
from hedgesim.analysis.execution.rerun import compare_folders
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results import manifest, point_table
from hedgesim.analysis.results.folder import Results, load
from hedgesim.model import InputError, Scenario
from hedgesim.model.engines.compiled.code_cache import write_code
from hedgesim.model.parameters.lookup import effort_paths

PATHS = [BARRIER, "patrons.eu.agreement", "mechanisms.veto"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A grid of 12 points."""
    return swept(sweep(short(), *VARIED), tmp_path_factory.mktemp("sweep") / "made")


# ---- what varies ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "kind", "count"),
    [
        (wanted(f"{BARRIER}=0:0.5:3"), "grid", 3),
        (wanted(f"{BARRIER}=0:0.5:3", f"{ACCESS}=0.1,0.5"), "grid", 6),
        (wanted(f"{BARRIER}=0:0.5"), "lhs", 256),
        (wanted(f"{BARRIER}=0:0.5:3", f"{ACCESS}=0.1:0.5", samples=7), "lhs", 7),
        (wanted(f"{BARRIER}=0:0.5", design="sobol", samples=4), "sobol", 16),
        (wanted(f"{BARRIER}=0:0.5", f"{ACCESS}=0.1:0.5", design="sobol"), "sobol", 64 * 6),
        (wanted(f"{BARRIER}=0:0.5", f"{ACCESS}=0.1:0.5", design="morris"), "morris", 32 * 3),
        (wanted(f"{BARRIER}=0:0.5:3", design="oat"), "oat", None),
        (wanted(uncertain=True, samples=9), "lhs", 9),
    ],
)
def test_a_design_is_chosen_by_what_varies(asked: SweepRequest, kind: str, count: int | None) -> None:
    points = build_points(asked, short())
    assert points.kind == kind
    assert count is None or len(points.table) == count


def test_named_inputs_take_the_place_of_the_scenarios_ranges() -> None:
    axes = choose_axes(wanted(f"{BARRIER}=0.1:0.2", uncertain=True), short())
    assert axes[0].path == BARRIER
    assert [a.path for a in axes].count(BARRIER) == 1
    assert (axes[0].low, axes[0].high) == (0.1, 0.2)
    paths = {a.path for a in axes}
    assert paths == set(short().uncertainty)
    more = choose_axes(wanted(uncertain=True, guesses=True), short())
    assert paths < {a.path for a in more}
    assert len({a.path for a in more}) == len(more)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (wanted(), "nothing to vary; give --vary KEY=LO:HI, --uncertain, --all-guesses or --design FILE"),
        (wanted(design="grid"), "nothing to vary"),
        (wanted("patrons.russia.barier=0:1"), "did you mean patrons.russia.barrier?"),
        (
            wanted(f"{BARRIER}=0:0.5", design="gird"),
            "--design gird: no such design; known are grid, lhs, sobol, morris, oat, and tables of points"
            " that end in .csv, .tsv, .txt, .csv.gz or .parquet; did you mean grid?",
        ),
        (wanted(design="points.xlsx"), "--design points.xlsx: no such design; known are grid"),
        (wanted(design="/dev/fd/63"), "--design /dev/fd/63: no such design; known are grid"),
        (wanted(design="x" * 5000 + ".csv"), "xxx...: cannot be read: File name too long"),
        (wanted(f"{BARRIER}=0:0.5", design="grid"), f"{BARRIER}: a grid needs levels: write 0:0.5:N"),
        (wanted(f"{BARRIER}=0:0.5:3", samples=9), "--samples 9: a grid design has as many points as"),
        (wanted(f"{BARRIER}=0:0.5:3", design="oat", samples=9), "--samples 9: a oat design has as many"),
        (wanted(f"{BARRIER}=0:0.5:3", design="own.csv"), "--design own.csv: the table says what varies"),
        (wanted(uncertain=True, design="own.csv"), "--design own.csv: the table says what varies"),
        (wanted(guesses=True, design="own.PARQUET"), "--design own.PARQUET: the table says what varies"),
        (wanted(design="own.csv", samples=3), "--design own.csv: the table says what varies"),
        (wanted(design="own.csv"), "--design own.csv: no such file"),
        (wanted(f"{BARRIER}=0:0.5", f"{BARRIER}=0:0.4"), f"{BARRIER}: varied twice"),
    ],
)
def test_what_cannot_vary(asked: SweepRequest, said: str) -> None:
    with pytest.raises(InputError) as caught:
        build_points(asked, short())
    assert said in str(caught.value)


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cache, so that nothing is known of this machine."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.usefixtures("own_cache")
def test_the_outlook_says_how_much_it_is() -> None:
    batch = sweep(short(), *VARIED)
    assert describe_sweep(batch, 1) == (
        "12 points x 1 scenario x 3 strategies x 2 runs of 6 quarters = 72 runs, under a second"
    )


@pytest.mark.usefixtures("own_cache")
def test_the_outlook_follows_the_pace_of_this_machine_where_it_can_be_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch, clock = (
        sweep(short(), *VARIED, engine="compiled"),
        iter([0.0, 3.0 * SHORTEST, 0.0, 0.5 * SHORTEST]),
    )
    monkeypatch.setattr(duration, "count_uncompiled", lambda *_, **__: 0)
    guess, played = estimate_batch(batch, 1), estimate_play(batch, 1)
    monkeypatch.setattr(duration.time, "process_time", lambda: next(clock))
    monkeypatch.setattr(duration, "MOST", 1e9)
    for _ in range(2):  # the second batch is too short to tell
        with measure_pace(batch):
            pass
    assert estimate_batch(batch, 1) == pytest.approx(guess * 3.0 * SHORTEST / played, rel=1e-3)
    file = find_pace_file()
    file.chmod(0o666)
    assert estimate_batch(batch, 1) == guess
    write_code(file, b"1e99")
    assert estimate_batch(batch, 1) == guess
    write_code(file, b"2.0")
    assert estimate_batch(batch, 1) == 2.0 * guess
    file.write_bytes(file.read_bytes().replace(b"2.0", b"3.0"))
    assert estimate_batch(batch, 1) == guess


@pytest.mark.usefixtures("own_cache")
def test_only_compiled_batches_wait_for_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, compiled = (sweep(short(), *VARIED, engine=engine) for engine in ("plain", "compiled"))
    asked = []
    monkeypatch.setattr(duration, "count_uncompiled", lambda *_, **__: asked.append(1) or len(asked))
    assert estimate_batch(plain, 1) == duration.START + estimate_play(plain, 1)
    assert asked == []
    expected = duration.START + duration.COMPILING + estimate_play(compiled, 1)
    assert estimate_batch(compiled, 1) == pytest.approx(expected)


# ---- the folder ----------------------------------------------------------------------------
def test_the_design_names_the_point_and_its_values(made: Results) -> None:
    design = made.design
    assert [c for c in design if c in {"point", *PATHS}] == ["point", *PATHS]
    assert design["point"].to_list() == [p for _ in STRATEGIES for p in range(12) for _ in range(2)]
    assert design["run"].to_list() == [0, 1] * 36
    steps = [(b, a, v) for b in (0.0, 0.25, 0.5) for a in (1.0, 3.0) for v in (1.0, 0.0)]
    table = design.drop_duplicates("point")[PATHS].to_numpy(float)
    assert [tuple(row) for row in table] == steps
    assert [a["path"] for a in made.manifest["design"]["axes"]] == PATHS
    assert set(PATHS) <= set(made.manifest["tables"]["design"]["columns"])


def test_every_row_is_a_run_of_the_scenario_at_its_point(made: Results) -> None:
    equals_single_runs(made, short(), PATHS)


EFFORT = dict.fromkeys(effort_paths(("russia", "china", "eu")), 1.0 / 7.0)
SWEEPS: dict[str, tuple[Scenario, tuple[str, ...], tuple[str, ...], dict[str, object]]] = {
    "steps and switches": (short(), VARIED, STRATEGIES, {}),
    "a framework in an agreement's place": (
        short(), ("patrons.eu.framework=0.2,0.7", f"{ACCESS}=0.2,0.8"), STRATEGIES, {},
    ),
    "fixed effort": (
        short().vary(EFFORT),
        ("hedger.effort.self_reliance=0:1:3", "hedger.effort.russia.economy=0.2,0.9"),
        ("fixed", "hedge"), {},
    ),
    "the value of an event": (
        short("war_2022", 20), ("events.strain_2020.value=0.2,0.9", f"{BARRIER}=0.1,0.4"), ("hedge",), {},
    ),
    "starts and rivalries over a hypercube": (
        short(), ("start.patrons.russia.debt=0.05:0.15", "rivalry.russia-eu=0.1:0.6"), ("hedge",),
        {"samples": 6},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SWEEPS)
def test_all_engines_give_the_bytes_of_single_runs(tmp_path: Path, name: str) -> None:
    spec, vary, strategies, how = SWEEPS[name]
    batches = {e: sweep(spec, *vary, strategies=strategies, engine=e, **how) for e in ("plain", "compiled")}
    results = {e: swept(b, tmp_path / e) for e, b in batches.items()}
    assert contents(tmp_path / "plain") == contents(tmp_path / "compiled")
    equals_single_runs(results["plain"], spec, list(batches["plain"].points))


def test_a_point_changes_what_happens_but_not_the_shocks(made: Results) -> None:
    table = made.design.merge(made.outcomes, on="run_id")
    ends = table[(table["strategy"] == "hedge") & (table["run"] == 0)]
    assert ends["utility_mean"].nunique() == 12


# ---- resuming and making again -------------------------------------------------------------
def many() -> Batch:
    """Six blocks."""
    return sweep(short(quarters=3), f"{BARRIER}=0:0.5:8", strategies=("hedge", "myopic"), runs=6)


@pytest.mark.parametrize("blocks", [0, 1, 4])
def test_a_stopped_sweep_goes_on_to_the_same_bytes(tmp_path: Path, blocks: int) -> None:
    run_batch(many(), tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run_batch(many(), tmp_path / "stopped", executor=Stopping(blocks, KeyboardInterrupt()))
    held = manifest.rebuild_batch(manifest.read_manifest(tmp_path / "stopped"), tmp_path / "stopped")
    run_batch(held, tmp_path / "stopped", resume=True)
    assert contents(tmp_path / "stopped") == contents(tmp_path / "whole")
    assert "points.parquet" in contents(tmp_path / "whole")


def test_a_sweep_of_other_points_does_not_go_on(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_batch(many(), tmp_path / "stopped", executor=Stopping(1, KeyboardInterrupt()))
    other = sweep(short(quarters=3), f"{BARRIER}=0:0.4:8", strategies=("hedge", "myopic"), runs=6)
    with pytest.raises(InputError, match="the points of the sweep differ"):
        run_batch(other, tmp_path / "stopped", resume=True)


def test_a_sweep_is_made_again_from_its_folder(tmp_path: Path, made: Results) -> None:
    again = run_batch(manifest.rebuild_batch(load(made.folder).manifest, made.folder), tmp_path / "again")
    assert "reproduced bit for bit, 72 runs" in compare_folders(made, again)
    assert contents(tmp_path / "again") == contents(made.folder)


def nudged(table: pa.Table) -> pa.Table:
    """One value changed in its last bit."""
    frame = table.to_pandas()
    frame.loc[5, BARRIER] = np.nextafter(frame.loc[5, BARRIER], 1.0)
    return pa.Table.from_pandas(frame, preserve_index=False)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (nudged, "changed since it was written"),
        (lambda t: t.slice(0, 5), "found 5 rows; the manifest has 8"),
        (lambda t: t.select(t.column_names[::-1]), "it has them in another order"),
    ],
)
def test_points_that_were_changed_are_refused(tmp_path: Path, change: object, fault: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_batch(many_paths(), tmp_path / "sweep", executor=Stopping(0, KeyboardInterrupt()))
    path = tmp_path / "sweep" / point_table.NAME
    pq.write_table(change(pq.read_table(path)), path)  # type: ignore[operator]
    with pytest.raises(InputError, match=rf"points\.parquet: .*{fault}"):
        manifest.rebuild_batch(manifest.read_manifest(path.parent), path.parent)


def many_paths() -> Batch:
    """Two inputs."""
    return sweep(short(quarters=3), f"{BARRIER}=0:0.5:4", f"{ACCESS}=0.1,0.9", strategies=("hedge",))


@pytest.mark.parametrize(
    ("text", "fault"), [(None, "missing"), (b"", "cannot be read"), (b"no parquet", "cannot be read")]
)
def test_points_that_cannot_be_read_are_refused(tmp_path: Path, text: bytes | None, fault: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_batch(many_paths(), tmp_path / "sweep", executor=Stopping(0, KeyboardInterrupt()))
    path = tmp_path / "sweep" / point_table.NAME
    path.unlink()
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(InputError, match=rf"points\.parquet: {fault}"):
        manifest.rebuild_batch(manifest.read_manifest(path.parent), path.parent)


def test_the_points_of_a_folder_are_those_of_its_description(made: Results) -> None:
    points = Points.from_spec(made.manifest["design"])
    held = point_table.read_stored_points(made.manifest["points"], made.folder)
    pd.testing.assert_frame_equal(pd.DataFrame(held), points.table)
