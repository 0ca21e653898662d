"""Results over a part of the time, so that "after my event" can be asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from ...model.arguments import normalise_arguments
from ...model.dates import quarter_name, quarter_of
from ...model.errors import InputError
from ..labels import WINDOW
from .folder import Results, require_paths
from .window_outcomes import compute_outcomes

YEAR = 4
"""Digits of a year, which as an end means its last quarter."""


class Window(NamedTuple):
    """First and last quarter, as 4 * year + quarter - 1; None is the run's own begin or end."""

    first: int | None
    last: int | None

    def find_quarters(self, first_quarter: int, horizon: int) -> tuple[int, int]:
        """Return first and last quarter of a run within the window, counted from the run's own first."""
        first = 0 if self.first is None else self.first - first_quarter
        last = horizon - 1 if self.last is None else self.last - first_quarter
        return first, last


@dataclass(frozen=True)
class WindowResults(Results):
    """A result folder whose outcomes are those of a window; all else is the folder's.

    Attributes
    ----------
    window : Window
        The quarters.
    source : Results
        The folder, with the outcomes of whole runs.
    """

    window: Window
    source: Results

    def select_columns(self, columns: Iterable[str]) -> "WindowResults":  # noqa: ARG002 - as a folder has it
        """Return the same: outcomes of a window are computed, and all at once."""
        return self

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Return the outcomes as if runs had begun and ended with the window, one row per run.

        Regimes are those of its last 8 quarters; what a regime remembers, that hedging was lost or fell to a
        bandwagon, is remembered from the first quarter of the run.
        """
        return compute_outcomes(self.source, self.window.find_quarters)

    def read_outcomes(self, columns: Sequence[str], count: int) -> Iterator[pd.DataFrame]:  # noqa: ARG002
        """Yield outcomes of all runs, all columns at once."""
        yield self.outcomes[[name for name in columns if name in self.outcomes]]


def parse_window(begin: str | None, end: str | None) -> Window | None:
    """Read a window from its ends as texts, such as 2020 and 2025Q2; a year as an end means its last quarter.

    Returns
    -------
    Window or None
        None if both ends are None.

    Raises
    ------
    InputError
        If a text is no date, or the end comes before the begin.
    """
    if begin is None and end is None:
        return None
    first = None if begin is None else parse_quarter("--from", begin)
    last = None if end is None else parse_quarter("--to", end) + (3 if len(end) == YEAR else 0)
    if first is not None and last is not None and last < first:
        msg = f"--from {begin} --to {end}: the end comes before the begin"
        raise InputError(msg)
    return Window(first, last)


def parse_quarter(option: str, text: str) -> int:
    """Read a quarter from a date given by an option.

    Raises
    ------
    InputError
        If it is no date.
    """
    try:
        return quarter_of(text)
    except ValueError as error:
        msg = f"{option} {text}: {error}"
        raise InputError(msg) from None


@normalise_arguments
def select_window(results: Results, begin: str | None = None, end: str | None = None) -> Results:
    """Return results whose outcomes are those of a part of the time; the same results without dates.

    Parameters
    ----------
    results : Results
        A result folder that kept paths.
    begin, end : str, optional
        Dates such as 2020 or 2020Q3; a year as the end means its last quarter.

    Raises
    ------
    InputError
        If a date is none, the folder kept no paths, or a scenario does not run then.
    """
    window = parse_window(begin, end)
    if window is None:
        return results
    require_paths(results, "--from and --to take")
    scenarios = results.manifest["scenarios"]
    if faults := list(window_faults(window, scenarios)):
        raise InputError(*faults)
    manifest = {**results.manifest, WINDOW: describe_window(window, scenarios)}
    return WindowResults(results.folder, manifest, window, results)


def restore_runs(results: Any) -> Any:  # noqa: ANN401 - what figures take for results, of a sweep's point too
    """Return the results of whole runs of those of a window; any other as they are."""
    return results.source if isinstance(results, WindowResults) else results


def window_faults(window: Window, scenarios: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield a fault for each scenario, in the form of a manifest, that does not run in the whole window."""
    options = {"--from": window.first, "--to": window.last}
    ends = " ".join(f"{o} {quarter_name(q)}" for o, q in options.items() if q is not None)
    for name, scenario in scenarios.items():
        begin, horizon = scenario["first_quarter"], scenario["horizon"]
        first, last = window.find_quarters(begin, horizon)
        if not 0 <= first <= last < horizon:
            end = quarter_name(begin + horizon - 1)
            yield f"{ends}: {name} runs from {quarter_name(begin)} to {end}; name quarters in it"


def describe_window(window: Window, scenarios: Mapping[str, Mapping[str, Any]]) -> str:
    """Describe a window in words, ``2020Q1 to 2024Q4``, or with an open end where scenarios end apart."""
    begins = {s["first_quarter"] for s in scenarios.values()}
    ends = {s["first_quarter"] + s["horizon"] - 1 for s in scenarios.values()}
    first = {window.first} if window.first is not None else begins
    last = {window.last} if window.last is not None else ends
    begin = quarter_name(first.pop()) if len(first) == 1 else "the begin"
    end = quarter_name(last.pop()) if len(last) == 1 else "the end"
    return f"{begin} to {end}"
