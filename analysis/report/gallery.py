"""Draw the still figures of a page: kinds of a folder in another process, while this one does the rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ...model.errors import InputError, RunError
from ..compare.paired import MEANS, find_baseline, list_finished_runs
from ..compare.part import group_by_quarters
from ..execution.local import process_executor
from ..explore.robustness import Robustness, robustness
from ..plots.draw import KINDS, draw
from ..plots.parts.glyphs import add_letters, collect_letters
from ..plots.parts.look import LOOK, Look, use_look
from ..plots.parts.source import count_names, patron_labels
from .html_page import Picture
from .provenance import sort_names

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..results.folder import Results

SHOWN = ("regimes", "shares", "inputs", "pathways")
"""Kinds of figure in a section of their own; the others stand where they belong."""
OUTCOME = MEANS[3]
"""The outcome by which robustness is judged."""
FUTURES = "robustness"
"""Figure of robustness over all futures, which is no kind of ``hedgesim plot``."""
ALTERNATIVES = {
    "premium": "hedging premium by scenario",
    FUTURES: "robustness: criteria by strategy, over all futures",
}
"""Alternative texts of figures that are not called by their kind."""


class Order(NamedTuple):
    """A kind of figure of a folder, and the scenarios that it shows: those that the kind chooses if None."""

    kind: str
    scenarios: tuple[str, ...] | None = None


class Drawing(NamedTuple):
    """A figure for the page, none where it does not apply to the folder, and letters without a glyph."""

    picture: Picture | None
    letters: list[str]


class Gallery:
    """The still figures of a folder; each is drawn when it is asked for, unless that was done ahead.

    Parameters
    ----------
    results : Results
        A result folder.
    """

    def __init__(self, results: "Results") -> None:
        self.results = results
        self.ahead: dict[Order, Future[dict[Order, Drawing]]] = {}

    def begin(self, executor: Executor, orders: Sequence[Sequence[Order]]) -> None:
        """Have figures drawn by an executor, the orders of one sequence together."""
        unread = replace(self.results)  # without the tables, which take longer to send than to read
        for some in orders:
            future = executor.submit(draw_orders, unread, some, LOOK.get())
            self.ahead |= dict.fromkeys(some, future)

    def draw(
        self, kind: str, scenarios: Sequence[str] | None = None, make: "Callable[[], Figure] | None" = None
    ) -> Picture | None:
        """Draw a figure; None where it does not apply to the folder.

        Parameters
        ----------
        kind : str
            Kind of figure.
        scenarios : sequence of str, optional
            Scenarios that it shows.
        make : callable, optional
            Draws it where it was not drawn ahead, from what this process has computed.
        """
        order = Order(kind, None if scenarios is None else tuple(scenarios))
        if order in self.ahead:
            drawing = self.ahead[order].result()[order]
            add_letters(drawing.letters)
            return drawing.picture
        return draw_figure(describe_figure(kind), make) if make else draw_order(self.results, order)


@contextmanager
def open_gallery(results: "Results", workers: int) -> Iterator[Gallery]:
    """Open the figures of a folder; with more than one worker a further process begins with them at once.

    Parameters
    ----------
    results : Results
        A result folder.
    workers : int
        Processes at most, this one included; more than two are not used.

    Raises
    ------
    RunError
        If the further process died.
    """
    gallery = Gallery(results)
    if workers < 2:
        yield gallery
        return
    try:
        with process_executor(1) as executor:
            gallery.begin(executor, list_orders(results.manifest))
            yield gallery
    except BrokenExecutor:
        msg = "the process that draws figures died, perhaps for lack of memory; try again with one worker"
        raise RunError(msg) from None


def list_orders(manifest: Mapping[str, Any]) -> list[list[Order]]:
    """List the figures that a page shows of a batch, those together that it needs at about the same time."""
    if manifest["design"]:
        return []
    names = sort_names(list(manifest["scenarios"]))
    groups = [g for g in group_by_quarters(manifest["scenarios"], names) if len(g) > 1]
    first = tuple(names[:1])
    premiums = [Order("premium", tuple(put_baseline_first(group))) for group in groups]
    return [[Order("gains", first), *premiums, Order(FUTURES)], [Order("fan", first), *map(Order, SHOWN)]]


def put_baseline_first(names: Sequence[str]) -> list[str]:
    """Return names of scenarios in the order of a :class:`.comparison.Comparison`."""
    base = find_baseline(names)
    return [base, *(name for name in names if name != base)]


def draw_orders(results: "Results", orders: Sequence[Order], look: Look) -> dict[Order, Drawing]:
    """Draw some figures in a look, in a process that has neither this one's look nor its messages."""
    found = {}
    with use_look(look):
        for order in orders:
            with collect_letters() as letters:
                picture = draw_order(results, order)
            found[order] = Drawing(picture, list(letters))
    return found


def draw_order(results: "Results", order: Order) -> Picture | None:
    """Draw a figure; None where it does not apply to the folder."""
    kind, scenarios = order
    make = draw_futures if kind == FUTURES else partial(draw, kind, scenarios=scenarios)
    return draw_figure(describe_figure(kind), partial(make, results=results))


def describe_figure(kind: str) -> str:
    """Describe what a figure shows, for its alternative text."""
    return ALTERNATIVES.get(kind) or f"{kind}: {KINDS[kind]}"


def draw_futures(results: "Results") -> "Figure":
    """Compute and draw the robustness of a folder over all futures."""
    return draw_robustness(compute_robustness(results), results.manifest)


def compute_robustness(results: "Results") -> Robustness:
    """Compute the robustness of a folder's strategies over all futures: scenarios, points or both.

    Raises
    ------
    InputError
        If there is a single future or strategy.
    """
    return robustness(list_finished_runs(results), OUTCOME, int(results.manifest["seed"]))


def draw_robustness(found: Robustness, manifest: Mapping[str, Any]) -> "Figure":
    """Draw the robustness of a folder's strategies."""
    from ..plots import robustness as plot_robustness

    scenarios = manifest["scenarios"]
    text = f"{count_names('Scenario', 'Scenarios', list(scenarios))}."
    return plot_robustness.draw(found, patron_labels(next(iter(scenarios.values()))), text)


def draw_figure(what: str, make: Callable[[], "Figure"]) -> Picture | None:
    """Draw a figure as a picture; None where it does not apply to the folder."""
    try:
        return encode_picture(make(), what)
    except InputError:
        return None


def encode_picture(figure: "Figure", what: str) -> Picture:
    """Encode a figure for the page, without title and caption, which become text of the page.

    Parameters
    ----------
    figure : Figure
        The figure of a :class:`hedgesim.analysis.plots.parts.page.Page`.
    what : str
        Alternative text: what the figure shows.
    """
    from ..plots.parts.embedding import embed_figure

    title, caption, image = embed_figure(figure)
    return Picture(title, caption, f"{title}. Figure of kind {what}.", image)
