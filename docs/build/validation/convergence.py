"""How far the fits in a work folder have converged, worst parameter first; writes results/convergence.csv."""

import argparse
from pathlib import Path

import pandas as pd
from fits import RESULTS

COLUMNS = ["fit", "parameter", "effective_draws", "r_hat"]


def main() -> None:
    """Read and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("results/validation"), help="folder of the fits")
    given = parser.parse_args()
    rows = [worst(file) for file in sorted(given.work.glob("*/summary.csv"))]
    pd.DataFrame(rows, columns=COLUMNS).to_csv(RESULTS / "convergence.csv", index=False)


def worst(file: Path) -> tuple[str, str, int, float]:
    """Return a fit's parameter with the fewest effective draws, and its largest R-hat of all."""
    summary = pd.read_csv(file)
    row = summary.iloc[int(summary["effective_draws"].argmin())]
    return file.parent.name, str(row["parameter"]), int(row["effective_draws"]), float(summary["r_hat"].max())


if __name__ == "__main__":
    main()
