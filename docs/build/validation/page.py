"""Write the tables of docs/validation.md from results/*.csv: ``python docs/build/validation/page.py``."""

import re
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from hedgesim.analysis.tables.hindcast import compute_mean_ratio
from hedgesim.analysis.validation.patterns import REPORTED
from hedgesim.analysis.validation.simulation_based_calibration import uniformity_p_value

HERE = Path(__file__).parents[2] / "validation"
PAGE = HERE.parent / "validation.md"
RESULTS = HERE / "results"
NAIVE = {
    "persistence": "persistence",
    "mean3": "mean of 3",
    "trend": "trend",
    "drift": "drift",
    "informed": "informed",
}


def markdown(heads: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table, the first column left, the others right."""
    lines = [f"| {' | '.join(heads)} |", "|---" + "|---:" * (len(heads) - 1) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(cells)} |" for cells in rows)]) + "\n"


def covered(table: pd.DataFrame, level: int) -> float:
    """Return share of observations within an interval."""
    return float(np.average(table[f"coverage{level}"], weights=table["n"]))


def ratios_row(name: str, table: pd.DataFrame) -> list[str]:
    """Return one line: observations, ratios to every naive forecast, coverage."""
    ratios = [f"{compute_mean_ratio(table, column):.2f}" for column in (f"crps_{rule}" for rule in NAIVE)]
    return [
        name,
        str(int(table["n"].sum())),
        *ratios,
        f"{covered(table, 50):.0%}",
        f"{covered(table, 90):.0%}",
    ]


RATIO_HEADS = ["", "n", *NAIVE.values(), "50%", "90%"]


def rolling() -> str:
    """Ratios by origin, over all origins, and without the series that fail."""
    table = pd.read_csv(RESULTS / "rolling.csv")
    rows = [ratios_row(f"from {o + 1}", table[table["origin"] == o]) for o in sorted(set(table["origin"]))]
    rows.append(ratios_row("all origins", table))
    trade = table[table["series"].str.contains("port_share")]
    rows.append(ratios_row("all origins, trade shares", trade))
    rows.append(ratios_row("all origins, all but arms", table[~table["series"].str.startswith("arms")]))
    return markdown(RATIO_HEADS, rows)


def series() -> str:
    """Ratios of each series over all origins."""
    table = pd.read_csv(RESULTS / "rolling.csv")
    return markdown(
        RATIO_HEADS, [ratios_row(n, table[table["series"] == n]) for n in dict.fromkeys(table["series"])]
    )


def left_out() -> str:
    """Ratios of each state that a fit has not seen."""
    table = pd.read_csv(RESULTS / "left_out.csv")
    rows = [ratios_row(n, table[table["state"] == n]) for n in dict.fromkeys(table["state"])]
    heads = [h for h in RATIO_HEADS if h != "informed"]
    rows.append(ratios_row("all", table))
    at = RATIO_HEADS.index("informed")
    return markdown(heads, [[c for k, c in enumerate(row) if k != at] for row in rows])


def figure(value: float) -> str:
    """Return a number to three digits, without an exponent."""
    return f"{float(f'{value:.3g}'):,.0f}" if value >= 1000.0 else f"{value:.3g}"


def fitted(name: str) -> str:
    """Prior and posterior of each parameter."""
    table = pd.read_csv(RESULTS / f"summary_{name}.csv")
    rows = [
        [
            f"`{r['parameter']}`", f"{figure(r['prior_low'])} to {figure(r['prior_high'])}",
            f"{figure(r['median'])} [{figure(r['low'])}, {figure(r['high'])}]",
            f"{max(0.0, r['variance_gone']):.0%}",
            "yes" if r["informed"] else "no", f"{r['r_hat']:.3f}", f"{r['effective_draws']:,.0f}",
        ]
        for r in table.to_dict("records")
    ]  # fmt: skip
    gone = table["variance_gone"].clip(lower=0.0).sum()
    rows.append(["effective number of parameters", "", "", f"{gone:.1f}", "", "", ""])
    return markdown(
        ["parameter", "prior range", "median [90%]", "learnt", "informed", "R-hat", "effective draws"], rows
    )


def convergence() -> str:
    """Return each fit's parameter with the fewest effective draws."""
    table = pd.read_csv(RESULTS / "convergence.csv")
    rows = [
        [f"`{fit}`", f"`{parameter}`", f"{draws:,}", f"{r_hat:.3f}"]
        for fit, parameter, draws, r_hat in table.itertuples(index=False)
    ]
    return markdown(["fit", "fewest effective draws: of", "draws", "largest R-hat"], rows)


def effects() -> str:
    """Return what an association agreement did, in percentage points of trade or hundredths of coercion."""
    table = pd.read_csv(RESULTS / "effects.csv")
    names = list(dict.fromkeys(table["series"]))
    cells: dict[str, dict[str, str]] = {}
    for row in table.to_dict("records"):
        cells.setdefault(f"{row['method']}: {row['state']}", {})[str(row["series"])] = effect(row)
    rows = [[label, *(told.get(name, "") for name in names)] for label, told in cells.items()]
    return markdown(["", *(name.replace("_", " ") for name in names)], rows)


def effect(row: dict[Hashable, Any]) -> str:
    """Return one effect with its interval, times 100."""
    value, low, high = (100.0 * float(row[c]) for c in ("value", "low", "high"))
    return f"{value:+.1f}" if np.isnan(low) else f"{value:+.1f} [{low:+.1f}, {high:+.1f}]"


def patterns() -> str:
    """Return share of posterior draws in which each pattern holds."""
    table = pd.read_csv(RESULTS / "patterns.csv")
    whole = table[table["part"] == "all parts"].to_dict("records")
    rows = [
        [
            str(r["pattern"]),
            REPORTED.get(str(r["pattern"]), "criterion"),
            f"{r['holds']:.0%} [{r['low']:.0%}, {r['high']:.0%}]",
            weakest(table, str(r["pattern"])),
        ]
        for r in whole
    ]
    return markdown(["pattern", "it is", "holds in", "the part that fails most often"], rows)


def weakest(table: pd.DataFrame, pattern: str) -> str:
    """Return the part of a pattern that fails most often, where one does."""
    parts = table[(table["pattern"] == pattern) & (table["part"] != "all parts")].sort_values("holds")
    first = parts.iloc[0]
    return f"{first['part']} ({first['holds']:.0%})" if first["holds"] < 1.0 else ""


def predictive() -> str:
    """Return share of observations within the 90% interval, and where level and yearly change lie."""
    table = pd.read_csv(RESULTS / "predictive.csv")
    found: dict[str, list[str]] = {}
    for row in table.to_dict("records"):
        cells = found.setdefault(str(row["series"]), [str(row["series"]), str(row["n"])])
        cells += [f"{row['cover90']:.0%}", f"{row['level']:.2f}", f"{row['change']:.2f}"]
    heads = [f"{kind} {what}" for kind in ("prior", "posterior") for what in ("90%", "level", "change")]
    return markdown(["series", "n", *heads], list(found.values()))


def simulation_based() -> str:
    """Return how uniform the ranks of planted values among posterior draws are."""
    table = pd.read_csv(RESULTS / "sbc.csv")
    rows = []
    for name in dict.fromkeys(table["parameter"]):
        part = table[table["parameter"] == name]
        draws = int(part["draws"].iloc[0])
        place = part["rank"].to_numpy(float) / draws
        p = uniformity_p_value(part["rank"].to_numpy(), draws)
        rows.append(
            [str(name), str(len(part)), f"{place.mean():.2f}", f"{place.std(ddof=1):.2f}", f"{p:.2f}"]
        )
    rows.append(["uniform", "", "0.50", "0.29", ""])
    return markdown(["ranked", "data sets", "mean place", "sd", "p"], rows)


TABLES: dict[str, Callable[[], str]] = {
    "rolling": rolling,
    "series": series,
    "left out": left_out,
    "fitted world": lambda: fitted("others"),
    "fitted belarus": lambda: fitted("belarus"),
    "convergence": convergence,
    "effects": effects,
    "patterns": patterns,
    "predictive": predictive,
    "simulation based": simulation_based,
}


def page() -> str:
    """Return the page with its tables made anew."""
    text = PAGE.read_text(encoding="utf-8")
    for name, table in TABLES.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text = pattern.sub(lambda m, t=table: m[1] + t() + m[2], text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
