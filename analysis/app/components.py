"""Define small components of the page: pictures in two layers, keys, tables, inputs and texts to copy."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import solara
from mesa.visualization import Slider
from mesa.visualization.solara_viz import UserInputs
from solara.alias import rv as v

from ...model.scenario.scenario import Scenario
from ..controls import Control
from ..plots.parts import style
from ..tables.sheet import Sheet
from .bars import BarGroup, format_bars
from .pictures.axes import choose_looks, name_actors
from .pictures.canvas import Picture, data_url, svg_dashes
from .sentences import format_value
from .state import Setting


@solara.component_vue("copy.vue")
def CopyText(text: str = "") -> None:  # noqa: N802 - components are named like classes
    """Show a text with a button that copies it."""


@solara.component
def Layers(picture: Picture, alt: str) -> None:  # noqa: N802
    """Show a picture: its moving layer over its still one."""
    with solara.Div(classes=["hedgesim-picture"]):
        solara.HTML(tag="img", attributes={"src": data_url(picture.still), "alt": alt})
        solara.HTML(tag="img", attributes={"src": data_url(picture.moving), "alt": "", "class": "over"})


@solara.component
def Key(scenario: Scenario) -> None:  # noqa: N802
    """Show the key of the actors' colours and line styles."""
    names, looks = [], choose_looks(scenario)
    for actor, label in name_actors(scenario).items():
        colour = style.actor_colour(actor, looks)
        dash = svg_dashes(style.actor_line(actor, looks))
        line = (
            f'<svg width="34" height="8" viewBox="0 0 900 212"><line x1="0" x2="900" y1="106" y2="106"'
            f' stroke="{colour}" stroke-width="60" stroke-dasharray="{dash}"/></svg>'
        )
        names.append(f"<span>{line}{escape(label)}</span>")
    solara.HTML(tag="div", unsafe_innerHTML="".join(names), classes=["hedgesim-key"])


@solara.component
def Small(text: str) -> None:  # noqa: N802
    """Show a note in small print."""
    solara.HTML(tag="p", unsafe_innerHTML=escape(text), classes=["hedgesim-small"])


@solara.component
def Messages(faults: Sequence[str], notices: Sequence[str]) -> None:  # noqa: N802
    """Show errors and the scenario's notices; always one component: those after it keep their places."""
    with solara.Column(gap="4px"):
        for fault in dict.fromkeys(filter(None, faults)):
            solara.Error(fault)
        for notice in notices:
            solara.Info(notice, dense=True)


@solara.component
def Heading(text: str) -> None:  # noqa: N802
    """Show the heading of a part of the page."""
    solara.HTML(tag="h3", unsafe_innerHTML=escape(text), classes=["hedgesim-heading"])


@solara.component
def Table(sheet: Sheet) -> None:  # noqa: N802
    """Show a table."""
    head = "".join(f"<th>{escape(text)}</th>" for text in sheet.heads)
    body = "".join(
        f"<tr>{''.join(table_cell(text, (at, k) in sheet.bold) for k, text in enumerate(row))}</tr>"
        for at, row in enumerate(sheet.rows)
    )
    table = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    solara.HTML(tag="table", unsafe_innerHTML=table, classes=["hedgesim-table"])


def table_cell(text: str, bold: bool) -> str:
    """Format a cell of a table as HTML."""
    return f"<td>{f'<b>{escape(text)}</b>' if bold else escape(text)}</td>"


@solara.component
def Bars(heads: Sequence[str], groups: Sequence[BarGroup], digits: int, least: float) -> None:  # noqa: N802
    """Show differences with their doubt as bars on a common axis; see :func:`.bars.format_bars`."""
    table = format_bars(heads, groups, digits, least)
    solara.HTML(tag="table", unsafe_innerHTML=table, classes=["hedgesim-bars"])


@solara.component
def Fold(heading: str, show: Callable[[], None]) -> None:  # noqa: N802
    """Show a heading that opens and closes; ``show`` makes what is below it when it is first opened."""
    opened, filled = solara.use_reactive(False), solara.use_ref(False)
    filled.current = filled.current or opened.value
    with (
        v.ExpansionPanels(v_model=0 if opened.value else None, on_v_model=lambda at: opened.set(at == 0)),
        v.ExpansionPanel(),
    ):
        v.ExpansionPanelHeader(children=[heading])
        with v.ExpansionPanelContent():
            if filled.current:
                show()


@solara.component
def Help(name: str, text: str) -> None:  # noqa: N802
    """Show a button that explains an input when it is pointed at, tapped or reached by the keyboard."""
    button = v.Btn(
        v_on="tooltip.on", icon=True, x_small=True, children=["?"], class_="hedgesim-help",
        attributes={"aria-label": f"What is this: {name}"},
    )  # fmt: skip
    v.Tooltip(
        bottom=True, max_width=340, color="#222", children=[text],
        v_slots=[{"name": "activator", "variable": "tooltip", "children": button}],
    )  # fmt: skip


@solara.component
def Inputs(  # noqa: N802
    controls: Sequence[Control], setting: Setting, on_move: Callable[[str, float], None]
) -> None:
    """Show inputs for some controls, each with its value, its help, its note and a mark at the file's value.

    ``on_move`` is called with a path and its new value.
    """
    for c in controls:
        with solara.Div(classes=["hedgesim-input"], style=f"--at: {place_mark(c):.4f}").key(c.path):
            Help(c.label, c.about)
            if c.switch:
                solara.Switch(
                    label=c.label, value=setting.value(c.path) > 0.5,
                    on_value=lambda on, path=c.path: on_move(path, float(on)),
                )  # fmt: skip
            else:
                MesaInput(c, setting, on_move)
        if c.note:
            Small(c.note)


@solara.component
def MesaInput(c: Control, setting: Setting, on_move: Callable[[str, float], None]) -> None:  # noqa: N802
    """Show Mesa's input of a control: a select for a ladder, otherwise a slider."""

    def move(path: str, value: Any) -> None:  # noqa: ANN401 - a number or the name of a rung
        on_move(path, float(c.levels.index(value)) if c.levels else round(float(value), 6))

    value = setting.value(c.path)
    label = c.label if value == c.value else f"{c.label}, file {format_value(c.path, c.value)}"
    if c.levels:
        options = {"type": "Select", "label": label, "value": c.levels[int(value)], "values": list(c.levels)}
        UserInputs({c.path: options}, on_change=move)
    else:
        named = f"{c.label}: {format_value(c.path, value)}" + label.removeprefix(c.label)
        UserInputs({c.path: Slider(named, value, c.low, c.high, c.step, float)}, on_change=move)


def place_mark(c: Control) -> float:
    """Return where the scenario's value lies on a slider, as a part of its width; -1 where there is none."""
    return -1.0 if c.levels or c.switch else (c.value - c.low) / (c.high - c.low)
