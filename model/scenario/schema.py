"""The shape of a scenario file: pydantic models generated from the parameter table, and a JSON Schema."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Day  # noqa: N812 - the field is called date
from functools import cache
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, Field, ValidationError, create_model

from ..parameters.lookup import FILE_KEYS, INTERESTS, LADDER, STEPPED, advise, hint
from ..parameters.relative import PLUS, TIMES, parse_relative, remove_relative
from ..parameters.row import Row
from ..parameters.table import ROWS
from ..text import advise_number, first_control, shorten_value
from .colours import FORM, form_advice
from .tables import (
    ARGUED,
    ENDS,
    RANGE_FORMS,
    STRICT,
    ArguedRange,
    Colour,
    Effort,
    Efforts,
    Event,
    Name,
    Pair,
    Range,
    Share,
    Source,
    Text,
    Trigger,
    TriggerStep,
    order_faults,
)

OPERATIONS = ("set", "add", "scale", "ramp")
MAX_HORIZON = 2000
MOST_EVENTS = 1000
MOST_LEVELS = 20  # of a parameter in a menu
MOST_PATTERNS = 1000  # most entries of [sources], and of [uncertainty]
MOST_FAULTS = 1000  # more faults are not reported: each one costs a search for the most similar name


def editor_description(row: Row) -> str:
    """Describe a parameter for the hints of an editor: meaning, unit and plausible range."""
    return f"{row.meaning} [{row.unit}]; plausible {row.low:g} to {row.high:g}"


def allow_relative(field: dict[str, Any]) -> None:
    """Add to the JSON Schema of a number that a file may say how it changes, see :mod:`.relative`."""
    field["anyOf"] += [
        {"type": "object", "properties": {key: {"type": "number"}}, "required": [key],
         "additionalProperties": False}
        for key in (TIMES, PLUS)
    ]  # fmt: skip


def parameter_field(row: Row) -> tuple[Any, Any]:
    """Build the pydantic field of a parameter: type, allowed range and description."""
    kind: Any = Annotated[float, Field(ge=row.allowed[0], le=row.allowed[1])]
    if row.unit == "switch":
        kind = bool
    elif row.path.endswith(".agreement"):
        kind = Literal[LADDER]
    more = None if row.unit in STEPPED else allow_relative
    return kind | None, Field(None, description=editor_description(row), json_schema_extra=more)


def parameter_section(name: str, prefix: str, **more: tuple[Any, Any]) -> type[BaseModel]:
    """Build the model of a table: the parameters whose paths are the prefix and one more part."""
    rows = {row.path: row for row in ROWS if row.path.rpartition(".")[0] == prefix}
    fields = {path.rpartition(".")[2]: parameter_field(row) for path, row in rows.items()}
    model: type[BaseModel] = create_model(name, __config__=STRICT, **(fields | more))  # type: ignore[call-overload]
    return model


def interests_section() -> type[BaseModel]:
    """Build the model of a patron's interests: a weight for each thing that it may want."""
    fields: Any = {name: (Share, Field(0.0, description=meaning)) for name, meaning in INTERESTS.items()}
    model: type[BaseModel] = create_model("Interests", __config__=STRICT, **fields)
    return model


def menu_section() -> type[BaseModel]:
    """Build the model of a patron's menu: a list of levels for each of its parameters."""
    rows = (row for row in ROWS if row.path.rpartition(".")[0] == "patrons.P")
    fields: Any = {}
    for row in rows:
        kind, about = parameter_field(row)
        level: Any = get_args(kind)[0]  # without the None that stands for a value that is not given
        fields[row.path.rpartition(".")[2]] = (
            Annotated[list[level], Field(max_length=MOST_LEVELS)],
            Field(None, description=about.description),
        )
    model: type[BaseModel] = create_model("Menu", __config__=STRICT, **fields)
    return model


