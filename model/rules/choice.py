"""How the hedger divides its effort: beliefs, logit, strategies and forced compliance (eq. 22a-24, 38)."""

from ..arithmetic import each, exp, largest, log, logistic, maximum, product, total, toward, where
from ..state import (
    Case,
    Choice,
    Fixed,
    Offer,
    Packages,
    PerPatron,
    Plan,
    Scene,
    State,
    Weights,
    by_patron,
    others,
)
from . import patrons
from .climate import rupture_rivalries
from .effort import (
    PER_LOG,
    blend_packages,
    each_package,
    list_packages,
    multiply_packages,
    scale_packages,
    sum_packages,
)
from .effort_value import worth
from .moods import expect_cold
from .trigger import plan_in_force, watch_signs
from .welfare import normalise_weights


def logit(value: Packages, admit: Packages, precision: float) -> tuple[Packages, float]:
    """Compute unnormalised logit weights and the option value, the log-sum over the packages (eq. 22).

    It is a logit over marginal values: precise hedgers put effort where a little more of it is worth most.
    Weights are relative to the best package that ``admit`` lets in, so that no precision starves them all.
    """
    values = list_packages(value)
    log_count = 1.0 / PER_LOG[len(values)]
    best = largest(each(lambda worth_, part: where(part > 0.0, worth_, -1e300), values, list_packages(admit)))
    # subtracting it keeps exp from overflowing for what is admitted and cancels out of the shares
    weights = each_package(lambda worth_: exp(precision * (worth_ - best)), value)
    # with precision 0 the log is 0, and the small number keeps 0/0 away: the result is the best value
    sharp = maximum(precision, 1e-9)
    option = best + (log(sum_packages(weights)) - log_count) / sharp
    # exp is limited: a package that is not admitted and worth far more counts alone
    return weights, maximum(option, largest(values) - log_count / sharp)


def split_evenly(value: Packages, admit: Packages, precision: float) -> Packages:
    """Give every admitted patron the same, divided between its two packages by the logit (eq. 24)."""
    # a plan that commits effort to a patron admits both its packages; one without patrons commits nothing
    unit = 1.0 / maximum(total(admit.economy), 1e-9)
    parts = tuple(unit * part for part in admit.economy)
    secure = each(lambda s, e: logistic(precision * (s - e)), value.security, value.economy)
    return Packages(
        security=each(lambda part, share: part * share, parts, secure),
        economy=each(lambda part, share: part * (1.0 - share), parts, secure),
        self_reliance=0.0,
    )


def commit_effort(plan: Plan, even: Packages, free: Packages) -> Packages:
    """Move as much effort from self-reliance to the admitted patrons as a plan's commitment asks (eq. 24)."""
    unbound = (1.0 - plan.commitment) / maximum(free.self_reliance, 1e-9)
    return blend_packages(even, free, maximum(0.0, 1.0 - unbound))


def plan_effort(
    case: Case, plan: Plan, fixed: Fixed, value: Packages, quarter: float
) -> tuple[Packages, float]:
    """Compute a strategy's effort shares before forced compliance, and the option value (eq. 22, 24)."""
    weights, option_value = logit(value, plan.admit, case.hedger.precision)
    admitted = multiply_packages(weights, plan.admit)
    free = scale_packages(admitted, 1.0 / sum_packages(admitted))
    chosen = commit_effort(plan, split_evenly(value, plan.admit, case.hedger.precision), free)
    turned = where(quarter >= case.hedger.pivot_quarter, 1.0, 0.0)
    part = where(plan.pivot > 0.5, turned, plan.choice)
    spent = blend_packages(chosen, blend_packages(fixed.effort, plan.effort, plan.pivot), part)
    return spent, option_value


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


def find_free_effort(case: Case, mix: Packages, state: State, forced: float) -> PerPatron[float]:
    """Compute the part of effort on each patron that no patron forced: what was planned, with inertia."""
    own = each(lambda security, economy: (1.0 - forced) * (security + economy), mix.security, mix.economy)
    return each(lambda tie, now: toward(tie.free_effort, now, case.hedger.effort_speed), state.ties, own)


def last_effort(state: State) -> Packages:
    """Return last quarter's effort shares."""
    security = tuple(t.effort_security for t in state.ties)
    economy = tuple(t.effort_economy for t in state.ties)
    spent = total([*security, *economy])
    return Packages(security=security, economy=economy, self_reliance=maximum(0.0, 1.0 - spent))


