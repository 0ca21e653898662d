"""Format a calibration as text tables."""

from collections.abc import Sequence

import pandas as pd

from ..calibration.diagnostics import ENOUGH, RHAT_LIMIT, SD_RATIO_LIMIT, describe_convergence
from ..compare.paired import list_rows
from ..numerals import format_fixed, format_percent
from .sheet import BOLD, Sheet

MOST_PARAMETERS = 30
"""Parameters printed unless more are asked for."""
MOST_NAMED = 3
"""Parameters named of those on which chains do not agree."""


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
            ]
        )
        bold |= {(at, 2), (at, 3)} if row["informed"] else set()
    notes = [
        "Median and, in brackets, 90% interval. Learnt: part of the prior variance that the data took away;"
        f" {BOLD}: from {SD_RATIO_LIMIT:.0%} on. The rest was hardly narrowed; a dot is none.",
        *convergence_warnings(describe_convergence(rows)),
    ]
    heads = ["parameter", "prior range", "posterior", "learnt"]
    return Sheet(title, heads, cells, frozenset(bold), notes, limit=MOST_PARAMETERS)


def chains_sheet(rows: pd.DataFrame) -> Sheet:
    """Build the table of how well the chains agree on each parameter."""
    cells = [
        [row["parameter"], format_fixed(row["r_hat"], 3), f"{row['effective_draws']:,.0f}"]
        for row in list_rows(rows)
    ]
    notes = [f"R-hat should be at most {RHAT_LIMIT}, effective draws at least {ENOUGH:.0f}."]
    return Sheet("Chains", ["parameter", "R-hat", "effective draws"], cells, notes=notes, detail=True)


def convergence_warnings(unsettled: Sequence[str]) -> list[str]:
    """Describe whether the chains have converged, given the descriptions of those that have not."""
    if not unsettled:
        return [f"All chains agree: R-hat at most {RHAT_LIMIT}, at least {ENOUGH:.0f} effective draws each."]
    more = f"; and {len(unsettled) - MOST_NAMED} more" if len(unsettled) > MOST_NAMED else ""
    return [f"Not settled, take more --steps: {'; '.join(unsettled[:MOST_NAMED])}{more}."]
