"""Build charts that answer to the pointer: values on hover, a switch of scenario and strategy (Vega-Lite).

A chart is data for a well-known library, which the page carries with it; no script is written here but the
call that draws each chart where it stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ...model.errors import InputError
from ..execution.local import process_executor

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

Spec = dict[str, Any]

LIBRARIES = ("altair", "vl_convert")
HINT = (
    "figures of this report are still: pip install 'hedgesim[report]' makes them answer to the pointer,"
    " with a switch of scenario and strategy"
)
"""What to say where the libraries are missing."""
START = """
for (const place of document.querySelectorAll("[data-chart]"))
  vegaEmbed(place, JSON.parse(place.nextElementSibling.textContent), {actions: false, renderer: "svg"});
"""
"""Draws each chart from the data that follow its place on the page."""
INK, GRID = "currentColor", "#88888855"
SURE, OPEN, LOSS = "#2A8AC4", "#999999", "#D55E00"
"""Colours read on light and on dark ground: where zero is left out, where it is not, and below zero."""
CONFIG: Spec = {
    "background": "transparent",
    "autosize": {"type": "fit-x", "contains": "padding"},
    "font": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    "padding": {"left": 0, "right": 22, "top": 4, "bottom": 4},  # labels at the end of an axis need room
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": INK, "gridColor": GRID, "domainColor": GRID, "tickColor": GRID,
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 190,
        "labelFlush": False,
    },
    "legend": {"labelColor": INK, "titleColor": INK, "titleFontWeight": "normal"},
}  # fmt: skip
MAP = ["#B35806", "#F7F7F7", "#542788"]
"""Colours of a premium below, at and above zero on a map, as in the still one."""
ROW = 23
"""Height of a row of dots in pixels."""
HEIGHT = 300
"""Height of a chart without rows in pixels."""
GAIN = "Gain of hedging [utility, index points]"
TIPS: dict[str, Spec] = {
    "best:N": {"title": "best other"},
    "mean:Q": {"title": "gain", "format": "+.4f"},
    "interval:N": {"title": "95% interval of the mean"},
    "spread:N": {"title": "5 to 95% of draws"},
    "share:Q": {"title": "draws above 0", "format": ".0%"},
}
"""What a row of a difference says on hover, where its data have it."""
QUANTILES = {"p05": "5% of runs below", "p50": "median", "p95": "95% of runs below"}
YEARS = (
    "substring(datum.label, 4) === 'Q1' && toNumber(substring(datum.label, 0, 4)) % 2 === 0"
    " ? substring(datum.label, 0, 4) : ''"
)
"""Labels every second year, at its first quarter."""


def has_chart_libraries() -> bool:
    """Return whether the libraries that draw charts in a browser are installed."""
    return all(find_spec(name) for name in LIBRARIES)


@contextmanager
def skip_checks() -> Iterator[None]:
    """Build charts without a check of each row against the library's schema, a third of a second on a page.

    Tests build them with these checks.
    """
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):
        yield


@cache
def build_script(workers: int) -> str:
    """Return the libraries as one script that needs no network, and the call that draws all charts.

    Parameters
    ----------
    workers : int
        Processes at most, this one included. With more than one, another builds the script: that is a single
        call of a second or more, during which a process hears neither Ctrl-C nor SIGTERM.
    """
    import altair as alt
    from vl_convert import javascript_bundle

    version = ".".join(alt.SCHEMA_VERSION.split(".")[:2])
    if workers < 2:
        script: str = javascript_bundle(START, version)
    else:
        with process_executor(1) as executor:
            script = executor.submit(javascript_bundle, START, version).result()
    if "</script" in script.lower():  # it would end the element that carries it
        msg = "the chart library cannot be put into a page: its text ends a script"
        raise InputError(msg)
    return script


def build_gains_chart(table: "pd.DataFrame") -> Spec:
    """Build the chart of what a strategy gains over each other, in a scenario; both can be switched.

    Parameters
    ----------
    table : DataFrame
        Columns scenario, strategy, rival as labels, and those of an estimate; the first row is shown first.
    """
    switches = Switches(table, {"strategy": "Strategy", "scenario": "Scenario"})
    return draw_differences(switches.table, "rival", "over", "Gain in mean utility [index points]", switches)


def build_premium_chart(table: "pd.DataFrame") -> Spec:
    """Build the chart of the hedging premium by scenario.

    Parameters
    ----------
    table : DataFrame
        Columns scenario and best as labels, and those of an estimate.
    """
    return draw_differences(table, "scenario", "scenario", f"{GAIN}, over the best other strategy")


def draw_differences(
    table: "pd.DataFrame", column: str, label: str, title: str, switches: "Switches | None" = None
) -> Spec:
    """Draw dots with both doubts in rows, the smallest gain first; blue where zero is left out.

    Parameters
    ----------
    table : DataFrame
        Rows with the columns of an estimate.
    column, label : str
        The column that names the rows, and what it is called on hover.
    title : str
        Title of the axis.
    switches : Switches, optional
        What chooses among the rows.
    """
    import altair as alt

    data = list_differences(table)
    y = alt.Y(f"{column}:N", sort=alt.EncodingSortField("mean", op="min"), title=None)
    tips = [alt.Tooltip(f"{column}:N", title=label), *(alt.Tooltip(c, **look) for c, look in TIPS.items())]
    rows = alt.Chart().encode(y=y, tooltip=[t for t in tips if t.shorthand.partition(":")[0] in data[0]])
    axis = alt.X("wide_low:Q", title=title, axis=alt.Axis(format="+.4~f", tickCount=5))
    colour = alt.condition("datum.sure", alt.value(SURE), alt.value(OPEN))
    wide = rows.mark_rule(strokeWidth=7, opacity=0.45).encode(x=axis, x2="wide_high:Q", color=colour)
    narrow = rows.mark_rule(strokeWidth=2, color=INK).encode(x="low:Q", x2="high:Q")
    dot = rows.mark_point(filled=True, size=70, color=INK, opacity=1).encode(x="mean:Q")
    layers = alt.layer(draw_zero("x"), wide, narrow, dot).properties(height=alt.Step(ROW))
    return finish(layers, alt.InlineData(values=data), switches)


def list_differences(table: "pd.DataFrame") -> list[Spec]:
    """Return a table's rows as data of a chart, with words for the doubts and whether zero is left out."""
    draws = "draws_low" in table and bool(table["draws_low"].notna().any())
    low, high = ("draws_low", "draws_high") if draws else ("low", "high")
    data = table.assign(
        wide_low=table[low],
        wide_high=table[high],
        sure=(table[low] > 0.0) | (table[high] < 0.0),
        interval=[format_range(*ends) for ends in zip(table["low"], table["high"], strict=True)],
        spread=[format_range(*ends) for ends in zip(table[low], table[high], strict=True)],
    )
    keep = ["scenario", "strategy", "rival", "best", "mean", "low", "high", "wide_low", "wide_high", "sure"]
    keep += ["interval", *(["spread", "share"] if draws else [])]
    return list_records(data[[c for c in keep if c in data]])


