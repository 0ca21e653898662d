"""Print a comparison, after a batch or of a result folder."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....model.text import shell_word

if TYPE_CHECKING:
    from ...results.folder import Results
    from ...tables.sheet import Form, Sheet


def print_comparison(
    results: "Results",
    form: "Form",
    table: str | None,
    scenarios: Sequence[str] | None,
    strategy: str | None,
    *,
    brief: bool,
) -> None:
    """Print a comparison: the tables of each scenario, then an overview.

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
    brief : bool
        Whether to print the tables of the first scenario only, before the overview.
    """
    from ...compare.comparison import comparison
    from ...report.comparison import sweep_sheets
    from ...results.json_values import table_records
    from ...tables.comparison import overview_sheets, strategy_sheets
    from ...tables.sheet import Sheet, print_output

    if results.manifest["points"]["columns"] and form == "text":
        print_output(form, {}, sweep_sheets(results, select_requested(results, scenarios, strategy)))
        return
    found = comparison(results, scenarios, strategy)
    asked = [n for n in found.scenarios if scenarios is None or n in scenarios]
    shown = asked[:1] if brief else asked
    parts = [sheet for name in shown for sheet in strategy_sheets(found, name)]
    if len(asked) > 1 or brief:
        parts += overview_sheets(found)
        parts += doubt_sheets(results, asked) if form == "text" and len(found.tables["premium"]) else []
    if brief and len(asked) > 1:
        note = f"Each scenario by itself: hedgesim compare {shell_word(results.folder)}"
        parts.append(Sheet("", [], [], notes=[note]))
    print_output(form, {name: table_records(t) for name, t in found.tables.items()}, parts, table)


def doubt_sheets(results: "Results", scenarios: Sequence[str]) -> "list[Sheet]":
    """Build the table of both ends of a guess that a premium depends on.

    There is none where it would not be quick or cannot be: a batch that was not played with compiled code,
    has few runs, or is of an earlier version.
    """
    from ....model.errors import InputError
    from ...explore.ladder import estimate_doubt
    from ...tables.comparison import shorten_names
    from ...tables.ladder import doubt_sheet

    if results.manifest["engine"] != "compiled":
        return []
    try:
        return [doubt_sheet(estimate_doubt(results, scenarios), shorten_names(scenarios))]
    except InputError:
        return []


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

    held = list(results.manifest["scenarios"])
    if strategy is not None:
        msg = f"--strategy {strategy}: a sweep's table shows all strategies; leave it out"
        raise InputError(msg)
    return held if scenarios is None else check_names("scenario", scenarios, held)
