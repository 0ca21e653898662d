"""Title, creators and licence that a depositor gives to results."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ...model.errors import InputError
from ..compare.paired import find_baseline
from ..results.folder import Results

LICENCE = "CC-BY-4.0"
ANONYMOUS = "Anonymous"
_LICENCE = re.compile(r"[A-Za-z0-9.+-]{2,60}")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


class Creator(NamedTuple):
    """Who made the results: a name, ``Family, Given`` of a person, and an ORCID or an empty text."""

    name: str
    orcid: str = ""


class Deposit(NamedTuple):
    """Title, creators and licence of deposited results.

    Attributes
    ----------
    title : str
        Title of the data set.
    creators : tuple of Creator
        At least one.
    licence : str
        Licence of the results, by its name in the list of SPDX.
    """

    title: str
    creators: tuple[Creator, ...]
    licence: str

    @property
    def licence_address(self) -> str:
        """Return the address of the licence."""
        return f"https://spdx.org/licenses/{self.licence}"


def read_deposit(
    results: Results, title: str | None = None, creators: Sequence[str] = (), licence: str = LICENCE
) -> Deposit:
    """Read the title, creators and licence for the results of a folder.

    Parameters
    ----------
    results : Results
        A result folder, whose baseline gives the title if there is no other.
    title : str, optional
        Title of the data set.
    creators : sequence of str
        Each ``Family, Given`` or ``Family, Given; ORCID``; anonymous if there is none.
    licence : str
        Name of a licence in the list of SPDX.

    Raises
    ------
    InputError
        If a creator or the licence cannot be read.
    """
    if not _LICENCE.fullmatch(licence):
        msg = f"--licence {licence}: found no name of SPDX's list; write one such as {LICENCE} or CC0-1.0"
        raise InputError(msg)
    scenarios = results.manifest["scenarios"]
    base = find_baseline(list(scenarios))
    more = f" and {len(scenarios) - 1} more" if len(scenarios) > 1 else ""
    usual = f"Simulations with hedgesim: {scenarios[base]['title'].strip() or base}{more}"
    people = tuple(map(read_creator, creators)) or (Creator(ANONYMOUS),)
    return Deposit(" ".join((title or usual).split()), people, licence)


def read_creator(text: str) -> Creator:
    """Read a creator from a text.

    Raises
    ------
    InputError
        If there is no name, or what follows it is no ORCID.
    """
    name, _, orcid = (part.strip() for part in text.partition(";"))
    if not name or (orcid and not _ORCID.fullmatch(orcid)):
        msg = f"--creator {text}: write 'Family, Given' or 'Family, Given; 0000-0002-1825-0097' (an ORCID)"
        raise InputError(msg)
    return Creator(name, orcid)
