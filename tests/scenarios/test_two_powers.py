"""Two rival powers and nobody else: alike in every number, then one difference at a time."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.case_terms import leaves

from hedgesim.analysis.design.quiet import remove_shocks
from hedgesim.analysis.design.scenario_names import expand_names
from hedgesim.model.engines import reference
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.engines.reference import play_run, simulate_run
from hedgesim.model.noise import draws_at
from hedgesim.model.outcomes import outcome_columns, path_row
from hedgesim.model.rules.effort import sum_packages
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Alignment, Draws, Record
from hedgesim.model.strategies import compared_strategies, plan_for

FOLDER = Path(str(files("hedgesim.scenarios"))) / "two_powers"
WEST, EAST = POWERS = ("west", "east")
MOVED = ("arms_access", "guarantee", "rent", "fund")
CHANGES: dict[str, dict[str, float]] = {
    "confrontation": {"rivalry.west-east": 0.8},
    "red_lines_tight": {f"patrons.{p}.red_line": 0.125 for p in POWERS},
    "one_guarantee": {"patrons.west.guarantee": 0.8, "patrons.east.guarantee": 0.0},
    "split_dependence": {
        "patrons.west.framework": 0.25, "patrons.east.framework": 0.75,
        "patrons.west.barrier": 0.3, "patrons.east.barrier": 0.1,
        "patrons.west.arms_access": 0.8, "patrons.east.arms_access": 0.0,
        "patrons.west.guarantee": 0.8, "patrons.east.guarantee": 0.0,
        "patrons.west.rent": 0.0, "patrons.east.rent": 0.06,
        "patrons.west.fund": 0.0, "patrons.east.fund": 0.06,
    },
    "transition": {},
}  # fmt: skip
NAMES = ["baseline", *CHANGES]
STRATEGIES = compared_strategies(POWERS)


def toml(name: str) -> dict[str, Any]:
    """A file of the folder as it stands."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def scenario(name: str) -> Scenario:
    return Scenario.load(f"two_powers/{name}")


def calm(name: str) -> Scenario:
    """A scenario of the folder without shocks."""
    return remove_shocks(scenario(name))


# ---- the files -----------------------------------------------------------------------------
def test_the_folder_has_a_baseline_and_five_variations_between_two_powers() -> None:
    assert expand_names(["two_powers"]) == [f"two_powers/{n}" for n in ["baseline", *sorted(CHANGES)]]
    assert {scenario(name).patrons for name in NAMES} == {POWERS}


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_file_is_a_guess_with_a_reason(name: str) -> None:
    table, spec = toml(name), scenario(name)
    given = [path for path, _ in leaves({k: v for k, v in table.items() if k != "uncertainty"})]
    told = {path: spec.origins[path] for path in given}
    assert len(told) == len(CHANGES.get(name, range(48)))
    assert [p for p, o in told.items() if o.kind != "guess" or len(o.source) < 15] == []
    assert [e.name for e in spec.events if not e.source.startswith("guess: stylised; ")] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_number_is_measured_or_comes_from_another_case(name: str) -> None:
    kept = {"parameter table", "two_powers/baseline.toml", f"two_powers/{name}.toml"}
    assert {origin.file for origin in scenario(name).origins.values()} <= kept
    assert "measured" not in {origin.kind for origin in scenario(name).origins.values()}


@pytest.mark.parametrize("case", ["two_powers", "vietnam"])
def test_the_page_counts_the_defaults_that_are_no_guesses(case: str) -> None:
    page = " ".join((FOLDER.parent / case / "README.md").read_text(encoding="utf-8").split())
    origins = Scenario.load(f"{case}/baseline").origins
    fitted = {path: origin.source for path, origin in origins.items() if origin.kind == "calibrated"}
    cited = [path for path, origin in origins.items() if origin.kind == "literature"]
    assert "Five of those defaults were fitted" in page
    assert len(fitted) == 5
    assert "`trade.speed` in Belarus, four more of `trade.*` in nine states together" in page
    assert [path for path, source in fitted.items() if "nine other states" not in source] == ["trade.speed"]
    assert {path.partition(".")[0] for path in fitted} == {"trade"}
    assert "Twelve come from the literature: `response.sigma` and eleven mechanisms" in page
    assert sorted(path.partition(".")[0] for path in cited) == ["mechanisms"] * 11 + ["response"]


