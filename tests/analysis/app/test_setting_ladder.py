"""The ladder of premiums on the page: its numbers, what makes it stale, and what it says of a fault."""

import threading
import warnings
from collections.abc import Callable
from importlib import import_module
from typing import Any

import ipyvuetify as v
import pytest
import solara
from pandas.testing import assert_frame_equal
from solara.widgets import HTML
from support.planted import planted_ladder

from hedgesim.analysis import ladder
from hedgesim.analysis.app.setting_ladder import (
    SettingLadder,
    climb_setting,
    describe_size,
    describe_stale,
    ladder_key,
)
from hedgesim.analysis.app.state import Setting, ladder_command
from hedgesim.analysis.explore import futures
from hedgesim.analysis.plots.ladder import draw
from hedgesim.analysis.plots.parts.embedding import embed_figure
from hedgesim.model import RunError, Scenario
from hedgesim.model.engines.compiled import simulate

BARRIER = "patrons.russia.barrier"


def moved(barrier: float = 0.4) -> Setting:
    """A setting of a short scenario with another seed and a moved input; its runs carry the case's draws."""
    setting = Setting.load("belarus/war_2022").replace_shocks("seed", 3)
    return setting.replace_fields(base=setting.base.vary({"horizon": 24})).replace_value(BARRIER, barrier)


@pytest.mark.slow
def test_its_numbers_are_those_of_the_command_for_the_same_values() -> None:
    spec = Scenario.load("belarus/war_2022").vary({"horizon": 24, BARRIER: 0.4})
    expected = ladder(spec, runs=8, seed=3)
    mine = climb_setting(moved(), runs=8)
    for table in ("rungs", "levels", "rivals", "mixes"):
        assert_frame_equal(getattr(mine.found, table), getattr(expected, table))
    assert "draws_low" in mine.found.rungs  # the runs of both carry draws
    command = f"hedgesim ladder belarus/war_2022 --seed 3 --set {BARRIER}=0.4"
    assert ladder_command(moved()) == command


def test_a_ladder_is_stale_by_inputs_and_seed_alone() -> None:
    key = ladder_key(moved())
    for same in (moved().replace_strategy("pivot:eu"), moved().replace_shocks("run", 4)):
        assert ladder_key(same) == key
    for other in (moved(0.5), moved().replace_shocks("seed", 4), moved().switch_scenario("armenia/baseline")):
        assert ladder_key(other) != key
    assert ladder_key(moved(0.5).replace_value(BARRIER, 0.4)) == key
    assert describe_stale(moved()).endswith(
        "earlier one: The crisis of 2020 and the war of 2022, Russia's barrier 0.4; seed 3."
    )


def planted(setting: Setting) -> SettingLadder:
    """A ladder of known gains."""
    found = planted_ladder({setting.scenario.name: {"mix": -0.01, "hedge": 0.01, "foresight": 0.015}})
    figure = embed_figure(draw(found, {setting.scenario.name: setting.title}))
    return SettingLadder(setting, found, figure)


def test_tables_have_a_row_for_each_difference_and_bold_where_it_is_sure() -> None:
    shown = planted(moved())
    gains, costs, doubt = shown.list_sheets()
    assert [row[0] for row in gains.rows] == ["Diversification", "Flexibility", "Hedging"]
    assert [row[0] for row in costs.rows] == ["Surprise", "Caution", "Hedge less equidistance"]
    assert [row[0] for row in doubt.rows] == ["Rent pays the tie", "As it is", "Rent pays conduct"]
    rungs = shown.found.rungs.set_index("rung")
    for name, cell in gains.rows:
        assert cell.startswith(f"{rungs.loc[name.lower(), 'mean']:+.4f} ")
    assert gains.bold == {(0, 1), (1, 1), (2, 1)}
    assert "hedging pays: +0.01" in shown.verdict
    assert (shown.figure.title, "Foresight: " in shown.figure.caption) == (
        "What hedging gains, and by what",
        True,
    )


def test_a_run_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **options: Any) -> Any:
        made = simulate(*args, **options)
        made.sound[-1] = False
        return made

    monkeypatch.setattr(futures, "simulate", fail)
    with pytest.raises(RunError, match="belarus/war_2022: run 6 of seed 3 gives a number that is not finite"):
        climb_setting(moved(), runs=8)


@pytest.fixture
def page() -> Any:
    """The panel's module; Mesa's hooks make Solara warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return import_module("hedgesim.analysis.app.panels.ladder")


class Shown:
    """The part of the page in this process."""

    def __init__(self, page: Any, setting: Setting) -> None:
        self.part = page.Premiums
        _, self.context = solara.render(self.part(setting), handle_error=False)

    @property
    def button(self) -> Any:
        """The button that computes the ladder."""
        return self.context.find(v.Btn).widget

    def texts(self) -> str:
        """Return all alerts and the verdict as one text."""
        alerts = [" ".join(map(str, w.children)) for w in self.context.find(v.Alert).widgets]
        verdicts = [w for w in self.context.find(HTML).widgets if "hedgesim-verdict" in str(w.attributes)]
        return " ".join([*alerts, *(w.unsafe_innerHTML for w in verdicts)])

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds."""
        for _ in range(400):
            if condition():
                return
            threading.Event().wait(0.05)
        pytest.fail(self.texts())

    def finish(self) -> None:
        """Wait until the button can be pressed again."""
        self.wait_for(lambda: not self.button.disabled and "Computing" not in self.texts())

    def move(self, setting: Setting) -> None:
        """Show the part for another setting."""
        self.context.render(self.part(setting))


def test_a_ladder_is_computed_on_demand_and_kept_and_marked_once_an_input_moves(
    monkeypatch: pytest.MonkeyPatch, page: Any
) -> None:
    go = threading.Event()

    def climb(setting: Setting) -> SettingLadder:
        go.wait(60)
        return planted(setting)

    monkeypatch.setattr(page, "climb_setting", climb)
    shown = Shown(page, moved())
    assert (shown.texts(), shown.button.disabled) == ("", False)
    shown.button.click()
    shown.wait_for(lambda: f"Computing ... {describe_size(moved())}" in shown.texts())
    assert shown.button.disabled
    go.set()
    shown.finish()
    assert shown.texts().startswith("In belarus/war_2022 hedging pays: +0.01")
    shown.move(moved(0.5))
    assert shown.texts().startswith(f"{describe_stale(moved())} In belarus/war_2022 hedging pays: +0.01")
    shown.move(moved())
    assert shown.texts().startswith("In belarus/war_2022 hedging pays: +0.01")
    shown.move(moved(0.5))
    shown.button.click()
    shown.finish()
    assert shown.texts().startswith("In belarus/war_2022 hedging pays: +0.01")


def test_a_fault_is_told_until_the_setting_changes(monkeypatch: pytest.MonkeyPatch, page: Any) -> None:
    def fail(setting: Setting) -> SettingLadder:
        msg = f"{setting.scenario.name}: run 6 of seed 3 gives a number that is not finite"
        raise RunError(msg)

    monkeypatch.setattr(page, "climb_setting", fail)
    shown = Shown(page, moved())
    shown.button.click()
    shown.finish()
    assert shown.texts() == "belarus/war_2022: run 6 of seed 3 gives a number that is not finite"
    shown.move(moved(0.5))
    assert shown.texts() == ""
