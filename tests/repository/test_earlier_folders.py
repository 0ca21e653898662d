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
        ("compare batch", "Hedging beats the best other"),
        ("plot batch --kind fan -o fan.png", "fan.png"),
        ("sensitivity sweep", "patrons.russia.barrier"),
        ("robustness sweep", "equidistance"),
    ],
)
@pytest.mark.usefixtures("earlier")
def test_an_earlier_folder_is_read(command: str, expected: str) -> None:
    assert expected in done(*command.split()).output


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("report batch -o page.html", "lacks patrons.russia.roll"),
        ("plot batch --kind shares -o shares.png", "an earlier version of hedgesim made this"),
    ],
)
@pytest.mark.usefixtures("earlier")
def test_an_earlier_folder_is_not_reported_as_if_it_were_of_this_model(command: str, reason: str) -> None:
    result = invoked(*command.split())
    assert result.exit_code == 2
    assert reason in result.stderr


DRAWS = "--parameters-from calibration/posterior.csv"


@pytest.mark.parametrize(
    "command",
    [
        f"run belarus/baseline {DRAWS}",
        f"batch belarus/baseline --runs 3 --out new {DRAWS}",
        f"sweep belarus/baseline --vary patrons.russia.arms_access=0:1:3 --runs 3 --out new {DRAWS}",
        f"hindcast belarus/history --from 2012 {DRAWS}",
        "calibrate belarus/history --until 2012 --out new --learnt-from calibration/posterior.csv",
    ],
)
def test_draws_of_an_earlier_model_are_refused_with_the_reason(command: str, earlier: Path) -> None:
    result = invoked(*command.split())
    assert result.exit_code == 2
    assert result.stderr == (
        "Error: calibration/posterior.csv: fitted with hedgesim 0.2, a model with other equations: its draws"
        " say nothing of this one; fit anew: hedgesim calibrate belarus/history --until 2012 --out FOLDER\n"
    )
    assert not (earlier / "new").exists()


@pytest.mark.usefixtures("earlier")
def test_the_advice_on_earlier_draws_works() -> None:
    fit = "calibrate belarus/history --until 2012 --out new --steps 60 --draws 20 --runs 1"
    done(*fit.split(), "--parameters", "trade.eps_supply", "--series", "export")
    output = done("run", "belarus/baseline", "--parameters-from", "new/posterior.csv").output
    assert "row 0 of posterior.csv" in output


@pytest.mark.usefixtures("earlier")
def test_a_column_that_is_gone_is_answered_with_what_replaced_it() -> None:
    Path("draws.csv").write_text("hedger.roll\n.1\n.2\n", encoding="utf-8")
    for command in ("run belarus/baseline", "hindcast belarus/history --from 2012"):
        result = invoked(*command.split(), "--parameters-from", "draws.csv")
        assert result.exit_code == 2
        assert "hedger.roll" in result.stderr
        assert "gone since 0.3.0; give patrons.P.roll for each patron P" in result.stderr
    fit = "calibrate belarus/history --until 2012 --out new --parameters hedger.roll=0:1"
    assert "hedger.roll: no parameter of belarus/history; gone since 0.3.0" in invoked(*fit.split()).stderr


@pytest.mark.parametrize("name", ["batch", "sweep"])
@pytest.mark.usefixtures("earlier")
def test_an_earlier_folder_is_not_made_again_by_another_model_and_the_message_says_why(name: str) -> None:
    result = invoked("rerun", name, "--check")
    assert result.exit_code == 2
    assert "lacks patrons.russia.roll" in result.stderr
    assert "has world.energy_keep, world.funding_keep, world.crisis_size" in result.stderr
    assert "found" not in result.stderr  # nothing is said of the values of keys that are gone
    assert f"{name}: made with hedgesim 0.2.0.dev0, another source of the model" in result.stderr


@pytest.mark.usefixtures("earlier")
def test_earlier_chains_are_not_continued_by_another_model_and_the_message_says_what_to_do() -> None:
    result = invoked(*CALIBRATION, "--out", "calibration", "--resume")
    assert result.exit_code == 2
    assert "calibration: begun with another model" in result.stderr
    assert "fit anew into another folder with --out" in result.stderr
