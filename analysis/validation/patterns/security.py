"""P5 and P13: Russian arms, co-production with China, and what comes first."""

from collections.abc import Mapping

from .claims import Claim
from .scenes import CHINA, Scenes, mean_over_quarters, play_run

FIRST_YEARS = slice(0, 20)
THREE_YEARS_ON = 11


def arms_denial(scenes: Scenes) -> list[Claim]:
    """M2, M3: reluctance in Moscow, the Polonez after 2015."""
    base, denied = play_run(scenes.quiet()), play_run(scenes.quiet("arms_denied"))
    secure = [mean_over_quarters(r.records[FIRST_YEARS], lambda q: q.security) for r in (base, denied)]
    learnt = [r.outcome.know_how_last for r in (base, denied)]
    arms = [r.outcome.patrons[CHINA].arms_share_last for r in (base, denied)]
    return [
        Claim("denial costs security in the first five years", secure[0] - secure[1], low=0.002),
        Claim("denial brings know-how later", learnt[1], low=1.15 * learnt[0]),
        Claim("denial brings Chinese arms later", arms[1], low=1.3 * arms[0]),
    ]


def loss_stays_without_coproduction(scenes: Scenes) -> list[Claim]:
    """M3: without co-production nothing fills the gap."""

    def late_loss(changes: Mapping[str, float]) -> float:
        base, denied = (play_run(scenes.quiet(name, changes)) for name in ("baseline", "arms_denied"))
        return base.outcome.security.last - denied.outcome.security.last

    without, with_it = late_loss({"mechanisms.coproduction": False}), late_loss({})
    return [Claim("without co-production the loss stays", without, low=1.3 * with_it)]


def security_comes_first(scenes: Scenes) -> list[Claim]:
    """The article's title: strategic advances, economic hopes."""
    records = play_run(scenes.quiet()).records
    first, later = records[0].patrons[CHINA], records[THREE_YEARS_ON].patrons[CHINA]
    secure, economic = later.tie_security - first.tie_security, later.tie_economy - first.tie_economy
    return [
        Claim("the economic tie with China grows", economic, low=0.0),
        Claim("the security tie grows more than twice as much", secure, low=2.0 * economic),
        Claim("China's share of exports lags", later.export_share, high=1.1 * first.export_share),
    ]
