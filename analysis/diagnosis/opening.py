"""How a case opens: its first quarters without shocks, beside what its file says of the start."""

from collections.abc import Iterator

from ...model.engines.reference import Run, simulate_run
from ...model.rules.initial_state import need_economy, need_security
from ...model.scenario.scenario import Scenario
from ...model.state import Record
from ...model.strategies import LEANING
from ..design.quiet import list_quiet_values
from ..labels import possessive
from .finding import Finding

YEARS = 2
"""Years over which a start at rest keeps its ties, and whose conduct names the regime at the start."""
QUARTERS = 4 * YEARS
FAR = 0.1
"""Change of a tie, of coercion or of an index in these years that is no rest."""
LATE = 2000.0


def measure_first_quarter(name: str) -> Record:
    """Play the first quarter of a scenario, by its name, with the start's effort and without shocks."""
    first: Record = hold_effort(Scenario.load(name), 1).records[0]
    return first


def hold_effort(scenario: Scenario, quarters: int = QUARTERS) -> Run:
    """Play some quarters with the effort of the start, without shocks and events."""
    quiet = scenario.hold_start().vary(
        {**list_quiet_values(scenario.patrons), "horizon": quarters, "hedger.pivot_quarter": LATE}
    )
    return simulate_run(quiet, f"{LEANING[1]}:{scenario.patrons[0]}", 1, 0)


def count_need(scenario: Scenario) -> float:
    """Return the effort that the ties of the start need, in budgets: with more than 1 they decline."""
    case, start = scenario.case(), scenario.start()
    return sum(
        need(case, patron, tie)
        for patron, tie in zip(case.patrons, start.patrons, strict=True)
        for need in (need_security, need_economy)
    )


def find_unrest(scenario: Scenario, played: Run) -> Iterator[Finding]:
    """Yield what moves although nothing happens: ties above the budget, coercion, and indices."""
    need = count_need(scenario)
    if need > 1.0:
        yield Finding(
            "no rest",
            "start.patrons",
            f"the ties of the start need {need:.2f} of the effort that there is: they decline at once",
            "lower ties in [start.patrons.*], or raise their receptivity",
        )
    for k, patron in enumerate(scenario.patrons):
        begun, later = scenario.start().patrons[k], played.records[-1].patrons[k]
        owner, place = possessive(scenario.labels[patron]), f"start.patrons.{patron}"
        for what, key, before, after in (
            ("coercion", "coercion", begun.coercion, later.coercion),
            ("security tie", "security", begun.security, later.tie_security),
            ("economic tie", "economy", begun.economy, later.tie_economy),
        ):
            if abs(after - before) > FAR:
                yield Finding(
                    "no rest",
                    f"{place}.{key}",
                    f"{owner} {what} goes from {before:.2f} to {after:.2f} in {YEARS} years without a change",
                    f"start with {place}.{key} = {after:.2f}",
                )