def list_records(table: "pd.DataFrame") -> list[Spec]:
    """Return rows with numbers of five decimals, and null for what is not known."""
    rounded = table.round(5).astype(object)
    return [
        {str(k): v for k, v in row.items()} for row in rounded.where(rounded.notna(), None).to_dict("records")
    ]


def format_range(low: float, high: float) -> str:
    """Format an interval of a difference in words."""
    return f"{low:+.4f} to {high:+.4f}" if low == low else "-"  # noqa: PLR0124 - NaN


def draw_zero(side: str) -> Any:  # noqa: ANN401 - of altair
    """Draw the line of no difference, across the axis ``x`` or ``y``."""
    import altair as alt

    line = alt.Chart(alt.InlineData(values=[{"at": 0}])).mark_rule(color=INK, strokeDash=[3, 3])
    return line.encode(**{side: "at:Q"})


def build_fan_chart(bands: "pd.DataFrame", indices: Mapping[str, str]) -> Spec:
    """Build the chart of the hedger's indices over time; index, strategy and scenario can be switched.

    Parameters
    ----------
    bands : DataFrame
        Columns scenario and strategy as labels, date, and QUANTILES of each index in thousandths, such as
        ``p05_economy``; the first row is shown first.
    indices : mapping of str to str
        The indices with their labels.
    """
    import altair as alt

    switches = Switches(bands, {"strategy": "Strategy", "scenario": "Scenario"})
    bind = alt.binding_select(options=list(indices), labels=list(indices.values()), name="Index ")
    tips = [
        alt.Tooltip("date:N", title="quarter"),
        *(alt.Tooltip(f"{c}:Q", title=title, format=".3f") for c, title in QUANTILES.items()),
    ]
    base = alt.Chart().encode(
        x=alt.X("date:O", title=None, axis=alt.Axis(labelExpr=YEARS, labelAngle=0, ticks=False))
    )
    y = alt.Y("p05:Q", title="index, between 0 and 1", scale=alt.Scale(zero=False))
    band = base.mark_area(opacity=0.25, color=SURE).encode(y=y, y2="p95:Q")
    line = base.mark_line(color=SURE).encode(y="p50:Q")
    place = base.mark_rule(opacity=0, strokeWidth=12).encode(y="p05:Q", y2="p95:Q", tooltip=tips)
    # as CSV, where the names of columns do not stand in each of thousands of rows
    data = alt.InlineData(switches.table.to_csv(index=False), format=alt.CsvDataFormat(type="csv"))
    layers = alt.layer(band, line, place).properties(height=HEIGHT)
    layers = layers.add_params(alt.param(name="index", value=next(iter(indices)), bind=bind))
    layers = layers.transform_calculate(**{c: f"datum['{c}_' + index] / 1000" for c in QUANTILES})
    return finish(layers, data, switches)


