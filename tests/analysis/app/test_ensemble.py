"""The ensemble of the page has the bits of a batch."""

import numpy as np
import pytest

from hedgesim.analysis import simulate
from hedgesim.analysis.app.ensemble import play_ensemble, play_paths
from hedgesim.analysis.app.sentences import describe_setting, format_share, summarise_runs
from hedgesim.analysis.app.state import Setting

RUNS = 60


@pytest.fixture(scope="module")
def setting() -> Setting:
    return (
        Setting.load("belarus/war_2022").replace_value("patrons.eu.agreement", 2.0).replace_shocks("seed", 3)
    )


def test_fan_and_outcomes_are_those_of_a_batch(setting: Setting) -> None:
    mine = play_ensemble(setting, RUNS)
    batch = simulate(setting.scenario, ["hedge"], runs=RUNS, seed=3, engine="compiled")
    assert mine.values("utility_mean").tolist() == batch.outcomes["utility_mean"].tolist()
    bands = batch.bands.set_index(["actor", "dimension"])[["p05", "p25", "p50", "p75", "p95"]]
    assert len(mine.fans) == 12
    for key, quantiles in mine.fans.items():
        assert np.array_equal(quantiles, bands.loc[[key]].to_numpy())


def test_paths_are_those_of_the_hedger_in_the_first_runs(setting: Setting) -> None:
    paths = play_paths(setting, 4)
    assert paths.shape == (4, setting.scenario.horizon, 4)
    utility = play_ensemble(setting, 4).values("utility_mean")
    assert paths[:, :, 3].mean(axis=1) == pytest.approx(utility, abs=1e-12)


def test_regimes_and_means_are_of_the_finished_runs(setting: Setting) -> None:
    mine = play_ensemble(setting, RUNS)
    assert sum(mine.regimes().values()) == pytest.approx(1.0)
    assert mine.means()["economy"] == pytest.approx(mine.values("economy_mean").mean())
    text = summarise_runs(mine, setting.base.labels)
    assert f"utility {mine.means()['utility']:.3f}. Runs end in: " in text
    assert "failed" not in text
    mine.sound[:2] = False
    assert f"2 of {RUNS} runs failed and are left out" in summarise_runs(mine, setting.base.labels)


def test_a_setting_in_words(setting: Setting) -> None:
    assert describe_setting(setting).endswith("hedge, EU's agreement ratified")
    assert describe_setting(setting.replace_value("mechanisms.veto", 0.0)).endswith("veto (mechanisms) off")
    assert (format_share(0.942), format_share(0.001)) == ("94%", "below 1%")
