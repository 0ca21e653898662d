"""Folders of version 0.2.0.dev0: they are read, or answered with why they cannot be made again."""

import shutil
from pathlib import Path

import pytest
from support.scripts import done, invoked

STORED = Path(__file__).parents[1] / "fixtures" / "version_0_2_0_dev0"
CALIBRATION = (
    "calibrate", "belarus/history", "--until", "2012", "--steps", "120", "--draws", "20", "--runs", "1",
    "--parameters", "trade.eps_supply", "--parameters", "trade.eps_demand", "--series", "export",
)  # fmt: skip


@pytest.fixture
def earlier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the stored folders, as working directory."""
    shutil.copytree(STORED, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("compare batch", "Share of runs by their regime"),
        ("plot batch --kind fan -o fan.png", "fan.png"),
        ("sensitivity sweep", "patrons.russia.barrier"),
        ("robustness sweep", "equidistance"),
        ("batch belarus/baseline --parameters-from calibration/posterior.csv --runs 3 --out new", "3 runs"),
    ],
)
@pytest.mark.usefixtures("earlier")
def test_an_earlier_folder_is_read(command: str, expected: str) -> None:
    if "--out new" in command:
        command += " --strategies hedge"
    assert expected in done(*command.split()).output


@pytest.mark.usefixtures("earlier")
def test_an_earlier_folder_is_not_reported_as_if_it_were_of_this_model() -> None:
    result = invoked("report", "batch", "-o", "page.html")
    assert result.exit_code == 2
    assert "lacks patrons.russia.roll" in result.stderr


@pytest.mark.parametrize("name", ["batch", "sweep"])
@pytest.mark.usefixtures("earlier")
def test_an_earlier_folder_is_not_made_again_by_another_model_and_the_message_says_why(name: str) -> None:
    result = invoked("rerun", name, "--check")
    assert result.exit_code == 2
    assert "lacks patrons.russia.roll" in result.stderr
    assert "has world.crisis_size" in result.stderr
    assert f"{name}: made with hedgesim 0.2.0.dev0, another source of the model" in result.stderr


@pytest.mark.usefixtures("earlier")
def test_earlier_chains_are_not_continued_by_another_model_and_the_message_says_what_to_do() -> None:
    result = invoked(*CALIBRATION, "--out", "calibration", "--resume")
    assert result.exit_code == 2
    assert "calibration: begun with another model" in result.stderr
    assert "fit anew into another folder with --out" in result.stderr
