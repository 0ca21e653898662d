"""Read what a claim asserts: two sides of a change or a contest, or numbers over cells, with their bounds."""

from math import inf

from ...model.errors import InputError
from ...model.scenario.syntax.toml_lines import Where
from ...model.strategies import HEDGE
from .build_cells import CELL, build_cell, build_world
from .cells import BEST, Cell, World
from .formula import parse_formula
from .ledger import Bounds, Part
from .reader import Reader, Table, is_number

PART = {"text": "text", "number": "text", "direction": "text", "bound": "bound", "tolerance": "number"}
PLACES = ("above", "below", "between")
DIFFERENCE, RATIO = "after - before", "(after - before) / max(abs(before), 1e-12)"
Sides = dict[str, Cell | None]


def read_sides(reader: Reader, where: Where, kind: str, fields: Table) -> tuple[Part, ...]:
    """Read a change or a contest as a difference of two cells."""
    sides = (read_change if kind == "change" else read_contest)(reader, where, fields)
    cells = {name: cell for name, cell in sides.items() if cell is not None}
    if len(cells) < len(sides):
        return ()
    least, closed = float(fields.get("least", 0.0)), fields.get("least", 0.0) > 0.0
    bounds, opposite = {
        "rises": (Bounds(low=least, closed=closed), Bounds(high=-least, closed=closed)),
        "falls": (Bounds(high=-least, closed=closed), Bounds(low=least, closed=closed)),
        "still": (Bounds(-least, least), None),
    }[fields["direction"]]
    formula = parse_formula(RATIO if fields.get("relative") else DIFFERENCE, tuple(cells))
    tolerance = read_tolerance(reader, where, fields, fields)
    return (Part(fields["text"], formula, cells, bounds, opposite, least, tolerance),)


def read_change(reader: Reader, where: Where, fields: Table) -> Sides:
    """Read both sides of a change: the scenario, and another one or what is set in it."""
    if "to" not in fields and "set" not in fields:
        reader.add_fault(where, "a change lacks to or set: what changes; than makes it a contest")
        return {"before": None}
    shared = {"at": fields["at"]} if "at" in fields else {}
    settings = shared | ({"set": fields["set"]} if "set" in fields else {})
    shocks = fields.get("shocks", True)
    name, field = (fields["to"], "to") if "to" in fields else (fields["scenario"], "scenario")
    own = fields["scenario"]
    worlds = {
        "before": build_world(reader, where, own, shared, shocks=shocks, field="scenario"),
        "after": build_world(reader, where, name, settings, shocks=shocks, field=field),
    }
    return {key: place_cell(reader, where, world, fields) for key, world in worlds.items()}


def place_cell(reader: Reader, where: Where, world: World | None, fields: Table) -> Cell | None:
    """Build a cell of a world, where that is without fault."""
    return None if world is None else build_cell(reader, where, world, fields)


def read_contest(reader: Reader, where: Where, fields: Table) -> Sides:
    """Read both sides of a contest: the strategy, and the one that it is compared with."""
    shared = {"at": fields["at"]} if "at" in fields else {}
    shocks = fields.get("shocks", True)
    world = build_world(reader, where, fields["scenario"], shared, shocks=shocks, field="scenario")
    if world is None:
        return {"before": None}
    if fields["than"] == BEST and fields["strategy"] != HEDGE:
        what = f"{BEST} is the best of all others than {HEDGE}, found strategy {fields['strategy']}"
        reader.add_fault((*where, "than"), what)
    other = {**fields, "strategy": fields["than"]}
    return {
        "before": build_cell(reader, where, world, other),
        "after": build_cell(reader, where, world, fields),
    }


