"""Columns of draws that scenarios share: each distinct one is stored once."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from ..design.columns import draw_columns, engine_columns
from ..design.parameter_draws import Draws

Place = list[int]
"""A row of a run's inputs, and the number of the column that it takes."""


class ColumnPool:
    """Distinct columns of numbers, in the order in which they were met.

    Attributes
    ----------
    columns : list of list of float
        Values by draw.
    """

    def __init__(self) -> None:
        self.columns: list[list[float]] = []
        self.numbers: dict[bytes, int] = {}

    def add_column(self, values: NDArray[np.float64]) -> int:
        """Return the number of a column, which is stored if it is new: columns are equal bit for bit."""
        number = self.numbers.setdefault(values.tobytes(), len(self.columns))
        if number == len(self.columns):
            self.columns.append(values.tolist())
        return number

    def add_rows(self, columns: Mapping[str, NDArray[np.float64]], rows: Mapping[str, int]) -> list[Place]:
        """Store the columns of those paths that have a row; return row and number of each, in their order."""
        return sorted([rows[path], self.add_column(v)] for path, v in columns.items() if path in rows)


def list_columns(scenario: Scenario, strategy: str, draws: Draws) -> dict[str, NDArray[np.float64]]:
    """Return what runs of a strategy take of draws, by the path of a number of the engine, shape (draws,)."""
    return engine_columns(scenario, strategy, draw_columns(scenario, draws))
