"""Say in which share of parameter draws each pattern of the ODD page holds.

``python docs/build/validation/patterns.py [--parameters-from FILE] [--draws N]``. The patterns are those of
scenarios/belarus/patterns.toml; without a file the scenario's own numbers are judged.
"""

import argparse
import sys
from pathlib import Path

import pandas as pd

from hedgesim.analysis.claims.patterns import ALL, estimate_shares, score_patterns
from hedgesim.analysis.claims.read_ledger import read_ledger
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.ensembles.claim_draws import choose_claim_draws
from hedgesim.model.errors import InputError

PLACE = Path(__file__).parents[2] / "validation" / "results" / "patterns.csv"
LEDGER = "belarus/patterns.toml"


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parameters-from", type=Path, metavar="FILE", help="table of draws, a row each")
    parser.add_argument("--draws", type=parse_count, default=200, metavar="N", help="its first N rows (200)")
    parser.add_argument("--out", type=Path, default=PLACE, metavar="FILE", help=f"where to write ({PLACE})")
    return parser.parse_args(arguments)


def parse_count(text: str) -> int:
    """Return a count from the command line."""
    count = int(text)
    if count < 1:
        msg = "at least 1"
        raise argparse.ArgumentTypeError(msg)
    return count


def score_draws(file: Path | None, most: int) -> tuple[pd.DataFrame, int]:
    """Return the shares of draws of a file that show each pattern, and the number of draws."""
    ledger = read_ledger(LEDGER)
    draws: Draws | None = None
    if file is not None:
        draws, _ = choose_claim_draws(file, ledger.scenario, most)
    return estimate_shares(score_patterns(ledger, draws)), 1 if draws is None else draws.count


def format_shares(table: pd.DataFrame, count: int) -> str:
    """Format the shares for people."""
    lines = [f"Share of {count:,} draws in which each pattern holds, 95% Wilson interval", ""]
    for name, part, holds, low, high in table.itertuples(index=False):
        ends = (name, "") if part == ALL else ("", f"  {part}")
        lines.append(f"{ends[0]:4}{holds:6.3f}  {low:.3f} to {high:.3f}{ends[1]}")
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """Score the draws, write the shares and print them."""
    asked = parse_arguments(arguments)
    try:
        table, count = score_draws(asked.parameters_from, asked.draws)
    except InputError as error:
        sys.exit("\n".join(error.faults))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(asked.out, index=False, lineterminator="\n")
    sys.stdout.write(format_shares(table, count))


if __name__ == "__main__":
    main()
