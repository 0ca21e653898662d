"""Write the first screen of a report: title, question, answer, the figure that carries it, and how sure."""

from collections.abc import Sequence

from ..compare.comparison import Comparison
from ..compare.gains import compute_gains
from ..compare.paired import list_finished_runs
from ..compare.sweep import summarise_sweep
from ..labels import DOUBT, strategy_label
from ..plots.parts.source import patron_labels, scenario_labels, strategies_run
from ..results.folder import Results
from ..verdicts.comparison import judge_comparison
from ..verdicts.sweep import judge_folder
from ..verdicts.verdict import Verdict, write_verdict
from .charts import build_gains_chart
from .figures import draw_fan
from .gallery import Gallery
from .html_page import Block, Chart, Opening, Text
from .points import draw_premium_points
from .provenance import order_scenarios

SURE = (
    "How sure? The intervals cover chance and, where there are draws, what is not known of the case. They do"
    " not cover whether the model is right. Most of its numbers are guesses, and a premium depends much on"
    f" one of them, {DOUBT}: see the limits at the end."
)
HOW = (
    "Choose above what is shown, and point at a row for its numbers. Dot: mean gain over runs that meet the"
    " same shocks, thin line: its 95% interval"
)
WIDE = ", thick bar: 5 to 95% of draws of what is not known, blue where it leaves out zero."


def build_opening(gallery: Gallery, groups: Sequence[Comparison], title: str, *, charts: bool) -> Opening:
    """Build the first screen.

    Parameters
    ----------
    gallery : Gallery
        The figures of a result folder.
    groups : sequence of Comparison
        Scenarios that cover the same quarters, compared.
    title : str
        Title of the page; by default that of the first scenario.
    charts : bool
        Whether the figure answers to the pointer.
    """
    results = gallery.results
    names = order_scenarios(results)
    scenario = results.manifest["scenarios"][names[0]]
    own = str(scenario["title"]).strip() or names[0]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    answer = find_answer(results, groups, names[0], own)
    blocks = carry_answer(gallery, groups, names, charts=charts)
    blocks += [Text(SURE)] if groups else []
    return Opening(title or f"{own}{more}", shorten_question(str(scenario["question"])), answer, blocks)


def shorten_question(text: str) -> str:
    """Return a question's own sentence: up to the first question mark, or the first sentence."""
    line = " ".join(text.split())
    ends = [at + 1 for mark in ("? ", ". ") if (at := line.find(mark)) >= 0]
    return line[: ends[0]] if ends else line


def find_answer(results: Results, groups: Sequence[Comparison], name: str, title: str) -> Verdict:
    """Return the verdict on a scenario, which is called by its title."""
    found = next((group for group in groups if name in group.scenarios), None)
    if found is None:
        return write_verdict("{title} has no result: none of its runs finished.", title=title)
    if results.manifest["design"]:
        return judge_folder(results, [name], summarise_sweep(results, [name]))
    return judge_comparison(found, name).rename({name: title})


def carry_answer(
    gallery: Gallery, groups: Sequence[Comparison], names: list[str], *, charts: bool
) -> list[Block]:
    """Draw the one figure that carries the answer: gains, in a sweep the premium over points."""
    results = gallery.results
    if results.manifest["design"]:
        return list(draw_premium_points(results, names, charts=charts))
    if len(strategies_run(results)) < 2:
        return list(draw_fan(gallery, names, charts=charts))
    if not groups:
        return []
    if charts:
        return [draw_gains(gallery, names)]
    still = gallery.draw("gains", names[:1])
    return [still] if still else []


def draw_gains(gallery: Gallery, names: list[str]) -> Chart:
    """Draw the chart of what each strategy gains over each other, the first scenario and hedging first."""
    results = gallery.results
    table = compute_gains(list_finished_runs(results))
    place = {name: number for number, name in enumerate(names)}
    table = table.sort_values("scenario", key=lambda c: c.map(place), kind="stable")
    titles = scenario_labels(results, names)
    words = {
        (n, s): strategy_label(s, patron_labels(results.manifest["scenarios"][n]))
        for n in names
        for s in strategies_run(results)
    }
    pairs = list(zip(table["scenario"], table["strategy"], table["rival"], strict=True))
    table = table.assign(
        strategy=[words[n, s] for n, s, _ in pairs],
        rival=[words[n, r] for n, _, r in pairs],
        scenario=table["scenario"].map(titles),
    )
    caption = f"{HOW}{WIDE if 'draws_low' in table else '; blue where it leaves out zero.'}"
    chart = build_gains_chart(table)
    still = gallery.draw("gains", names[:1])  # last, for another process may still draw it
    return Chart("What a strategy gains over each other", caption, chart, still)
