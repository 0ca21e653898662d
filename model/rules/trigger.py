"""Triggers: when the hedger goes over to another plan, and when back (eq. 39)."""

from collections.abc import Iterator

from ..arithmetic import dot, each, where
from ..state import Alert, Offer, PerPatron, Plan, Scene, Signs, Weights
from .effort import each_package


def read_signs(scene: Scene, offers: PerPatron[Offer]) -> Signs:
    """Read what the hedger sees this quarter before it decides, one number for each indicator."""
    return Signs(
        coercion=tuple(offer.coercion for offer in offers),
        belief=tuple(view.belief for view in scene.views),
        rivalry=scene.rivalry,
        strain=scene.climate.strain,
    )


def list_signs(signs: Signs) -> Iterator[float]:
    """Yield the numbers of all indicators in a fixed order."""
    for part in signs:
        yield from part if isinstance(part, tuple) else (part,)


def watch_signs(plan: Plan, scene: Scene, offers: PerPatron[Offer], before: Alert) -> Alert:
    """Compute how far a strategy with triggers has come (eq. 39).

    At each stage the next trigger is watched, and the last one for its release; at most one stage a quarter
    is gone, onward rather than back, and both counts then begin anew.
    """
    signs = list(list_signs(read_signs(scene, offers)))
    alarm = calm = onward = back = 0.0
    for k, step in enumerate(plan.steps):
        seen = dot(list_signs(step.watch), signs)
        ahead, behind = mark_stage(before.stage, k), mark_stage(before.stage, k + 1)
        alarms = where(seen >= step.level, before.alarm + 1.0, 0.0)
        calms = where(seen < step.release, before.calm + 1.0, 0.0)
        alarm, calm = alarm + ahead * alarms, calm + behind * calms
        onward = onward + ahead * where(alarms >= step.quarters, 1.0, 0.0)
        back = back + behind * where(calms >= step.quarters, 1.0, 0.0)
    back = back * (1.0 - onward)
    same = 1.0 - onward - back
    return Alert(stage=before.stage + onward - back, alarm=alarm * same, calm=calm * same)


def mark_stage(stage: float, number: int) -> float:
    """Return 1 at the stage of a number, else 0."""
    return where(stage > number - 0.5, 1.0, 0.0) * where(stage < number + 0.5, 1.0, 0.0)


def plan_in_force(plan: Plan, stage: float) -> Plan:
    """Return the plan of a stage, number by number and without steps."""
    now = plan._replace(steps=())
    for k, step in enumerate(plan.steps):
        now = choose_plan(stage, k + 0.5, step.plan, now)
    return now


def choose_plan(stage: float, limit: float, beyond: Plan, until: Plan) -> Plan:
    """Return the one plan beyond a limit of the stage, the other up to it."""

    def choose(a: float, b: float) -> float:
        return where(stage > limit, a, b)

    return Plan(
        choice=choose(beyond.choice, until.choice),
        pivot=choose(beyond.pivot, until.pivot),
        commitment=choose(beyond.commitment, until.commitment),
        objective=Weights(*each(choose, beyond.objective, until.objective)),
        admit=each_package(choose, beyond.admit, until.admit),
        effort=each_package(choose, beyond.effort, until.effort),
    )
