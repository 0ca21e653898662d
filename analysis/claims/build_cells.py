"""Build worlds and cells from what a ledger says of them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...model.errors import InputError
from ...model.outcomes import outcome_columns, path_columns, regime_names
from ...model.parameters.lookup import LADDER, STEPPED, advise, canonical_path, hint, rows_by_path
from ...model.scenario.scenario import Scenario
from ...model.scenario.syntax.toml_lines import Where
from ...model.strategies import HEDGE, compared_strategies, describe_unknown, plan_for, strategy_names
from ...model.text import advise_number, shorten_value
from ..labels import PREMIUM, RUNG, list_premiums, outcome_hint
from .cells import BEST, LEAN, Cell, Reading, Shift, World
from .play import TAKE
from .reader import Reader, Table

CELL = {
    "outcome": "text", "parameter": "text", "scenario": "text", "strategy": "text", "set": "table",
    "window": "table", "take": "text", "is": "names",
}  # fmt: skip
WINDOW = {"from": "number", "to": "number"}
SPARSE = ("hedging_lost_quarter",)
"""Outcomes that not every run has."""
SHIFT = re.compile(r"(?:x(?P<factor>\d*\.?\d+(?:e-?\d+)?)|(?P<addend>[+-]\d*\.?\d+(?:e-?\d+)?))", re.ASCII)
QUARTERS = re.compile(r"(?P<column>\w+)@(?P<first>-?\d{1,5})(?:\.\.(?P<last>-?\d{1,5}))?", re.ASCII)


def flatten_settings(table: Table, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield path and value of every setting; keys may be written with quotes or without."""
    for key, value in table.items():
        path = f"{prefix}{key}"
        if isinstance(value, dict):
            yield from flatten_settings(value, f"{path}.")
        else:
            yield path, value


def build_world(
    reader: Reader, where: Where, name: str, settings: Mapping[str, Table], *, shocks: bool, field: str
) -> World | None:
    """Build the world of a scenario with settings, given by the field that they stand in; None if faulty.

    ``field`` is the one that names the scenario.
    """
    scenario = reader.load_scenario((*where, field), name)
    if scenario is None:
        return None
    values: dict[str, float | Shift] = {}
    before = len(reader.faults)
    for key, table in settings.items():
        for path, value in flatten_settings(table):
            found = parse_value(reader, (*where, key), path, value, scenario)
            values[canonical_path(path, scenario.patrons)] = 0.0 if found is None else found
    world = World(scenario, scenario.digest, tuple(values.items()), shocks)
    if len(reader.faults) > before:
        return None
    try:
        world.varied  # noqa: B018 - built here, so that its faults have a line
    except InputError as error:
        for fault in error.faults:
            reader.add_fault((*where, *list(settings)[-1:]), fault)
        return None
    return world


def parse_value(
    reader: Reader, where: Where, path: str, value: object, scenario: Scenario
) -> float | Shift | None:
    """Convert a value of a setting: a number, a switch, a word of the ladder, ``x1.5`` or ``+0.2``."""
    if isinstance(value, int | float):
        return float(value)
    if is_step(path, scenario) and isinstance(value, str):
        return float(LADDER.index(value)) if reader.choose(where, value, LADDER) else None
    shift = SHIFT.fullmatch(value) if isinstance(value, str) else None
    if shift is None:
        reader.add_fault(where, f"{path}: {describe_fault(path, value, scenario)}")
        return None
    row = rows_by_path(scenario.patrons).get(canonical_path(path, scenario.patrons))
    if row is None:
        known = rows_by_path(scenario.patrons)
        reader.add_fault(where, f"{path}: no draw has a value of its own for it{advise(path, known)}")
    elif row.unit in STEPPED:
        reader.add_fault(where, f"{path}: found {value}; it is {STEPPED[row.unit]}: say which")
    elif shift["factor"]:
        return Shift(factor=float(shift["factor"]))
    else:
        return Shift(addend=float(shift["addend"]))
    return None


def describe_fault(path: str, value: object, scenario: Scenario) -> str:
    """Describe what is wrong with a value that is no number, word or change, or its path."""
    dated = [f"events.{e.name}.{part}" for e in scenario.events for part in ("value", "date")]
    if path.startswith("events.") and path not in dated:
        return f"{scenario.name} has no such event{advise(path, dated)}"
    near = advise_number(value) if isinstance(value, str) else ""
    steps = f"of an agreement one of {', '.join(LADDER)}"
    return f"found {shorten_value(value)}; allowed is a number, true or false, x1.5 or +0.2, {steps}{near}"


def is_step(path: str, scenario: Scenario) -> bool:
    """Return whether a setting is a step of an agreement, or the value of an event that sets one."""
    targets = {f"events.{e.name}.value": e.path for e in scenario.events}
    return targets.get(path, path).endswith(".agreement")


def build_cell(reader: Reader, where: Where, world: World, fields: Table) -> Cell | None:
    """Build a cell of a world; None if it is faulty.

    Parameters
    ----------
    fields : mapping
        Those of CELL, but for what makes the world.
    """
    before = len(reader.faults)
    strategy = fields.get("strategy", HEDGE)
    check_strategy(reader, where, world, strategy)
    if "parameter" in fields:
        path = canonical_path(fields["parameter"], world.scenario.patrons)
        known = rows_by_path(world.scenario.patrons)
        if path not in known:
            reader.add_fault((*where, "parameter"), f"unknown parameter {path}{advise(path, known)}")
        cell = Cell(world, parameter=path)
    else:
        outcome = fields["outcome"]
        premium = outcome if outcome.partition(":")[0] == PREMIUM else ""
        if premium:
            check_premium(reader, (*where, "outcome"), premium, strategy, world.scenario)
        cell = Cell(world, strategy, build_reading(reader, where, world.varied, fields), premium)
    return cell if len(reader.faults) == before else None