def imagine_rupture(case: Case, scene: Scene) -> Scene:
    """Return the quarter as it would be after a rupture, ties as they are and moods as expected (eq. 22a).

    The mean of a patron's moods stands for them, as the hedger expects them in its discounted future.
    """
    rivalry = rupture_rivalries(case, scene.rivalry)
    views = each(
        lambda view, own: view._replace(rivalry=own, mood=expect_cold(case, view.patron, view.belief)),
        scene.views,
        by_patron(rivalry, len(scene.views)),
    )
    return scene._replace(rivalry=rivalry, views=views)


def worth_over_moods(
    case: Case, weights: Weights, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], state: State
) -> Packages:
    """Compute each package's worth over the moods that patrons may be in, by the hedger's beliefs (eq. 38).

    It is that with all patrons warm, and what the coldness of one patron alone changes in it: nearly that
    over all joint moods, whose number is a power of 2.
    """
    views = scene.views
    warm, cold = (
        tuple(patrons.imagine_mood(case, v, o, mood) for v, o in zip(views, offers, strict=True))
        for mood in (0.0, 1.0)
    )
    value = all_warm = worth(case, weights, fixed, scene, warm, state)
    for k, view in enumerate(views):
        one_cold = (*warm[:k], cold[k], *warm[k + 1 :])
        changed = worth(case, weights, fixed, scene, one_cold, state)
        value = add_change(value, all_warm, changed, expect_cold(case, view.patron, view.belief))
    return value


def add_change(value: Packages, before: Packages, after: Packages, part: float) -> Packages:
    """Add a part of the change from one set of packages to another."""
    return each_package(lambda v, old, new: v + part * (new - old), value, before, after)


def weigh_rupture(case: Case, fading: float, tie: float) -> float:
    """Compute the weight of a stock's worth after a rupture: what is left of it then (eq. 22a).

    ``fading`` is the stock's decay; what holds a tie at rest fades at decay / (1 - tie).
    """
    h, free = case.hedger, maximum(1.0 - tie, 0.05)
    return h.caution * free / ((h.discount + h.caution) * free + fading)


def cautious_worth(
    case: Case, weights: Weights, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], state: State
) -> Packages:
    """Compute each package's worth to a hedger who believes that a rupture may come (eq. 22a).

    It comes with the hazard ``caution``: until then worth is discounted faster, after it what is left of the
    effort meets patrons as they would react to that rivalry.
    """
    h, dark = case.hedger, imagine_rupture(case, scene)
    hurried = h.discount + h.caution
    hasty = case._replace(hedger=h._replace(discount=hurried))
    calm = worth_over_moods(hasty, weights, fixed, scene, offers, state)
    harsh = tuple(patrons.set_terms(case, v, dark.climate) for v in dark.views)
    broken = worth(case, weights, fixed, dark, harsh, state)
    left = Packages(
        security=tuple(
            weigh_rupture(case, p.decay, t.security) for p, t in zip(case.patrons, state.ties, strict=True)
        ),
        economy=tuple(
            weigh_rupture(case, p.decay, t.economy) for p, t in zip(case.patrons, state.ties, strict=True)
        ),
        self_reliance=weigh_rupture(case, h.know_how_fade, 0.0),
    )
    part = h.discount / hurried
    return each_package(lambda now, then, weight: part * now + weight * then, calm, broken, left)


def choose_effort(
    case: Case, plan: Plan, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], state: State, quarter: float
) -> Choice:
    """Run stage 3: the hedger observes the patrons' offers and divides its effort (eq. 22-24, 39)."""
    alert = watch_signs(plan, scene, offers, state.own.alert)
    plan = plan_in_force(plan, alert.stage)
    own, w = normalise_weights(case.hedger, fixed.opening), plan.objective
    weights = Weights(
        security=own.security * w.security,
        economy=own.economy * w.economy,
        autonomy=own.autonomy * w.autonomy,
    )
    value = cautious_worth(case, weights, fixed, scene, offers, state)
    mix, option_value = plan_effort(case, plan, fixed, value, quarter)
    bent, forced = apply_compliance(case, mix, offers, state, state.own.strength)
    effort = blend_packages(bent, last_effort(state), case.hedger.effort_speed)
    free = find_free_effort(case, mix, state, forced)
    return Choice(
        effort=effort, free=free, worth=value, option_value=option_value, forced=forced, alert=alert
    )
