"""Cells of a ledger: which outcome, of which strategy, in which world."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.outcomes import UTILITY
from ...model.parameters.lookup import rows_by_path
from ...model.scenario.scenario import Scenario
from ...model.strategies import HEDGE, LEANING, compared_strategies
from ..compare.premium import list_rivals, select_rivals
from ..design.draw_checks import twin_of
from ..design.quiet import list_quiet_values
from ..labels import premium_rival

Vector = NDArray[np.float64]

BEST, LEAN = "best", "lean"
"""The best of all other strategies by utility, draw by draw, and the best of those about one patron."""


class Shift(NamedTuple):
    """A change against a draw's own value: ``x1.5`` multiplies it, ``+0.2`` adds to it."""

    factor: float = 1.0
    addend: float = 0.0

    def __str__(self) -> str:
        return f"x{self.factor:g}" if self.factor != 1.0 else f"{self.addend:+g}"


@dataclass(frozen=True)
class World:
    """A scenario with what a claim sets in it.

    Attributes
    ----------
    scenario : Scenario
        The scenario as its file says.
    digest : str
        Its digest, by which worlds are compared.
    values : tuple of (str, number or Shift)
        What is set, by canonical path.
    shocks : bool
        Whether anything is drawn in a run.
    """

    scenario: Scenario = field(compare=False)
    digest: str
    values: tuple[tuple[str, float | Shift], ...] = ()
    shocks: bool = True

    @property
    def settings(self) -> dict[str, float]:
        """Return the values set that are the same in every draw."""
        quiet = {} if self.shocks else list_quiet_values(self.scenario.patrons)
        return quiet | {path: value for path, value in self.values if not isinstance(value, Shift)}

    @property
    def shifts(self) -> dict[str, Shift]:
        """Return the changes against each draw's own value."""
        return {path: value for path, value in self.values if isinstance(value, Shift)}

    @cached_property
    def varied(self) -> Scenario:
        """Return the scenario with the values set."""
        return self.scenario.vary(self.settings)

    def set_columns(self, columns: Mapping[str, Vector], count: int) -> dict[str, Vector]:
        """Return the columns of draws with what is set here: it wins over a draw.

        Parameters
        ----------
        columns : mapping
            Values by path that the draws give the scenario, each of shape (count,).
        count : int
            Number of draws.

        Raises
        ------
        InputError
            If a change against the draw's own value leaves what is allowed.
        """
        occupied = {*self.settings, *map(twin_of, self.settings)}
        found = {path: values for path, values in columns.items() if path not in occupied}
        for path, shift in self.shifts.items():
            own = found.get(path, np.full(count, self.varied.values[path]))
            found[path] = own * shift.factor + shift.addend
            check_shift(self.varied, path, shift, found[path])
        return found


def check_shift(scenario: Scenario, path: str, shift: Shift, values: Vector) -> None:
    """Refuse a change that takes a value out of its allowed range in some draw."""
    low, high = rows_by_path(scenario.patrons)[path].allowed
    bad = np.flatnonzero(~((low <= values) & (values <= high)))
    if len(bad):
        msg = (
            f"{scenario.name}: {path}: {shift} takes it to {values[bad[0]]:g} in draw {bad[0]};"
            f" allowed is {low:g} to {high:g}"
        )
        raise InputError(msg)


class Reading(NamedTuple):
    """What is read of a run: an outcome, or a recorded column over quarters.

    Attributes
    ----------
    column : str
        An outcome, or a recorded column where ``first`` is a quarter.
    first, last : int or None
        First and last quarter, counted from 0.
    take : str
        ``mean``, ``min`` or ``max`` over these quarters.
    codes : tuple of float
        Of a regime: the codes whose share of runs is wanted.
    """

    column: str = UTILITY
    first: int | None = None
    last: int | None = None
    take: str = "mean"
    codes: tuple[float, ...] = ()


UTILITY_MEAN = Reading()
"""What strategies are chosen by."""


@dataclass(frozen=True)
class Cell:
    """A number of every draw: an outcome, a premium, or a parameter's own value.

    Attributes
    ----------
    world : World
        Scenario and what is set.
    strategy : str
        A strategy, ``best`` or ``lean``.
    reading : Reading
        What is read of each run; of a premium, of the utility that it compares.
    premium : str
        ``premium``, ``premium:RIVAL``, or empty.
    parameter : str
        Path of the parameter whose value is wanted, or empty.
    """

    world: World
    strategy: str = HEDGE
    reading: Reading = UTILITY_MEAN
    premium: str = ""
    parameter: str = ""

    @property
    def strategies(self) -> list[str]:
        """Return the strategies that have to be played; of a premium the rivals of ``hedge``, in order."""
        if premium_rival(self.premium):
            return select_rivals(self.world.varied, self.premium)
        return list_pool(BEST if self.premium else self.strategy, self.world.scenario.patrons)

    def list_needs(self) -> Iterator[tuple[World, str, Reading]]:
        """Yield what has to be played and read for the cell."""
        if self.parameter:
            return
        for name in [*self.strategies, *([HEDGE] if self.premium else [])]:
            yield self.world, name, self.reading
            if self.strategy in {BEST, LEAN}:
                yield self.world, name, UTILITY_MEAN

    def compute(self, numbers: Mapping[tuple[World, str, Reading], Vector]) -> Vector:
        """Compute the cell from what was read, shape (draws,); not for a parameter's own value."""
        values = np.array([numbers[self.world, name, self.reading] for name in self.strategies])
        if self.premium:
            return np.asarray(numbers[self.world, HEDGE, self.reading] - values.max(axis=0))
        if len(values) == 1:
            return np.asarray(values[0])
        utility = np.array([numbers[self.world, name, UTILITY_MEAN] for name in self.strategies])
        return np.asarray(np.take_along_axis(values, utility.argmax(axis=0)[None], axis=0)[0])


def list_pool(strategy: str, patrons: tuple[str, ...]) -> list[str]:
    """List the strategies that a name stands for: those of ``best`` and ``lean``, else itself."""
    others = list_rivals(compared_strategies(patrons))
    if strategy == BEST:
        return others
    if strategy == LEAN:
        return [name for name in others if name.partition(":")[0] in LEANING]
    return [strategy]
