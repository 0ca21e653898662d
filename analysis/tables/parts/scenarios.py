"""What tables of several scenarios share: short names, and the runs behind a table."""

from collections.abc import Collection

import pandas as pd

from ...compare.comparison import Comparison


def shorten_names(scenarios: Collection[str]) -> dict[str, str]:
    """Shorten scenario names by the folder, if all scenarios share it."""
    folders = {n.rpartition("/")[0] for n in scenarios}
    return {n: n.rpartition("/")[2] if len(folders) == 1 else n for n in scenarios}


def runs_note(c: Comparison, runs: "pd.Series[int]") -> str:
    """Describe the number of runs behind a table, and how many failed."""
    least, most = int(runs.min()), int(runs.max())
    number = f"{least}" if least == most else f"{least} to {most}"
    text = f"over {number} {'run' if most == 1 else 'runs'} {f'of {c.draws:,} draws' if c.draws else 'each'}"
    if most == 1:
        text += "; one run gives no interval"
    return f"{text}; {c.failed} failed runs are left out" if c.failed else text
