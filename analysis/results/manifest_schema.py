"""Schema of a manifest: required keys and their types, checked before the manifest is used."""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ...model.scenario.schema import MAX_HORIZON, Name
from ...model.text import shorten_value

LOOSE = ConfigDict(extra="allow", strict=True)
Count = Annotated[int, Field(ge=0, lt=2**63)]
AtLeastOne = Annotated[int, Field(ge=1, lt=2**63)]
TableName = Literal["design", "outcomes", "bands", "paths"]
"""Tables that a folder can hold; nothing else becomes the name of a file."""


class ScenarioRecord(BaseModel):
    """A scenario in a manifest; its values are checked later, when the scenario is built."""

    model_config = LOOSE
    name: str
    title: str
    patrons: Annotated[list[Name], Field(min_length=3, max_length=3)]
    labels: dict[Name, str]
    hedger: str
    first_quarter: Count
    horizon: Annotated[int, Field(ge=1, le=MAX_HORIZON)]
    values: dict[str, float]
    events: list[dict[str, Any]]
    origins: dict[str, dict[str, Any]]
    notices: list[str]


class ColumnsRecord(BaseModel):
    """Points of a sweep, or draws: what their file holds."""

    model_config = LOOSE
    rows: Count = 0
    columns: list[str] = []
    sha256: str = ""


class TableRecord(BaseModel):
    """Rows and hash of a table's file."""

    model_config = LOOSE
    rows: Count
    sha256: str


class ManifestRecord(BaseModel):
    """A manifest, of a finished or an unfinished batch."""

    model_config = LOOSE
    complete: bool
    versions: dict[str, str]
    model: str
    scenarios: Annotated[dict[str, ScenarioRecord], Field(min_length=1)]
    strategies: dict[str, Annotated[list[str], Field(min_length=1)]]
    runs: AtLeastOne
    first_run: Count
    seed: Count
    engine: str
    paths: bool
    set: dict[str, float | bool | str]
    block: AtLeastOne
    points: ColumnsRecord
    draws: ColumnsRecord = ColumnsRecord()
    design: dict[str, Any]
    tables: dict[TableName, TableRecord] = {}


@cache
def manifest_validator() -> TypeAdapter[ManifestRecord]:
    """Return the validator of a manifest, built once."""
    return TypeAdapter(ManifestRecord)


def manifest_faults(manifest: dict[str, Any]) -> list[str]:
    """Describe each part of a manifest that is missing, has a wrong type or contradicts another."""
    try:
        held = manifest_validator().validate_python(manifest)
    except ValidationError as error:
        return [
            f"{'.'.join(map(str, e['loc']))}: found {shorten_value(e['input'])}; {e['msg'].lower()}"
            if e["type"] != "missing"
            else f"{'.'.join(map(str, e['loc']))}: missing"
            for e in error.errors(include_url=False)
        ]
    faults = ["draws.file: missing"] if held.draws.columns and "file" not in manifest["draws"] else []
    faults += [f"scenarios.{n}: is called {s.name}" for n, s in held.scenarios.items() if s.name != n]
    if set(held.strategies) != set(held.scenarios):
        faults.append("strategies: expected those of each scenario")
    if held.complete and not {"design", "outcomes", "bands"} <= set(held.tables):
        faults.append("tables: expected design, outcomes and bands of a finished batch")
    return faults
