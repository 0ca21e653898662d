"""The parameter table: every parameter of the model, defined once.

Code, documentation, validation and sensitivity ranges are generated from these rows. A path with ``P``
stands for one path per patron, with ``P-Q`` for one per pair of patrons. ``allowed`` is the range that a
scenario file may use; ``low`` to ``high`` is the plausible range that a sensitivity analysis varies. A
parameter with the default ``None`` must be given by the scenario.
"""

from typing import NamedTuple

Bounds = tuple[float, float]

SHARE: Bounds = (0.0, 1.0)
SWITCH: Bounds = (0.0, 1.0)
INDEX: Bounds = (0.01, 0.99)
STOCK: Bounds = (0.0, 10.0)
COUNT: Bounds = (0.0, 50.0)
RATE: Bounds = (0.0, 1.0)
COEFFICIENT: Bounds = (0.0, 20.0)
POSITIVE: Bounds = (0.001, 1000.0)
LOG: Bounds = (-3.0, 3.0)

G = "guess"
L = "literature"
C = "calibrated"
POOLED = "median of the fit of nine other states until 2016, see docs/validation.md"
FITTED = "median of the fit of Belarus until 2016, see docs/validation.md"
THIRDS = "own guess: equal shares, for want of a reason for others"
ANCHOR = "convention: the index has no zero of its own; a half leaves room on both sides"
SOLVED = "solved at the opening of the case, see docs/ODD.md, section 5"
MODEL = "own assumption, fixed by the rest-point tests and the patterns"


class Row(NamedTuple):
    """One parameter: its path and unit, its default and ranges, and how its value is known."""

    path: str
    unit: str
    default: float | None
    low: float
    high: float
    allowed: Bounds
    kind: str
    meaning: str
    source: str = MODEL


