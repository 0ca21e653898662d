"""Anchors of the scales that a case is scored on: what a number means, in words."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

FILE = "anchors.toml"


class Anchor(NamedTuple):
    """A number of a scale, what it means, and the shipped case and path that have it, if one has."""

    value: float
    words: str
    case: str


@dataclass(frozen=True)
class Scale:
    """A parameter to score, the question that it answers, and its anchors from low to high."""

    path: str
    question: str
    anchors: tuple[Anchor, ...]


@cache
def list_scales() -> tuple[Scale, ...]:
    """Return all scales that have anchors."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return tuple(
        Scale(
            scale["path"],
            scale["asks"],
            tuple(Anchor(a["value"], a["words"], a.get("case", "")) for a in scale["anchors"]),
        )
        for scale in tomllib.loads(text)["scale"]
    )
