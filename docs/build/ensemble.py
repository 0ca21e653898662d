"""Write the tables of docs/ensemble.md: ``python docs/build/ensemble.py``.

Inputs are screened by Morris' method. Every one moves between the 5% and 95% quantiles of its prior, in runs
without shocks, so that the effects have no noise. The weight of an input is its share of the squared mean
absolute effects (Morris 1991; Campolongo, Cariboni and Saltelli 2007), averaged over outcomes.
"""

from collections.abc import Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from SALib.analyze import morris
from scipy.special import ndtri

from hedgesim.analysis.design.columns import engine_columns, opening_columns
from hedgesim.analysis.design.unit_cube import MORRIS_LEVELS, salib_problem, unit_morris
from hedgesim.analysis.ensembles.ensemble import Ensemble, read_ensemble
from hedgesim.analysis.ensembles.inputs import Inputs
from hedgesim.analysis.ensembles.learning import level_of_chance
from hedgesim.analysis.ensembles.plan import plan_ensemble
from hedgesim.analysis.ensembles.prior import build_inputs
from hedgesim.analysis.plots.parts.page import save_figure
from hedgesim.analysis.tables.ensemble import ensemble_sheets
from hedgesim.analysis.tables.output import print_sheets
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import outcome_columns
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.strategies import compared_strategies

Numbers = NDArray[np.float64]

CALM: Mapping[str, object] = {
    "world.tension_sd": 0.0,
    "world.energy_sd": 0.0,
    "world.funding_sd": 0.0,
    "world.crisis_hazard": 0.0,
    "mechanisms.moods": False,
}
"""Settings of runs without shocks; what only shocks bring in is screened with them, in a second pass."""
OWN = (
    "utility_mean", "security_mean", "economy_mean", "autonomy_mean", "influence_russia_mean",
    "export_share_russia_last", "import_share_china_last", "coercion_russia_mean", "coercion_eu_mean",
    "inducement_russia_mean", "investment_china_sum", "debt_china_last", "arms_share_russia_last",
    "bandwidth_china_mean", "know_how_last", "park_last", "gdp_last",
)  # fmt: skip
"""Outcomes of hedging in the baseline."""
CHANGES: Mapping[str, Mapping[str, object]] = {
    "barriers": {"patrons.russia.barrier": 0.45},
    "agreement": {"patrons.eu.agreement": "enhanced"},
    "rivalry": {"rivalry.russia-eu": 0.8},
    "money": {"patrons.china.fund": 0.09},
}
"""What-ifs, of each of which the change in utility and in the premium counts."""
CASE, FILE = "belarus/baseline", "belarus/ensemble.csv.gz"
PAGE = Path(__file__).parents[1] / "ensemble.md"
FIGURE = PAGE.parent / "validation" / "learnt.png"
TRAJECTORIES, SEED = 14, 1
PARTS = (0.05, 0.95)
SHOWN = 40


def main() -> None:
    """Screen, and write both blocks of the page and its figure."""
    plan = plan_ensemble(Scenario.load(CASE))
    inputs, _ = build_inputs(plan.scenario, plan.ranges, plan.history)
    unit = unit_morris(len(inputs.paths), TRAJECTORIES, SEED)
    values = inputs.values(ndtri(PARTS[0] + (PARTS[1] - PARTS[0]) * unit))
    weights = weigh_inputs(unit, measure_outcomes(plan.scenario, values))
    found = read_ensemble(FILE)
    text = PAGE.read_text(encoding="utf-8")
    for name, block in (("screened", screening(inputs, weights, found)), ("fitted", fitting())):
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}\n\n{block}\n\n{end}{rest.partition(end)[2]}"
    PAGE.write_text(text, encoding="utf-8")
    save_figure(found.plot(), FIGURE)


