"""Settings of the page: as a scenario, as commands that do the same, and as a file that loads."""

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hedgesim.analysis.app.state import (
    Setting,
    answer_command,
    batch_command,
    file_name,
    format_toml,
    ladder_command,
    playable_strategies,
    run_command,
)
from hedgesim.analysis.cli.main import app
from hedgesim.model import HedgesimError, Scenario
from hedgesim.model.scenario.files import builtin_scenarios

BARRIER, AGREEMENT = "patrons.russia.barrier", "patrons.eu.agreement"


def moved() -> Setting:
    """A setting with a number and a rung moved."""
    return Setting.load("belarus/baseline").replace_value(BARRIER, 0.4).replace_value(AGREEMENT, 3.0)


def test_what_is_moved_is_in_the_scenario_and_what_is_moved_back_is_not_kept() -> None:
    setting = moved()
    assert setting.scenario.values[BARRIER] == 0.4
    assert setting.scenario.values["patrons.eu.framework"] == 0.75
    back = setting.replace_value(BARRIER, 0.15).replace_value(AGREEMENT, 1.0)
    assert back.moved == ()
    assert back.scenario.digest == setting.base.digest


def test_commands_name_what_is_moved_and_only_that() -> None:
    assert run_command(Setting.load("belarus/baseline")) == (
        "hedgesim run belarus/baseline --strategy hedge --seed 1 --run 0"
    )
    sets = "--set patrons.russia.barrier=0.4 --set patrons.eu.agreement=enhanced"
    assert run_command(moved()).endswith(sets)
    assert batch_command(moved()) == (
        f"hedgesim batch belarus/baseline --strategies hedge --runs 1000 --seed 1 {sets}"
    )


def test_the_run_command_plays_the_same_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hedgesim.analysis.app.single_run import build_model

    monkeypatch.chdir(tmp_path)
    setting = moved().replace_strategy("pivot:eu").replace_shocks("seed", "7").replace_shocks("run", "3")
    words = shlex.split(run_command(setting))[1:]
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output
    import json

    mine = build_model(setting, 10**6).outcomes["utility_mean"]
    assert json.loads(done.stdout)["outcomes"]["utility_mean"] == mine


def test_a_saved_file_validates_and_opens_as_the_same_setting(tmp_path: Path) -> None:
    setting = moved().replace_strategy("bandwagon:china")
    file = tmp_path / file_name(setting)
    file.write_text(format_toml(setting), encoding="utf-8")
    done = CliRunner().invoke(app, ["validate", str(file)])
    assert done.exit_code == 0, done.output
    again = Setting.load(str(file))
    assert again.scenario.digest == setting.scenario.digest
    assert again.strategy == "bandwagon:china"
    assert again.base.title == "Belarus, mid-2017, moved"


def test_a_mechanism_that_is_off_is_off_in_commands_and_files(tmp_path: Path) -> None:
    setting = Setting.load("belarus/baseline").replace_value("mechanisms.veto", 0.0)
    assert answer_command(setting).endswith("--strategies all --seed 1 --set mechanisms.veto=false")
    file = tmp_path / file_name(setting)
    file.write_text(format_toml(setting), encoding="utf-8")
    assert Setting.load(str(file)).scenario.digest == setting.scenario.digest


def test_a_users_file_is_extended_wherever_the_saved_one_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(
        'title = "My \\"case\\" é"\nextends = "armenia/baseline"\n', encoding="utf-8"
    )
    setting = Setting.load("mine.toml").replace_value("patrons.russia.arms_access", 0.25)
    (tmp_path / "far").mkdir()
    saved = tmp_path / "far" / file_name(setting)
    assert saved.name == "mine_setting.toml"
    saved.write_text(format_toml(setting), encoding="utf-8")
    monkeypatch.chdir("/")
    again = Scenario.load(str(saved))
    assert again.title == 'My "case" é, moved'
    assert again.values["patrons.russia.arms_access"] == 0.25


@pytest.mark.parametrize("name", builtin_scenarios())
def test_every_scenario_opens(name: str) -> None:
    setting = Setting.load(name)
    assert setting.strategy in playable_strategies(setting.base)
    assert setting.scenario.digest == setting.base.digest


def test_a_single_strategy_of_a_file_is_the_first_shown_and_another_scenario_keeps_what_it_can() -> None:
    pivot = Setting.load("belarus/baseline").replace_strategy("pivot:eu").replace_shocks("seed", 5)
    kept = pivot.switch_scenario("armenia/baseline")
    assert (kept.strategy, kept.seed, kept.moved) == ("pivot:eu", 5, ())
    other = pivot.switch_scenario("mongolia/history")
    assert other.strategy in playable_strategies(other.base)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (
            lambda s: s.replace_shocks("seed", "abc"),
            "seed: found 'abc'; allowed is a whole number from 0 to 9,",
        ),
        (
            lambda s: s.replace_shocks("run", "-1"),
            "run: found -1; allowed is a whole number from 0 to 9,",
        ),
        (
            lambda s: s.replace_shocks("seed", str(2**70)),
            "seed: found a number of more than 20 digits; allowed is a whole number from",
        ),
        (lambda s: s.replace_value(BARRIER, 7.0), "patrons.russia.barrier: found 7.0; allowed is"),
        (lambda s: s.replace_strategy("hegde"), "did you mean hedge?"),
        (lambda s: s.switch_scenario("belarus/basline"), "did you mean belarus/baseline?"),
        (lambda s: s.switch_scenario("nowhere/mine.toml"), "nowhere/mine.toml: no such file"),
    ],
)
def test_bad_input_is_told_in_words(make: object, told: str) -> None:
    with pytest.raises(HedgesimError) as error:
        make(Setting.load("belarus/baseline"))  # type: ignore[operator]
    assert told in str(error.value)


def test_the_draws_of_the_case_are_carried_unless_the_point_is_chosen() -> None:
    """What is moved beats its draw; the single run has the draw of its number; commands say the same."""
    changed = moved().replace_shocks("run", "3")
    assert changed.draws is not None
    assert {BARRIER, AGREEMENT} & set(changed.draws.for_scenario(changed.scenario)) == set()
    path = next(iter(changed.draws.for_scenario(changed.scenario)))
    assert changed.single.values[path] == changed.draws.columns[path][3]
    assert changed.single.values[BARRIER] == 0.4
    point = changed.replace_fields(point=True)
    assert point.draws is None
    assert point.single.values == changed.scenario.values
    assert all("--point" in command(point) for command in (run_command, batch_command, ladder_command))
    assert "--point" not in run_command(changed)
    assert point.switch_scenario("belarus/war_2022").point