def read_number(reader: Reader, where: Where, fields: Table) -> tuple[Part, ...]:
    """Read a number with its bounds, or several of the same cells."""
    cells = read_cells(reader, (*where, "cells"), fields)
    if ("parts" in fields) == ("number" in fields):
        reader.add_fault(where, "lacks number, or [[claim.parts]] with a number each; give one of them")
        return ()
    if "number" in fields:
        part = read_part(reader, where, fields, fields, cells)
        return () if part is None else (part,)
    found = []
    for place, table in enumerate(fields["parts"]):
        spot = (*where, "parts", place)
        part_fields = reader.read_fields(spot, table, PART, ("text", "number"))
        if {"text", "number"} <= part_fields.keys():
            found.append(read_part(reader, spot, part_fields, fields, cells))
    return tuple(part for part in found if part is not None)


def read_cells(reader: Reader, where: Where, fields: Table) -> Sides:
    """Read the cells of a number, each by its name; None for those that are faulty."""
    found: Sides = {}
    for name, table in fields["cells"].items():
        if isinstance(table, dict) and name.isidentifier():
            found[name] = read_cell(reader, (*where, name), table, fields)
        else:
            found[name] = None
            what = 'a cell is a name and a table, such as base = { outcome = "utility_mean" }'
            reader.add_fault((*where, name), what)
    return found


def read_cell(reader: Reader, where: Where, table: Table, claim: Table) -> Cell | None:
    """Read a cell; what it does not say itself is that of its claim."""
    before = len(reader.faults)
    cell = reader.read_fields(where, table, CELL, ())
    if ("outcome" in table) == ("parameter" in table):
        reader.add_fault(where, "lacks outcome or parameter; give one of them")
    if len(reader.faults) > before:
        return None
    settings = {"at": claim["at"]} if "at" in claim else {}
    settings |= {"set": cell["set"]} if "set" in cell else {}
    name = cell.get("scenario", claim["scenario"])
    shocks = claim.get("shocks", True)
    world = build_world(reader, where, name, settings, shocks=shocks, field="scenario")
    return place_cell(reader, where, world, cell)


def read_part(reader: Reader, where: Where, fields: Table, claim: Table, cells: Sides) -> Part | None:
    """Read a number and its bounds; None if it is faulty or one of its cells is."""
    bounds = read_bounds(reader, where, fields)
    tolerance = read_tolerance(reader, where, fields, claim)
    try:
        formula = parse_formula(fields["number"], tuple(cells))
    except InputError as error:
        for fault in error.faults:
            reader.add_fault((*where, "number"), fault)
        return None
    used = {name: cell for name in sorted(formula.names) if (cell := cells[name]) is not None}
    if bounds is None or len(used) < len(formula.names):
        return None
    least = bounds.low if bounds.low > -inf else bounds.high
    return Part(fields["text"], formula, used, bounds, None, least, tolerance)


def read_bounds(reader: Reader, where: Where, fields: Table) -> Bounds | None:
    """Read direction and bound of a number: ``above`` one, ``below`` one, or ``between`` two."""
    direction, bound = fields.get("direction"), fields.get("bound")
    if direction is None or bound is None:
        reader.add_fault(where, "a number lacks direction or bound: above or below a number, or between two")
        return None
    if not reader.choose((*where, "direction"), direction, PLACES):
        return None
    if is_number(bound) != (direction != "between") or (direction == "between" and bound[0] >= bound[1]):
        two = "two numbers, [low, high]" if direction == "between" else "one number"
        reader.add_fault((*where, "bound"), f"found {bound}; {direction} takes {two}")
        return None
    if direction == "between":
        return Bounds(float(bound[0]), float(bound[1]))
    return Bounds(low=float(bound)) if direction == "above" else Bounds(high=float(bound))


def read_tolerance(reader: Reader, where: Where, fields: Table, claim: Table) -> float:
    """Read a tolerance, which every part of a constraint has."""
    tolerance = float(fields.get("tolerance", claim.get("tolerance", 0.0)))
    if claim.get("use") == "constraint" and tolerance <= 0.0:
        reader.add_fault(where, "a constraint lacks tolerance: how far outside still counts half-heartedly")
    return tolerance
