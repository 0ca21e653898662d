"""Prior and posterior predictive checks of Belarus' history; writes results/predictive.csv.

The prior is that of the parameters that data are fitted with; the draws are those of the ensemble. After
another fit::

    python docs/build/validation/predictive.py --draws my_ensemble.csv.gz
"""

import argparse
from pathlib import Path

from fits import OWN_RUNS, RESULTS, beliefs, histories

from hedgesim.analysis.calibration.histories import read_draws_for_forecast
from hedgesim.analysis.design.parameter_draws import read_draws
from hedgesim.analysis.validation.predictive_checks import predictive_checks

UNTIL = 2016


def main() -> None:
    """Check and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--draws", type=Path, default=Path("belarus/ensemble.csv.gz"), help="fit to Belarus")
    given = parser.parse_args()
    known = histories(("belarus",))
    ((scenario, series),) = known.items()
    before = beliefs(known, read_draws("world/posterior.csv").table())
    draws, _ = read_draws_for_forecast(given.draws, scenario, UNTIL + 1)
    found = predictive_checks(scenario, series, before, draws, until=UNTIL, runs=OWN_RUNS, seed=1)
    found.to_csv(RESULTS / "predictive.csv", index=False, float_format="%.4g")


if __name__ == "__main__":
    main()