def per_pair(name: str) -> tuple[Any, Any]:
    """Build the pydantic field of a table with one number per pair of patrons."""
    row = next(row for row in ROWS if row.path == f"{name}.P-Q")
    number = Annotated[float, Field(ge=row.allowed[0], le=row.allowed[1])]
    return dict[Pair, number] | None, Field(None, description=editor_description(row))


@cache
def document_model() -> type[BaseModel]:
    """Build the pydantic model of a scenario file."""
    parts = {**heading_fields(), **actor_fields(), **change_fields(), **source_fields()}
    parts |= {name: per_pair(name) for name in ("rivalry", "volatile", "overlap")}
    for name in ("world", "response", "trade", "mechanisms", "regimes"):
        parts[name] = (parameter_section(name.capitalize(), name) | None, None)
    model: type[BaseModel] = create_model("Scenario", __config__=STRICT, **parts)
    return model


def heading_fields() -> dict[str, Any]:
    """Build the fields of a file that say what it is about, and over which time."""
    kinds: dict[str, Any] = {
        "title": Text,
        "question": Text,
        "extends": Text,
        "embargoes": Text,
        "first_quarter": str | int | Day,
        "horizon": Annotated[int, Field(ge=1, le=MAX_HORIZON)],
        "strategies": Annotated[list[Text], Field(max_length=100)],
    }
    return {name: (kind | None, Field(None, description=FILE_KEYS[name])) for name, kind in kinds.items()}


def actor_fields() -> dict[str, Any]:
    """Build the fields of the patrons, the hedger, and where both start."""
    label = (Text | None, Field(None, description=FILE_KEYS["hedger.label"]))
    weights = (parameter_section("Weights", "hedger.weights") | None, None)
    colour = (Colour | None, Field(None, description=FILE_KEYS["patrons.P.colour"]))
    interests = (interests_section() | None, Field(None, description=FILE_KEYS["patrons.P.interests"]))
    patron: Any = parameter_section("Patron", "patrons.P", label=label, colour=colour, interests=interests)
    effort = (Efforts | None, None)
    hedger: Any = parameter_section("Hedger", "hedger", label=label, weights=weights, effort=effort)
    tie: Any = parameter_section("StartTie", "start.patrons.P")
    opening: Any = {
        "patrons": (dict[Name, tie] | None, None),
        "hedger": (parameter_section("StartHedger", "start.hedger") | None, None),
    }
    start: Any = create_model("Start", __config__=STRICT, **opening)
    return {
        "patrons": (dict[Name, patron] | None, Field(None, description="two to six patrons, in order")),
        "hedger": (hedger | None, None),
        "start": (start | None, None),
    }


def change_fields() -> dict[str, Any]:
    """Build the fields of what changes on the way: a trigger, menus of policies, and events."""
    menu: Any = menu_section()
    return {
        "trigger": (Trigger | None, None),
        "menus": (dict[Name, menu] | None, Field(None, description=FILE_KEYS["menus"])),
        "events": (Annotated[list[Event], Field(max_length=MOST_EVENTS)] | None, None),
    }


def source_fields() -> dict[str, Any]:
    """Build the fields of what is doubtful, and how values are known."""
    return {
        "uncertainty": (
            Annotated[dict[str, Range], Field(max_length=MOST_PATTERNS)] | None,
            Field(None, description="ranges, by path: two numbers, or low, likeliest, high and why"),
        ),
        "sources": (
            Annotated[dict[str, Source], Field(max_length=MOST_PATTERNS)] | None,
            Field(None, description="how values are known, by path; `*` fits a part"),
        ),
    }


def schema() -> dict[str, Any]:
    """Build the JSON Schema of a scenario file."""
    schema = document_model().model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "hedgesim scenario"} | schema


Fault = tuple[tuple[str | int, ...], str]
"""Where in a document, and what is wrong there."""


