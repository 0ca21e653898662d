"""A run of the reference engine whose effort a player sets, quarter by quarter."""

from collections.abc import Sequence

from hedgesim.model import Scenario
from hedgesim.model.engines.reference import summarise_run
from hedgesim.model.noise import draws_at
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.quarter import quarter
from hedgesim.model.rules.records.running_totals import add_record, empty, window_weights
from hedgesim.model.state import Outcome, Record
from hedgesim.model.strategies import pack_shares, spend_fixed


def play_reference(
    spec: Scenario, decisions: Sequence[tuple[Sequence[float], int]], seed: int, run: int
) -> tuple[list[Record], Outcome]:
    """A run of the reference engine whose shares of effort change: each holds up to a quarter."""
    timeline = spec.timeline()
    fixed, state = begin(timeline[0], spec.start())
    count, horizon = len(spec.patrons), float(spec.horizon)
    summary, records = empty(0.0, count), list[Record]()
    for t, case in enumerate(timeline):
        plan = spend_fixed(pack_shares(next(shares for shares, until in decisions if t < until)))
        state, record = quarter(case, plan, fixed, state, draws_at(seed, run, t, count), float(t))
        summary = add_record(summary, record, window_weights(float(t), horizon), float(t))
        records.append(record)
    return records, summarise_run(timeline[-1], fixed, summary, records)
