"""Fit an ensemble: draws of the prior, shaped by data, weighed by patterns."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..calibration.problem import build_case, check_years
from ..design.parameter_draws import IN_FILE, Draws
from ..execution.local import count_cores
from .by_rule import select_openable
from .case_files import hash_file
from .conditioning import Conditioning, condition
from .ensemble import Ensemble, scale_weights
from .evidence import Evidence
from .inputs import Inputs
from .learning import (
    count_directions,
    count_effective_without,
    describe_marginals,
    level_of_chance,
    measure_learning,
)
from .particles import Numbers, Particles, count_effective, normalise, resample, sample_particles
from .plan import Plan
from .prior import build_inputs
from .stages_file import load_stages, store_stages

RUNS, SURE_RUNS = 8, 64
"""Runs over which a reading of the model is averaged while particles move, and at the end: the mean of few
runs has noise of its own, which would tell inputs apart that the data do not."""
PRIOR_DRAWS = 1000
"""Draws of the prior over which patterns are scored, to see what the data changed."""
WORST = 0.05
"""A draw of the prior fits the data if it is likelier than this part of the ensemble."""
Report = Callable[[str], None]


@dataclass(frozen=True)
class Fit:
    """Particles of a case and what they were compared with.

    Attributes
    ----------
    inputs : Inputs
        The case's inputs.
    particles : Particles
        Particles that the data have shaped.
    by_series : mapping
        Log likelihood of each particle by series, shape (count,), over SURE_RUNS; empty without data.
    weights : array, shape (count,)
        Weights of the particles by the data: what the likelihood over many runs has over that over few.
    """

    inputs: Inputs
    particles: Particles
    by_series: Mapping[str, Numbers]
    weights: Numbers


def fit_ensemble(
    plan: Plan, *, workers: int | None = None, partial: Path | None = None, report: Report = lambda _: None
) -> Ensemble:
    """Fit the ensemble of a case.

    Parameters
    ----------
    plan : Plan
        What it is made from.
    workers : int, optional
        Cores to use; all by default.
    partial : Path, optional
        File in which particles are stored between stages; what it holds of the same plan is gone on with.
    report : callable
        Called with a line on each stage.

    Raises
    ------
    InputError
        If history and observations do not match, or no draw of the prior can open.
    """
    threads = workers or count_cores()
    rng = np.random.default_rng([plan.seed, 4])
    fit = fit_data(plan, rng, threads, partial, report)
    values = fit.inputs.values(fit.particles.z)
    patterns = None
    if plan.ledger is not None:
        report(f"scoring {len(plan.ledger.claims)} patterns")
        z = np.random.default_rng([plan.seed, 5]).standard_normal((PRIOR_DRAWS, len(fit.inputs.paths)))
        before = fit.inputs.values(z)
        fitting = select_openable(plan.scenario, before)
        prior = Draws("prior", {path: v[fitting] for path, v in before.items()}, (), plan.scenario.root)
        after = Draws("particles", values, (), plan.scenario.root)
        patterns = condition(plan.ledger, prior, after, fit.weights, seed=plan.seed, workers=threads)
    weights = fit.weights if patterns is None else patterns.weigh()
    chosen = rng.permutation(resample(weights, IN_FILE, rng))
    return gather(plan, fit, patterns, weights, chosen)


def fit_data(plan: Plan, rng: np.random.Generator, threads: int, partial: Path | None, report: Report) -> Fit:
    """Draw particles of the prior and let the observations in, if there are any."""
    inputs, fitted = build_inputs(plan.scenario, plan.ranges, plan.history)
    evidence = None if plan.history is None else build_evidence(plan, fitted, threads)
    request, dimension = plan.describe(), len(inputs.paths)

    def log_likelihood(z: Numbers) -> Numbers:
        """Sum the log likelihoods of all series; without any, say which draws can open."""
        values = inputs.values(z)
        if evidence is None:
            return np.where(select_openable(plan.scenario, values), 0.0, -np.inf)
        return np.asarray(evidence.by_series(values).sum(axis=1))

    def store(particles: Particles) -> None:
        """Store a stage and report it."""
        if evidence is None:
            return
        stage = particles.stages[-1]
        report(
            f"stage {len(particles.stages)}: {stage.evidence:.0%} of the evidence is in,"
            f" {stage.moves} moves, {stage.accepted:.0%} accepted"
        )
        if partial is not None:
            store_stages(partial, request, particles, rng)

    resume = None if partial is None else load_stages(partial, request, rng)
    if resume is not None:
        report(f"goes on after stage {len(resume.stages)}")
    particles = sample_particles(log_likelihood, dimension, rng, plan.particles, resume=resume, stored=store)
    if evidence is None:
        return Fit(inputs, particles, {}, np.full(plan.particles, 1.0 / plan.particles))
    report(f"readings over {SURE_RUNS} runs")
    each = replace(evidence, runs=SURE_RUNS).by_series(inputs.values(particles.z))
    weights = normalise(each.sum(axis=1) - particles.log_likelihood)
    return Fit(inputs, particles, dict(zip(evidence.names, each.T, strict=True)), weights)


def build_evidence(plan: Plan, fitted: tuple[str, ...], threads: int) -> Evidence:
    """Prepare the observations of a plan's history."""
    assert plan.history is not None, "only asked where there are data"
    check_years({plan.history: plan.series}, plan.until)
    case = build_case(plan.history, plan.series, plan.until, SURE_RUNS, plan.seed)
    return Evidence(plan.scenario, case, fitted, RUNS, plan.seed, threads)