def shape_faults(raw: Mapping[str, object]) -> list[Fault]:
    """Check the shape of a document; return place and message of unknown keys, wrong types and ranges."""
    plain, faults = remove_relative(raw)
    ranges = raw.get("uncertainty")
    if isinstance(ranges, Mapping):
        faults += [(("uncertainty", name), w) for name, entry in ranges.items() for w in order_faults(entry)]
    try:
        document_model().model_validate(plain)
    except ValidationError as error:
        seen: dict[tuple[str | int, ...], str] = {}
        for e in error.errors(include_url=False)[:MOST_FAULTS]:
            where = fault_place(e["loc"])
            seen.setdefault(where, fault_message(where, e))
        return [*faults, *seen.items()]
    return faults


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
    if where[0] == "uncertainty":  # and without the form of a range
        where = tuple(part for place, part in enumerate(where) if place != 2 or part not in {ENDS, ARGUED})
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
    several = RANGE_FORMS if len(where) == 2 and where[0] == "uncertainty" else any_of.get(str(where[-1]))
    if kind != "missing" and several:
        return f"found {found}; allowed is {several}"
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
        "too_short": "a list that is not empty",
        "too_long": f"{limits.get('max_length', 0):,} entries at most",
    }
    if kind == "literal_error":
        options = [text.strip("'") for text in str(limits["expected"]).replace(" or ", ", ").split(", ")]
        return f"found {found}; allowed is one of {', '.join(options)}{hint(str(e['input']), options)}"
    near = number_advice(e["input"]) if kind == "float_type" else ""
    return f"found {found}; allowed is {texts.get(kind, lower_first(e['msg']))}{near}"


def number_advice(found: object) -> str:
    """Describe how a number is written, for a text or a table in its place; else ""."""
    return (advise_number(found) if isinstance(found, str) else "") or relative_advice(found)


def relative_advice(found: object) -> str:
    """Describe how a number can be given relative, for a table or a text like x1.5 in its place; else ""."""
    if isinstance(found, str) and (change := parse_relative(found)):
        return "".join(f", or {{ {key} = {number:g} }} of the value before" for key, number in change.items())
    near = hint(str(next(iter(found), "")), [TIMES, PLUS]) if isinstance(found, dict) else ""
    return f", {{ times = X }} or {{ plus = X }}{near}" if isinstance(found, dict) else ""


def pattern_advice(pattern: object, found: object) -> str:
    """Describe the texts that a pattern allows; for a colour, with the one that was probably meant."""
    names = "a name of small letters, digits and _ (a pair: two names and a dash)"
    return form_advice(str(found)) if pattern == FORM else names


def lower_first(text: str) -> str:
    """Return a text without the capital that it begins with."""
    return text[:1].lower() + text[1:]


def allowed_keys(where: Iterable[str | int]) -> list[str]:
    """List the allowed keys of a table of the document."""
    parts = [str(part) for part in where]
    if not parts:
        return list(document_model().model_fields)
    if parts[0] == "events":
        return list(Event.model_fields)
    if parts[0] == "patrons" and parts[2:] == ["interests"]:
        return list(INTERESTS)
    template = "patrons.P" if parts[0] == "menus" else ".".join(parts)
    if "patrons" in parts[:-1]:
        template = ".".join([*parts[: parts.index("patrons") + 1], "P"])
    if parts[0] in {"sources", "uncertainty"}:
        return list((Source if parts[0] == "sources" else ArguedRange).model_fields)
    extra = {
        "hedger": ["label", "weights", "effort"],
        "patrons.P": ["label", "colour", "interests"],
        "start": ["patrons", "hedger"],
    }
    if "effort" in parts or parts[0] == "trigger":
        return trigger_keys(parts)
    rows = [row.path.rpartition(".") for row in ROWS]
    others = extra.get(template, []) if parts[0] != "menus" else []
    return [last for prefix, _, last in rows if prefix == template] + others


def trigger_keys(parts: Sequence[str]) -> list[str]:
    """List the allowed keys of a table of effort or of a trigger."""
    if parts[-1] == "effort":
        return ["self_reliance"]
    steps = Effort if "effort" in parts else TriggerStep if len(parts) > 1 else Trigger
    return list(steps.model_fields)
