"""A calibration as tables for people."""

from collections.abc import Sequence

import pandas as pd

from ..compare import rows_of
from ..tables import Sheet, fixed, percent
from .diagnosis import ENOUGH, INFORMED, SETTLED, unsettled


def parameter_sheet(rows: pd.DataFrame, title: str) -> Sheet:
    """Prior range, median and 90% interval of each parameter."""
    cells, bold = [], set()
    for at, row in enumerate(rows_of(rows)):
        cells.append(
            [
                row["parameter"],
                f"{row['prior_low']:g} to {row['prior_high']:g}",
                f"{row['median']:.3g} [{row['low']:.3g}, {row['high']:.3g}]",
                percent(max(0.0, row["variance_gone"])),
                fixed(row["r_hat"], 3),
                f"{row['effective_draws']:,.0f}",
            ]
        )
        bold |= {(at, 2), (at, 3)} if row["informed"] else set()
    informed = int(rows["informed"].sum())
    effective = float(rows["variance_gone"].clip(lower=0.0).sum())
    notes = [
        "Median and, in brackets, 90% interval. Learnt: part of the prior variance that the data took away;"
        f" bold from {INFORMED:.0%} on ({informed} of {len(rows)}). What is not bold stays a guess.",
        f"Effective number of parameters: {effective:.1f}, the sum of what was learnt.",
        *warnings(unsettled(rows)),
    ]
    heads = ["parameter", "prior range", "posterior", "learnt", "R-hat", "effective draws"]
    return Sheet(title, heads, cells, frozenset(bold), notes)


def warnings(told: Sequence[str]) -> list[str]:
    """What to say of chains that have not settled."""
    if not told:
        return [f"All chains agree: R-hat at most {SETTLED}, at least {ENOUGH:.0f} effective draws each."]
    return [f"Not settled, take more --steps: {'; '.join(told)}."]
