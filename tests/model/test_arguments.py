"""Arguments of public functions: numpy's types count as Python's, anything else is refused by name."""

import inspect
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from support.runs import scenario

from hedgesim import analysis, model
from hedgesim.model import InputError, Scenario, simulate_run
from hedgesim.model.arguments import LIMITS, normalise_arguments, parse_truth

PUBLIC = [(package, name) for package in (analysis, model) for name in package.__all__]
DATA = {"Draws", "Findings", "Results", "Packages", "Plan", "Run", "Signs", "Step", "Weights"}
DATA |= {"HedgesimError", "InputError", "RunError"}
"""Public classes that hold what they are given."""

YEARS = {"until", "first", "last"}
"""Numbers whose limits are those of the observations."""


@normalise_arguments
def echo(
    run: int = 0,
    names: Sequence[str] = (),
    *,
    runs: int | None = None,
    paths: bool = False,
    folder: Path = Path(),
    where: str | Path = "",
    changes: Mapping[str, object] | None = None,
    subject: Scenario | None = None,
) -> dict[str, Any]:
    """Return the arguments as they arrive."""
    return dict(locals())


def entry(package: object, name: str) -> Callable[..., Any]:
    """What is called: a function, or the start of a class."""
    found = getattr(package, name)
    if found is Scenario:
        return Scenario.vary
    return found.__init__ if inspect.isclass(found) else found


@pytest.mark.parametrize(("package", "name"), [p for p in PUBLIC if p[1] not in DATA], ids=str)
def test_every_public_function_normalises_its_arguments(package: object, name: str) -> None:
    found = entry(package, name)
    assert hasattr(found, "__wrapped__"), f"{name} lacks @normalise_arguments"
    for parameter in inspect.signature(found).parameters.values():
        if parameter.annotation in {int, int | None} and parameter.name not in YEARS:
            assert parameter.name in LIMITS, f"{name}: {parameter.name} has no limits"


@pytest.mark.parametrize("package", [analysis, model], ids=lambda p: p.__name__)
def test_no_public_name_is_that_of_a_module_whose_import_would_hide_it(package: ModuleType) -> None:
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert {"ensembles", "arguments"} & modules
    assert modules.isdisjoint(package.__all__)


WHOLE = [np.int8(3), np.uint8(3), np.int16(3), np.uint32(3), np.int64(3), np.uint64(3), np.array(3), 3]


@pytest.mark.parametrize("value", WHOLE, ids=lambda v: type(v).__name__)
def test_whole_numbers_become_pythons(value: int) -> None:
    found = echo(value, runs=value)
    assert (found["run"], found["runs"]) == (3, 3)
    assert type(found["run"]) is type(found["runs"]) is int


def test_other_values_become_pythons_too() -> None:
    found = echo(
        names=np.array(["hedge", "myopic"]), paths=np.bool_(True), folder="x", where=np.str_("y"),  # type: ignore[arg-type]
        changes={np.str_("a.b"): np.float32(0.5)},
    )  # fmt: skip
    assert found["names"] == ["hedge", "myopic"]
    assert found["paths"] is True
    assert found["folder"] == Path("x")
    assert (type(found["where"]), list(found["changes"])) == (str, ["a.b"])
    assert echo(names="hedge")["names"] == ["hedge"]


