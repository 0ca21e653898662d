"""The commands calibrate and hindcast: what they write, and what they say of faulty input."""

import json
from pathlib import Path

import pandas as pd
import pytest
from support.calibrations import small, table
from support.runs import scenario
from typer.testing import CliRunner, Result

from hedgesim.analysis.calibration import folder
from hedgesim.analysis.calibration.histories import choose_prior, read_histories
from hedgesim.analysis.calibration.problem import build_problem
from hedgesim.analysis.cli.main import app
from hedgesim.analysis.execution.folder_lock import hold_folder
from hedgesim.analysis.forecast.hindcast import check_years
from hedgesim.model.errors import InputError

HISTORY = "belarus/history"
FEW = (
    "--series", "export_share", "--parameters", "trade.speed", "--parameters", "trade.eps_supply",
    "--steps", "60", "--runs", "1", "--draws", "40", "--until", "2012", "--workers", "1",
)  # fmt: skip
DRAWS = "trade.speed,trade.eps_supply\n0.05,1.0\n0.06,0.9\n0.08,1.1\n"


def invoked(*words: str) -> Result:
    """A command with these words."""
    return CliRunner().invoke(app, list(words))


def told(*words: str) -> str:
    """What a command says of a user's mistake."""
    result = invoked(*words)
    assert result.exit_code == 2, result.output
    return result.stderr


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
def test_a_small_calibration_from_end_to_end() -> None:
    made = invoked("calibrate", HISTORY, "--out", "made", *FEW, "--json")
    assert made.exit_code == 0, made.output
    rows = json.loads(made.stdout)["parameters"]
    assert [r["parameter"] for r in rows] == ["trade.speed", "trade.eps_supply"]
    drawn = pd.read_csv("made/posterior.csv")
    assert drawn.shape == (40, 2)
    assert all(r["prior_low"] < r["low"] < r["median"] < r["high"] < r["prior_high"] for r in rows)
    assert drawn["trade.speed"].between(0.02, 0.2).all()
    assert set(pd.read_csv("made/observations.csv")["series"]) == {
        f"export_share_{p}" for p in ("russia", "china", "eu")
    }
    again = invoked("calibrate", HISTORY, "--out", "other", *FEW, "--json")
    assert again.stdout == made.stdout
    resumed_with_another_seed()
    forecast = invoked(
        "hindcast", HISTORY, "--parameters-from", "made/posterior.csv", "--from", "2013", "--json"
    )
    assert forecast.exit_code == 0, forecast.output
    scores = json.loads(forecast.stdout)["scores"]
    assert [s["n"] for s in scores if s["series"] == "export_share_russia"] == [4]
    assert "calibrated until 2012\n" in forecast.stderr


def resumed_with_another_seed() -> None:
    """Resuming is refused for another question, and gives the same for the same."""
    said = told("calibrate", HISTORY, "--out", "made", *FEW, "--resume", "--seed", "2")
    assert said.startswith("Error: made: begun with another seed: 1, now 2\n")
    before = Path("made/posterior.csv").read_bytes()
    assert invoked("calibrate", HISTORY, "--out", "made", *FEW, "--resume").exit_code == 0
    assert Path("made/posterior.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--parameters", "trade.sped", "--parameters", "trade.speed=2"],
            "trade.sped: no parameter of belarus/history; did you mean trade.speed?\n"
            "trade.speed: found '2', expected LO:HI",
        ),
        (
            ["--parameters", "trade.speed=0.2:0.1"],
            "trade.speed: found 0.2 to 0.1; the first number must be the smaller",
        ),
        (["--series", "exprt"], "--series exprt: begins no series; there are export_share_russia, "),
        (["--until", "2004"], "belarus/history: no series with 2 years that count, 2005 to 2004"),
        (["--until", "2006"], "belarus/history: no series with 2 years that count, 2005 to 2006"),
        (["--until", "2030"], "belarus/history: ends with 2016, before the last year asked for, 2030"),
        (["--observations", "none.csv"], "none.csv: cannot be read: "),
        (["--learnt-from", "none.csv"], "none.csv: cannot be read: "),
    ],
)
def test_faulty_options_are_refused_before_a_folder_is_begun(words: list[str], message: str) -> None:
    options = [*words, "--series", "export_share"] if "--series" not in words else words
    assert told("calibrate", HISTORY, "--out", "new", *options).startswith(f"Error: {message}")
    assert not Path("new").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--out", "full"], "full: not empty; name a new folder with --out"),
        (
            ["--out", "begun"],
            "begun: holds a calibration; go on with --resume or name a new folder with --out",
        ),
        (["--out", "file"], "file: a file is in the way of the result folder"),
        (["--out", "file/x"], "file/x: the result folder cannot be made: Not a directory"),
    ],
)
def test_places_are_refused(words: list[str], message: str) -> None:
    Path("full").mkdir()
    Path("full/x").touch()
    Path("file").touch()
    Path("begun").mkdir()
    Path("begun/calibration.json").write_text("{}", encoding="utf-8")
    assert told("calibrate", HISTORY, *words) == f"Error: {message}\n"


