"""Notebook function: claims with verdicts."""

from collections.abc import Sequence
from pathlib import Path

from ...model.arguments import normalise_arguments
from ..claims.judgement import SEED, judge_ledger
from ..claims.read_ledger import read_ledger
from ..claims.result import Judgement
from ..design.parameter_draws import CLAIM_DRAWS
from ..ensembles.claim_draws import choose_claim_draws
from ..ensembles.default import CASE, Source


@normalise_arguments
def judge_claims(
    ledger: str | Path,
    ids: Sequence[str] = (),
    *,
    draws: Source = CASE,
    count: int = CLAIM_DRAWS,
    runs: int | None = None,
    seed: int = SEED,
    workers: int | None = None,
) -> Judgement:
    """Judge the claims of a ledger over what is not known, as ``hedgesim claims`` does.

    Parameters
    ----------
    ledger : str or Path
        A file of claims, such as ``belarus/claims.toml``.
    ids : sequence of str
        Some of its claims only; by default all.
    draws : Draws, str, Path or None
        Draws of parameters, or their file; by default what is not known of the case, None for the scenario's
        own numbers.
    count : int
        Number of draws: the first rows.
    runs, seed : int
        Runs of each draw, by default 2, or 200 of the scenario's own numbers; and the seed of their shocks.
    workers : int, optional
        Cores to use; all by default.

    Raises
    ------
    InputError
        With every fault of the ledger, or if the draws do not fit its scenario.
    """
    found = read_ledger(ledger).select(ids)
    chosen, weights = choose_claim_draws(draws, found.scenario, count)
    return judge_ledger(found, chosen, weights, runs=runs, seed=seed, workers=workers)
