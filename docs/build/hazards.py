"""Print how often patrons turned cold until 2016, by a written rule: ``python docs/build/hazards.py``.

A spell opens at a conflict event of intensity 2 or 3 in a material channel. It ends with the quarter of the
next cooperation there, at the latest with its last conflict event if a year passes without another; sanctions
of the EU last until they are lifted.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from textwrap import fill
from typing import NamedTuple

from scipy.stats import gamma

from hedgesim import scenarios
from hedgesim.model.dates import quarter_name, quarter_of

CHANNELS = frozenset({"trade-barrier", "economic", "sanction", "finance"})
LEAST = 2
"""Least intensity of a conflict event that opens a spell."""
GAP = 4
"""Quarters after a conflict event in which another one belongs to the same spell."""
FIRST = {"RUS": "2004Q1", "EU": "1997Q3", "CHN": "1997Q1"}
"""First quarter that the events cover for each patron."""
LAST = "2016Q4"
LASTING = frozenset({"EU"})
"""Patrons whose measures last until they are lifted."""
LEVELS = (0.05, 0.95)

Event = tuple[int, bool, int]
"""Quarter, whether it is a conflict, intensity."""
Interval = tuple[float, float]


class Spell(NamedTuple):
    """A cold spell, from its first quarter to its last; ``open`` if it had not ended by then."""

    first: int
    last: int
    open: bool

    @property
    def quarters(self) -> int:
        """Return its length."""
        return self.last - self.first + 1


class Hazards(NamedTuple):
    """Hazards a quarter with their 90% intervals, and what they rest on."""

    quarters: int
    spells: list[Spell]
    turn: float
    turn_interval: Interval
    relent: float | None
    relent_interval: Interval | None

    @property
    def cold(self) -> int:
        """Return the number of cold quarters."""
        return sum(spell.quarters for spell in self.spells)


def read_events(patron: str) -> list[Event]:
    """Read a patron's events in material channels until 2016, by quarter."""
    with (files(scenarios) / "belarus" / "events.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["patron"] == patron and row["channel"] in CHANNELS]
    first, last = quarter_of(FIRST[patron]), quarter_of(LAST)
    events = [
        (quarter_of(row["date"]), row["direction"] == "conflict", abs(int(row["intensity"]))) for row in rows
    ]
    # within a quarter the conflict comes first: a quarter belongs to one spell
    return sorted((e for e in events if first <= e[0] <= last), key=lambda e: (e[0], not e[1]))


def find_spells(events: Sequence[Event], last: int, *, lasting: bool) -> Iterator[Spell]:
    """Find the spells of a list of events that ends in the quarter ``last``; see the rule of this module."""
    begin = latest = -1
    for quarter, conflict, intensity in events:
        if begin >= 0 and not lasting and quarter > latest + GAP:
            yield Spell(begin, latest, open=False)
            begin = -1
        if conflict and (begin >= 0 or intensity >= LEAST):
            begin, latest = begin if begin >= 0 else quarter, quarter
        elif not conflict and begin >= 0:
            yield Spell(begin, quarter, open=False)
            begin = -1
    if begin >= 0:
        still = lasting or last <= latest + GAP
        yield Spell(begin, last if still else latest, open=still)


def estimate_rate(count: int, quarters: int) -> tuple[float, Interval]:
    """Estimate a hazard from a count, with its interval, under the prior of Jeffreys."""
    low, high = (float(gamma.ppf(level, count + 0.5)) / quarters for level in LEVELS)
    return (count + 0.5) / quarters, (low, high)


def estimate_hazards(patron: str) -> Hazards:
    """Estimate how often a patron turns cold and relents."""
    first, last = quarter_of(FIRST[patron]), quarter_of(LAST)
    spells = list(find_spells(read_events(patron), last, lasting=patron in LASTING))
    quarters, cold = last - first + 1, sum(spell.quarters for spell in spells)
    turn, turn_interval = estimate_rate(len(spells), quarters - cold)
    if not cold:
        return Hazards(quarters, spells, turn, turn_interval, None, None)
    relent, relent_interval = estimate_rate(sum(not spell.open for spell in spells), cold)
    return Hazards(quarters, spells, turn, turn_interval, relent, relent_interval)


def format_rate(rate: float | None, interval: Interval | None) -> str:
    """Format a hazard with its interval."""
    if rate is None or interval is None:
        return "no spell, no estimate"
    return f"{rate:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"


def name_spell(spell: Spell) -> str:
    """Name a spell by its first and last quarter."""
    first, last = quarter_name(spell.first), quarter_name(spell.last)
    return first if first == last else f"{first} to {last}"


def main() -> None:
    """Print the table of all patrons and their spells."""
    lines = [f"{'':6s} {'quarters':>8s} {'cold':>5s} {'spells':>6s}  {'turn':24s} relent"]
    found = {patron: estimate_hazards(patron) for patron in FIRST}
    for patron, h in found.items():
        turn, relent = format_rate(h.turn, h.turn_interval), format_rate(h.relent, h.relent_interval)
        lines.append(f"{patron:6s} {h.quarters:8d} {h.cold:5d} {len(h.spells):6d}  {turn:24s} {relent}")
    for patron, h in found.items():
        names = ", ".join(name_spell(spell) for spell in h.spells) or "no spell"
        lines.append(fill(f"{patron}: {names}", 79, subsequent_indent="     "))
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
