"""Exports as CSV and Parquet, written part by part."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from .codebook import HEADS, Variable
from .extract import Extract


def write_csv(extract: Extract, path: Path) -> None:
    """Write an export as CSV: texts in quotes, numbers with all their digits, empty where there is none."""
    with pc.CSVWriter(path, extract.schema) as writer:
        for part in extract.read():
            writer.write_table(part)


def write_parquet(extract: Extract, path: Path) -> None:
    """Write an export as Parquet, with unit and meaning in the metadata of each field."""
    abouts = zip(extract.schema, extract.codebook, strict=True)
    fields = [f.with_metadata({"unit": v.unit, "meaning": v.meaning, "values": v.values}) for f, v in abouts]
    schema = pa.schema(fields, metadata={"title": extract.title})
    with pq.ParquetWriter(path, schema) as writer:
        for part in extract.read():
            writer.write_table(part.cast(schema))


def write_codebook(variables: Iterable[Variable], path: Path) -> None:
    """Write a codebook as CSV, a row for each variable."""
    path.write_text(format_codebook(variables), encoding="utf-8", newline="")


def format_codebook(variables: Iterable[Variable]) -> str:
    """Format a codebook as CSV, a row for each variable."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADS)
    writer.writerows(variables)
    return text.getvalue()