RUN = "allowed is a whole number from 0 to 9,223,372,036,854,775,807"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"run": 1.0}, f"run: found 1.0; {RUN}"),
        ({"run": np.float64(1.5)}, f"run: found 1.5; {RUN}"),
        ({"run": "1"}, f"run: found '1'; {RUN}"),
        ({"run": True}, f"run: found true; {RUN}"),
        ({"run": np.bool_(True)}, f"run: found true; {RUN}"),
        ({"run": -1}, f"run: found -1; {RUN}"),
        ({"run": np.uint64(2**63)}, f"run: found 9223372036854775808; {RUN}"),
        ({"run": 10**5000}, f"run: found a number of more than 20 digits; {RUN}"),
        ({"run": None}, f"run: found None; {RUN}"),
        ({"run": np.arange(2)}, f"run: found an object of type ndarray; {RUN}"),
        ({"runs": 0}, "runs: found 0; allowed is a whole number from 1 to 100,000,000"),
        ({"paths": 1}, "paths: found 1; allowed is True or False"),
        ({"names": 3}, "names: found 3; allowed is a list of text"),
        ({"names": ["a", 3]}, "names: found 3; allowed is text"),
        ({"names": {"a": 1}}, "names: found an object of type dict; allowed is a list of text"),
        ({"folder": 3}, "folder: found 3; allowed is a path"),
        ({"where": 3}, "where: found 3; allowed is text or a path"),
        ({"changes": [3]}, "changes: found an object of type list; allowed is a mapping"),
        ({"changes": {3: 3}}, "changes: found 3; allowed is text"),
        ({"subject": "belarus"}, "subject: found 'belarus'; allowed is Scenario"),
    ],
)
def test_other_arguments_are_refused_by_name(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        echo(**arguments)
    assert caught.value.faults == (message,)


def test_all_faults_at_once_and_pythons_own_words_for_what_no_function_takes() -> None:
    with pytest.raises(InputError) as caught:
        echo(-1, 3, runs=0)  # type: ignore[arg-type]
    assert [fault.partition(":")[0] for fault in caught.value.faults] == ["run", "names", "runs"]
    with pytest.raises(TypeError, match=r"echo\(\) takes from 0 to 2 positional arguments but 3 were given"):
        echo(1, ["a"], 3)  # type: ignore[misc]
    with pytest.raises(TypeError, match="unexpected keyword argument 'nothing'"):
        echo(nothing=1)  # type: ignore[call-arg]


def test_numpys_seeds_give_pythons_numbers() -> None:
    seed: Any = np.random.SeedSequence(1).generate_state(1)[0]  # a uint32: how numpy hands out seeds
    spec = scenario("baseline").vary({"horizon": 4})
    assert simulate_run(spec, "hedge", seed, 0) == simulate_run(spec, "hedge", int(seed), 0)
    found, same = (analysis.simulate(spec, "hedge", runs=2, seed=s).outcomes for s in (seed, int(seed)))
    assert found.equals(same)


def test_results_that_are_none_are_refused() -> None:
    wrong: Any = "results/first"
    for ask in (analysis.comparison, lambda found: analysis.draw("fan", found)):
        with pytest.raises(InputError, match="results: found 'results/first'; allowed is Results"):
            ask(wrong)


@pytest.mark.parametrize("text", ["true", "True", "TRUE", "yes", "Yes", " YES "])
def test_truth_values(text: str) -> None:
    assert parse_truth(text) is True


@pytest.mark.parametrize("text", ["false", "False", "FALSE", "no", "No", "NO "])
def test_values_that_are_not_true(text: str) -> None:
    assert parse_truth(text) is False


@pytest.mark.parametrize("text", ["", "on", "1", "none", "yess", "tru"])
def test_words_that_are_no_truth_values(text: str) -> None:
    assert parse_truth(text) is None


@pytest.mark.parametrize("value", [False, np.bool_(False), 0, np.int8(0), "no", "False", "FALSE"])
def test_switches_are_set_by_values_and_words_of_every_type(value: object) -> None:
    assert scenario("baseline").vary({"mechanisms.veto": value}).values["mechanisms.veto"] == 0.0


@pytest.mark.parametrize("value", [np.float32(0.25), np.array(0.25), np.float64(0.25), 0.25])
def test_numbers_are_set_by_values_of_every_type(value: object) -> None:
    path = "patrons.russia.barrier"
    assert scenario("baseline").vary({path: value}).values[path] == 0.25


@pytest.mark.parametrize("value", ["on", "maybe", 2, 0.5, np.array([True])])
def test_other_values_of_a_switch_are_refused(value: object) -> None:
    with pytest.raises(InputError, match=r"mechanisms\.veto: found .*; allowed is true or false"):
        scenario("baseline").vary({"mechanisms.veto": value})
