"""Moods of patrons, what the hedger believes about them, and what it expects (eq. 35-38).

A mood spreads a patron's conduct about what eq. 7, 8 and 16 say, which stays its mean: these are about warm
and cold spells alike. With the switch ``moods`` off every patron acts at that mean, and all know it.
"""

from ..arithmetic import exp, maximum, toward, where
from ..state import Case, Patron, Tie


def compute_cold_share(patron: Patron) -> float:
    """Compute the part of the time that a patron is cold in the long run (pi of eq. 35)."""
    # the small number only keeps 0/0 away for a patron that neither turns nor relents
    return patron.turn / maximum(patron.turn + patron.relent, 1e-12)


def advance_chance(patron: Patron, chance: float) -> float:
    """Compute the probability that a patron is cold a quarter after it was so with ``chance`` (eq. 35)."""
    return toward(patron.turn, 1.0 - patron.relent, chance)


def next_mood(case: Case, patron: Patron, tie: Tie, draw: float) -> float:
    """Return 1 if a patron is cold this quarter, else 0: a Markov chain of two states (eq. 35).

    After Hamilton 1989. Before the first quarter the mood is its mean, from which it is drawn in the first.
    """
    drawn = where(draw < advance_chance(patron, tie.mood), 1.0, 0.0)
    return where(case.mechanisms.moods > 0.5, drawn, compute_cold_share(patron))


def next_belief(case: Case, patron: Patron, tie: Tie, mood: float, error: float) -> float:
    """Compute the probability that a patron is cold, by Bayes' rule from a sign of its mood (eq. 37).

    The sign is the mood plus ``error``, a standard normal, over ``discernment``. This is the forward filter
    of a hidden Markov model.
    """
    d, prior = case.hedger.discernment, advance_chance(patron, tie.belief)
    odds = exp(-(d * d * (mood - 0.5) + d * error))  # of the sign if the patron is warm, to that if cold
    posterior = prior / (prior + (1.0 - prior) * odds)
    return where(case.mechanisms.moods > 0.5, posterior, compute_cold_share(patron))


def expect_cold(case: Case, patron: Patron, belief: float) -> float:
    """Compute the discounted part of the time ahead that a patron will be cold (B of eq. 38).

    The belief returns to the long run by the part turn + relent a quarter.
    """
    rho, share = case.hedger.discount, compute_cold_share(patron)
    return share + (belief - share) * (rho / (rho + patron.turn + patron.relent))


def compute_generosity(patron: Patron, mood: float) -> float:
    """Compute the factor of a mood on rent and on the investment on offer, 1 in the mean (eq. 36)."""
    return 1.0 - patron.severity * (mood - compute_cold_share(patron))


def spread_coercion(patron: Patron, part: float, mood: float) -> tuple[float, float]:
    """Compute the part of its most that a patron's coercion reaches in a mood, and its derivative (eq. 36).

    ``part`` is what drift explains, and the mean over moods: a cold patron adds only as much as a warm one
    has to give up. The derivative is in ``part``. A mood between 0 and 1 gives the mean of both.
    """
    share, k = compute_cold_share(patron), patron.severity
    gap = k * (1.0 - part)
    warm = part - gap * share
    both = warm > 0.0
    most = 1.0 / maximum(share, 1e-300)  # a patron that never turns is not cold: any number will do
    cold = where(both, part + gap * (1.0 - share), part * most)
    flat, steep = where(both, 1.0 + k * share, 0.0), where(both, 1.0 - k * (1.0 - share), most)
    return toward(where(both, warm, 0.0), cold, mood), toward(flat, steep, mood)
