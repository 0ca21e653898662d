"""Update the page after a change of setting, in the background: first the fan, then the single run."""

import threading
from dataclasses import dataclass

import solara
import solara.lab

from ...model.engines.mesa_model import HedgingModel
from ...model.errors import HedgesimError
from .canvas import Picture
from .ensemble import EnsembleResult, play_ensemble
from .fan_picture import FanPicture, fan_key
from .single_run import build_model
from .state import Setting


@dataclass(frozen=True)
class PlayedSetting:
    """The result of playing an ensemble, with its setting and its picture."""

    setting: Setting
    many: EnsembleResult
    picture: Picture


class Fans:
    """A player of settings that reuses the fan's still layer as long as it fits."""

    def __init__(self) -> None:
        self.key: object = None
        self.fan: FanPicture | None = None

    def play_setting(self, setting: Setting) -> PlayedSetting:
        """Play the ensemble of a setting and draw its fan."""
        many, key = play_ensemble(setting), fan_key(setting.scenario)
        if self.fan is None or key != self.key:
            self.fan, self.key = FanPicture(setting.scenario), key
        return PlayedSetting(setting, many, self.fan.layer(many))


@dataclass(frozen=True)
class LiveState:
    """The reactive values that follow the setting; the same objects as long as the page is open."""

    shown: solara.Reactive[PlayedSetting | None]
    model: solara.Reactive[HedgingModel]
    fault: solara.Reactive[str]

    def play_run(self, setting: Setting, quarter: int) -> None:
        """Play the single run up to a quarter, or set the fault if it fails on the way."""
        try:
            self.model.set(build_model(setting, quarter))
        except HedgesimError as error:
            self.fault.set(str(error))


def use_following(setting: Setting) -> LiveState:
    """Play a setting whenever it changes; of changes that arrive meanwhile only the last is played."""
    first = solara.use_memo(lambda: build_model(setting, 0), [])
    model: solara.Reactive[HedgingModel] = solara.use_reactive(first)
    shown: solara.Reactive[PlayedSetting | None] = solara.use_reactive(None)
    fault: solara.Reactive[str] = solara.use_reactive("")
    turn = solara.use_memo(threading.Lock, [])
    fans = solara.use_memo(Fans, [])
    latest, run_of = solara.use_ref(setting), solara.use_ref(setting)
    latest.current = setting

    def bring_run() -> None:
        if run_of.current is not setting:
            same = run_of.current.source == setting.source
            model.set(build_model(setting, model.value.quarter if same else 0))
            run_of.current = setting

    def follow() -> None:
        try:
            fault.set("")
            if shown.value is None:
                bring_run()  # it does not wait for the engine to be compiled
            # one at a time; after waiting, skip a setting that is no longer the latest
            with turn:
                if latest.current is setting:
                    shown.set(fans.play_setting(setting))
                    bring_run()
        except HedgesimError as error:
            fault.set(str(error))

    solara.lab.use_task(follow, dependencies=[setting], prefer_threaded=True)
    following: LiveState = solara.use_memo(lambda: LiveState(shown, model, fault), [])
    return following
