"""Result folders: what is in them, what it means, and what is said about broken ones."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from support.batches import TABLES, contents, small

from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results import manifest
from hedgesim.analysis.results.folder import Results, load
from hedgesim.model import InputError, Scenario
from hedgesim.model.outcomes import band_series, outcome_columns, path_columns

PATRONS = ("russia", "china", "eu")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A folder with all four tables."""
    batch = small(paths=True, patrons__russia__barrier=0.3)
    return run_batch(batch, tmp_path_factory.mktemp("store") / "results", command="hedgesim batch a 'b c'")


def test_tables_have_the_columns_of_the_contract(results: Results) -> None:
    assert list(results.design) == [
        "run_id",
        "scenario",
        "strategy",
        "run",
        "seed",
        "horizon",
        "patrons.russia.barrier",
    ]
    assert list(results.outcomes) == ["run_id", *outcome_columns(PATRONS), "status", "error"]
    assert list(results.bands) == [
        "scenario", "strategy", "quarter", "date", "actor", "dimension",
        "p05", "p25", "p50", "p75", "p95", "mean",
    ]  # fmt: skip
    assert results.paths is not None
    assert list(results.paths) == ["run_id", "quarter", "date", *path_columns(PATRONS)]


def test_tables_have_a_row_for_everything(results: Results) -> None:
    assert len(results.design) == len(results.outcomes) == 18
    assert list(results.outcomes["run_id"]) == list(results.design["run_id"])
    assert len(results.bands) == 2 * 3 * 5 * len(band_series(PATRONS))
    assert results.paths is not None
    assert len(results.paths) == 18 * 5
    assert list(results.paths["date"][:5]) == ["2017Q3", "2017Q4", "2018Q1", "2018Q2", "2018Q3"]


def test_bands_lie_within_0_and_1_and_are_ordered(results: Results) -> None:
    numbers = results.bands[["p05", "p25", "p50", "p75", "p95"]].to_numpy()
    assert (numbers >= 0.0).all()
    assert (numbers <= 1.0).all()
    assert (numbers[:, 1:] >= numbers[:, :-1]).all()
    assert not results.bands.duplicated(["scenario", "strategy", "quarter", "actor", "dimension"]).any()


def test_bands_agree_with_paths(results: Results) -> None:
    assert results.paths is not None
    runs = results.paths.merge(results.design, on="run_id")
    wanted = runs.groupby(["scenario", "strategy", "quarter"])["influence_eu"].quantile(0.25)
    bands = results.bands[(results.bands["actor"] == "eu") & (results.bands["dimension"] == "influence")]
    found = bands.set_index(["scenario", "strategy", "quarter"])["p25"]
    assert (found - wanted).abs().max() <= 0.001


def test_some_columns_are_those_of_the_whole_tables(results: Results) -> None:
    some = load(results.folder).select_columns(["scenario", "utility_mean", "no_such_column"])
    assert list(some.design) == ["run_id", "scenario"]
    assert list(some.outcomes) == ["run_id", "utility_mean", "status"]
    texts = dict.fromkeys(["scenario", "status"], "category")
    for found, whole in ((some.outcomes, results.outcomes), (some.design, results.design)):
        expected = whole[list(found)].astype({name: kind for name, kind in texts.items() if name in found})
        pd.testing.assert_frame_equal(found, expected, check_exact=True, check_categorical=False)
        assert found.astype(str).equals(expected.astype(str))
    pd.testing.assert_frame_equal(some.bands, results.bands, check_exact=True)


def test_types(results: Results) -> None:
    assert results.outcomes["hedging_lost_quarter"].dtype == pd.Int64Dtype()
    assert results.outcomes["run_id"].dtype == "int64"
    floats = results.outcomes.drop(columns=["run_id", "regime", "hedging_lost_quarter", "status", "error"])
    assert set(floats.dtypes) == {results.bands["mean"].dtype}
    schema = pq.read_schema(results.folder / "outcomes.parquet")
    assert str(schema.field("hedging_lost_quarter").type) == "int64"
    assert str(schema.field("utility_mean").type) == "double"


def test_numbers_are_stored_plainly_and_compressed(results: Results) -> None:
    for name in TABLES:
        group = pq.ParquetFile(results.folder / f"{name}.parquet").metadata.row_group(0)
        for place in range(group.num_columns):
            column = group.column(place)
            assert column.compression == "LZ4"
            if column.physical_type in {"DOUBLE", "INT64"}:
                assert "PLAIN_DICTIONARY" not in column.encodings
                assert "RLE_DICTIONARY" not in column.encodings