PATRONS = (
    Row("patrons.P.market", "weight", 0.2, 0.01, 0.6, (0.0, 10.0), G,
        "size of the patron's market for an investor who seeks a gateway (eq. 12)"),
    Row("patrons.P.framework", "share", None, 0.0, 1.0, SHARE, G,
        "quality of the legal framework with the patron; or give its agreement (eq. 10)"),
    Row("patrons.P.agreement", "step", None, 0.0, 4.0, (-1.0, 4.0), G,
        "step on the ladder none, signed, ratified, enhanced, association; or give its framework (eq. 17)"),
    Row("patrons.P.negotiable", "switch", 0.0, 0.0, 1.0, SWITCH, G,
        "whether the agreement climbs and falls by itself (eq. 17)"),
    Row("patrons.P.barrier", "share", 0.2, 0.0, 0.6, (0.0, 0.95), G,
        "part of the way into the patron's market that barriers close; the Eurasian Economic Union's"
        " for Russia (eq. 3)"),
    Row("patrons.P.uncertainty", "share", 0.015, 0.0, 0.15, (0.0, 0.5), G,
        "standard deviation of the barrier from quarter to quarter (eq. 3, M8)"),
    Row("patrons.P.arms_access", "share", 0.1, 0.0, 1.0, SHARE, G,
        "how far the patron supplies advanced arms (eq. 9, M2)"),
    Row("patrons.P.transfer", "share", 0.0, 0.0, 1.0, SHARE, G,
        "part of arms supply that comes as co-production (eq. 27, M3)"),
    Row("patrons.P.guarantee", "capability", 0.05, 0.0, 1.0, (0.0, 3.0), G,
        "protection that a full security tie lends (eq. 18)"),
    Row("patrons.P.rent", "share of GDP", 0.0, 0.0, 0.2, SHARE, G,
        "largest inducement: price discounts and grants (eq. 8)"),
    Row("patrons.P.energy_beta", "elasticity", 0.0, 0.0, 1.5, (-5.0, 5.0), G,
        "how the inducement follows the energy price (eq. 8)"),
    Row("patrons.P.fund", "share of GDP a year", 0.02, 0.0, 0.1, SHARE, G,
        "investment on offer (eq. 16, M4)"),
    Row("patrons.P.funding_gamma", "elasticity", 0.0, 0.0, 1.5, (-5.0, 5.0), G,
        "how the investment on offer follows the funding cycle (eq. 16)"),
    Row("patrons.P.tied", "share", 0.5, 0.0, 1.0, SHARE, G,
        "part of investment that comes as debt (eq. 29, M12)"),
    Row("patrons.P.roll", "share", 0.05, 0.0, 0.6, SHARE, G,
        "part of a deficit that the patron finances by credit (eq. 29, M12)",
        "own guess: energy is paid for, machines come with export credits"),
    Row("patrons.P.red_line", "drift", 0.6, 0.15, 1.5, (0.01, 10.0), G,
        "drift towards rivals at which coercion reaches half its maximum (eq. 7)"),
    Row("patrons.P.coercion_max", "share", 0.5, 0.0, 1.0, SHARE, G, "most coercion (eq. 7)"),
    Row("patrons.P.power", "weight", 0.3, 0.0, 1.5, (0.0, 5.0), G,
        "how much the patron's coercion threatens security (eq. 18)"),
    Row("patrons.P.conditionality", "weight", 0.0, 0.0, 1.0, (0.0, 5.0), G,
        "how much domestic strain counts as drift and slows economic ties (eq. 6, 25)"),
    Row("patrons.P.veto", "share", 0.0, 0.0, 1.0, SHARE, G,
        "part of a rival's overlapping investment that full leverage stops (eq. 15, M7)"),
    Row("patrons.P.reach", "weight", 0.1, 0.0, 1.0, (0.0, 5.0), G,
        "doors to third countries that the ties open (eq. 31, M14)"),
    Row("patrons.P.receptivity_security", "per effort", 0.5, 0.05, 1.5, (0.0, 5.0), G,
        "how readily effort becomes a security tie (eq. 25)"),
    Row("patrons.P.receptivity_economy", "per effort", 0.6, 0.05, 1.5, (0.0, 5.0), G,
        "how readily effort becomes an economic tie (eq. 25)"),
    Row("patrons.P.decay", "per quarter", 0.03, 0.01, 0.08, (0.0, 1.0), G,
        "part of a tie that fades in a quarter without effort (eq. 25)"),
    Row("patrons.P.entry_rivals", "count", 0.0, 0.0, 6.0, COUNT, G,
        "states inside the patron's union that are rival entry points (eq. 11, M6)"),
    Row("patrons.P.entry_strength", "access", 0.8, 0.3, 1.0, (0.0, 2.0), G,
        "access through each of those rivals (eq. 11)"),
    Row("patrons.P.gateway_rivals", "count", 0.0, 0.0, 8.0, COUNT, G,
        "neighbours that compete as gateway to the patron's market (eq. 11, M9)"),
    Row("patrons.P.gateway_strength", "access", 0.7, 0.3, 1.0, (0.0, 2.0), G,
        "access through each of those neighbours (eq. 11)"),
    Row("patrons.P.mass", "log", 0.0, -0.5, 0.5, LOG, G,
        "path of the patron's economic mass against the start, relative to all patrons' (eq. 28)"),
    Row("patrons.P.embargo_exports", "share", 0.0, 0.0, 0.9, SHARE, G,
        "part of the hedger's exports to the patron that an embargo stops (eq. 28)"),
    Row("patrons.P.embargo_imports", "share", 0.0, 0.0, 0.9, SHARE, G,
        "part of the hedger's imports from the patron that an embargo stops (eq. 28)"),
    Row("patrons.P.blockade", "share", 0.2, 0.0, 0.6, SHARE, G,
        "part of trade that full coercion stops at once (eq. 28)"),
    Row("patrons.P.park_weight", "weight", 0.5, 0.0, 2.0, (0.0, 5.0), G,
        "what access to the patron's market is worth to residents of the industrial park (eq. 30)"),
    Row("patrons.P.park_host", "switch", 0.0, 0.0, 1.0, SWITCH, G,
        "whether the patron builds the industrial park (eq. 30, M11)"),
)

PAIRS = (
    Row("rivalry.P-Q", "share", 0.1, 0.0, 1.0, SHARE, G, "rivalry between two patrons (eq. 1, M13)"),
    Row("volatile.P-Q", "weight", 0.0, 0.0, 1.0, (0.0, 5.0), G,
        "how far tension moves that rivalry (eq. 1)"),
    Row("overlap.P-Q", "share", 0.0, 0.0, 1.0, SHARE, G,
        "part of one's investment that touches the other's firms (eq. 15)"),
)

