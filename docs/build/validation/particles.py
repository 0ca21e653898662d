"""Particles against what they replace; writes results/particles.csv.

Twice: the nine states with the present rules against the draws that ship with the case, which chains of an
earlier version gave; and a small problem, Belarus' trade and loans with five parameters, by particles and by
chains on the same rules.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from fits import RESULTS, histories
from refits import SEED, WORK, draw_particles, refit_others

from hedgesim.analysis.calibration.fit import calibrate
from hedgesim.analysis.calibration.histories import choose_prior
from hedgesim.analysis.calibration.problem import build_problem
from hedgesim.analysis.design.parameter_draws import read_draws

UNTIL, RUNS, STEPS = 2016, 2, 600
SMALL = ("export_share", "import_share", "loans")
PARAMETERS = (
    "trade.speed",
    "trade.eps_supply",
    "trade.eps_demand",
    "trade.eps_framework",
    "patrons.china.fund",
)
PARTS = (0.05, 0.5, 0.95)


def main() -> None:
    """Fit, compare and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK, help="folder of the fits")
    given = parser.parse_args()
    shipped = read_draws("world/posterior.csv").table()
    pairs = {"nine states": (shipped, refit_others(UNTIL, given.work)), "small problem": fit_small()}
    rows = [
        {"problem": problem, "parameter": name, **compare(chains[name], particles[name])}
        for problem, (chains, particles) in pairs.items()
        for name in particles
    ]
    pd.DataFrame(rows).to_csv(RESULTS / "particles.csv", index=False, float_format="%.4g")


def compare(chains: pd.Series, particles: pd.Series) -> dict[str, float]:
    """Return medians and 90% intervals, and the difference of medians in standard deviations of chains."""
    found: dict[str, float] = {}
    for name, draws in (("chains", chains), ("particles", particles)):
        low, median, high = np.quantile(draws, PARTS)
        found |= {f"{name}_median": median, f"{name}_low": low, f"{name}_high": high}
    apart = (found["particles_median"] - found["chains_median"]) / chains.std()
    return found | {"apart": float(apart)}


def fit_small() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the draws of the small problem by chains and by particles."""
    known = histories(("belarus",), SMALL)
    prior = choose_prior(PARAMETERS, list(known), None)
    with TemporaryDirectory() as folder:
        chains = calibrate(
            known, prior, Path(folder), until=UNTIL, runs=RUNS, seed=SEED, steps=STEPS
        ).posterior
    return chains, draw_particles(build_problem(known, prior, until=UNTIL, runs=RUNS, seed=SEED))[0]


if __name__ == "__main__":
    main()
