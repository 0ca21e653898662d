"""Plot the shares of runs that end in each regime, as stacked bars, one row per scenario."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..compare.paired import DRAW, NEAR, compute_regime_shares
from ..labels import quote_name, regime_label, regime_order, strategy_label
from .parts import source, style
from .parts.dot_rows import ROW, name_column, row_axis
from .parts.key import AREA, LINE, area_swatch, draw_key, flow_names
from .parts.page import Page, shared_look, text_width
from .parts.palette import Looks
from .parts.source import Names, Results

if TYPE_CHECKING:
    import pandas as pd

KIND = "regimes"
BAR = 0.74
RIGHT, FOOT = 6.0, 11.0
READ = (
    "Regime of a run's last 8 quarters, as share of the finished runs. Rows are sorted by hedging,"
    " plain before asymmetric; the scenario that the others are compared with is bold."
)
BOTH = ("Runs differ by draw and by shocks: a share counts what is not known and chance alike.",)
"""Said where runs carry draws."""


def pivot_shares(table: "pd.DataFrame") -> "pd.DataFrame":
    """Pivot shares of finished runs into one row per scenario and one column per regime that occurs.

    Rows are sorted by the shares of hedging, asymmetric hedging and mixed; columns keep the order in which
    bars are stacked.

    Parameters
    ----------
    table : DataFrame
        Result of :func:`~hedgesim.analysis.compare.paired.compute_regime_shares` for one strategy.
    """
    shares = table.set_index("scenario").drop(columns=["strategy", "runs", "near_threshold", "hedging_lost"])
    shares = shares.loc[:, shares.any()]
    keys = [k for k in ("hedging", "asymmetric_hedging", "mixed") if k in shares]
    return shares.sort_values(keys, ascending=False, kind="stable") if keys else shares


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw one stacked bar per scenario, from 0 to 100% of the runs.

    A regime is named in a bar that has room for its name, otherwise in a key above.

    Raises
    ------
    InputError
        If several strategies are requested, or a requested name was not run.
    """
    names = source.select_scenarios(results, scenarios)
    strategy = source.single_strategy(results, strategies, KIND)
    patrons = source.list_patrons(results, names)
    runs = source.select_finished_runs(results, names, [strategy])
    table = compute_regime_shares(runs, regime_order(patrons))
    shares = pivot_shares(table)
    scenario = results.manifest["scenarios"][names[0]]
    labels, looks = source.patron_labels(scenario), source.patron_looks(scenario)
    words = {str(r): regime_label(str(r), labels) for r in shares.columns}
    titles = source.scenario_labels(results, [str(n) for n in shares.index])
    left = name_column(titles.values())
    width = style.page_width() - left - RIGHT
    key = flow_names({r: t for r, t in words.items() if not fits_any_bar(shares[r], t, width)}, width, AREA)
    top = LINE * len(key) + (1.0 if key else 0.0)
    page = Page(
        f"Regimes under {quote_name(strategy_label(strategy, labels))}, by scenario",
        source.figure_caption(
            results, names, [strategy], READ, *(BOTH if DRAW in runs else ()), count_near_threshold(table)
        ),
        top + ROW * len(shares) + FOOT,
    )
    if key:
        swatch = area_swatch(partial(style.regime_fill, looks=looks))
        draw_key(page.axes(left, 0.0, width, LINE * len(key)), key, words, AREA, swatch)
    ax = page.axes(left, top, width, ROW * len(shares))
    base = source.scenarios_run(results)[0]
    row_axis(ax, list(titles.values()), [i for i, n in enumerate(titles) if n == base])
    for row, name in enumerate(titles):
        draw_bar(ax, row, dict(zip(words, map(float, shares.loc[name]), strict=True)), words, looks, width)
    ax.set_xlim(0.0, 1.0)
    ax.set_xticks([0.0, 0.25, 0.5, 0.75, 1.0], ["0", "25", "50", "75", "100"])
    ax.set_xlabel("Share of runs [%]")
    return page.figure


def count_near_threshold(table: "pd.DataFrame") -> str:
    """Describe the share of runs that end so near a threshold that their regime is uncertain."""
    part = (table["near_threshold"] * table["runs"]).sum() / table["runs"].sum()
    return f"{part:.0%} of the runs end within {NEAR:g} of a threshold between regimes."


def full_text(regime: str, share: float) -> str:
    """Format a regime's label with its share."""
    return f"{regime} {share:.0%}"


def fits_any_bar(shares: "pd.Series[float]", text: str, width: float) -> bool:
    """Return whether a regime's label fits into at least one bar; the bar's width is in mm."""
    return any(text_width(full_text(text, x)) + 2.0 <= x * width for x in shares)


def draw_bar(
    ax: Axes, row: int, shares: Mapping[str, float], words: Mapping[str, str], looks: Looks, width: float
) -> None:
    """Draw one scenario's bar; a segment shows its label and share, its share, or nothing, as fits."""
    start = 0.0
    for regime, share in shares.items():
        if share <= 0.0:
            continue
        fill = style.regime_fill(regime, looks)
        ax.barh(
            row, share, BAR, left=start, color=fill.colour, hatch=fill.hatch, edgecolor="white", linewidth=0.6
        )
        texts = [full_text(words[regime], share), f"{share:.0%}"]
        text = next((t for t in texts if text_width(t) + 2.0 <= share * width), "")
        if text:
            shown = ax.text(
                start + share / 2, row, text, ha="center", va="center", size=style.SMALL, gid="share"
            )
            shown.set_bbox({"facecolor": fill.colour, "edgecolor": "none", "pad": 0.8})
            shown.set_color(style.ink_on(fill.colour))
        start += share
