"""Rolling origins: fit to each year from 2010 to 2015, forecast to 2016; writes results/rolling_*.csv.

Nothing of the years forecast is in a fit, neither of Belarus nor of the other states, and the settings of a
state's forecasts are those that do best in the nine others (``recipe_settings.py``). What each origin gives
is kept in the folder of the fits, so that a script that was killed goes on. After a change of model, data or
recipe it begins in a new folder (--work).
"""

import argparse
import json
from pathlib import Path

import pandas as pd
from fits import RESULTS, histories
from recipe_settings import (
    ALL,
    LAST,
    Choice,
    choose_settings,
    score_settings,
    tabulate_choices,
    tabulate_grid,
)
from refits import WORK, read_draws_of

from hedgesim.analysis.calibration.observations import find_observations
from hedgesim.analysis.forecast.hindcast import hindcast
from hedgesim.analysis.forecast.summary import average_coverage, compare_scores, divide_gain

ORIGINS = tuple(range(2010, 2016))
LATE = (2012, 2013, 2014)
"""Origins that the targets are of."""
RUNS = 8


def main() -> None:
    """Fit, choose, forecast and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK, help="folder of the fits")
    given = parser.parse_args()
    settings = pd.concat([score_settings(origin, given.work) for origin in ORIGINS])
    choices = choose_settings(settings)
    scores = pd.concat(
        [forecast_state(name, origin, choices[name], given.work) for name in ALL for origin in ORIGINS]
    )
    tables = {
        "settings": tabulate_choices(choices),
        "grid": tabulate_grid(settings, LATE),
        "scores": scores,
        "ratios": summarise(scores),
        "fits": list_fits(given.work),
    }
    for name, table in tables.items():
        table.to_csv(RESULTS / f"rolling_{name}.csv", index=False, float_format="%.6g")


def forecast_state(name: str, origin: int, choice: Choice, work: Path) -> pd.DataFrame:
    """Return the scores of a state's forecasts from the year after an origin; kept in a file of ``work``."""
    place, settings = work / f"scores_{name}_{origin}.csv", str(choice.recipe)
    if place.is_file() and (known := pd.read_csv(place))["recipe"].iloc[0] == settings:
        return known.drop(columns="recipe")
    ((scenario, series),) = histories((name,)).items()
    found = hindcast(
        scenario, series, read_draws_of(name, origin, work),
        first=origin + 1, last=LAST, runs=RUNS, table=find_observations(scenario), recipe=choice.recipe,
    )  # fmt: skip
    scores = found.scores.assign(state=name, origin=origin)
    scores.assign(recipe=settings).to_csv(place, index=False)
    return scores


def list_fits(work: Path) -> pd.DataFrame:
    """Return the last stage of each fit: moves, their acceptance, likeness to where particles started."""
    names = [(what, origin) for what in ("others", "belarus") for origin in ORIGINS]
    stages = [
        json.loads((work / f"particles_{what}_{origin}" / "stages.json").read_text(encoding="utf-8"))
        for what, origin in names
    ]
    return pd.DataFrame(
        {"fit": what, "origin": origin, "stages": len(each), **each[-1]}
        for (what, origin), each in zip(names, stages, strict=True)
    )


def summarise(scores: pd.DataFrame) -> pd.DataFrame:
    """Return ratios with intervals: ten states' trade and arms, and all series of Belarus."""
    trade = scores[scores["series"].str.contains("port_share_")]
    arms = scores[scores["series"].str.startswith("arms")]
    own = scores[scores["state"] == "belarus"]
    parts = {("trade of ten states", "state"): trade, ("arms of ten states", "state"): arms}
    parts |= {("Belarus, all series", "series"): own}
    rows = []
    for (what, by), table in parts.items():
        for origins, kept in (("2012-14", table[table["origin"].isin(LATE)]), ("2010-15", table)):
            gain = {f"gain_{k}": v for k, v in divide_gain(kept).items()}
            compared = compare_scores(kept, 1, by).assign(what=what, origins=origins)
            rows.append(compared.assign(**average_coverage(kept), **gain))
    return pd.concat(rows)


if __name__ == "__main__":
    main()
