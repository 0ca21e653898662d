"""Whether hedging pays in a setting: all strategies side by side, as ``hedgesim compare`` has them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.outcomes import UTILITY
from ...model.strategies import HEDGE, MIX, all_strategies
from ..compare.comparison import Comparison
from ..compare.ladder import compute_rivals
from ..compare.paired import (
    DRAW,
    compute_means,
    find_draws,
    list_finished_runs,
    list_pairing_columns,
    list_rows,
)
from ..compare.premium import compute_premium
from ..compare.two_part import estimate_mean
from ..design.batch import plan_batch
from ..design.parameter_draws import BATCH_RUNS
from ..execution.in_memory import Tables, outcome_table, play_blocks
from ..execution.write_tables import design_table
from ..labels import lower_first, strategy_label
from ..results.manifest import record_design
from ..tables.parts.estimates import take_estimate
from ..verdicts.comparison import judge_comparison, take_premium
from ..verdicts.verdict import Verdict
from .sentences import describe_moves
from .setting_ladder import LadderKey, ladder_key
from .state import Setting

KINDS = {"bandwagon": "best bandwagon", "pivot": "best pivot", MIX: "best fixed mix"}
"""Kinds of strategies that are rungs of the premium and need no search, with their names."""


class Gain(NamedTuple):
    """What hedging gains over something: its name, the estimate, and its own utility where it has one.

    The estimate of hedging itself is empty.
    """

    name: str
    estimate: Mapping[str, Any]
    utility: float | None = None


@dataclass(frozen=True)
class Answer:
    """All strategies of a setting played with the same shocks, and compared.

    Attributes
    ----------
    setting : Setting
        The setting; the strategy shown in the pictures has no part in the answer.
    found : Comparison
        The tables of ``hedgesim compare`` that are about utility.
    utility : DataFrame
        Mean utility with a row per run and a column per strategy.
    """

    setting: Setting
    found: Comparison
    utility: pd.DataFrame

    @property
    def key(self) -> LadderKey:
        """Return the data that the answer depends on."""
        return ladder_key(self.setting)

    @cached_property
    def verdict(self) -> Verdict:
        """Return the verdict of ``hedgesim compare``."""
        return judge_comparison(self.found)

    @property
    def sentences(self) -> str:
        """Return its sentences with strategies in words, and with the moved inputs."""
        names = {
            name: lower_first(self.name_strategy(name))
            for name in self.utility.columns
            if ":" in name or "_" in name
        }
        if moves := describe_moves(self.setting):
            scenario = self.setting.scenario.name
            names[scenario] = f"{scenario} with {', '.join(moves)}"
        return self.verdict.rename(names).text

    @property
    def draws(self) -> NDArray[np.int64] | None:
        """Return the draw of each run, shape (runs,); None where runs carry none."""
        return find_draws(self.utility.index.to_frame(index=False))

    def name_strategy(self, strategy: str) -> str:
        """Return a strategy in words."""
        if strategy == MIX:
            return KINDS[MIX].capitalize()
        return strategy_label(strategy, self.setting.base.labels)

    def list_rungs(self) -> Iterator[Gain]:
        """Yield what hedging gains over the best other strategy and over the best of each kind."""
        for row in list_rows(self.found.tables["premium"]):
            best = lower_first(self.name_strategy(row["best"]))
            yield Gain(f"Best other: {best}", take_premium(row))
            if "own" in row:
                yield Gain("Each draw's own best", take_estimate(row, "own"))
        for row in list_rows(self.found.tables["rivals"]):
            if row["rival"] in KINDS:
                yield Gain(self.name_kind(row["rival"], row["best"].split(", ")), row)

    def name_kind(self, kind: str, best: list[str]) -> str:
        """Name the best of a kind with the patrons that it leans on."""
        patrons = [self.setting.base.labels.get(name.partition(":")[2], "") for name in best]
        return ": ".join(filter(None, [KINDS[kind].capitalize(), " or ".join(patrons)]))

    def list_strategies(self) -> Iterator[Gain]:
        """Yield every strategy, the best first, with what hedging gains over it."""
        table = self.found.tables["strategies"]
        means = table[table["measure"] == UTILITY].set_index("strategy")["mean"]
        for name in means.sort_values(ascending=False, kind="stable").index:
            gain = (self.utility[HEDGE] - self.utility[name]).to_numpy()
            estimate = {} if name == HEDGE else estimate_mean(gain, self.draws)
            yield Gain(self.name_strategy(name), estimate, float(means[name]))

    @property
    def rival(self) -> str:
        """Return the best strategy other than ``hedge``; empty where no run finished with both."""
        return next(iter(self.found.tables["premium"]["best"]), "")

    def premium_by_run(self) -> "pd.Series[float]":
        """Return the utility of ``hedge`` less that of the best other strategy, by run."""
        return self.utility[HEDGE] - self.utility[self.rival]


def compute_answer(setting: Setting, runs: int = BATCH_RUNS) -> Answer:
    """Play all strategies of a setting: the runs of ``hedgesim batch`` with ``--strategies all``.

    Raises
    ------
    InputError
        If no run finished.
    """
    scenario = setting.scenario
    batch = plan_batch(
        [scenario], list(all_strategies(scenario)), runs=runs, seed=setting.seed, draws=setting.draws
    )
    plain = replace(batch, bands=False)
    outcomes = outcome_table(plain, play_blocks(plain, None))
    tables = Tables(record_design(batch), design_table(batch), outcomes, pd.DataFrame(), batch)
    finished = list_finished_runs(tables)
    utility = finished.pivot_table(
        index=list_pairing_columns(finished), columns="strategy", values=UTILITY, sort=False
    )
    return Answer(setting, compare_utility(tables, finished), utility.dropna())


def compare_utility(tables: Tables, finished: pd.DataFrame) -> Comparison:
    """Compute those tables of ``hedgesim compare`` that are about utility: the others would take longer."""
    name = tables.batch.scenarios[0].name
    found = {
        "strategies": compute_means(finished, [UTILITY]),
        "premium": compute_premium(finished, tables.batch.seed),
        "rivals": compute_rivals(finished),
    }
    draws = finished[DRAW].nunique() if DRAW in finished else 0
    failed = len(tables.outcomes) - len(finished)
    return Comparison(tables.manifest["scenarios"], name, HEDGE, len(finished), failed, found, draws)
