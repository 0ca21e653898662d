"""P4 and P11: what Chinese investment needs, and what keeps it low."""

from collections.abc import Mapping

from .claims import Claim, claim_equality
from .scenes import CHINA, RUSSIA, Scenes, mean_over_quarters, play_run

NOTHING: Mapping[str, Mapping[str, float]] = {
    "funding": {"patrons.china.fund": 0.0},
    "access": {"patrons.russia.framework": 0.0, "patrons.eu.framework": 0.0},
}
SWITCHES = ("entry_competition", "veto", "gateway_competition")
ALL_ON = 2 ** len(SWITCHES) - 1


def chinese_investment(scenes: Scenes, changes: Mapping[str, float] | None = None) -> float:
    """Return total Chinese investment over a run of the baseline without shocks."""
    return play_run(scenes.quiet(changes=changes)).outcome.patrons[CHINA].investment_sum


def fraction_of_what_is_offered(scenes: Scenes) -> list[Claim]:
    """M5: expectations have not materialised."""
    offered = scenes.quiet().values["patrons.china.fund"]
    yearly = mean_over_quarters(play_run(scenes.quiet()).records, lambda r: r.patrons[CHINA].investment)
    return [Claim("investment is a fraction of what is offered", yearly, 0.02 * offered, 0.25 * offered)]


def nothing_without(scenes: Scenes, nothing: str) -> list[Claim]:
    """M4: China has the funding, Belarus has the access."""
    return [
        claim_equality(
            f"without {nothing} nothing is invested", chinese_investment(scenes, NOTHING[nothing]), 0.0
        )
    ]


def each_raises_the_others_worth(scenes: Scenes) -> list[Claim]:
    """M4: funding and access raise each other's worth."""

    def gain(fund: float) -> float:
        specs = [{"patrons.china.fund": fund, "patrons.russia.barrier": barrier} for barrier in (0.0, 0.4)]
        opened, closed = (chinese_investment(scenes, spec) for spec in specs)
        return opened - closed

    little, much = gain(0.03), gain(0.09)
    return [
        Claim("access is worth something with little funding", little, low=0.0),
        Claim("three times the funding more than doubles that", much, low=2.0 * little),
    ]


def vetoes_bite(scenes: Scenes) -> list[Claim]:
    """M7: vetoes bite more when Russian leverage is high."""
    floors = [{"response.influence_floor": floor} for floor in (0.5, 0.1)]
    loose, tight = (play_run(scenes.quiet(changes=floor)).records[-1].patrons for floor in floors)
    return [
        Claim("leverage is higher", tight[RUSSIA].leverage, low=loose[RUSSIA].leverage),
        Claim("vetoes stop more", tight[CHINA].veto, low=1.1 * loose[CHINA].veto),
    ]


def rival_entry_points_keep_it_low(scenes: Scenes) -> list[Claim]:
    """M6, M7 and M9 in all eight combinations."""

    def with_switches(on: int) -> float:
        return chinese_investment(
            scenes, {f"mechanisms.{name}": bool(on >> k & 1) for k, name in enumerate(SWITCHES)}
        )

    found = [with_switches(on) for on in range(ALL_ON + 1)]
    alone = {name: found[ALL_ON - (1 << k)] for k, name in enumerate(SWITCHES)}
    entry = alone["entry_competition"]
    return [
        claim_equality("all three on: least of all", found[ALL_ON], min(found)),
        claim_equality("all three off: most of all", found[0], max(found)),
        *(
            Claim(f"without {name} there is more", more, low=1.02 * found[ALL_ON])
            for name, more in alone.items()
        ),
        Claim("without entry_competition there is far more", entry, low=1.5 * found[ALL_ON]),
        claim_equality("without entry_competition there is most", entry, max(alone.values())),
    ]
