"""The model in the EMA Workbench: the same numbers as hedgesim's own sweep at the same points."""

import pickle
import sys
from typing import Any

import numpy as np
import pytest
from support.sweeps import BARRIER, STRATEGIES, short

from hedgesim.analysis import ema_model, sweep
from hedgesim.analysis.compare.point_values import compute_point_means, compute_premium_values
from hedgesim.analysis.notebook.ema_workbench import Experiment, import_workbench
from hedgesim.analysis.notebook.simulation import Simulation
from hedgesim.model import InputError

VARY = [f"{BARRIER}=0:0.5:3", "patrons.eu.agreement=signed,enhanced", "mechanisms.veto=true,false"]
RANGES = [f"{BARRIER}=log:0.05:0.5", "world.crisis_hazard=0:0.03"]
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


def own() -> Simulation:
    """The project's own sweep over all combinations."""
    return sweep(short(), VARY, STRATEGIES, runs=3)


def performed(model: Any, scenarios: Any, policies: Any = None) -> tuple[Any, dict[str, Any]]:
    """Experiments and outcomes of the workbench's sequential evaluator."""
    with import_workbench().SequentialEvaluator(model) as evaluator:
        x, outcomes = evaluator.perform_experiments(scenarios, policies, log_progress=True)
    return x, outcomes


def at_points(found: Simulation) -> list[Any]:
    """The sweep's points as the workbench's scenarios."""
    from hedgesim.model.parameters.lookup import LADDER

    table = found.outcomes.drop_duplicates("point")
    agreed = [LADDER[int(step)] for step in table["patrons.eu.agreement"]]
    rows = zip(table[BARRIER], agreed, table["mechanisms.veto"] > 0.5, strict=True)
    names = ("patrons_russia_barrier", "patrons_eu_agreement", "mechanisms_veto")
    return [
        import_workbench().Scenario(str(n), **dict(zip(names, row, strict=True)))
        for n, row in enumerate(rows)
    ]


def test_outcomes_of_all_strategies_are_those_of_the_own_sweep() -> None:
    found = own()
    model = ema_model(short(), VARY, STRATEGIES, runs=3)
    policies = [import_workbench().Policy(s, strategy=s) for s in STRATEGIES]
    x, outcomes = performed(model, at_points(found), policies)
    for strategy in STRATEGIES:
        part = found.outcomes[found.outcomes["strategy"] == strategy]
        for name in ("security_mean", "utility_mean"):
            expected = compute_point_means(part.rename(columns={name: "value"}), 12, name)
            assert outcomes[name][x["strategy"] == strategy].tolist() == expected.tolist()


def test_premiums_are_those_of_the_own_sweep() -> None:
    found = own()
    model = ema_model(short(), VARY, STRATEGIES, ["premium", "economy_mean"], runs=3)
    assert len(model.levers) == 0
    _, outcomes = performed(model, at_points(found))
    assert (
        outcomes["premium"].tolist()
        == compute_point_means(compute_premium_values(found.outcomes), 12, "p").tolist()
    )
    hedge = found.outcomes[found.outcomes["strategy"] == "hedge"].rename(columns={"economy_mean": "value"})
    assert outcomes["economy_mean"].tolist() == compute_point_means(hedge, 12, "economy").tolist()


def test_ranges_are_sampled_within_their_ends() -> None:
    model = ema_model(short(), RANGES, "hedge", "utility_mean", runs=1)
    x, outcomes = performed(model, 8)
    assert outcomes["utility_mean"].shape == (8,)
    assert x["patrons_russia_barrier"].between(0.05, 0.5).all()
    assert x["world_crisis_hazard"].between(0.0, 0.03).all()
    assert np.median(x["patrons_russia_barrier"]) == pytest.approx(
        0.158, abs=0.05
    )  # the middle of logarithms


def test_without_axes_the_scenarios_own_ranges_are_uncertain() -> None:
    model = ema_model("belarus/baseline")
    assert len(model.uncertainties) == len(short().uncertainty)
    assert [c.value for c in model.levers["strategy"].categories] == list(short().strategies)
    assert [o.name for o in model.outcomes] == [
        "security_mean",
        "economy_mean",
        "autonomy_mean",
        "utility_mean",
    ]
    agreement = model.uncertainties["patrons_eu_agreement"]
    assert [c.value for c in agreement.categories] == ["signed", "ratified", "enhanced"]


def test_an_experiment_goes_to_another_process_and_checks_its_values() -> None:
    experiment = ema_model(short(), VARY, "hedge", "utility_mean", runs=1).function
    assert isinstance(experiment, Experiment)
    again = pickle.loads(pickle.dumps(experiment))
    assert again(**{BARRIER: 0.2}) == experiment(**{BARRIER: 0.2})
    with pytest.raises(InputError, match="unknown parameter of belarus/baseline; did you mean"):
        experiment(**{"patrons.russia.barier": 0.2})
    with pytest.raises(InputError, match=f"{BARRIER}: found 7; allowed is"):
        experiment(**{BARRIER: 7.0})


def test_what_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="'utility_men' is not one with a mean; did you mean utility_mean"):
        ema_model(short(), VARY, of="utility_men")
    with pytest.raises(InputError, match="a premium is that of hedge over another strategy"):
        ema_model(short(), VARY, "hedge", "premium")
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    with pytest.raises(InputError, match=r"ema_model needs the extra: pip install 'hedgesim\[explore\]'"):
        ema_model(short(), VARY)
