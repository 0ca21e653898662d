"""Strategies as data: which packages a strategy admits and how it spreads effort over them (eq. 24).

All strategies use one rule, the logit of eq. 22, face the same forced compliance and are scored by the
same utility; they differ only in their :class:`~hedgesim.model.state.Plan`. Users add strategies of their
own with :func:`register_strategy`, which every engine can run.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from .arguments import normalise_arguments
from .errors import InputError
from .parameters.lookup import effort_paths, hint
from .state import Packages, Plan, Signs, Step, Weights, flatten
from .state.layout import build_tuple, case_paths
from .text import shorten_value


class StrategyInputs(Protocol):
    """The attributes of a scenario that strategies read; every ``Scenario`` has them."""

    @property
    def name(self) -> str:
        """Return the scenario's name, used in messages."""

    @property
    def patrons(self) -> tuple[str, ...]:
        """Return the ids of the patrons, in the order of the scenario file."""

    @property
    def fresh_mix(self) -> "tuple[str, tuple[float, ...]] | None":
        """Return the hash of the scenario and the shares of its best fixed mix, if it is known."""

    @property
    def trigger(self) -> "tuple[Any, Sequence[Any]] | None":
        """Return what the scenario does at first, and its triggers with what it does then, if it has any."""

    @property
    def values(self) -> Mapping[str, float]:
        """Return the number of every parameter path."""


Maker = Callable[[Any], Plan]
"""A function from a scenario to a plan; a user's own may read more of a scenario than those here."""

HEDGE, FIXED, MIX, TRIGGER = "hedge", "fixed", "mix", "trigger"
"""Strategies: the one that the premium is about, the effort that a scenario gives, the best fixed mix, and
what a scenario switches on a sign."""

MOST_STEPS = 4
"""Most triggers of a plan: code is compiled for each number."""

LEANING = ("bandwagon", "pivot")
"""Kinds of strategies that are about one patron."""

LEAN = 0.5
"""Least share of effort on the patron that a state leans on: with less it mostly goes alone."""

TRUE_AIMS = Weights(1.0, 1.0, 1.0)
ECONOMY_ONLY = Weights(0.0, 1.0, 0.0)

_own: dict[str, Maker] = {}  # filled only by register_strategy, which a user calls


@normalise_arguments
def register_strategy(name: str, maker: Maker) -> None:
    """Register a user's own strategy under a name.

    Parameters
    ----------
    name : str
        Name in commands and tables: letters, digits and underscores, not yet in use.
    maker : callable
        Function that takes a scenario and returns a plan.

    Raises
    ------
    InputError
        If the name is taken or is not an identifier.
    """
    if name in _own or name in {
        "hedge",
        "equidistance",
        "self_reliance",
        "myopic",
        FIXED,
        MIX,
        TRIGGER,
        "all",
    }:
        msg = f"strategy {name!r}: the name is taken; choose another"
        raise InputError(msg)
    if not name.isidentifier():
        msg = f"strategy {name!r}: a name is made of letters, digits and underscores"
        raise InputError(msg)
    _own[name] = maker


@normalise_arguments
def strategy_names(patrons: Sequence[str]) -> tuple[str, ...]:
    """Return all strategies for these patrons; those that not every scenario has, and own ones, last."""
    return (*compared_strategies(patrons), FIXED, MIX, TRIGGER, *_own)


def compared_strategies(patrons: Sequence[str]) -> tuple[str, ...]:
    """Return every built-in strategy that any scenario has: all but ``fixed``, ``mix`` and ``trigger``."""
    leaning = [f"{kind}:{p}" for kind in LEANING for p in patrons]
    return ("hedge", *leaning, "equidistance", "self_reliance", "myopic")


def all_strategies(scenario: StrategyInputs) -> tuple[str, ...]:
    """Return what the word ``all`` stands for: also ``mix`` where the scenario's best mix is known."""
    names = compared_strategies(scenario.patrons)
    return names if scenario.fresh_mix is None else (*names, MIX)


@normalise_arguments
def plan_for(scenario: StrategyInputs, strategy: str) -> Plan:
    """Build the plan of a strategy in a scenario.

    Raises
    ------
    InputError
        If the strategy is unknown (the message names the most similar one), if ``fixed`` lacks
        ``[hedger.effort]`` or ``trigger`` lacks ``[trigger]``, or if a registered strategy returns an
        invalid plan.
    """
    kind, _, patron = strategy.partition(":")
    if strategy in _own:
        return check_plan(strategy, _own[strategy](scenario), len(scenario.patrons))
    if strategy not in strategy_names(scenario.patrons):
        msg = f"{scenario.name}: {describe_unknown(strategy, scenario.patrons)}"
        raise InputError(msg)
    if kind in LEANING:
        admitted = leaning_on(scenario.patrons, patron)
        return choose_among(admitted, pivot=float(kind == "pivot"), commitment=LEAN)
    return PLAIN[kind](scenario)


