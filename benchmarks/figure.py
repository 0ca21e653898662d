"""The figure of ``docs/performance.md``: runs a second by variant, and batches of growing size."""

from collections.abc import Callable
from math import ceil, floor, log10

from interleaved import Spread, spread
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter
from measurement import Found
from scaling import WORKERS, Size
from variants import VARIANTS

from hedgesim.analysis.plots.parts import style
from hedgesim.analysis.plots.parts.dot_rows import name_column, row_axis
from hedgesim.analysis.plots.parts.page import Page, shared_look

TITLE = "Runs a second, and batches of growing size"
CAPTION = (
    "Baseline of mid-2017, strategy hedge, 60 quarters. Above: median of {rounds} rounds in which all"
    " variants take turns; lines from the slowest to the fastest round; full dots: compiled. Below: batches"
    " into a result folder with all tables written, each in a process of its own; {workers}. All axes but"
    " that of memory are logarithmic."
)
ROW, GAP, HEIGHT, LEFT, HEAD = 6.0, 15.0, 40.0, 16.0, 6.0
COLOURS = (style.BLACK, style.GREY)


def plain(value: float, _place: int | None = None) -> str:
    """Return a tick's number in full, with commas; fractions of a second as they are."""
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def in_full(ax: Axes, axis: str) -> None:
    """Make an axis logarithmic with its numbers in full."""
    getattr(ax, f"set_{axis}scale")("log")
    getattr(ax, f"{axis}axis").set_major_formatter(FuncFormatter(plain))
    getattr(ax, f"{axis}axis").set_minor_formatter(NullFormatter())


def draw_rate(ax: Axes, row: int, rate: Spread, *, full: bool) -> None:
    """Draw one variant: a dot, a line over the rounds, and the number."""
    ax.plot([rate.low, rate.high], [row, row], color=style.BLACK, linewidth=1.2, zorder=2)
    face = style.BLACK if full else "white"
    ax.plot(rate.middle, row, "o", markersize=4, color=style.BLACK, markerfacecolor=face, zorder=3)
    ax.annotate(
        plain(rate.middle), (rate.high, row), (5, 0), textcoords="offset points", va="center_baseline"
    )


def draw_rates(page: Page, found: Found) -> None:
    """Draw runs a second, one row a variant."""
    names = [v.name for v in VARIANTS]
    left, height = name_column(names), ROW * len(names)
    ax = page.axes(left, 0.0, style.page_width() - left - 8.0, height)
    row_axis(ax, names)
    in_full(ax, "x")
    rates = [spread(found.rates[name]) for name in names]
    for row, (name, rate) in enumerate(zip(names, rates, strict=True)):
        draw_rate(ax, row, rate, full=name.startswith("compiled"))
    ax.set_xlim(min(r.low for r in rates) / 1.5, max(r.high for r in rates) * 3.0)
    ax.set_xlabel("Runs a second")


def draw_sizes(ax: Axes, sizes: list[Size], read: Callable[[Size], float], title: str) -> None:
    """Draw a number of the batches over their size, one line by workers."""
    for k, workers in enumerate(WORKERS):
        own = [s for s in sizes if s.workers == workers]
        line, marker = style.path_look(k)
        ax.plot(
            [s.runs for s in own], [read(s) for s in own], color=COLOURS[k], linestyle=line, marker=marker,
            markersize=4, linewidth=1.2,
        )  # fmt: skip
    in_full(ax, "x")
    ax.set_title(title, loc="left")
    ax.set_xlabel("Runs of the batch")


def workers_words() -> str:
    """Return how lines tell the number of workers."""
    return "black solid lines with circles: one worker, grey dashed lines with squares: two"


def decades(values: list[float]) -> tuple[float, float]:
    """Powers of ten around numbers, so that a logarithmic axis has at least two ticks with numbers."""
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return 10.0**low, 10.0 ** max(high, low + 1)


@shared_look
def draw(found: Found) -> Figure:
    """Return all panels on a page."""
    top = ROW * len(VARIANTS) + GAP + HEAD
    caption = CAPTION.format(rounds=found.rounds, workers=workers_words())
    page = Page(TITLE, caption, top + HEIGHT + 11.0)
    draw_rates(page, found)
    width = (style.page_width() - 2 * LEFT - 8.0) / 2
    seconds = page.axes(LEFT, top, width, HEIGHT)
    draw_sizes(seconds, found.sizes, lambda s: s.seconds, "Seconds")
    in_full(seconds, "y")
    seconds.set_ylim(*decades([s.seconds for s in found.sizes]))
    memory = page.axes(2 * LEFT + width, top, width, HEIGHT)
    draw_sizes(memory, found.sizes, lambda s: s.memory, "Peak memory in MB")
    memory.set_ylim(0.0, 1.15 * max(s.memory for s in found.sizes))
    return page.figure
