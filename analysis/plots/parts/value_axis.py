"""Choose the vertical range of panels over time: that of the data, or 0 to 1."""

from typing import Literal, get_args

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ....model.errors import InputError
from ....model.parameters.lookup import hint
from . import style

Span = Literal["data", "unit"]
SPANS = get_args(Span)
AIR = 0.04
"""Room above and below the data, as part of their range."""


def check_span(span: str | None) -> Span | None:
    """Check the name of a vertical range.

    Raises
    ------
    InputError
        If it is neither ``data`` nor ``unit``.
    """
    if span is not None and span not in SPANS:
        msg = f"--range {span!r}: known are {', '.join(SPANS)}{hint(span, SPANS)}"
        raise InputError(msg)
    return span  # type: ignore[return-value]


def value_axis(ax: Axes, span: Span | None, *, differences: bool = False, name: str = "--range unit") -> None:
    """Set up the y axis of a panel whose data are drawn: 0 to 1 for ``unit``, else the range of the data.

    Differences have a line at zero, which their axis covers. ``name`` begins a message.

    Raises
    ------
    InputError
        If values lie outside of 0 to 1 where that is asked for.
    """
    low, high = ax.dataLim.intervaly
    if differences:
        low, high = min(low, 0.0), max(high, 0.0)
        ax.axhline(0.0, color=style.GREY, linewidth=0.8, zorder=1, gid="zero")
    if span == "unit":
        if low < 0.0 or high > 1.0:
            msg = f"{name} has values from {low:.3g} to {high:.3g}, outside of 0 to 1: take --range data"
            raise InputError(msg)
        low, high, air = 0.0, 1.0, 0.0
    else:
        air = AIR * (high - low) or 0.01
    ax.set_ylim(low - air, high + air)
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:g}".replace("-", "\N{MINUS SIGN}")))
    ax.grid(axis="y", color=style.PALE, linewidth=0.4)