def describe_unknown(strategy: str, patrons: Sequence[str], *words: str) -> str:
    """Describe an unknown strategy: the patrons it may be about if its kind is known, else all strategies.

    Words are further names that may stand in a list of strategies.
    """
    kind, colon, _ = strategy.partition(":")
    about, options = f"unknown strategy {strategy!r}", (*words, *strategy_names(patrons))
    if kind in LEANING and not colon:
        forms = ", ".join(f"{kind}:{p}" for p in patrons)
        return f"{about}; it names a patron: {forms}"
    if colon and kind in LEANING:
        return f"{about}; {kind} takes one of the patrons {', '.join(patrons)}{hint(strategy, options)}"
    return f"{about}; known are {', '.join(options)}{hint(strategy, options)}"


def spread_packages(patrons: Sequence[object], number: float) -> Packages:
    """Build packages that all have the same number."""
    alike = (number,) * len(patrons)
    return Packages(security=alike, economy=alike, self_reliance=number)


def leaning_on(patrons: Sequence[str], patron: str) -> Packages:
    """Admit the two packages of one patron, and self-reliance."""
    alone = tuple(float(p == patron) for p in patrons)
    return Packages(security=alone, economy=alone, self_reliance=1.0)


def choose_among(
    admitted: Packages, *, pivot: float = 0.0, commitment: float = 0.0, objective: Weights = TRUE_AIMS
) -> Plan:
    """Build a plan that divides all effort by the logit over the packages that it admits."""
    nothing = spread_packages(admitted.security, 0.0)
    return Plan(
        choice=1.0, pivot=pivot, commitment=commitment, objective=objective, admit=admitted, effort=nothing
    )


def spend_fixed(effort: Packages) -> Plan:
    """Build a plan with constant shares of effort."""
    admitted = spread_packages(effort.security, 1.0)
    return Plan(choice=0.0, pivot=0.0, commitment=0.0, objective=TRUE_AIMS, admit=admitted, effort=effort)


def pack_shares(shares: Sequence[float]) -> Packages:
    """Build packages from numbers in the order of :func:`effort_paths`: security, economy, self-reliance."""
    count = len(shares) // 2
    return Packages(security=tuple(shares[:count]), economy=tuple(shares[count:-1]), self_reliance=shares[-1])


def fixed_effort(scenario: StrategyInputs) -> Plan:
    """Build the plan ``fixed``: constant effort shares, those of the scenario, scaled to sum to 1."""
    values = [scenario.values.get(path, 0.0) for path in effort_paths(scenario.patrons)]
    whole = sum(values)
    if whole <= 0.0:
        msg = f"{scenario.name}: strategy 'fixed' needs effort shares; give them in [hedger.effort]"
        raise InputError(msg)
    return spend_fixed(pack_shares([v / whole for v in values]))


def best_mix(scenario: StrategyInputs) -> Plan:
    """Build the plan ``mix``: the best fixed mix that is known for the scenario as it starts."""
    if scenario.fresh_mix is None:
        msg = (
            f"{scenario.name}: no best mix is known for these values: leave strategy 'mix' out, or see it"
            f" with hedgesim ladder {scenario.name}"
        )
        raise InputError(msg)
    return spend_fixed(pack_shares(scenario.fresh_mix[1]))


def build_pathway(scenario: StrategyInputs) -> Plan:
    """Build the plan ``trigger``: what the scenario does at first, and what it goes over to on a sign."""
    if scenario.trigger is None:
        msg = f"{scenario.name}: strategy 'trigger' needs triggers; give them in [trigger]"
        raise InputError(msg)
    first, steps = scenario.trigger
    known = case_paths(scenario.patrons, Signs)
    signs = [[float(path == step.watch) for path in known] for step in steps]
    course = tuple(
        Step(
            build_signs(w, len(scenario.patrons)),
            s.level,
            s.release,
            float(s.quarters),
            course_plan(scenario, s.then),
        )
        for w, s in zip(signs, steps, strict=True)
    )
    return check_plan(TRIGGER, course_plan(scenario, first)._replace(steps=course), len(scenario.patrons))


def build_signs(numbers: Sequence[float], patrons: int) -> Signs:
    """Build signs from one number for each indicator, in the order of ``case_paths``."""
    signs: Signs = build_tuple(Signs, patrons, iter(numbers).__next__)
    return signs


