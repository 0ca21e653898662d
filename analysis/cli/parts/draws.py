"""What runs carry of what is not known: the options of a command, and the line that says it."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .console import say

if TYPE_CHECKING:
    from ....model.scenario.scenario import Scenario
    from ...design.parameter_draws import Draws
    from ...ensembles.default import Source
    from ...results.folder import Results
    from ...tables.output import Form
    from ...tables.sheet import Sheet, View
    from ...verdicts.verdict import Verdict


def choose_source(parameters_from: Path | None, point: bool) -> "Source":
    """Return where draws come from by two options: a file, none with ``--point``, else the case.

    Raises
    ------
    InputError
        If both are given.
    """
    from ....model.errors import InputError
    from ...ensembles.default import CASE

    if point and parameters_from is not None:
        msg = (
            f"--point and --parameters-from {parameters_from}: one plays the scenario's own numbers, the"
            " other draws of a file; leave one out"
        )
        raise InputError(msg)
    return None if point else parameters_from or CASE


def choose_draws(
    source: "Source",
    scenarios: "Sequence[Scenario]",
    changes: Collection[str] = (),
    varied: Collection[str] = (),
    runs: int | None = None,
) -> "Draws | None":
    """Choose draws, and say what :func:`say_draws` does.

    Raises
    ------
    InputError
        If they cannot be read, or do not fit a scenario.
    """
    from ...ensembles.default import choose_draws as choose

    draws = choose(source, scenarios, changes, varied)
    if draws is not None:
        say_draws(draws, runs)
    return draws


def say_draws(draws: "Draws", runs: int | None, first_run: int = 0) -> None:
    """Print how draws were read, what is set in their place, and which are used if runs are fewer."""
    from ...design.parameter_draws import describe_assignment, describe_settled

    for notice in draws.notices:
        say(notice)
    if runs is not None and runs < draws.count:
        say(describe_assignment(draws, runs, first_run))
    if line := describe_settled(draws):
        say(line)


def describe_carried(draws: "Draws | None") -> dict[str, Any]:
    """Describe for JSON what runs carry: the number of draws, 0 for a scenario's own numbers; and of what."""
    return {"draws": draws.count if draws else 0, "of": draws.name if draws else None}


def carried_line(draws: "Draws | None") -> str:
    """Describe in a line what runs carry."""
    if draws is None:
        return "The scenario's own numbers (--point), without draws of what is not known."
    return f"{count_draws(draws)}; --point: the scenario's own numbers."


def count_draws(draws: "Draws") -> str:
    """Describe the number of draws, and of what they are."""
    count = f"{draws.count:,} draws" if draws.count > 1 else "1 draw"
    return f"{count} of what is not known ({draws.name})"


def print_carried(
    form: "Form",
    data: Mapping[str, Any],
    sheets: "Sequence[Sheet]",
    draws: "Draws | None",
    table: str | None = None,
    *,
    verdict: "Verdict | None" = None,
    view: "View | None" = None,
    line: str = "",
    runs: int | None = None,
) -> None:
    """Print tables as :func:`~hedgesim.analysis.tables.output.print_output`, and what the runs carry.

    ``line`` says that in place of :func:`carried_line`, where its advice would not be of use. Of draws no
    more than ``runs`` are counted: others were not played.
    """
    from ...tables.output import print_output
    from ...tables.sheet import Sheet, View

    draws = None if draws is None else draws.first(draws.count if runs is None else runs)
    note = Sheet("", [], [], notes=[line or carried_line(draws)])
    carried = {**data, "carries": describe_carried(draws)}
    print_output(form, carried, [*sheets, note], table, verdict=verdict, view=view or View())


def print_folder(
    results: "Results",
    form: "Form",
    data: Mapping[str, Any],
    sheets: "Sequence[Sheet]",
    table: str | None = None,
    *,
    verdict: "Verdict | None" = None,
    view: "View | None" = None,
) -> None:
    """Print tables on a result folder, what was set for all its scenarios, and which draws its runs carry."""
    from ...labels import WINDOW, describe_settings
    from ...results.manifest import rebuild_draws
    from ...tables.sheet import Sheet

    draws = rebuild_draws(results.manifest, results.folder)
    if draws is not None:  # with fewer runs than draws only some were played
        draws = draws.first(results.manifest["runs"])
    if settings := describe_settings(results.manifest["set"]):
        sheets = [*sheets, Sheet("", [], [], notes=[f"Set for all scenarios: {settings}."])]
    if window := results.manifest.get(WINDOW):
        sheets = [*sheets, Sheet("", [], [], notes=[f"Outcomes are those of {window} alone."])]
        data = {**data, WINDOW: window}
        verdict = None if verdict is None else verdict.limit(window)
    line = "Own numbers of the scenarios, without draws." if draws is None else f"{count_draws(draws)}."
    print_carried(form, data, sheets, draws, table, verdict=verdict, view=view, line=line)
