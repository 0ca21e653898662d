"""Read a user's own table of points and check it against a scenario."""

from pathlib import Path

import numpy as np
import pandas as pd

from ...model.errors import InputError
from ...model.parameters.lookup import advise, canonical_path
from ...model.scenario.scenario import Scenario
from .axis import Axis, axis_conflicts, check_values, list_keys
from .points import TABLE, Points
from .table_file import bad_cells, parse_column, read_table


def read_points(path: str | Path, scenario: Scenario) -> Points:
    """Read a user's own table of points and check it against a scenario.

    Parameters
    ----------
    path : str or Path
        A file as :func:`~.table_file.read_table` takes, with a row per point and a column per path; a
        column ``point`` is ignored.
    scenario : Scenario
        The scenario whose values vary.

    Raises
    ------
    InputError
        If the file cannot be read; with every unknown column (and the nearest known) and every wrong cell.
    """
    table, notices = read_table(path)
    table = table.drop(columns="point", errors="ignore")
    keys, faults, columns = list_keys(scenario), [], {}
    names = [canonical_path(name, scenario.patrons) for name in table.columns]
    faults += [f"{path}: {what}" for what in axis_conflicts(names)]
    if not len(table) or not names:
        faults.append(f"{path}: no points in it")
    for name, (_, column) in zip(names, table.items(), strict=True):
        if name not in keys:
            faults.append(f"{path}: column {name!r} is no parameter of {scenario.name}{advise(name, keys)}")
            continue
        values = parse_column(column)
        if not np.isfinite(values).all():
            faults.append(f"{path}: column {name}: {bad_cells(values)}")
            continue
        try:
            check_values(keys[name], [float(v) for v in dict.fromkeys(values)], scenario)
        except InputError as error:
            faults += [f"{path}: column {fault}" for fault in error.faults]
        columns[name] = values
    if faults:
        raise InputError(*faults)
    axes = tuple(
        Axis(n, float(v.min()), float(v.max()), (), "linear", keys[n].base, keys[n].unit)
        for n, v in columns.items()
    )
    return Points(pd.DataFrame(columns), TABLE, None, 0, axes, notices)
