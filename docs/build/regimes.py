"""Write the labels of docs/regimes.md at the own numbers of every case: ``python docs/build/regimes.py``."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np

from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import outcome_columns, path_columns, regime_name
from hedgesim.model.parameters.lookup import explain
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.scenario.scenario import Scenario

PAGE = Path(__file__).parents[1] / "regimes.md"
BEGIN, END = "<!-- labels -->\n", "<!-- /labels -->"
RUNS, SEED = 100, 9
LATE = 8
"""Quarters that a regime is read from."""
LEAST = 0.1
"""Smallest share of runs with a label that the table shows."""
CASES = ("belarus", "armenia", "vietnam", "two_powers")
HISTORIES = ("kazakhstan/history", "serbia/history")
HEDGED = frozenset({"hedging", "asymmetric_hedging"})


class Labelled(NamedTuple):
    """A strategy in a scenario: share of runs by label, and where effort goes late in a run."""

    scenario: str
    strategy: str
    labels: Mapping[str, float]
    alone: float
    room: float

    @property
    def commonest(self) -> str:
        """Return the most frequent label."""
        return max(self.labels, key=lambda name: self.labels[name])


def scenarios() -> list[str]:
    """List the scenarios of the table."""
    return [n for n in builtin_scenarios() if n.partition("/")[0] in CASES or n in HISTORIES]


def strategies(scenario: Scenario) -> list[str]:
    """List the strategies of the table."""
    leaning = [f"{kind}:{p}" for kind in ("bandwagon", "pivot") for p in scenario.patrons]
    return ["hedge", "equidistance", *leaning, "self_reliance", "myopic"]


def label_strategy(scenario: Scenario, strategy: str, runs: int = RUNS) -> Labelled:
    """Play a strategy and count its labels."""
    played = simulate(scenario, strategy, SEED, np.arange(runs), paths=True)
    columns = list(path_columns(scenario.patrons))
    late = {name: float(played.paths[:, -LATE:, k].mean()) for k, name in enumerate(columns)}
    codes = played.outcomes[list(outcome_columns(scenario.patrons)).index("regime")]
    counts = Counter(regime_name(code, scenario.patrons) for code in codes)
    return Labelled(
        scenario.name,
        strategy,
        {name: count / runs for name, count in counts.most_common()},
        late["effort_self_reliance"],
        late["room"],
    )


def expect_labels(scenario: Scenario, strategy: str) -> frozenset[str]:
    """Return the labels that common sense gives a strategy; empty where it says nothing.

    Leaning on a patron that leads at the start is bandwagon. If hedging came before, it is a collapse.
    """
    kind, _, patron = strategy.partition(":")
    if patron:
        fixed, _ = begin(scenario.case(), scenario.start())
        led = fixed.strongest[scenario.patrons.index(patron)] > 0.5
        return frozenset({"bandwagon", "collapse"} if led else {f"pivot:{patron}"})
    return {"hedge": HEDGED, "equidistance": HEDGED, "self_reliance": frozenset({"isolation"})}.get(
        kind, frozenset()
    )


# ---- words ---------------------------------------------------------------------------------
def shorten_label(name: str) -> str:
    """Return a label in one word."""
    return name.removesuffix("_hedging")


def format_labels(labels: Mapping[str, float]) -> str:
    """Format labels with their shares of runs; a label of all runs stands alone."""
    shown = [(name, part) for name, part in labels.items() if part >= LEAST]
    if len(labels) == 1:
        return shorten_label(shown[0][0])
    return ", ".join(f"{shorten_label(name)} {100 * part:.0f}%" for name, part in shown)


def format_row(rows: Sequence[Labelled]) -> str:
    """Format a scenario's row of the table."""
    return f"| {' | '.join([f'`{rows[0].scenario}`', *(format_labels(r.labels) for r in rows)])} |\n"


def format_surprise(r: Labelled) -> str:
    """Format a strategy that is not called what common sense calls it."""
    return f"| `{r.scenario}` | {r.strategy} | {format_labels(r.labels)} | {r.alone:.2f} | {r.room:.2f} |\n"


def label_scenario(name: str) -> list[Labelled]:
    """Play all strategies of a scenario."""
    scenario = Scenario.load(name)
    return [label_strategy(scenario, strategy) for strategy in strategies(scenario)]


def find_surprises(found: Sequence[Labelled]) -> Iterator[Labelled]:
    """Yield the strategies whose commonest label is not one that common sense gives them."""
    for r in found:
        expected = expect_labels(Scenario.load(r.scenario), r.strategy)
        if expected and r.commonest not in expected:
            yield r


def count_other_labels(names: Sequence[str], counter: float) -> int:
    """Count the scenarios in which hedge is not called hedging with a least effort on each rival."""
    varied = (Scenario.load(name).vary({"regimes.counter": counter}) for name in names)
    return sum(label_strategy(scenario, "hedge").commonest not in HEDGED for scenario in varied)


def write_doubt(names: Sequence[str]) -> str:
    """Write what the labels of hedge owe to the limit that decides most of them."""
    (row,) = explain("regimes.counter")
    limits = [row.low, Scenario.load(names[0]).values[row.path], row.high]
    counts = [f"{count_other_labels(names, limit)} at {limit:g}" for limit in limits]
    return (
        f"`hedge` is not called hedging in {', '.join(counts[:2])} and {counts[2]} of {len(names)} scenarios,"
        " by the least effort on each of two rivals that hedging takes (`regimes.counter`: both ends of its"
        " range and what the model has).\n\n"
    )


def block(names: Sequence[str]) -> str:
    """Write the tables: labels by case, then what common sense would not have said."""
    cases = {case: list(members) for case, members in groupby(names, key=lambda n: n.partition("/")[0])}
    found = [r for name in names for r in label_scenario(name)]
    surprises = list(find_surprises(found))
    lines = []
    for case, members in cases.items():
        heads = ["scenario", *strategies(Scenario.load(members[0]))]
        lines += [f"\n### {case}\n\n| {' | '.join(heads)} |\n", f"|{'---|' * len(heads)}\n"]
        lines += [format_row([r for r in found if r.scenario == name]) for name in members]
    judged = sum(r.strategy != "myopic" for r in found)
    lines += [
        "\n## Where common sense would have said something else\n\n",
        f"{len(surprises)} of {judged} strategies in scenarios, by the commonest label. Effort is unforced, a"
        f" share of all; mean of the last {LATE} quarters.\n\n",
        write_doubt(names),
        "| scenario | strategy | label | effort on self-reliance | room held |\n|---|---|---|---|---|\n",
        *(format_surprise(r) for r in surprises),
    ]
    return "".join(lines) + "\n"


def page(text: str, made: str) -> str:
    """Return the page with its tables made anew."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + made + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), block(scenarios())), encoding="utf-8")
