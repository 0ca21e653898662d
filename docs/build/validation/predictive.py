"""Prior and posterior predictive checks of Belarus' history; writes results/predictive.csv.

For example::

    python docs/build/validation/predictive.py --draws results/validation/belarus_2016/posterior.csv
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
    parser.add_argument("--draws", type=Path, required=True, help="posterior.csv of a fit to Belarus")
    parser.add_argument("--learnt", type=Path, help="draws of other states that the fit's prior was made of")
    parser.add_argument("--runs", type=int, default=OWN_RUNS, help="runs that a reading is the mean of")
    parser.add_argument("--out", type=Path, default=RESULTS / "predictive.csv")
    given = parser.parse_args()
    known = histories(("belarus",))
    ((scenario, series),) = known.items()
    before = beliefs(known, read_draws(given.learnt).table() if given.learnt else None)
    prior, draws, _ = read_draws_for_forecast(given.draws, scenario, UNTIL + 1)
    found = predictive_checks(
        scenario, series, before, prior, draws, until=UNTIL, runs=given.runs, seed=1
    )  # fmt: skip
    found.to_csv(given.out, index=False, float_format="%.4g")


if __name__ == "__main__":
    main()
