"""What data say of parameters, and whether the chains that found it agree."""

import pandas as pd

from ..calibration.diagnostics import ENOUGH, RHAT_LIMIT, SD_RATIO_LIMIT, describe_convergence
from ..compare.paired import list_rows
from .verdict import Quantity, Verdict, count, write_verdict


def judge_calibration(rows: pd.DataFrame, name: str) -> Verdict:
    """Say how many parameters data inform, which one most, and whether the chains agree.

    Parameters
    ----------
    rows : DataFrame
        Summary of the chains, see :func:`~hedgesim.analysis.calibration.diagnostics.summarise_chains`.
    name : str
        What was calibrated on, without the years.
    """
    most = max(list_rows(rows), key=lambda row: row["variance_gone"])
    unsettled = len(describe_convergence(rows))
    fields: dict[str, Quantity | str] = {
        "name": name,
        "informed": count(int(rows["informed"].sum())),
        "parameters": count(len(rows)),
        "limit": Quantity(SD_RATIO_LIMIT, percent=True, digits=0),
        "effective": Quantity(float(rows["variance_gone"].clip(lower=0.0).sum()), digits=1),
        "most": most["parameter"],
        "gone": Quantity(max(0.0, most["variance_gone"]), percent=True, digits=0),
        "median": Quantity(most["median"], most["low"], most["high"], "90% interval", digits=4),
        "level": Quantity(0.9, percent=True, digits=0),
        "rhat": Quantity(RHAT_LIMIT, digits=2),
        "enough": count(int(ENOUGH)),
        "unsettled": count(unsettled),
    }
    chains = "All chains agree (R-hat at most {rhat}, at least {enough} effective draws each)."
    if unsettled:
        chains = (
            "The chains do not agree yet on {unsettled} of them (R-hat above {rhat} or fewer than {enough}"
            " effective draws): take more --steps before anything is concluded."
        )
    text = (
        "The data of {name} inform {informed} of {parameters} parameters (at least {limit} of the prior's"
        " variance gone), in all as much as {effective} known ones. Most was learnt of {most}: {median},"
        f" {{level}} interval {{median:range}}, {{gone}} of its variance gone. {chains}"
    )
    return write_verdict(text, **fields)
