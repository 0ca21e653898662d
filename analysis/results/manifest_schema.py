"""Schema of a manifest: its keys with types, sizes and ranges, checked before the manifest is used.

Texts, names and lists have the limits of a scenario file, numbers of runs those of a batch.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ...model.arguments import LIMITS
from ...model.parameters.lookup import FEWEST_PATRONS, MOST_PATRONS
from ...model.scenario.schema import (
    MAX_HORIZON,
    MOST_EVENTS,
    MOST_FAULTS,
    OPERATIONS,
    fault_message,
)
from ...model.scenario.tables import Colour, Name, Text
from ...model.text import STEERING, shorten
from ..design.batch import ENGINES
from ..design.parameter_draws import MOST as MOST_DRAWS
from ..design.points import KINDS, MOST_POINTS, SAMPLED, TABLE, build_axes, design_size
from .table_schema import TABLES, row_limits, table_schema

MOST = 10_000
"""Letters of a text, and entries of a list whose number nothing else limits."""
LARGEST_BLOCK = 1_000_000
LAST_QUARTER = 4 * 9999 + 3
LOOSE = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)


def check_distinct(names: list[str]) -> list[str]:
    """Refuse a list that has a name twice."""
    if twice := next((name for name, times in Counter(names).items() if times > 1), None):
        msg = f"each name once; {shorten(twice)} comes twice"
        raise ValueError(msg)
    return names


def check_setting(value: object) -> object:
    """Refuse a setting that is no number, switch or short text."""
    if not isinstance(value, bool | int | float | str) or (isinstance(value, str) and len(value) > MOST):
        msg = "a number, true or false, or a name"
        raise ValueError(msg)
    return value


def check_option(options: Sequence[str]) -> AfterValidator:
    """Return the check that a text is one of the options."""

    def check_member(name: str) -> str:
        if name not in options:
            msg = f"one of {', '.join(options)}"
            raise ValueError(msg)
        return name

    return AfterValidator(check_member)


def limit_number(what: str) -> Any:  # noqa: ANN401 - a field of pydantic
    """Return the range that a batch allows for a number."""
    least, most = LIMITS[what]
    return Field(ge=least, le=most)


Label = Annotated[str, Field(max_length=MOST)]
"""A text of any characters, such as the path of a file; what prints it spells controls out."""
Words = Annotated[str, Field(max_length=MOST, pattern=f"^[^{STEERING}]*$")]
Count = Annotated[int, Field(ge=0, lt=2**63)]
Quarter = Annotated[int, Field(ge=-LAST_QUARTER, le=LAST_QUARTER)]
Names = Annotated[list[Words], Field(max_length=MOST), AfterValidator(check_distinct)]
TableName = Literal["design", "outcomes", "bands", "paths"]
"""Tables that a folder can hold; nothing else becomes the name of a file."""


class EventRecord(BaseModel):
    """An event of a scenario; whether its path fits is checked later, when the scenario is built."""

    model_config = LOOSE
    name: Name
    first: Quarter
    until: Quarter | None
    operation: Annotated[str, check_option(OPERATIONS)]
    path: Text
    value: float
    source: Words
    date: Words
    label: Words = ""


class OriginRecord(BaseModel):
    """Where a value comes from."""

    model_config = LOOSE
    file: Label
    line: Count
    kind: Words
    source: Words


class BeliefRecord(BaseModel):
    """The likeliest value within a range, and why."""

    model_config = LOOSE
    likeliest: float
    why: Words


class MixRecord(BaseModel):
    """A fixed mix of effort; that it has a share for each package is checked later."""

    model_config = LOOSE
    under: Words
    effort: Annotated[list[Annotated[float, Field(ge=0.0, le=1.0)]], Field(max_length=MOST)]


class ScenarioRecord(BaseModel):
    """A scenario; the ranges of its values are checked later, when the scenario is built."""

    model_config = LOOSE
    name: Label
    title: Words
    question: Words
    patrons: Annotated[
        list[Name],
        Field(min_length=FEWEST_PATRONS, max_length=MOST_PATRONS),
        AfterValidator(check_distinct),
    ]
    labels: dict[Name, Words]
    colours: dict[Name, Colour] = {}
    hedger: Words
    first_quarter: Annotated[int, Field(ge=0, le=LAST_QUARTER)]
    horizon: Annotated[int, Field(ge=1, le=MAX_HORIZON)]
    strategies: Annotated[list[Text], Field(max_length=MOST)]
    values: Annotated[dict[Text, float], Field(max_length=MOST)]
    root: Annotated[dict[Text, float], Field(max_length=MOST)] = {}
    relative: dict[Text, Annotated[list[float], Field(min_length=3, max_length=3)]] = {}
    mix: MixRecord | None = None
    events: Annotated[list[EventRecord], Field(max_length=MOST_EVENTS)]
    uncertainty: Annotated[
        dict[Text, Annotated[list[float], Field(min_length=2, max_length=2)]], Field(max_length=MOST)
    ]
    beliefs: Annotated[dict[Text, BeliefRecord], Field(max_length=MOST)] = {}
    origins: Annotated[dict[Text, OriginRecord], Field(max_length=MOST)]
    notices: Annotated[list[Label], Field(max_length=MOST)]


class PointsRecord(BaseModel):
    """What the file of points holds; without points its lists are empty, not missing."""

    model_config = LOOSE
    rows: Annotated[int, Field(ge=0, le=MOST_POINTS)]
    columns: Names
    sha256: str


class DrawsRecord(BaseModel):
    """What the file of draws holds, and what each scenario leaves out; empty where there are none."""

    model_config = LOOSE
    rows: Annotated[int, Field(ge=0, le=MOST_POINTS)] = 0
    columns: Names = []
    sha256: str = ""
    base: Annotated[dict[Text, float], Field(max_length=MOST)] = {}
    left_out: dict[Words, Names] = {}


class AxisRecord(BaseModel):
    """An input that varies."""

    model_config = LOOSE | ConfigDict(extra="forbid")
    path: Text
    low: float
    high: float
    levels: Annotated[list[float], Field(max_length=MOST)]
    scale: Literal["linear", "log"]
    base: float | None
    unit: Words


class DesignRecord(BaseModel):
    """How the points of a sweep were made."""

    model_config = LOOSE
    kind: Annotated[str, check_option((*KINDS, TABLE))]
    samples: Annotated[int, Field(ge=1, le=MOST_POINTS)] | None
    seed: Count
    points: Annotated[int, Field(ge=1, le=MOST_POINTS)]
    axes: Annotated[list[AxisRecord], Field(min_length=1, max_length=MOST)]


class ColumnRecord(BaseModel):
    """Unit and meaning of a column."""

    model_config = LOOSE
    unit: Words
    meaning: Label


class TableRecord(BaseModel):
    """Rows, hash and columns of a table's file."""

    model_config = LOOSE
    rows: Count
    sha256: str
    columns: dict[Label, ColumnRecord] = {}


