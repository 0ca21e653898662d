"""How the hedger divides its effort: logit, strategies and forced compliance (eq. 22-24)."""

from ..arithmetic import clip, exp, largest, log, maximum, product, total, where
from ..state import Case, Choice, Fixed, Offer, Packages, PerPatron, Plan, Scene, State, Weights, others
from .effort import (
    blend_packages,
    each_package,
    list_packages,
    multiply_packages,
    scale_packages,
    sum_packages,
)
from .effort_value import worth


def logit(value: Packages, precision: float) -> tuple[Packages, float]:
    """Compute unnormalised logit weights and the option value (eq. 22).

    The option value is ln(mean over packages of exp(lambda dU)) / lambda.

    Rest points of this lagged response are quantal response equilibria (McKelvey and Palfrey 1995).
    """
    values = list_packages(value)
    top, count = largest(values), float(len(values))
    # subtracting the largest value keeps exp from overflowing and cancels out of the shares
    weights = each_package(lambda worth_: exp(precision * (worth_ - top)), value)
    # with precision 0 the log is 0, and the small number keeps 0/0 away: the result is the largest value
    return weights, top + log(sum_packages(weights) / count) / maximum(precision, 1e-9)


def split_evenly(w: Packages) -> Packages:
    """Give every patron the same, divided between its two packages by the logit (eq. 24)."""
    count = float(len(w.security))
    # an extreme lambda can starve both packages of a patron: the small number keeps 1/0 away
    part = tuple(1.0 / (count * maximum(s + e, 1e-300)) for s, e in zip(w.security, w.economy, strict=True))
    return Packages(
        security=tuple(s * x for s, x in zip(w.security, part, strict=True)),
        economy=tuple(e * x for e, x in zip(w.economy, part, strict=True)),
        self_reliance=0.0,
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
    case: Case, mix: Packages, offers: PerPatron[Offer], state: State, c: float
) -> tuple[Packages, float]:
    """Compute effort shares after forced compliance, and the forced part (eq. 23); ``c`` is strength C."""
    ties, third = state.ties, state.own.third_countries
    outside = tuple(0.5 * total(rest) + third for rest in others(tuple(t.economy for t in ties)))
    grips = tuple(
        grip(case, c, t.leverage, o.coercion, out) for t, o, out in zip(ties, offers, outside, strict=True)
    )
    bent = 1.0 - product([1.0 - q for q in grips])
    every = total(grips)
    half = 0.5 / maximum(every, 1e-300)  # half to each of a patron's two packages
    forced = tuple(q * half for q in grips)
    forced_mix = Packages(security=forced, economy=forced, self_reliance=0.0)
    return blend_packages(forced_mix, mix, where(every > 0.0, bent, 0.0)), bent


def choose_effort(
    case: Case, plan: Plan, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], state: State, quarter: float
) -> Choice:
    """Run stage 3: the hedger observes the patrons' offers and divides its effort (eq. 22-24)."""
    own, w = case.hedger.weights, plan.objective
    weights = Weights(
        security=own.security * w.security,
        economy=own.economy * w.economy,
        autonomy=own.autonomy * w.autonomy,
    )
    value = worth(case, weights, fixed, scene, offers, state)
    logits, option_value = logit(value, case.hedger.precision)
    mix = plan_effort(case, plan, fixed, logits, quarter)
    effort, forced = apply_compliance(case, mix, offers, state, state.own.strength)
    return Choice(effort=effort, worth=value, option_value=option_value, forced=forced)