def test_manifest_says_how_the_folder_was_made(results: Results) -> None:
    told = json.loads((results.folder / manifest.NAME).read_text(encoding="utf-8"))
    assert told["command"] == "hedgesim batch a 'b c'"
    assert told["seed"] == 1
    assert told["engine"] == "plain"
    assert set(told["versions"]) == {"python", "hedgesim", "mesa", "numpy", "pandas", "pyarrow"}
    assert len(told["model"]) == len(told["hash"]) == 64
    assert told["failed"] == 0
    assert told["set"] == {"horizon": 5, "patrons.russia.barrier": 0.3}
    scenario = Scenario.from_dict(told["scenarios"]["belarus/baseline"])
    assert scenario.values["patrons.russia.barrier"] == 0.3
    assert (
        manifest.record_design(manifest.rebuild_batch(told, results.folder))["strategies"]
        == told["strategies"]
    )


def test_manifest_has_unit_and_meaning_of_every_column(results: Results) -> None:
    for name in TABLES:
        told = results.manifest["tables"][name]
        assert list(told["columns"]) == list(getattr(results, name))
        assert all(about["unit"] and about["meaning"] for about in told["columns"].values())
        assert told["rows"] == len(getattr(results, name))


def test_the_hash_leaves_out_clocks_and_commands(tmp_path: Path, results: Results) -> None:
    batch = small(paths=True, patrons__russia__barrier=0.3)
    again = run_batch(batch, tmp_path / "elsewhere", command="other words")
    assert again.manifest["hash"] == results.manifest["hash"]
    assert contents(again.folder) == contents(results.folder)


def test_without_paths_there_is_no_such_table(tmp_path: Path) -> None:
    results = run_batch(small(["baseline"], ["hedge"], runs=1), tmp_path / "results")
    assert results.paths is None
    assert sorted(p.name for p in results.folder.iterdir()) == [
        "bands.parquet", "design.parquet", "manifest.json", "outcomes.parquet",
    ]  # fmt: skip


def lose(folder: Path) -> None:
    (folder / "bands.parquet").unlink()


def touch_up(folder: Path) -> None:
    table = pd.read_parquet(folder / "outcomes.parquet")
    table["utility_mean"] += 0.1
    table.to_parquet(folder / "outcomes.parquet")


def edit(key: str, value: object) -> Callable[[Path], None]:
    def edited(folder: Path) -> None:
        told = json.loads((folder / manifest.NAME).read_text(encoding="utf-8"))
        (folder / manifest.NAME).write_text(json.dumps(told | {key: value}), encoding="utf-8")

    return edited


def unfinish(folder: Path) -> None:
    manifest.write_manifest(manifest.read_manifest(folder) | {"complete": False}, folder)


def strip(folder: Path) -> None:
    told = json.loads((folder / manifest.NAME).read_text(encoding="utf-8"))
    told = {key: told[key] for key in told if key not in {manifest.SEAL, "points"}}
    (folder / manifest.NAME).write_text(json.dumps(told), encoding="utf-8")


def garble(folder: Path) -> None:
    (folder / manifest.NAME).write_text("{ not JSON", encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (lose, "bands.parquet: missing, though manifest.json lists it"),
        (
            touch_up,
            "outcomes.parquet: changed since it was written, its sha256 is not the one in manifest.json",
        ),
        (garble, "manifest.json: cannot be read as JSON"),
        (edit("format", 7), "manifest.json: not a manifest of this version: format is 7, expected 1"),
        (edit("seed", 2), "manifest.json: changed since it was written, it does not fit its own sha256"),
        (strip, "manifest.json: points: missing"),
        (unfinish, "the batch is not finished; go on with: hedgesim batch --resume"),
    ],
)
def test_broken_folders_are_named(tmp_path: Path, harm: Callable[[Path], None], message: str) -> None:
    run_batch(small(["baseline"], ["hedge"], runs=1), tmp_path / "results")
    harm(tmp_path / "results")
    with pytest.raises(InputError) as caught:
        load(tmp_path / "results")
    assert message in str(caught.value)


def test_what_is_no_result_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name, message in (
        ("nowhere", "no such folder"),
        ("file", "not a folder"),
        (".", "not a result folder, there is no manifest.json in it"),
    ):
        with pytest.raises(InputError, match=message):
            load(tmp_path / name)
