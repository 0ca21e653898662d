"""The panels of runs: a single one step by step, and the fan of many."""

from typing import Any

import solara
from mesa.visualization.solara_viz import ModelController
from mesa.visualization.utils import update_counter

from ....model.engines.compiled import code_cache as cached
from ....model.engines.mesa_model import HedgingModel
from ..components import Heading, Key, Layers, Small
from ..live_update import LONG, LiveState
from ..pictures.fan import fan_key
from ..pictures.run import ActorsPicture, TiesPicture, has_moods
from ..pictures.shares import build_shares_picture, describe_shares_picture, shares_key
from ..player import PlayedSetting
from ..sentences import summarise_runs
from ..single_run import copy_course, describe_position, model_arguments
from ..state import RUNS, Setting

PAUSE = 120
"""Milliseconds between two quarters that are played."""
FAN = "Line: median of the runs; dark band: middle 50%; light band: middle 90%."
TIES_NOTE = (
    "Below, of each patron: the line is how far the hedger drifts to its rivals, 1 being its red line"
    " (dotted; 2 and more is at the top); the area is its coercion, 0 to 1."
)
MOODS_NOTE = " The bar at the top: when it was cold; the thin grey line: the hedger's belief in that, 0 to 1."
COMPILES = "The engine is compiled, once for so many patrons: some ten seconds. All else works meanwhile."


@solara.component
def SingleRun(setting: Setting, following: LiveState) -> None:  # noqa: N802
    """Show pictures of the single run up to its present quarter."""
    with solara.Div(classes=["hedgesim-pictures"]):
        with solara.Div():
            Heading("One run, step by step")
            Key(setting.base)
            Drive(setting, following)
            RunOf(following.model, "actors")
        with solara.Div():
            Heading("Who holds influence over the hedger")
            RunOf(following.model, "shares")
        with solara.Div():
            Heading("Trade, arms, and coercion at red lines")
            RunOf(following.model, "ties")


@solara.component
def ManyRuns(setting: Setting, following: LiveState) -> None:  # noqa: N802
    """Show the fan of many runs."""
    Heading(f"{RUNS:,} runs with other shocks" + ("" if setting.point else " and draws"))
    Key(setting.base)
    NowFan(following)


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
        Small(TIES_NOTE + (MOODS_NOTE if has_moods(spec) else ""))


@solara.component
def NowFan(following: LiveState) -> None:  # noqa: N802
    """Show the fan of the present setting, or a message while there is none.

    The only component that is drawn again when the fan changes.
    """
    shown = following.shown.value
    if shown is not None:
        Fan(shown)
    elif not following.fault.value:
        solara.Info("Playing ...", dense=True)


def has_code() -> bool:
    """Return whether this machine has compiled the engine before."""
    return cached.holds_code(cached.cache_folder())


@solara.component
def Fan(shown: PlayedSetting) -> None:  # noqa: N802
    """Show the fan of many runs with a summary of their results."""
    Small(summarise_runs(shown.many, shown.setting.base.labels))
    Layers(shown.picture, f"Fan of {RUNS:,} runs: {FAN}")
    Small(f"{FAN} Indices from 0 to 1.")
