"""P1 and P12: how effort spreads, what hedging gains, and where strategies end."""

from ....model.rules.regimes import ASYMMETRIC, HEDGING, ISOLATION, MIXED, PIVOT
from .claims import Claim, claim_equality, claim_fall
from .scenes import CHINA, RUSSIA, Scenes, mean_utility, play_run

RIVALRY = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
LEANING = ("bandwagon:russia", "bandwagon:china", "bandwagon:eu", "pivot:russia", "pivot:china", "pivot:eu")


def effort_spreads_and_narrows(scenes: Scenes) -> list[Claim]:
    """Korolev 2019, Preiherman 2017: rivalry first invites hedging, then leaves no room for it."""
    specs = [scenes.quiet(changes={"rivalry.russia-eu": r}) for r in RIVALRY]
    spread = [play_run(spec).outcome.effort_entropy_mean for spec in specs]
    return [
        Claim("effort spreads as rivalry goes from 0 to .2", spread[1], low=spread[0] + 0.005),
        claim_fall("effort narrows from .2 to .6, .8 and 1", [spread[1], *spread[3:]]),  # it may turn at .4
        Claim("effort at 1 is much narrower than at .2", spread[5], high=spread[1] - 0.04),
    ]


def hedging_gains_fall(scenes: Scenes) -> list[Claim]:
    """Korolev 2019, Preiherman 2017: what hedging gains over leaning falls and is gone at the extreme."""
    gains = []
    for r in RIVALRY:
        spec = scenes.quiet(changes={"rivalry.russia-eu": r})
        gains.append(mean_utility(spec, "hedge") - max(mean_utility(spec, s) for s in LEANING))
    return [
        claim_fall("the gain falls at every step of rivalry", gains),
        Claim("hedging gains without rivalry", gains[0], low=0.015),
        Claim("hedging loses at rivalry 1", gains[-1], high=0.0),
    ]


def pivots_are_reachable(scenes: Scenes) -> list[Claim]:
    """Pivots are reachable, but hedging ends in hedging, asymmetric or not, or a mix."""
    spec = scenes.quiet(changes={"horizon": 80})
    turned, hedged = play_run(spec, "bandwagon:china").outcome.regime, play_run(spec).outcome.regime
    return [
        claim_equality("leaning on China ends in a pivot to it", turned, PIVOT + CHINA),
        claim_equality(
            "hedging ends in hedging, asymmetric or not, or a mix",
            hedged in {HEDGING, ASYMMETRIC, MIXED},
            True,
        ),
    ]


def isolation_is_possible(scenes: Scenes) -> list[Claim]:
    """A state that goes alone can end alone."""
    regime = play_run(scenes.quiet(), "self_reliance").outcome.regime
    return [claim_equality("self-reliance ends in isolation", regime, ISOLATION)]


def starts_end_together(scenes: Scenes) -> list[Claim]:
    """Hedging from a deeper or a looser security tie ends in the same place: the start does not lock in."""
    starts = [{"horizon": 200, "start.patrons.russia.security": s} for s in (0.5, 0.85)]
    loose, deep = (play_run(scenes.quiet(changes=start)).records[-1].patrons[RUSSIA] for start in starts)
    return [
        Claim("security ties end together", abs(loose.tie_security - deep.tie_security), high=0.02),
        Claim("economic ties end together", abs(loose.tie_economy - deep.tie_economy), high=0.02),
    ]