@pytest.mark.parametrize("name", NAMES)
def test_each_has_a_title_and_asks_a_question(name: str) -> None:
    assert 5 < len(toml(name)["title"]) < 80
    assert 150 < len(toml(name)["question"]) < 900
    assert "?" in toml(name)["question"]


def test_the_baseline_gives_both_powers_the_same_numbers() -> None:
    values = scenario("baseline").values
    west = {path: value for path, value in values.items() if f".{WEST}." in path}
    assert len(west) > 30
    assert west == {p: values[p.replace(f".{WEST}.", f".{EAST}.")] for p in west}
    bounds = scenario("baseline").uncertainty
    assert {bounds[p] == bounds[p.replace(WEST, EAST)] for p in bounds if f".{WEST}." in p} == {True}


def test_ranges_hold_the_baseline() -> None:
    spec = scenario("baseline")
    assert [p for p, (low, high) in spec.uncertainty.items() if not low <= spec.values[p] <= high] == []


# ---- what a variation changes --------------------------------------------------------------
@pytest.mark.parametrize("name", CHANGES)
def test_a_variation_changes_what_it_says_and_nothing_else(name: str) -> None:
    base, mine = scenario("baseline"), scenario(name)
    assert {p: v for p, v in mine.values.items() if v != base.values[p]} == CHANGES[name]
    assert (mine.horizon, mine.first_quarter) == (base.horizon, base.first_quarter)
    assert bool(mine.events) == (name == "transition")


@pytest.mark.parametrize("name", ["one_guarantee", "split_dependence"])
def test_what_one_power_has_more_the_other_has_less(name: str) -> None:
    base, mine = scenario("baseline").values, scenario(name).values
    for what in ("framework", "barrier", *MOVED):
        paths = [f"patrons.{p}.{what}" for p in POWERS]
        assert sum(mine[p] for p in paths) == pytest.approx(sum(base[p] for p in paths)), what


def test_red_lines_are_halved_and_lie_just_above_the_drift_at_the_start() -> None:
    line = scenario("red_lines_tight").values["patrons.west.red_line"]
    assert line == 0.5 * scenario("baseline").values["patrons.west.red_line"]
    drift = simulate_run(calm("baseline"), "hedge", 1, 0).records[0].patrons[0].drift
    assert drift < line < 1.5 * drift


def test_in_the_transition_one_power_doubles_and_the_other_stands_still() -> None:
    timeline, base = calm("transition").timeline(), calm("baseline").timeline()
    names = [calm("transition").quarter_name(t) for t in range(len(timeline))]
    begun, done = names.index("2003Q1"), names.index("2013Q1")
    assert timeline[:begun] == base[:begun]
    west, east = timeline[done].patrons
    assert 0.5 * exp(west.mass) + 0.5 * exp(east.mass) == pytest.approx(1.0, abs=0.001)
    assert exp(east.mass - west.mass) == pytest.approx(2.0, abs=0.002)
    for what in ("fund", "rent", "power"):
        assert getattr(east, what) == pytest.approx(2.0 * getattr(west, what))
    assert west._replace(mass=0.0) == base[done].patrons[0]
    assert set(timeline[done:]) == {timeline[done]}