def test_one_table_is_not_for_several_scenarios() -> None:
    table(Path("o.csv"), "trade_export_share_RU,2005,30\n")
    both = (HISTORY, "armenia/history", "--out", "new")
    said = told("calibrate", *both, "--observations", "o.csv")
    assert said == "Error: --observations o.csv: one file for 2 scenarios; leave it out\n"
    assert (
        told("calibrate", HISTORY, HISTORY, "--out", "new") == f"Error: scenario {HISTORY} is given twice\n"
    )


def test_every_difference_of_a_begun_folder_is_named(tmp_path: Path) -> None:
    p = small()
    histories = {p.cases[0].scenario: [d.series for d in p.cases[0].discrepancies]}
    first = folder.describe_request(histories, p.prior, {"until": 2012, "runs": 4, "steps": 60})
    with folder.hold_calibration(tmp_path / "a", first, resume=False):
        pass
    with folder.hold_calibration(tmp_path / "a", first | {"steps": 90}, resume=True):
        pass
    other = choose_prior(
        ["trade.speed=0.01:0.3", "trade.eps_supply", "patrons.china.fund"], list(histories), None
    )
    second = folder.describe_request(histories, other, {"until": 2012, "runs": 8, "steps": 60})
    with pytest.raises(InputError) as error, folder.hold_calibration(tmp_path / "a", second, resume=True):
        pass
    assert error.value.faults == (
        f"{tmp_path}/a: begun with another parameters: trade.speed",
        f"{tmp_path}/a: begun with another runs: 4, now 8",
        f"{tmp_path}/a: continue with what it was begun with, or fit anew into another folder with --out",
    )


def test_other_observations_are_another_question() -> None:
    s = [d.series for d in small().cases[0].discrepancies]
    assert folder.hash_observations(s) != folder.hash_observations([s[0].between(2005, 2010), *s[1:]])


# ---- hindcast --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--from", "2007"],
            "--from 2007: expected a year from 2008 to 2016, the last observed or asked for",
        ),
        (
            ["--from", "2017"],
            "--from 2017: nothing is observed from then on, or --to 2016 lies before it",
        ),
        (
            ["--from", "2012", "--to", "2010"],
            "--from 2012: nothing is observed from then on, or --to 2010 lies before it",
        ),
        (["--from", "2010", "--to", "2020"], "belarus/history: ends with 2016; it cannot forecast 2020"),
        (
            ["--from", "2010", "--series", "x"],
            "--series x: begins no series; there are export_share_russia, ",
        ),
        (
            ["--from", "2010", "--plot", "a.gif"],
            "a.gif: a figure's file ends in .png, .svg or .pdf, found '.gif'",
        ),
    ],
)
def test_years_that_cannot_be_foretold(words: list[str], message: str) -> None:
    Path("draws.csv").write_text(DRAWS, encoding="utf-8")
    said = told("hindcast", HISTORY, "--parameters-from", "draws.csv", *words)
    assert f"Error: {message}" in said


def test_nothing_observed_in_the_years_foretold() -> None:
    spec = scenario("history")
    (known,) = read_histories([spec], None, ["export_share"]).values()
    with pytest.raises(InputError, match="nothing observed from 2014 on; name a table with --observations"):
        check_years(spec, [s.between(2005, 2013) for s in known], 2014, 2016)