class GitRecord(BaseModel):
    """Commit of the repository around the working directory."""

    model_config = LOOSE
    commit: Label
    changed: bool


class ManifestRecord(BaseModel):
    """A manifest, of a finished or an unfinished batch."""

    model_config = LOOSE
    complete: bool
    command: str
    begun: Words
    versions: dict[Words, Words]
    model: Words
    git: GitRecord | None
    scenarios: Annotated[dict[Label, ScenarioRecord], Field(min_length=1, max_length=MOST)]
    strategies: dict[Label, Annotated[Names, Field(min_length=1)]]
    runs: Annotated[int, limit_number("runs")]
    first_run: Annotated[int, limit_number("first_run")]
    seed: Annotated[int, limit_number("seed")]
    engine: Annotated[str, check_option(ENGINES)]
    paths: bool
    set: dict[Words, Annotated[Any, AfterValidator(check_setting)]]
    block: Annotated[int, Field(ge=1, le=LARGEST_BLOCK)]
    points: PointsRecord
    draws: DrawsRecord = DrawsRecord()
    design: dict[str, Any]


class FinishedRecord(ManifestRecord):
    """A manifest of a finished batch."""

    failed: Count
    bands: Words
    tables: dict[TableName, TableRecord]
    hash: Words


@cache
def record_validator(kind: type[BaseModel]) -> TypeAdapter[BaseModel]:
    """Return the validator of a kind of record, built once."""
    return TypeAdapter(kind)


