"""The shipped fits, on all years until 2016; writes both posterior.csv, summaries and a figure of them."""

import argparse
import shutil
from pathlib import Path

from fits import RESULTS, fit_belarus, fit_others

from hedgesim.analysis.plots.draw import save

SCENARIOS = Path(__file__).parents[3] / "scenarios"
UNTIL = 2016
CAPTION = "The prior is what nine other states taught, with twice their standard deviations."


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("results/validation"), help="folder of the fits")
    parser.add_argument("--steps", type=int, default=1200, help="steps of each chain of the nine states")
    given = parser.parse_args()
    others = fit_others(given.work / "others_2016", until=UNTIL, steps=given.steps)
    own = fit_belarus(given.work / "belarus_2016", others.posterior, until=UNTIL, steps=given.steps)
    save(
        own.plot("Belarus, fitted until 2016", CAPTION),
        Path(__file__).parents[2] / "validation" / "posterior.png",
    )
    for name, place in (("others", "world"), ("belarus", "belarus")):
        folder = given.work / f"{name}_{UNTIL}"
        for file in ("posterior.csv", "calibration.json"):  # the second says what the draws have seen
            shutil.copy(folder / file, SCENARIOS / place / file)
        shutil.copy(folder / "summary.csv", RESULTS / f"summary_{name}.csv")


if __name__ == "__main__":
    main()
