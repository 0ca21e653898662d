"""Verdicts on claims as plain rows, printed as JSON by a command and read again by a report."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from ..results.json_values import table_records
from ..results.printed import read_result
from .ledger import PLANTED
from .words import REFUTED, WORDS, describe_words

PRINTED_BY = "hedgesim claims FILE --json > FILE"


@dataclass(frozen=True)
class Verdict:
    """What draws say of a claim.

    Attributes
    ----------
    id, text, source, scope, kind, direction : str
        The claim, see :class:`~.ledger.Claim`.
    least : float
        Smallest size that matters, or the bound of a number.
    constraint : str
        The pattern that has no say in the verdict; empty if there is none.
    support, low, high : float
        Share of draws that support it, and the ends of its 95% interval by Wilson.
    against : float
        Share of draws that speak against it; in the others the effect is too small, or no number.
    undefined : float
        Share of draws in which the effect is no number, such as a ratio to zero.
    draws : float
        Number of draws that the share is of: with weights w, 1 / sum w^2.
    median, q05, q95 : float
        Effect: the middle draw, and those at 5 and 95%. NaN for a claim of several parts.
    verdict, also : str
        The word of the support, and the others that its interval reaches.
    expected : str
        The word that the ledger expects; empty where it says none.
    moved : bool
        Whether the expected word is out of reach, three standard errors either way.
    fails_where : str
        Where it fails, in words: one or two limits on inputs; empty if it fails nearly nowhere or everywhere.
    fails_inside, fails_overall, fails_covered : float
        Share of failures within these limits and in all draws, and share of all failures that lie within.
    """

    id: str
    text: str
    source: str
    scope: str
    kind: str
    direction: str
    least: float
    constraint: str
    support: float
    low: float
    high: float
    against: float
    undefined: float
    draws: float
    median: float
    q05: float
    q95: float
    verdict: str
    also: str
    expected: str
    moved: bool
    fails_where: str = ""
    fails_inside: float = float("nan")
    fails_overall: float = float("nan")
    fails_covered: float = float("nan")

    @property
    def words(self) -> str:
        """Return the verdict with the words that its interval reaches: ``likely or contested``."""
        return describe_words(self.verdict, self.also.split(" or ") if self.also else ())

    @property
    def planted(self) -> bool:
        """Return whether the claim is known to be false."""
        return self.source == PLANTED


@dataclass(frozen=True)
class Judgement:
    """Verdicts on the claims of a ledger.

    Attributes
    ----------
    ledger : str
        Name of the ledger's file.
    scenario, digest, title : str
        Name of the scenario that it is about, the hash of all that determines its results, and its title.
    draws : str
        Name of the draws; empty for the scenario's own numbers.
    count, runs, seed : int
        Number of draws, runs of each, and the seed of their shocks.
    verdicts : tuple of Verdict
        Verdicts, in the ledger's order.
    window : str
        Quarters that numbers are over, in words; empty where they are those that the ledger says.
    """

    ledger: str
    scenario: str
    digest: str
    title: str
    draws: str
    count: int
    runs: int
    seed: int
    verdicts: tuple[Verdict, ...]
    window: str = ""

    def __repr__(self) -> str:
        counts = ", ".join(f"{n} {word}" for word, n in self.count_words().items() if n)
        return f"<Judgement of {self.ledger}: {len(self.verdicts)} claims, {counts}>"

    @property
    def table(self) -> pd.DataFrame:
        """Return a row for each claim with the fields of a :class:`Verdict`."""
        return pd.DataFrame([asdict(verdict) for verdict in self.verdicts])

    @property
    def moved(self) -> list[Verdict]:
        """Return the verdicts from which the ledger's expected word is out of reach."""
        return [verdict for verdict in self.verdicts if verdict.moved]

    @property
    def unnoticed(self) -> list[Verdict]:
        """Return the planted false claims that are not refuted."""
        return [v for v in self.verdicts if v.planted and v.verdict != REFUTED]

    def count_words(self) -> dict[str, int]:
        """Count verdicts by word, from the best to the worst; planted claims are left out."""
        return {word: sum(v.verdict == word and not v.planted for v in self.verdicts) for word in WORDS}

    def to_plain_data(self) -> dict[str, Any]:
        """Return plain data for JSON, from which :func:`read_judgement` restores the object."""
        request = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "verdicts"}
        return {"asked": request, "claims": table_records(self.table)}


def read_judgement(path: Path) -> Judgement:
    """Read verdicts from what ``hedgesim claims --json`` printed.

    Raises
    ------
    InputError
        If the file cannot be read or holds something else.
    """
    return read_result(path, judgement_from_plain_data, "verdicts on claims", PRINTED_BY)


def judgement_from_plain_data(plain_data: Mapping[str, Any]) -> Judgement:
    """Build verdicts from plain data.

    Raises
    ------
    KeyError, TypeError, ValueError
        If the data are no verdicts.
    """
    rows = [{key: restore_field(key, row[key]) for key in FIELDS} for row in plain_data["claims"]]
    return Judgement(**plain_data["asked"], verdicts=tuple(Verdict(**row) for row in rows))


FIELDS = {f.name: f.type for f in fields(Verdict)}
KINDS = {"str": str, "bool": bool}


def restore_field(key: str, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a field of a verdict as it was, with NaN for a missing number.

    Raises
    ------
    TypeError, ValueError
        If it is of another kind.
    """
    kind = KINDS.get(str(getattr(FIELDS[key], "__name__", FIELDS[key])))
    if kind is None:
        return float("nan") if value is None else float(value)
    if not isinstance(value, kind):
        raise TypeError
    return value
