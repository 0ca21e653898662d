"""Which values of a case decide, by a quick screen: those that its author could set, from low to high."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...model.parameters.lookup import STEPPED, parameters
from ...model.scenario.resolution import TABLE
from ...model.scenario.scenario import Scenario
from ...model.scenario.tables import KNOWN
from ..compare.premium import MUCH, NOTHING
from ..explore.screen import Influence, screen_premium
from .finding import Finding

OWN = ("patrons.", "rivalry.", "volatile.", "overlap.", "hedger.weights.", "world.strain")
"""How the paths begin of what describes a case; the rest is the same in all cases."""
SHOCKS = ("embargo_exports", "embargo_imports", "mass")
"""What events change: their values at the start are no guess."""
OTHERS = ("hedger.budget", "hedger.caution", "hedger.own_strength")
DEFAULT = "default"
MOST = 5
"""Findings of one kind that are listed; the table of what to set first has the others."""


class Candidate(NamedTuple):
    """A value that could be set, how it is known, and what it does to the difference of two strategies.

    Attributes
    ----------
    path, value, kind : str, float, str
        The value that could be set, and how it is known.
    influence : Influence
        Utility of hedge less that of its rival, at both ends of the range.
    present : float
        The same difference at the case's own numbers.
    """

    path: str
    value: float
    kind: str
    influence: Influence
    present: float

    @property
    def turns(self) -> bool:
        """Return whether an end of the range has the other order than the case, by more than NOTHING."""
        ends = (self.influence.at_low, self.influence.at_high)
        return min(ends) < -NOTHING if self.present >= 0.0 else max(ends) > NOTHING


def list_ranges(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Return the range of each value of a case that is a guess or a default: its file's, else the table's."""
    found = {}
    for path, row in parameters(scenario.patrons).items():
        follows = path.endswith(".framework") and scenario.values.get(f"{path[:-9]}agreement", -1.0) >= 0.0
        if not path.startswith((*OWN, *OTHERS)) or row.unit in STEPPED or follows or path.endswith(SHOCKS):
            continue
        if scenario.origins[path].kind not in KNOWN and row.low < row.high:
            found[path] = scenario.uncertainty.get(path, (row.low, row.high))
    return found


def rank_candidates(scenario: Scenario, rival: str, seed: int, present: float) -> list[Candidate]:
    """Move each such value alone over its range; return those that move hedge less a rival most first.

    ``present`` is the utility of hedge less that of the rival at the case's own numbers.
    """
    return [
        Candidate(each.path, scenario.values[each.path], name_kind(scenario, each.path), each, present)
        for each in screen_premium(scenario, rival, list_ranges(scenario), seed)
    ]


def name_kind(scenario: Scenario, path: str) -> str:
    """Return how a value is known; DEFAULT if no file gives it."""
    origin = scenario.origins[path]
    return DEFAULT if origin.file == TABLE else origin.kind


def find_decisive_defaults(candidates: Sequence[Candidate], best: str, second: str) -> Iterator[Finding]:
    """Yield the defaults that decide which strategy is best, then those that move the difference by MUCH.

    A default of 0 says that a thing is not there, and what the hedger wants has conventions: neither is a
    scale that was forgotten.
    """
    left = [
        c for c in candidates if c.kind == DEFAULT and c.value != 0.0 and not c.path.startswith("hedger.")
    ]
    turning = [c for c in left if c.turns]
    for c in turning[:MOST]:
        yield Finding(
            "scale not set",
            c.path,
            f"{best} is ahead of {second} with {c.path} at its default {c.value:g}; the order turns between"
            f" {c.influence.low:g} and {c.influence.high:g}",
            f"score it; hedgesim explain {c.path} has range and source",
        )
    for c in [c for c in left if not c.turns and c.influence.size >= MUCH][:MOST]:
        yield Finding(
            "default decides",
            c.path,
            f"{c.path} is left at its default {c.value:g}; over {c.influence.low:g} to {c.influence.high:g}"
            f" hedge less the best other moves by {c.influence.size:.3f}",
            f"score it; hedgesim explain {c.path} has range and source",
        )
