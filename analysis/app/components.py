"""Define small components of the page: pictures in two layers, keys, tables, inputs and texts to copy."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import solara
from mesa.visualization import Slider
from mesa.visualization.solara_viz import UserInputs

from ...model.scenario.scenario import Scenario
from ..labels import capitalise_name
from ..plots.parts import style
from ..tables.sheet import Sheet
from .canvas import Picture, data_url, svg_dashes
from .controls import Control
from .picture_axes import choose_looks, name_actors
from .sentences import Row, format_value
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
def Heading(text: str) -> None:  # noqa: N802
    """Show the heading of a part of the page."""
    solara.HTML(tag="h3", unsafe_innerHTML=escape(text), classes=["hedgesim-heading"])


@solara.component
def Differences(rows: Sequence[Row]) -> None:  # noqa: N802
    """Show the means of two settings and their differences as a table."""
    cells = [
        [
            capitalise_name(r.measure),
            f"{r.held:.3f}",
            f"{r.now:.3f}",
            f"{r.difference:+.4f}",
            f"{r.low:+.4f} to {r.high:+.4f}",
        ]
        for r in rows
    ]
    Table(Sheet("", ["", "held", "now", "difference", "95% interval"], cells))


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
def Inputs(  # noqa: N802
    controls: Sequence[Control], setting: Setting, on_move: Callable[[str, float], None]
) -> None:
    """Show Mesa's inputs for some controls, each with its value and its note.

    ``on_move`` is called with a path and its new value.
    """

    def moved(path: str, value: Any) -> None:  # noqa: ANN401 - a number or the name of a rung
        rungs = next(c.levels for c in controls if c.path == path)
        on_move(path, float(rungs.index(value)) if rungs else round(float(value), 6))

    for c in controls:
        UserInputs({c.path: to_mesa_input(c, setting.value(c.path))}, on_change=moved)
        if c.note:
            Small(c.note)


def to_mesa_input(c: Control, value: float) -> object:
    """Convert a control to Mesa's input: a select for a ladder, otherwise a slider."""
    if c.levels:
        return {"type": "Select", "label": c.label, "value": c.levels[int(value)], "values": list(c.levels)}
    return Slider(f"{c.label}: {format_value(c.path, value)}", value, c.low, c.high, c.step, float)
