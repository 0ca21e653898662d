"""What a single run says, and what it cannot say."""

from ...model.text import shell_word
from ..execution.single_run import SingleRun
from .verdict import Quantity, Verdict, count, write_verdict


def judge_single_run(t: SingleRun) -> Verdict:
    """Say how a run went for the hedger, how it ended, and that one run is no answer."""
    return write_verdict(
        "With {strategy}, {hedger} has a mean utility of {utility} in this run and ends in {regime}, {margin}"
        " away from the nearest threshold. This is {runs} run: how sure anything is shows only over many,"
        " with hedgesim batch {scenario}.",
        scenario=shell_word(t.scenario.name),
        strategy=t.strategy,
        hedger=t.scenario.hedger,
        regime=t.outcomes["regime"].replace("_", " "),
        utility=Quantity(t.outcomes["utility_mean"], digits=3),
        margin=Quantity(t.outcomes["regime_margin"], digits=3),
        runs=count(1),
    )
