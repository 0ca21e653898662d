"""Columns, types and numbers of rows of the tables of a result folder, as its manifest has them."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from ...model.outcomes import band_series, outcome_columns, path_columns
from .column_units import BAND_COLUMNS

TABLES = ("design", "outcomes", "bands", "paths")
INTEGERS = ("run_id", "run", "seed", "point", "draw", "quarter", "hedging_lost_quarter")


BASE = "base"
"""Key in the record of draws that tells folders in which a what-if beats a draw from earlier ones."""


def column_types(columns: Iterable[str], texts: Container[str]) -> pa.Schema:
    """Build the schema of a table: strings for ``texts``, int64 for names in INTEGERS, else float64."""

    def kind(name: str) -> pa.DataType:
        if name in texts:
            return pa.string()
        return pa.int64() if name in INTEGERS else pa.float64()

    return pa.schema([(name, kind(name)) for name in columns])


def design_schema(
    settings: Mapping[str, bool], points: Sequence[str], numbered: bool, draws: Sequence[str] = ()
) -> pa.Schema:
    """Build the schema of design.parquet.

    Parameters
    ----------
    settings : mapping
        Paths that are set for all runs, each with whether its value is stored as text.
    points : sequence of str
        Paths that vary by point.
    numbered : bool
        Whether runs take draws, whose numbers are stored.
    draws : sequence of str
        Paths of the draws, for a folder of an earlier version, see :func:`list_draw_columns`.
    """
    point, draw = ["point"] if points else [], ["draw"] if numbered else []
    names = ["run_id", "scenario", "strategy", *point, "run", "seed", *draw, *settings, *points, *draws]
    return column_types(names, ["scenario", "strategy", *(path for path, text in settings.items() if text)])


def outcome_schema(patrons: Sequence[str]) -> pa.Schema:
    """Build the schema of outcomes.parquet."""
    names = ("run_id", *outcome_columns(patrons), "status", "error")
    return column_types(names, ("regime", "status", "error"))


def band_schema() -> pa.Schema:
    """Build the schema of bands.parquet."""
    return column_types(BAND_COLUMNS, ("scenario", "strategy", "date", "actor", "dimension"))


def path_schema(patrons: Sequence[str]) -> pa.Schema:
    """Build the schema of paths.parquet."""
    return column_types(("run_id", "quarter", "date", *path_columns(patrons)), ("date",))


def is_text(path: str, value: object, scenarios: Iterable[Mapping[str, float]]) -> bool:
    """Return whether the design stores a setting as text: a string that is no number in a scenario.

    ``scenarios`` holds the values of each scenario by path.
    """
    return isinstance(value, str) and any(path not in values for values in scenarios)


def table_schema(name: str, manifest: Mapping[str, Any]) -> pa.Schema:
    """Build the schema that a table has by its manifest."""
    scenarios = manifest["scenarios"].values()
    if name == "design":
        values = [scenario["values"] for scenario in scenarios]
        settings = {path: is_text(path, value, values) for path, value in manifest["set"].items()}
        drawn = bool(manifest.get("draws", {}).get("columns"))
        return design_schema(settings, manifest["points"]["columns"], drawn, list_draw_columns(manifest))
    patrons = next(iter(scenarios))["patrons"]
    if name == "outcomes":
        return outcome_schema(patrons)
    return band_schema() if name == "bands" else path_schema(patrons)


def list_draw_columns(manifest: Mapping[str, Any]) -> list[str]:
    """Return the paths whose drawn values stand in the design: those of folders of earlier versions.

    Now a scenario takes only the draws that no what-if beats, and draws.parquet holds the values.
    """
    draws = manifest.get("draws", {})
    return [] if BASE in draws else list(draws.get("columns", []))


def count_group_runs(manifest: Mapping[str, Any]) -> int:
    """Return the number of runs of each scenario and strategy."""
    return int(manifest["runs"]) * max(1, int(manifest["points"].get("rows", 0)))


def list_groups(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return scenario and strategy of each group of runs, in the order of the design."""
    return [(name, chosen) for name in manifest["scenarios"] for chosen in manifest["strategies"][name]]


def row_limits(manifest: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Return the least and the most rows of each table of a finished batch; equal where no run failed."""
    scenarios, failed = manifest["scenarios"], int(manifest["failed"])
    each, groups = count_group_runs(manifest), list_groups(manifest)
    size = each * len(groups)
    quarters = sum(int(scenarios[name]["horizon"]) for name, _ in groups)
    longest = max(int(scenario["horizon"]) for scenario in scenarios.values())
    bands = quarters * len(band_series(next(iter(scenarios.values()))["patrons"]))
    return {
        "design": (size, size),
        "outcomes": (size, size),
        # a scenario and strategy of which every run failed has no bands
        "bands": (bands if failed < each else 0, bands),
        "paths": (max(0, quarters * each - failed * longest), quarters * each),
    }
