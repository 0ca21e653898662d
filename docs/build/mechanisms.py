"""Write the tables of docs/mechanisms.md, at own numbers: ``python docs/build/mechanisms.py``."""

from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import outcome_columns, path_columns
from hedgesim.model.scenario.opening import solve_opening
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Plan
from hedgesim.model.strategies import choose_among, leaning_on, register_strategy, strategy_names

PAGE = Path(__file__).parents[1] / "mechanisms.md"
RUNS, SEED = 200, 9
LEAST = 0.0005
"""Smaller effects on mean utility are called none that matters."""

Vector = NDArray[np.float64]


class Mechanism(NamedTuple):
    """A mechanism: its mark and name, where it acts, how it is taken away, and the outcome it acts on.

    An outcome of the form ``column:n`` is the mean of a path's column over the first n quarters.
    """

    mark: str
    name: str
    scenario: str
    without: Mapping[str, float | str]
    outcome: str


def switch(mark: str, name: str, outcome: str, scenario: str = "baseline") -> Mechanism:
    """Describe a mechanism that has a switch."""
    return Mechanism(mark, f"`{name}`", scenario, {f"mechanisms.{name}": 0.0}, outcome)


MECHANISMS = (
    switch("M1", "joint_exercises", "security_mean"),
    Mechanism(
        "M2", "Russia denies arms", "arms_denied", {"patrons.russia.arms_access": 0.5}, "security_mean"
    ),
    switch("M3", "coproduction", "home_arms_last"),
    switch("M4", "funding_times_access", "investment_china_sum"),
    switch("M5", "expectations", "effort_economy_china:6"),
    switch("M6", "entry_competition", "investment_china_sum"),
    switch("M7", "veto", "investment_china_sum"),
    switch("M8", "barrier_uncertainty", "export_share_russia_last", "eeu_uncertain"),
    switch("M9", "gateway_competition", "investment_china_sum"),
    Mechanism(
        "M10", "an enhanced agreement", "eu_enhanced", {"patrons.eu.agreement": 1.0}, "export_share_eu_last"
    ),
    switch("M11", "industrial_park", "park_last"),
    switch("M12", "directive", "deficit_china_last"),
    Mechanism("M13", "China keeps out of tension", "war_2022", {"rivalry.china-eu": 0.6}, "coercion_eu_mean"),
    switch("M14", "third_countries", "third_countries_last"),
    switch("M15", "own_offer", "know_how_last"),
    switch("M15", "own_offer", "know_how_last", "own_offer"),
    switch("M16", "forums", "influence_china_mean"),
    switch("M16", "forums", "influence_china_mean", "forum_member"),
    switch("M12", "directive", "export_share_china_last", "directive_2015"),
)

FREE = "who leans may go alone"
DOUBTS: Mapping[str, Mapping[str, float]] = {
    "as it is": {},
    FREE: {},
    "half of value is security": {"security": 0.5, "economy": 0.25, "autonomy": 0.25},
    "half of value is economy": {"security": 0.25, "economy": 0.5, "autonomy": 0.25},
    "half of value is autonomy": {"security": 0.25, "economy": 0.25, "autonomy": 0.5},
    "a fifth of value is autonomy": {"security": 0.4, "economy": 0.4, "autonomy": 0.2},
    "room that no one holds: .1": {"response.influence_floor": 0.1},
    "room that no one holds: .5": {"response.influence_floor": 0.5},
    "rent pays the tie": {"response.conduct_rent": 0.0},
    "rent pays conduct": {"response.conduct_rent": 1.0},
    "a quarter of drift is conduct": {"response.conduct_drift": 0.25},
    "half of drift is conduct": {"response.conduct_drift": 0.5},
    "Russia's red line .06, 5% of draws below": {"patrons.russia.red_line": 0.06},
    "Russia's red line .23, 5% of draws above": {"patrons.russia.red_line": 0.23},
    "no caution": {"hedger.caution": 0.0},
    "four times the caution": {"hedger.caution": 0.056},
}
"""What a premium may depend on: numbers of the case, so that its opening is solved anew with them."""
SCENES = ("baseline", "eeu_barriers", "eu_enhanced", "confrontation", "war_2022")


class Effect(NamedTuple):
    """What a mechanism does: differences of means, with it less without, and half of their intervals."""

    with_it: float
    without: float
    utility: float
    half: float
    premium: float
    premium_half: float


def play(scenario: Scenario, strategy: str, outcome: str, runs: int) -> Vector:
    """Return an outcome of each run, or the mean of a path's column over its first quarters."""
    column, _, quarters = outcome.partition(":")
    played = simulate(scenario, strategy, SEED, np.arange(runs), paths=bool(quarters))
    if quarters:
        place = list(path_columns(scenario.patrons)).index(column)
        return np.asarray(played.paths[:, : int(quarters), place].mean(axis=1))
    return np.asarray(played.outcomes[list(outcome_columns(scenario.patrons)).index(column)])


