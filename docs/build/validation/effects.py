"""What an association agreement did: by the fitted model, by before and after; writes results/effects.csv.

By the model: each draw of the pooled fit plays a state's history with and without its agreement with the EU.
Before and after: the mean of 2015 and 2016 less that of 2012 and 2013, of the states that associated
themselves in 2014 to 2016 and, for comparison, of those that did not.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from fits import OTHERS_RUNS, RESULTS, STATES, TRADE, histories
from numpy.typing import NDArray

from hedgesim.analysis.design.columns import engine_columns as as_columns
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import path_columns
from hedgesim.model.scenario.scenario import Scenario

Numbers = NDArray[np.float64]

ASSOCIATED = ("moldova", "georgia", "ukraine")
AGREEMENT = "patrons.eu.agreement"
SEEN = ("export_share_eu", "import_share_eu", "export_share_russia", "import_share_russia", "coercion_russia")
BEFORE, AFTER = (2012, 2013), (2015, 2016)
DRAWS = 300


def main() -> None:
    """Play, compare and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=Path, default=Path("scenarios/world/posterior.csv"))
    given = parser.parse_args()
    draws = pd.read_csv(given.draws).head(DRAWS)
    model = [row for name in ASSOCIATED for row in by_model(Scenario.load(f"{name}/history"), draws)]
    table = pd.DataFrame([*model, *over_states(model), *by_comparison()])
    table.drop(columns="each").to_csv(RESULTS / "effects.csv", index=False)


def by_model(scenario: Scenario, draws: pd.DataFrame) -> list[dict[str, object]]:
    """Return last two years with the agreement less those without it, by the fitted model."""
    without = replace(scenario, events=tuple(e for e in scenario.events if e.path != AGREEMENT))
    gained = last_years(scenario, draws) - last_years(without, draws)
    name = scenario.name.partition("/")[0]
    return [
        row("model", name, series, gained[:, k]) | {"each": gained[:, k]} for k, series in enumerate(SEEN)
    ]


def last_years(scenario: Scenario, draws: pd.DataFrame) -> Numbers:
    """Return means of the last eight quarters, shape (draws, series); the same shocks for every draw."""
    known = [f"events.{e.name}.value" for e in scenario.events]
    columns = {
        path: np.repeat(draws[path].to_numpy(float), OTHERS_RUNS)
        for path in map(str, draws)
        if not path.startswith("events.") or path in known
    }
    runs = np.tile(np.arange(OTHERS_RUNS), len(draws))
    made = simulate(scenario, "hedge", 1, runs, as_columns(scenario, "hedge", columns), paths=True)
    at = [list(path_columns(scenario.patrons)).index(name) for name in SEEN]
    means = made.paths[:, -8:, at].mean(axis=1)
    return np.asarray(means.reshape(len(draws), OTHERS_RUNS, -1).mean(axis=1))


def row(method: str, state: str, series: str, values: Numbers) -> dict[str, object]:
    """Median and 90% interval."""
    low, median, high = np.quantile(values, (0.05, 0.5, 0.95))
    return {"method": method, "state": state, "series": series, "value": median, "low": low, "high": high}


def over_states(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return mean over the states, draw by draw."""
    found = []
    for series in SEEN:
        each = np.mean([np.asarray(r["each"]) for r in rows if r["series"] == series], axis=0)
        found.append(row("model", "mean", series, each))
    return found


def by_comparison() -> list[dict[str, object]]:
    """Observed changes of those who associated themselves, of the others, and the difference."""
    changes = {name: observed_changes(name) for name in STATES}
    found: list[dict[str, object]] = []
    for series in SEEN[:-1]:
        parts = {
            "associated": [changes[n][series] for n in ASSOCIATED],
            "others": [changes[n][series] for n in STATES if n not in ASSOCIATED],
        }
        means = {name: float(np.mean(values)) for name, values in parts.items()}
        spread = float(np.sqrt(sum(np.var(v, ddof=1) / len(v) for v in parts.values())))
        told = means | {"difference": means["associated"] - means["others"]}
        for state, value in told.items():
            half = 1.645 * spread if state == "difference" else np.nan
            found.append(
                {"method": "before and after", "state": state, "series": series, "value": value,
                 "low": value - half, "high": value + half}
            )  # fmt: skip
    return found


def observed_changes(name: str) -> dict[str, float]:
    """Return a state's trade shares after less before."""
    ((_, series),) = histories((name,), TRADE).items()
    found = {}
    for s in series:
        at = dict(zip(s.years.tolist(), s.values.tolist(), strict=True))
        found[s.about.name] = float(np.mean([at[y] for y in AFTER]) - np.mean([at[y] for y in BEFORE]))
    return found


if __name__ == "__main__":
    main()
