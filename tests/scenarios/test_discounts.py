"""What states saved on Russian oil and gas, computed again from customs data."""

import re

import numpy as np
import pandas as pd
import pytest
from support.belarus import SCENARIOS
from support.scripts import ROOT, script

from hedgesim.analysis.calibration.observations import read_observations
from hedgesim.model.scenario.scenario import Scenario

SERIES = "subsidy_RU_energy_discount_pct_gdp"
STATES = {"armenia": "ARM", "belarus": "BLR", "moldova": "MDA", "serbia": "SRB", "ukraine": "UKR"}
BUYERS = {"crude_oil": ["POL"], "natural_gas": ["CZE", "HUN", "SVK"]}
BOUGHT = {
    "armenia": ["natural_gas"],
    "belarus": ["crude_oil", "natural_gas"],
    "moldova": ["natural_gas"],
    "serbia": ["crude_oil", "natural_gas"],
    "ukraine": ["crude_oil", "natural_gas"],
}
OIL_OF_BELARUS = (7.4, 8.2, 5.6, 7.7, 3.4, 2.2, 9.9, 13.9, 10.6, 11.5, 5.5, 2.7)
"""Known before the series was made, 2005 to 2016: computed elsewhere from the same customs data."""
LATER = re.compile(r"\b20(?:1[7-9]|[2-9]\d)\b(?!\.\d)")
"""A year after 2016, and no amount with decimals."""
discounts = script("docs/build/discounts.py")


def table(case: str) -> pd.DataFrame:
    """A state's observations, and its drivers where it has some."""
    folder = SCENARIOS / case
    there = [path for name in ("observations.csv", "drivers.csv") if (path := folder / name).is_file()]
    return pd.concat([pd.read_csv(path) for path in there])


def savings(case: str) -> pd.Series:
    """The discounts of a state by year, in percent of GDP, by unit values and quantities."""
    trade = pd.read_csv(SCENARIOS / "world" / "energy_trade.csv")
    trade = trade.assign(unit_value=trade["unit_value_usd_per_t"])
    rows = table(case)
    gdp = rows[rows["series"].isin(["gdp_current_BY", "gdp_current_hedger"])].set_index("year")["value"]
    saved = []
    for product in BOUGHT[case]:
        of = trade[trade["product"] == product]
        reference = of[of["importer"].isin(BUYERS[product])].groupby("year")["unit_value"].median()
        own = of[of["importer"] == STATES[case]].set_index("year")
        own = own[own["unit_value"] <= 1.5 * reference.reindex(own.index)]
        saved.append((reference.reindex(own.index) - own["unit_value"]) * own["quantity_t"] / 1e7)
    return (pd.concat(saved, axis=1, join="inner").sum(axis=1) / gdp).dropna()


@pytest.mark.parametrize("case", STATES)
def test_discounts_are_price_gap_times_quantity(case: str) -> None:
    rows = table(case)
    shown = rows[rows["series"] == SERIES].set_index("year")["value"]
    expected = savings(case)
    assert shown.index.tolist() == expected.index.tolist()
    assert shown.to_numpy() == pytest.approx(expected.to_numpy(), abs=0.0051)
    assert len(shown) >= 6


def test_oil_of_belarus_is_what_was_known() -> None:
    parts = discounts.compute_discounts(discounts.read_sales(), "belarus")
    assert [round(year["oil"], 1) for year in parts.values()] == list(OIL_OF_BELARUS)


def test_reference_buyers_pay_alike() -> None:
    """The reason of the observation error: buyers on the same pipes differ by about a tenth."""
    sales = discounts.read_sales()
    spreads = []
    for product, buyers in (
        ("crude_oil", ["POL", "CZE", "HUN", "SVK"]),
        ("natural_gas", BUYERS["natural_gas"]),
    ):
        for year in discounts.YEARS:
            prices = [sales[b, product, year][0] for b in buyers if (b, product, year) in sales]
            spreads.append(np.std(np.log(prices)))
    assert 0.03 < np.median(spreads) < 0.10


@pytest.mark.parametrize("case", [*STATES, "georgia", "azerbaijan", "mongolia"])
def test_tables_hold_what_the_script_writes(case: str) -> None:
    path = SCENARIOS / case / "observations.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    fresh = discounts.build_table(discounts.read_sales(), case)
    assert fresh == [list(rows.columns), *rows.to_numpy().tolist()], "run: python docs/build/discounts.py"


@pytest.mark.parametrize(("case", "count"), [("belarus", 12), ("armenia", 10)])
def test_the_model_answers_to_them(case: str, count: int) -> None:
    scenario = Scenario.load(f"{case}/history")
    series = read_observations(SCENARIOS / case / "observations.csv", scenario)
    subsidy = next(s for s in series if s.about.name == "subsidy_russia")
    assert len(subsidy.years) == count
    assert subsidy.values == pytest.approx(savings(case).to_numpy() / 100, abs=0.0001)


def test_no_row_tells_of_years_after_2016() -> None:
    """A year after 2016 may date a source, and nothing else."""
    for path in sorted((ROOT / "scenarios").glob("*/*.csv")):
        if path.name not in ("observations.csv", "energy_trade.csv"):
            continue
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        assert rows["year"].astype(int).max() <= 2016, path
        told = rows["note"][rows["note"].map(lambda text: bool(LATER.search(text)))]
        assert told.tolist() == [], path
        spans = rows["source"].str.extract(r"\b(?:19|20)\d\d ?- ?(20\d\d)\b")[0].dropna().astype(int)
        names = set(rows["source"][spans[spans > 2016].index])
        assert {name for name in names if not name.startswith("SIPRI")} == set(), path
