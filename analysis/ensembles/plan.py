"""What an ensemble is made from: a scenario, its history and observations, argued ranges and patterns."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...model.errors import InputError
from ...model.scenario.scenario import Scenario
from ..calibration.folder import hash_observations
from ..calibration.histories import priors_beside, read_histories
from ..calibration.observations import Series, find_observations
from ..calibration.problem import count_evidence
from ..claims.ledger import Ledger
from ..claims.read_ledger import HELD_BACK, read_ledger
from ..results.provenance import describe_software
from .case_ensemble import PARTICLES, SEED, UNTIL, hash_uncertainty
from .case_files import HISTORY, PATTERNS, RANGES, find_case_file, hash_file
from .inputs import Input
from .prior import find_taught, read_ranges


@dataclass(frozen=True)
class Plan:
    """What an ensemble is made from.

    Attributes
    ----------
    scenario : Scenario
        A scenario of the case.
    history : Scenario or None
        Its history; None without data.
    series : tuple of Series
        Observations of the history.
    ranges : mapping
        Argued inputs by path.
    ledger : Ledger or None
        Patterns.
    files : mapping
        SHA-256 hash of each table that the ensemble rests on, by what it is.
    places : tuple of Path
        These tables, and that of observations.
    until, particles, seed : int
        Last year of observations, number of particles, and seed.
    """

    scenario: Scenario
    history: Scenario | None
    series: tuple[Series, ...]
    ranges: Mapping[str, Input]
    ledger: Ledger | None
    files: Mapping[str, str]
    places: tuple[Path, ...]
    until: int
    particles: int
    seed: int

    def describe(self) -> dict[str, Any]:
        """Return all that the result depends on, as plain values for JSON."""
        seen = [s.between(s.start, self.until) for s in self.series]
        return {
            "scenario": self.scenario.name,
            "history": self.history and self.history.name,
            "until": self.until if self.history else None,
            "particles": self.particles,
            "seed": self.seed,
            "inputs": {
                "scenario": self.scenario.digest,
                "uncertainty": hash_uncertainty(self.scenario),
                **({} if self.history is None else {"history": self.history.digest}),
                **({} if self.history is None else {"observations": hash_observations(seen)}),
                **self.files,
            },
            **describe_software(),
        }


def plan_ensemble(
    scenario: Scenario,
    *,
    ranges: Path | None = None,
    patterns: Path | None = None,
    history: str | None = None,
    until: int = UNTIL,
    particles: int = PARTICLES,
    seed: int = SEED,
) -> Plan:
    """Find and read what an ensemble is made from; what is not named is looked for beside the scenario.

    Raises
    ------
    InputError
        If a file cannot be read, with its faults, or a named history has no observations.
    """
    ranged = ranges or find_case_file(scenario, RANGES)
    patterned = patterns or find_case_file(scenario, PATTERNS)
    past = find_history(scenario, history)
    series = () if past is None else next(iter(read_histories([past], None).values()))
    if past is not None and not any(len(count_evidence(s, until).years) for s in series):
        if history is not None:
            msg = f"{past.name}: no observation until {until}; name a later year or leave out --history"
            raise InputError(msg)
        past, series = None, ()
    known = {} if ranged is None else read_ranges(ranged, scenario)
    ledger = read_patterns(patterned, scenario)
    named = {"ranges": ranged, "patterns": patterned}
    if past is not None:
        named |= {"priors": priors_beside([past]), "other states": find_taught(past)}
    files = {what: hash_file(place) for what, place in named.items() if place is not None}
    seen = [] if past is None else [find_observations(past)]
    places = (*(place for place in named.values() if place is not None), *seen)
    return Plan(scenario, past, series, known, ledger, files, places, until, particles, seed)


def read_patterns(place: Path | None, scenario: Scenario) -> Ledger | None:
    """Read patterns of a case, without those that are held back.

    Raises
    ------
    InputError
        If the file is faulty or about another case.
    """
    if place is None:
        return None
    found = read_ledger(place, leave_out=(HELD_BACK,))
    if dict(found.scenario.root) != dict(scenario.root):
        msg = f"{place}: its patterns are about {found.scenario.name}, another case than {scenario.name}"
        raise InputError(msg)
    return found


def find_history(scenario: Scenario, name: str | None) -> Scenario | None:
    """Load the history of a case: the one that is named, or the one beside the scenario with observations."""
    if name is not None:
        return Scenario.load(name)
    place = find_case_file(scenario, HISTORY)
    if place is None:
        return None
    found = Scenario.load(str(place))
    try:
        find_observations(found)
    except InputError:
        return None
    return found
