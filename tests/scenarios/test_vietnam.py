"""Vietnam: a case between four patrons by scenario files alone, each number a guess with its own reason."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.cases import assert_plays_off_its_bounds
from support.runs import STEADY

from hedgesim.analysis.design.quiet import remove_shocks
from hedgesim.analysis.design.scenario_names import expand_names
from hedgesim.model.engines.reference import simulate_run
from hedgesim.model.parameters.lookup import parameters, template_of
from hedgesim.model.scenario.scenario import Scenario

FOLDER = Path(str(files("hedgesim.scenarios"))) / "vietnam"
PATRONS = ["united_states", "china", "russia", "japan"]
PAIRS = [f"{p}-{q}" for p, q in combinations(PATRONS, 2)]
VARIATIONS = ["arms_denied", "confrontation", "maritime_crisis", "trans_pacific", "us_tariffs"]
NAMES = ["baseline", *VARIATIONS]
CONSTANT = {
    "arms_denied": ("patrons.russia.arms_access", -1),
    "us_tariffs": ("patrons.united_states.barrier", 1),
    "confrontation": ("rivalry.united_states-china", 1),
}
"""The path that a variation without events changes, and in which direction."""
EVENTS = {
    "trans_pacific": {"patrons.united_states.agreement": 1},
    "maritime_crisis": {
        "hedger.threat_base": 1,
        "patrons.china.red_line": -1,
        "patrons.china.embargo_exports": 1,
        "rivalry.united_states-china": 1,
        "world.strain": 1,
    },
}
"""The paths that a variation's events change while they last, and in which direction."""