def manifest_faults(manifest: Mapping[str, Any]) -> list[str]:
    """Describe each part of a manifest that is missing, has a wrong type or contradicts another."""
    kind = FinishedRecord if manifest.get("complete") is True else ManifestRecord
    faults = record_faults(kind, manifest)
    if not faults and manifest["design"]:
        faults = [f"design.{fault}" for fault in record_faults(DesignRecord, manifest["design"])]
    faults = faults or list(scenario_faults(manifest))  # names that the others look up
    return faults or [*point_faults(manifest), *row_faults(manifest)]


def record_faults(kind: type[BaseModel], data: Mapping[str, Any]) -> list[str]:
    """Describe what keeps data from being a record of a kind: place, what was found, what is allowed."""
    try:
        record_validator(kind).validate_python(data)
    except ValidationError as error:
        found = error.errors(include_url=False)[:MOST_FAULTS]
        places = [tuple(part for part in e["loc"] if part != "[key]") for e in found]
        return [
            f"{'.'.join(map(str, place))}: {fault_message(place, e, {})}"
            for place, e in zip(places, found, strict=True)
        ]
    return []


def scenario_faults(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is contradictory in names, patrons and strategies of the scenarios."""
    scenarios, strategies = manifest["scenarios"], manifest["strategies"]
    yield from (f"scenarios.{n}: is called {s['name']}" for n, s in scenarios.items() if s["name"] != n)
    if len({tuple(s["patrons"]) for s in scenarios.values()}) > 1:
        yield "scenarios: found several sets of patrons; expected the same in all"
    if set(strategies) != set(scenarios):
        yield "strategies: expected those of each scenario"


def point_faults(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is contradictory in points, draws and the description of the design."""
    points, draws, spec = manifest["points"], manifest.get("draws", {}), manifest["design"]
    for what, record, most in (("points", points, MOST_POINTS), ("draws", draws, MOST_DRAWS)):
        if record.get("columns") and not 1 <= record.get("rows", 0) <= most:
            yield f"{what}.rows: found {record.get('rows')}; allowed is 1 to {most:,}"
    if draws and not draws.get("columns"):
        yield "draws: found no columns; expected those of the draws, or nothing where there are none"
    elif draws and not isinstance(draws.get("file"), str):
        yield "draws.file: missing or no text"
    if spec:
        yield from axis_faults(spec, points)
    names = Counter(table_schema("design", manifest).names)
    yield from (f"column {n} of the design: comes twice" for n, times in names.items() if times > 1)


def axis_faults(spec: Mapping[str, Any], points: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is contradictory between the description of a design and its points."""
    if [axis["path"] for axis in spec["axes"]] != points["columns"]:
        yield "design.axes: expected one for each of points.columns, in the same order"
    yield from (
        f"design.axes.{k}: found low {axis['low']:g} above high {axis['high']:g}"
        for k, axis in enumerate(spec["axes"])
        if axis["low"] > axis["high"]
    )
    if spec["points"] != points["rows"]:
        yield f"design.points: found {spec['points']:,}; points.rows is {points['rows']:,}"
    size = design_size(build_axes(spec), spec["kind"], spec["samples"] or 0)
    if spec["kind"] in ("grid", *SAMPLED) and size != spec["points"]:
        yield (
            f"design: found {spec['points']:,} points; the design {spec['kind']} of {len(spec['axes'])} axes"
            f" with samples {spec['samples']} has {size:,.0f}"
        )


def row_faults(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield the tables of a finished batch that are missing, or whose rows do not follow from the rest."""
    if not manifest["complete"]:
        return
    expected = [name for name in TABLES if name != "paths" or manifest["paths"]]
    if sorted(manifest["tables"]) != sorted(expected):
        yield f"tables: found {', '.join(manifest['tables']) or 'none'}; expected {', '.join(expected)}"
        return
    limits = row_limits(manifest)
    if manifest["failed"] > limits["design"][1]:
        yield f"failed: found {manifest['failed']:,} of {limits['design'][1]:,} runs"
        return
    for name in expected:
        rows, (least, most) = manifest["tables"][name]["rows"], limits[name]
        if not least <= rows <= most:
            span = f"{most:,}" if least == most else f"{least:,} to {most:,}"
            yield f"tables.{name}.rows: found {rows:,}; scenarios x strategies x points x runs make {span}"
