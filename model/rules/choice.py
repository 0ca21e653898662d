"""How the hedger divides its effort: logit, strategies and forced compliance (eq. 22-24)."""

from ..arithmetic import clip, exp, log, maximum, where
from ..state import Case, Choice, Fixed, Offer, Packages, Plan, Scene, State, Three, Weights
from .effort import blend_packages, multiply_packages, scale_packages, sum_packages
from .effort_value import worth


def logit(value: Packages, precision: float) -> tuple[Packages, float]:
    """Compute unnormalised logit weights and the option value, the log-sum over the packages (eq. 22).

    Rest points of this lagged response are quantal response equilibria (McKelvey and Palfrey 1995).
    """
    top = maximum(
        maximum(
            maximum(value.security_first, value.security_second),
            maximum(value.security_third, value.economy_first),
        ),
        maximum(maximum(value.economy_second, value.economy_third), value.self_reliance),
    )
    # subtracting the largest value keeps exp from overflowing and cancels out of the shares
    weights = Packages(
        exp(precision * (value.security_first - top)),
        exp(precision * (value.security_second - top)),
        exp(precision * (value.security_third - top)),
        exp(precision * (value.economy_first - top)),
        exp(precision * (value.economy_second - top)),
        exp(precision * (value.economy_third - top)),
        exp(precision * (value.self_reliance - top)),
    )
    # with precision 0 the log is 0, and the small number keeps 0/0 away: the result is the largest value
    return weights, top + log(sum_packages(weights) / 7.0) / maximum(precision, 1e-9)


def split_evenly(w: Packages) -> Packages:
    """Give a third to every patron, divided between its two packages by the logit (eq. 24)."""
    # an extreme lambda can starve both packages of a patron: the small number keeps 1/0 away
    x = 1.0 / (3.0 * maximum(w.security_first + w.economy_first, 1e-300))
    y = 1.0 / (3.0 * maximum(w.security_second + w.economy_second, 1e-300))
    z = 1.0 / (3.0 * maximum(w.security_third + w.economy_third, 1e-300))
    return Packages(
        w.security_first * x,
        w.security_second * y,
        w.security_third * z,
        w.economy_first * x,
        w.economy_second * y,
        w.economy_third * z,
        0.0,
    )


def plan_effort(case: Case, plan: Plan, fixed: Fixed, weights: Packages, quarter: float) -> Packages:
    """Compute a strategy's effort shares before forced compliance (eq. 24)."""
    admitted = multiply_packages(weights, plan.admit)
    # an extreme lambda can starve all admitted packages at once: the small number keeps 0/0 away
    free = scale_packages(admitted, 1.0 / maximum(sum_packages(admitted), 1e-300))
    chosen = blend_packages(split_evenly(weights), free, plan.equal)
    turned = clip((quarter - case.hedger.pivot_quarter) / case.hedger.pivot_length, 0.0, 1.0)
    part = where(plan.pivot > 0.5, turned, plan.choice)
    return blend_packages(chosen, blend_packages(fixed.effort, plan.effort, plan.pivot), part)


def grip(case: Case, strength: float, lever: float, coercion: float, outside: float) -> float:
    """Compute the part of effort, 0 to 1, that one patron can force (q_p of eq. 23)."""
    press = lever * lever * coercion * coercion
    resist = case.hedger.resist_strength * strength + case.hedger.resist_outside * outside
    # the small number only keeps 0/0 away for a hedger that can resist nothing and is pressed by nobody
    return press / (press + resist * resist + 1e-12)


def apply_compliance(
    case: Case, mix: Packages, offers: Three[Offer], state: State, c: float
) -> tuple[Packages, float]:
    """Compute effort shares after forced compliance, and the forced part (eq. 23); ``c`` is strength C."""
    t, o = state.ties, state.own.third_countries
    out_x = 0.5 * (t.second.economy + t.third.economy) + o
    out_y = 0.5 * (t.first.economy + t.third.economy) + o
    out_z = 0.5 * (t.first.economy + t.second.economy) + o
    qx = grip(case, c, t.first.leverage, offers.first.coercion, out_x)
    qy = grip(case, c, t.second.leverage, offers.second.coercion, out_y)
    qz = grip(case, c, t.third.leverage, offers.third.coercion, out_z)
    bent = 1.0 - (1.0 - qx) * (1.0 - qy) * (1.0 - qz)
    half = 0.5 / maximum(qx + qy + qz, 1e-300)  # half to each of a patron's two packages
    x, y, z = qx * half, qy * half, qz * half
    return blend_packages(Packages(x, y, z, x, y, z, 0.0), mix, where(qx + qy + qz > 0.0, bent, 0.0)), bent


def choose_effort(
    case: Case, plan: Plan, fixed: Fixed, scene: Scene, offers: Three[Offer], state: State, quarter: float
) -> Choice:
    """Run stage 3: the hedger observes the patrons' offers and divides its effort (eq. 22-24)."""
    own, w = case.hedger.weights, plan.objective
    weights = Weights(own.security * w.security, own.economy * w.economy, own.autonomy * w.autonomy)
    value = worth(case, weights, fixed, scene, offers, state)
    logits, option_value = logit(value, case.hedger.precision)
    mix = plan_effort(case, plan, fixed, logits, quarter)
    effort, forced = apply_compliance(case, mix, offers, state, state.own.strength)
    return Choice(effort, value, option_value, forced)
