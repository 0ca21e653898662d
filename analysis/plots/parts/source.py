"""Select the scenarios, strategies and tables that a figure is drawn from, and describe them in captions."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ....model.errors import InputError
from ....model.parameters.lookup import hint
from ....model.strategies import HEDGE
from ....model.text import escape_controls
from ...compare import paired as compare
from ...compare.paired import find_baseline, list_finished_runs
from ...labels import OK, WINDOW, capitalise_name, input_name
from ...results import folder
from ...results.table_schema import count_group_runs, list_groups
from .palette import Look, assign_looks

if TYPE_CHECKING:
    import pandas as pd

Names = Sequence[str]
SHORTEST_LIST = 3
"""Most names that a caption lists; of more it says how many there are."""


class Results(compare.Results, Protocol):
    """The part of a result folder that figures read; the class ``Results`` fulfils it."""

    @property
    def bands(self) -> "pd.DataFrame":
        """Return quantiles over runs by scenario, strategy, quarter, actor and dimension."""


def select_names(names: Collection[str] | None, known: Sequence[str], what: str) -> list[str]:
    """Return the requested names in the order of ``known``; all of them if ``names`` is None.

    Raises
    ------
    InputError
        With one message per name that was not run, naming the nearest that was.
    """
    if names is None:
        return list(known)
    faults = [unknown_name(name, known, what) for name in names if name not in known]
    if not names:
        faults = [f"no {what} asked for; there are {', '.join(known)}"]
    if faults:
        raise InputError(*faults)
    return [name for name in known if name in names]


def unknown_name(name: str, known: Sequence[str], what: str) -> str:
    """Describe a scenario or strategy that was not run, for an error message."""
    return f"{what} {name!r} was not run; there are {', '.join(known)}{hint(name, known)}"


def scenarios_run(results: Results) -> list[str]:
    """Return the scenarios of a result folder, the baseline of comparisons first."""
    names = list(results.manifest["scenarios"])
    base = find_baseline(names)
    return [base, *(n for n in names if n != base)]


def strategies_run(results: Results) -> list[str]:
    """Return the strategies of a result folder, in the order of its design, which its manifest lists too."""
    if isinstance(results, folder.Results):
        return list(dict.fromkeys(strategy for _, strategy in list_groups(results.manifest)))
    return [str(name) for name in results.design["strategy"].unique()]


def select_scenarios(results: Results, names: Names | None) -> list[str]:
    """Return the scenarios to draw; see :func:`select_names`."""
    return select_names(names, scenarios_run(results), "scenario")


def select_strategies(results: Results, names: Names | None) -> list[str]:
    """Return the strategies to draw; see :func:`select_names`."""
    return select_names(names, strategies_run(results), "strategy")


def single_choice(names: Names | None, known: Sequence[str], what: str, kind: str, default: str) -> str:
    """Return the single scenario or strategy that a kind of figure can show.

    Raises
    ------
    InputError
        If several are requested, or one that was not run.
    """
    picked = (
        select_names(names, known, what) if names is not None else [default if default in known else known[0]]
    )
    if len(picked) > 1:
        msg = f"a figure of kind {kind!r} shows one {what}; asked for {', '.join(picked)}"
        raise InputError(msg)
    return picked[0]


def single_scenario(results: Results, names: Names | None, kind: str) -> str:
    """Return the single scenario of a figure; by default the baseline."""
    known = scenarios_run(results)
    return single_choice(names, known, "scenario", kind, known[0])


def single_strategy(results: Results, names: Names | None, kind: str) -> str:
    """Return the single strategy of a figure; by default ``hedge``."""
    return single_choice(names, strategies_run(results), "strategy", kind, "hedge")


def patron_labels(scenario: Mapping[str, Any]) -> dict[str, str]:
    """Return the patrons' labels by id, in the order of the scenario file."""
    return {p: scenario["labels"].get(p, capitalise_name(p)) for p in scenario["patrons"]}


def patron_looks(scenario: Mapping[str, Any]) -> dict[str, Look]:
    """Return the patrons' looks by id; a folder of an earlier version holds no colours of its own."""
    return assign_looks(scenario["patrons"], scenario.get("colours", {}))


def scenario_labels(results: Results, names: Names) -> dict[str, str]:
    """Return each scenario's title as label, with its name added where two titles are equal."""
    titles = {n: str(results.manifest["scenarios"][n]["title"]).strip() or capitalise_name(n) for n in names}
    twice = {t for t in titles.values() if list(titles.values()).count(t) > 1}
    return {n: f"{t} ({escape_controls(n)})" if t in twice else t for n, t in titles.items()}


def select_bands(results: Results, scenario: str, strategy: str) -> "pd.DataFrame":
    """Return the quantiles over runs of one scenario and strategy.

    Raises
    ------
    InputError
        If the folder has none.
    """
    bands = results.bands
    part = bands[(bands["scenario"] == scenario) & (bands["strategy"] == strategy)]
    if part.empty:
        msg = f"scenario {scenario!r}, strategy {strategy!r}: no bands; its runs may have failed"
        raise InputError(msg)
    return part


