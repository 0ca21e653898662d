"""Write what states saved on Russian oil and gas into their tables: ``python docs/build/discounts.py``.

    discount = sum over products of (price of the reference buyers - own price) x quantity / GDP

Prices are unit values of ``scenarios/world/energy_trade.csv``, GDP is that of the state's own tables. All
of the following was fixed before any fit with the series was seen.

Reference buyers pay no special price, lie next down the pipes that supply these states, so that oil and gas
are of the same kind and transport differs little, and have a unit value in (nearly) every year:

* oil: Poland, the next buyer on the Druzhba pipeline beyond Belarus;
* gas: the median of Czechia, Hungary and Slovakia, on long-term contracts that follow the price of oil.
  Poland has no unit value after 2005. Lithuania, Latvia and Estonia paid a special price until about 2008,
  and those of Romania, Bulgaria and Finland are out by a factor of a thousand or repeat one another.

What counts:

* a product counts for a state if it was worth LEAST of GDP in half of the years or more (so Georgia,
  Azerbaijan and Mongolia have none);
* a year counts if each product that counts has a price, at most FAR times the reference: more is a fault of
  the quantity (Moldova's gas of 2016, six times);
* a state that paid more than the reference has a negative discount;
* Kazakhstan sells oil and gas and swaps them with Russia at prices of account, and Kyrgyzstan has no GDP in
  its tables: neither has the series.

The discount is before transport, and counts what Russia itself sold: gas through a trader (Ukraine from
2006 to 2008) is not in it.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from hedgesim.analysis.calibration.observations import merge_spellings, read_series

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
TRADE = SCENARIOS / "world" / "energy_trade.csv"
SERIES = "subsidy_RU_energy_discount_pct_gdp"
STATES = {
    "armenia": "ARM", "azerbaijan": "AZE", "belarus": "BLR", "georgia": "GEO", "moldova": "MDA",
    "mongolia": "MNG", "serbia": "SRB", "ukraine": "UKR",
}  # fmt: skip
REFERENCES = {"crude_oil": ("POL",), "natural_gas": ("CZE", "HUN", "SVK")}
WORDS = {"crude_oil": "oil", "natural_gas": "gas"}
YEARS = range(2005, 2017)
LEAST = 0.01
FAR = 1.5

Sale = tuple[float, float]
"""Unit value in USD a ton, and quantity in tons."""
Sales = Mapping[tuple[str, str, int], Sale]


def read_sales() -> Sales:
    """Read Russia's sales by importer, product and year, without those whose quantity is unknown."""
    with TRADE.open(encoding="utf-8", newline="") as file:
        return {
            (row["importer"], row["product"], int(row["year"])): (
                float(row["unit_value_usd_per_t"]),
                float(row["quantity_t"]),
            )
            for row in csv.DictReader(file)
            if row["unit_value_usd_per_t"]
        }


def read_gdp(case: str) -> Mapping[int, float]:
    """Read a state's GDP by year, in USD."""
    folder = SCENARIOS / case
    tables = read_series(folder / "drivers.csv", missing_ok=True) | read_series(folder / "observations.csv")
    return {year: 1e9 * value for year, value in merge_spellings("gdp_current_{hedger}", tables).items()}


def reference_price(sales: Sales, product: str, year: int) -> float:
    """Compute the median unit value of the reference buyers that have one."""
    return median(sales[b, product, year][0] for b in REFERENCES[product] if (b, product, year) in sales)


def list_products(sales: Sales, code: str, gdp: Mapping[int, float]) -> list[str]:
    """List the products that count for a state."""
    worth = {
        product: [sales.get((code, product, y), (0.0, 0.0)) for y in YEARS if y in gdp]
        for product in REFERENCES
    }
    sizes = [gdp[y] for y in YEARS if y in gdp]
    return [
        product
        for product, each in worth.items()
        if 2 * sum(p * q >= LEAST * size for (p, q), size in zip(each, sizes, strict=True)) >= len(YEARS)
    ]


def compute_discounts(sales: Sales, case: str) -> dict[int, dict[str, float]]:
    """Compute the discount on each product in percent of GDP, by year; only years that count."""
    code, gdp = STATES[case], read_gdp(case)
    products = list_products(sales, code, gdp)
    found: dict[int, dict[str, float]] = {}
    for year in (y for y in YEARS if y in gdp and products):
        parts = {}
        for product in products:
            price, quantity = sales.get((code, product, year), (float("inf"), 0.0))
            reference = reference_price(sales, product, year)
            if price <= FAR * reference:
                parts[WORDS[product]] = 100.0 * (reference - price) * quantity / gdp[year]
        if len(parts) == len(products):
            found[year] = parts
    return found


def describe_parts(parts: Mapping[str, float]) -> str:
    """Describe which products the discount is on, and against whom it is measured."""
    against = {"oil": "against Poland", "gas": "against the median of Czechia, Hungary and Slovakia"}
    told = "; ".join(f"{word} {value:.2f} {against[word]}" for word, value in parts.items())
    return f"{told}; before transport"


def build_rows(sales: Sales, case: str) -> list[list[str]]:
    """Build the rows of a state's table."""
    return [
        [
            SERIES,
            str(year),
            f"{sum(parts.values()):.2f}",
            "% GDP",
            "own calculation from CEPII BACI unit values",
            "scenarios/world/energy_trade.csv ; docs/build/discounts.py",
            "estimate",
            describe_parts(parts),
        ]
        for year, parts in compute_discounts(sales, case).items()
    ]


def build_table(sales: Sales, case: str) -> list[list[str]]:
    """Build a state's table of observations with the series in its place."""
    with (SCENARIOS / case / "observations.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    others = [row for row in rows if row[0] != SERIES]
    at = next((k for k, row in enumerate(others) if row[0] > SERIES), len(others))
    return [head, *others[:at], *build_rows(sales, case), *others[at:]]


def main() -> None:
    """Write the series of every state."""
    sales = read_sales()
    for case in STATES:
        table = build_table(sales, case)
        with (SCENARIOS / case / "observations.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(table)


if __name__ == "__main__":
    main()
