"""Plot verdicts on claims: the support of each with its interval, over bands of the words."""

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..claims.result import Judgement, Verdict
from ..claims.words import WORDS
from .parts import style
from .parts.key import AREA, LINE, area_swatch, draw_key
from .parts.page import MARGIN, Page, shared_look, shorten_text, wrap_lines

ROW, HEAD, FOOT = 7.8, 5.5, 9.0
TEXTS, WORD = 88.0, 30.0
"""Widths in mm of the columns of texts and of verdicts."""
MANY, LOW, SHORT, GAP = 30, 3.7, 54.0, 4.0
"""More claims than that stand in two columns: height of a row, width of its text, and room between, in mm."""
CUT = "Texts are cut: hedgesim claims {ledger} prints them whole, and --id A,B chooses some claims to draw."
EDGE = 0.02
"""Room at both ends of the axis, for marks at 0 and 1."""
SHADES = ("#9FC8E8", "#D3E6F5", "#F2F2F2", "#FBE3C8", "#F2B98A")
"""Behind supports, from robust to refuted."""
READ = (
    "Dot: share of draws that support the claim, open where the claim is planted and known to be false;"
    " line: 95% interval (Wilson); shades: the words {where}."
)


@shared_look
def draw(found: Judgement) -> Figure:
    """Draw a row for each claim, in the ledger's order.

    Parameters
    ----------
    found : Judgement
        Result of :func:`~hedgesim.analysis.judge_claims`.
    """
    rows = found.verdicts
    over = f"{found.count:,} draws of {found.draws}" if found.draws else "the scenario's own numbers"
    each = f"{found.runs} {'run' if found.runs == 1 else 'runs'} each"
    what = f"{found.title}: {len(rows)} claims of {found.ledger}, {over}, {each}"
    title, height = "In how much of what is not known do the claims hold?", ROW * len(rows)
    if len(rows) > MANY:
        return draw_many(
            rows, title, f"{what}. {READ.format(where='below')} {CUT.format(ledger=found.ledger)}"
        )
    page = Page(title, f"{what}. {READ.format(where='at the right')}", HEAD + height + FOOT)
    width = style.page_width() - 2 * MARGIN - TEXTS - WORD
    ax = page.axes(MARGIN + TEXTS, HEAD, width, height)
    draw_bands(ax)
    for place, verdict in enumerate(rows):
        middle = HEAD + ROW * (place + 0.5)
        write_row(page, verdict, middle)
        draw_support(ax, verdict, place)
    finish_axis(ax, len(rows))
    return page.figure


def draw_many(rows: Sequence[Verdict], title: str, caption: str) -> Figure:
    """Draw many claims in two columns of low rows: 139 of them take one page."""
    half = -(-len(rows) // 2)
    wide = (style.page_width() - 2 * MARGIN - GAP) / 2.0
    page = Page(title, caption, HEAD + LOW * half + FOOT + LINE)
    draw_words(page.axes(MARGIN, HEAD + LOW * half + FOOT, style.page_width() - 2 * MARGIN, LINE))
    for column, part in enumerate((rows[:half], rows[half:])):
        left = MARGIN + column * (wide + GAP)
        ax = page.axes(left + SHORT, HEAD, wide - SHORT, LOW * half)
        draw_bands(ax, [0.0, 0.5, 1.0])
        for place, verdict in enumerate(part):
            middle = HEAD + LOW * (place + 0.5)
            page.write(verdict.id, left, middle, va="center", size=style.SMALL, weight="bold")
            text = shorten_text(verdict.text, SHORT - 9.5)
            page.write(text, left + 7.5, middle, va="center", size=style.SMALL)
            draw_support(ax, verdict, place)
        finish_axis(ax, half, "Support")
    return page.figure


def draw_words(ax: Axes) -> None:
    """Draw the key of the words that shades stand for."""
    shades = dict(zip(WORDS, SHADES, strict=True))
    swatch = area_swatch(lambda word: style.Fill(shades[word], ""))
    draw_key(ax, [list(shades)], {word: word for word in shades}, AREA, swatch)


def finish_axis(ax: Axes, rows: int, label: str = "Support, share of draws") -> None:
    """Set up the axes of supports over some rows."""
    ax.set_ylim(rows - 0.5, -0.5)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(label)


def draw_bands(ax: Axes, ticks: Sequence[float] = ()) -> None:
    """Shade the supports that each word stands for, and mark where one gives way to the next."""
    ends = [1.0 + EDGE, *WORDS.values()]
    ends[-1] -= EDGE
    for (low, high), colour in zip(pairwise(ends), SHADES, strict=True):
        ax.axvspan(low, high, color=colour, linewidth=0.0, zorder=0)
    ticks = ticks or [0.0, *sorted(WORDS.values())[1:], 1.0]
    ax.set_xticks(ticks, [f"{tick:g}".lstrip("0") or "0" for tick in ticks])
    ax.set_xlim(-EDGE, 1.0 + EDGE)
    ax.tick_params(axis="x", top=True, labeltop=True)


def write_row(page: Page, verdict: Verdict, middle: float) -> None:
    """Write the claim at the left of its row, and its verdict at the right."""
    page.write(verdict.id, MARGIN, middle, va="center", size=style.SMALL, weight="bold")
    text = "\n".join(wrap_lines(verdict.text, TEXTS - 13.0, 2))
    page.write(text, MARGIN + 10.0, middle, va="center", size=style.SMALL)
    right = style.page_width() - MARGIN - WORD + 2.0
    words = "\n".join(wrap_lines(verdict.words, WORD - 2.0, 2))
    page.write(words, right, middle, va="center", size=style.SMALL)


def draw_support(ax: Axes, verdict: Verdict, row: int) -> None:
    """Draw the support of a claim with its interval; a planted claim has an open mark."""
    ax.plot([verdict.low, verdict.high], [row, row], color=style.BLACK, linewidth=1.2, solid_capstyle="butt")
    face = "white" if verdict.planted else style.BLACK
    ax.plot(
        verdict.support, row, marker="o", markersize=4, color=style.BLACK, markerfacecolor=face, clip_on=False
    )
