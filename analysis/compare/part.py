"""Take a part of a result folder that compares: scenarios that cover the same quarters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .paired import Results


@dataclass(frozen=True)
class Part:
    """Some scenarios of a result folder.

    Attributes
    ----------
    manifest : mapping
        The folder's, with these scenarios only.
    design, outcomes : DataFrame
        The rows of these scenarios.
    """

    manifest: Mapping[str, Any]
    design: pd.DataFrame
    outcomes: pd.DataFrame


def take_part(results: Results, names: Sequence[str]) -> Part:
    """Take the named scenarios out of a result folder."""
    entries = results.manifest["scenarios"]
    design = results.design[results.design["scenario"].isin(list(names))].reset_index(drop=True)
    outcomes = results.outcomes[results.outcomes["run_id"].isin(design["run_id"])].reset_index(drop=True)
    return Part({**results.manifest, "scenarios": {n: entries[n] for n in names}}, design, outcomes)


def group_by_quarters(scenarios: Mapping[str, Mapping[str, Any]], names: Sequence[str]) -> list[list[str]]:
    """Group scenarios by the quarters that they cover, in the order of the names."""
    groups: dict[tuple[int, int], list[str]] = {}
    for name in names:
        scenario = scenarios[name]
        groups.setdefault((scenario["first_quarter"], scenario["horizon"]), []).append(name)
    return list(groups.values())
