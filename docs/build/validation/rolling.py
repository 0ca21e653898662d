"""Rolling origin: fit to 2012, 2013 and 2014, forecast the years to 2016; writes results/rolling.csv.

Nothing of the years forecast is in a fit, neither of Belarus nor of the other states.
"""

import argparse
from pathlib import Path

import pandas as pd
from fits import RESULTS, fit_belarus, fit_others, histories

from hedgesim.analysis.calibration.observations import find_observations
from hedgesim.analysis.forecast.hindcast import hindcast

ORIGINS = (2012, 2013, 2014)
LAST = 2016


def main() -> None:
    """Fit, forecast and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("results/validation"), help="folder of the fits")
    parser.add_argument("--steps", type=int, default=600, help="steps of each chain of the nine states")
    given = parser.parse_args()
    table = pd.concat([scores_from(origin, given.work, given.steps) for origin in ORIGINS])
    table.to_csv(RESULTS / "rolling.csv", index=False)


def scores_from(origin: int, work: Path, steps: int) -> pd.DataFrame:
    """Return scores of forecasts from the year after an origin."""
    others = fit_others(work / f"others_{origin}", until=origin, steps=steps)
    own = fit_belarus(work / f"belarus_{origin}", others.posterior, until=origin, steps=steps)
    ((scenario, series),) = histories(("belarus",)).items()
    found = hindcast(
        scenario, series, own.problem.prior, own.posterior.to_numpy(float),
        first=origin + 1, last=LAST, table=find_observations(scenario),
    )  # fmt: skip
    return found.scores.assign(origin=origin)


if __name__ == "__main__":
    main()