def describe_runs(results: Results, scenarios: Names, strategies: Names) -> str:
    """Describe the number of runs per scenario and strategy behind a figure, and how many failed."""
    counts, draws, failed = count_runs(results, scenarios, strategies)
    text = " to ".join(f"{c:,}" for c in dict.fromkeys((counts[0], counts[-1]))) if counts else "0"
    drawn = "" if draws is None else f" of {draws:,} draws"
    each = "" if drawn or len(scenarios) == len(strategies) == 1 else " each"
    lost = f", of which {failed:,} failed and are left out" if failed else ""
    return f"{text} {'run' if counts == [1] else 'runs'}{each}{drawn}{lost}"


def count_runs(results: Results, scenarios: Names, strategies: Names) -> tuple[list[int], int | None, int]:
    """Count the runs of each scenario and strategy, their draws (None without any), and those that failed.

    Where none failed, a folder's manifest says as much as its tables, which are not read.
    """
    if isinstance(results, folder.Results) and results.manifest.get("failed") == 0:
        manifest = results.manifest
        there = [s in scenarios and n in strategies for s, n in list_groups(manifest)]
        drawn = manifest.get("draws", {})
        draws = min(drawn["rows"], manifest["runs"]) * any(there) if drawn.get("columns") else None
        return [count_group_runs(manifest)] * any(there), draws, 0
    table = compare.read_status(results)
    table = table[table["scenario"].isin(scenarios) & table["strategy"].isin(strategies)]
    counts = sorted(set(table.groupby(["scenario", "strategy"], observed=True).size()))
    draws = table[compare.DRAW].nunique() if compare.DRAW in table else None
    return counts, draws, int((table["status"] != OK).sum())


def count_names(one_word: str, many_word: str, names: Sequence[str]) -> str:
    """Format names after a noun: ``Strategies a, b``; only their number if there are many."""
    if len(names) == 1:
        return f"{one_word} {names[0]}"
    if len(names) > SHORTEST_LIST:
        return f"{len(names)} {many_word.lower()}"
    return f"{many_word} {', '.join(names)}"


def figure_caption(
    results: Results,
    scenarios: Names,
    strategies: Names,
    *notes: str,
    runs: str | None = None,
    changes: Mapping[str, object] | None = None,
) -> str:
    """Compose the caption: what was run, then how to read the figure.

    ``runs`` and ``changes`` say how many runs there are and what was set, where the tables do not.
    """
    shown = count_names("Strategy", "Strategies", strategies)
    text = f"{count_names('Scenario', 'Scenarios', scenarios)}. {shown}."
    labels = patron_labels(results.manifest["scenarios"][scenarios[0]])
    text += describe_changes(results.manifest.get("set", {}) if changes is None else changes, labels)
    size = f"{runs or describe_runs(results, scenarios, strategies)}, seed {results.manifest['seed']}"
    over = f", outcomes of {window} alone" if (window := results.manifest.get(WINDOW)) else ""
    engine = f"{size}, engine {results.manifest['engine']}{over}."
    return " ".join([text, engine, *(n for n in notes if n)])


def describe_changes(changes: Mapping[str, object], labels: Mapping[str, str]) -> str:
    """Describe in words what was set for all scenarios, such as the point of a sweep; "" for nothing."""
    text = ", ".join(f"{input_name(path, labels)} {format_setting(v)}" for path, v in changes.items())
    return f" With {text}." if text else ""


def format_setting(value: object) -> str:
    """Format a value that was set, a number in few digits."""
    return f"{value:g}" if isinstance(value, float) else str(value).lower()


def select_finished_runs(results: Results, scenarios: Names, strategies: Names) -> "pd.DataFrame":
    """Return design and outcomes of the finished runs of given scenarios and strategies.

    Raises
    ------
    InputError
        If no run finished.
    """
    table = list_finished_runs(results, scenarios)
    table = table[table["strategy"].isin(strategies)].reset_index(drop=True)
    if table.empty:
        msg = f"no finished run of {', '.join(strategies)} in {', '.join(scenarios)}: nothing to draw"
        raise InputError(msg)
    return table


def require_same_time(results: Results, scenarios: Names) -> None:
    """Raise if scenarios do not cover the same quarters, so that they have no common time axis."""
    names = list(dict.fromkeys(scenarios))
    compare.require_comparable({n: results.manifest["scenarios"][n] for n in names}, names[0])


def require_others(strategies: Names, reference: str) -> None:
    """Raise if there is no strategy other than the reference.

    Raises
    ------
    InputError
        If all strategies are the reference.
    """
    if all(s == reference for s in strategies):
        msg = f"nothing to compare with {reference!r}: choose at least two of the strategies that were run"
        raise InputError(msg)


def require_hedge(strategies: Names) -> None:
    """Raise if a premium cannot be computed: without ``hedge`` or without another strategy.

    Raises
    ------
    InputError
        If ``hedge`` or all other strategies are missing.
    """
    if HEDGE not in strategies:
        msg = f"the hedging premium needs the strategy 'hedge'; there are {', '.join(strategies)}"
        raise InputError(msg)
    require_others(strategies, HEDGE)


def list_patrons(results: Results, scenarios: Names) -> list[str]:
    """Return the ids of the patrons that all given scenarios have.

    Raises
    ------
    InputError
        If two scenarios have different patrons.
    """
    first, *rest = (list(results.manifest["scenarios"][n]["patrons"]) for n in scenarios)
    for name, patrons in zip(scenarios[1:], rest, strict=True):
        if patrons != first:
            msg = (
                f"{name} has patrons {', '.join(patrons)}, {scenarios[0]} {', '.join(first)}: draw them apart"
            )
            raise InputError(msg)
    return first
