"""The panel of inputs: scenario, strategy, sliders, switches, shocks and files."""

from collections.abc import Callable
from functools import partial

import solara

from ....model.scenario.files import builtin_scenarios
from ...controls import MOVERS_HEADING, main_controls, moving_controls, other_groups
from ...labels import capitalise_name, strategy_label
from ..components import Fold, Inputs, Small
from ..live_update import LiveState
from ..sentences import describe_carried
from ..state import Setting, playable_strategies

Change = Callable[[Callable[[Setting], Setting]], None]
"""A callback that takes a function from the present setting to another."""


@solara.component
def Controls(setting: Setting, following: LiveState, change: Change) -> None:  # noqa: N802
    """Show the panel; on a narrow screen it is a sheet that a button at the bottom opens."""
    opened = solara.use_reactive(False)
    classes = ["hedgesim-controls", *(["opened"] if opened.value else [])]
    with solara.Div(classes=classes, attributes={"role": "region", "aria-label": "Inputs"}):
        solara.Button(
            "Close", text=True, small=True, classes=["hedgesim-close"], on_click=lambda: opened.set(False)
        )
        Choices(setting, change)
        Movable(setting, following, change)
        Fold("Runs, shocks and files", lambda: ShocksAndFiles(setting, change))
        if setting.moved:
            solara.Button(
                "Back to the file's values",
                text=True,
                on_click=lambda: change(lambda s: s.replace_fields(moved=())),
            )
    solara.Button(
        "Change inputs", color="primary", classes=["hedgesim-open"], on_click=lambda: opened.set(True),
        attributes={"aria-expanded": str(opened.value).lower()},
    )  # fmt: skip


@solara.component
def Choices(setting: Setting, change: Change) -> None:  # noqa: N802
    """Show the choice of a scenario and of a strategy."""
    names = builtin_scenarios()
    values = names if setting.source in names else [setting.source, *names]
    solara.Select(
        "Scenario", values=values, value=setting.source,
        on_value=lambda source: change(lambda s: s.switch_scenario(source)),
    )  # fmt: skip
    labels = {strategy_label(name, setting.base.labels): name for name in playable_strategies(setting.base)}
    now = next(label for label, name in labels.items() if name == setting.strategy)
    solara.Select(
        "Strategy in the pictures", values=list(labels), value=now,
        on_value=lambda label: change(lambda s: s.replace_strategy(labels[label])),
    )  # fmt: skip


@solara.component
def Movable(setting: Setting, following: LiveState, change: Change) -> None:  # noqa: N802
    """Show the inputs that can be moved: the three main ones, those that decide, and folds with others."""

    def move(path: str, value: float) -> None:
        change(lambda s: s.replace_value(path, value))

    Inputs(main_controls(setting.base), setting, move)
    screen = following.screen.value
    if screen is not None and screen.source == setting.source:
        Small(MOVERS_HEADING)
        Inputs(moving_controls(setting.base, screen.found, screen.rival), setting, move)
    for group in other_groups(setting.base):
        Fold(group.heading, partial(Inputs, group.controls, setting, move))


@solara.component
def ShocksAndFiles(setting: Setting, change: Change) -> None:  # noqa: N802
    """Show what runs carry, and fields for the seed, the run and a scenario file."""
    source = solara.use_reactive("")

    def shocks(name: str, text: str) -> None:
        change(lambda s: s.replace_shocks(name, text))

    solara.Checkbox(
        label="Own numbers only", value=setting.point,
        on_value=lambda chosen: change(lambda s: s.replace_fields(point=chosen)),
    )  # fmt: skip
    Small(describe_carried(setting))
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