WORLD = (
    Row("world.tension_keep", "per quarter", 0.9, 0.5, 0.99, (0.0, 0.999), G, "persistence of tension (eq. 1)"),
    Row("world.tension_sd", "share", 0.03, 0.0, 0.1, (0.0, 1.0), G, "shocks to tension (eq. 1)"),
    Row("world.energy", "log", 0.0, -0.7, 0.7, LOG, G, "path of the log energy price against the start (eq. 2)"),
    Row("world.energy_sd", "log", 0.10, 0.0, 0.25, (0.0, 1.0), G, "its shocks (eq. 2)"),
    Row("world.funding", "log", 0.0, -0.7, 0.7, LOG, G, "path of log funding against the start (eq. 2)"),
    Row("world.funding_sd", "log", 0.15, 0.0, 0.3, (0.0, 1.0), G, "its shocks (eq. 2)"),
    Row("world.cycle_keep", "per quarter", 0.85, 0.5, 0.99, (0.0, 0.999), G,
        "persistence of shocks to the energy price and to funding (eq. 2)"),
    Row("world.strain", "share", 0.1, 0.0, 1.0, SHARE, G, "path of domestic political strain (eq. 4)"),
    Row("world.strain_keep", "per quarter", 0.9, 0.5, 0.99, (0.0, 0.999), G, "persistence of a crisis (eq. 4)"),
    Row("world.crisis_hazard", "per quarter", 0.01, 0.0, 0.05, RATE, G, "probability of a crisis (eq. 4)"),
    Row("world.rupture", "share", 0.95, 0.7, 1.0, SHARE, G,
        "rivalry that the hedger expects of pairs moved by tension after a rupture (eq. 22a)",
        "own guess: the rivalry of Russia and the EU that war_2022 assumes"),
)

RESPONSE = (
    Row("response.kappa", "per drift", 14.0, 5.0, 30.0, (0.0, 200.0), G,
        "steepness of coercion about the red line (eq. 7)"),
    Row("response.coercion_speed", "per quarter", 0.25, 0.1, 0.6, RATE, G, "speed of coercion (eq. 7)"),
    Row("response.inducement_speed", "per quarter", 0.2, 0.1, 0.6, RATE, G, "speed of inducement (eq. 8)"),
    Row("response.entry_sharpness", "per access", 3.0, 1.0, 6.0, COEFFICIENT, G,
        "how sharply investors tell entry points apart (eq. 11)"),
    Row("response.theta", "exponent", 0.5, 0.3, 1.0, (0.05, 3.0), G,
        "returns to access in investment (eq. 16, M4)"),
    Row("response.debt_scale", "share of GDP", 0.3, 0.1, 1.0, POSITIVE, G,
        "debt that halves new investment (eq. 16)"),
    Row("response.influence_floor", "influence", 0.25, 0.1, 0.5, POSITIVE, G,
        "influence at which a lone patron holds half the room (eq. 13)"),
    Row("response.dependence_arms", "weight", 0.7, 0.4, 0.9, SHARE, G,
        "of arms share in security dependence; the tie has the rest (eq. 13)"),
    Row("response.trade_scale", "share", 0.45, 0.3, 1.0, (0.01, 10.0), G,
        "trade share that makes .7 of full economic dependence (eq. 13)"),
    Row("response.dependence_debt", "weight", 0.3, 0.1, 0.6, COEFFICIENT, G,
        "of debt in economic dependence (eq. 13)"),
    Row("response.dependence_debt_scale", "share of GDP", 0.15, 0.05, 0.5, POSITIVE, G,
        "debt at which that weight is half (eq. 13)"),
    Row("response.dependence_inducement", "weight", 0.3, 0.1, 0.6, COEFFICIENT, G, "of inducements in it (eq. 13)"),
    Row("response.inducement_scale", "share of GDP", 0.05, 0.01, 0.2, POSITIVE, G,
        "what shares of inducements are measured against (eq. 13)"),
    Row("response.sigma", "elasticity", 3.0, 2.0, 6.0, (1.1, 50.0), L,
        "elasticity of substitution between partners in the cut-off loss (eq. 14)",
        "after the power-as-substitution argument of trade models; value guessed within their usual 2-6"),
    Row("response.ladder_up", "per quarter", 0.045, 0.0, 0.09, RATE, G,
        "hazard of a step up the ladder without strain at full economic tie (eq. 17)",
        "own guess: about 8 steps in 521 quarters of states after a partnership agreement (recalled)"),
    Row("response.ladder_down", "per quarter", 0.02, 0.0, 0.08, RATE, G,
        "hazard of a step down at full strain (eq. 17)"),
    Row("response.conduct_rent", "share", 0.5, 0.0, 1.0, SHARE, G,
        "part of courting that pays conduct, where effort is heading; the rest pays the tie (eq. 5a, 8)",
        "own guess: discounts are renewed by the year; the largest single effect on the premium under rivalry"),
    Row("response.conduct_drift", "share", 0.0, 0.0, 0.5, SHARE, G,
        "part of drift that is conduct, where effort is heading; the rest is the tie (eq. 5a, 6)",
        "own guess: disputes until 2016 do not tell (log likelihood -8.3 at 0, -8.1 at .5)"),
)

