"""What is read of a run where it is observed."""

import numpy as np
import pytest
from support.calibrations import observable
from support.runs import scenario

from hedgesim.analysis.calibration.observables import CHANGE, LOGIT, MEAN, PLAIN, WINDOW
from hedgesim.analysis.calibration.readings import list_columns, read_observable, simulate_readings
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import path_columns

QUARTERS = np.arange(1.0, 25.0)[None, :]  # six years
PATHS = {"omega_russia": QUARTERS, "deliveries_russia": QUARTERS, "deliveries_china": QUARTERS**2}


def read(kind: str, column: str = "omega_russia") -> list[float]:
    """Yearly reading of a path made by hand."""
    about = observable(reading=kind, column=column)
    return read_observable(about, lambda name: PATHS[name], ("russia", "china"))[0].tolist()


def test_a_mean_is_over_the_quarters_of_a_year() -> None:
    assert read(MEAN) == [2.5, 6.5, 10.5, 14.5, 18.5, 22.5]


def test_a_change_is_from_years_end_to_years_end() -> None:
    first, *rest = read(CHANGE)
    assert np.isnan(first)
    assert rest == [4.0] * 5


def test_a_window_is_a_part_of_all_patrons_over_twenty_quarters() -> None:
    found = read(WINDOW, "deliveries_russia")
    assert np.isnan(found[:4]).all()
    mine, other = np.arange(1.0, 21.0), np.arange(5.0, 25.0)
    assert found[4] == pytest.approx(mine.sum() / (mine.sum() + (mine**2).sum()))
    assert found[5] == pytest.approx(other.sum() / (other.sum() + (other**2).sum()))


def test_a_window_without_deliveries_is_no_division_by_zero() -> None:
    about = observable(reading=WINDOW, column="deliveries_russia")
    found = read_observable(about, lambda name: np.zeros((1, 24)), ("russia", "china"))
    assert found[0, 4:].tolist() == [0.0, 0.0]


def test_a_reading_is_the_mean_over_the_same_runs_at_every_point() -> None:
    spec, about = scenario("history"), [observable(LOGIT, column="export_share_russia")]
    points = {"trade.speed": np.array([0.05, 0.1, 0.05])}
    found = simulate_readings(spec, about, points, runs=3, seed=4)[0]
    assert found.shape == (3, 12)
    assert found[0].tolist() == found[2].tolist()
    assert found[0].tolist() != found[1].tolist()
    made = simulate(spec, "hedge", 4, np.arange(3), {"trade.speed": np.full(3, 0.1)}, paths=True)
    at = list(path_columns(spec.patrons)).index("export_share_russia")
    share = made.paths[:, :, at].mean(axis=0).reshape(12, 4).mean(axis=1)
    assert found[1] == pytest.approx(np.log(share / (1 - share)))


def test_without_points_the_scenario_itself_is_read() -> None:
    spec, about = scenario("history"), [observable(PLAIN, column="debt_china")]
    own = {"trade.speed": np.array([spec.values["trade.speed"]])}
    alone = simulate_readings(spec, about, {}, runs=2, seed=1)[0]
    assert alone.tolist() == simulate_readings(spec, about, own, runs=2, seed=1)[0].tolist()


def test_only_what_is_observed_is_recorded() -> None:
    about = [observable(MEAN, column="omega_russia"), observable(reading=WINDOW, column="deliveries_russia")]
    names = ["omega_russia", "deliveries_russia", "deliveries_china"]
    assert list_columns(about, ("russia", "china")) == names


def test_without_observables_nothing_is_read() -> None:
    assert simulate_readings(scenario("history"), [], {}, runs=2, seed=1) == []
