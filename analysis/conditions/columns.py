"""The columns that ``--where``, ``--when`` and ``--require`` may name, and the texts that they hold."""

from collections.abc import Mapping, Sequence

from ...model.errors import InputError
from ...model.outcomes import outcome_columns, regime_names
from ...model.strategies import MIX, compared_strategies, strategy_names
from ..labels import PREMIUM, RUNG_COLUMNS, explain_rung, list_premiums, premium_rival
from .expression import Expression, Margin, as_margin, parse
from .tokens import condition_fault
from .tree import mean_columns

SPARSE = "hedging_lost_quarter"
"""The outcome that is missing in runs that never lose hedging."""


def parse_condition(text: str, option: str, patrons: Sequence[str], inputs: Sequence[str] = ()) -> Expression:
    """Parse a condition over outcome columns, premiums, ``strategy`` and the inputs that vary.

    Raises
    ------
    InputError
        If it cannot be parsed (names the place and the nearest known word), or reads a rung of the ladder.
    """
    played = [*premium_columns(patrons), f"{PREMIUM}:{MIX}"]  # what was not played is said later
    columns = [*outcome_columns(patrons), *played, *RUNG_COLUMNS, "strategy", *inputs]
    found = parse(text, option, columns, list_texts(patrons))
    for name in found.columns:
        if name in RUNG_COLUMNS:
            raise InputError(condition_fault(option, text, explain_rung(name)))
    return found


def parse_requirement(text: str, option: str, patrons: Sequence[str]) -> Expression:
    """Parse a condition that a run of any strategy may meet, so that it reads no premium.

    Raises
    ------
    InputError
        As :func:`parse_condition` does, or if it reads a premium.
    """
    found = parse_condition(text, option, patrons)
    if premiums := list_read_premiums(found):
        what = f"{premiums[0]} is that of hedge alone; require what all strategies have, such as utility_mean"
        raise InputError(condition_fault(option, text, what))
    return found


def tipping_margin(text: str, option: str, patrons: Sequence[str]) -> Margin:
    """Parse a condition to the margin whose mean over runs crosses zero where the condition tips.

    Raises
    ------
    InputError
        If it cannot be parsed or has no margin, or if it needs the mean of an outcome that some runs lack.
    """
    columns = [*outcome_columns(patrons), *premium_columns(patrons), *RUNG_COLUMNS, "strategy"]
    found = parse(text, option, columns, list_texts(patrons), shares=True)
    margin = as_margin(found)
    if SPARSE in mean_columns(margin.expression.tree):
        what = f"runs that never lose hedging have no {SPARSE}; ask how many do: share({SPARSE} < 8) > 0.5"
        raise InputError(condition_fault(option, text, what))
    return margin


def list_texts(patrons: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the possible texts of each column that holds text."""
    return {"regime": regime_names(patrons), "strategy": strategy_names(patrons)}


def list_read_premiums(expression: Expression) -> list[str]:
    """Return the premiums that a condition reads, for which other strategies must be played."""
    return [name for name in expression.columns if premium_rival(name) is not None]


def premium_columns(patrons: Sequence[str]) -> list[str]:
    """Return the premium and that over every rival by itself or kind of rivals."""
    return [PREMIUM, *list_premiums(compared_strategies(patrons)[1:])]


def select_columns(expression: Expression) -> tuple[list[str], list[str]]:
    """Return the rungs and the premiums that a condition reads.

    Raises
    ------
    InputError
        If it reads several premiums: each chooses a rival of its own.
    """
    rungs = [name for name in expression.columns if name in RUNG_COLUMNS]
    premiums = list_read_premiums(expression)
    if len(premiums) > 1 or (premiums and rungs):
        what = f"found {' and '.join([*premiums, *rungs])}; name one premium, or rungs of the ladder alone"
        raise InputError(condition_fault(expression.option, str(expression), what))
    return rungs, premiums