def toml(name: str) -> dict[str, Any]:
    """Read a file of the folder as it stands."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def flatten(table: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Map the path of each number, switch and step of the model that a file gives to its value."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            if before or key not in {"sources", "uncertainty"}:
                found |= flatten(value, f"{before}{key}.")
        elif before and key != "label":
            found[f"{before}{key}"] = value
    return found


@cache
def scenario(name: str) -> Scenario:
    """Load a scenario of the folder."""
    return Scenario.load(f"vietnam/{name}")


def reasons() -> list[tuple[str, str, str]]:
    """List file, path and reason of every entry under ``[sources]`` and of every event."""
    entries = [(n, p, s["text"]) for n in NAMES for p, s in toml(n).get("sources", {}).items()]
    return entries + [(n, e["name"], e["source"]) for n in NAMES for e in toml(n).get("events", [])]


# ---- four patrons, six pairs ---------------------------------------------------------------
def test_four_patrons_and_their_six_pairs_are_complete() -> None:
    base = toml("baseline")
    assert list(base["patrons"]) == list(base["start"]["patrons"]) == PATRONS
    for table in ("rivalry", "volatile", "overlap"):
        assert list(base[table]) == PAIRS
    shared = set.intersection(*({*base["start"]["patrons"][p]} for p in PATRONS))
    assert shared == {"security", "economy", "coercion", "inducement", "arms", "exports", "imports", "debt"}
    for patron in PATRONS:
        assert len(base["patrons"][patron]) >= 19, "hardly anything of a patron is left to defaults"


def test_china_and_russia_are_called_as_in_the_belarus_case() -> None:
    labels, known = scenario("baseline").labels, Scenario.load("belarus/baseline").labels
    assert {p: labels[p] for p in ("china", "russia")} == {p: known[p] for p in ("china", "russia")}
    assert (labels["united_states"], labels["japan"]) == ("United States", "Japan")


# ---- nothing of another case, nothing without a reason -------------------------------------
def test_nothing_comes_from_another_case() -> None:
    assert "extends" not in toml("baseline")
    for name in NAMES:
        origins = {origin.file for origin in scenario(name).origins.values()}
        assert origins <= {"parameter table", "vietnam/baseline.toml", f"vietnam/{name}.toml"}
    text = " ".join(text for _, _, text in reasons())
    assert re.findall(r"Belarus|Minsk|Armenia|same as|world/README", text) == []


def test_at_most_a_tenth_of_the_patron_values_are_those_of_belarus() -> None:
    """Compare the numbers that ``vietnam/baseline.toml`` gives a patron or a pair with Belarus' baseline.

    A number counts as that of Belarus if any of the three patrons there (or of the three pairs) has the same
    number for the same parameter, be it given in the file or a default; an agreement is compared as its step.
    For China and Russia the same holds once more against the patron of the same name alone.
    """
    base, belarus = scenario("baseline"), Scenario.load("belarus/baseline")
    theirs: dict[str, set[float]] = {}
    for path, value in belarus.values.items():
        theirs.setdefault(template_of(path), set()).add(value)
    given = [p for p in flatten(toml("baseline")) if template_of(p) != p]
    same = [path for path in given if base.values[path] in theirs[template_of(path)]]
    assert len(given) > 120
    assert len(same) <= len(given) / 10, same
    for patron in ("china", "russia"):
        own = [path for path in given if f"patrons.{patron}." in path]
        like = [path for path in own if base.values[path] == belarus.values[path]]
        assert len(like) <= len(own) / 10, like


def test_each_number_is_a_guess_for_a_reason_of_its_own() -> None:
    for name in NAMES:
        table = toml(name)
        sources = table.get("sources", {})
        assert set(sources) == set(flatten(table)), "one entry a number, without wildcards"
        assert {source["kind"] for source in sources.values()} <= {"guess"}
    texts = [re.sub(r"\W+", " ", text).lower().strip() for _, _, text in reasons()]
    assert sorted({text for text in texts if texts.count(text) > 1}) == []
    assert [text for text in texts if len(text) < 25] == []


def test_each_page_is_named_by_a_reason_and_each_named_page_is_listed() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    pages = re.findall(r"^\| ([^|]+) \| <http", page, re.MULTILINE)
    told = " ".join(text for _, _, text in reasons())
    assert [name for name in pages if name not in told] == []
    dated = set(re.findall(r"\(([A-Z][\w' &]+(?:, (?:\d+ )?(?:[A-Z][a-z]+ )?)20\d\d)\)", told))
    assert len(dated) > 15
    assert sorted(dated - set(pages)) == []


def test_no_figure_of_trade_arms_or_debt_is_later_than_2016() -> None:
    for name, path, text in reasons():
        for part in re.split(r"[;:]", text):
            figure, later = re.search(r"\d (bn|mn|percent)", part), re.search(r"\bin (20(1[7-9]|2\d))", part)
            assert not (figure and later), (name, path, part)


@pytest.mark.parametrize("name", NAMES)
def test_each_has_a_title_and_asks_a_question(name: str) -> None:
    table = toml(name)
    assert table["title"]
    assert 150 < len(table["question"]) < 900
    assert table["question"].strip().count("?") >= 1


def test_ranges_hold_the_baseline_and_begin_with_arms_barrier_and_agreement() -> None:
    base = scenario("baseline")
    assert list(base.uncertainty)[:3] == [
        "patrons.russia.arms_access", "patrons.united_states.barrier", "patrons.united_states.agreement",
    ]  # fmt: skip
    for path, (low, high) in base.uncertainty.items():
        assert path in parameters(base.patrons)
        assert low <= base.values[path] <= high, path


def test_the_case_is_that_of_a_state_without_allies_that_buys_from_russia() -> None:
    values = scenario("baseline").values
    access = {p: values[f"patrons.{p}.arms_access"] for p in PATRONS}
    assert sorted(access, key=access.__getitem__) == ["china", "japan", "united_states", "russia"]
    assert access["china"] == 0.0
    assert max(values[f"patrons.{p}.guarantee"] for p in PATRONS) < 0.05, "below the default: no alliance"


# ---- the variations ------------------------------------------------------------------------
def test_the_folder_gives_the_baseline_and_five_variations() -> None:
    assert expand_names(["vietnam"]) == [f"vietnam/{name}" for name in NAMES]


@pytest.mark.parametrize("name", CONSTANT)
def test_a_constant_variation_moves_its_input_and_no_other(name: str) -> None:
    (path, direction), base = CONSTANT[name], scenario("baseline")
    moved = {p: v - base.values[p] for p, v in scenario(name).values.items() if v != base.values[p]}
    assert list(moved) == [path]
    assert np.sign(moved[path]) == direction
    assert scenario(name).events == ()
    low, high = base.uncertainty[path]
    assert low <= scenario(name).values[path] <= high


@pytest.mark.parametrize("name", EVENTS)
def test_events_move_their_inputs_while_they_last_and_no_other(name: str) -> None:
    base, varied = scenario("baseline"), scenario(name)
    assert varied.values == base.values
    quiet, hit = base.timeline(), varied.timeline()
    first = min(event.first for event in varied.events)
    last = max(varied.horizon if event.until is None else event.until for event in varied.events)
    assert 0 < first < last
    assert hit[:first] == quiet[:first]
    assert hit[last:] == quiet[last:]
    assert moves(quiet[first], hit[first]) == EVENTS[name]
    assert (last == varied.horizon) == (name == "trans_pacific")


def moves(before: Any, after: Any) -> dict[str, int]:
    """Map the path of each number that differs between two cases to the direction of the difference."""
    patrons = {
        f"patrons.{p}.{field}": (getattr(a, field), getattr(b, field))
        for p, a, b in zip(PATRONS, before.patrons, after.patrons, strict=True)
        for field in a._fields
    }
    pairs = {
        f"{table}.{pair}": values
        for table in ("rivalry", "volatile", "overlap")
        for pair, *values in zip(PAIRS, getattr(before, table), getattr(after, table), strict=True)
    }
    rest = {
        f"{part}.{field}": (getattr(getattr(before, part), field), getattr(getattr(after, part), field))
        for part in ("hedger", "world", "trade", "response")
        for field in getattr(before, part)._fields
    }
    return {path: int(np.sign(b - a)) for path, (a, b) in (patrons | pairs | rest).items() if a != b}


# ---- how it begins, and that it runs -------------------------------------------------------
def test_it_begins_at_rest_with_the_economy_at_half() -> None:
    base = scenario("baseline")
    record = simulate_run(remove_shocks(base).vary({"horizon": 1}), "hedge", 1, 0).records[0]
    assert record.economy == pytest.approx(0.5, abs=0.005)
    for start, now in zip(base.start().patrons, record.patrons, strict=True):
        assert now.coercion == pytest.approx(start.coercion, abs=0.002)
        assert now.inducement == pytest.approx(start.inducement, abs=0.0001)


def test_start_effort_keeps_every_start_tie_for_ten_years() -> None:
    spec = remove_shocks(scenario("baseline")).vary(STEADY | {"response.kappa": 0.0})
    spec = spec.vary({f"patrons.{p}.coercion_max": 0.0 for p in spec.patrons})
    start = spec.start().patrons
    for record in simulate_run(spec, "pivot:russia", 1, 0).records[:40]:
        for now, then in zip(record.patrons, start, strict=True):
            assert now.tie_security == pytest.approx(then.security, abs=0.02)
            assert now.tie_economy == pytest.approx(then.economy, abs=0.02)


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_with_every_strategy_and_off_its_bounds(name: str) -> None:
    assert_plays_off_its_bounds(scenario(name))
