"""The panel that answers first: does hedging pay, over what, and how sure is that."""

from collections.abc import Iterable
from html import escape

import solara

from ....model.strategies import MIX
from ...numerals import format_fixed
from ..answer import Answer, Gain
from ..bars import BarGroup, BarRow
from ..components import Bars, Heading, Small
from ..live_update import LiveState
from ..setting_ladder import ladder_key
from ..state import Setting
from .runs import COMPILES, has_code

HEADS = ("", "utility", "hedging less it", "", "above 0")
LEAST = 0.0005
"""Least margin of the axis of gains."""


@solara.component
def Sentence(setting: Setting, following: LiveState) -> None:  # noqa: N802
    """Show the verdict, faint while that of another setting is on its way."""
    answer = following.answer.value
    if answer is None:
        solara.Info("Playing all strategies ..." if has_code() else COMPILES, dense=True)
        return
    classes = ["hedgesim-verdict", *([] if answer.key == ladder_key(setting) else ["hedgesim-stale"])]
    solara.HTML(
        tag="p", unsafe_innerHTML=escape(answer.sentences), classes=classes,
        attributes={"role": "status", "aria-live": "polite"},
    )  # fmt: skip


@solara.component
def Gains(setting: Setting, following: LiveState) -> None:  # noqa: N802
    """Show what hedging gains over every strategy and over the best of each kind, with its doubt."""
    answer = following.answer.value
    Heading("What hedging gains, rung by rung")
    if answer is None or not answer.rival:
        return
    with solara.Div(classes=[] if answer.key == ladder_key(setting) else ["hedgesim-stale"]):
        Bars(HEADS, group_gains(answer), 4, LEAST)
    Small(describe_gains(answer))


def describe_gains(answer: Answer) -> str:
    """Describe how to read the table."""
    mix = (
        " The best fixed mix was searched before and is not among the others."
        if MIX in answer.utility
        else ""
    )
    if not answer.found.draws:
        return f"Mean utility of hedging less that of each other strategy. Line: 95% interval over runs.{mix}"
    return (
        "Mean utility of hedging less that of each other strategy, and of the best of a kind, chosen on the"
        f" other half of the runs.{mix} Bar: 5 to 95% of draws, dark where it leaves out 0; line: the mean"
        " and its 95% interval."
    )


def group_gains(answer: Answer) -> list[BarGroup]:
    """Group the rows: rungs of the premium that need no search, then all strategies, the best first."""
    return [
        BarGroup("Hedging less the best", [build_row(gain) for gain in answer.list_rungs()]),
        BarGroup("Every strategy, the best first", build_rows(answer.list_strategies()), ends=False),
    ]


def build_rows(gains: Iterable[Gain]) -> list[BarRow]:
    """Build rows of which the first, the best strategy, stands out."""
    return [build_row(gain)._replace(strong=place == 0) for place, gain in enumerate(gains)]


def build_row(gain: Gain) -> BarRow:
    """Build a row; that of hedging itself has no bar."""
    utility = "" if gain.utility is None else format_fixed(gain.utility, 3)
    return BarRow([gain.name, utility], gain.estimate or None)
