"""What several tests need: quiet scenarios, made-up ones of two to six patrons, runs and means."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

from hedgesim.analysis.design.quiet import remove_shocks
from hedgesim.model.engines.reference import Run, simulate_run
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Record

STEADY = {"hedger.pivot_quarter": 2000.0}  # a pivot that never comes keeps the start's effort


MANY = {
    "united_states": "United States", "china": "China", "russia": "Russia", "japan": "Japan", "eu": "EU",
    "northern_alliance": "Northern Alliance of States",
}  # fmt: skip
"""Patrons of made-up scenarios, in which no number means anything."""

MILD = ((0.19, 0.32, 0.45), (0.006, 0.1, 0.5), (0.11, 0.074, 0.2))
"""Hazards of turning cold and of relenting, and severity, of three patrons: often, rarely, long."""
HARSH = ((0.005, 0.05, 0.8),) * 3
"""Rare and grave, all alike."""


@cache
def scenario(name: str) -> Scenario:
    """A built-in scenario, loaded once."""
    return Scenario.load(f"belarus/{name}")


def quiet(name: str = "baseline", **changes: float) -> Scenario:
    """A scenario without shocks; a keyword ``a__b`` changes the path ``a.b``."""
    return remove_shocks(scenario(name)).vary(spelled(changes))


def spelled(changes: dict[str, float]) -> dict[str, float]:
    """Paths from keywords: ``rivalry__russia_eu`` is ``rivalry.russia-eu``."""
    named = {}
    for key, value in changes.items():
        path = key.replace("__", ".")
        head, _, tail = path.partition(".")
        named[f"{head}.{tail.replace('_', '-')}" if head in {"rivalry", "overlap", "volatile"} else path] = (
            value
        )
    return named


def run(spec: Scenario, strategy: str = "hedge", seed: int = 7, number: int = 0) -> Run:
    """One run."""
    return simulate_run(spec, strategy, seed, number)


def give_moods(spec: Scenario, hazards: tuple[tuple[float, float, float], ...] = MILD) -> Scenario:
    """The scenario with moods of its patrons; where there are more than hazards, the first come again."""
    names = ("turn", "relent", "severity")
    return spec.vary(
        {
            f"patrons.{p}.{name}": value
            for k, p in enumerate(spec.patrons)
            for name, value in zip(names, hazards[k % len(hazards)], strict=True)
        }
    )


def mean(records: Sequence[Record], read: Callable[[Record], float]) -> float:
    """Mean of a number over quarters."""
    return sum(map(read, records)) / len(records)


def scenario_text(count: int, more: str = "", **colours: str) -> str:
    """The text of a scenario file with the first patrons of MANY, and colours of some of them."""
    patrons = list(MANY)[:count]
    parts = [
        'title = "Among many"\nquestion = "Does it play?"\nfirst_quarter = "2015Q1"\nhorizon = 24\n'
        'strategies = ["all"]\n\n[hedger]\nlabel = "Small State"\n',
        *(patron_text(p, place, count, colours.get(p, "")) for place, p in enumerate(patrons)),
        "[rivalry]",
        *(f"{a}-{b} = {0.15 + 0.1 * (k % 4):.2f}" for k, (a, b) in enumerate(combinations(patrons, 2))),
        more,
    ]
    return "\n".join(parts) + "\n"


def patron_text(patron: str, place: int, count: int, colour: str) -> str:
    """The tables of one patron, which differ by its place."""
    terms = 'agreement = "signed"' if place % 2 else f"framework = {0.8 - 0.1 * place:.1f}"
    return f"""
[patrons.{patron}]
label = "{MANY[patron]}"
{f'colour = "{colour}"' if colour else ""}
market = {0.4 - 0.05 * place:.2f}
{terms}
arms_access = {0.6 - 0.08 * place:.2f}
guarantee = {0.6 - 0.1 * place:.1f}
fund = {0.02 + 0.01 * (place % 3):.2f}
red_line = {0.4 + 0.15 * place:.2f}
coercion_max = 0.6

[start.patrons.{patron}]
security = {0.5 / (place + 1):.2f}
economy = {0.5 / (place + 1):.2f}
arms = {0.5 / (place + 1):.2f}
exports = {0.8 / count:.2f}
imports = {0.7 / count:.2f}
"""


def scenario_file(folder: Path, count: int, more: str = "", **colours: str) -> Path:
    """A scenario file with so many patrons; see :func:`scenario_text`."""
    path = folder / f"among_{count}.toml"
    path.write_text(scenario_text(count, more, **colours), encoding="utf-8")
    return path
