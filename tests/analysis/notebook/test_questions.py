"""What a notebook asks: thresholds, attributions, fits, forecasts and shipped draws, each by name."""

import json
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure
from support.runs import scenario
from typer.testing import CliRunner

from hedgesim.analysis import (
    attribute,
    calibrate,
    hindcast,
    observed,
    posterior,
    read_draws,
    simulate,
    sweep,
    threshold,
)
from hedgesim.analysis.cli.main import app
from hedgesim.analysis.ensembles.default import find_draws_for
from hedgesim.model import InputError, Scenario

BARRIER = "patrons.russia.barrier"
HISTORY = "belarus/history"
TRADE = ("export_share",)
FEW = {"until": 2012, "parameters": ["trade.speed", "trade.eps_supply"], "series": TRADE, "workers": 1}
TINY = {"steps": 60, "runs": 1, "draws": 40}


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def printed(*words: str) -> object:
    """What a command prints as JSON."""
    result = CliRunner().invoke(app, [*words, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def carried(name: str) -> dict[str, object]:
    """What a command's JSON says that its runs carry."""
    return {"draws": 200, "of": find_draws_for(Scenario.load(name)).name}


def test_a_threshold_is_that_of_the_command() -> None:
    vary = [f"{BARRIER}=0:0.5", "patrons.eu.agreement=signed,enhanced"]
    found = threshold("belarus/baseline", vary, "economy_mean < 0.5", runs=2)
    options = [word for axis in vary for word in ("--vary", axis)]
    same = printed("threshold", "belarus/baseline", *options, "--when", "economy_mean < 0.5", "--runs", "2")
    assert isinstance(same, dict)
    same.pop("verdict")
    assert {**found.to_plain_data(), "carries": carried("belarus/baseline") | {"draws": 2}} == same  # as runs
    crossings = int(found.rows["crossing"].notna().sum())
    assert crossings >= 1
    assert f"{BARRIER} from 0 to 0.5, {crossings} crossing" in repr(found)


def test_a_threshold_needs_an_input() -> None:
    with pytest.raises(InputError, match="name the input that tips it"):
        threshold("belarus/baseline", [])


@pytest.mark.slow
def test_an_attribution_is_that_of_the_command() -> None:
    found = attribute("belarus/baseline", "belarus/arms_denied", of="security_mean", runs=2)
    same = printed(
        "attribute", "belarus/baseline", "belarus/arms_denied", "--of", "security_mean", "--runs", "2"
    )
    assert isinstance(same, dict)
    assert found["value"].to_list() == [row["value"] for row in same["attribution"]]
    mechanisms = attribute(scenario("baseline"), of="security_mean", runs=1)
    assert sum(mechanisms["input"].str.startswith("mechanisms.")) == 14


def test_observations_are_in_the_models_units_a_column_a_series() -> None:
    found = observed(HISTORY, series="export_share")
    assert list(found) == [f"export_share_{p}" for p in ("russia", "china", "eu")]
    assert found.index.to_list() == list(range(2005, 2017))
    assert (
        found.loc[2016, "export_share_russia"] == scenario("baseline").values["start.patrons.russia.exports"]
    )


@pytest.mark.slow
def test_a_fit_is_that_of_the_command_and_goes_on_into_forecasts_and_batches() -> None:
    fit = calibrate(HISTORY, **FEW, **TINY, folder="kept")
    words = [w for p in FEW["parameters"] for w in ("--parameters", p)] + ["--series", *TRADE]
    printed(
        "calibrate", HISTORY, "--out", "made", *words, "--until", "2012", "--steps", "60", "--runs", "1",
        "--draws", "40",
    )  # fmt: skip
    for file in ("posterior.csv", "calibration.json", "observations.csv"):
        assert Path("kept", file).read_text() == Path("made", file).read_text()
    assert repr(fit).startswith("<Calibration of belarus/history until 2012: 40 draws of 2 parameters, ")
    assert isinstance(fit.plot(), Figure)
    held = hindcast(HISTORY, fit, 2013, runs=1, series=TRADE)
    from_file = hindcast(HISTORY, "kept/posterior.csv", 2013, runs=1, series=TRADE)
    pd.testing.assert_frame_equal(held.scores, from_file.scores)
    same = printed(
        "hindcast", HISTORY, "--parameters-from", "made/posterior.csv", "--from", "2013", "--runs", "1",
        "--series", *TRADE,
    )  # fmt: skip
    assert isinstance(same, dict)
    assert held.scores["crps"].to_list() == [row["crps"] for row in same["scores"]]
    assert set(held.bands["series"]) == set(held.scores["series"])
    assert len(held.plot(series=["export_share_eu"]).axes) == 1
    drawn = simulate("belarus/baseline", "hedge", runs=3, draws=fit.draws)
    assert drawn.tables.design["draw"].to_list() == [0, 1, 2]
    assert drawn.batch.draws is not None
    assert drawn.batch.draws.columns["trade.speed"].tolist() == fit.posterior["trade.speed"].to_list()


def test_a_folder_that_holds_something_is_refused() -> None:
    Path("kept").mkdir()
    Path("kept/mine.txt").write_text("mine")
    with pytest.raises(InputError, match="not empty; name a new folder"):
        calibrate(HISTORY, **FEW, **TINY, folder="kept")


def test_shipped_draws_are_read_by_name_and_held_against_their_prior() -> None:
    shipped = posterior("world/posterior.csv", [f"{state}/history" for state in ("moldova", "georgia")])
    assert len(shipped.posterior) == shipped.draws.count == read_draws("world/posterior.csv").count
    assert list(shipped.summary["parameter"]) == list(shipped.posterior)
    assert shipped.summary["informed"].any()
    assert not shipped.summary["informed"].all()
    assert "r_hat" not in shipped.summary
    assert len(shipped.plot().axes) == len(shipped.summary)
    drawn = (("belarus/baseline", "belarus/ensemble.csv.gz"), ("moldova/history", "world/posterior.csv"))
    for case, file in drawn:  # an ensemble and a posterior
        assert printed("run", case, "--parameters-from", file, "--draw", "3")


def test_draws_that_are_nowhere_are_refused() -> None:
    with pytest.raises(InputError, match=r"belarus/posteriors\.csv"):
        read_draws("belarus/posteriors.csv")


def test_a_sweep_draws_what_decides_an_outcome() -> None:
    vary = [f"{BARRIER}=0:0.5", "rivalry.russia-eu=0:1"]
    swept = sweep("belarus/baseline", vary, ["hedge", "equidistance"], design="sobol", samples=16, runs=2)
    titles = [text.get_text() for text in swept.plot_sensitivity("economy_mean").texts]
    assert any("economy" in title for title in titles)
    with pytest.raises(InputError, match="did you mean tornado"):
        swept.plot_sensitivity(figure="tornados")
