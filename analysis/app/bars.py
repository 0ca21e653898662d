"""Write differences with their doubt as rows of an HTML table: name, bar on a common axis, number, share.

A table of text, unlike a picture, keeps its type size on a phone, and is read aloud.
"""

from collections.abc import Mapping, Sequence
from html import escape
from math import isnan
from typing import Any, NamedTuple

from matplotlib.ticker import MaxNLocator

from ..numerals import format_fixed
from ..plots.parts import style
from ..plots.parts.dot_rows import DARK, FAINT, Dot, axis_limits, build_dot
from ..tables.parts.estimates import format_share, has_draws

TICKS = MaxNLocator(nbins=4, steps=[1, 2, 5, 10])
"""Chooses few round numbers for the ticks of an axis."""
THICK, THIN = 9.0, 1.5
"""Heights in pixels of the bar between draws and of the mean's interval."""


class BarRow(NamedTuple):
    """A row: cells before the bar, the estimate, and whether the row stands out."""

    cells: Sequence[str]
    estimate: Mapping[str, Any] | None
    strong: bool = False


class BarGroup(NamedTuple):
    """Rows under a heading of their own; with ``ends`` those of what the bars show stand in figures too."""

    heading: str
    rows: Sequence[BarRow]
    ends: bool = True


class Scale(NamedTuple):
    """An axis from ``low`` to ``high``."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Return where a value lies, in percent of the axis' width."""
        return 100.0 * (value - self.low) / (self.high - self.low)

    def list_ticks(self) -> list[float]:
        """Return the round numbers that lie on the axis."""
        return [float(t) for t in TICKS.tick_values(self.low, self.high) if self.low <= t <= self.high]


def format_bars(heads: Sequence[str], groups: Sequence[BarGroup], digits: int, least: float) -> str:
    """Format groups of rows as the inside of an HTML table.

    Parameters
    ----------
    heads : sequence of str
        Heads of all columns: those before the bar, the bar, the number and, where runs carry draws, the share
        of draws above 0.
    groups : sequence of BarGroup
        The rows.
    digits : int
        Decimals of the numbers.
    least : float
        Least margin of the axis beyond what it shows, in the unit of the differences.
    """
    estimates = [row.estimate for group in groups for row in group.rows if row.estimate is not None]
    scale = Scale(*axis_limits((build_dot(e) for e in estimates), least))
    shares = has_draws(estimates)
    heads = heads if shares else heads[:-1]
    body = "".join(format_group(group, scale, digits, len(heads)) for group in groups)
    before = len(heads) - (3 if shares else 2)
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    foot = f'<td colspan="{before}"></td><td>{format_axis(scale)}</td>' + "<td></td>" * (2 if shares else 1)
    kinds = ["name", *["figure"] * (before - 1), "bar", "number", *["share"] * shares]
    columns = "".join(f'<col class="{kind}">' for kind in kinds)
    return f"<colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>{body}<tfoot><tr>{foot}</tr></tfoot>"


def format_group(group: BarGroup, scale: Scale, digits: int, columns: int) -> str:
    """Format a heading with its rows as a body of the table."""
    heading = f'<tr><th colspan="{columns}" scope="rowgroup">{escape(group.heading)}</th></tr>'
    rows = "".join(format_row(row, scale, digits, columns, ends=group.ends) for row in group.rows)
    return f"<tbody>{heading if group.heading else ''}{rows}</tbody>"


def format_row(row: BarRow, scale: Scale, digits: int, columns: int, *, ends: bool) -> str:
    """Format a row; one without an estimate, the reference itself, has an empty bar."""
    first, *others = row.cells
    cells = f'<th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(text)}</td>" for text in others)
    kind = ' class="strong"' if row.strong else ""
    if row.estimate is None:
        rest = "<td></td>" * (columns - len(row.cells) - 1)
        return f"<tr{kind}>{cells}<td>{format_bar(None, scale)}</td>{rest}</tr>"
    number = format_fixed(row.estimate["mean"], digits, sign=True)
    number += f"<span>{format_ends(row.estimate, digits)}</span>" if ends else ""
    cells += f"<td>{format_bar(build_dot(row.estimate), scale)}</td><td>{number}</td>"
    cells += f"<td>{format_share(row.estimate)}</td>" if columns > len(row.cells) + 2 else ""
    return f"<tr{kind}>{cells}</tr>"


def format_ends(estimate: Mapping[str, Any], digits: int) -> str:
    """Format the ends of what is not known, or without draws of the mean's interval; empty without either."""
    names = ("draws_low", "draws_high") if has_draws([estimate]) else ("low", "high")
    if isnan(estimate[names[0]]):
        return ""
    ends = (format_fixed(estimate[name], digits, sign=True).strip() for name in names)
    return " to ".join(shorten_number(end) for end in ends)


def format_bar(dot: Dot | None, scale: Scale) -> str:
    """Format the bar of a row as boxes placed in percent of its width."""
    marks = [f'<i style="left:{scale.place(t):.2f}%" class="grid"></i>' for t in scale.list_ticks()]
    marks.append(f'<i style="left:{scale.place(0.0):.2f}%" class="zero"></i>')
    if dot is not None and dot.has_draws:
        shade = style.lighten(style.BLUE, DARK if dot.sure else FAINT)
        marks.append(format_span(scale, (dot.draws_low, dot.draws_high), THICK, shade))
    if dot is not None and not isnan(dot.low):
        marks.append(format_span(scale, (dot.low, dot.high), THIN, style.BLACK))
    if dot is not None:
        marks.append(f'<i style="left:{scale.place(dot.mean):.2f}%" class="mean"></i>')
    return f'<div class="hedgesim-bar" aria-hidden="true">{"".join(marks)}</div>'


def format_span(scale: Scale, ends: tuple[float, float], height: float, colour: str) -> str:
    """Format a horizontal span of a bar."""
    left, right = (scale.place(end) for end in ends)
    place = f"left:{left:.2f}%;width:{right - left:.2f}%;height:{height:g}px;margin-top:-{height / 2:g}px"
    return f'<i class="span" style="{place};background:{colour}"></i>'


def format_axis(scale: Scale) -> str:
    """Format the labels of the axis, each centred on its tick."""
    labels = (f'<b style="left:{scale.place(t):.2f}%">{format_tick(t)}</b>' for t in scale.list_ticks())
    return f'<div class="hedgesim-axis" aria-hidden="true">{"".join(labels)}</div>'


def format_tick(value: float) -> str:
    """Format the number of a tick with its sign: ``+.02``."""
    return "0" if value == 0.0 else shorten_number(f"{value:+g}")


def shorten_number(text: str) -> str:
    """Leave out the zero before a decimal point, and write a minus of full width."""
    return text.replace("0.", ".", 1).replace("-", "\N{MINUS SIGN}")
