"""Moods over whole runs: nothing without hazards, equal bits, and the frequencies that hazards say."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from support.runs import HARSH, MILD, give_moods, quiet, scenario

from hedgesim.model import HedgingModel, Scenario, simulate_run
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.engines.compiled.ensemble import Ensemble, play_ensemble
from hedgesim.model.engines.compiled.kind import LoopKind, has_hazards
from hedgesim.model.engines.compiled.simulate import build_kernel
from hedgesim.model.outcomes import path_columns, path_row
from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.scenario.scenario import Event
from hedgesim.model.state import flatten
from hedgesim.model.strategies import plan_for

Floats = NDArray[np.float64]
RUNS = np.arange(3, dtype=np.int64)
UNSEEN = ("mood_", "belief_")


def still(spec: Scenario, *, severity: float) -> Scenario:
    """The scenario without hazards, but with moods that would matter if they came."""
    changes: dict[str, object] = {"world.rupture_hazard": 0.0, "hedger.discernment": 2.5}
    for p in spec.patrons:
        changes |= {f"patrons.{p}.turn": 0.0, f"patrons.{p}.severity": severity}
    return spec.vary(changes)


def play(spec: Scenario, *, hazards: bool) -> Ensemble:
    """Runs in compiled code of a kind."""
    kernel, plan = build_kernel(LoopKind(len(spec.patrons), hazards=hazards)), plan_for(spec, "hedge")
    return play_ensemble(kernel, spec, plan, 5, RUNS, {}, bands=False, paths=True)


# ---- nothing without hazards ---------------------------------------------------------------


@pytest.mark.parametrize("name", builtin_scenarios())
def test_without_hazards_nothing_changes_a_bit(name: str) -> None:
    """In code with hazards and without, at any severity; plain Python is the code of before (golden runs)."""
    spec = Scenario.load(name)
    found = play(still(spec, severity=0.8), hazards=True)
    for other in (still(spec, severity=0.0), still(spec, severity=0.8).vary({"mechanisms.moods": False})):
        plain = play(other, hazards=False)
        assert plain.paths.tobytes() == found.paths.tobytes()
        assert plain.outcomes.tobytes() == found.outcomes.tobytes()
    run = simulate_run(still(spec, severity=0.8), "hedge", 5, 2)
    assert np.array([path_row(r) for r in run.records]).tobytes() == found.paths[2].tobytes()


@pytest.mark.parametrize("name", ["belarus/baseline", "belarus/war_2022", "vietnam/baseline"])
def test_moods_that_are_off_or_mild_change_no_utility(name: str) -> None:
    """Without severity, or at the mean of moods, it is what it was without hazards, to rounding."""
    spec = Scenario.load(name)
    rare = give_moods(spec).vary({"mechanisms.moods": True})
    plain = play(still(spec, severity=0.0), hazards=False).outcomes
    idle = play(rare.vary({f"patrons.{p}.severity": 0.0 for p in spec.patrons}), hazards=True).outcomes
    off = play(rare.vary({"mechanisms.moods": False}), hazards=False).outcomes
    on = play(rare, hazards=True).outcomes
    assert np.abs(idle - plain).max() < 1e-9
    assert np.abs((idle - plain)[:20]).max() < 1e-12  # the indices
    assert np.abs((off - plain)[:20]).max() < 1e-12
    assert np.abs((on - plain)[:20]).max() > 1e-3


def test_the_faster_code_is_for_runs_without_hazards_alone() -> None:
    spec = still(scenario("baseline"), severity=0.5)
    rare, turn = give_moods(spec), "patrons.china.turn"
    assert not has_hazards(spec)
    assert has_hazards(rare)
    assert not has_hazards(rare.vary({"mechanisms.moods": False}))
    assert has_hazards(spec.vary({"world.rupture_hazard": 0.01}))
    assert has_hazards(spec, {turn: np.array([0.0, 0.01])})
    assert not has_hazards(spec, {turn: np.zeros(2)})
    assert has_hazards(spec, {"world.rupture_hazard": np.array([0.0, 0.01])})
    off = rare.vary({"mechanisms.moods": False})
    assert has_hazards(off, {"mechanisms.moods": np.array([0.0, 1.0])})
    later = scenario_with_event(spec, turn, 0.2)
    assert has_hazards(later)
    made = simulate(later, "hedge", 5, RUNS, paths=True)
    moods = made.paths[:, :, list(path_columns(later.patrons)).index("mood_china")]
    assert moods[:, :8].max() == 0.0
    assert moods[:, 8:].max() == 1.0


def scenario_with_event(spec: Scenario, path: str, value: float) -> Scenario:
    """The scenario with an event after two years."""
    return replace(spec, events=(Event("later", 8, None, "set", path, value, "test", "test"),))


# ---- equal bits ----------------------------------------------------------------------------


@pytest.mark.parametrize("moods", [True, False])
@pytest.mark.parametrize("hazards", [MILD, HARSH], ids=["mild", "harsh"])
@pytest.mark.parametrize("name", ["belarus/war_2022", "vietnam/baseline", "two_powers/baseline"])
def test_every_engine_gives_the_same_bits(
    name: str, hazards: tuple[tuple[float, float, float], ...], moods: bool
) -> None:
    spec = give_moods(Scenario.load(name), hazards)
    spec = spec.vary({"mechanisms.moods": moods, "world.rupture_hazard": 0.02 * moods})
    made, alike = (simulate(spec, "hedge", 5, RUNS, paths=paths) for paths in (True, False))
    assert alike.outcomes.tobytes() == made.outcomes.tobytes()
    run = simulate_run(spec, "hedge", 5, 1)
    assert made.paths[1].tobytes() == np.array([path_row(r) for r in run.records]).tobytes()
    assert made.outcomes[:, 1].tobytes() == np.array(flatten(run.outcome)).tobytes()
    model = HedgingModel(spec, "hedge", 1, 5)
    while model.running:
        model.step()
    assert tuple(model.records) == run.records


def test_agents_own_moods_and_beliefs_and_the_collector_shows_them() -> None:
    spec = give_moods(scenario("baseline"))
    model = HedgingModel(spec, "hedge", 1, 5)
    assert model.hedger.beliefs == tuple(p.mood for p in model.patrons)  # both the mean before the first
    for _ in range(20):
        model.step()
    frame = model.datacollector.get_model_vars_dataframe()
    for patron, name, belief in zip(model.patrons, spec.patrons, model.hedger.beliefs, strict=True):
        assert frame[f"mood_{name}"].iloc[-1] == patron.mood
        assert frame[f"belief_{name}"].iloc[-1] == belief
    assert set(frame["mood_russia"].iloc[1:]) == {0.0, 1.0}
    assert frame["belief_russia"].iloc[1:].between(0.0, 1.0, inclusive="neither").all()


# ---- what patrons do -----------------------------------------------------------------------


@cache
def many() -> Mapping[str, Floats]:
    """Path columns on moods and coercion of 3,000 runs, by name: shape (runs, quarters)."""
    spec = give_moods(scenario("baseline"))
    names = list(path_columns(spec.patrons))
    wanted = [n for n in names if n.startswith((*UNSEEN, "coercion_", "inducement_"))]
    parts = []
    for first in range(0, 3000, 500):
        made = simulate(spec, "hedge", 1, np.arange(first, first + 500, dtype=np.int64), paths=True)
        parts.append(made.paths[:, :, [names.index(n) for n in wanted]].copy())
    return dict(zip(wanted, np.moveaxis(np.concatenate(parts), 2, 0), strict=True))


@pytest.mark.parametrize("place", range(3), ids=scenario("baseline").patrons)
def test_moods_have_the_share_and_the_hazards_that_are_given(place: int) -> None:
    """Within four standard errors, of shares those of 3,000 independent runs with few spells each."""
    mood = many()[f"mood_{scenario('baseline').patrons[place]}"]
    turn, relent, _ = MILD[place]
    share = turn / (turn + relent)
    assert set(np.unique(mood)) == {0.0, 1.0}
    assert mood.mean() == pytest.approx(share, abs=4.0 * np.std(mood.mean(axis=1)) / np.sqrt(3000.0))
    assert mood[:, 0].mean() == pytest.approx(share, abs=4.0 * np.sqrt(share * (1.0 - share) / 3000.0))
    before, after = mood[:, :-1], mood[:, 1:]
    for was, hazard in ((0.0, turn), (1.0, relent)):
        changes = after[before == was] != was
        assert changes.mean() == pytest.approx(hazard, abs=4.0 * np.sqrt(hazard / len(changes)))


@pytest.mark.parametrize("place", range(3), ids=scenario("baseline").patrons)
def test_beliefs_come_true_as_often_as_they_say(place: int) -> None:
    patron = scenario("baseline").patrons[place]
    mood, belief = many()[f"mood_{patron}"].ravel(), many()[f"belief_{patron}"].ravel()
    tenth = np.minimum((belief * 10.0).astype(int), 9)
    filled = [k for k in range(10) if np.sum(tenth == k) > 2000]
    assert len(filled) >= 3  # of China, cold one quarter in eighteen, seldom more is believed
    for k in filled:
        assert mood[tenth == k].mean() == pytest.approx(belief[tenth == k].mean(), abs=0.02)


def test_moods_of_patrons_are_independent_and_beliefs_follow_them() -> None:
    moods = np.array([many()[f"mood_{p}"].ravel() for p in scenario("baseline").patrons])
    assert np.abs(np.corrcoef(moods) - np.eye(3)).max() < 0.03
    for p in scenario("baseline").patrons:
        assert np.corrcoef(many()[f"mood_{p}"].ravel(), many()[f"belief_{p}"].ravel())[0, 1] > 0.3


def test_a_cold_patron_coerces_more_and_pays_less() -> None:
    cold = many()["mood_russia"] > 0.5
    for name, larger in (("coercion_russia", True), ("inducement_russia", False)):
        values = many()[name]
        assert (values[cold].mean() > 1.2 * values[~cold].mean()) == larger
        assert (values[cold].mean() < 0.95 * values[~cold].mean()) != larger


def test_the_noise_of_before_keeps_its_bits() -> None:
    """With moods tension, energy, funding and strain are those of the same run without."""
    spec = scenario("baseline")
    plain, moody = (simulate_run(s, "hedge", 5, 1).records for s in (spec, give_moods(spec)))
    for one, two in zip(plain, moody, strict=True):
        assert (one.tension, one.energy, one.funding, one.strain) == (
            two.tension, two.energy, two.funding, two.strain
        )  # fmt: skip


def test_ruptures_come_by_their_hazard_and_last() -> None:
    spec = quiet().vary({"world.rupture_hazard": 0.02})
    names = list(path_columns(spec.patrons))
    made = simulate(spec, "hedge", 1, np.arange(1000, dtype=np.int64), paths=True)
    rivalry = made.paths[:, :, names.index("rivalry_russia_eu")]
    broken = rivalry == spec.values["world.rupture"]
    assert (np.diff(broken.astype(int), axis=1) >= 0).all()
    for quarter in (0, 19, spec.horizon - 1):
        due = 1.0 - 0.98 ** (quarter + 1)
        tolerance = 4.0 * np.sqrt(due * (1.0 - due) / 1000.0)
        assert broken[:, quarter].mean() == pytest.approx(due, abs=tolerance)
    steady = made.paths[:, :, names.index("rivalry_russia_china")]
    assert (steady == spec.values["rivalry.russia-china"]).all()
