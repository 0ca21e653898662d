"""Plot what hedging gains over each other strategy in one scenario, as dots with their doubts."""

from matplotlib.figure import Figure

from ....model.strategies import HEDGE
from ...compare.gains import compute_gains
from ...labels import lower_first, strategy_label
from ..comparison import difference_axis
from ..parts import source, style
from ..parts.dot_rows import ROW, axis_limits, build_dots, draw_dot, name_column, row_axis
from ..parts.doubts import draw_doubt_key, key_height, read_dots
from ..parts.page import Page, shared_look
from ..parts.source import Names, Results

HEAD, FOOT, RIGHT = 2.0, 11.0, 5.0
SAID = "Mean utility over runs that meet the same shocks; the strongest rival is at the top."
READ = "Lines: 95% interval; a full dot: it leaves out zero."


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw a row for each other strategy; where ``hedge`` was not run, the first strategy takes its place.

    Raises
    ------
    InputError
        If a requested name was not run, several scenarios are asked for, or only one strategy remains.
    """
    name = source.single_scenario(results, scenarios, "gains")
    chosen = source.select_strategies(results, strategies)
    subject = HEDGE if HEDGE in chosen else chosen[0]
    source.require_others(chosen, subject)
    table = compute_gains(source.select_finished_runs(results, [name], chosen))
    table = table[table["strategy"] == subject].sort_values("mean", kind="stable")
    scenario = results.manifest["scenarios"][name]
    labels = source.patron_labels(scenario)
    dots = list(build_dots(table, "rival").values())
    names = [strategy_label(str(rival), labels) for rival in table["rival"]]
    left = name_column(names)
    width, height = style.page_width() - left - RIGHT, ROW * len(names)
    word = "hedging" if subject == HEDGE else lower_first(strategy_label(subject, labels))
    page = Page(
        f"{scenario['title']}: what {word} gains over each other strategy",
        source.figure_caption(results, [name], chosen, SAID, read_dots(dots, READ)),
        HEAD + height + FOOT + key_height(dots),
    )
    ax = page.axes(left, HEAD, width, height)
    row_axis(ax, names)
    difference_axis(ax, axis_limits(dots), width)
    ax.set_xlabel("Gain in mean utility [index points]")
    for row, dot in enumerate(dots):
        draw_dot(ax, dot, row)
    draw_doubt_key(page, dots, HEAD + height + FOOT)
    return page.figure
