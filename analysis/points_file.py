"""A user's own table of points, from a .csv or .parquet file."""

from pathlib import Path

import numpy as np
import pandas as pd

from ..model.errors import InputError
from ..model.parameters import canonical, hint
from ..model.scenario import Scenario
from .axes import Axis, check, clashes, keys_of
from .cube import Numbers
from .points import TABLE, Points
from .vary import WORDS


def read_points(path: str | Path, scenario: Scenario) -> Points:
    """A user's own table of points.

    Parameters
    ----------
    path : str or Path
        A .csv or .parquet file with a row a point and a column a path; a column ``point`` is left out.
    scenario : Scenario
        Whose values vary.

    Raises
    ------
    InputError
        If the file cannot be read, with every unknown column (and the nearest), empty or wrong cell.
    """
    table = read_table(Path(path)).drop(columns="point", errors="ignore")
    keys, faults, columns = keys_of(scenario), [], {}
    names = [canonical(str(c).strip(), scenario.patrons) for c in table.columns]
    faults += [f"{path}: {what}" for what in clashes(names)]
    if not len(table) or not names:
        faults.append(f"{path}: no points in it")
    for name, (_, column) in zip(names, table.items(), strict=True):
        if name not in keys:
            faults.append(f"{path}: column {name!r} is no parameter of {scenario.name}{hint(name, keys)}")
            continue
        values = pd.to_numeric(column.replace(WORDS), errors="coerce").to_numpy(float)
        if not np.isfinite(values).all():
            faults.append(f"{path}: column {name}: {places(values)}")
            continue
        try:
            check(keys[name], [float(v) for v in dict.fromkeys(values)], scenario)
        except InputError as error:
            faults += [f"{path}: column {fault}" for fault in error.faults]
        columns[name] = values
    if faults:
        raise InputError(*faults)
    axes = tuple(
        Axis(n, float(v.min()), float(v.max()), (), "linear", keys[n].base, keys[n].unit)
        for n, v in columns.items()
    )
    return Points(pd.DataFrame(columns), TABLE, None, 0, axes)


def places(values: Numbers, first: int = 1) -> str:
    """Where cells are empty or no number, rows counted from ``first``."""
    rows = np.flatnonzero(~np.isfinite(values)) + first
    if len(rows) == 1:
        return f"row {rows[0]} holds no finite number"
    return f"{len(rows)} rows hold no finite number, the first is row {rows[0]}"


def read_table(path: Path, what: str = "a table of points") -> pd.DataFrame:
    """A .csv or .parquet file as a table; messages say ``what`` it is.

    Raises
    ------
    InputError
        If it has another ending or cannot be read.
    """
    ending = path.suffix.lower()
    if ending not in {".csv", ".parquet"}:
        msg = f"{path}: {what} ends in .csv or .parquet, found {path.suffix or 'no ending'!r}"
        raise InputError(msg)
    try:
        return pd.read_csv(path) if ending == ".csv" else pd.read_parquet(path)
    except (OSError, ValueError) as error:  # pandas' and pyarrow's own errors are ValueErrors
        msg = f"{path}: cannot be read: {error}"
        raise InputError(msg) from error
