"""P7, P8 and P9: what provokes Russia, and how it bids and punishes."""

from ....model.rules.patrons import compute_bid, courting, threat
from .claims import Claim, claim_rise
from .scenes import CHINA, EU, RUSSIA, Scenes, play_run

AGREEMENTS = (1, 2, 3, 4)  # signed, ratified, enhanced, association
TWO_YEARS_ON = 8
HALF_GIVEN = 0.7  # engagement with the hedger for which courting is computed


def better_agreement_pays(scenes: Scenes, rivalry: float) -> list[Claim]:
    """M10: at moderate rivalry each step of the agreement with the EU pays."""
    specs = [{"patrons.eu.agreement": step, "rivalry.russia-eu": rivalry} for step in AGREEMENTS]
    results = [play_run(scenes.quiet(changes=spec)).outcome for spec in specs]
    at = f"rivalry {rivalry:g}, every step:"
    return [
        claim_rise(f"{at} more trade with the EU", [r.patrons[EU].export_share_last for r in results]),
        claim_rise(f"{at} more Chinese investment", [r.patrons[CHINA].investment_sum for r in results]),
        claim_rise(f"{at} more autonomy", [r.autonomy.mean for r in results]),
        claim_rise(f"{at} more utility", [r.utility.mean for r in results]),
    ]


def association_gain(scenes: Scenes, rivalry: float) -> tuple[float, float, float]:
    """Compute what association adds to a signed agreement: utility, Russian coercion and autonomy."""
    specs = [{"patrons.eu.agreement": step, "rivalry.russia-eu": rivalry} for step in AGREEMENTS[::3]]
    poor, rich = (play_run(scenes.quiet(changes=spec)).outcome for spec in specs)
    coercion = rich.patrons[RUSSIA].coercion_mean - poor.patrons[RUSSIA].coercion_mean
    return rich.utility.mean - poor.utility.mean, coercion, rich.autonomy.mean - poor.autonomy.mean


def coercion_eats_the_gain(scenes: Scenes) -> list[Claim]:
    """Vilnius 2013: an agreement itself provokes."""
    calm, tense, extreme = (association_gain(scenes, rivalry) for rivalry in (0.3, 0.7, 0.9))
    return [
        Claim("rivalry .3: it brings more Russian coercion", calm[1], low=0.0),
        Claim("rivalry .7: it brings more coercion than at .3", tense[1], low=calm[1]),
        Claim("rivalry .9: it brings more coercion than at .3", extreme[1], low=calm[1]),
        Claim("rivalry .7: much of the gain in utility is gone", tense[0], high=0.6 * calm[0]),
        Claim("rivalry .9: nearly all of it is gone", extreme[0], high=0.2 * calm[0]),
        Claim("rivalry .3: it brings more autonomy", calm[2], low=0.0),
        Claim("rivalry .9: it brings less autonomy", extreme[2], high=0.0),
    ]


def russian_coercion(scenes: Scenes, patron: str, changes: dict[str, float]) -> float:
    """Compute the Russian coercion after two years that deeper initial ties to a patron add."""
    base = scenes.quiet(changes=changes)
    ties = [f"start.patrons.{patron}.{kind}" for kind in ("security", "economy")]
    deeper = base.vary({path: base.values[path] + 0.2 for path in ties})
    more, less = (play_run(spec).records[TWO_YEARS_ON].patrons[RUSSIA].coercion for spec in (deeper, base))
    return more - less


def china_provokes_less(scenes: Scenes) -> list[Claim]:
    """M13: China stands outside the tension between Russia and the West, unless it becomes a rival."""
    china, eu = (russian_coercion(scenes, patron, {}) for patron in ("china", "eu"))
    rival = russian_coercion(scenes, "china", {"rivalry.russia-china": 0.3})
    return [
        Claim("deepening towards China provokes", china, low=0.0),
        Claim("it provokes far less than towards the EU", china, high=0.6 * eu),
        Claim("the gap closes if China becomes a rival", rival, low=0.8 * eu),
    ]


def bids_then_punishes(scenes: Scenes) -> list[Claim]:
    """Inducements rise with mild drift and fall well before and past the red line."""
    case = scenes.quiet().case()
    russia = case.patrons[0]

    def courted(times: float) -> float:
        seen = times * russia.red_line
        feared = threat(russia, case.response, seen)[0]
        return courting(russia.rent, HALF_GIVEN, compute_bid(russia, seen)[0], feared)

    return [
        Claim("mild drift is courted", courted(0.4), low=1.2 * courted(0.0)),
        Claim("at the red line courting has fallen", courted(1.0), high=0.8 * courted(0.5)),
        Claim("past it courting has fallen far", courted(1.5), high=0.5 * courted(0.5)),
    ]