def course_plan(scenario: StrategyInputs, course: str | tuple[float, ...]) -> Plan:
    """Build the plan of a stage: that of a strategy, or constant shares of effort."""
    return plan_for(scenario, course) if isinstance(course, str) else spend_fixed(pack_shares(course))


def check_plan(name: str, plan: Plan, patrons: int) -> Plan:
    """Check a registered strategy's plan and return it; raise InputError if it is invalid."""
    fault = find_form_fault(plan, patrons) or find_number_fault(plan) or find_step_fault(plan)
    if fault:
        msg = f"strategy {name!r}: {fault}"
        raise InputError(msg)
    return plan


def find_form_fault(plan: object, patrons: int) -> str:
    """Describe what in a plan has the wrong type or size; return "" if nothing has."""
    if not isinstance(plan, Plan):
        return f"its function returned {shorten_value(plan)}; it must return a Plan"
    for packages in (plan.admit, plan.effort):
        sizes = [len(part) if isinstance(part, tuple) else 0 for part in packages[:2]]
        if sizes != [patrons, patrons]:
            return (
                "packages are written Packages(security, economy, self_reliance), the first two with a number"
                f" for each of the {patrons} patrons; found {packages}"
            )
    try:
        flatten(plan)
    except (TypeError, ValueError) as error:
        return f"a plan holds numbers only: {error}"
    return find_steps_form_fault(plan.steps, patrons)


def find_steps_form_fault(steps: object, patrons: int) -> str:
    """Describe what in the steps of a plan has the wrong type or size; return "" if nothing has."""
    if not isinstance(steps, tuple) or not all(isinstance(step, Step) for step in steps):
        return f"steps of a plan are a tuple of Step; found {shorten_value(steps)}"
    if len(steps) > MOST_STEPS:
        return f"a plan has at most {MOST_STEPS} steps; found {len(steps)}"
    for step in steps:
        if list_sizes(step.watch) != list_sizes(build_tuple(Signs, patrons, float)):
            return (
                f"a watch is written Signs({', '.join(Signs._fields)}), with a weight for each of the"
                f" {patrons} patrons, or for each pair of them in rivalry; found {step.watch}"
            )
        if fault := find_form_fault(step.plan, patrons):
            return f"the plan of a step: {fault}"
    return ""


def list_sizes(signs: Signs) -> list[int]:
    """Return the number of numbers of each field, 0 for a field that is one number."""
    return [len(part) if isinstance(part, tuple) else 0 for part in signs]


def find_step_fault(plan: Plan) -> str:
    """Describe which numbers of a plan's steps make no sense; return "" if all do."""
    for step in plan.steps:
        if step.plan.steps:
            return "the plan of a step has steps itself; put them one after the other"
        if step.quarters < 1.0 or step.release > step.level:
            return (
                "a step fires after 1 quarter or more and is taken back below its level or lower; found"
                f" {step.quarters:g} quarters, level {step.level:g}, release {step.release:g}"
            )
        if fault := find_number_fault(step.plan):
            return f"the plan of a step: {fault}"
    return ""


def find_number_fault(plan: Plan) -> str:
    """Describe which numbers of a plan make no sense; return "" if all do."""
    admitted, effort = flatten(plan.admit), flatten(plan.effort)
    if min(flatten(plan)) < 0.0 or max(plan.choice, plan.pivot, plan.commitment) > 1.0:
        return f"numbers of a plan are 0 or more, and choice, pivot and commitment at most 1; found {plan}"
    if sum(admitted) <= 0.0 or sum(plan.objective) <= 0.0:
        return f"a plan admits a package and aims at a dimension; found {plan.admit}, {plan.objective}"
    if plan.commitment > 0.0 and (plan.admit.security != plan.admit.economy or not sum(plan.admit.economy)):
        return f"a plan with commitment admits patrons, and both packages of each alike; found {plan.admit}"
    spent = plan.choice + (1.0 - plan.choice) * sum(effort)
    if plan.pivot < 1.0 and abs(spent - 1.0) > 1e-9:
        return f"effort must sum to 1 where choice is below 1, found {sum(effort):g}"
    return ""


PLAIN: dict[str, Maker] = {
    "hedge": lambda s: choose_among(spread_packages(s.patrons, 1.0)),
    "equidistance": lambda s: choose_among(spread_packages(s.patrons, 1.0), commitment=1.0),
    "self_reliance": lambda s: choose_among(spread_packages(s.patrons, 0.0)._replace(self_reliance=1.0)),
    "myopic": lambda s: choose_among(spread_packages(s.patrons, 1.0), objective=ECONOMY_ONLY),
    "fixed": fixed_effort,
    "mix": best_mix,
    "trigger": build_pathway,
}
"""Strategies without a patron in their name."""
