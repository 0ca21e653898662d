"""Observables: how published series and recorded columns of the model correspond.

Each observable pairs a combination of published series with a yearly reading of a recorded column.
``scenarios/belarus/README.md`` explains the series, ``docs/validation.md`` the errors.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

LOGIT, PLAIN, SCALED = "logit", "plain", "scaled"
MEAN, CHANGE, WINDOW = "mean", "change", "window"

CODES: Mapping[str, tuple[str, ...]] = {
    "russia": ("RU", "RUS"),
    "china": ("CN", "CHN"),
    "eu": ("EU27", "EU"),
}
"""Codes of patrons in tables of observations; any other patron has its own id, in upper or lower case."""


class Observable(NamedTuple):
    """A measured quantity, its counterpart in the model, and the error of its observations.

    Attributes
    ----------
    name : str
        Name in tables and figures.
    plus, minus : tuple of str
        Series that are added and subtracted; a year counts only if all of them have it.
    per : str
        Series that the result is divided by; empty for none.
    unit : float
        Factor from the published unit to the model's unit.
    column : str
        Recorded column of the model.
    reading : str
        ``mean`` over the year, ``change`` from year's end to year's end, or ``window``, the patron's share of
        all patrons' sum over 20 quarters.
    link : str
        Scale on which errors are normal: ``logit`` of a share, ``plain``, or ``scaled``, that is plain but
        known only up to a factor.
    error : float
        Standard deviation of the observation's own error on that scale.
    anchored : bool
        Whether the scenario starts from the first year's observation, which is then no evidence.
    why : str
        Reason for the size of the error.
    """

    name: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    per: str
    unit: float
    column: str
    reading: str
    link: str
    error: float
    anchored: bool
    why: str


MIRRORS = "reporters and mirror statistics differ by a few percent"
REGISTER = "few and lumpy deliveries, other suppliers are not in the model"
LOANS = "public and publicly guaranteed lending only"
TOTALS = "published as totals over years, spread by the source"
INDEX = "an index on a scale of its own"
CODED = "own coding of dated events"


def list_observables(patrons: Sequence[str]) -> tuple[Observable, ...]:
    """Return all observables of a model with these patrons, in a fixed order."""
    return tuple(
        o
        for p in patrons
        for o in (
            *trade_observables(p),
            *arms_observables(p),
            *finance_observables(p),
            *relation_observables(p),
        )
    )


def trade_observables(patron: str) -> tuple[Observable, ...]:
    """Return the observables of a patron's shares in exports and imports."""
    return tuple(
        Observable(
            f"{flow}_share_{patron}", (f"trade_{flow}_share_{{{patron}}}",), (), "", 0.01,
            f"{flow}_share_{patron}", MEAN, LOGIT, 0.05, True, MIRRORS,
        )
        for flow in ("export", "import")
    )  # fmt: skip


def arms_observables(patron: str) -> tuple[Observable, ...]:
    """Return the observable of a patron's share in arms delivered within five years."""
    series = (f"arms_import_share5y_{{{patron}}}",)
    return (
        Observable(
            f"arms_share_{patron}", series, (), "", 1.0,
            f"deliveries_{patron}", WINDOW, PLAIN, 0.02, False, REGISTER,
        ),
    )  # fmt: skip


def finance_observables(patron: str) -> tuple[Observable, ...]:
    """Return the observables of a patron's net loans (less debt service) and subsidies, as shares of GDP."""
    return (
        Observable(
            f"loans_{patron}", (f"loans_{{{patron}}}_disbursement",), (f"loans_{{{patron}}}_debt_service",),
            "gdp_current_BY", 0.001, f"debt_{patron}", CHANGE, PLAIN, 0.005, False, LOANS,
        ),
        Observable(
            f"subsidy_{patron}", (f"subsidy_{{{patron}}}_energy_alloc_pct_gdp",), (), "", 0.01,
            f"inducement_{patron}", MEAN, PLAIN, 0.02, False, TOTALS,
        ),
    )  # fmt: skip


def relation_observables(patron: str) -> tuple[Observable, ...]:
    """Return the observables of a patron's influence (an index), disputes and support (dated events)."""
    return (
        Observable(
            f"influence_index_{patron}", (f"fbic_{{{patron}}}_over_BLR",), (), "", 1.0,
            f"omega_{patron}", MEAN, SCALED, 0.01, False, INDEX,
        ),
        Observable(
            f"disputes_{patron}", (f"events_conflict_{{{patron}}}",), (), "", 1.0,
            f"coercion_{patron}", MEAN, SCALED, 1.5, False, CODED,
        ),
        Observable(
            f"support_{patron}", (f"events_cooperation_{{{patron}}}",), (), "", 1.0,
            f"investment_{patron}", MEAN, SCALED, 1.5, False, CODED,
        ),
    )  # fmt: skip


def list_spellings(series: str) -> tuple[str, ...]:
    """Return every name of a published series: ``{russia}`` stands for RU or RUS."""
    if "{" not in series:
        return (series,)
    before, _, rest = series.partition("{")
    patron, _, after = rest.partition("}")
    codes = CODES.get(patron, (patron, patron.upper()))
    return tuple(f"{before}{code}{after}" for code in codes)
