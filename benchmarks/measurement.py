"""All that a benchmark found, as plain data between measuring and writing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from command_costs import Row
from patrons import PatronCost
from scaling import Size


@dataclass(frozen=True)
class Cost:
    """What a quarter costs in compiled code.

    Attributes
    ----------
    calls : mapping
        Calls of exp, log and sqrt in a quarter, by word.
    operations : int
        Additions, multiplications, divisions and comparisons of a quarter's rules.
    nanoseconds : list of float
        Processor time of a quarter, one number a round.
    """

    calls: Mapping[str, int]
    operations: int
    nanoseconds: list[float]

    @property
    def count(self) -> int:
        """Calls in all."""
        return sum(self.calls.values())

    @property
    def by_call(self) -> list[float]:
        """Nanoseconds of a call, one number a round."""
        return [ns / self.count for ns in self.nanoseconds]

    @property
    def by_operation(self) -> list[float]:
        """Picoseconds of an operation, one number a round."""
        return [1000.0 * ns / self.operations for ns in self.nanoseconds]


@dataclass(frozen=True)
class Found:
    """What was measured in one go.

    Attributes
    ----------
    machine : mapping
        Facts of the machine.
    rates : mapping
        Runs a second of each variant, one number a round.
    cost : Cost
        Of the engine.
    prototype : Cost or None
        Of a prototype, where one was named.
    sizes : list of Size
        Batches of growing size.
    commands : list of Row
        What commands cost.
    patrons : list of PatronCost
        Cost against the number of patrons.
    first_use : mapping
        Seconds by what a user does.
    quick : bool
        Whether it was only tried out.
    waits : list
        What is waited for, with the clock's seconds of this version and of another one in each round; empty
        where no other was named.
    browser : mapping
        Milliseconds and runs a second of the page in a browser, one number a round; empty without a browser.
    """

    machine: Mapping[str, str]
    rates: Mapping[str, list[float]]
    cost: Cost
    prototype: Cost | None
    sizes: list[Size]
    commands: list[Row]
    patrons: list[PatronCost]
    first_use: Mapping[str, float]
    quick: bool
    waits: list[tuple[str, list[list[float]]]] = field(default_factory=list)
    browser: Mapping[str, list[float]] = field(default_factory=dict)

    @property
    def rounds(self) -> int:
        """Rounds that were played."""
        return len(self.cost.nanoseconds)
