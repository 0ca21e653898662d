"""Ledgers of claims: what a file of ``[[claim]]`` says, as numbers of every draw with bounds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ...model.scenario.scenario import Scenario
from .cells import Cell, Vector
from .formula import Formula

Truths = NDArray[np.bool_]

PLANTED = "planted"
"""Source of claims that are known to be false, to see whether the verdicts notice."""


class Bounds(NamedTuple):
    """Bounds of a number; ``closed`` says whether the bounds themselves are within."""

    low: float = -inf
    high: float = inf
    closed: bool = False

    def contain(self, numbers: Vector) -> Truths:
        """Return where numbers lie within the bounds; NaN never does."""
        if self.closed:
            return np.asarray((numbers >= self.low) & (numbers <= self.high))
        return np.asarray((numbers > self.low) & (numbers < self.high))


@dataclass(frozen=True)
class Part:
    """A number of every draw, and the bounds within which it supports the claim.

    Attributes
    ----------
    text : str
        What it asserts, in words.
    formula : Formula
        The number, over cells.
    cells : mapping
        Cells by name.
    bounds : Bounds
        Where it supports the claim.
    opposite : Bounds or None
        Where it speaks against the claim; None if everything outside of ``bounds`` does.
    least : float
        Smallest size that matters, or the bound that the number is judged by.
    tolerance : float
        How far outside of the bounds a draw still counts half-heartedly; 0 where nothing is said.
    """

    text: str
    formula: Formula
    cells: Mapping[str, Cell]
    bounds: Bounds
    opposite: Bounds | None
    least: float
    tolerance: float = 0.0

    def oppose(self, numbers: Vector) -> Truths:
        """Return where numbers speak against the claim."""
        if self.opposite is None:
            return ~self.bounds.contain(numbers) & np.isfinite(numbers)
        return self.opposite.contain(numbers)

    def measure_likeness(self, numbers: Vector) -> Vector:
        """Compute how well each draw shows the part: 1 within the bounds, exp(-(d/t)^2/2) outside.

        d is the distance from the bounds and t the tolerance; a number that is not finite shows nothing.
        """
        away = np.maximum(np.maximum(self.bounds.low - numbers, numbers - self.bounds.high), 0.0)
        near = np.exp(-0.5 * (away / self.tolerance) ** 2) if self.tolerance else np.zeros_like(away)
        return np.where(self.bounds.contain(numbers), 1.0, np.where(np.isfinite(near), near, 0.0))


@dataclass(frozen=True)
class Claim:
    """A claim with its source.

    Attributes
    ----------
    id, text, source : str
        Name in the ledger, the claim in words, and who says so.
    kind : str
        ``change``, ``contest`` or ``number``.
    parts : tuple of Part
        What it asserts; it holds in a draw in which all parts do.
    direction : str
        ``rises``, ``falls``, ``still``, ``above``, ``below`` or ``between``; empty for several parts.
    scope, why : str
        Where it is meant to hold, and why it is used as it is.
    use : str
        ``claim`` to be judged, ``constraint`` where it conditions an ensemble, ``reported`` where it may not.
    belief : float
        How sure the source makes us that it is true of the case, 0 to 1.
    constraint : str
        The pattern that says the same, which has no say in the verdict.
    expected : str
        The verdict that a check holds the model to; empty where none is entered.
    """

    id: str
    text: str
    source: str
    kind: str
    parts: tuple[Part, ...]
    direction: str = ""
    scope: str = ""
    why: str = ""
    use: str = "claim"
    belief: float = 0.5
    constraint: str = ""
    expected: str = ""

    @property
    def planted(self) -> bool:
        """Return whether the claim is known to be false."""
        return self.source == PLANTED


@dataclass(frozen=True)
class Ledger:
    """Claims about one case.

    Attributes
    ----------
    name : str
        Name of its file.
    scenario : Scenario
        The scenario that claims are about where they name no other.
    claims : tuple of Claim
        Its claims, in the order of the file.
    window : str
        Quarters that its numbers are over, in words; empty where they are those that the file says.
    """

    name: str
    scenario: Scenario
    claims: tuple[Claim, ...]
    window: str = ""

    def list_cells(self) -> Iterator[Cell]:
        """Yield the cells of all claims."""
        return (cell for claim in self.claims for part in claim.parts for cell in part.cells.values())

    def select(self, ids: Sequence[str]) -> "Ledger":
        """Return the ledger with some of its claims only; with all if no id is given.

        Raises
        ------
        InputError
            With every unknown id, and the nearest.
        """
        known = {claim.id: claim for claim in self.claims}
        faults = [f"{self.name}: no claim {name}{hint(name, known)}" for name in ids if name not in known]
        if faults:
            raise InputError(*faults)
        return replace(self, claims=tuple(known[name] for name in dict.fromkeys(ids))) if ids else self