# ---- how it begins -------------------------------------------------------------------------
def test_it_starts_at_rest_and_with_the_economy_at_half() -> None:
    """What moves later is the strategy's doing: with the start's effort each tie stays where it is."""
    spec = calm("baseline").vary({"hedger.pivot_quarter": 2000.0})
    fixed, state = begin(spec.case(), spec.start())
    assert sum_packages(fixed.effort) == pytest.approx(1.0)
    assert fixed.effort.self_reliance > 0.0
    records = simulate_run(spec, "pivot:west", 1, 0).records
    assert records[0].economy == pytest.approx(0.5, abs=0.002)
    for record in records:
        for now, then in zip(record.patrons, state.ties, strict=True):
            found = (now.tie_security, now.tie_economy, now.coercion, now.inducement, now.arms, now.debt)
            begun = (then.security, then.economy, then.coercion, then.inducement, then.arms, then.debt)
            assert found == pytest.approx(begun, abs=0.003)


# ---- symmetry ------------------------------------------------------------------------------
def swapped_draws(seed: int, run: int, quarter: int, patrons: int) -> Draws:
    """The draws of a quarter with those of the two powers exchanged."""
    draws = draws_at(seed, run, quarter, patrons)
    return draws._replace(
        barrier=draws.barrier[::-1], signs=draws.signs[::-1],
        ladder=draws.ladder[::-1], moods=draws.moods[::-1],
    )  # fmt: skip


def mirrored(record: Record) -> Record:
    """A record with the two powers exchanged; its regime names neither, since both lead at the start.

    What is all with the first, 0 of alignment and 1 of tilt, is all with the second.
    """
    aligned = Alignment._make(tuple(100.0 - x for x in pairs) for pairs in record.alignment)
    tilts = tuple(-x for x in record.tilt)
    return record._replace(patrons=record.patrons[::-1], alignment=aligned, tilt=tilts)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_swapped_draws_give_the_mirror_image(strategy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = scenario("baseline")
    kind, _, power = strategy.partition(":")
    other = f"{kind}:{WEST if power == EAST else EAST}" if power else kind
    records, _ = play_run(spec.timeline(), spec.start(), plan_for(spec, strategy), 7, 3)
    monkeypatch.setattr(reference, "draws_at", swapped_draws)
    image, _ = play_run(spec.timeline(), spec.start(), plan_for(spec, other), 7, 3)
    assert records[-1].patrons[0] != records[-1].patrons[1]
    for one, two in zip(records, image, strict=True):
        # the regime names a power by its place
        assert path_row(one._replace(regime=0.0)) == pytest.approx(
            path_row(mirrored(two)._replace(regime=0.0)), abs=1e-12
        )


@pytest.mark.parametrize("strategy", ["hedge", "equidistance", "self_reliance", "myopic"])
def test_powers_that_are_alike_share_alike(strategy: str) -> None:
    """Without draws to the bit; with them over many runs, by the error of the mean."""
    for record in simulate_run(calm("baseline"), strategy, 1, 0).records:
        assert record.patrons[0] == record.patrons[1]
    columns = list(outcome_columns(POWERS))
    values = simulate(scenario("baseline"), strategy, 1, np.arange(400)).outcomes
    for what in ("influence_{}_mean", "coercion_{}_mean", "export_share_{}_last", "investment_{}_sum"):
        west, east = (values[columns.index(what.format(p))] for p in POWERS)
        gap = west - east
        assert 0.0 < gap.std() < 0.02
        assert abs(gap.mean()) < 4.0 * gap.std() / np.sqrt(len(gap)), what


# ---- it runs, and the page says what comes out ---------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_it_runs_with_every_strategy(name: str) -> None:
    assert scenario(name).notices == ()
    for strategy in STRATEGIES:
        assert simulate(scenario(name), strategy, 1, np.arange(5)).sound.all()


def test_the_page_tells_the_utilities_that_a_batch_gives() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    found = {
        name: [float(cell) for cell in cells.split("|")]
        for name, cells in re.findall(r"^\| `two_powers/(\w+)` \| (\.[\d.| ]+) \|$", page, re.MULTILINE)
    }
    place = list(outcome_columns(POWERS)).index("utility_mean")
    assert found == {
        name: [
            round(float(simulate(scenario(name), s, 1, np.arange(20)).outcomes[place].mean()), 3)
            for s in STRATEGIES
        ]
        for name in NAMES
    }
