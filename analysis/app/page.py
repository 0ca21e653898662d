"""Define the page of ``hedgesim app``: a Solara page on Mesa's components, with the answer first."""

import os
from collections.abc import Callable
from pathlib import Path

import solara

from ...model.errors import InputError
from .components import Messages
from .live_update import use_following
from .panels.answer import Gains, Sentence
from .panels.comparison import Compare
from .panels.inputs import Controls
from .panels.keep import Keep
from .panels.ladder import Premiums
from .panels.runs import ManyRuns, SingleRun
from .server import SCENARIO
from .state import Setting


@solara.component
def Page() -> None:  # noqa: N802
    """Show the whole page."""
    setting = solara.use_reactive(solara.use_memo(lambda: Setting.load(os.environ[SCENARIO]), []))
    fault: solara.Reactive[str] = solara.use_reactive("")
    following = use_following(setting.value)

    def change(make: Callable[[Setting], Setting]) -> None:
        """Replace the setting by one made from it, or show why the new one is not valid."""
        try:
            setting.set(make(setting.value))
            fault.set("")
        except InputError as error:
            fault.set(str(error))

    solara.Style(Path(__file__).with_name("page.css"))
    solara.Title(f"{setting.value.base.title} - hedgesim")
    with solara.AppBarTitle():
        solara.Text(f"hedgesim: {setting.value.base.title}")
    with solara.Div(classes=["hedgesim-page"]):
        Controls(setting.value, following, change)
        with solara.Column(gap="14px"):
            Messages([fault.value, following.fault.value], setting.value.scenario.notices)
            Sentence(setting.value, following)
            with solara.Div(classes=["hedgesim-pictures"]):
                with solara.Div():
                    Gains(setting.value, following)
                with solara.Div():
                    ManyRuns(setting.value, following)
            Compare(setting, following)
            SingleRun(setting.value, following)
            Premiums(setting.value)
            Keep(setting.value)
