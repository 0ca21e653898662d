"""What every other state's history sets, by the rules that are the same for all."""

import math
from collections.abc import Iterator
from typing import Any

from support.cases import Table, observed

CSTO = {"armenia", "kyrgyzstan", "kazakhstan"}


CIS = CSTO | {"moldova", "georgia", "ukraine", "azerbaijan"}


TABLES = {"russia": "RU", "china": "CN", "eu": "EU27"}


LADDER = {"signed": 0.25, "ratified": 0.5, "enhanced": 0.75, "association": 1.0}


COLUMNS = ["series", "year", "value", "unit", "source", "source_location", "quality", "note"]


def first_year(case: str) -> int:
    """The year whose trade shares a case starts on."""
    return 2006 if case == "serbia" else 2005


def leaves(table: Table, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every number, switch and step of the model that a file gives, by path."""
    for key, value in table.items():
        if isinstance(value, dict):
            if before or key != "sources":
                yield from leaves(value, f"{before}{key}.")
        elif before and key != "label":
            yield f"{before}{key}", value


def one_of(case: str, default: float, **exceptions: float) -> float:
    """A value that few states have otherwise."""
    return exceptions.get(case, default)


def framework_with_russia(case: str) -> float:
    return 0.55 if case in CIS else one_of(case, math.nan, serbia=0.50, mongolia=0.20)


def framework_with_china(case: str) -> float:
    return one_of(case, 0.10, mongolia=0.20, kazakhstan=0.20, kyrgyzstan=0.20)


def agreement(case: str) -> str:
    return "signed" if case == "mongolia" else "ratified"


def terms(case: str) -> Table:
    """What a case sets outside its start."""
    ally = case in CSTO
    values: Table = {
        "patrons.russia.framework": framework_with_russia(case),
        "patrons.russia.barrier": 0.20,
        "patrons.russia.arms_access": 0.70 if ally else one_of(case, 0.40, georgia=0.05),
        "patrons.russia.guarantee": 0.50 if ally else 0.05,
        "patrons.russia.rent": 0.04 if ally else 0.01,
        "patrons.china.framework": framework_with_china(case),
        "patrons.china.arms_access": 0.0,
        "patrons.china.transfer": 0.0,
        "patrons.eu.agreement": agreement(case),
        "patrons.eu.barrier": 0.20,
        "patrons.eu.arms_access": 0.10,
        "world.strain": 0.10,
        "mechanisms.industrial_park": False,
        "mechanisms.directive": False,
    }
    if case in {"kazakhstan", "azerbaijan"}:
        values["patrons.russia.energy_beta"] = 0.0
    return values


def security(case: str, patron: str) -> float:
    if patron == "russia":
        other = 0.10 if case == "georgia" else 0.30 if case in CIS else 0.20
        return 0.60 if case in CSTO else other
    if patron == "eu":
        return 0.15 if case in {"moldova", "ukraine", "georgia", "serbia"} else 0.05
    return 0.10 if case in {"mongolia", "kazakhstan", "kyrgyzstan"} else 0.05


def start(case: str) -> Table:
    """Where a case begins."""
    known, year = observed(case), first_year(case)
    values: Table = {
        "start.hedger.know_how": one_of(case, 0.02, ukraine=0.10, serbia=0.10),
        "start.hedger.directive": 0.0,
        "start.patrons.russia.inducement": 0.02 if case in CSTO else 0.005,
        "start.patrons.russia.framework": framework_with_russia(case),
        "start.patrons.china.framework": framework_with_china(case),
        "start.patrons.eu.framework": LADDER[agreement(case)],
    }
    for patron, code in TABLES.items():
        exports = known[f"trade_export_share_{code}", year] / 100
        imports = known[f"trade_import_share_{code}", year] / 100
        share = known.get((f"arms_import_share5y_{code}", 2005), 0.5 if patron == "russia" else 0.0)
        values |= {
            f"start.patrons.{patron}.{name}": value
            for name, value in {
                "exports": exports,
                "imports": imports,
                "economy": round(min(max(0.15 + (exports + imports) / 2, 0.05), 0.85), 3),
                "security": security(case, patron),
                "arms": round(0.8 * share, 3),
                "debt": 0.02,
                "barrier": 0.20,
            }.items()
        }
    return values


EXPECTED: dict[str, list[tuple[str, str, str, float | str]]] = {
    "moldova": [
        ("russian_embargo", "2006-03-27", "patrons.russia.embargo_exports", 0.3),
        ("association", "2014-09-01", "patrons.eu.agreement", "association"),
    ],
    "georgia": [
        ("russian_embargo", "2006-03-27", "patrons.russia.embargo_exports", 0.3),
        ("war_2008", "2008-08-08", "rivalry.russia-eu", 0.6),
        ("war_2008_terms", "2008-08-08", "patrons.russia.framework", 0.3),
        ("association", "2014-09-01", "patrons.eu.agreement", "association"),
    ],
    "ukraine": [
        ("crimea", "2014-03-01", "rivalry.russia-eu", 0.8),
        ("minsk_two", "2015-02-11", "rivalry.russia-eu", 0.8),
        ("war_2014_arms", "2014-03-01", "patrons.russia.arms_access", 0.0),
        ("free_trade_ended", "2016-01-01", "patrons.russia.framework", 0.2),
        ("russian_embargo", "2016-01-01", "patrons.russia.embargo_exports", 0.3),
        ("association", "2016-01-01", "patrons.eu.agreement", "association"),
    ],
    "armenia": [
        ("eurasian_economic_union", "2015-01-02", "patrons.russia.framework", 0.9),
        ("union_barrier", "2015-01-02", "patrons.russia.barrier", 0.15),
    ],
    "kyrgyzstan": [
        ("eurasian_economic_union", "2015-08-12", "patrons.russia.framework", 0.9),
        ("union_barrier", "2015-08-12", "patrons.russia.barrier", 0.15),
    ],
    "kazakhstan": [
        ("customs_union", "2010-01-01", "patrons.russia.framework", 0.75),
        ("union_barrier", "2010-01-01", "patrons.russia.barrier", 0.15),
        ("single_economic_space", "2012-01-01", "patrons.russia.framework", 0.85),
        ("eurasian_economic_union", "2015-01-01", "patrons.russia.framework", 0.9),
        ("enhanced_agreement", "2016-05-01", "patrons.eu.agreement", "enhanced"),
    ],
    "serbia": [("association", "2010-02-01", "patrons.eu.agreement", "association")],
    "azerbaijan": [],
    "mongolia": [],
}


ENDS = {"moldova": "2007-11", "georgia": "2013-06"}