def check_strategy(reader: Reader, where: Where, world: World, strategy: str) -> None:
    """Record a fault if a strategy is unknown or cannot be played in the world."""
    patrons = world.scenario.patrons
    if strategy in {BEST, LEAN}:
        return
    if strategy not in strategy_names(patrons):
        reader.add_fault((*where, "strategy"), describe_unknown(strategy, patrons, BEST, LEAN))
        return
    try:
        plan_for(world.varied, strategy)
    except InputError as error:
        reader.add_fault((*where, "strategy"), str(error))


def check_premium(reader: Reader, where: Where, premium: str, strategy: str, scenario: Scenario) -> None:
    """Record a fault if there is no such premium."""
    known = (PREMIUM, *list_premiums(compared_strategies(scenario.patrons)[1:]))
    if strategy != HEDGE:
        reader.add_fault(where, f"a premium is that of hedge, found strategy {strategy}; leave it out")
    reader.choose(where, premium, known)


def build_reading(reader: Reader, where: Where, scenario: Scenario, fields: Table) -> Reading:
    """Build what is read of each run: an outcome, or a recorded column over quarters."""
    outcome, at = fields["outcome"], (*where, "outcome")
    premium = outcome.partition(":")[0] == PREMIUM
    column, first, last = "utility_mean" if premium else outcome, None, None
    if found := QUARTERS.fullmatch(outcome):
        column, first, last = found["column"], int(found["first"]), int(found["last"] or found["first"])
        first, last = (q + scenario.horizon if q < 0 else q for q in (first, last))
        if not 0 <= first <= last < scenario.horizon:
            reader.add_fault(
                at, f"found {outcome}; quarters are 0 to {scenario.horizon - 1}, or -1 for the last"
            )
    elif "window" in fields:
        column = column if column in path_columns(scenario.patrons) else column.removesuffix("_mean")
        first, last = read_window(reader, (*where, "window"), fields["window"], scenario)
    known = path_columns(scenario.patrons) if first is not None else outcome_columns(scenario.patrons)
    if column not in known or column in SPARSE:
        reader.add_fault(at, describe_unknown_outcome(outcome, column, scenario, recorded=first is not None))
    codes = read_codes(reader, where, column, scenario, fields)
    return Reading(column, first, last, read_take(reader, where, fields, first), codes)


def read_take(reader: Reader, where: Where, fields: Table, first: int | None) -> str:
    """Return whether the mean, the smallest or the largest quarter is wanted."""
    take = str(fields.get("take", "mean"))
    if first is None and "take" in fields:
        reader.add_fault((*where, "take"), 'goes with quarters: outcome = "utility@0..19", or a window')
    return take if reader.choose((*where, "take"), take, tuple(TAKE)) else "mean"


def read_codes(
    reader: Reader, where: Where, column: str, scenario: Scenario, fields: Table
) -> tuple[float, ...]:
    """Return the codes of the regimes whose share of runs a cell asks for, as a regime is a name."""
    if column != "regime":
        if "is" in fields:
            reader.add_fault((*where, "is"), "goes with the outcome regime, whose values are names")
        return ()
    known = regime_names(scenario.patrons)
    if "is" not in fields:
        reader.add_fault(
            (*where, "outcome"), f"a regime is a name: add is = one or some of {', '.join(known)}"
        )
        return ()
    names = [fields["is"]] if isinstance(fields["is"], str) else fields["is"]
    return tuple(float(known.index(n)) for n in names if reader.choose((*where, "is"), n, tuple(known)))


def read_window(reader: Reader, where: Where, table: Table, scenario: Scenario) -> tuple[int, int]:
    """Return the first and last quarter of a window, given in years."""
    found = reader.read_fields(where, table, WINDOW, ("from", "to"))
    if len(found) < len(WINDOW):
        return 0, 0
    first, last = (
        int(4 * found["from"]) - scenario.first_quarter,
        int(4 * found["to"]) + 3 - scenario.first_quarter,
    )
    ends = max(first, 0), min(last, scenario.horizon - 1)
    if first > last or first <= -4 or last >= scenario.horizon + 4:
        begin, end = (scenario.quarter_name(q) for q in (0, scenario.horizon - 1))
        what = f"found {found['from']} to {found['to']}; {scenario.name} runs from {begin} to {end}"
        reader.add_fault(where, what)
    return ends


def describe_unknown_outcome(outcome: str, column: str, scenario: Scenario, *, recorded: bool) -> str:
    """Describe why a text is no outcome, with the nearest name."""
    patrons = scenario.patrons
    if outcome.startswith(RUNG):
        return f"{outcome} takes a search, which no draw has; premium:bandwagon is hedge less the best lean"
    if outcome in SPARSE:
        return f"{outcome} is missing in runs that never lose hedging; ask for a regime instead"
    if recorded:
        return f"no recorded column {column}{hint(column, path_columns(patrons))}"
    known = {**outcome_columns(patrons), PREMIUM: None}
    return f"unknown outcome {outcome}{outcome_hint(outcome, known)}"
