"""``[trigger]`` in scenario files: what it becomes, what is inherited, and every fault with its line."""

from pathlib import Path

import pytest

from hedgesim.model import (
    InputError,
    Packages,
    Plan,
    Scenario,
    Step,
    plan_for,
    register_strategy,
    simulate_run,
)
from hedgesim.model import strategies as module
from hedgesim.model.scenario.describe import describe_values
from hedgesim.model.scenario.schema import schema
from hedgesim.model.strategies import build_signs

HEAD = """title = "Mine"
question = "When?"
extends = "belarus/war_2022"
strategies = ["hedge", "trigger"]
"""
GOOD = """
[trigger]
first = "hedge"

[[trigger.steps]]
watch = "coercion.eu"
level = 0.1
release = 0.05
quarters = 2
then = "bandwagon:russia"

[[trigger.steps]]
watch = "rivalry.eu-russia"
level = 0.7
effort = { china = { economy = 0.6, security = 0.4 }, self_reliance = 1 }
"""


def written(text: str, folder: Path, name: str = "mine.toml") -> Path:
    """A file with a text."""
    place = folder / name
    place.write_text(text, encoding="utf-8")
    return place


def faults(text: str, folder: Path) -> list[str]:
    """Faults of a file without its folder."""
    with pytest.raises(InputError) as caught:
        Scenario.load(str(written(text, folder)))
    return [str(fault).replace(f"{folder}/", "") for fault in str(caught.value).splitlines()]


def test_it_becomes_a_plan_with_steps(tmp_path: Path) -> None:
    spec = Scenario.load(str(written(HEAD + GOOD, tmp_path)))
    plan = plan_for(spec, "trigger")
    coercion = build_signs([0.0, 0.0, 1.0, *[0.0] * 7], 3)
    assert plan._replace(steps=()) == plan_for(spec, "hedge")
    assert plan.steps[0] == Step(coercion, 0.1, 0.05, 2.0, plan_for(spec, "bandwagon:russia"))
    second = plan.steps[1]
    assert second.watch.rivalry == (0.0, 1.0, 0.0)  # the pair in the order of the patrons
    assert (second.level, second.release, second.quarters) == (0.7, 0.7, 1.0)
    assert second.plan.effort == Packages((0.0, 0.2, 0.0), (0.0, 0.3, 0.0), 0.5)


def test_effort_may_also_come_first(tmp_path: Path) -> None:
    text = HEAD + GOOD.replace('first = "hedge"', "effort = { self_reliance = 0.2 }")
    plan = plan_for(Scenario.load(str(written(text, tmp_path))), "trigger")
    assert (plan.choice, plan.effort.self_reliance) == (0.0, 1.0)


def test_a_file_that_extends_it_inherits_or_replaces_the_whole(tmp_path: Path) -> None:
    written(HEAD + GOOD, tmp_path)
    heir = Scenario.load(str(written('extends = "mine"\n', tmp_path, "heir.toml")))
    assert heir.trigger == Scenario.load(str(tmp_path / "mine.toml")).trigger
    other = """extends = "mine"
[trigger]
first = "self_reliance"
[[trigger.steps]]
watch = "strain"
level = 0.4
then = "hedge"
"""
    changed = Scenario.load(str(written(other, tmp_path, "other.toml"))).trigger
    assert changed is not None
    assert (changed.first, [step.watch for step in changed.steps]) == ("self_reliance", ["strain"])


def test_it_is_part_of_what_determines_results_but_of_no_mix(tmp_path: Path) -> None:
    spec = Scenario.load(str(written(HEAD + GOOD, tmp_path)))
    base = Scenario.load("belarus/war_2022")
    assert spec.digest != base.digest
    assert spec.hold_start().digest == base.hold_start().digest
    assert spec.vary({"horizon": 60}).digest == spec.digest
    assert Scenario.from_dict(spec.to_dict()).trigger == spec.trigger
    assert Scenario.from_dict(spec.to_dict()).digest == spec.digest


def test_show_tells_it(tmp_path: Path) -> None:
    spec = Scenario.load(str(written(HEAD + GOOD, tmp_path)))
    lines = [line for line in describe_values(spec) if line.path.startswith("trigger.")]
    assert {(line.kind, line.place.rpartition("/")[2].partition(":")[0]) for line in lines} == {
        ("choice", "mine.toml")
    }
    shown = {line.path: line.value for line in lines}
    assert shown == {
        "trigger.first": "hedge",
        "trigger.steps.1.watch": "coercion.eu >= 0.1 for 2 quarters",
        "trigger.steps.1.release": "0.05",
        "trigger.steps.1.then": "bandwagon:russia",
        "trigger.steps.2.watch": "rivalry.russia-eu >= 0.7",
        "trigger.steps.2.release": "0.7",
        "trigger.steps.2.effort.china.security": "0.2",
        "trigger.steps.2.effort.china.economy": "0.3",
        "trigger.steps.2.effort.self_reliance": "0.5",
    }


def test_an_editor_gets_its_keys() -> None:
    parts = schema()["$defs"]
    assert set(parts["TriggerStep"]["properties"]) == {
        "watch", "level", "release", "quarters", "then", "effort",
    }  # fmt: skip
    assert "coercion.P" in parts["TriggerStep"]["properties"]["watch"]["description"]


