"""A naive forecast that knows announced embargoes: persistence of trade shares, less what embargoes cover.

The last observed share of each partner is multiplied by 1 - c, where c is the share of the flow that
embargoes in force were expected to cover when they were adopted (``embargoes.csv``). Partners and the rest of
the world are then rescaled so that they sum to 1: lost trade goes to the others in proportion. Coverage
already in force in the last observed year is not subtracted again. The spread is that of persistence
(:mod:`.naive`), and in a year without embargo the forecast is persistence itself.
"""

import datetime
from collections.abc import Iterable, Mapping

import numpy as np

from ...model.errors import InputError
from .embargoes import FLOWS, Embargo
from .naive import LOGIT, Floats, Forecast, Years, compute_forecast, draw_samples, to_link_scale


def select_coverage(year: int, flow: str, embargoes: Iterable[Embargo]) -> dict[str, float]:
    """Compute the coverage of a flow by partner, averaged over the days of a year.

    An embargo from the middle of the year counts half.
    """
    start, end = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
    now: dict[str, float] = {}
    mean: dict[str, float] = {}
    for embargo in sorted(embargoes, key=lambda e: e.first):
        if embargo.flow == flow and embargo.first < end:
            # each embargo adds its change of coverage for the part of the year that is left
            left = (end - max(embargo.first, start)) / (end - start)
            change = embargo.coverage - now.get(embargo.partner, 0.0)
            mean[embargo.partner] = mean.get(embargo.partner, 0.0) + change * left
            now[embargo.partner] = embargo.coverage
    return mean


def additional_coverage(coverage: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    """Compute the coverage of the trade that earlier embargoes left; negative where embargoes were eased.

    It is 0 for a partner of whose trade nothing was left.
    """
    left = {p: 1.0 - before.get(p, 0.0) for p in coverage}
    return {p: 1.0 - (1.0 - c) / left[p] if left[p] > 0.0 else 0.0 for p, c in coverage.items()}


def apply_embargoes(shares: Mapping[str, float], coverage: Mapping[str, float]) -> dict[str, float]:
    """Compute partners' shares after embargoes, rescaled so that they and the rest of the world sum to 1.

    Parameters
    ----------
    shares : mapping
        Last shares by partner, 0 to 1; the remainder to 1 is the rest of the world. An embargo counts only if
        its partner is listed: ``UA``, if not listed, is part of the rest.
    coverage : mapping
        Share of each partner's flow that embargoes cover; 0 for a partner that is not listed.

    Raises
    ------
    InputError
        If shares sum to more than 1, or embargoes leave nothing.
    """
    rest = 1.0 - sum(shares.values())
    if rest < -1e-9:
        msg = f"shares of {', '.join(shares)} sum to {1.0 - rest:g}; allowed is 1 at most"
        raise InputError(msg)
    left = {p: share * (1.0 - coverage.get(p, 0.0)) for p, share in shares.items()}
    whole = max(rest, 0.0) + sum(left.values())
    if whole <= 0.0:
        msg = f"embargoes on {', '.join(coverage)} leave no trade at all"
        raise InputError(msg)
    return {p: share / whole for p, share in left.items()}


def compute_anchors(
    series: Mapping[str, tuple[Years, Floats]], flow: str, embargoes: Iterable[Embargo], horizon: int
) -> dict[str, Floats]:
    """Compute what embargoes leave of the last shares of all partners in one flow, as log odds.

    Parameters
    ----------
    series : mapping
        Partner, as named in the embargoes, to training years and shares between 0 and 1; all series end in
        the same year.
    flow : str
        ``hedger_exports`` or ``hedger_imports``.
    embargoes : iterable of Embargo
        Announced embargoes.
    horizon : int
        Years after the last.

    Returns
    -------
    dict
        Partner to log odds, shape (horizon,).

    Raises
    ------
    InputError
        If a series is faulty or ends in another year, the flow is unknown, or shares sum to more than 1.
    """
    last = last_year(series)
    if flow not in FLOWS:
        msg = f"unknown flow {flow!r}; known are {', '.join(FLOWS)}"
        raise InputError(msg)
    announced = tuple(embargoes)
    before = select_coverage(last, flow, announced)
    shares = {p: float(np.asarray(v, float)[np.argmax(y)]) for p, (y, v) in series.items()}
    anchors = {p: np.repeat(to_link_scale(np.array([share]), LOGIT), horizon) for p, share in shares.items()}
    for h in range(horizon):
        coverage = additional_coverage(select_coverage(last + 1 + h, flow, announced), before)
        if any(coverage.get(p, 0.0) for p in series):
            for p, share in apply_embargoes(shares, coverage).items():
                anchors[p][h] = to_link_scale(np.array([share]), LOGIT)[0]
    return anchors


def sample_informed(
    years: Years, values: Floats, anchor: Floats, *, samples: int, seed: int, stream: int
) -> Floats:
    """Draw persistence of a trade share about an anchor, shape (samples, horizon).

    With the seed and stream of the partner's persistence forecast, samples of both differ only where an
    embargo is in force.
    """
    walk = compute_forecast("persistence", years, values, len(anchor), LOGIT)
    return draw_samples(Forecast(anchor, walk.spread), samples, seed, stream, LOGIT)


def last_year(series: Mapping[str, tuple[Years, Floats]]) -> int:
    """Return the last year, which all series must share.

    Raises
    ------
    InputError
        If a series is empty, or series end in different years.
    """
    ends = {p: int(np.max(years)) for p, (years, _) in series.items() if len(years)}
    if not ends or len(ends) < len(series):
        msg = "no training years; every partner needs some"
        raise InputError(msg)
    if len(set(ends.values())) > 1:
        text = ", ".join(f"{p} in {year}" for p, year in ends.items())
        msg = f"series end in different years: {text}; cut them to the same"
        raise InputError(msg)
    return next(iter(ends.values()))
