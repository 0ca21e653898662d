"""Calibration and hindcast of other patrons than those of Belarus, from observations that the model made."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.calibrations import table
from support.runs import MANY, scenario_file
from support.scripts import done, invoked

from hedgesim.analysis.calibration.observables import Observable, list_observables, name_series
from hedgesim.analysis.calibration.observations import read_observations, unlink
from hedgesim.analysis.calibration.readings import simulate_readings
from hedgesim.model.scenario.scenario import Scenario

CODES = {"united_states": "US", "china": "CHN", "russia": "RU", "japan": "JPN"}
YEARS = range(2015, 2021)
TRUE = {"trade.speed": 0.12}


def find_observable(name: str, spec: Scenario) -> Observable:
    """The observable with a name."""
    return next(o for o in list_observables(spec.patrons) if o.name == name)


def write_observations(place: Path, spec: Scenario) -> Path:
    """Write export shares in percent that the model gives with TRUE, and arms shares."""
    about = [o for o in list_observables(spec.patrons) if o.name.startswith(("export", "arms"))]
    points = {path: np.array([value]) for path, value in TRUE.items()}
    made = simulate_readings(spec, about, points, runs=2, seed=1)
    rows = ""
    for o, readings in zip(about, made, strict=True):
        name = o.plus[0].format(**CODES)
        values = unlink(o, readings[0]) / o.unit
        rows += "".join(f"{name},{y},{v}\n" for y, v in zip(YEARS, values, strict=True) if np.isfinite(v))
    return table(place, rows)


@pytest.mark.parametrize("count", [2, 4, pytest.param(6, marks=pytest.mark.slow)])
def test_shares_of_arms_of_all_patrons_sum_to_one(count: int, tmp_path: Path) -> None:
    spec = Scenario.load(str(scenario_file(tmp_path, count)))
    about = [find_observable(f"arms_share_{p}", spec) for p in spec.patrons]
    shares = np.array(simulate_readings(spec, about, {}, runs=2, seed=1))[:, 0]
    assert shares[:, 4:].sum(axis=0) == pytest.approx(1.0)
    assert np.isnan(shares[:, :4]).all()


def test_series_are_found_by_the_codes_of_patrons_and_hedger(tmp_path: Path) -> None:
    spec = Scenario.load(str(scenario_file(tmp_path, 2)))
    values = {
        "trade_export_share_USA": 10, "arms_import_share5y_CN": 1, "gdp_current_hedger": 10,
        "loans_US_disbursement": 20, "loans_US_debt_service": 10, "fbic_CN_over_hedger": 1,
    }  # fmt: skip
    rows = "".join(f"{name},{year},{v}\n" for name, v in values.items() for year in (2015, 2016, 2017))
    place = table(tmp_path / "observations.csv", rows)
    found = {s.about.name: s.about.patron for s in read_observations(place, spec)}
    assert found == {
        "export_share_united_states": "united_states",
        "loans_united_states": "united_states",
        "influence_index_china": "china",
    }


def test_a_message_names_a_series_of_the_scenarios_own_patrons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario_file(tmp_path, 2)
    table(Path("observations.csv"), "trade_export_share_RU,2015,30\ntrade_export_share_RU,2016,30\n")
    told = invoked("calibrate", "among_2.toml", "--parameters", "trade.speed", "--out", "fit").stderr
    assert "expected such as trade_export_share_US, two years or more from 2015 on" in told
    assert name_series(("north", "west")) == "trade_export_share_north"


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 4])
def test_a_fit_finds_the_speed_of_trade_again_and_forecasts_every_patron(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = scenario_file(tmp_path, count).name
    write_observations(Path("observations.csv"), Scenario.load(name))
    few = ("--steps", "300", "--runs", "2", "--draws", "100", "--until", "2020", "--workers", "1")
    told = done("calibrate", name, "--parameters", "trade.speed=0.02:0.2", *few, "--out", "fit", "--json")
    row = json.loads(told.stdout)["parameters"][0]
    assert row["low"] < TRUE["trade.speed"] < row["high"]
    patrons = list(MANY)[:count]
    known = pd.read_csv("fit/observations.csv")["series"]
    assert set(known) == {f"{what}_share_{p}" for what in ("export", "arms") for p in patrons}
    words = ("--parameters-from", "fit/posterior.csv", "--from", "2019", "--plot", "hindcast.png", "--json")
    scores = json.loads(done("hindcast", name, *words).stdout)["scores"]
    assert [s["series"] for s in scores if s["n"] == 2] == [f"export_share_{p}" for p in patrons]
    assert Path("hindcast.png").is_file()
