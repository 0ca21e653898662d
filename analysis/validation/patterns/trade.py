"""P2, P3, P6 and P10: trade with Russia, China and the EU, and what barriers and a war do to it."""

from collections.abc import Callable

from ....model.state import Record
from .claims import Claim
from .scenes import CHINA, EU, RUSSIA, Scenes, mean_over_quarters, play_run

SIX_YEARS_ON = 20  # quarters from 2005 to 2010
FIRST_DEFICIT = 0.5 * (0.0771 - 0.0201)
LATE = slice(-8, None)


def russian_share_stays(scenes: Scenes, strategy: str) -> list[Claim]:
    """Goods exports to Russia were 35-47% of all in every year of 2010-2016 (UN Comtrade)."""
    records = play_run(scenes.scenario("history"), strategy).records[SIX_YEARS_ON:]
    share = [r.patrons[RUSSIA].export_share for r in records]
    return [
        Claim(f"{strategy}: smallest share of exports", min(share), low=0.33),
        Claim(f"{strategy}: largest share of exports", max(share), high=0.49),
    ]


def deficit_persists(scenes: Scenes) -> list[Claim]:
    """M12: the deficit with China persists and the directive only narrows it."""
    undirected = scenes.quiet(changes={"mechanisms.directive": False})
    with_it, without = (play_run(s).outcome.patrons[CHINA].deficit_last for s in (scenes.quiet(), undirected))
    return [
        Claim("the deficit persists", with_it, low=0.7 * FIRST_DEFICIT),
        Claim("the directive narrows it a little", without - with_it, 0.0, 0.3 * without),
    ]


def barriers_cost(scenes: Scenes) -> list[Claim]:
    """M8: exemptions from free movement in the Eurasian Economic Union close the way in for investors too."""
    low, high = play_run(scenes.quiet("eeu_open")).outcome, play_run(scenes.quiet("eeu_barriers")).outcome
    invested = [o.patrons[CHINA].investment_sum for o in (low, high)]
    sold = [o.patrons[RUSSIA].export_share_last for o in (low, high)]
    return [
        Claim("higher barriers: less Chinese investment", invested[1], high=0.75 * invested[0]),
        Claim("higher barriers: less trade with Russia", sold[1], high=sold[0] - 0.04),
        Claim("higher barriers: a poorer economy", high.economy.mean, high=low.economy.mean - 0.05),
    ]


def uncertainty_costs(scenes: Scenes) -> list[Claim]:
    """M8: nobody knows which exemptions stay, and that alone deters."""
    sure = scenes.quiet("eeu_uncertain")
    unsure = sure.vary({"patrons.russia.uncertainty": 0.12})
    invested = [play_run(spec).outcome.patrons[CHINA].investment_sum for spec in (sure, unsure)]
    return [Claim("uncertainty alone: less Chinese investment", invested[1], high=0.97 * invested[0])]


def war_throws_back_on_russia(scenes: Scenes) -> list[Claim]:
    """Plausibility, not evidence: a shock like 2020 to 2022."""
    base, shock = play_run(scenes.quiet()).records[LATE], play_run(scenes.quiet("war_2022")).records[LATE]

    def both(read: Callable[[Record], float]) -> tuple[float, float]:
        return mean_over_quarters(base, read), mean_over_quarters(shock, read)

    european = both(lambda r: r.patrons[EU].export_share)
    russian = both(lambda r: r.patrons[RUSSIA].export_share)
    ruled = both(lambda r: r.patrons[RUSSIA].influence)
    free = both(lambda r: r.autonomy)
    secure = both(lambda r: r.patrons[CHINA].tie_security)
    economic = both(lambda r: r.patrons[CHINA].tie_economy)
    return [
        Claim("the EU's share of exports falls", european[1], high=0.6 * european[0]),
        Claim("Russia's share of exports rises", russian[1], low=russian[0]),
        Claim("Russia's influence rises", ruled[1], low=0.03 + ruled[0]),
        Claim("autonomy falls", free[1], high=free[0] - 0.03),
        Claim("the security tie with China holds", secure[1], low=0.8 * secure[0]),
        Claim("the economic tie with China holds", economic[1], low=0.8 * economic[0]),
    ]
