"""The same bits in a real browser: every shipped scenario, every strategy, draws, bands and paths."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from support.lab import browser

from hedgesim.analysis.design.batch import SEED
from hedgesim.analysis.design.columns import engine_columns, run_columns
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.ensembles.default import CASE, choose_draws
from hedgesim.analysis.page.page import write_plan
from hedgesim.analysis.page.plan import PagePlan
from hedgesim.analysis.page.scenario_data import list_strategies
from hedgesim.model import Scenario
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.strategies import all_strategies, plan_for

pytestmark = pytest.mark.slow

RUNS, SHOWN = 100, "hedge"
POINT = ("armenia/", "vietnam/", "/history")
"""What is played with its own numbers; others take draws, of an ensemble or by rule."""
OWN = """title = "Mine"
question = "When?"
extends = "belarus/war_2022"
strategies = ["fixed", "trigger"]

[hedger.effort]
russia = { security = 0.3 }
self_reliance = 0.7

[trigger]
first = "hedge"

[[trigger.steps]]
watch = "rivalry.russia-eu"
level = 0.7
then = "bandwagon:russia"

[[trigger.steps]]
watch = "coercion.eu"
level = 0.05
release = 0.02
quarters = 2
then = "pivot:china"
"""
"""A user's own scenario, with both strategies that no shipped one has."""
PATHS = (
    "belarus/war_2022",
    "two_powers/transition",
    "vietnam/maritime_crisis",
    "armenia/history_to_2024",
    "own/scenario",
)
"""Scenarios of which every record is compared, of ten runs."""
PLAY = Path(browser.__file__).with_name("digests.js").read_text(encoding="utf-8")


@cache
def load() -> dict[str, Scenario]:
    """Every shipped scenario by name, and a user's own, whose file need not stay."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "own.toml"
        file.write_text(OWN, encoding="utf-8")
        own = Scenario.load(str(file)).renamed("own/scenario")
    return {spec.name: spec for spec in (*map(Scenario.load, builtin_scenarios()), own)}


def find_draws(spec: Scenario, moves: Mapping[str, float] = MappingProxyType({})) -> Draws | None:
    """The draws that runs of a scenario take in this file."""
    return None if any(word in spec.name for word in POINT) else choose_draws(CASE, [spec], moves)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser with a page of every shipped scenario."""
    file = tmp_path_factory.mktemp("page") / "lab.html"
    draws = {name: found for name, spec in load().items() if (found := find_draws(spec)) is not None}
    write_plan(PagePlan([*load().values()], draws), file, lambda _: None)
    with browser.open_file(file) as found:
        yield found


def hash_runs(spec: Scenario, runs: int, moves: dict[str, float], *, paths: bool) -> dict[str, str]:
    """The SHA-256 of all numbers of the Python engine by strategy, in the order of the browser's."""
    varied, numbers, digests = spec.vary(moves), np.arange(runs), {}
    drawn = run_columns(varied, find_draws(varied, moves), numbers)
    for strategy in list_strategies(spec):
        columns, bands = engine_columns(varied, strategy, drawn), strategy == SHOWN
        plan = plan_for(spec, strategy)  # a mix stays what it was where inputs are moved
        found = simulate(varied, plan, SEED, numbers, columns, bands=bands, paths=paths)
        counts, sums = found.spread
        parts = (found.outcomes, found.sound, counts.astype(np.int32), sums.astype(float), found.paths)
        data = b"".join(np.ascontiguousarray(part).tobytes() for part in parts)
        digests[strategy] = hashlib.sha256(data).hexdigest()
    return digests


def assert_equal(
    page: Any, spec: Scenario, runs: int = RUNS, kind: str = "simd", paths: bool = False, **moves: float
) -> None:
    """Assert that every strategy's runs have the same bits in the browser, the bands of hedge among them."""
    job = {"scenario": [*load()].index(spec.name), "kind": kind, "runs": runs, "bands": SHOWN, "paths": paths}
    assert page.evaluate(PLAY, {**job, "moves": moves}) == hash_runs(spec, runs, moves, paths=paths)


@pytest.mark.parametrize("case", sorted({name.partition("/")[0] for name in load()}))
def test_every_strategy_of_every_scenario_has_the_bits_of_the_python_engine(case: str, page: Any) -> None:
    for name, spec in load().items():
        if name.startswith(f"{case}/"):
            assert set(all_strategies(spec)) <= set(list_strategies(spec))
            assert {"fixed", "trigger"} <= set(list_strategies(spec)) or case != "own"
            assert_equal(page, spec)


@pytest.mark.parametrize("kind", ["simd", "plain"])
@pytest.mark.parametrize("name", PATHS)
def test_every_quarter_has_the_bits_of_the_python_engine(name: str, kind: str, page: Any) -> None:
    """Of both modules, and of a number of runs that does not fill the last block."""
    assert_equal(page, load()[name], 9, kind, paths=True)


def test_workers_share_out_runs_with_the_same_bits(page: Any) -> None:
    """In parts, each worker with the draws that it was last sent."""
    for name in ("belarus/war_2022", "two_powers/transition", "belarus/baseline"):
        assert_equal(page, load()[name], 250, "workers")


MOVES: list[dict[str, float]] = [
    {"patrons.russia.arms_access": 0.2, "rivalry.russia-eu": 0.8, "hedger.weights.autonomy": 0.7},
    {"patrons.eu.agreement": 3.0, "mechanisms.veto": 0.0},
    {"patrons.eu.framework": 0.9, "patrons.russia.red_line": 0.2},
    {"events.rivalry_2022.value": 0.5},
]


@pytest.mark.parametrize("moves", MOVES, ids="+".join)
def test_a_moved_input_gives_what_varying_the_scenario_gives(moves: dict[str, float], page: Any) -> None:
    """Its draws give way to it, and the step of an agreement and its framework move together."""
    assert_equal(page, load()["belarus/war_2022"], 40, **moves)
