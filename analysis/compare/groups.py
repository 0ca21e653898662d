"""The runs of each scenario and strategy: rows of a table that belong together, without copies of them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Rows = slice | NDArray[np.int64]


class Group(NamedTuple):
    """Texts that name a group of runs, and its rows: a slice where they lie together."""

    names: tuple[str, ...]
    rows: Rows


def split_runs(runs: pd.DataFrame, heads: Sequence[str]) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    """Yield names and runs of each group, see :func:`find_groups`."""
    return ((group.names, runs.iloc[group.rows]) for group in find_groups(runs, heads))


def find_groups(runs: pd.DataFrame, heads: Sequence[str]) -> list[Group]:
    """Find the groups of runs with the same texts, in the order in which they begin.

    Parameters
    ----------
    runs : DataFrame
        Runs, one row each; those of a folder lie together by group, and nothing of them is copied.
    heads : sequence of str
        Columns of texts that name a group.
    """
    codes = number_groups(runs, heads)
    firsts = np.flatnonzero(np.diff(codes, prepend=-1))
    rows: Sequence[Rows]
    if len(np.unique(codes[firsts])) == len(firsts):
        rows = [slice(*ends) for ends in pairwise([*firsts.tolist(), len(codes)])]
    else:
        numbers = pd.factorize(codes)[0]
        order = np.argsort(numbers, kind="stable")
        firsts = order[np.flatnonzero(np.diff(numbers[order], prepend=-1))]
        rows = np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1)
    names = zip(*(runs[head].iloc[firsts].astype(str) for head in heads), strict=True)
    return [Group(*pair) for pair in zip(names, rows, strict=True)]


def number_groups(runs: pd.DataFrame, heads: Sequence[str]) -> NDArray[np.int64]:
    """Give the same number from 0 to runs with the same texts, shape (runs,)."""
    codes = np.zeros(len(runs), np.int64)
    for head in heads:
        column = runs[head].astype("category").cat  # of categories nothing is computed
        codes = codes * len(column.categories) + column.codes.to_numpy()
    return codes
