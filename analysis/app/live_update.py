"""Update the page after a change of setting, in the background: the answer, the fan, then the single run."""

import threading
from dataclasses import dataclass, field

import solara
import solara.lab

from ...model.engines.mesa_model import HedgingModel
from ...model.errors import HedgesimError
from .answer import Answer
from .player import PlayedSetting, Player, Screen, screen_scenario
from .single_run import build_model
from .state import Setting

LONG = 10**9
"""More quarters than any run has."""


@dataclass(frozen=True)
class LiveState:
    """The reactive values that follow the setting; the same objects as long as the page is open."""

    answer: solara.Reactive[Answer | None]
    shown: solara.Reactive[PlayedSetting | None]
    screen: solara.Reactive[Screen | None]
    model: solara.Reactive[HedgingModel]
    fault: solara.Reactive[str]

    def play_run(self, setting: Setting, quarter: int) -> None:
        """Play the single run up to a quarter, or set the fault if it fails on the way."""
        try:
            self.model.set(build_model(setting, quarter))
        except HedgesimError as error:
            self.fault.set(str(error))


@dataclass
class Follower:
    """What plays the settings of a page, one at a time; the same object as long as the page is open.

    Attributes
    ----------
    state : LiveState
        What the page shows.
    latest : Setting
        The setting now.
    run_setting : Setting
        The setting of the single run.
    player : Player
        What plays a setting.
    turn, screening : Lock
        Held while a setting is played, and while inputs are screened.
    """

    state: LiveState
    latest: Setting
    run_setting: Setting
    player: Player = field(default_factory=Player)
    turn: threading.Lock = field(default_factory=threading.Lock)
    screening: threading.Lock = field(default_factory=threading.Lock)

    def follow(self, setting: Setting) -> None:
        """Play a setting unless it is no longer the latest when its turn comes; set the fault if it fails."""
        state = self.state
        try:
            state.fault.set("")
            if state.shown.value is None:
                self.bring_run(setting)  # it does not wait for the engine to be compiled
            with self.turn:
                if self.latest is setting:
                    state.answer.set(self.player.find_answer(setting))
                if self.latest is setting:
                    state.shown.set(self.player.play_setting(setting))
                    self.bring_run(setting)
            self.find_movers(setting)
        except HedgesimError as error:
            state.fault.set(str(error))

    def bring_run(self, setting: Setting) -> None:
        """Play the single run of a setting up to the quarter that is shown, all of it in a new scenario."""
        if self.run_setting is not setting:
            same = self.run_setting.source == setting.source
            model = self.state.model
            model.set(build_model(setting, model.value.quarter if same else LONG))
            self.run_setting = setting

    def find_movers(self, setting: Setting) -> None:
        """Screen the inputs of a setting's scenario, once and if nothing else does."""
        answer, screen = self.state.answer.value, self.state.screen
        rival = answer.rival if answer else ""
        known = screen.value is not None and screen.value.source == setting.source
        if rival and not known and self.screening.acquire(blocking=False):
            try:
                screen.set(screen_scenario(setting, rival))
            finally:
                self.screening.release()


def use_following(setting: Setting) -> LiveState:
    """Play a setting whenever it changes; of changes that arrive meanwhile only the last is played."""
    first = solara.use_memo(lambda: build_model(setting, LONG), [])
    model: solara.Reactive[HedgingModel] = solara.use_reactive(first)
    answer: solara.Reactive[Answer | None] = solara.use_reactive(None)
    shown: solara.Reactive[PlayedSetting | None] = solara.use_reactive(None)
    screen: solara.Reactive[Screen | None] = solara.use_reactive(None)
    fault: solara.Reactive[str] = solara.use_reactive("")
    follower: Follower = solara.use_memo(
        lambda: Follower(LiveState(answer, shown, screen, model, fault), setting, setting), []
    )
    follower.latest = setting
    solara.lab.use_task(lambda: follower.follow(setting), dependencies=[setting], prefer_threaded=True)
    return follower.state
