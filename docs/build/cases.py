"""Write the tables of docs/cases.md, at the own numbers of every case: ``python docs/build/cases.py``."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hedgesim.analysis.compare.premium import compute_premium
from hedgesim.analysis.execution.evaluate import simulate_points
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import path_columns
from hedgesim.model.parameters.lookup import LADDER
from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.scenario.scenario import Scenario

PAGE = Path(__file__).parents[1] / "cases.md"
BEGIN, END = "<!-- cases -->\n", "<!-- /cases -->"
RUNS = 50
SEED = 1
LATE = 8
"""Quarters that a regime is read from."""
LEAST = 0.001
"""What a premium must move by to be moved at all."""
RANGES = "belarus/baseline"
LEVERS = {
    "patrons.russia.arms_access": "arms access",
    "patrons.russia.barrier": "barrier",
    "patrons.eu.agreement": "agreement",
}


@dataclass(frozen=True)
class Seen:
    """What runs of a case under one setting gave: influence, regimes, and the premium with its interval."""

    influence: Mapping[str, float]
    number: float
    regimes: Mapping[str, float]
    premium: float
    low: float
    high: float
    best_other: str

    @property
    def regime(self) -> str:
        """Return the most frequent regime."""
        return max(self.regimes, key=lambda name: self.regimes[name])


@dataclass(frozen=True)
class Told:
    """A case as it stands and with each lever at its low and high end."""

    scenario: Scenario
    own: Seen
    ends: Mapping[str, tuple[Seen, Seen]]

    def gap(self, lever: str) -> float:
        """Return how far a lever moves the premium."""
        values = [self.own.premium, *(seen.premium for seen in self.ends[lever])]
        return max(values) - min(values)

    @property
    def strongest(self) -> str:
        """Return what moves the premium most, in words."""
        lever = max(self.ends, key=self.gap)
        return LEVERS[lever] if self.gap(lever) >= LEAST else "nothing"


def cases() -> list[str]:
    """Return every history of a state and every baseline, between the patrons that the levers belong to."""
    chosen = [n for n in builtin_scenarios() if n.endswith(("/history", "/baseline"))]
    patrons = Scenario.load(RANGES).patrons
    return [n for n in chosen if n != "world/history" and Scenario.load(n).patrons == patrons]


def held(scenario: Scenario, path: str, value: float) -> Scenario:
    """Return a scenario with an input at one value through the whole run.

    Its events of that input are dropped.
    """
    paths = {path, path.replace(".agreement", ".framework")}
    free = replace(scenario, events=tuple(e for e in scenario.events if e.path not in paths))
    return free.vary({path: value})


def seen(scenario: Scenario, runs: int) -> Seen:
    """Play all strategies for the premium, and hedge once more for its paths."""
    played = simulate_points(scenario, ["all"], runs=runs, seed=SEED, workers=1, engine="compiled")
    paid = compute_premium(played, SEED).iloc[0]
    hedged = played[played["strategy"] == "hedge"]
    paths = simulate(scenario, "hedge", SEED, np.arange(runs), paths=True).paths
    columns = list(path_columns(scenario.patrons))
    at = [columns.index(f"influence_{p}") for p in scenario.patrons]
    shares = paths[:, -LATE:, at].mean(axis=1)
    return Seen(
        dict(zip(scenario.patrons, map(float, shares.mean(axis=0)), strict=True)),
        float((1.0 / (shares**2).sum(axis=1)).mean()),
        {str(name): float(part) for name, part in hedged["regime"].value_counts(normalize=True).items()},
        float(paid["premium"]),
        float(paid["low"]),
        float(paid["high"]),
        str(paid["best"]),
    )


def told(name: str, runs: int) -> Told:
    """Play a case and its levers."""
    scenario, bounds = Scenario.load(name), Scenario.load(RANGES).uncertainty
    ends = {}
    for path in LEVERS:
        low, high = (seen(held(scenario, path, value), runs) for value in bounds[path])
        ends[path] = (low, high)
    return Told(scenario, seen(scenario, runs), ends)


# ---- words ---------------------------------------------------------------------------------
def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def share(value: float) -> str:
    """Return a share with two decimals."""
    return f"{value:.2f}".removeprefix("0")


def signed(value: float) -> str:
    """Return a premium with three decimals."""
    told = f"{value:+.3f}".replace("0.", ".", 1)
    return told.lstrip("+-") if float(told) == 0.0 else told


def regimes(s: Seen) -> str:
    """Return regimes and their shares of runs, the most frequent first."""
    kept = sorted(s.regimes.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {100 * part:.0f}%" for name, part in kept)


def first_table(all_told: Sequence[Told]) -> str:
    """Return who hedges and who leans."""
    patrons = [f"influence of {label}" for label in all_told[0].scenario.labels.values()]
    heads = ["case", "until", "patrons that count", *patrons, "regime, share of runs", "premium", "over"]
    return table(
        heads,
        [
            [
                f"`{t.scenario.name}`",
                t.scenario.quarter_name(t.scenario.horizon - 1),
                f"{t.own.number:.2f}",
                *map(share, t.own.influence.values()),
                regimes(t.own),
                signed(t.own.premium),
                t.own.best_other,
            ]
            for t in all_told
        ],
    )


def lever_table(all_told: Sequence[Told], read: str) -> str:
    """Return what each lever does to the premium, or to the number of patrons that count."""
    word = signed if read == "premium" else (lambda value: f"{value:.2f}")
    rows = []
    for t in all_told:
        cells = [f"{word(getattr(a, read))} to {word(getattr(b, read))}" for a, b in t.ends.values()]
        last = [t.strongest] if read == "premium" else [", ".join(changed(t)) or "-"]
        rows.append([f"`{t.scenario.name}`", word(getattr(t.own, read)), *cells, *last])
    last_head = "moves it most" if read == "premium" else "another regime with"
    return table(["case", "as it is", *map(lever_words, LEVERS), last_head], rows)


def lever_words(path: str) -> str:
    """Return a lever with its two ends."""
    low, high = Scenario.load(RANGES).uncertainty[path]
    ends = (LADDER[int(low)], LADDER[int(high)]) if path.endswith("agreement") else (f"{low:g}", f"{high:g}")
    return f"{LEVERS[path]} {ends[0]} to {ends[1]}"


def changed(t: Told) -> Iterator[str]:
    """Return the ends of levers at which another regime is the most frequent."""
    for path, ends in t.ends.items():
        for end, s in zip(("low", "high"), ends, strict=True):
            if s.regime != t.own.regime:
                yield f"{end} {LEVERS[path]} ({s.regime})"


def lists(all_told: Sequence[Told]) -> str:
    """Return cases by regime, by what moves the premium most and by whether hedging pays."""
    groups = {
        "Regime of most runs": lambda t: t.own.regime,
        "Moves the premium most": lambda t: t.strongest,
        "Hedging against the best other strategy": pays,
    }
    lines = []
    for head, of in groups.items():
        found: dict[str, list[str]] = {}
        for t in all_told:
            found.setdefault(of(t), []).append(t.scenario.name)
        parts = [f"**{name}** in {', '.join(of_name)}" for name, of_name in found.items()]
        lines.append(f"- {head}: {'; '.join(parts)}.")
    return "\n".join(lines) + "\n"


def pays(t: Told) -> str:
    """Return whether hedging does better than the best other strategy, by the interval of the premium."""
    if t.own.low > 0.0:
        return "better"
    return "worse" if t.own.high < 0.0 else "undecided"


def block(chosen: Sequence[str], runs: int) -> str:
    """Write lists and tables, those with most patrons first."""
    all_told = sorted((told(name, runs) for name in chosen), key=lambda t: -t.own.number)
    return "\n".join(
        [
            lists(all_told),
            f"{runs} runs a setting, which meet the same shocks. The premium is over the best other strategy;"
            f" a gap below {LEAST:g} counts as nothing.\n",
            "### Who hedges, who leans\n",
            first_table(all_told),
            "### What moves the premium\n",
            lever_table(all_told, "premium"),
            "### What moves the number of patrons that count\n",
            lever_table(all_told, "number"),
        ]
    )


def page(text: str, made: str) -> str:
    """Return the page with its tables made anew."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + made + END + rest.partition(END)[2]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args()
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page(text, block(cases(), given.runs)), encoding="utf-8")
