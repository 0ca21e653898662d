"""Shapes of the tables of a scenario file that are no parameters: events, sources, effort and triggers."""

from collections.abc import Mapping
from datetime import date as Day  # noqa: N812 - the field is called date
from typing import Annotated, Literal, TypeGuard

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from ..parameters.lookup import FILE_KEYS
from ..strategies import MOST_STEPS
from ..text import LONGEST_NUMBER, STEERING
from .colours import FORM

STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
ID = r"^[a-z][a-z0-9_]*$"
PAIR = r"^[a-z][a-z0-9_]*-[a-z][a-z0-9_]*$"
MOST_QUARTERS = 100  # most quarters in a row that a trigger waits for

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


KNOWN = ("measured", "literature", "calibrated")
"""Kinds of source that are more than a guess."""


class ArguedRange(BaseModel):
    """A range that somebody argued: its ends, the likeliest value and why."""

    model_config = STRICT
    low: float
    likeliest: float
    high: float
    why: Text


ENDS, ARGUED = "ends", "argued"
"""Names of the two forms of a range; pydantic puts them into the places of faults."""


def name_form(value: object) -> str:
    """Return the form in which a range is written."""
    return ARGUED if isinstance(value, dict | ArguedRange) else ENDS


Range = Annotated[
    Annotated[list[float], Field(min_length=2, max_length=2), Tag(ENDS)]
    | Annotated[ArguedRange, Tag(ARGUED)],
    Discriminator(name_form),
]
"""A range: two numbers, or a table."""
RANGE_FORMS = "[low, high] or { low, likeliest, high, why }"
"""The two forms of a range in messages."""


def read_ends(entry: object) -> tuple[float, float] | None:
    """Read the ends of a range; None where an end is missing or no number."""
    ends = [entry.get("low"), entry.get("high")] if isinstance(entry, Mapping) else entry
    if not isinstance(ends, list) or len(ends) != 2 or not all(map(is_number, ends)):
        return None
    return float(ends[0]), float(ends[1])


def is_number(value: object) -> TypeGuard[float]:
    """Return whether a value of a file is a finite number, and not too long to be one."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LONGEST_NUMBER


def order_faults(entry: object) -> list[str]:
    """Describe ends of a range in the wrong order, and a likeliest value that is not between them."""
    ends = read_ends(entry)
    if ends is None:
        return []
    low, high = sorted(ends)
    wrong = f"found {ends[0]:g} to {ends[1]:g}; the first number must be the smaller"
    faults = [] if ends[0] < ends[1] else [wrong]
    likeliest = entry.get("likeliest") if isinstance(entry, Mapping) else None
    if is_number(likeliest) and not low <= likeliest <= high:
        faults.append(f"found likeliest {likeliest:g}; allowed is {low:g} to {high:g}")
    return faults


class Effort(BaseModel):
    """Effort shares with one patron, for the strategy `fixed`."""

    model_config = STRICT
    security: Share | None = None
    economy: Share | None = None


class Efforts(BaseModel):
    """Effort shares; self_reliance and, as keys that no model can list, the ids of patrons."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False, extra="allow")
    __pydantic_extra__: dict[str, Effort] = Field(init=False)
    self_reliance: Share | None = None


class TriggerStep(BaseModel):
    """A trigger of the strategy `trigger`, and what it does then."""

    model_config = STRICT
    watch: Text = Field(description=FILE_KEYS["trigger.steps.watch"])
    level: Share = Field(description=FILE_KEYS["trigger.steps.level"])
    release: Share | None = Field(None, description=FILE_KEYS["trigger.steps.release"])
    quarters: Annotated[int, Field(ge=1, le=MOST_QUARTERS)] | None = Field(
        None, description=FILE_KEYS["trigger.steps.quarters"]
    )
    then: Text | None = Field(None, description=FILE_KEYS["trigger.steps.then"])
    effort: Efforts | None = Field(None, description=FILE_KEYS["trigger.effort"])


class Trigger(BaseModel):
    """What the strategy `trigger` does at first, and its triggers in the order in which they are watched."""

    model_config = STRICT
    first: Text | None = Field(None, description=FILE_KEYS["trigger.first"])
    effort: Efforts | None = Field(None, description=FILE_KEYS["trigger.effort"])
    steps: Annotated[list[TriggerStep], Field(min_length=1, max_length=MOST_STEPS)] = Field(
        description="what is watched, one trigger after the other"
    )
