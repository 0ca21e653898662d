"""Define the page of ``hedgesim app``: a Solara page on Mesa's components."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import solara
import solara.lab
from mesa.visualization.solara_viz import ModelController
from mesa.visualization.utils import update_counter

from ...model.engines.compiled import code_cache as cached
from ...model.engines.mesa_model import HedgingModel
from ...model.errors import HedgesimError, InputError
from ...model.scenario.files import builtin_scenarios
from ..labels import capitalise_name, strategy_label
from .components import CopyText, Differences, Heading, Inputs, Key, Layers, Small, Table
from .controls import main_controls, other_groups
from .fan_picture import fan_key
from .live_update import LiveState, PlayedSetting, use_following
from .run_pictures import ActorsPicture, TiesPicture
from .sentences import compare_settings, describe_caution, describe_setting, summarise_runs
from .server import SCENARIO
from .setting_ladder import (
    LadderKey,
    SettingLadder,
    climb_setting,
    describe_size,
    describe_stale,
    ladder_key,
)
from .shares_pictures import build_shares_picture, describe_shares_picture, shares_key
from .single_run import copy_course, describe_position, model_arguments
from .state import (
    RUNS,
    Setting,
    batch_command,
    file_name,
    format_toml,
    ladder_command,
    playable_strategies,
    run_command,
)

LONG = 10**9
Change = Callable[[Callable[[Setting], Setting]], None]
"""A callback that takes a function from the present setting to another."""
PAUSE = 120
"""Milliseconds between two quarters that are played."""
CLIMB = (
    "The best lean on one patron, the best fixed mix of effort, hedge, and the mix that knew what was to"
    " come: searched anew for these inputs. The strategy chosen on this page has no part in it."
)
FAN = "Line: median of the runs; dark band: middle 50%; light band: middle 90%."
COMPILES = "The engine is compiled, once for so many patrons: some ten seconds. All else works meanwhile."


@solara.component
def Page() -> None:  # noqa: N802
    """Show the whole page."""
    setting = solara.use_reactive(solara.use_memo(lambda: Setting.load(os.environ[SCENARIO]), []))
    held: solara.Reactive[PlayedSetting | None] = solara.use_reactive(None)
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
        Controls(setting.value, change)
        with solara.Column(gap="14px"):
            Messages([fault.value, following.fault.value], setting.value.scenario.notices)
            Explore(setting.value, following)
            Compare(setting, held, following)
            Premiums(setting.value)
            Keep(setting.value)


@solara.component
def Messages(faults: Sequence[str], notices: Sequence[str]) -> None:  # noqa: N802
    """Show error messages and the scenario's notices.

    Always one component, so that the components after it keep their places.
    """
    with solara.Column(gap="4px"):
        for fault in dict.fromkeys(filter(None, faults)):
            solara.Error(fault)
        for notice in notices:
            solara.Info(notice, dense=True)


@solara.component
def Controls(setting: Setting, change: Change) -> None:  # noqa: N802
    """Show controls of scenario, strategy and the three main inputs, and folds with all others."""

    def move(path: str, value: float) -> None:
        change(lambda s: s.replace_value(path, value))

    with solara.Column(classes=["hedgesim-controls"], gap="6px"):
        names = builtin_scenarios()
        values = names if setting.source in names else [setting.source, *names]
        solara.Select(
            "Scenario", values=values, value=setting.source,
            on_value=lambda source: change(lambda s: s.switch_scenario(source)),
        )  # fmt: skip
        labels = {
            strategy_label(name, setting.base.labels): name for name in playable_strategies(setting.base)
        }
        now = next(label for label, name in labels.items() if name == setting.strategy)
        solara.Select(
            "Strategy", values=list(labels), value=now,
            on_value=lambda label: change(lambda s: s.replace_strategy(labels[label])),
        )  # fmt: skip
        Inputs(main_controls(setting.base), setting, move)
        for group in other_groups(setting.base):
            with solara.Details(group.heading):
                Inputs(group.controls, setting, move)
        with solara.Details("Shocks and files"):
            ShocksAndFiles(setting, change)
        if setting.moved:
            solara.Button(
                "Back to the file's values",
                text=True,
                on_click=lambda: change(lambda s: s.replace_fields(moved=())),
            )


@solara.component
def ShocksAndFiles(setting: Setting, change: Change) -> None:  # noqa: N802
    """Show fields for the seed, the run and a scenario file."""
    source = solara.use_reactive("")

    def shocks(name: str, text: str) -> None:
        change(lambda s: s.replace_shocks(name, text))

    for name in ("seed", "run"):
        solara.InputText(
            f"{capitalise_name(name)} (a whole number)", value=str(getattr(setting, name)),
            on_value=partial(shocks, name), continuous_update=True,
        )  # fmt: skip
    solara.InputText("Scenario file (.toml)", value=source, continuous_update=True)
    solara.Button(
        "Open the file", outlined=True, small=True, color="primary", disabled=not source.value.strip(),
        on_click=lambda: change(lambda s: s.switch_scenario(source.value)),
    )  # fmt: skip


@solara.component
def Explore(setting: Setting, following: LiveState) -> None:  # noqa: N802
    """Show pictures of the single run, and the fan of many runs."""
    Key(setting.base)
    with solara.Div(classes=["hedgesim-pictures"]):
        with solara.Div():
            Heading("One run")
            Drive(setting, following)
            RunOf(following.model, "actors")
        with solara.Div():
            Heading(f"{RUNS:,} runs with other shocks")
            NowFan(following)
        with solara.Div():
            Heading("Who holds influence over the hedger")
            RunOf(following.model, "shares")
        with solara.Div():
            Heading("Trade, arms, and coercion at red lines")
            RunOf(following.model, "ties")


@solara.component
def Drive(setting: Setting, following: LiveState) -> None:  # noqa: N802
    """Show Mesa's controls for the single run, and its present quarter."""
    update_counter.get()
    # Mesa 3.3 takes plain numbers here, and then fails where it asks them for their value
    pause, each, threads = solara.use_reactive(PAUSE), solara.use_reactive(1), solara.use_reactive(False)
    with solara.Row(gap="12px", style={"align-items": "center", "flex-wrap": "wrap"}):
        ModelController(
            following.model, model_parameters=model_arguments(setting), play_interval=pause,
            render_interval=each, use_threads=threads,
        ).key(setting.source)  # fmt: skip
        solara.Button(
            "To the end", text=True, color="primary", on_click=lambda: following.play_run(setting, LONG)
        )
    Small(describe_position(following.model.value))


