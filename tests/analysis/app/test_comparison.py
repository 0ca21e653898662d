"""Two settings are compared run by run, whatever they share."""

import pytest

from hedgesim.analysis.app.answer import compute_answer
from hedgesim.analysis.app.comparison import HEDGING, compare_settings, describe_caution
from hedgesim.analysis.app.ensemble import play_ensemble, play_paths
from hedgesim.analysis.app.pictures.canvas import Picture
from hedgesim.analysis.app.player import PlayedSetting
from hedgesim.analysis.app.state import Setting

RUNS = 24


def play(setting: Setting) -> PlayedSetting:
    """A setting played few times, without its picture."""
    many, paths = play_ensemble(setting, RUNS), play_paths(setting, RUNS)
    return PlayedSetting(setting, compute_answer(setting, RUNS), many, paths, Picture(b"", b""))


@pytest.fixture(scope="module")
def held() -> PlayedSetting:
    return play(Setting.load("belarus/war_2022").replace_shocks("seed", 3))


def test_differences_are_paired_by_run_and_have_draws(held: PlayedSetting) -> None:
    now = play(held.setting.replace_value("patrons.russia.barrier", 0.5))
    rows = {row.measure: row for row in compare_settings(held, now)}
    assert list(rows) == [HEDGING, "Utility", "Security", "Economy", "Autonomy"]
    gaps = now.many.values("economy_mean") - held.many.values("economy_mean")
    economy = rows["Economy"].estimate
    assert economy["mean"] == pytest.approx(gaps.mean())
    assert economy["draws_low"] < economy["mean"] < economy["high"] < 0.0
    hedging = rows[HEDGING]
    assert hedging.now - hedging.reference == pytest.approx(hedging.estimate["mean"])
    assert hedging.now == pytest.approx(now.answer.verdict.quantities["gain"].value)  # that of the verdict


def test_a_setting_does_not_differ_from_itself(held: PlayedSetting) -> None:
    assert all(row.estimate["mean"] == 0.0 for row in compare_settings(held, held))


def test_draws_that_only_one_carries_are_not_paired(held: PlayedSetting) -> None:
    rows = compare_settings(held, play(held.setting.replace_fields(point=True)))
    assert all("draws_low" not in row.estimate for row in rows)


def test_other_seeds_and_quarters_are_said(held: PlayedSetting) -> None:
    setting = held.setting
    assert describe_caution(setting, setting.replace_strategy("myopic")) == ""
    assert "seeds differ" in describe_caution(setting, setting.replace_shocks("seed", 4))
    assert "other quarters" in describe_caution(setting, setting.switch_scenario("belarus/history"))
