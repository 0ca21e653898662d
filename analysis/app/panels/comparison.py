"""The panel that compares the setting now with one held: at first the scenario as it was opened."""

from functools import partial

import solara

from ...numerals import format_fixed
from ..bars import BarGroup, BarRow
from ..comparison import HEDGING, Row, compare_settings, describe_caution
from ..components import Bars, Fold, Heading, Layers, Small
from ..live_update import LiveState
from ..pictures.difference import DifferencePicture, choose_ends
from ..pictures.fan import fan_key
from ..player import PlayedSetting
from ..sentences import describe_setting
from ..state import Setting
from .runs import Fan

HEADS = ("", "held", "now", "difference", "", "above 0")
LEAST = 0.0002
"""Least margin of the axis of differences: small changes are seen."""


@solara.component
def Compare(setting: solara.Reactive[Setting], following: LiveState) -> None:  # noqa: N802
    """Show what differs from the setting held, by default the first one of the scenario."""
    choice: solara.Reactive[PlayedSetting | None] = solara.use_reactive(None)
    first: solara.Ref[PlayedSetting | None] = solara.use_ref(None)
    now = following.shown.value
    Heading("What your changes do")
    if now is None:
        return
    if first.current is None or first.current.setting.source != now.setting.source:
        first.current = now
    kept = choice.value or first.current
    if kept.setting == now.setting:
        Small("Move an input or choose another strategy: what differs from this setting shows here.")
        return
    Small(f"Held: {describe_setting(kept.setting)}. Now: {describe_setting(now.setting)}.")
    with solara.Row(gap="12px", style={"flex-wrap": "wrap"}):
        solara.Button(
            "Hold the one now instead", outlined=True, color="primary", on_click=lambda: choice.set(now)
        )
        solara.Button("Go back to the one held", text=True, on_click=lambda: setting.set(kept.setting))
    with solara.Div(classes=["hedgesim-pictures"]):
        with solara.Div():
            Bars(HEADS, [BarGroup("", [build_row(row) for row in compare_settings(kept, now)])], 4, LEAST)
            Small(describe_rows(kept, now))
        with solara.Div():
            Differences(kept, now)
    Fold("The runs of both", partial(BothRuns, kept, now))


@solara.component
def BothRuns(kept: PlayedSetting, now: PlayedSetting) -> None:  # noqa: N802
    """Show the fans of both settings side by side."""
    with solara.Div(classes=["hedgesim-pictures"]):
        for name, each in (("Held", kept), ("Now", now)):
            with solara.Div():
                Heading(name)
                Fan(each)


@solara.component
def Differences(kept: PlayedSetting, now: PlayedSetting) -> None:  # noqa: N802
    """Show differences over time, on an axis that small ones fill; none of settings with other quarters."""
    if kept.paths.shape != now.paths.shape:
        return
    differences = now.paths - kept.paths
    scenario, ends = now.setting.scenario, choose_ends(differences)
    picture = solara.use_memo(lambda: DifferencePicture(scenario, ends), [fan_key(scenario), ends])
    Layers(picture.layer(differences), "Now less held over time")
    Small(
        f"Now less held in each of {len(differences)} runs that meet the same shocks: median, middle 50% and"
        " 90%. Each axis is as long as its changes; indices run from 0 to 1."
    )


def build_row(row: Row) -> BarRow:
    """Build a row of the table of differences."""
    digits = 4 if row.measure == HEDGING else 3
    return BarRow(
        [row.measure, *(format_fixed(value, digits) for value in (row.reference, row.now))], row.estimate
    )


def describe_rows(kept: PlayedSetting, now: PlayedSetting) -> str:
    """Describe the rows, and what makes the settings hard to compare."""
    return (
        f"Means over all quarters of {len(now.many.sound):,} runs; hedging's gain is that over the best other"
        f" strategy, of {len(now.answer.utility)} runs. Now less held, paired by run."
        f" {describe_caution(kept.setting, now.setting)}"
    ).strip()
