"""One run in plain Python: the reference that the Mesa model and the compiled engine equal bit for bit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite

from ..errors import RunError
from ..noise import draws_at
from ..outcomes import Value, outcome_row, path_columns, path_row
from ..rules.initial_state import begin
from ..rules.quarter import quarter
from ..rules.run_outcome import close
from ..rules.running_totals import empty, observe, weighing
from ..scenario.scenario import Scenario
from ..state import Case, Fixed, Outcome, Plan, Record, Start, Summary
from ..strategies import plan_for


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes
    ----------
    records : tuple of Record
        One per quarter.
    outcome : Outcome
        What the run reports, as numbers.
    patrons : tuple of str
        Patron ids in order.
    """

    records: tuple[Record, ...]
    outcome: Outcome
    patrons: tuple[str, ...]

    @property
    def outcomes(self) -> dict[str, Value]:
        """Return what the run reports, by column name."""
        return outcome_row(self.outcome, self.patrons)


def worst_decile(series: Sequence[float]) -> float:
    """Compute the 10% quantile over quarters, linear between neighbours, in an order that fixes every bit."""
    ordered = sorted(series)
    place = 0.1 * float(len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - float(below)) * (ordered[above] - ordered[below])


def summarise_run(case: Case, fixed: Fixed, summary: Summary, records: Sequence[Record]) -> Outcome:
    """Return what a run of these records reports; ``case`` holds the last quarter's thresholds."""
    deciles = (
        worst_decile([r.security for r in records]),
        worst_decile([r.economy for r in records]),
        worst_decile([r.autonomy for r in records]),
        worst_decile([r.utility for r in records]),
    )
    return close(case, fixed, summary, deciles, float(len(records)))


def check_finite(record: Record, quarter_number: int) -> None:
    """Refuse a quarter with a number that is not finite.

    Raises
    ------
    RunError
        Names the quarter and the first such number.
    """
    numbers = path_row(record)
    if not all(map(isfinite, numbers)):
        names = path_columns(("first patron", "second patron", "third patron"))
        name, number = next((n, x) for n, x in zip(names, numbers, strict=True) if not isfinite(x))
        msg = f"quarter {quarter_number}: {name} is {number}"
        raise RunError(msg)


@contextmanager
def explain_errors(case: Case, plan: Plan, quarter_number: int) -> Iterator[None]:
    """Turn what numbers refuse, such as a division by zero, into a reason why the run failed.

    Raises
    ------
    RunError
        Names the quarter.
    """
    try:
        yield
    except ArithmeticError as error:
        msg = f"quarter {quarter_number}: {failure_reason(case, plan, error)}"
        raise RunError(msg) from error


def failure_reason(case: Case, plan: Plan, error: ArithmeticError) -> str:
    """Return why the numbers of a quarter could not be computed."""
    looked_at = [w * o for w, o in zip(case.hedger.weights, plan.objective, strict=True)]
    if sum(looked_at) > 0.0:
        return str(error)
    return (
        "hedger.weights: all that the strategy looks at have the weight 0, so nothing is better than anything"
    )


def play_run(
    timeline: Sequence[Case], start: Start, plan: Plan, seed: int, run: int
) -> tuple[tuple[Record, ...], Outcome]:
    """Play one run through its quarters.

    Parameters
    ----------
    timeline : sequence of Case
        Parameters in force, one per quarter.
    start : Start
        Where the run begins.
    plan : Plan
        The hedger's strategy.
    seed, run : int
        What the random numbers are a function of, with the quarter.

    Raises
    ------
    RunError
        If a number is not finite; names the quarter.
    """
    with explain_errors(timeline[0], plan, 0):
        fixed, state = begin(timeline[0], start)
    summary, horizon, records = empty(0.0), float(len(timeline)), []
    for t, case in enumerate(timeline):
        with explain_errors(case, plan, t):
            state, record = quarter(case, plan, fixed, state, draws_at(seed, run, t), float(t))
        check_finite(record, t)
        summary = observe(summary, record, weighing(float(t), horizon), float(t))
        records.append(record)
    return tuple(records), summarise_run(timeline[-1], fixed, summary, records)


def simulate_run(scenario: Scenario, strategy: str | Plan, seed: int, run: int) -> Run:
    """Run one scenario with one strategy once.

    Parameters
    ----------
    scenario : Scenario
        What happens around the hedger.
    strategy : str or Plan
        A strategy's name, or a plan of your own.
    seed, run : int
        The same pair meets the same shocks in every scenario and with every strategy.
    """
    plan = plan_for(scenario, strategy) if isinstance(strategy, str) else strategy
    records, outcome = play_run(scenario.timeline(), scenario.start(), plan, seed, run)
    return Run(records, outcome, scenario.patrons)