def measure_outcomes(scenario: Scenario, values: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Measure every outcome at every point, by name."""
    base = play(scenario.vary(CALM), values)
    names = list(outcome_columns(scenario.patrons))
    found = {name: base["hedge"][names.index(name)] for name in OWN}
    utility = names.index("utility_mean")
    found |= {
        "premium": premium(base, utility),
        "hedge less bandwagon": base["hedge"][utility] - base[f"bandwagon:{scenario.patrons[0]}"][utility],
        "hedge less equidistance": base["hedge"][utility] - base["equidistance"][utility],
    }
    for word, change in CHANGES.items():
        moved = play(scenario.vary({**CALM, **change}), values, leave=set(change))
        found[f"utility, {word}"] = moved["hedge"][utility] - base["hedge"][utility]
        found[f"premium, {word}"] = premium(moved, utility) - found["premium"]
    return found


def premium(outcomes: Mapping[str, Numbers], row: int) -> Numbers:
    """Return the utility of hedging less that of the best other strategy at each point."""
    return np.asarray(
        outcomes["hedge"][row] - np.max([v[row] for k, v in outcomes.items() if k != "hedge"], axis=0)
    )


def play(
    scenario: Scenario, values: Mapping[str, Numbers], leave: Set[str] = frozenset()
) -> dict[str, Numbers]:
    """Play one run without shocks of each strategy at each point; outcomes by strategy."""
    still = {path for path in CALM if path in values} | leave
    columns = {path: column for path, column in values.items() if path not in still}
    opened = opening_columns(scenario, values) | columns
    count = len(next(iter(values.values())))

    def run(strategy: str) -> Numbers:
        runs = np.zeros(count, np.int64)
        return simulate(scenario, strategy, 1, runs, engine_columns(scenario, strategy, opened)).outcomes

    names = compared_strategies(scenario.patrons)
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(names, pool.map(run, names), strict=True))


def weigh_inputs(unit: Numbers, outcomes: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Return each input's share of the squared effects on each outcome, by outcome, shape (inputs,)."""
    problem, found = salib_problem(unit.shape[1]), {}
    for name, y in outcomes.items():
        effects = morris.analyze(problem, unit, y, num_levels=MORRIS_LEVELS, conf_level=0.95, seed=1)[
            "mu_star"
        ]
        squares = np.asarray(effects, float) ** 2
        found[name] = squares / squares.sum()
    return found


def screening(inputs: Inputs, weights: Mapping[str, Numbers], found: Ensemble) -> str:
    """Return the table of the inputs that matter most, and how much the first of them cover."""
    mean = np.mean(list(weights.values()), axis=0)
    order = np.argsort(-mean)
    covered = np.cumsum(mean[order])
    most = ", ".join(f"{n} inputs {covered[n - 1]:.0%}" for n in (10, 20, 30, 40, 50, 60))
    lines = [
        f"Of {len(inputs.paths)} inputs, screened over {len(weights)} outcomes, few carry most: {most}.",
        "",
        "| # | input | effects | on the premium | range argued | ensemble | learnt | why |",
        "|---:|---|---:|---:|---|---|---:|---|",
    ]
    for rank, k in enumerate(order[:SHOWN], 1):
        path, known = inputs.paths[k], inputs.by_path[inputs.paths[k]]
        span = f"{known.low:.3g}, {known.likeliest:.3g}, {known.high:.3g}"
        low, middle, high = np.quantile(found.draws.columns[path], (0.05, 0.5, 0.95))
        part = found.about["learnt"][path]
        said = f"{part:.0%}" if part > level_of_chance(found.about["distinct_draws"]) else ""
        lines.append(
            f"| {rank} | `{path}` | {mean[k]:.3f} | {weights['premium'][k]:.3f} | {span}"
            f" | {middle:.3g} [{low:.3g}, {high:.3g}] | {said} | {known.why} |"
        )
    return "\n".join(lines)


def fitting() -> str:
    """Return what a reader sees who reads the ensemble of the case."""
    text = StringIO()
    with redirect_stdout(text):
        print_sheets(ensemble_sheets(read_ensemble(FILE)))
    return f"```text\n{text.getvalue().strip()}\n```"


if __name__ == "__main__":
    main()