TRADE = (
    Row("trade.mfn", "share", 0.5, 0.3, 0.8, (0.05, 1.0), G,
        "worth of trade on most-favoured-nation terms against a full framework (ODD section 7)"),
    Row("trade.speed", "per quarter", 0.13, 0.02, 0.2, RATE, C, "speed of contract shares (eq. 28)",
        POOLED),
    Row("trade.eps_framework", "elasticity", 0.81, 0.2, 1.5, COEFFICIENT, C, "of trade to terms and barriers (eq. 28)",
        POOLED),
    Row("trade.eps_economy", "log per tie", 0.85, 0.3, 2.0, COEFFICIENT, C, "of trade to the economic tie (eq. 28)",
        POOLED),
    Row("trade.eps_coercion", "log per coercion", 2.0, 0.5, 3.0, COEFFICIENT, C, "of trade to coercion (eq. 28)",
        POOLED),
    Row("trade.eps_third", "log per tie", 0.5, 0.0, 1.5, COEFFICIENT, G,
        "of trade with the rest to third-country ties (eq. 28)"),
    Row("trade.eps_supply", "elasticity", 0.31, 0.0, 2.0, COEFFICIENT, C,
        "of imports to the partner's economic mass (eq. 28)",
        FITTED),
    Row("trade.eps_demand", "elasticity", 0.45, 0.0, 2.0, COEFFICIENT, C,
        "of exports to the partner's economic mass (eq. 28)",
        POOLED),
    Row("trade.openness", "share of GDP", 0.5, 0.3, 0.8, (0.0, 3.0), G,
        "goods exports or imports to GDP, for the deficit (eq. 29)"),
)