def build_points_chart(points: "pd.DataFrame") -> Spec:
    """Build the chart of the premium at each point of a sweep over one input, which can be switched.

    Parameters
    ----------
    points : DataFrame
        Columns scenario and input as labels, value (of the input), point, premium and best.
    """
    import altair as alt

    tips = [
        alt.Tooltip("point:Q", title="point"),
        alt.Tooltip("value:Q", format=".4~g"),
        alt.Tooltip("premium:Q", title="gain of hedging", format="+.4f"),
    ]
    dots = alt.Chart().mark_circle(size=45, opacity=0.6).encode(
        x=alt.X("value:Q", title="value of the input", scale=alt.Scale(zero=False)),
        y=alt.Y("premium:Q", title=GAIN),
        color=alt.condition("datum.premium > 0", alt.value(SURE), alt.value(LOSS)),
        tooltip=tips,
    )  # fmt: skip
    switches = Switches(points, {"input": "Input", "scenario": "Scenario"})
    layers = alt.layer(draw_zero("y"), dots).properties(height=HEIGHT)
    return finish(layers, alt.InlineData(values=list_records(switches.table)), switches)


def build_map_chart(points: "pd.DataFrame", titles: Sequence[str]) -> Spec:
    """Build the map of the premium over two inputs of a grid; the scenario can be switched.

    Parameters
    ----------
    points : DataFrame
        Columns scenario as label, x and y (values of the inputs), premium.
    titles : sequence of str
        The two inputs in words.
    """
    import altair as alt

    most = float(points["premium"].abs().max()) or 1.0
    scale = alt.Scale(range=MAP, domain=[-most, 0.0, most])
    legend = alt.Legend(title="Gain of hedging", format="+.3f", orient="top", gradientLength=180)
    cells = alt.Chart().mark_rect().encode(
        x=alt.X("x:O", title=titles[0], axis=alt.Axis(labelAngle=0, labelOverlap=True, format=".3~g")),
        y=alt.Y("y:O", title=titles[1], sort="descending", axis=alt.Axis(format=".3~g")),
        color=alt.Color("premium:Q", scale=scale, legend=legend),
        tooltip=[
            alt.Tooltip("x:Q", title=titles[0], format=".4~g"),
            alt.Tooltip("y:Q", title=titles[1], format=".4~g"),
            alt.Tooltip("premium:Q", title="gain of hedging", format="+.4f"),
        ],
    )  # fmt: skip
    switches = Switches(points, {"scenario": "Scenario"})
    data = alt.InlineData(values=list_records(switches.table))
    return finish(alt.layer(cells).properties(height=HEIGHT), data, switches)


class Switches:
    """Switches of a chart among values of columns; a column of a single value has none.

    Parameters
    ----------
    table : DataFrame
        Rows of the chart; the first value of each column is shown first.
    labels : mapping of str to str
        What each switch is called, by column.
    """

    def __init__(self, table: "pd.DataFrame", labels: Mapping[str, str]) -> None:
        values = {column: list(dict.fromkeys(table[column])) for column in labels}
        self.values = {column: found for column, found in values.items() if len(found) > 1}
        self.labels = labels
        # a number for each name: thousands of rows carry it
        codes = {c: table[c].map({v: k for k, v in enumerate(found)}) for c, found in self.values.items()}
        self.table = table.assign(**codes).drop(columns=[c for c in labels if c not in self.values])

    def add_to(self, chart: Any) -> Any:  # noqa: ANN401 - of altair
        """Add the switches, and keep the rows that they choose."""
        import altair as alt

        for column, found in self.values.items():
            numbers, name = list(range(len(found))), f"{self.labels[column]} "
            bind = alt.binding_select(options=numbers, labels=found, name=name)
            chart = chart.add_params(alt.param(name=column, value=0, bind=bind))
            chart = chart.transform_filter(f"datum.{column} == {column}")
        return chart


def finish(
    chart: "alt.LayerChart | alt.FacetChart", data: "alt.InlineData", switches: Switches | None = None
) -> Spec:
    """Return a chart as plain data: its rows once, as wide as its place, with its switches."""
    shown = chart.properties(data=data, width="container").configure(**CONFIG)
    found: Mapping[str, Any] = (switches.add_to(shown) if switches else shown).to_dict()
    return dict(found)
