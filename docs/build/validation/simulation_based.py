"""Simulation-based calibration with the chains of a calibration; writes results/sbc.csv.

Belarus' trade and loans, five parameters, readings that are the mean of two runs: small enough to be fitted
many times. Ranks are uniform if posteriors are right; the p-values say how far they are from it.
"""

import argparse
from pathlib import Path

import pandas as pd
from fits import RESULTS

from hedgesim.analysis.calibration.histories import choose_prior, read_histories
from hedgesim.analysis.calibration.problem import Problem, build_problem
from hedgesim.analysis.validation.simulation_based_calibration import (
    LIKELIHOOD,
    replicate_ranks,
    uniformity_p_value,
)
from hedgesim.model.scenario.scenario import Scenario

SERIES = ("export_share", "import_share", "loans")
PARAMETERS = (
    "trade.speed",
    "trade.eps_supply",
    "trade.eps_demand",
    "trade.eps_framework",
    "patrons.china.fund",
)
UNTIL, RUNS = 2016, 2


def main() -> None:
    """Make data, fit, write ranks as they come, and say how uniform they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=128)
    parser.add_argument("--first", type=int, default=0, help="number of the first replication")
    parser.add_argument("--steps", type=int, default=200, help="steps of each of four chains")
    parser.add_argument("--draws", type=int, default=63, help="draws of each posterior that are ranked among")
    parser.add_argument("--out", type=Path, default=RESULTS / "sbc.csv")
    given = parser.parse_args()
    rows: list[dict[str, object]] = []
    asked = question()
    for replication in range(given.first, given.first + given.replications):
        found, least = replicate_ranks(asked, replication, steps=given.steps, draws=given.draws)
        print(f"{replication}: ranks {found.tolist()}, at least {least:.0f} effective draws", flush=True)  # noqa: T201
        rows += [
            {"parameter": name, "replication": replication, "rank": rank, "draws": given.draws}
            for name, rank in zip((*asked.prior.paths, LIKELIHOOD), found, strict=True)
        ]
        pd.DataFrame(rows).to_csv(given.out, index=False)
    for name, part in pd.read_csv(given.out).groupby("parameter", sort=False):
        print(f"{name}: p = {uniformity_p_value(part['rank'].to_numpy(), given.draws):.3f}")  # noqa: T201


def question() -> Problem:
    """Return what is fitted again and again; of its observations only years, starts and scales count."""
    histories = read_histories([Scenario.load("belarus/history")], None, SERIES)
    prior = choose_prior(PARAMETERS, list(histories), None)
    return build_problem(histories, prior, until=UNTIL, runs=RUNS, seed=1)


if __name__ == "__main__":
    main()
