"""Values that JSON can hold, from tables and from numbers of numpy."""

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def table_records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return rows of a table as plain values that JSON can hold, None where one is missing."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): json_value(v) for k, v in row.items()} for row in plain.to_dict("records")]


def json_value(value: Any) -> Any:  # noqa: ANN401 - whatever a table holds
    """Return a value that JSON can hold: None for what is no finite number, plain numbers for numpy's."""
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value
