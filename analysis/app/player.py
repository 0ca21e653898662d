"""Play a setting: all strategies for the answer, many runs for the fan; and screen what decides."""

from dataclasses import dataclass

from ..explore.screen import Influence, screen_movers
from .answer import Answer, compute_answer
from .ensemble import EnsembleResult, Floats, play_ensemble, play_paths
from .pictures.canvas import Picture
from .pictures.fan import FanPicture, fan_key
from .setting_ladder import ladder_key
from .state import Setting


@dataclass(frozen=True)
class PlayedSetting:
    """The result of playing a setting.

    Attributes
    ----------
    setting : Setting
        The setting.
    answer : Answer
        All strategies compared.
    many : EnsembleResult
        Many runs with its strategy.
    paths : array, shape (runs, quarters, indices)
        The hedger's indices over time in the first of these runs.
    picture : Picture
        The fan of the runs.
    """

    setting: Setting
    answer: Answer
    many: EnsembleResult
    paths: Floats
    picture: Picture


class Player:
    """A player of settings that reuses the answer and the fan's still layer as long as they fit."""

    def __init__(self) -> None:
        self.key: object = None
        self.fan: FanPicture | None = None
        self.answer: Answer | None = None

    def find_answer(self, setting: Setting) -> Answer:
        """Compare all strategies; another strategy in the pictures changes nothing."""
        if self.answer is None or self.answer.key != ladder_key(setting):
            self.answer = compute_answer(setting)
        return self.answer

    def play_setting(self, setting: Setting) -> PlayedSetting:
        """Play the ensemble of a setting and draw its fan."""
        many, key = play_ensemble(setting), fan_key(setting.scenario)
        if self.fan is None or key != self.key:
            self.fan, self.key = FanPicture(setting.scenario), key
        answer = self.find_answer(setting)
        return PlayedSetting(setting, answer, many, play_paths(setting), self.fan.layer(many))


@dataclass(frozen=True)
class Screen:
    """The inputs that move the premium most, for a scenario's own values."""

    source: str
    rival: str
    found: tuple[Influence, ...]


def screen_scenario(setting: Setting, rival: str) -> Screen:
    """Find what moves the premium most in a scenario as its file has it."""
    asis = setting.replace_fields(moved=())
    found = screen_movers(asis.base, rival, asis.seed, asis.draws)
    return Screen(setting.source, rival, tuple(found))
