"""The draws that claims are judged by, and their weights as if a pattern had not been used."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from ..design.parameter_draws import CLAIM_DRAWS, Draws, read_draws
from ..design.table_file import parse_column, read_table
from .case_ensemble import find_ensemble
from .conditioning import WITHOUT
from .default import CASE, Source, choose_draws, find_draws_for
from .ensemble import select_columns

Weights = Mapping[str, NDArray[np.float64]]


def choose_claim_draws(
    source: Source, scenario: Scenario, count: int = CLAIM_DRAWS
) -> tuple[Draws | None, Weights]:
    """Choose the draws for the claims on a scenario: the first rows of a file, or of the case's ensemble.

    Returns
    -------
    Draws or None
        Draws that fit the scenario; None for its own numbers.
    mapping
        Weight of each draw by the id of a pattern, as if that pattern had not been used.

    Raises
    ------
    InputError
        If the draws cannot be read, or do not fit the scenario.
    """
    if source is None:
        return None, {}
    file = None if isinstance(source, Draws) else Path(source)
    if source == CASE:
        file, _ = find_ensemble(scenario)
    if not isinstance(source, Draws):
        source = find_draws_for(scenario) if file is None or source == CASE else read_draws(file)
    if source.count < count:
        fewer = f"{source.name} has {source.count:,} draws, fewer than {count:,}: all of them judge"
        source = replace(source, notices=(*source.notices, fewer))
    return choose_draws(source.first(count), [scenario]), {} if file is None else read_weights(file, count)


def read_weights(file: Path, count: int) -> dict[str, NDArray[np.float64]]:
    """Read the weights of the first draws of a file, by the id of the pattern that is left out."""
    table, _ = read_table(file, "a table of draws")
    columns = {str(name): parse_column(cells) for name, cells in table.items()}
    return {name: values[:count] for name, values in select_columns(columns, WITHOUT).items()}
