"""A table of a result folder as other programs take it: rows in parts, and what each column means."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ...model.parameters.lookup import rows_by_path
from ..design.parameter_draws import Draws
from ..labels import input_name
from ..results.folder import Results, require_paths
from ..results.manifest import read_scenarios, rebuild_draws
from .codebook import INTEGER, NUMBER, TEXT, Variable, describe_values, name_for_stata

RUNS, PATHS, BANDS = "runs", "paths", "bands"
ROWS = 20_000
"""Rows of a part, of which one is in memory at a time."""


class Extract(NamedTuple):
    """A table that is exported.

    Attributes
    ----------
    name : str
        ``runs``, ``paths`` or ``bands``.
    title : str
        Where it is from, in a line.
    begun : datetime
        When the folder was begun.
    schema : pyarrow.Schema
        Names and types of its columns, kept where a column has no value at all.
    rows : int
        Number of rows.
    read : callable
        Yields the rows in parts, as often as it is called.
    codebook : tuple of Variable
        What each column means, in the order of the columns.
    """

    name: str
    title: str
    begun: datetime
    schema: pa.Schema
    rows: int
    read: Callable[[], Iterator[pa.Table]]
    codebook: tuple[Variable, ...]


def build_extract(results: Results, name: str = RUNS) -> Extract:
    """Build the table of a result folder that is exported.

    Parameters
    ----------
    results : Results
        A result folder.
    name : str
        ``runs``: a row for each run, with its inputs, drawn ones too, and outcomes; ``paths``: a row for each
        run and quarter; ``bands``: quantiles over runs by quarter.

    Raises
    ------
    InputError
        If paths are asked for and were not kept.
    """
    if name == PATHS:
        require_paths(results, "--paths takes")
    inputs = list_drawn_values(results) if name == RUNS else {}
    tables = ("design", "outcomes") if name == RUNS else (name,)
    fields = [f for table in tables for f in pq.read_schema(results.folder / f"{table}.parquet")]
    named = {f.name: f for f in fields}  # both tables of runs have run_id
    named |= {path: pa.field(path, pa.float64()) for path in inputs}
    schema = pa.schema(sort_fields(list(named.values()), inputs) if inputs else list(named.values()))
    rows = int(results.manifest["tables"][tables[-1]]["rows"])

    def read() -> Iterator[pa.Table]:
        parts = read_runs(results, inputs) if name == RUNS else read_parts(results, name)
        return (part.select(schema.names).cast(schema) for part in parts)

    title = f"{name} of the hedgesim result folder {results.folder.resolve().name}"
    begun = datetime.fromisoformat(results.manifest["begun"])
    return Extract(name, title, begun, schema, rows, read, build_codebook(results, tables, schema))


def sort_fields(fields: list[Any], inputs: Mapping[str, Any]) -> list[Any]:
    """Return fields with the drawn inputs before the outcomes, after the number of the draw."""
    first = next(k for k, field in enumerate(fields) if field.name == "security_mean")
    moved = [field for field in fields if field.name in inputs]
    return [*fields[:first], *moved, *(field for field in fields[first:] if field.name not in inputs)]


def list_drawn_values(results: Results) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Return the drawn inputs by path, then scenario: the values of all draws, each of shape (draws,).

    A scenario that takes no draw of an input has its own value in all of them.
    """
    draws = rebuild_draws(results.manifest, results.folder)
    if draws is None:
        return {}
    scenarios = read_scenarios(results.manifest, results.folder)
    taken = {s.name: draws.for_scenario(s) for s in scenarios}
    paths = [p for p in draws.columns if any(p in columns for columns in taken.values())]
    present = results.manifest["tables"]["design"]["columns"]
    return {
        path: {s.name: taken[s.name].get(path, fill_value(draws, s.values, path)) for s in scenarios}
        for path in paths
        if path not in present
    }


def fill_value(draws: Draws, values: Mapping[str, float], path: str) -> NDArray[np.float64]:
    """Return a scenario's own value for every draw, NaN where it has none, shape (draws,)."""
    return np.full(draws.count, values.get(path, np.nan))


def read_runs(
    results: Results, inputs: Mapping[str, Mapping[str, NDArray[np.float64]]]
) -> Iterator[pa.Table]:
    """Yield design, drawn inputs and outcomes of the runs in parts."""
    design, row = pq.read_table(results.folder / "design.parquet"), 0
    for outcomes in read_parts(results, "outcomes"):
        part = design.slice(row, len(outcomes))
        row += len(outcomes)
        for path, values in inputs.items():
            part = part.append_column(path, pa.array(pick_draws(part, values), from_pandas=True))
        for name in outcomes.column_names[1:]:
            part = part.append_column(outcomes.field(name), outcomes[name])
        yield part


def pick_draws(design: pa.Table, values: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the value of an input that each run took, shape (rows,), from its draws by scenario."""
    scenario, draw = design["scenario"].to_numpy(), design["draw"].to_numpy()
    found = np.full(len(design), np.nan)
    for name, column in values.items():
        rows = scenario == name
        found[rows] = column[draw[rows]]
    return found


def read_parts(results: Results, table: str) -> Iterator[pa.Table]:
    """Yield the rows of a stored table in parts."""
    with pq.ParquetFile(results.folder / f"{table}.parquet") as file:
        for batch in file.iter_batches(ROWS):
            yield pa.Table.from_batches([batch])


def build_codebook(results: Results, tables: tuple[str, ...], schema: pa.Schema) -> tuple[Variable, ...]:
    """Describe every column of an export, inputs by the parameter table."""
    recorded: dict[str, Any] = {}
    for table in tables:
        recorded |= results.manifest["tables"][table]["columns"]
    scenarios = results.manifest["scenarios"]
    first = next(iter(scenarios.values()))
    inputs = rows_by_path(tuple(first["patrons"]))
    values, names, found = describe_values(results.manifest), name_for_stata(schema.names), list[Variable]()
    for field in schema:
        kind, row = name_type(field.type), inputs.get(field.name)
        about = recorded.get(
            field.name, {"unit": "as in scenario files", "meaning": f"value of {field.name}"}
        )
        unit, meaning = about["unit"], about["meaning"]
        if row is not None:
            unit, meaning = row.unit, f"{input_name(field.name, first['labels'])}: {row.meaning}"
        labels = values.get((field.name, kind), "")
        found.append(Variable(field.name, kind, unit, meaning, labels, names[field.name]))
    return tuple(found)


def name_type(kind: pa.DataType) -> str:
    """Return the type of a column in a word."""
    return TEXT if pa.types.is_string(kind) else INTEGER if pa.types.is_integer(kind) else NUMBER