HEDGER = (
    Row("hedger.weights.security", "weight", 1.0 / 3.0, 0.2, 0.5, (0.0, 100.0), G,
        "share of value of security at the opening (eq. 21)", THIRDS),
    Row("hedger.weights.economy", "weight", 1.0 / 3.0, 0.2, 0.5, (0.0, 100.0), G,
        "share of value of economy at the opening (eq. 21)", THIRDS),
    Row("hedger.weights.autonomy", "weight", 1.0 / 3.0, 0.2, 0.5, (0.0, 100.0), G,
        "share of value of autonomy at the opening (eq. 21)", THIRDS),
    Row("hedger.elasticity", "elasticity", 0.5, 0.25, 2.0, (0.1, 20.0), G,
        "of substitution between the dimensions (eq. 21)"),
    Row("hedger.precision", "per utility", 3000.0, 300.0, 30000.0, (0.0, 100000.0), G,
        "lambda of the logit: how sharply effort follows utility (eq. 22)",
        "own guess: worths of packages differ by about .001; the least at which noise costs less than caution"),
    Row("hedger.discount", "per quarter", 0.05, 0.0125, 0.15, (0.001, 1.0), G,
        "rho: how much less what effort brings counts, the later it comes (eq. 22)",
        "own guess: 20 quarters, a presidential term of five years"),
    Row("hedger.caution", "per quarter", 0.01, 0.0, 0.04, RATE, G,
        "hazard of a rupture between patrons that the hedger believes in (eq. 22a)",
        "own guess: one rupture, that of 2014, in the 104 quarters since 1991"),
    Row("hedger.budget", "effort a quarter", 0.22, 0.1, 0.3, (0.0, 1.0), G, "effort to spend (eq. 25)"),
    Row("hedger.effort_speed", "per quarter", 0.25, 0.1, 1.0, (0.01, 1.0), G,
        "how fast effort follows the hedger's plans (eq. 24)", "own guess: budgets and staff take a year"),
    Row("hedger.pivot_quarter", "quarter", 8.0, 0.0, 40.0, (0.0, 2000.0), G, "when a pivot strategy turns (eq. 24)"),
    Row("hedger.own_strength", "arms", 0.1, 0.0, 0.5, STOCK, G, "capability without arms from anyone (eq. 18)"),
    Row("hedger.threat_base", "threat", None, 0.4, 1.6, (0.01, 10.0), G,
        "threat without coercion or rivalry (eq. 18)", SOLVED),
    Row("hedger.threat_coercion", "threat", 0.8, 0.3, 2.0, COEFFICIENT, G, "of full coercion by full power (eq. 18)"),
    Row("hedger.threat_entrapment", "threat", 0.5, 0.1, 1.0, COEFFICIENT, G,
        "of one-sidedness between rivals (eq. 18)", "Snyder 1984 names the effect; the value is a guess"),
    Row("hedger.income_base", "income", None, 0.2, 0.6, (-5.0, 5.0), G, "income at which economy is .5 (eq. 19)",
        SOLVED),
    Row("hedger.income_scale", "income", 0.10, 0.05, 0.25, (0.005, 5.0), G, "spread of economy (eq. 19)"),
    Row("hedger.gain_exports", "income per share", 0.5, 0.3, 1.0, COEFFICIENT, G, "exports to patrons (eq. 19)"),
    Row("hedger.gain_tie", "share", 0.6, 0.2, 0.9, SHARE, G, "part of that worth that needs an economic tie (eq. 19)"),
    Row("hedger.gain_rest", "income per share", 0.2, 0.1, 0.5, COEFFICIENT, G, "exports to the rest (eq. 19)"),
    Row("hedger.gain_inducement", "income per GDP", 2.0, 1.0, 4.0, COEFFICIENT, G, "inducements (eq. 19)"),
    Row("hedger.gain_investment", "income per GDP", 3.0, 1.0, 6.0, COEFFICIENT, G, "investment (eq. 19)"),
    Row("hedger.gain_park", "income", 0.1, 0.0, 0.3, COEFFICIENT, G, "a full industrial park (eq. 19)"),
    Row("hedger.loss_coercion", "income per share", 0.15, 0.0, 0.5, COEFFICIENT, G, "coerced trade (eq. 19)"),
    Row("hedger.loss_debt", "income per GDP", 0.1, 0.0, 0.3, COEFFICIENT, G, "debt (eq. 19)"),
    Row("hedger.resist_strength", "weight", 0.1, 0.02, 0.4, COEFFICIENT, G,
        "how capability resists compliance (eq. 23)"),
    Row("hedger.resist_outside", "weight", 0.2, 0.05, 0.8, COEFFICIENT, G,
        "how economic ties elsewhere resist compliance (eq. 23)"),
    Row("hedger.treaty", "share", 0.6, 0.3, 0.9, SHARE, G,
        "part of a guarantee that holds without joint exercises (eq. 18, M1)",
        "own guess within the 50 to 75% of wars in which commitments were honoured (Leeds, Long and Mitchell 2000,"
        " Berkemeier and Fuhrmann 2018; recalled)"),
    Row("hedger.readiness_half", "stock", 0.15, 0.05, 0.4, POSITIVE, G,
        "exercises at which half of the rest of a guarantee holds (eq. 18, M1)",
        "own guess: Belarus starts with .34 with Russia"),
    Row("hedger.drill_gain", "per stock", 0.045, 0.0, 0.1, COEFFICIENT, G,
        "security tie gained per exercise stock (eq. 26)"),
    Row("hedger.exercise_keep", "per quarter", 0.85, 0.7, 0.95, (0.0, 0.99), G, "persistence of exercises (eq. 26)"),
    Row("hedger.wear", "per quarter", 0.02, 0.01, 0.05, (0.001, 1.0), G, "wear of arms (eq. 27)"),
    Row("hedger.buy", "arms per supply", 0.044, 0.02, 0.08, COEFFICIENT, G, "arms bought at full supply and tie (eq. 27)"),
    Row("hedger.learn", "know-how per supply", 0.06, 0.02, 0.15, COEFFICIENT, G, "know-how from co-production (eq. 27)"),
    Row("hedger.know_how_own", "know-how per effort", 0.3, 0.0, 1.0, COEFFICIENT, G, "from self-reliance (eq. 27)"),
    Row("hedger.know_how_fade", "per quarter", 0.02, 0.005, 0.05, (0.001, 1.0), G, "fading of know-how (eq. 27)"),
    Row("hedger.make", "arms per know-how", 0.02, 0.005, 0.05, COEFFICIENT, G, "home-made arms (eq. 27)"),
    Row("hedger.repay", "per quarter", 0.01, 0.005, 0.03, (0.001, 1.0), G, "repayment of debt (eq. 29)",
        "own guess: service on Chinese loans was 2.7 to 8.8% of the debt a year in 2011-15, interest included"
        " (observations.csv of Belarus, loans_CN_debt_service over debt_to_CN_HRT)"),
    Row("hedger.park_build", "park per GDP", 2.0, 0.5, 6.0, (0.0, 100.0), G, "park built per investment (eq. 30)"),
    Row("hedger.park_base", "weight", 0.2, 0.0, 0.5, COEFFICIENT, G, "conditions offered by the hedger (eq. 30, M11)"),
    Row("hedger.third_open", "per tie", 0.02, 0.0, 0.06, COEFFICIENT, G, "third-country ties patrons open (eq. 31)"),
    Row("hedger.third_own", "per effort", 0.3, 0.0, 1.0, COEFFICIENT, G, "the same from self-reliance (eq. 31)"),
    Row("hedger.third_fade", "per quarter", 0.03, 0.01, 0.08, (0.0005, 1.0), G, "their fading (eq. 31)"),
    Row("hedger.directive", "log", 0.3, 0.0, 0.5, (0.0, 3.0), G,
        "export push towards a partner with a deficit (eq. 28, M12)"),
    Row("hedger.deficit_ratio", "ratio", 2.0, 1.2, 3.0, (0.1, 20.0), G,
        "imports to exports at which the push is half (eq. 28)"),
    Row("hedger.hope_speed", "per quarter", 0.06, 0.02, 0.25, RATE, G,
        "how fast hopes of investment follow what comes of them (eq. 33, M5)", "own guess: four years"),
    Row("hedger.growth_base", "per year", 0.02, 0.0, 0.04, (-0.2, 0.2), G, "growth at base income (eq. 32)"),
)

