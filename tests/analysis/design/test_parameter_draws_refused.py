"""What is refused of draws, and batches with draws that go on or are made again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.batches import Stopping, contents
from support.drawn_cases import COUNT, FILE, drawn, text, written
from support.runs import scenario
from support.scripts import done, invoked
from support.sweeps import BARRIER, short

from hedgesim.analysis import Draws, plan_batch, read_draws, run_batch
from hedgesim.analysis.design.batch import Batch
from hedgesim.analysis.execution.rerun import compare_folders
from hedgesim.analysis.results import manifest, point_table
from hedgesim.model import InputError

QUICK = ("--quarters", "4", "--strategies", "hedge,myopic")


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every command runs where nothing else is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---- what is refused -------------------------------------------------------------------------
@pytest.mark.parametrize("name", [FILE, "posterior.parquet"])
def test_a_file_is_read_and_its_first_column_draw_left_out(name: str) -> None:
    found = read_draws(Path(written(name=name)))
    assert found.name == name
    assert list(found.columns) == list(drawn().columns)
    for path, values in drawn().columns.items():
        assert found.columns[path] == pytest.approx(values, abs=1e-15)


def test_agreements_and_switches_may_be_named() -> None:
    file = text("patrons.eu.agreement,mechanisms.veto\nsigned,true\nenhanced,false\n")
    assert {k: v.tolist() for k, v in read_draws(Path(file)).columns.items()} == {
        "patrons.eu.agreement": [1.0, 3.0],
        "mechanisms.veto": [1.0, 0.0],
    }


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (
            "patrons.russia.barier,log_probability\n0.1,-3\n",
            (
                "column patrons.russia.barier: unknown parameter of belarus/baseline; did you mean"
                " patrons.russia.barrier?",
                "column log_probability: unknown parameter of belarus/baseline; only a first column 'draw' is"
                " left out",
            ),
        ),
        (
            f"{BARRIER},draw\n0.1,0\n",
            ("column draw: unknown parameter of belarus/baseline; only a first column 'draw' is left out",),
        ),
        (f"{BARRIER},world.strain\n0.1,\n0.2,0.1\n", ("column world.strain: row 0 holds no finite number",)),
        (f"{BARRIER}\nx\n0.1\ny\n", (f"column {BARRIER}: 2 rows hold no finite number, the first is row 0",)),
        (f"{BARRIER}\n-1\n0.1\n7\n", (f"column {BARRIER}: found -1, 7; allowed is 0 to 0.95",)),
        ("world.strain\n0\n1.5\n", ("column world.strain: found 1.5; allowed is 0 to 1",)),
        ("mechanisms.veto\n0\n0.5\n", ("column mechanisms.veto: found 0.5; allowed is 0 to 1 in whole",)),
        ("rivalry.eu-russia,rivalry.russia-eu\n0.1,0.1\n", ("rivalry.russia-eu: varied twice",)),
        (
            "patrons.eu.framework,patrons.eu.agreement\n0.1,1\n",
            ("patrons.eu: found framework and agreement; vary one, each takes the other's place",),
        ),
        (f"{BARRIER}\n", ("no rows in it",)),
        ("draw\n0\n", ("no rows in it",)),
        (
            "horizon\n8\n",
            ("column horizon: cannot be varied: runs of different length or dates do not compare; use",),
        ),
        (
            "start.patrons.russia.exports\n0.3\n0.9\n",
            ("row 1: belarus/baseline: start.patrons: exports of all patrons sum to",),
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file(content: str, faults: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        plan_batch([scenario("baseline")], ["hedge"], runs=2, draws=read_draws(Path(text(content))))
    assert len(caught.value.faults) == len(faults)
    for found, fault in zip(caught.value.faults, faults, strict=True):
        assert found.startswith(f"{FILE}: {fault}")


def test_only_draws_that_are_used_must_fit_together() -> None:
    draws = Draws(FILE, {"start.patrons.russia.exports": np.array([0.3, 0.9])})
    assert plan_batch([scenario("baseline")], ["hedge"], runs=1, draws=draws).draws == draws
    with pytest.raises(InputError, match="row 1: belarus/baseline"):
        plan_batch([scenario("baseline")], ["hedge"], runs=1, first_run=3, draws=draws)


def test_draws_must_fit_every_scenario() -> None:
    draws = Draws(FILE, {"events.strain_2020.value": np.array([0.3])})
    with pytest.raises(
        InputError, match=r"column events\.strain_2020\.value: unknown parameter of belarus/b"
    ):
        plan_batch([scenario("war_2022"), scenario("baseline")], ["hedge"], draws=draws)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "belarus/baseline", "--draw", "5"], "--draw: found 5; posterior.csv holds rows 0 to 4"),
        (["batch", "--resume", "old"], "old: no such folder"),
    ],
)
def test_refusals_of_commands(words: list[str], said: str) -> None:
    result = invoked(*words, "--parameters-from", written())
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert not Path("results").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--draw", "3", "--point"], "--draw 3: with --point there are no draws; leave one out"),
        (["--parameters-from", "no.csv"], "no.csv: cannot be read"),
        (
            ["--parameters-from", "no.xls"],
            "no.xls: a table of draws ends in .csv, .tsv, .txt, .csv.gz or .parquet; found '.xls'",
        ),
    ],
)
def test_what_is_no_table(words: list[str], said: str) -> None:
    result = invoked("run", "belarus/baseline", *words)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


def test_a_point_has_no_file() -> None:
    result = invoked("run", "belarus/baseline", "--point", "--parameters-from", written())
    assert result.exit_code == 2
    assert "--point and --parameters-from posterior.csv: one plays the scenario's own numbers" in " ".join(
        result.output.split()
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["batch", "--set", f"{BARRIER}=0.1"], BARRIER),
        (["batch", "--set", "patrons.eu.framework=0.1"], "patrons.eu.agreement"),
        (["sweep", "--vary", f"{BARRIER}=0:0.5:3"], BARRIER),
        (["run", "--set", "rivalry.eu-russia=0.2"], "rivalry.russia-eu"),
    ],
)
def test_what_is_set_or_varied_beats_its_draw_and_a_line_says_so(words: list[str], said: str) -> None:
    size = (*QUICK, "--runs", "2") if words[0] != "run" else ("--quarters", "4")
    result = done(words[0], "belarus/baseline", *words[1:], *size, "--parameters-from", written())
    assert f"what is set or varied beats the draws of posterior.csv: {said}\n" in result.stderr


# ---- resuming and making again ---------------------------------------------------------------
def many(draws: Draws) -> Batch:
    """Four blocks."""
    return plan_batch([short(quarters=3)], ["hedge", "myopic"], runs=40, draws=draws, engine="plain")


@pytest.mark.parametrize("blocks", [0, 2])
def test_a_stopped_batch_goes_on_to_the_same_bytes(tmp_path: Path, blocks: int) -> None:
    run_batch(many(drawn()), tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run_batch(many(drawn()), tmp_path / "stopped", executor=Stopping(blocks, KeyboardInterrupt()))
    held = manifest.rebuild_batch(manifest.read_manifest(tmp_path / "stopped"), tmp_path / "stopped")
    run_batch(held, tmp_path / "stopped", resume=True)
    assert contents(tmp_path / "stopped") == contents(tmp_path / "whole")
    assert point_table.DRAWS in contents(tmp_path / "whole")


def changed() -> Draws:
    """One value changed in its last bit."""
    draws = drawn()
    draws.columns[BARRIER][3] = np.nextafter(draws.columns[BARRIER][3], 1.0)
    return draws


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (changed, "values of posterior.csv have changed"),
        (lambda: drawn(6), "rows of posterior.csv: 5 there, 6 asked for"),
        (
            lambda: drawn(world__strain=[0.1] * COUNT),
            r"columns of posterior.csv: .*agreement there, .*agreement, world.strain asked for",
        ),
        (lambda: None, "5 draws of posterior.csv there, no draws asked for"),
    ],
)
def test_a_batch_of_other_draws_does_not_go_on(tmp_path: Path, other: Callable[[], Draws], said: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_batch(many(drawn()), tmp_path / "stopped", executor=Stopping(1, KeyboardInterrupt()))
    with pytest.raises(InputError, match=f"cannot be resumed: {said}"):
        run_batch(many(other()), tmp_path / "stopped", resume=True)


def test_another_name_of_the_same_draws_is_no_difference(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_batch(many(drawn()), tmp_path / "stopped", executor=Stopping(1, KeyboardInterrupt()))
    run_batch(many(replace(drawn(), name="other.csv")), tmp_path / "stopped", resume=True)


def test_a_changed_file_does_not_go_on_from_the_command_line() -> None:
    words = ("belarus/baseline", *QUICK, "--runs", "3", "--parameters-from")
    done("batch", *words, written(), "--out", "b")
    assert done("batch", *words, written(), "--resume", "b")
    said = invoked("batch", *words, written(changed()), "--resume", "b")
    assert said.exit_code == 2
    assert "b: cannot be resumed: values of posterior.csv have changed" in " ".join(said.output.split())
    said = invoked("batch", "--parameters-from", FILE, "--resume", "b")
    assert (
        "--resume: with --set, --quarters, --strategies, --parameters-from or --point name the"
        in " ".join(said.output.split())
    )


def test_draws_that_were_changed_in_the_folder_are_refused(tmp_path: Path) -> None:
    made = run_batch(many(drawn()), tmp_path / "made")
    again = run_batch(manifest.rebuild_batch(made.manifest, made.folder), tmp_path / "again")
    assert "reproduced bit for bit, 80 runs" in compare_folders(made, again)
    pd.DataFrame(changed().columns).to_parquet(again.folder / point_table.DRAWS, index=False)
    with pytest.raises(InputError, match=r"draws\.parquet: its columns are not those of the manifest"):
        manifest.rebuild_batch(again.manifest, again.folder)


def test_the_manifest_names_file_rows_columns_and_hash() -> None:
    found = manifest.begin_manifest(many(drawn()), "")["draws"]
    assert (found["file"], found["rows"]) == (FILE, COUNT)
    assert found["columns"] == [BARRIER, "rivalry.russia-eu", "patrons.eu.agreement"]
    assert len(found["sha256"]) == 64
