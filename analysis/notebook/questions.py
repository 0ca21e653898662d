"""Notebook functions: thresholds, what a cut costs, what is insurance, which inputs explain a difference."""

import pandas as pd

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.scenario.scenario import Scenario
from ..compare.fallback import LEADER, Fallback, compute_fallback, parse_cut
from ..conditions.columns import tipping_margin
from ..design.arguments import Names, list_names, load_scenario
from ..design.parameter_draws import BATCH_RUNS
from ..design.parse_axes import parse_axes
from ..ensembles.default import CASE, Source, choose_draws
from ..explore import attribution, thresholds
from ..explore.mix_search import complete_mixes
from ..explore.risk.insurance import answer_question
from ..explore.risk.question import Settings, list_mixed, pose_question
from ..explore.risk.result import Risk
from ..explore.threshold_result import Tipping


@normalise_arguments
def threshold(
    scenario: Scenario | str,
    vary: str | Names,
    when: str = "premium < 0",
    *,
    strategy: str = "hedge",
    runs: int = BATCH_RUNS,
    seed: int = 1,
    draws: Source = CASE,
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
    draws : Draws, str, Path or None
        Draws of parameters that the runs take in turn, or their file; by default what is not known of the
        case, None for the scenario's own numbers.
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
    carried = choose_draws(draws, [spec], varied=[axis.path for axis in (first, *others)])
    if others:
        found = thresholds.frontier(
            spec, first, thresholds.level_combinations(others), margin,
            strategy=strategy, runs=runs, seed=seed, workers=workers, draws=carried,
        )  # fmt: skip
    else:
        found = thresholds.threshold(
            spec, first, margin, strategy=strategy, runs=runs, seed=seed, workers=workers, draws=carried
        )
    key = (spec.name, spec.digest, spec.patrons, first.path, first.low, first.high, when, margin.words)
    return Tipping(*key, strategy, runs, seed, found.rows, found.points)


@normalise_arguments
def fallback(
    scenario: Scenario | str,
    cut: str = LEADER,
    at: str | None = None,
    duration: int = 4,
    *,
    strategies: str | Names | None = None,
    runs: int = BATCH_RUNS,
    seed: int = 1,
    draws: Source = CASE,
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
    draws : Draws, str, Path or None
        Draws of parameters that the runs take in turn, or their file; by default what is not known of the
        case, None for the scenario's own numbers.

    Raises
    ------
    InputError
        If there is no such patron, or the cut does not lie within the scenario.
    """
    names = list_names(strategies)
    (spec,) = complete_mixes([load_scenario(scenario)], names)
    carried = choose_draws(draws, [spec])
    return compute_fallback(spec, parse_cut(spec, cut, at, duration), names, runs, seed, carried)


@normalise_arguments
def risk(
    scenario: Scenario | str,
    against: str | None = None,
    *,
    strategies: str | Names | None = None,
    floor: float = 0.7,
    aversion: float = 3.0,
    runs: int = 2000,
    seed: int = 1,
    draws: Source = CASE,
    workers: int | None = None,
) -> Risk:
    """Compute whether hedging is insurance against the moods of patrons, as ``hedgesim risk`` does.

    Parameters
    ----------
    scenario : Scenario or str
        The scenario, or its name or file.
    against : str, optional
        What strategies are compared with: one of them, or ``lean``, the best lean on one patron; by default
        ``lean``, and the best bandwagon.
    strategies : str or sequence of str, optional
        Strategies, or ``all``; by default those of the scenario, and its best fixed mix.
    floor : float
        Utility not to fall below, as a share of utility in the opening record.
    aversion : float
        Relative aversion to risk of the certainty equivalent.
    runs, seed : int
        Number of runs, with the same shocks with moods and at their mean, and their seed.
    draws : Draws, str, Path or None
        Draws of parameters that the runs take in turn, or their file; by default what is not known of the
        case, None for the scenario's own numbers.
    workers : int, optional
        Number of cores to use; all by default.

    Raises
    ------
    InputError
        If a strategy is unknown, nothing is left to compare, or a number is out of range.
    """
    names = list_names(strategies)
    (spec,) = complete_mixes([load_scenario(scenario)], list_mixed(names, against), workers=workers)
    settings = Settings(runs, seed, floor, aversion)
    carried = choose_draws(draws, [spec])
    return answer_question(pose_question(spec, names, against, settings, workers, carried), workers)


@normalise_arguments
def attribute(
    scenario: Scenario | str,
    other: Scenario | str | None = None,
    of: str = "utility_mean",
    *,
    strategy: str = "hedge",
    runs: int = BATCH_RUNS,
    seed: int = 1,
    draws: Source = CASE,
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
    draws : Draws, str, Path or None
        Draws of parameters that the runs take in turn, or their file; by default what is not known of the
        case, None for the scenario's own numbers.
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
    ends = [before] if other is None else [before, load_scenario(other)]
    changes = attribution.mechanisms_off(before) if other is None else attribution.list_changes(*ends)
    carried = choose_draws(draws, ends)
    return attribution.attribute(
        before, changes, of, strategy=strategy, runs=runs, seed=seed, workers=workers, draws=carried
    )