MECHANISMS = tuple(
    Row(f"mechanisms.{name}", "switch", 1.0, 0.0, 1.0, SWITCH, "literature", meaning,
        "Strategic Advances and Economic Hopes of Belarus-China Relations, Eurasia Daily Monitor 14(97), 2017")
    for name, meaning in (
        ("joint_exercises", "M1 joint exercises deepen security ties"),
        ("coproduction", "M3 co-production substitutes for arms supply"),
        ("funding_times_access", "M4 investment needs both funding and access"),
        ("entry_competition", "M6 members of a patron's union are rival entry points"),
        ("veto", "M7 a patron can complicate a rival's investment"),
        ("barrier_uncertainty", "M8 barriers are uncertain"),
        ("gateway_competition", "M9 neighbours compete as gateway"),
        ("industrial_park", "M11 the industrial park"),
        ("directive", "M12 the directive against the deficit"),
        ("third_countries", "M14 patrons open doors to third countries"),
        ("expectations", "M5 hopes of investment drive effort until they erode"),
    )
)

REGIMES = (
    Row("regimes.isolation", "share", 0.5, 0.3, 0.7, SHARE, G, "isolation below this share of influence"),
    Row("regimes.lean", "share", 0.7, 0.6, 0.9, SHARE, G,
        "leaning from this share of the effort on patrons on, isolation from this share of self-reliance on"),
    Row("regimes.counter", "share", 0.1, 0.05, 0.2, SHARE, G,
        "least share of effort on each of a rival pair for hedging; leaning takes twice as much"),
    Row("regimes.rival", "share", 0.15, 0.1, 0.4, SHARE, G, "rivalry from which on a pair are rivals"),
    Row("regimes.dominance", "share", 0.65, 0.5, 0.8, SHARE, G, "influence above which a patron dominates"),
    Row("regimes.reserve", "share", 0.5, 0.3, 0.7, SHARE, G, "utility left without the strongest that is enough"),
)

