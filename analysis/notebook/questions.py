"""Notebook functions: where a condition tips, what a cut costs, which inputs explain a difference."""

import pandas as pd

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.scenario.scenario import Scenario
from ..compare.fallback import LEADER, Fallback, compute_fallback, parse_cut
from ..conditions.columns import tipping_margin
from ..design.arguments import Names, list_names, load_scenario
from ..design.parse_axes import parse_axes
from ..explore import attribution, thresholds
from ..explore.mix_search import complete_mixes
from ..explore.threshold_result import Tipping


@normalise_arguments
def threshold(
    scenario: Scenario | str,
    vary: str | Names,
    when: str = "premium < 0",
    *,
    strategy: str = "hedge",
    runs: int = 200,
    seed: int = 1,
    workers: int | None = None,
) -> Tipping:
    """Find where a condition tips as an input varies, as ``hedgesim threshold`` does.

    Parameters
    ----------
    scenario : Scenario or str
        The scenario, or its name or file.
    vary : str or sequence of str
        The input and its range, ``KEY=LO:HI``; a second one, ``KEY=LO:HI:N`` or ``KEY=a,b,c``, gives the
        frontier.
    when : str
        The condition, such as ``premium < 0`` or ``share(regime == 'collapse') > 0.1``.
    strategy : str
        The strategy whose outcomes are used; a premium is always that of ``hedge``.
    runs, seed : int
        Number of runs at each value, with the same shocks at all values, and their seed.
    workers : int, optional
        Number of cores to use; all by default.

    Raises
    ------
    InputError
        If the condition or an input cannot be parsed.
    """
    spec = load_scenario(scenario)
    margin = tipping_margin(when, "--when", spec.patrons)
    asked_for = list_names(vary)
    if not asked_for:
        msg = "threshold: name the input that tips it, such as patrons.russia.barrier=0:0.6"
        raise InputError(msg)
    first, *others = parse_axes(asked_for, spec)
    if others:
        found = thresholds.frontier(
            spec, first, thresholds.level_combinations(others), margin,
            strategy=strategy, runs=runs, seed=seed, workers=workers,
        )  # fmt: skip
    else:
        found = thresholds.threshold(
            spec, first, margin, strategy=strategy, runs=runs, seed=seed, workers=workers
        )
    asked = (spec.name, spec.digest, spec.patrons, first.path, first.low, first.high, when, margin.words)
    return Tipping(*asked, strategy, runs, seed, found.rows, found.points)


@normalise_arguments
def fallback(
    scenario: Scenario | str,
    cut: str = LEADER,
    at: str | None = None,
    duration: int = 4,
    *,
    strategies: str | Names | None = None,
    runs: int = 200,
    seed: int = 1,
) -> Fallback:
    """Let a patron cut the hedger off and compute what each strategy loses, as ``hedgesim fallback`` does.

    Parameters
    ----------
    scenario : Scenario or str
        The scenario, or its name or file.
    cut : str
        The patron, or ``leader``: the one with the largest share of the hedger's room before the cut, with
        each strategy.
    at : str, optional
        First quarter of the cut, such as ``2027Q3``; by default the middle of the scenario.
    duration : int
        Length of the cut in quarters.
    strategies : str or sequence of str, optional
        Strategies, or ``all``; by default those of the scenario.
    runs, seed : int
        Number of runs, the same with and without the cut, and their seed.

    Raises
    ------
    InputError
        If there is no such patron, or the cut does not lie within the scenario.
    """
    names = list_names(strategies)
    (spec,) = complete_mixes([load_scenario(scenario)], names)
    return compute_fallback(spec, parse_cut(spec, cut, at, duration), names, runs, seed)


@normalise_arguments
def attribute(
    scenario: Scenario | str,
    other: Scenario | str | None = None,
    of: str = "utility_mean",
    *,
    strategy: str = "hedge",
    runs: int = 100,
    seed: int = 1,
    workers: int | None = None,
) -> pd.DataFrame:
    """Compute which inputs explain the difference of two scenarios, as ``hedgesim attribute`` does.

    Parameters
    ----------
    scenario : Scenario or str
        The scenario before the changes.
    other : Scenario or str, optional
        The scenario after them; by default the first one with its mechanisms switched off.
    of : str
        A numeric outcome, or ``premium``.
    strategy : str
        The strategy whose outcome is used; a premium is always that of ``hedge``.
    runs, seed : int
        Number of runs of every subset of the changes, with the same shocks in all of them, and their seed.
    workers : int, optional
        Number of cores to use; all by default.

    Returns
    -------
    DataFrame
        Shapley values: input, value, low, high, runs, orders; the last row holds all changes together.

    Raises
    ------
    InputError
        If the scenarios cannot be compared with each other, or there is no such outcome.
    """
    before = load_scenario(scenario)
    changes = (
        attribution.mechanisms_off(before)
        if other is None
        else attribution.list_changes(before, load_scenario(other))
    )
    return attribution.attribute(
        before, changes, of, strategy=strategy, runs=runs, seed=seed, workers=workers
    )