@solara.component
def RunOf(model: solara.Reactive[HedgingModel], what: str) -> None:  # noqa: N802
    """Show one picture of the single run up to its present quarter.

    ``what`` is ``actors``, ``ties`` or ``shares``.
    """
    update_counter.get()  # reading it subscribes this component to Mesa's steps
    spec, course = model.value.spec, copy_course(model.value)
    picture: Any
    if what == "shares":
        picture = solara.use_memo(lambda: build_shares_picture(spec), [shares_key(spec)])
        alt = "The patrons' shares of influence in the run"
    else:
        kind = ActorsPicture if what == "actors" else TiesPicture
        picture = solara.use_memo(lambda: kind(spec), [fan_key(spec)])
        alt = "The run over time"
    Layers(picture.layer(course), alt)
    if what == "shares":
        Small(describe_shares_picture(spec))
    if what == "ties":
        Small(
            "Below, of each patron: the line is how far the hedger drifts to its rivals, 1 being its red line"
            " (dotted; 2 and more is at the top); the area is its coercion, 0 to 1."
        )


@solara.component
def NowFan(following: LiveState) -> None:  # noqa: N802
    """Show the fan of the present setting, or a message while there is none.

    The only component that is drawn again when the fan changes.
    """
    shown = following.shown.value
    compiled = solara.use_memo(lambda: cached.holds_code(cached.cache_folder()), [])
    if shown is not None:
        Fan(shown)
    elif not following.fault.value:
        solara.Info("Playing ..." if compiled else COMPILES, dense=True)


@solara.component
def Fan(shown: PlayedSetting) -> None:  # noqa: N802
    """Show the fan of many runs with a summary of their results."""
    Small(summarise_runs(shown.many, shown.setting.base.labels))
    Layers(shown.picture, f"Fan of {RUNS:,} runs: {FAN}")
    Small(f"{FAN} Indices from 0 to 1.")


@solara.component
def Compare(  # noqa: N802
    setting: solara.Reactive[Setting], reference: solara.Reactive[PlayedSetting | None], following: LiveState
) -> None:
    """Show a reference setting beside the present one, with the differences of their outcomes."""
    now = following.shown.value
    Heading("Compare two settings")
    if reference.value is None or now is None:
        Small("Hold a setting, then move an input or choose another strategy: both are shown side by side.")
        solara.Button(
            "Hold this setting", outlined=True, color="primary", disabled=now is None,
            on_click=lambda: reference.set(now), style={"align-self": "flex-start"},
        )  # fmt: skip
        return
    kept = reference.value
    with solara.Row(gap="12px", style={"flex-wrap": "wrap"}):
        solara.Button(
            "Hold the one now instead", outlined=True, color="primary", on_click=lambda: reference.set(now)
        )
        solara.Button("Go back to the one held", text=True, on_click=lambda: setting.set(kept.setting))
        solara.Button("Stop comparing", text=True, on_click=lambda: reference.set(None))
    Differences(compare_settings(kept.many, now.many))
    Small(
        f"Means over all quarters of {RUNS:,} runs; now less held, paired by run, which meet the same shocks."
        " The interval says how sure the difference is, given the model."
        f" {describe_caution(kept.setting, now.setting)}"
    )
    with solara.Div(classes=["hedgesim-pictures"]):
        for name, each in (("Held", kept), ("Now", now)):
            with solara.Div():
                Heading(f"{name}: {describe_setting(each.setting)}")
                Fan(each)


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


@solara.component
def Keep(setting: Setting) -> None:  # noqa: N802
    """Show the setting as a scenario file to save and as command lines to copy."""
    Heading("Keep this setting")
    Small(f"{describe_setting(setting)}; seed {setting.seed}, run {setting.run}.")
    solara.FileDownload(
        lambda: format_toml(setting), filename=file_name(setting), label="Save as a scenario file"
    )
    CopyText(text=run_command(setting))
    CopyText(text=batch_command(setting))
    CopyText(text=ladder_command(setting))
