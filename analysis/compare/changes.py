"""What distinguishes a scenario from the baseline: inputs that differ, and outcomes that changed."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ...model.dates import quarter_name
from ...model.scenario.files import read_chain
from ...model.scenario.scenario import Scenario
from .paired import compute_means, compute_scenario_differences

FLOOR = 0.05
"""Least denominator of a relative change: nearly all outcomes are shares of 1."""


def list_changed_inputs(scenarios: Mapping[str, Mapping[str, Any]], baseline: str) -> pd.DataFrame:
    """Return values and events of each scenario that differ from the baseline's.

    Parameters
    ----------
    scenarios : mapping
        Scenarios by name, in the form of a manifest.
    baseline : str
        Name of the scenario that the others are compared with.

    Returns
    -------
    DataFrame
        Columns scenario, path, baseline, value. Events have the path ``events.NAME`` and are described in
        words; an empty text stands for a value or event that only the other has.
    """
    base = list_input_values(scenarios[baseline])
    rows = []
    for name, scenario in scenarios.items():
        mine = list_input_values(scenario)
        rows += [
            {"scenario": name, "path": path, "baseline": base.get(path, ""), "value": mine.get(path, "")}
            for path in {**base, **mine}
            if base.get(path) != mine.get(path)
        ]
    return pd.DataFrame(rows, columns=["scenario", "path", "baseline", "value"])


def load_parent(scenario: Scenario) -> Scenario | None:
    """Load the scenario that a scenario's file extends; None if it extends none.

    Where values are set that its file does not give, one that extends none is its own parent.
    """
    chain = read_chain(scenario.name)
    if len(chain) > 1:
        return Scenario.load(str(chain[-2].path))
    own = Scenario.load(scenario.name)
    return own if own.digest != scenario.digest else None


def list_input_values(scenario: Mapping[str, Any]) -> dict[str, float | str]:
    """Return all inputs of a scenario by path, with events described in words."""
    values: dict[str, float | str] = dict(scenario["values"])
    first = scenario["first_quarter"]
    return values | {f"events.{e['name']}": describe_event(e, first) for e in scenario["events"]}


def describe_event(event: Mapping[str, Any], first_quarter: int) -> str:
    """Describe an event in a line: ``set patrons.eu.barrier 0.4 from 2019Q1 until 2022Q1``."""
    start = quarter_name(first_quarter + event["first"])
    text = f"{event['operation']} {event['path']} {event['value']:g} from {start}"
    return text if event["until"] is None else f"{text} until {quarter_name(first_quarter + event['until'])}"


def compute_changed_outcomes(runs: pd.DataFrame, baseline: str, strategy: str) -> pd.DataFrame:
    """Compute the differences of outcomes from the baseline's, paired by run, with one strategy.

    Parameters
    ----------
    runs : DataFrame
        Finished runs.
    baseline : str
        Scenario that the others are compared with.
    strategy : str
        The hedger's strategy in both.

    Returns
    -------
    DataFrame
        Columns strategy, scenario, reference, measure, runs, reference_mean, mean (the difference), low,
        high, PARTS where runs carry draws, and ``size``: the difference over the baseline's mean or FLOOR,
        whichever is larger, by which the rows of a scenario are sorted. Outcomes that did not change at all
        are left out.
    """
    runs = runs[runs["strategy"] == strategy]
    measures = [c for c in list_numeric_outcomes(runs) if runs[c].notna().all()]
    table = compute_scenario_differences(runs, baseline, measures)
    shown = measures if len(table) else []  # a single scenario has no changes
    of_baseline = compute_means(runs[runs["scenario"] == baseline], shown).set_index("measure")["mean"]
    table.insert(5, "reference_mean", table["measure"].map(of_baseline))
    table["size"] = table["mean"].abs() / table["reference_mean"].abs().clip(lower=FLOOR)
    table = table[table["mean"] != 0.0]
    parts = [
        p.sort_values("size", ascending=False, kind="stable")
        for _, p in table.groupby("scenario", sort=False)
    ]
    return pd.concat(parts, ignore_index=True) if parts else table


def list_numeric_outcomes(runs: pd.DataFrame) -> list[str]:
    """Return the outcome columns of floats, except ``hedging_lost_quarter`` and ``regime_margin``."""
    first = list(runs.columns).index("security_mean")
    left_out = {"hedging_lost_quarter", "regime_margin"}
    return [c for c in runs.columns[first:] if c not in left_out and runs[c].dtype.kind == "f"]
