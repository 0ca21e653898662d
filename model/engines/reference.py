"""The reference engine: one run in plain Python, which the other two engines reproduce bit for bit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite

from ..arguments import normalise_arguments
from ..errors import RunError
from ..noise import draws_at
from ..outcomes import Value, outcome_row, path_columns, path_row
from ..rules.initial_state import begin
from ..rules.quarter import quarter
from ..rules.records.run_outcome import compute_outcome
from ..rules.records.running_totals import add_record, empty, window_weights
from ..scenario.scenario import Scenario
from ..state import Case, Fixed, Outcome, Plan, Record, Start, Summary
from ..strategies import plan_for


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes
    ----------
    records : tuple of Record
        One record per quarter.
    outcome : Outcome
        Outcomes as numbers.
    patrons : tuple of str
        Patron ids in order.
    """

    records: tuple[Record, ...]
    outcome: Outcome
    patrons: tuple[str, ...]

    @property
    def outcomes(self) -> dict[str, Value]:
        """Return the outcomes by column name."""
        return outcome_row(self.outcome, self.patrons)


def worst_decile(series: Sequence[float]) -> float:
    """Compute the 10% quantile of a series over quarters, interpolated linearly as in numpy."""
    # own code, as the compiled loop repeats these operations in this order and must give the same bits
    ordered = sorted(series)
    place = 0.1 * float(len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - float(below)) * (ordered[above] - ordered[below])


def mean_of_worst(series: Sequence[float]) -> float:
    """Compute the mean of the worst tenth of a series over quarters; a quarter may count in part."""
    ordered, count = sorted(series), float(len(series)) / 10.0
    whole = int(count)
    every = 0.0
    for value in ordered[:whole]:
        every += value
    return (every + (count - float(whole)) * ordered[whole]) / count


def summarise_run(case: Case, fixed: Fixed, summary: Summary, records: Sequence[Record]) -> Outcome:
    """Compute the outcomes of a run from its records; ``case`` gives the thresholds of the last quarter."""
    series = zip(*((r.security, r.economy, r.autonomy, r.utility) for r in records), strict=True)
    worst = tuple((worst_decile(values), mean_of_worst(values)) for values in series)
    return compute_outcome(case, fixed, summary, worst, float(len(records)))


def check_finite(record: Record, quarter_number: int) -> None:
    """Check that every number of a quarter's record is finite.

    Raises
    ------
    RunError
        If one is not; the message names the quarter and the column.
    """
    numbers = path_row(record)
    if not all(map(isfinite, numbers)):
        names = path_columns([f"patron {k}" for k in range(1, len(record.patrons) + 1)])
        name, number = next((n, x) for n, x in zip(names, numbers, strict=True) if not isfinite(x))
        msg = f"quarter {quarter_number}: {name} is {number}"
        raise RunError(msg)


@contextmanager
def explain_errors(case: Case, plan: Plan, quarter_number: int) -> Iterator[None]:
    """Convert an arithmetic error, such as a division by zero, into a RunError with the reason.

    Raises
    ------
    RunError
        If the block raises an ArithmeticError; the message names the quarter.
    """
    try:
        yield
    except ArithmeticError as error:
        msg = f"quarter {quarter_number}: {failure_reason(case, plan, error)}"
        raise RunError(msg) from error


def failure_reason(case: Case, plan: Plan, error: ArithmeticError) -> str:
    """Describe why the numbers of a quarter could not be computed."""
    looked_at = [w * o for w, o in zip(case.hedger.weights, plan.objective, strict=True)]
    if sum(looked_at) > 0.0:
        return str(error)
    return (
        "hedger.weights: all that the strategy looks at have the weight 0, so nothing is better than anything"
    )


def play_run(
    timeline: Sequence[Case], start: Start, plan: Plan, seed: int, run: int
) -> tuple[tuple[Record, ...], Outcome]:
    """Simulate all quarters of one run.

    Parameters
    ----------
    timeline : sequence of Case
        Parameters in force, one per quarter.
    start : Start
        Start values.
    plan : Plan
        The hedger's strategy.
    seed, run : int
        With the quarter, these determine the random numbers.

    Raises
    ------
    RunError
        If a number is not finite; the message names the quarter.
    """
    with explain_errors(timeline[0], plan, 0):
        fixed, state = begin(timeline[0], start)
    patrons = len(start.patrons)
    summary, horizon, records = empty(0.0, patrons), float(len(timeline)), []
    for t, case in enumerate(timeline):
        with explain_errors(case, plan, t):
            state, record = quarter(case, plan, fixed, state, draws_at(seed, run, t, patrons), float(t))
        check_finite(record, t)
        summary = add_record(summary, record, window_weights(float(t), horizon), float(t))
        records.append(record)
    return tuple(records), summarise_run(timeline[-1], fixed, summary, records)


@normalise_arguments
def simulate_run(scenario: Scenario, strategy: str | Plan, seed: int, run: int) -> Run:
    """Simulate one run of a scenario with a strategy.

    Parameters
    ----------
    scenario : Scenario
        Parameters, start values and events.
    strategy : str or Plan
        Name of a strategy, or a plan.
    seed, run : int
        The same pair gives the same shocks in every scenario and with every strategy.
    """
    plan = plan_for(scenario, strategy) if isinstance(strategy, str) else strategy
    records, outcome = play_run(scenario.timeline(), scenario.start(), plan, seed, run)
    return Run(records, outcome, scenario.patrons)
