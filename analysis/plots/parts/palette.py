"""Give each patron its look: a colour, a line style and hatches, the same in every case.

A patron listed in PLACES has the place in the palette that stands there, any other the place that a sum over
its id gives. Where several prefer one place, it goes to one whose scenario file gives it a colour, else to a
listed one, else to the first by id, and the others take the next free places. The order of patrons does not
matter, so moving one changes nothing, and adding one moves no listed patron but for a colour in its file.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from zlib import crc32

Line = str | tuple[int, tuple[int, ...]]
"""A line style of matplotlib."""


class Look(NamedTuple):
    """A patron's colour, line style, and hatches of a pivot to it and of bandwagon with it."""

    colour: str
    line: Line
    pivot: str
    bandwagon: str


Looks = Mapping[str, Look]
"""The look of each patron of a scenario by its id, in the order of the scenario file."""

PALETTE = (
    Look("#D55E00", "--", "\\\\\\", "///"),
    Look("#009E73", "-.", "xxx", "//.."),
    Look("#0072B2", ":", "+++", "///---"),
    Look("#332288", (0, (6, 1, 1, 1, 1, 1)), "\\\\\\|||", "///|||"),
    Look("#CC79A7", (0, (1, 3)), "\\\\..", "//oo"),
    Look("#663300", (0, (10, 2)), "\\\\oo", "//**"),
)
"""Looks that differ for colour-blind readers and in grey print.

Vermilion, bluish green, blue and reddish purple of Okabe and Ito (2008), whose sky blue and orange belong to
regimes and whose yellow is too pale for lines; an indigo and a brown.
"""
PLACES = {
    "russia": 0,
    "china": 1,
    "eu": 2,
    "european_union": 2,
    "united_states": 3,
    "usa": 3,
    "us": 3,
    "japan": 4,
    "india": 5,
}
"""Places in the palette of patrons that many cases have: no two of these powers share one."""


def assign_looks(patrons: Iterable[str], colours: Mapping[str, str]) -> dict[str, Look]:
    """Give each patron of a scenario its look; all differ.

    Parameters
    ----------
    patrons : iterable of str
        Ids of at most six patrons.
    colours : mapping of str to str
        Colours as ``#RRGGBB`` by id, of patrons whose scenario file gives one.
    """
    patrons = list(patrons)
    places = assign_places({p: preferred_place(p, colours) for p in patrons}, colours)
    looks = {p: PALETTE[places[p]] for p in patrons}
    return {p: look._replace(colour=colours.get(p, look.colour)) for p, look in looks.items()}


def preferred_place(patron: str, colours: Mapping[str, str]) -> int:
    """Return the place of a patron in the palette if no other patron has it."""
    palette = [look.colour for look in PALETTE]
    if colours.get(patron) in palette:
        return palette.index(colours[patron])
    # Python's own hash of a text differs between processes
    return PLACES.get(patron, crc32(patron.encode()) % len(PALETTE))


def assign_places(preferred: Mapping[str, int], colours: Mapping[str, str]) -> dict[str, int]:
    """Give each patron its preferred place, or the next free one after it where it is another's."""
    order = sorted(preferred, key=lambda p: (p not in colours, p not in PLACES, p))
    places: dict[str, int] = {}
    for patron in order:
        if preferred[patron] not in places.values():
            places[patron] = preferred[patron]
    for patron in (p for p in order if p not in places):
        after = ((preferred[patron] + step) % len(PALETTE) for step in range(len(PALETTE)))
        places[patron] = next(place for place in after if place not in places.values())
    return places
