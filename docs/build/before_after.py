"""Write the table of docs/ladder.md that compares with the model of version 0.2.

Run: ``python docs/build/before_after.py``.

What that model gave was measured with its own code, by ``hedgesim optimise SCENARIO --runs 200 --seed 9``,
and stands in ``before.json``; what this one gives is played anew.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from hedgesim.analysis import ladder

PAGE = Path(__file__).parents[1] / "ladder.md"
BEFORE: Mapping[str, Mapping[str, float]] = json.loads(
    Path(__file__).with_name("before.json").read_text(encoding="utf-8")
)
BEGIN, END = "<!-- before and after -->\n", "<!-- /before and after -->"
RUNS, SEED = 200, 9
LEVELS = ("lean", "mix", "hedge", "foresight")
RUNGS = ("diversification", "flexibility", "hedging")
HEADS = (
    "scenario", "hedge then", "best mix then", "gap then", "security then", "premium then", "best lean",
    "best mix", "hedge", "foresight", "hedge - foresight", "security", *RUNGS,
)  # fmt: skip


def write_row(name: str, runs: int = RUNS) -> str:
    """Play the ladder of a scenario and format its row."""
    found, then = ladder([f"belarus/{name}"], runs=runs, seed=SEED), BEFORE[name]
    level = dict(zip(found.levels["level"], found.levels["mean"], strict=True))
    rung = dict(zip(found.rungs["rung"], found.rungs["mean"], strict=True))
    mixes = found.mixes[found.mixes["level"] == "foresight"].filter(regex=r"\.security$")
    cells = [
        f"`{name}`",
        f"{then['hedge']:.4f}",
        f"{then['best']:.4f}",
        f"{then['hedge'] - then['best']:+.4f}",
        f"{then['security']:.2f}",
        f"{then['premium']:+.4f}",
        *(f"{level[part]:.4f}" for part in LEVELS),
        f"{level['hedge'] - level['foresight']:+.4f}",
        f"{float(mixes.sum(axis=1).mean()):.2f}",
        *(f"{rung[part]:+.4f}" for part in RUNGS),
    ]
    return f"| {' | '.join(cells)} |\n"


def write_table(names: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield f"| {' | '.join(HEADS)} |\n|---|{'---:|' * (len(HEADS) - 1)}\n"
    yield from map(write_row, names)


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    first, _, rest = text.partition(BEGIN)
    PAGE.write_text(
        first + BEGIN + "".join(write_table(list(BEFORE))) + END + rest.partition(END)[2], encoding="utf-8"
    )
