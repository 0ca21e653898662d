"""The runs of a sweep that satisfy a condition (cases), and the inputs that vary between them."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ...model.strategies import HEDGE
from ..compare.paired import list_finished_runs
from ..compare.premium import add_premium
from ..conditions.columns import needs_premium, parse_condition
from ..results.folder import Results

TABLES = ("box", "trade_off", "tree", "stability")


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
    if needs_premium(holds):
        if strategy != HEDGE:
            msg = f"--where {where!r}: a premium is that of hedge; leave --strategy out"
            raise InputError(msg)
        if len(known) < 2:
            msg = f"--where {where!r}: a premium needs another strategy beside hedge; run the sweep with more"
            raise InputError(msg)
        runs = add_premium(runs)
    chosen = runs[runs["strategy"] == strategy].reset_index(drop=True)
    return chosen, holds.holds(chosen), inputs, str(holds), dict(first["labels"])
