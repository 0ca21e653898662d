"""The table ``[trigger]`` of a scenario file: a strategy that goes over to another on a sign, and back."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..parameters.lookup import canonical_path, effort_paths, hint
from ..state import Signs
from ..state.layout import case_paths
from ..strategies import FIXED, TRIGGER, describe_unknown, strategy_names
from .files import Document
from .resolution import Course, Origin, Resolved, Trigger, TriggerStep
from .syntax.toml_lines import Where

REFUSED = {
    TRIGGER: f"found {TRIGGER!r}; allowed is any strategy but this one",
    FIXED: f"found {FIXED!r}; give its shares under effort instead",
}
"""Strategies that are none of a stage, and why."""


def read_trigger(r: Resolved, document: Document) -> list[str]:
    """Read the triggers of a file, which replace those of the file that it extends; return the faults."""
    raw = document.raw.get("trigger")
    if raw is None:
        return []
    first, faults = read_course(r, document, ("trigger",), raw, "first")
    steps: list[TriggerStep] = []
    for k, table in enumerate(raw["steps"]):
        where = ("trigger", "steps", k)
        then, wrong = read_course(r, document, where, table, "then")
        watch, known = canonical_path(table["watch"], r.patrons), case_paths(r.patrons, Signs)
        if watch not in known:
            what = f"found {table['watch']!r}; known are {', '.join(known)}{hint(watch, known)}"
            wrong.append(document.at((*where, "watch")) + what)
        release = table.get("release", table["level"])
        if release > table["level"]:
            what = f"found {release:g}; at most the level, {table['level']:g}, is allowed"
            wrong.append(document.at((*where, "release")) + what)
        faults += wrong
        steps.append(TriggerStep(watch, table["level"], release, table.get("quarters", 1), then))
    r.trigger = Trigger(first, tuple(steps))
    r.extra["trigger"] = Origin(document.name, document.lines.get(("trigger",), 0), "choice", "")
    return faults


def read_course(
    r: Resolved, document: Document, where: Where, table: Mapping[str, Any], key: str
) -> tuple[Course, list[str]]:
    """Read what is done at a stage, a strategy under ``key`` or shares under ``effort``; return faults."""
    name, effort = str(table.get(key, "")), table.get("effort")
    if bool(name) == (effort is not None):
        found = "both" if name else "neither"
        return "", [document.at(where) + f"found {found} of {key} and effort; give exactly one"]
    if effort is not None:
        return read_effort(r, document, (*where, "effort"), effort)
    fault = "" if name in strategy_names(r.patrons) else describe_unknown(name, r.patrons)
    fault = REFUSED.get(name, fault)
    return name, [document.at((*where, key)) + fault] if fault else []


def read_effort(
    r: Resolved, document: Document, where: Where, table: Mapping[str, Any]
) -> tuple[Course, list[str]]:
    """Read shares of effort, which count relative to their sum; return the faults."""
    faults = [
        document.at((*where, p)) + f"unknown patron; known are {', '.join(r.patrons)}{hint(p, r.patrons)}"
        for p in table
        if p != "self_reliance" and p not in r.patrons
    ]
    shares = []
    for path in effort_paths(r.patrons):
        part: Any = table
        for name in path.split(".")[2:]:
            part = (part or {}).get(name)
        shares.append(float(part or 0.0))
    if not faults and sum(shares) <= 0.0:
        faults.append(document.at(where) + "all are 0; at least one must be larger")
    return tuple(share / (sum(shares) or 1.0) for share in shares), faults


def list_trigger(trigger: Trigger | None, patrons: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield path and value of everything in ``[trigger]``, as ``hedgesim show`` prints it."""
    if trigger is None:
        return
    yield from list_course("trigger", "first", trigger.first, patrons)
    for k, step in enumerate(trigger.steps, 1):
        where = f"trigger.steps.{k}"
        yield f"{where}.watch", describe_step(step)
        yield f"{where}.release", f"{step.release:g}" if step.release > 0.0 else "never"
        yield from list_course(where, "then", step.then, patrons)


def list_course(where: str, key: str, course: Course, patrons: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield path and value of what is done at a stage: a strategy, or shares of effort that are not 0."""
    if isinstance(course, str):
        yield f"{where}.{key}", course
        return
    for path, share in zip(effort_paths(patrons), course, strict=True):
        if share > 0.0:
            yield path.replace("hedger", where, 1), f"{share:g}"


def describe_step(step: TriggerStep) -> str:
    """Describe when a trigger fires."""
    time = f" for {step.quarters} quarters" if step.quarters > 1 else ""
    return f"{step.watch} >= {step.level:g}{time}"


def trigger_from_data(data: Mapping[str, Any] | None) -> Trigger | None:
    """Build triggers from the data of ``Scenario.to_dict``."""
    if data is None:
        return None

    def course(data: Any) -> Course:  # noqa: ANN401 - a name or a list
        return data if isinstance(data, str) else tuple(data)

    steps = (TriggerStep(**(step | {"then": course(step["then"])})) for step in data["steps"])
    return Trigger(course(data["first"]), tuple(steps))


def trigger_to_data(trigger: Trigger | None) -> dict[str, Any] | None:
    """Convert triggers to plain data for JSON."""
    if trigger is None:
        return None
    steps = [step._asdict() for step in trigger.steps]
    return {"first": trigger.first, "steps": steps}
