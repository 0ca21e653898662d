"""Ensembles of small cases: what counts, what does not, resuming, threads, files."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hedgesim.analysis.ensembles import fit
from hedgesim.analysis.ensembles.conditioning import find_conflicts
from hedgesim.analysis.ensembles.ensemble import Ensemble, read_ensemble
from hedgesim.analysis.ensembles.fit import fit_ensemble
from hedgesim.analysis.ensembles.plan import Plan, plan_ensemble
from hedgesim.analysis.ensembles.stages_file import load_stages
from hedgesim.model.errors import InputError
from hedgesim.model.scenario import files
from hedgesim.model.scenario.scenario import Scenario

PATTERN = """scenario = "two_powers/baseline"
[[claim]]
id = "U1"
text = "Hedging is safe"
source = "a test"
use = "constraint"
belief = {belief}
shocks = false
[claim.cells]
safe = {{ outcome = "security_mean" }}
[[claim.parts]]
text = "security is high"
number = "safe"
direction = "above"
bound = {bound}
tolerance = 0.001
"""


def plan_armenia(particles: int = 100, **changes: object) -> Plan:
    """A plan with data but without patterns, small enough for a test."""
    return replace(plan_ensemble(Scenario.load("armenia/baseline"), particles=particles), **changes)


def plan_two(folder: Path, belief: float, bound: float = 0.5) -> Plan:
    """A plan without data but with a pattern."""
    place = folder / "patterns.toml"
    place.write_text(PATTERN.format(belief=belief, bound=bound))
    return plan_ensemble(Scenario.load("two_powers/baseline"), patterns=place)


@pytest.fixture(scope="module", autouse=True)
def few_runs() -> Iterator[None]:
    """Readings are means of two runs, so that a fit takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fit, "RUNS", 2)
        patch.setattr(fit, "SURE_RUNS", 8)
        yield


@pytest.fixture(scope="module")
def armenia(few_runs: None) -> Ensemble:
    """The ensemble of Armenia with few particles, on one thread."""
    return fit_ensemble(plan_armenia(), workers=1)


def test_bits_do_not_hang_on_threads(armenia: Ensemble) -> None:
    """Acceptance: same seed, same bits on one or two threads."""
    again = fit_ensemble(plan_armenia(), workers=2)
    assert again.table().equals(armenia.table())
    assert again.about == armenia.about


def test_seeds_differ(tmp_path: Path) -> None:
    first, other = (fit_ensemble(replace(plan_two(tmp_path, 0.9), seed=k)).draws.columns for k in (1, 2))
    assert not np.array_equal(first["response.theta"], other["response.theta"])


def test_data_narrow_what_they_inform(armenia: Ensemble) -> None:
    assert armenia.about["learnt"]["trade.eps_supply"] > 0.3
    assert abs(np.mean([armenia.about["learnt"][f"world.{n}_sd"] for n in ("tension", "energy")])) < 0.2


def test_later_observations_change_no_bit(armenia: Ensemble, tmp_path: Path) -> None:
    """Acceptance: every observation after ``until`` altered, the same ensemble."""
    plan = plan_armenia()
    later = tuple(
        replace(
            s,
            years=np.append(s.years[s.years <= 2016], [2017, 2018]),
            values=np.append(s.values[s.years <= 2016], [0.9, 0.1]),
        )
        for s in plan.series
    )
    found = fit_ensemble(replace(plan, series=later), workers=2)
    assert found.table().equals(armenia.table())
    assert found.about == armenia.about