def test_all_faults_of_values_at_once_with_the_nearest_names(tmp_path: Path) -> None:
    text = """
[trigger]
first = "hegde"

[[trigger.steps]]
watch = "coercion.europe"
level = 0.1
release = 0.2
then = "trigger"
effort = { self_reliance = 1 }

[[trigger.steps]]
watch = "rivalry.eu-rusia"
level = 0.5
effort = { chna = { economy = 0.5 } }

[[trigger.steps]]
watch = "strain"
level = 0.5

[[trigger.steps]]
watch = "strain"
level = 0.5
then = "fixed"
"""
    found = faults(HEAD + text, tmp_path)
    known = "known are coercion.russia, coercion.china, coercion.eu, belief.russia, belief.china, belief.eu,"
    for begin, end in (
        ("mine.toml:7: trigger.first: unknown strategy 'hegde'", "did you mean hedge?"),
        ("mine.toml:9: trigger.steps.1: found both of then and effort; give exactly one", ""),
        (f"mine.toml:10: trigger.steps.1.watch: found 'coercion.europe'; {known}", "mean coercion.eu?"),
        ("mine.toml:12: trigger.steps.1.release: found 0.2; at most the level, 0.1, is allowed", ""),
        ("mine.toml:17: trigger.steps.2.watch: found 'rivalry.eu-rusia'", "did you mean rivalry.russia-eu?"),
        ("mine.toml:19: trigger.steps.2.effort.chna: unknown patron", "did you mean china?"),
        ("mine.toml:21: trigger.steps.3: found neither of then and effort; give exactly one", ""),
        ("mine.toml:28: trigger.steps.4.then: found 'fixed'; give its shares under effort instead", ""),
    ):
        assert [f for f in found if f.startswith(begin) and f.endswith(end)], (begin, found)
    assert len(found) == 8


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("level = 0.7", "level = 1.7"), "trigger.steps.2.level: found 1.7; allowed is 1.0 or less"),
        (("quarters = 2", "quarters = 0"), "13: trigger.steps.1.quarters: found 0; allowed is 1 or more"),
        (("watch = \"coercion.eu\"", ""), "mine.toml:9: trigger.steps.1.watch: missing; it must be given"),
        (("release =", "relese ="), "12: trigger.steps.1.relese: unknown key; did you mean release?"),
        (("economy =", "econmy ="), "effort.china.econmy: unknown key; did you mean economy?"),
        (("first =", "frist ="), "mine.toml:7: trigger.frist: unknown key; did you mean first?"),
        (('then = "bandwagon:russia"', 'then = "trigger"'), "allowed is any strategy but this one"),
        ((GOOD, "\n[trigger]\nfirst = \"hedge\"\nsteps = []\n"), "allowed is a list that is not empty"),
        ((GOOD, ""), "mine.toml:4: strategies: 'trigger' needs triggers; give them in [trigger]"),
        (("= 0.6, security = 0.4 }, self_reliance = 1 }", "= 0 } }"), "effort: all are 0; at least one"),
    ],
)  # fmt: skip
def test_a_fault_names_its_line_and_what_is_allowed(
    change: tuple[str, str], message: str, tmp_path: Path
) -> None:
    found = faults((HEAD + GOOD).replace(*change), tmp_path)
    assert any(message in fault for fault in found), found


def test_a_scenario_without_triggers_cannot_play_them() -> None:
    with pytest.raises(
        InputError, match=r"baseline: strategy 'trigger' needs triggers; give them in \[trigger\]"
    ):
        plan_for(Scenario.load("belarus/baseline"), "trigger")


def register(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> None:
    """A strategy of one's own that is forgotten after the test."""
    monkeypatch.setattr(module, "_own", {})
    register_strategy("mine", lambda _: plan)


def test_a_strategy_of_ones_own_may_have_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = Scenario.load("belarus/baseline").vary({"horizon": 4})
    after = Step(build_signs([1.0] + [0.0] * 9, 3), 0.0, 0.0, 2.0, plan_for(spec, "self_reliance"))
    register(monkeypatch, plan_for(spec, "hedge")._replace(steps=(after,)))
    assert [r.stage for r in simulate_run(spec, "mine", 1, 0).records] == [0.0, 1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"steps": 3}, "steps of a plan are a tuple of Step; found 3"),
        ({"watch": build_signs([0.0] * 6, 2)}, "with a weight for each of the 3 patrons, or"),
        ({"quarters": 0.0}, "a step fires after 1 quarter or more"),
        ({"release": 0.6}, "taken back below its level or lower; found 1 quarters, level 0.5, release 0.6"),
        ({"nested": 1}, "the plan of a step has steps itself; put them one after the other"),
        ({"many": 1}, "a plan has at most 4 steps; found 5"),
        ({"plan": "spent"}, "the plan of a step: effort must sum to 1"),
        ({"level": -1.0}, "numbers of a plan are 0 or more"),
    ],
)  # fmt: skip
def test_a_faulty_step_of_ones_own_is_refused(
    change: dict[str, object], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = Scenario.load("belarus/baseline")
    hedge = plan_for(spec, "hedge")
    good = Step(build_signs([1.0] + [0.0] * 9, 3), 0.5, 0.5, 1.0, hedge)
    fields = {k: v for k, v in change.items() if k in Step._fields and k != "plan"}
    bad = good._replace(**fields)  # type: ignore[arg-type]
    if "nested" in change:
        bad = bad._replace(plan=hedge._replace(steps=(good,)))
    if "plan" in change:
        bad = bad._replace(plan=hedge._replace(choice=0.5))
    steps: object = change.get("steps", (bad,) * (5 if "many" in change else 1))
    register(monkeypatch, hedge._replace(steps=steps))  # type: ignore[arg-type]
    with pytest.raises(InputError) as caught:
        plan_for(spec, "mine")
    assert message in str(caught.value)
