"""Print a comparison, after a batch or of a result folder: of strategies, over the points of a sweep too."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .draws import print_folder

if TYPE_CHECKING:
    from ...results.folder import Results
    from ...tables.output import Form
    from ...tables.sheet import Sheet, View
    from ...verdicts.verdict import Verdict


class Answer(NamedTuple):
    """Tables as data and as text, and the verdict."""

    tables: Mapping[str, Any]
    sheets: "list[Sheet]"
    verdict: "Verdict"


def print_comparison(
    results: "Results",
    form: "Form",
    table: str | None,
    scenarios: Sequence[str] | None = None,
    strategy: str | None = None,
    view: "View | None" = None,
) -> None:
    """Print a comparison: the first scenario's strategies, the premium of all, and whether hedging pays.

    Of a sweep: strategies over all points, premiums, and which strategy is best.

    Parameters
    ----------
    results : Results
        A result folder.
    form : Form
        Text, JSON or CSV.
    table : str or None
        The only table to print as JSON or CSV; all by default.
    scenarios : sequence of str or None
        Scenarios to compare; all by default.
    strategy : str or None
        Strategy with which scenarios are compared with the baseline; ``hedge`` by default.
    view : View, optional
        How much is printed as text; by default what fits a page.
    """
    if results.manifest["points"]["columns"]:
        answer = compare_points(results, form, scenarios, strategy)
    else:
        full = view is not None and view.full
        answer = compare_strategies(results, form, scenarios, strategy, full=full)
    print_folder(results, form, answer.tables, answer.sheets, table, verdict=answer.verdict, view=view)


def compare_strategies(
    results: "Results", form: "Form", scenarios: Sequence[str] | None, strategy: str | None, *, full: bool
) -> Answer:
    """Compare the strategies of a batch; ``full`` adds what a premium is at both ends of a guess."""
    from ...compare.comparison import comparison
    from ...results.json_values import table_records
    from ...tables.comparison import comparison_sheets
    from ...verdicts.comparison import judge_comparison

    found = comparison(results, scenarios, strategy)
    shown = [n for n in found.scenarios if scenarios is None or n in scenarios]
    sheets = comparison_sheets(found, shown) if form == "text" else []
    if full and len(found.tables["premium"]):
        sheets += doubt_sheets(results, shown)
    tables = {} if form == "text" else {name: table_records(t) for name, t in found.tables.items()}
    return Answer(tables, sheets, judge_comparison(found, shown[0]))


def compare_points(
    results: "Results", form: "Form", scenarios: Sequence[str] | None, strategy: str | None
) -> Answer:
    """Compare strategies over the points of a sweep; JSON and CSV have the tables of a batch."""
    from ...compare.comparison import comparison
    from ...compare.sweep import summarise_sweep
    from ...results.json_values import table_records
    from ...tables.sweep import sweep_sheets
    from ...verdicts.sweep import judge_folder

    names = select_requested(results, scenarios, strategy if form == "text" else None)
    found = summarise_sweep(results, names)
    tables = {}
    if form != "text":
        compared = comparison(results, scenarios, strategy)
        tables = {name: table_records(t) for name, t in compared.tables.items()}
    return Answer(tables, sweep_sheets(found), judge_folder(results, names, found))


def select_requested(
    results: "Results", scenarios: Sequence[str] | None, strategy: str | None
) -> Sequence[str]:
    """Select the scenarios of a sweep to show.

    Raises
    ------
    InputError
        If one was not run, or a strategy is chosen although the table shows all.
    """
    from ....model.errors import InputError
    from ...compare.comparison import check_names

    names = list(results.manifest["scenarios"])
    if strategy is not None:
        msg = f"--strategy {strategy}: a sweep's table shows all strategies; leave it out"
        raise InputError(msg)
    return names if scenarios is None else check_names("scenario", scenarios, names)


def doubt_sheets(results: "Results", scenarios: Sequence[str]) -> "list[Sheet]":
    """Build the table of both ends of a guess that a premium depends on.

    There is none where it would not be quick or cannot be: a batch that was not played with compiled code,
    has few runs, is over a part of the time, or is of an earlier version.
    """
    from ....model.errors import InputError
    from ...explore.ladder import estimate_doubt
    from ...labels import WINDOW
    from ...tables.ladder import doubt_sheet
    from ...tables.parts.scenarios import shorten_names

    if results.manifest["engine"] != "compiled" or WINDOW in results.manifest:
        return []
    try:
        return [doubt_sheet(estimate_doubt(results, scenarios), shorten_names(scenarios))]
    except InputError:
        return []