def gather(
    plan: Plan, fit: Fit, patterns: Conditioning | None, weights: Numbers, chosen: NDArray[np.int64]
) -> Ensemble:
    """Gather the chosen particles, their leave-one-out weights and the record of how they came about."""
    z = fit.particles.z[chosen]
    draws = Draws(f"ensemble of {plan.scenario.name}", fit.inputs.values(z), (), dict(plan.scenario.root))
    factors = {} if patterns is None else patterns.factors
    without = {name: scale_weights(-np.log(f[chosen])) for name, f in factors.items()}
    without |= {name: scale_weights(-logs[chosen]) for name, logs in fit.by_series.items()}
    shown = {} if patterns is None else {name: s[chosen] for name, s in patterns.after.shown.items()}
    about = plan.describe() | describe_fit(fit, weights, chosen)
    about |= {"files": {str(place): hash_file(place) for place in plan.places}}
    about |= {"patterns": [] if patterns is None else patterns.table(chosen)}
    about |= {"effective_without": count_effective_without(without), "base": dict(plan.scenario.root)}
    return Ensemble(draws, without, shown, about)


def describe_fit(fit: Fit, weights: Numbers, chosen: NDArray[np.int64]) -> dict[str, Any]:
    """Describe how particles came about, whether they are to be trusted, and what was learnt."""
    particles, z = fit.particles, fit.particles.z[chosen]
    learning, distinct = measure_learning(fit.inputs, z), len(np.unique(chosen))
    last = particles.stages[-1]
    least = np.quantile(particles.log_likelihood, WORST)
    return {
        "draws": len(chosen),
        "varied": len(fit.inputs.paths),
        "stages": [asdict(stage) for stage in particles.stages] if fit.by_series else [],
        "acceptance": last.accepted if fit.by_series else None,
        "resemblance": last.resemblance if fit.by_series else None,
        "distinct": len(np.unique(particles.z, axis=0)) / len(particles.z),
        "distinct_draws": distinct,
        "effective_data": round(count_effective(fit.weights)),
        "effective": round(count_effective(weights)),
        "prior_fits": float((particles.before >= least).mean()),
        "directions": round(count_directions(z), 2),
        "learnt": learning,
        "marginals": describe_marginals(fit.inputs, learning, level_of_chance(distinct)),
    }
