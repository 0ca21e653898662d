"""The rows of each scenario and strategy: those that pandas finds, in its order, without copies."""

import numpy as np
import pandas as pd
import pytest

from hedgesim.analysis.compare.groups import find_groups, split_runs

HEADS = ["scenario", "strategy"]


def list_runs(names: list[tuple[str, str]]) -> pd.DataFrame:
    """Runs with these scenarios and strategies, numbered."""
    return pd.DataFrame(names, columns=HEADS).assign(number=range(len(names)))


TOGETHER = [("b", "x")] * 3 + [("b", "y")] * 2 + [("a", "x")] * 4 + [("a", "y")]
"""Neither names nor pairs are in the order of the alphabet."""


@pytest.mark.parametrize("category", [False, True])
@pytest.mark.parametrize("seed", [None, 0, 1, 2])
def test_groups_are_those_of_pandas(seed: int | None, category: bool) -> None:
    runs = list_runs(TOGETHER)
    runs = runs if seed is None else runs.sample(frac=1.0, random_state=seed)
    given = runs.astype(dict.fromkeys(HEADS, "category")) if category else runs
    found = [(names, list(part["number"])) for names, part in split_runs(given, HEADS)]
    assert found == [(names, list(part["number"])) for names, part in runs.groupby(HEADS, sort=False)]


def test_rows_that_lie_together_are_not_copied() -> None:
    runs = list_runs(TOGETHER)
    assert [group.rows for group in find_groups(runs, HEADS)] == [
        slice(0, 3), slice(3, 5), slice(5, 9), slice(9, 10),
    ]  # fmt: skip
    for _, part in split_runs(runs, HEADS):
        assert np.shares_memory(part["number"].to_numpy(), runs["number"].to_numpy())


def test_without_runs_there_are_no_groups() -> None:
    assert find_groups(list_runs([]), HEADS) == []