def test_no_path_of_later_scenarios_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Acceptance: neither history_to_2024 nor war_2022 is opened."""
    opened: list[str] = []
    parse = files.parse_text

    def watch(path: Path, name: str) -> files.Document:
        opened.append(path.name)
        return parse(path, name)

    monkeypatch.setattr(files, "parse_text", watch)
    files.read_builtin.cache_clear()
    plan = plan_ensemble(Scenario.load("belarus/baseline"))
    assert plan.ledger is not None  # every scenario of a pattern is loaded when its file is read
    assert "arms_denied.toml" in opened
    assert not {"history_to_2024.toml", "war_2022.toml"} & set(opened)


def test_an_interrupted_fit_goes_on_with_the_same_bits(armenia: Ensemble, tmp_path: Path) -> None:
    place, lines = tmp_path / "stages", []

    def stop(line: str) -> None:
        lines.append(line)
        if line.startswith("stage 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit_ensemble(plan_armenia(), workers=2, partial=place, report=stop)
    assert load_stages(place, {"another": "request"}, np.random.default_rng()) is None
    again: list[str] = []
    found = fit_ensemble(plan_armenia(), workers=2, partial=place, report=again.append)
    assert again[0] == "goes on after stage 1"
    assert found.table().equals(armenia.table())


def test_a_belief_of_a_half_changes_no_weight(tmp_path: Path) -> None:
    """Acceptance: belief .5 changes no weight."""
    found = fit_ensemble(plan_two(tmp_path, 0.5), workers=1)
    assert found.about["effective"] == 2000
    assert found.weights["U1"] == pytest.approx(np.ones(1000))
    bare = fit_ensemble(replace(plan_two(tmp_path, 0.5), ledger=None), workers=1)
    for path, column in bare.draws.columns.items():
        assert np.array_equal(column, found.draws.columns[path]), path


def test_a_belief_moves_shares_as_it_should_and_its_weights_take_it_back(tmp_path: Path) -> None:
    """Acceptance: leave-one-out weights equal a fit without it."""
    found = fit_ensemble(plan_two(tmp_path, 0.9, 0.52), workers=1)
    (row,) = found.about["patterns"]
    prior = row["data"]
    assert 0.1 < prior < 0.9
    # nine to one: the share of draws that show it, but for those that nearly do
    assert row["ensemble"] == pytest.approx(9 * prior / (9 * prior + 1 - prior), abs=0.04)
    assert row["without"] == pytest.approx(prior, abs=0.05)
    weights = found.weights["U1"]
    path = "start.hedger.security"
    bare = fit_ensemble(replace(plan_two(tmp_path, 0.9, 0.52), ledger=None), workers=1)
    mean = np.average(found.draws.columns[path], weights=weights)
    assert mean == pytest.approx(bare.draws.columns[path].mean(), abs=0.01)
    assert abs(found.draws.columns[path].mean() - mean) > 0.01  # the weights do something


def test_conflicts_are_found_by_both_limits() -> None:
    before = {"conflict": 0.6, "rare before": 0.3, "rarer": 0.9}
    after = {"conflict": 0.2, "rare before": 0.2, "rarer": 0.3}
    assert find_conflicts(before, after) == {"conflict"}


def test_the_noise_of_few_runs_is_weighed_out(armenia: Ensemble) -> None:
    """Readings over many runs weigh the particles, so that fewer are effective, but most."""
    assert 50 < armenia.about["effective_data"] <= 100


def test_a_series_is_left_out_by_weights(armenia: Ensemble) -> None:
    """Weighing out every series but none of the prior gives back the prior's mean."""
    logs = sum(np.log(w) for w in armenia.weights.values())
    assert np.ptp(logs) > 1.0
    assert armenia.weights.keys() == armenia.about["effective_without"].keys()
    for weights in armenia.weights.values():
        assert weights.mean() == pytest.approx(1.0)


def test_files_give_back_what_was_written(armenia: Ensemble, tmp_path: Path) -> None:
    place = tmp_path / "mine.csv.gz"
    armenia.write(place)
    first = place.read_bytes()
    found = read_ensemble(place)
    assert list(found.about["files"]) == ["world/priors.csv", "armenia/observations.csv"]  # of no machine
    assert {**found.about, "files": armenia.about["files"]} == armenia.about
    assert found.draws.base == dict(Scenario.load("armenia/baseline").root)
    assert found.draws.columns.keys() == armenia.draws.columns.keys()
    for path, column in armenia.draws.columns.items():
        assert found.draws.columns[path] == pytest.approx(column, rel=1e-5), path
    assert found.weights.keys() == armenia.weights.keys()
    armenia.write(place)
    assert place.read_bytes() == first


def test_a_bare_table_is_no_ensemble(tmp_path: Path) -> None:
    place = tmp_path / "bare.csv"
    place.write_text("hedger.budget\n.2\n.3\n")
    with pytest.raises(InputError, match=r"no bare.json beside it, .* use read_draws"):
        read_ensemble(place)


def test_every_draw_can_be_played(armenia: Ensemble) -> None:
    spec = Scenario.load("armenia/baseline")
    for number in range(5):
        assert spec.vary({path: float(v[number]) for path, v in armenia.draws.columns.items()})


def test_a_history_without_years_that_count_is_refused() -> None:
    spec = Scenario.load("armenia/baseline")
    with pytest.raises(InputError, match=r"armenia/history: no observation until 2004"):
        plan_ensemble(spec, history="armenia/history", until=2004)


def test_the_figure_has_a_panel_for_each_input_that_was_learnt(armenia: Ensemble) -> None:
    figure = armenia.plot()
    names = [t.get_text() for ax in figure.axes for t in ax.texts if t.get_gid() == "parameter"]
    assert len(names) == len(armenia.about["marginals"]) > 0
    assert "trade.eps_supply" in names
