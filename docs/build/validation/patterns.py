"""Tell in which share of parameter draws each pattern of the ODD page holds.

``python docs/build/validation/patterns.py [--parameters-from FILE] [--draws N]``. A draw is set on top of
belarus/baseline and its variations; without a file the values in use are judged.
"""

import argparse
import sys
from pathlib import Path

import pandas as pd

from hedgesim.analysis.design.parameter_draws import read_draws
from hedgesim.analysis.validation.patterns.shares import (
    ALL,
    COLUMNS,
    judge_patterns,
    pattern_shares,
    usable_draws,
)
from hedgesim.model.errors import InputError

PLACE = Path(__file__).parents[2] / "validation" / "results" / "patterns.csv"


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parameters-from", type=Path, metavar="FILE", help="table of draws, a row each")
    parser.add_argument("--draws", type=positive, default=200, metavar="N", help="its first N rows (200)")
    parser.add_argument("--out", type=Path, default=PLACE, metavar="FILE", help=f"where to write ({PLACE})")
    return parser.parse_args(given)


def positive(text: str) -> int:
    """Return a count from the command line."""
    count = int(text)
    if count < 1:
        msg = "at least 1"
        raise argparse.ArgumentTypeError(msg)
    return count


def draws_of(file: Path | None, most: int) -> list[dict[str, float]]:
    """Return draws to judge; names on standard error what of them the baseline lacks."""
    if file is None:
        return [{}]
    rows, lacking = usable_draws(read_draws(file), most)
    if lacking:
        sys.stderr.write(f"left out, belarus/baseline lacks it: {', '.join(lacking)}\n")
    return rows


def text(table: pd.DataFrame, count: int) -> str:
    """Return the shares for people."""
    lines = [f"Share of {count:,} draws in which each pattern holds, 95% Wilson interval", ""]
    for name, part, holds, low, high in zip(*(table[c] for c in COLUMNS[:-1]), strict=True):
        ends = (name, "") if part == ALL else ("", f"  {part}")
        lines.append(f"{ends[0]:4}{holds:6.3f}  {low:.3f} to {high:.3f}{ends[1]}")
    return "\n".join(lines) + "\n"


def main(given: list[str] | None = None) -> None:
    """Judge the draws, write the shares and print them."""
    asked = arguments(given)
    try:
        rows = draws_of(asked.parameters_from, asked.draws)
    except InputError as error:
        sys.exit("\n".join(error.faults))
    table = pattern_shares(judge_patterns(rows))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(asked.out, index=False, lineterminator="\n")
    sys.stdout.write(text(table, len(rows)))


if __name__ == "__main__":
    main()
