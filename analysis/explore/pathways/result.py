"""Triggers that were found and what they gain, printed as JSON by a command and read again by a report."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ....model.errors import InputError
from ....model.parameters.lookup import hint
from ...results.json_values import table_records
from ...results.printed import read_result

TABLES = ("triggers", "perfect", "mixes", "futures", "course")
QUESTION = {"titles", "first_quarter", "horizon", "patrons", "labels", "seed", "searched"}
COMMAND = "hedgesim optimise ... --over trigger --json > FILE"


@dataclass(frozen=True, repr=False)
class Pathways:
    """Triggers, what they gain, and how runs move under the best of them.

    Attributes
    ----------
    triggers : DataFrame
        watch, level, release, quarters, dated (whether all runs switch in the same quarters, so that the
        sign is a date), seen (gain on the shocks of the search), runs, mean, low, high (gain
        on fresh shocks over the best constant mix, paired by run), over_date, over_date_low, over_date_high
        (gain over the best switch at a date), share (of perfect information about every run). The best sign
        comes first, then triggers that are dated, and last the switch at a date, which watches nothing.
        Where runs carry draws, this table and the next two have PARTS of
        :mod:`hedgesim.analysis.compare.two_part`; here the share of draws above 0 is draws_share.
    perfect : DataFrame
        knowledge (``run`` or ``future``), runs, mean, low, high: what perfect information is worth.
    mixes : DataFrame
        watch, part (``constant``, ``before`` or ``after``), then the share of effort of every package.
    futures : DataFrame
        Under the best trigger: scenario, point, switched (share of runs that ever switch), median (quarter of
        the first switch, counted from 0; NaN if none), runs, mean, low, high (gain).
    course : DataFrame
        Under the best trigger: scenario, point, quarter, stage, share (of runs), onward, back (shares of runs
        that come from the stage before, or return to it, in that quarter).
    question : dict
        titles (by scenario), first_quarter, horizon, patrons, labels, seed, searched (runs of each future).
    """

    triggers: pd.DataFrame
    perfect: pd.DataFrame
    mixes: pd.DataFrame
    futures: pd.DataFrame
    course: pd.DataFrame
    question: dict[str, Any]

    def to_plain_data(self) -> dict[str, Any]:
        """Return plain data for JSON, from which :func:`read_pathways` restores the object."""
        return {"question": self.question} | {name: table_records(getattr(self, name)) for name in TABLES}

    def name_futures(self, names: Mapping[str, str]) -> list[str]:
        """Name every future: its scenario in the given words, and the point where there are several."""
        futures = self.futures
        several = futures["scenario"].duplicated(keep=False)
        return [
            f"{names[scenario] or scenario} {point}" if many else names[scenario] or scenario
            for scenario, point, many in zip(futures["scenario"], futures["point"], several, strict=True)
        ]

    def __repr__(self) -> str:
        best = self.triggers.iloc[0]
        return f"<Pathways: {best['watch']} >= {best['level']:g} gains {best['mean']:+.4f} on fresh shocks>"


def read_pathways(path: Path, scenarios: Collection[str]) -> Pathways:
    """Read triggers from a JSON file.

    Parameters
    ----------
    path : Path
        Output of ``hedgesim optimise --over trigger --json``.
    scenarios : collection of str
        Scenarios of a result folder; the triggers must be about some of them.

    Raises
    ------
    InputError
        If the file cannot be read, holds no search for triggers, or none about these scenarios.
    """
    found = read_result(path, restore_pathways, "a search for triggers", COMMAND)
    about = list(found.question["titles"])
    if not set(about) & set(scenarios):
        near = hint(about[0], scenarios)
        msg = f"{path}: triggers for {', '.join(about)}; the folder holds {', '.join(scenarios)}{near}"
        raise InputError(msg)
    return found


def restore_pathways(printed: Mapping[str, Any]) -> Pathways:
    """Build a search for triggers from plain data.

    Raises
    ------
    KeyError, TypeError, ValueError
        If the data are something else.
    """
    tables = {name: pd.DataFrame(printed[name]) for name in TABLES}
    if not all(len(tables[name]) for name in TABLES) or set(printed["question"]) != QUESTION:
        raise KeyError
    return Pathways(**tables, question=printed["question"])
