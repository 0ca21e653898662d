"""Fits by particles at the origins of forecasts: nine states' trade, then Belarus with what they taught.

Each fit has a folder of its own with its draws, so that a script that was killed goes on. Nothing after the
origin enters a fit. One origin alone, for example::

    python docs/build/validation/refits.py 2012
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from fits import OTHERS_RUNS, OWN_RUNS, STATES, TRADE, beliefs, histories
from numpy.typing import NDArray
from scipy.special import expit, ndtr
from scipy.stats import beta

from hedgesim.analysis.calibration.folder import describe_request
from hedgesim.analysis.calibration.observations import Series
from hedgesim.analysis.calibration.prior import EDGE, Prior
from hedgesim.analysis.calibration.problem import (
    Problem,
    build_problem,
    compute_case_likelihood,
    simulate_cases,
)
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.ensembles.particles import sample_particles
from hedgesim.model.scenario.scenario import Scenario

Numbers = NDArray[np.float64]
Histories = Mapping[Scenario, Sequence[Series]]

COUNT = 1000
"""Particles of a fit."""
AT_ONCE = 250
SEED = 1
WORK = Path("results/validation")


def main() -> None:
    """Fit at one origin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("origin", type=int, help="last year whose observations are used")
    parser.add_argument("--work", type=Path, default=WORK, help="folder of the fits")
    given = parser.parse_args()
    refit_belarus(given.origin, given.work)


def refit_others(origin: int, work: Path) -> pd.DataFrame:
    """Return draws of the pooled fit of nine states' trade."""
    known = histories(STATES, TRADE)
    return refit(known, beliefs(known), work / f"particles_others_{origin}", origin, OTHERS_RUNS)


def refit_belarus(origin: int, work: Path) -> pd.DataFrame:
    """Return draws of the fit of all Belarusian series, whose prior is what the other states taught."""
    known = histories(("belarus",))
    prior = beliefs(known, refit_others(origin, work))
    return refit(known, prior, work / f"particles_belarus_{origin}", origin, OWN_RUNS)


def read_draws_of(name: str, origin: int, work: Path) -> Draws:
    """Return the draws of a state's fit at an origin."""
    table = refit_belarus(origin, work) if name == "belarus" else refit_others(origin, work)
    return name_draws(f"{name}_{origin}", table)


def name_draws(name: str, table: pd.DataFrame) -> Draws:
    """Return a table with a row per draw as draws."""
    return Draws(name, {str(c): table[c].to_numpy(float) for c in table})


def refit(known: Histories, prior: Prior, folder: Path, until: int, runs: int) -> pd.DataFrame:
    """Return the draws of a fit in a folder; those that are there are kept if nothing has changed."""
    cut = {s: tuple(o.between(o.start, until) for o in series) for s, series in known.items()}
    request = {"until": until, "runs": runs, "count": COUNT, "seed": SEED}
    told = {**describe_request(cut, prior, {}), **request}
    facts = {k: told[k] for k in ("scenarios", "observations", "parameters", "learnt", *request)}
    place, draws = folder / "request.json", folder / "draws.csv"
    if draws.is_file() and json.loads(place.read_text(encoding="utf-8")) == json.loads(json.dumps(facts)):
        return pd.read_csv(draws)
    folder.mkdir(parents=True, exist_ok=True)
    draws.unlink(missing_ok=True)
    place.write_text(json.dumps(facts, indent=1), encoding="utf-8")
    p = build_problem(cut, prior, until=until, runs=runs, seed=SEED)
    table, history = draw_particles(p)
    (folder / "stages.json").write_text(json.dumps(history), encoding="utf-8")
    table.to_csv(draws, index=False)
    return table


def draw_particles(p: Problem) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Return a problem's draws in random order, and the history of its particles."""
    rng = np.random.default_rng(SEED)
    found = sample_particles(
        lambda z: compute_log_likelihood(p, map_normals(p.prior, z)), len(p.prior.paths), rng, COUNT
    )
    points = map_normals(p.prior, found.z)[rng.permutation(COUNT)]
    return pd.DataFrame(points, columns=list(p.prior.paths)), [vars(s) for s in found.stages]


def map_normals(prior: Prior, z: Numbers) -> Numbers:
    """Map standard normal numbers to parameters by the prior's quantiles, shape (n, parameters)."""
    place = np.asarray(beta.ppf(ndtr(z), *prior.shapes))
    if len(prior.learnt):
        root = np.linalg.cholesky(prior.covariance)
        place[:, prior.learnt] = expit(prior.mean + z[:, prior.learnt] @ root.T)
    return np.asarray(prior.low + np.clip(place, EDGE, 1.0 - EDGE) * (prior.high - prior.low))


def compute_log_likelihood(p: Problem, points: Numbers) -> Numbers:
    """Compute the log likelihood of all cases, shape (n,)."""
    found = []
    for part in np.array_split(points, -(-len(points) // AT_ONCE)):
        pairs = zip(p.cases, simulate_cases(p, part), strict=True)
        found.append(np.sum([compute_case_likelihood(c, r, len(part)) for c, r in pairs], axis=0))
    return np.concatenate(found)


if __name__ == "__main__":
    main()