START = (
    Row("start.patrons.P.security", "share", None, 0.0, 1.0, SHARE, G, "security tie at the start"),
    Row("start.patrons.P.economy", "share", None, 0.0, 1.0, SHARE, G, "economic tie at the start"),
    Row("start.patrons.P.coercion", "share", 0.03, 0.0, 0.5, SHARE, G, "coercion at the start"),
    Row("start.patrons.P.inducement", "share of GDP", 0.0, 0.0, 0.2, (0.0, 2.0), G, "inducement at the start"),
    Row("start.patrons.P.arms", "arms", 0.01, 0.0, 1.5, STOCK, G, "arms of the patron's origin at the start"),
    Row("start.patrons.P.exports", "share of exports", None, 0.0, 0.9, SHARE, G, "export share at the start"),
    Row("start.patrons.P.imports", "share of imports", None, 0.0, 0.9, SHARE, G, "import share at the start"),
    Row("start.patrons.P.debt", "share of GDP", 0.02, 0.0, 0.5, (0.0, 10.0), G, "debt at the start"),
    Row("start.patrons.P.framework", "share", None, 0.0, 1.0, SHARE, G,
        "framework under which the start's trade shares grew; by default that of the file that describes the state"),
    Row("start.patrons.P.barrier", "share", None, 0.0, 0.9, (0.0, 0.95), G,
        "barrier under which the start's trade shares grew; by default that of the file that describes the state"),
    Row("start.patrons.P.uncertainty", "share", None, 0.0, 0.15, (0.0, 0.5), G,
        "doubt about that barrier under which they grew; by default that of the file that describes the state"),
    Row("start.hedger.know_how", "know-how", 0.05, 0.0, 0.5, STOCK, G, "know-how at the start"),
    Row("start.hedger.home_arms", "arms", 0.05, 0.0, 0.5, STOCK, G, "home-made arms at the start"),
    Row("start.hedger.park", "share", 0.0, 0.0, 0.5, SHARE, G, "industrial park at the start"),
    Row("start.hedger.third_countries", "share", 0.1, 0.0, 0.5, SHARE, G, "third-country ties at the start"),
    Row("start.hedger.directive", "log", 0.1, 0.0, 0.4, (0.0, 3.0), G,
        "export push under which the start's trade shares grew"),
    Row("start.hedger.hope", "share", 0.5, 0.2, 1.0, SHARE, G,
        "part of the investment on offer that is hoped for at the start (eq. 33, M5)",
        "own guess: six years of disappointment before 2017"),
    Row("start.hedger.security", "share", 0.5, 0.3, 0.7, INDEX, G,
        "security at the opening, from which hedger.threat_base is solved (eq. 18, 21)", ANCHOR),
    Row("start.hedger.economy", "share", 0.5, 0.3, 0.7, INDEX, G,
        "economy at the opening, from which hedger.income_base is solved (eq. 19, 21)", ANCHOR),
    Row("start.hedger.autonomy", "share", None, 0.1, 0.9, INDEX, G,
        "autonomy at the opening: the measured share of the room (eq. 20, 21)", SOLVED),
)

ROWS: tuple[Row, ...] = (
    *PATRONS, *PAIRS, *WORLD, *RESPONSE, *TRADE, *HEDGER, *MECHANISMS, *REGIMES, *START,
)
