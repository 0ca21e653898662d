"""Format a calibration as text tables."""

from collections.abc import Sequence

import pandas as pd

from ..calibration.diagnostics import ENOUGH, RHAT_LIMIT, SD_RATIO_LIMIT, describe_convergence
from ..compare.paired import list_rows
from .sheet import Sheet, format_fixed, format_percent


def parameter_sheet(rows: pd.DataFrame, title: str) -> Sheet:
    """Build a table of prior range, median and 90% interval of each parameter."""
    cells, bold = [], set()
    for at, row in enumerate(list_rows(rows)):
        cells.append(
            [
                row["parameter"],
                f"{row['prior_low']:g} to {row['prior_high']:g}",
                f"{row['median']:.3g} [{row['low']:.3g}, {row['high']:.3g}]",
                format_percent(max(0.0, row["variance_gone"])),
                format_fixed(row["r_hat"], 3),
                f"{row['effective_draws']:,.0f}",
            ]
        )
        bold |= {(at, 2), (at, 3)} if row["informed"] else set()
    informed = int(rows["informed"].sum())
    effective = float(rows["variance_gone"].clip(lower=0.0).sum())
    notes = [
        "Median and, in brackets, 90% interval. Learnt: part of the prior variance that the data took away;"
        f" bold from {SD_RATIO_LIMIT:.0%} on ({informed} of {len(rows)}). The rest was hardly narrowed; a dot"
        " is none.",
        f"Effective number of parameters: {effective:.1f}, the sum of what was learnt.",
        *convergence_warnings(describe_convergence(rows)),
    ]
    heads = ["parameter", "prior range", "posterior", "learnt", "R-hat", "effective draws"]
    return Sheet(title, heads, cells, frozenset(bold), notes)


def convergence_warnings(unsettled: Sequence[str]) -> list[str]:
    """Describe whether the chains have converged, given the descriptions of those that have not."""
    if not unsettled:
        return [f"All chains agree: R-hat at most {RHAT_LIMIT}, at least {ENOUGH:.0f} effective draws each."]
    return [f"Not settled, take more --steps: {'; '.join(unsettled)}."]
