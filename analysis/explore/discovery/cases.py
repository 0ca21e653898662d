"""The runs of a sweep that satisfy a condition (cases), and the inputs that vary between them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ....model.errors import InputError
from ....model.parameters.lookup import hint
from ....model.strategies import HEDGE
from ...compare.paired import Results, list_finished_runs
from ...compare.premium import add_premiums, premium_names
from ...conditions.columns import list_read_premiums, parse_condition
from ...labels import premium_rival

TABLES = ("box", "trade_off", "tree", "stability", "doubts")


def select_cases(
    results: Results, where: str, strategy: str
) -> tuple[pd.DataFrame, NDArray[np.bool_], list[str], str, dict[str, str]]:
    """Select a strategy's runs of a sweep and mark those that satisfy a condition.

    Returns
    -------
    DataFrame, array of bool, list of str, str, dict
        Runs, which of them are cases, the varied inputs, the condition in full, and the patrons' labels.

    Raises
    ------
    InputError
        If the strategy was not run, the condition cannot be parsed, or it needs a premium and the strategy is
        not hedge.
    """
    first = next(iter(results.manifest["scenarios"].values()))
    inputs = list(results.manifest["points"]["columns"])
    holds = parse_condition(where, "--where", first["patrons"], inputs)
    runs = list_finished_runs(results)
    known = list(runs["strategy"].unique())
    if strategy not in known:
        listed = f"{', '.join(known)}{hint(strategy, known)}"
        msg = f"--strategy {strategy}: not run in this folder; known are {listed}"
        raise InputError(msg)
    if premiums := list_read_premiums(holds):
        check_premiums(premiums, where, strategy, known)
        runs = add_premiums(runs, premiums)
    chosen = runs[runs["strategy"] == strategy].reset_index(drop=True)
    return chosen, holds.holds(chosen), inputs, str(holds), dict(first["labels"])


def check_premiums(premiums: Sequence[str], where: str, strategy: str, played: Sequence[str]) -> None:
    """Check that a sweep tells the premiums of a condition.

    Raises
    ------
    InputError
        If the strategy is not hedge, or was played without a rival.
    """
    if strategy != HEDGE:
        msg = f"--where {where!r}: a premium is that of hedge; leave --strategy out"
        raise InputError(msg)
    for name in premiums:
        if name not in premium_names(played):
            needed = premium_rival(name) or "another strategy"
            msg = (
                f"--where {where!r}: {name} needs {needed} beside hedge; run the sweep with more --strategies"
            )
            raise InputError(msg)