def lean_freely(patron: str, scenario: Scenario) -> Plan:
    """Build the plan of leaning on a patron without a least share of effort for it."""
    return choose_among(leaning_on(scenario.patrons, patron))


def name_leans(scenario: Scenario, free: bool) -> list[str]:
    """List the leaning strategies; free ones are registered under names of their own."""
    if not free:
        return [f"bandwagon:{p}" for p in scenario.patrons]
    names = {f"free_{p}": p for p in scenario.patrons}
    for name, patron in names.items():
        if name not in strategy_names(scenario.patrons):
            register_strategy(name, partial(lean_freely, patron))
    return list(names)


def play_leans(scenario: Scenario, runs: int, free: bool = False) -> Vector:
    """Return utility of the leaning strategy that does best on average, by run."""
    leans = [play(scenario, name, "utility_mean", runs) for name in name_leans(scenario, free)]
    return max(leans, key=lambda utility: float(utility.mean()))


def half_width(differences: Vector) -> float:
    """Return half of the 95% interval of a mean of paired differences."""
    return float(1.96 * differences.std(ddof=1) / np.sqrt(len(differences)))


def measure_mechanism(m: Mechanism, runs: int = RUNS) -> Effect:
    """Play hedging and leaning with a mechanism and without it, under the same shocks."""
    whole = Scenario.load(f"belarus/{m.scenario}")
    pair = (whole, whole.vary(m.without))
    with_it, without = (float(play(s, "hedge", m.outcome, runs).mean()) for s in pair)
    hedge = [play(s, "hedge", "utility_mean", runs) for s in pair]
    gains = [utility - play_leans(s, runs) for s, utility in zip(pair, hedge, strict=True)]
    utility, premium = hedge[0] - hedge[1], gains[0] - gains[1]
    return Effect(
        with_it,
        without,
        float(utility.mean()),
        half_width(utility),
        float(premium.mean()),
        half_width(premium),
    )


def format_effect(m: Mechanism, e: Effect) -> str:
    """Format a mechanism's row of the table."""
    cells = (
        m.mark,
        m.name,
        f"`{m.scenario}`",
        f"`{m.outcome}`",
        f"{e.without:.3f} → {e.with_it:.3f}",
        f"{e.utility:+.4f} ±{e.half:.4f}",
        f"{e.premium:+.4f} ±{e.premium_half:.4f}",
    )
    return f"| {' | '.join(cells)} |\n"


def write_mechanisms() -> Iterator[str]:
    """Yield the lines of the table of mechanisms, and the names of those that do not matter."""
    yield (
        "| mark | mechanism | in | acts on | without → with | utility of hedge | hedge less leaning |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    idle = []
    for m in MECHANISMS:
        effect = measure_mechanism(m)
        yield format_effect(m, effect)
        if max(abs(effect.utility), abs(effect.premium)) < LEAST:
            idle.append(f"{m.mark} {m.name}")
    names = ", ".join(idle) or "none"
    yield f"\nWith less than {LEAST} of mean utility, and of the premium: {names}.\n"


def set_doubt(scenario: Scenario, doubt: Mapping[str, float]) -> Scenario:
    """Return a scenario as if its case had other numbers: what they solve at the opening follows."""
    changes = {key if "." in key else f"hedger.weights.{key}": value for key, value in doubt.items()}
    opening, _ = solve_opening(dict(scenario.root) | changes, scenario.patrons)
    return scenario.vary(changes | opening)


@cache
def measure_doubt(name: str, scene: str, runs: int = RUNS) -> tuple[float, float]:
    """Compute what hedging gains over the best lean that adapts, and over equal shares."""
    scenario = set_doubt(Scenario.load(f"belarus/{scene}"), DOUBTS[name])
    hedge = play(scenario, "hedge", "utility_mean", runs)
    even = play(scenario, "equidistance", "utility_mean", runs)
    leans = play_leans(scenario, runs, free=name == FREE)
    return float((hedge - leans).mean()), float((hedge - even).mean())


def format_doubt(name: str) -> str:
    """Format a row of the table of doubts."""
    cells = (" / ".join(f"{gain:+.4f}" for gain in measure_doubt(name, scene)) for scene in SCENES)
    return f"| {name} | {' | '.join(cells)} |\n"


def write_doubts() -> Iterator[str]:
    """Yield the lines of the table of doubts, and the range of each premium over its rows."""
    heads = ["", *(f"`{scene}`" for scene in SCENES)]
    yield f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"
    yield from map(format_doubt, DOUBTS)
    for scene in SCENES:
        gains = [measure_doubt(name, scene)[0] for name in DOUBTS]
        yield f"{'' if scene != SCENES[0] else chr(10)}- `{scene}`: {min(gains):+.4f} to {max(gains):+.4f}\n"


BLOCKS = {"mechanisms": write_mechanisms, "doubts": write_doubts}


def fill(text: str) -> str:
    """Return the page with its tables made anew."""
    for name, write in BLOCKS.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(begin)
        text = before + begin + "".join(write()) + end + rest.partition(end)[2]
    return text


if __name__ == "__main__":
    PAGE.write_text(fill(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
