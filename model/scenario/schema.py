"""The shape of a scenario file: pydantic models generated from the parameter table, and a JSON Schema."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Day  # noqa: N812 - the field is called date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from ..parameters.lookup import FILE_KEYS, LADDER, advise, hint
from ..parameters.row import Row
from ..parameters.table import ROWS
from ..text import STEERING, first_control, shorten_value
from .colours import FORM, form_advice

STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
ID = r"^[a-z][a-z0-9_]*$"
PAIR = r"^[a-z][a-z0-9_]*-[a-z][a-z0-9_]*$"
OPERATIONS = ("set", "add", "scale", "ramp")
MAX_HORIZON = 2000
MOST_EVENTS = 1000
MOST_PATTERNS = 1000  # most entries of [sources], and of [uncertainty]
MOST_FAULTS = 1000  # more faults are not reported: each one costs a search for the most similar name

Text = Annotated[str, Field(min_length=1, max_length=10_000, pattern=f"^[^{STEERING}]*$")]
Name = Annotated[str, Field(pattern=ID, max_length=60)]
Pair = Annotated[str, Field(pattern=PAIR, max_length=130)]
Colour = Annotated[str, Field(pattern=FORM)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Event(BaseModel):
    """A dated change of one parameter."""

    model_config = STRICT
    name: Name = Field(description="unique; an extending file replaces an event of the same name")
    date: str | int | Day = Field(
        description="2016, 2016-09, 2016-09-29 or 2016Q3: the quarter it holds from"
    )
    until: str | int | Day | None = Field(None, description="the quarter it no longer holds; needed by ramp")
    set: Text | None = Field(None, description="path that takes the value")
    add: Text | None = Field(None, description="path that the value is added to")
    scale: Text | None = Field(None, description="path that is multiplied by the value")
    ramp: Text | None = Field(None, description="path that goes to the value in equal steps until `until`")
    label: Text | None = Field(None, description="what figures call it, instead of its name")
    value: float | bool | str = Field(description="number, true or false, or an agreement's name")
    source: Text = Field(description="where this is known from")


class Source(BaseModel):
    """How values are known."""

    model_config = STRICT
    kind: Literal["measured", "literature", "calibrated", "guess"]
    text: Text


class Effort(BaseModel):
    """Effort shares with one patron, for the strategy `fixed`."""

    model_config = STRICT
    security: Share | None = None
    economy: Share | None = None


def editor_description(row: Row) -> str:
    """Describe a parameter for the hints of an editor: meaning, unit and plausible range."""
    return f"{row.meaning} [{row.unit}]; plausible {row.low:g} to {row.high:g}"


def parameter_field(row: Row) -> tuple[Any, Any]:
    """Build the pydantic field of a parameter: type, allowed range and description."""
    kind: Any = Annotated[float, Field(ge=row.allowed[0], le=row.allowed[1])]
    if row.unit == "switch":
        kind = bool
    elif row.path.endswith(".agreement"):
        kind = Literal[LADDER]
    return kind | None, Field(None, description=editor_description(row))


def parameter_section(name: str, prefix: str, **more: tuple[Any, Any]) -> type[BaseModel]:
    """Build the model of a table: the parameters whose paths are the prefix and one more part."""
    rows = {row.path: row for row in ROWS if row.path.rpartition(".")[0] == prefix}
    fields = {path.rpartition(".")[2]: parameter_field(row) for path, row in rows.items()}
    model: type[BaseModel] = create_model(name, __config__=STRICT, **(fields | more))  # type: ignore[call-overload]
    return model


def per_pair(name: str) -> tuple[Any, Any]:
    """Build the pydantic field of a table with one number per pair of patrons."""
    row = next(row for row in ROWS if row.path == f"{name}.P-Q")
    number = Annotated[float, Field(ge=row.allowed[0], le=row.allowed[1])]
    return dict[Pair, number] | None, Field(None, description=editor_description(row))


@cache
def document_model() -> type[BaseModel]:
    """Build the pydantic model of a scenario file."""
    label = (Text | None, Field(None, description=FILE_KEYS["hedger.label"]))
    weights = (parameter_section("Weights", "hedger.weights") | None, None)
    # [hedger.effort] has self_reliance and, as keys that no model can list, the ids of patrons
    effort = create_model(
        "Efforts",
        __config__=ConfigDict(strict=True, allow_inf_nan=False, extra="allow"),
        self_reliance=(Share | None, None),
        __pydantic_extra__=(dict[str, Effort], Field(init=False)),
    )
    colour = (Colour | None, Field(None, description=FILE_KEYS["patrons.P.colour"]))
    patron: Any = parameter_section("Patron", "patrons.P", label=label, colour=colour)
    tie: Any = parameter_section("StartTie", "start.patrons.P")
    begun: Any = {
        "patrons": (dict[Name, tie] | None, None),
        "hedger": (parameter_section("StartHedger", "start.hedger") | None, None),
    }
    start: Any = create_model("Start", __config__=STRICT, **begun)
    parts: dict[str, Any] = {
        "title": (Text | None, Field(None, description=FILE_KEYS["title"])),
        "question": (Text | None, Field(None, description=FILE_KEYS["question"])),
        "extends": (
            Text | None,
            Field(None, description=FILE_KEYS["extends"]),
        ),
        "first_quarter": (str | int | Day | None, Field(None, description=FILE_KEYS["first_quarter"])),
        "horizon": (
            Annotated[int, Field(ge=1, le=MAX_HORIZON)] | None,
            Field(None, description=FILE_KEYS["horizon"]),
        ),
        "strategies": (
            Annotated[list[Text], Field(max_length=100)] | None,
            Field(None, description=FILE_KEYS["strategies"]),
        ),
        "patrons": (dict[Name, patron] | None, Field(None, description="two to six patrons, in order")),
        "hedger": (
            parameter_section("Hedger", "hedger", label=label, weights=weights, effort=(effort | None, None))
            | None,
            None,
        ),
        "start": (start | None, None),
        "events": (Annotated[list[Event], Field(max_length=MOST_EVENTS)] | None, None),
        "uncertainty": (
            Annotated[
                dict[str, Annotated[list[float], Field(min_length=2, max_length=2)]],
                Field(max_length=MOST_PATTERNS),
            ]
            | None,
            Field(None, description="ranges for sweeps, by path"),
        ),
        "sources": (
            Annotated[dict[str, Source], Field(max_length=MOST_PATTERNS)] | None,
            Field(None, description="how values are known, by path; `*` fits a part"),
        ),
    }
    parts |= {name: per_pair(name) for name in ("rivalry", "volatile", "overlap")}
    for name in ("world", "response", "trade", "mechanisms", "regimes"):
        parts[name] = (parameter_section(name.capitalize(), name) | None, None)
    model: type[BaseModel] = create_model("Scenario", __config__=STRICT, **parts)
    return model


def schema() -> dict[str, Any]:
    """Build the JSON Schema of a scenario file."""
    made = document_model().model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "hedgesim scenario"} | made


Fault = tuple[tuple[str | int, ...], str]
"""Where in a document, and what is wrong there."""


def shape_faults(raw: Mapping[str, object]) -> list[Fault]:
    """Check the shape of a document; return place and message of unknown keys, wrong types and ranges."""
    try:
        document_model().model_validate(dict(raw))
    except ValidationError as error:
        seen: dict[tuple[str | int, ...], str] = {}
        for e in error.errors(include_url=False)[:MOST_FAULTS]:
            where = fault_place(e["loc"])
            seen.setdefault(where, fault_message(where, e))
        return list(seen.items())
    return []


ANY_OF = {
    "date": "a date, written 2016, 2016-09, 2016-09-29 or 2016Q3",
    "until": "a date, written 2016, 2016-09, 2016-09-29 or 2016Q3",
    "first_quarter": "a date, written 2016, 2016-09, 2016-09-29 or 2016Q3",
    "value": "a number, true or false, or an agreement's name",
}
"""Keys that take more than one type, and what they take."""


def fault_place(loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """Convert a location of pydantic to a place in the document, without the names of tried types."""
    where = tuple(part for part in loc if part != "[key]")
    return where[:-1] if len(where) > 1 and where[-2] in ANY_OF else where


def fault_message(
    where: tuple[str | int, ...], e: Mapping[str, Any], any_of: Mapping[str, str] = ANY_OF
) -> str:
    """Format an error of pydantic as a message of this project.

    Parameters
    ----------
    where : tuple
        Place of the error in the document.
    e : mapping
        The error.
    any_of : mapping
        Keys that take more than one type, and what they take.
    """
    found, kind, limits = shorten_value(e["input"]), str(e["type"]), e.get("ctx", {})
    if kind == "extra_forbidden":
        return f"unknown key{advise('.'.join(map(str, where)), allowed_keys(where[:-1]), str(where[-1]))}"
    if (
        kind == "string_pattern_mismatch"
        and isinstance(e["input"], str)
        and (sign := first_control(e["input"]))
    ):
        return f"found the character {sign}; allowed is text without control characters"
    if kind != "missing" and where and where[-1] in any_of:
        return f"found {found}; allowed is {any_of[str(where[-1])]}"
    if kind == "missing":
        return "missing; it must be given"
    texts = {
        "float_type": "a number",
        "float_parsing": "a number",
        "int_type": "a whole number",
        "int_from_float": "a whole number",
        "finite_number": "a finite number",
        "bool_type": "true or false",
        "string_type": "text",
        "list_type": "a list",
        "dict_type": "a table",
        "model_type": "a table",
        "model_attributes_type": "a table",
        "string_too_short": "text that is not empty",
        "value_error": str(limits.get("error")),
        "string_too_long": f"text of at most {limits.get('max_length')} characters",
        "string_pattern_mismatch": pattern_advice(limits.get("pattern"), e["input"]),
        "greater_than_equal": f"{limits.get('ge')} or more",
        "less_than_equal": f"{limits.get('le')} or less",
        "too_short": f"a list of {limits.get('min_length')}",
        "too_long": size_limit(limits.get("max_length", 0)),
    }
    if kind == "literal_error":
        options = [text.strip("'") for text in str(limits["expected"]).replace(" or ", ", ").split(", ")]
        return f"found {found}; allowed is one of {', '.join(options)}{hint(str(e['input']), options)}"
    return f"found {found}; allowed is {texts.get(kind, lower_first(e['msg']))}"


def pattern_advice(pattern: object, found: object) -> str:
    """Describe the texts that a pattern allows; for a colour, with the one that was probably meant."""
    names = "a name of small letters, digits and _ (a pair: two names and a dash)"
    return form_advice(str(found)) if pattern == FORM else names


def lower_first(text: str) -> str:
    """Return a text without the capital that it begins with."""
    return text[:1].lower() + text[1:]


def size_limit(most: int) -> str:
    """Describe the allowed length of a list or table."""
    return "a list of 2" if most == 2 else f"{most:,} entries at most"


def allowed_keys(where: Iterable[str | int]) -> list[str]:
    """List the allowed keys of a table of the document."""
    parts = [str(part) for part in where]
    if not parts:
        return list(document_model().model_fields)
    if parts[0] == "events":
        return list(Event.model_fields)
    template = ".".join(parts)
    if "patrons" in parts[:-1]:
        template = ".".join([*parts[: parts.index("patrons") + 1], "P"])
    if parts[0] == "sources":
        return list(Source.model_fields)
    extra = {
        "hedger": ["label", "weights", "effort"],
        "patrons.P": ["label", "colour"],
        "start": ["patrons", "hedger"],
    }
    if parts[:2] == ["hedger", "effort"]:
        return ["self_reliance"] if len(parts) == 2 else list(Effort.model_fields)
    rows = [row.path.rpartition(".") for row in ROWS]
    return [last for prefix, _, last in rows if prefix == template] + extra.get(template, [])
