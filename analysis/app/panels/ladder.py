"""The panel of the ladder of premiums, computed on demand."""

from html import escape

import solara
import solara.lab

from ....model.errors import HedgesimError
from ..components import Heading, Messages, Small, Table
from ..setting_ladder import (
    LadderKey,
    SettingLadder,
    climb_setting,
    describe_size,
    describe_stale,
    ladder_key,
)
from ..state import Setting

CLIMB = (
    "The best lean on one patron, the best fixed mix of effort, hedge, and the mix that knew what was to"
    " come: searched anew for these inputs. The strategy chosen on this page has no part in it."
)


@solara.component
def Premiums(setting: Setting) -> None:  # noqa: N802
    """Show the ladder of premiums of a setting, computed on demand and kept until another is."""
    climbed: solara.Reactive[SettingLadder | None] = solara.use_reactive(None)
    size: solara.Reactive[str] = solara.use_reactive("")
    fault: solara.Reactive[tuple[LadderKey, str] | None] = solara.use_reactive(None)
    key = ladder_key(setting)

    def climb(setting: Setting) -> None:
        try:
            size.set(describe_size(setting))
            climbed.set(climb_setting(setting))
            fault.set(None)
        except HedgesimError as error:
            fault.set((ladder_key(setting), str(error)))

    task = solara.lab.use_task(climb, dependencies=None, prefer_threaded=True)
    Heading("Does hedging pay here?")
    Small(CLIMB)
    solara.Button(
        "Compute the ladder", outlined=True, color="primary", disabled=task.pending,
        on_click=lambda: task(setting), style={"align-self": "flex-start"},
    )  # fmt: skip
    if task.pending:
        solara.Info(f"Computing ... {size.value}", dense=True)
    Messages([fault.value[1]] if fault.value and fault.value[0] == key else [], [])
    if climbed.value is not None:
        Climbed(climbed.value, stale=ladder_key(climbed.value.setting) != key)


@solara.component
def Climbed(shown: SettingLadder, stale: bool) -> None:  # noqa: N802
    """Show a ladder of premiums: verdict, rungs and figure."""
    if stale:
        solara.Warning(describe_stale(shown.setting), dense=True)
    with solara.Column(gap="14px", classes=["hedgesim-stale"] if stale else []):
        solara.HTML(tag="p", unsafe_innerHTML=escape(shown.verdict), classes=["hedgesim-verdict"])
        with solara.Div(classes=["hedgesim-pictures"]):
            for sheet in shown.list_sheets():
                with solara.Div():
                    Heading(sheet.title)
                    Table(sheet)
                    Small(" ".join(sheet.notes))
        with solara.Div(classes=["hedgesim-scroll"]):
            title, caption, image = shown.figure
            solara.HTML(tag="img", attributes={"src": image, "alt": title})
        Small(caption)
