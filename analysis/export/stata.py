"""Exports for Stata: names and labels that it takes, types that it has."""

from pathlib import Path

import pandas as pd
import pyarrow as pa

from ...model.text import shorten
from .codebook import TEXT
from .extract import Extract

LABEL, TEXT_BYTES = 80, 2045
"""Most characters of a label, and bytes of a text of fixed width."""
LARGEST = 2**31 - 28
"""Whole numbers from here on stand for missing ones."""


def write_stata(extract: Extract, path: Path) -> None:
    """Write an export as a file of Stata 14 and later.

    The whole table is in memory. A column without any value keeps its type: texts are empty then.
    """
    empty = pa.Table.from_batches([], extract.schema)
    frame = pa.concat_tables([empty, *extract.read()]).to_pandas()
    frame.columns = pd.Index([v.stata for v in extract.codebook])
    texts = [v.stata for v in extract.codebook if v.type == TEXT]
    frame[texts] = frame[texts].fillna("")
    whole_numbers = [v.stata for v in extract.codebook if frame[v.stata].dtype.kind == "i"]
    frame.astype({name: choose_type(frame[name]) for name in whole_numbers}).to_stata(
        path, version=118, write_index=False, time_stamp=extract.begun,
        convert_strl=[name for name in texts if measure_longest(frame[name]) > TEXT_BYTES],
        data_label=shorten(extract.title, LABEL),
        variable_labels={v.stata: shorten(v.label, LABEL) for v in extract.codebook},
    )  # fmt: skip


def choose_type(numbers: pd.Series) -> str:
    """Return the type of whole numbers: 32 bits where they fit, else floats; Stata has none of 64 bits."""
    return "int32" if numbers.empty or numbers.abs().max() < LARGEST else "float64"


def measure_longest(texts: pd.Series) -> int:
    """Return the length of the longest text in bytes."""
    return max((len(text.encode()) for text in texts), default=0)
