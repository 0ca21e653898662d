"""Fit all states but one to 2012 and forecast that one from 2013; writes results/left_out.csv."""

import argparse
from pathlib import Path

import pandas as pd
from fits import OTHERS_RUNS, RESULTS, STATES, TRADE, fit_others, histories

from hedgesim.analysis.forecast.hindcast import hindcast

UNTIL, LAST = 2012, 2016


def main() -> None:
    """Fit, forecast and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("results/validation"), help="folder of the fits")
    parser.add_argument("--steps", type=int, default=450, help="steps of each chain")
    given = parser.parse_args()
    table = pd.concat([scores_without(name, given.work, given.steps) for name in STATES])
    table.to_csv(RESULTS / "left_out.csv", index=False)


def scores_without(name: str, work: Path, steps: int) -> pd.DataFrame:
    """Return scores of forecasts for a state that the fit has not seen; its own years to 2012 are known."""
    rest = tuple(n for n in STATES if n != name)
    fitted = fit_others(work / f"without_{name}", until=UNTIL, steps=steps, states=rest)
    ((scenario, series),) = histories((name,), TRADE).items()
    found = hindcast(
        scenario, series, fitted.problem.prior, fitted.posterior.to_numpy(float),
        first=UNTIL + 1, last=LAST, runs=OTHERS_RUNS,
    )  # fmt: skip
    return found.scores.assign(state=name)


if __name__ == "__main__":
    main()
