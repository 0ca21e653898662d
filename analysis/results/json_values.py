"""Conversion of table rows and numpy scalars to values that JSON can hold."""

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def table_records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Convert the rows of a table to dicts of JSON values, with None for missing values."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): json_value(v) for k, v in row.items()} for row in plain.to_dict("records")]


def json_value(value: Any) -> Any:  # noqa: ANN401 - whatever a table holds
    """Convert a numpy scalar to a Python one, and a float that is not finite to None."""
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value
