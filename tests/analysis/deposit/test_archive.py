"""Archives to deposit: what is in them, that they are always the same, and that they come back."""

import json
import sys
import zipfile
from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate
from support.batches import contents, small
from support.scripts import ROOT, invoked

from hedgesim.analysis.deposit.archive import write_archive
from hedgesim.analysis.deposit.request import Creator, Deposit, read_creator, read_deposit
from hedgesim.analysis.deposit.unpack import open_archive
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results.folder import Results, load
from hedgesim.model import InputError

DOE = "Doe, Jane; 0000-0002-1825-0097"
DEPOSIT = Deposit("Doors", (read_creator(DOE), Creator("Institute of Doors")), "CC0-1.0")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    batch = small(runs=2, quarters=4)
    return run_batch(batch, tmp_path_factory.mktemp("deposit") / "first", command="hedgesim batch a b")


@pytest.fixture(scope="module")
def archive(results: Results) -> Path:
    return write_archive(results, results.folder.with_name("doors.zip"), DEPOSIT)


def read_text(archive: Path, name: str) -> str:
    """The text of a file in an archive."""
    with zipfile.ZipFile(archive) as file:
        return file.read(name).decode()


def test_the_reader_of_crates_finds_every_file_described(archive: Path) -> None:
    crate = ROCrate(archive)
    assert (crate.name, crate.license.id) == ("Doors", "https://spdx.org/licenses/CC0-1.0")
    assert [person["name"] for person in crate.creator] == ["Doe, Jane", "Institute of Doors"]
    assert [person.type for person in crate.creator] == ["Person", "Organization"]
    assert crate.creator[0].id == "https://orcid.org/0000-0002-1825-0097"
    with zipfile.ZipFile(archive) as file:
        sizes = {info.filename: str(info.file_size) for info in file.infolist()}
    sizes.pop("ro-crate-metadata.json")
    described = crate.get_by_type("File")
    assert {part.id: part["contentSize"] for part in described} == sizes
    (action,) = crate.get_by_type("CreateAction")
    assert action["description"] == "hedgesim batch a b"
    assert {part.id for part in action["object"]} == {
        "scenarios/belarus/baseline.toml", "scenarios/belarus/arms_denied.toml",
    }  # fmt: skip
    assert "results/outcomes.parquet" in [part.id for part in action["result"]]
    assert any("SIPRI" in source["name"] for source in crate.root_dataset["citation"])


def test_citation_and_record_name_the_makers(archive: Path) -> None:
    citation = read_text(archive, "CITATION.cff")
    assert '  - family-names: "Doe"\n    given-names: "Jane"\n    orcid: "https://orcid.org/0000' in citation
    assert '  - name: "Institute of Doors"\n' in citation
    record = json.loads(read_text(archive, ".zenodo.json"))
    assert record["creators"][0] == {"name": "Doe, Jane", "orcid": "0000-0002-1825-0097"}
    assert (record["upload_type"], record["license"]) == ("dataset", "cc0-1.0")
    assert json.loads(read_text(archive, "codemeta.json"))["name"] == "hedgesim"
    assert "utility_mean,number,index," in read_text(archive, "codebook/outcomes.csv")


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path, results: Results, archive: Path) -> None:
    again = write_archive(results, tmp_path / "other_name.zip", DEPOSIT)
    assert again.read_bytes() == archive.read_bytes()


def test_an_archive_gives_back_the_folder(results: Results, archive: Path) -> None:
    with open_archive(archive) as folder:
        assert contents(folder) == contents(results.folder)
        assert load(folder).manifest == load(results.folder).manifest
    assert not folder.exists()


def test_an_archive_is_made_again_and_compared(results: Results, archive: Path) -> None:
    run = invoked("rerun", str(archive), "--check")
    assert run.exit_code == 0, run.output
    assert f"{archive}: reproduced bit for bit, 12 runs" in run.stdout
    assert [f.name for f in archive.parent.iterdir() if f.name.startswith(".")] == []


def test_a_changed_table_in_an_archive_is_found(tmp_path: Path, archive: Path) -> None:
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + (b"x" if name.endswith("bands.parquet") else b""))
    run = invoked("rerun", str(changed), "--check")
    assert run.exit_code == 2
    assert f"{changed}/bands.parquet: changed since it was written" in run.stderr


def test_the_command_packs_and_says_how_to_check(tmp_path: Path, results: Results) -> None:
    run = invoked("pack", str(results.folder), "-o", str(tmp_path / "a.zip"))
    assert run.exit_code == 0, run.output
    assert "Belarus, mid-2017 and 1 more, by Anonymous; licence CC-BY-4.0" in run.stdout
    assert f"check: hedgesim rerun {tmp_path / 'a.zip'} --check" in run.stderr


def test_scenario_files_that_have_changed_are_not_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hedgesim.analysis.design.batch import plan_batch
    from hedgesim.model import Scenario

    monkeypatch.chdir(tmp_path)
    text = 'extends = "belarus/baseline"\n[patrons.eu]\nbarrier = {}\n'
    for name in ("mine", "yours"):
        Path(f"{name}.toml").write_text(text.format(0.2), encoding="utf-8")
    mine, yours = Scenario.load("mine.toml"), Scenario.load("yours.toml")
    made = run_batch(plan_batch([mine, yours], ["hedge"], runs=1, changes={"horizon": 3}), tmp_path / "made")
    Path("yours.toml").write_text(text.format(0.3), encoding="utf-8")
    packed = write_archive(made, tmp_path / "made.zip", DEPOSIT)
    with zipfile.ZipFile(packed) as file:
        found = [name for name in file.namelist() if name.startswith("scenarios/")]
    assert found == ["scenarios/belarus/baseline.toml", "scenarios/mine.toml"]
    assert "those that are gone or have changed since (yours)" in read_text(packed, "README.md")


def test_mistakes_are_answered(tmp_path: Path, results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="--licence MIT or so: found no name of SPDX's list"):
        read_deposit(results, licence="MIT or so")
    with pytest.raises(InputError, match="write 'Family, Given' or 'Family, Given; 0000"):
        read_creator("Doe, Jane; 12")
    with pytest.raises(InputError, match=r"a deposit's file ends in .zip, found '.tar'"):
        write_archive(results, tmp_path / "a.tar", DEPOSIT)
    monkeypatch.setitem(sys.modules, "rocrate.rocrate", None)
    with pytest.raises(InputError, match=r"pip install 'hedgesim\[deposit\]'"):
        write_archive(results, tmp_path / "a.zip", DEPOSIT)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_an_earlier_version_is_packed_without_its_scenario_files(tmp_path: Path) -> None:
    old = load(ROOT / "tests" / "fixtures" / "version_0_2_0_dev0" / "batch")
    packed = write_archive(old, tmp_path / "old.zip", read_deposit(old))
    assert "have changed since (belarus/baseline" in read_text(packed, "README.md")
    with open_archive(packed) as folder:
        assert contents(folder) == contents(old.folder)
