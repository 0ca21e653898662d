"""Histories, priors and chains that the tables of validation rest on."""

from pathlib import Path

import pandas as pd

from hedgesim.analysis.calibration.fit import Calibration, calibrate
from hedgesim.analysis.calibration.folder import claim_folder, describe_request, write_tables
from hedgesim.analysis.calibration.histories import filter_series, priors_beside
from hedgesim.analysis.calibration.observations import Series, find_observations, read_observations
from hedgesim.analysis.calibration.prior import Prior, parse_prior, read_priors
from hedgesim.analysis.design.axis import list_keys
from hedgesim.model.scenario.scenario import Scenario

RESULTS = Path(__file__).parents[2] / "validation" / "results"
STATES = (
    "moldova",
    "georgia",
    "ukraine",
    "armenia",
    "kyrgyzstan",
    "kazakhstan",
    "serbia",
    "azerbaijan",
    "mongolia",
)
TRADE = ("export_share", "import_share")
OTHERS_RUNS, OWN_RUNS = 4, 8
"""Runs that a reading is the mean of, for the other states and for Belarus."""
DRAWS = 1000


def histories(
    names: tuple[str, ...], only: tuple[str, ...] | None = None
) -> dict[Scenario, tuple[Series, ...]]:
    """Histories of states with their observations."""
    scenarios = [Scenario.load(f"{name}/history") for name in names]
    return {s: filter_series(read_observations(find_observations(s), s), only) for s in scenarios}


def beliefs(known: dict[Scenario, tuple[Series, ...]], learnt: pd.DataFrame | None = None) -> Prior:
    """Return the prior in the table nearest to the first of some histories."""
    place = priors_beside(list(known))
    assert place is not None, "every shipped history has priors"
    table = read_priors(place)
    there = {path for s in known for path in list_keys(s)}
    return parse_prior([p for p in table if p in there], list(known), table, learnt)


def fit_others(folder: Path, *, until: int, steps: int) -> Calibration:
    """Return the pooled fit of nine states' trade by chains; one that is in the folder goes on."""
    known = histories(STATES, TRADE)
    prior = beliefs(known)
    settings = {"until": until, "runs": OTHERS_RUNS, "seed": 1, "steps": steps, "draws": DRAWS}
    folder.mkdir(parents=True, exist_ok=True)
    claim_folder(folder, describe_request(known, prior, settings), resume=True)
    found = calibrate(
        known, prior, folder, until=until, runs=OTHERS_RUNS, steps=steps, draws=DRAWS, seed=1, workers=2
    )
    write_tables(folder, found.summary, found.posterior, {s.name: o for s, o in known.items()})
    return found
