"""Observables: how published series and recorded columns of the model correspond.

A series names a state by its code. ``{russia}`` stands for the codes of a patron, ``{hedger}`` for those of
the hedger.

Each observable pairs a combination of published series with a yearly reading of a recorded column.
``scenarios/belarus/README.md`` explains the series, ``docs/validation.md`` the errors.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

LOGIT, PLAIN, SCALED, LUMPY = "logit", "plain", "scaled", "lumpy"
MEAN, CHANGE, WINDOW = "mean", "change", "window"

CODES: Mapping[str, tuple[str, ...]] = {
    "russia": ("RU", "RUS"),
    "china": ("CN", "CHN"),
    "eu": ("EU27", "EU"),
    "united_states": ("US", "USA"),
    "japan": ("JP", "JPN"),
    "hedger": ("BY", "BLR", "hedger"),
}
"""Codes in tables of observations; any other patron has its own id, in lower or upper case."""


class Observable(NamedTuple):
    """A measured quantity, its counterpart in the model, and the error of its observations.

    Attributes
    ----------
    name : str
        Name in tables and figures.
    patron : str
        Patron that it is about.
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
        Scale on which errors are normal: ``logit`` of a share, ``plain``, ``scaled``, that is plain but known
        only up to a factor, or ``lumpy``, that is plain but zero where nothing came (:mod:`.deliveries`).
    error : float
        Standard deviation of the observation's own error on that scale.
    anchored : bool
        Whether the scenario starts from the first year's observation, which is then no evidence.
    why : str
        Reason for the size of the error.
    """

    name: str
    patron: str
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
DISCOUNT = "prices of buyers on the same pipes differ by about a tenth"
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
            f"{flow}_share_{patron}", patron, (f"trade_{flow}_share_{{{patron}}}",), (), "", 0.01,
            f"{flow}_share_{patron}", MEAN, LOGIT, 0.05, True, MIRRORS,
        )
        for flow in ("export", "import")
    )  # fmt: skip


def arms_observables(patron: str) -> tuple[Observable, ...]:
    """Return the observable of a patron's share in arms delivered within five years."""
    series = (f"arms_import_share5y_{{{patron}}}",)
    return (
        Observable(
            f"arms_share_{patron}", patron, series, (), "", 1.0,
            f"deliveries_{patron}", WINDOW, LUMPY, 0.02, False, REGISTER,
        ),
    )  # fmt: skip


def finance_observables(patron: str) -> tuple[Observable, ...]:
    """Return the observables of a patron's net loans (less debt service) and subsidies, as shares of GDP.

    A subsidy is the discount on oil and gas (``docs/build/discounts.py``).
    """
    return (
        Observable(
            f"loans_{patron}", patron,
            (f"loans_{{{patron}}}_disbursement",), (f"loans_{{{patron}}}_debt_service",),
            "gdp_current_{hedger}", 0.001, f"debt_{patron}", CHANGE, PLAIN, 0.005, False, LOANS,
        ),
        Observable(
            f"subsidy_{patron}", patron, (f"subsidy_{{{patron}}}_energy_discount_pct_gdp",), (), "", 0.01,
            f"inducement_{patron}", MEAN, PLAIN, 0.02, False, DISCOUNT,
        ),
    )  # fmt: skip


def relation_observables(patron: str) -> tuple[Observable, ...]:
    """Return the observables of a patron's influence (an index), disputes and support (dated events)."""
    return (
        Observable(
            f"influence_index_{patron}", patron, (f"fbic_{{{patron}}}_over_{{hedger}}",), (), "", 1.0,
            f"omega_{patron}", MEAN, SCALED, 0.01, False, INDEX,
        ),
        Observable(
            f"disputes_{patron}", patron, (f"events_conflict_{{{patron}}}",), (), "", 1.0,
            f"coercion_{patron}", MEAN, SCALED, 1.5, False, CODED,
        ),
        Observable(
            f"support_{patron}", patron, (f"events_cooperation_{{{patron}}}",), (), "", 1.0,
            f"investment_{patron}", MEAN, SCALED, 1.5, False, CODED,
        ),
    )  # fmt: skip


def list_codes(actor: str) -> tuple[str, ...]:
    """Return the codes of a patron or of the hedger in tables of observations."""
    return CODES.get(actor, (actor, actor.upper()))


def list_spellings(series: str) -> tuple[str, ...]:
    """Return every name of a published series: ``{russia}`` stands for RU or RUS."""
    parts = re.split(r"\{(\w+)\}", series)  # text and actors by turns
    spellings = [list_codes(part) if place % 2 else (part,) for place, part in enumerate(parts)]
    return tuple("".join(words) for words in product(*spellings))


def name_series(patrons: Sequence[str]) -> str:
    """Return the name of a series that a model with these patrons answers to, as an example in messages."""
    return list_spellings(list_observables(patrons)[0].plus[0])[0]
