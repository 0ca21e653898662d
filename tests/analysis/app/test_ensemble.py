"""The ensemble of the page has the bits of a batch; two settings are compared run by run."""

import numpy as np
import pytest

from hedgesim.analysis import simulate
from hedgesim.analysis.app.ensemble import play_ensemble
from hedgesim.analysis.app.sentences import (
    compare_settings,
    describe_caution,
    describe_setting,
    format_share,
    summarise_runs,
)
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


def test_regimes_and_means_are_of_the_finished_runs(setting: Setting) -> None:
    mine = play_ensemble(setting, RUNS)
    assert sum(mine.regimes().values()) == pytest.approx(1.0)
    assert mine.means()["economy"] == pytest.approx(mine.values("economy_mean").mean())
    text = summarise_runs(mine, setting.base.labels)
    assert f"utility {mine.means()['utility']:.3f}. Runs end in: " in text
    assert "failed" not in text
    mine.sound[:2] = False
    assert f"2 of {RUNS} runs failed and are left out" in summarise_runs(mine, setting.base.labels)


def test_differences_are_paired_by_run(setting: Setting) -> None:
    other = setting.replace_value("patrons.russia.barrier", 0.5)
    held, now = play_ensemble(setting, RUNS), play_ensemble(other, RUNS)
    rows = {r.measure: r for r in compare_settings(held, now)}
    gaps = now.values("economy_mean") - held.values("economy_mean")
    assert rows["economy"].difference == pytest.approx(gaps.mean())
    assert rows["economy"].low < gaps.mean() < rows["economy"].high < 0.0
    assert rows["economy"].now - rows["economy"].held == pytest.approx(gaps.mean())
    assert all(r.difference == 0.0 for r in compare_settings(held, held))


def test_a_setting_in_words_and_what_two_do_not_share(setting: Setting) -> None:
    assert describe_setting(setting).endswith("hedge, EU's agreement ratified")
    assert describe_caution(setting, setting.replace_strategy("myopic")) == ""
    assert "seeds differ" in describe_caution(setting, setting.replace_shocks("seed", 4))
    assert "other quarters" in describe_caution(setting, setting.switch_scenario("belarus/history"))
    assert (format_share(0.942), format_share(0.001)) == ("94%", "below 1%")