def test_a_column_that_is_no_parameter() -> None:
    Path("draws.csv").write_text(DRAWS.replace("trade.speed", "trade.sped"), encoding="utf-8")
    said = told("hindcast", HISTORY, "--parameters-from", "draws.csv", "--from", "2010")
    assert said.startswith(
        "Error: draws.csv: column trade.sped: unknown parameter of belarus/history; did you mean trade.speed?"
    )


def test_draws_that_have_seen_the_future_are_told() -> None:
    Path("posterior.csv").write_text(DRAWS, encoding="utf-8")
    Path("calibration.json").write_text('{"until": 2016}', encoding="utf-8")
    made = invoked("hindcast", HISTORY, "--parameters-from", "posterior.csv", "--from", "2012", "--runs", "1")
    assert made.exit_code == 0, made.output
    assert "calibrated until 2016: they have seen what is forecast, so this is no test" in made.stderr


def test_columns_of_other_cases_are_left_out_with_a_note() -> None:
    header = "trade.speed,events.russian_embargo.value,patrons.japan.market\n"
    Path("draws.csv").write_text(header + "0.05,0.3,1.0\n0.06,0.4,1.1\n", encoding="utf-8")
    found = invoked("hindcast", HISTORY, "--parameters-from", "draws.csv", "--from", "2012", "--runs", "1")
    assert found.exit_code == 0, found.output
    note = f"note: {HISTORY} has no events.russian_embargo.value, patrons.japan.market: left out\n"
    assert note in found.stderr


def test_a_hindcast_ends_with_its_answer_and_fits_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    Path("draws.csv").write_text(DRAWS, encoding="utf-8")
    found = invoked("hindcast", HISTORY, "--parameters-from", "draws.csv", "--from", "2013", "--runs", "1")
    lines = [line for line in found.stdout.splitlines() if line]
    assert max(map(len, lines)) <= 80
    words = " ".join(found.stdout.split())
    answer = words.rpartition("these tables means. ")[2]
    assert answer.startswith("Forecasts of belarus/history ")
    assert "over 17 series" in answer
    assert "Of the observations " in answer
    assert "belarus/history: no embargo of its table begins from 2013 to 2016" in words
    assert "against rivals" in words
    assert "Series by series" in lines


def test_tables_for_programs() -> None:
    Path("draws.csv").write_text(DRAWS, encoding="utf-8")
    words = ("hindcast", HISTORY, "--parameters-from", "draws.csv", "--from", "2015", "--runs", "1")
    data = json.loads(invoked(*words, "--json").stdout)
    assert list(data) == ["verdict", "scores", "rivals", "lambda"]
    assert data["scores"][0]["crps_informed"] is None
    rivals = invoked(*words, "--csv", "--table", "rivals").stdout
    assert rivals.splitlines()[0] == "rival,ratio,low,high,n,states,later,embargoes"
    assert len(rivals.splitlines()) == 1 + len(data["rivals"])


def test_without_draws_a_forecast_takes_the_ensemble_of_the_case() -> None:
    found = invoked("hindcast", HISTORY, "--from", "2015", "--runs", "1", "--series", "export")
    assert found.exit_code == 0, found.output
    assert "draws of " in found.stderr


def test_a_history_must_begin_with_a_year() -> None:
    base = scenario("baseline")
    with pytest.raises(InputError, match=r"begins in .*, expected a first quarter"):
        build_problem({base: []}, small().prior, until=2016, runs=1, seed=1)


def test_a_second_calibration_on_a_folder_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "fit"
    place.mkdir()
    (place / folder.NAME).write_text("{}")
    with hold_folder(place):
        for words in ([], ["--resume"]):
            said = told("calibrate", HISTORY, "--out", str(place), *FEW, *words)
            assert "fit: in use by another command (host " in said
    (place / folder.NAME).unlink()
    (place / ".calibration.json.0123456789ab.part").write_text("left by a kill")
    assert invoked("calibrate", HISTORY, "--out", str(place), *FEW).exit_code == 0
    assert not (place / ".lock").exists()
