"""Every command works for two, three, four and six patrons, and says of them what is so."""

import json
import re
from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from support.scripts import done, invoked

from hedgesim.analysis.compare.paired import MEANS
from hedgesim.analysis.plots.draw import KINDS, SWEEPS
from hedgesim.analysis.results.folder import load
from hedgesim.model.outcomes import REGIMES, outcome_columns
from hedgesim.model.parameters.lookup import effort_paths, parameters
from hedgesim.model.scenario.scenario import Scenario

COUNTS = (2, 3, 4, 6)
NAMES = ("north", "west", "east", "south", "far", "mid")
HEIR = """
title = "With a barrier"
question = "What does a barrier change?"
extends = "land"
[patrons.west]
barrier = 0.4
"""
SHORT = ("--set", "horizon=16")
VARIED = ("--vary", "rivalry.north-west=0:0.5", "--vary", "patrons.north.arms_access=0.1:0.9")


def rows(*words: str) -> Any:
    """What a command prints with ``--json``."""
    return json.loads(done(*words, "--json").stdout)


@pytest.fixture(scope="module")
def countries(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Folders with ``land.toml``, ``heir.toml`` and their batch ``made``, by number of patrons; made once."""

    @cache
    def make(count: int) -> Path:
        place = tmp_path_factory.mktemp(f"land{count}")
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(place)
            done("new", "land", "--patrons", str(count))
            Path("heir.toml").write_text(HEIR, encoding="utf-8")
            done("batch", "land.toml", "heir.toml", "--runs", "2", "--paths", *SHORT, "--out", "made")
        return place

    return make


@pytest.fixture(params=[*COUNTS[:-1], pytest.param(COUNTS[-1], marks=pytest.mark.slow)])
def patrons(
    request: pytest.FixtureRequest, countries: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> tuple[str, ...]:
    """The patrons of the folder that the test is in."""
    monkeypatch.chdir(countries(request.param))
    return NAMES[: request.param]


def strategies(patrons: tuple[str, ...]) -> list[str]:
    """All strategies but ``fixed``: two a patron and four."""
    leaning = [f"{kind}:{p}" for kind in ("bandwagon", "pivot") for p in patrons]
    return ["hedge", *leaning, "equidistance", "self_reliance", "myopic"]


# ---- scenario files --------------------------------------------------------------------------
def test_a_new_file_has_the_patrons_asked_for_and_no_fault(patrons: tuple[str, ...]) -> None:
    assert done("validate", "land.toml").stdout == "ok  land: Land\n"
    found = Scenario.load("land.toml")
    assert found.patrons == patrons
    text = Path("land.toml").read_text(encoding="utf-8")
    absent = NAMES[len(patrons) :]
    keys = [line.partition("#")[0] for line in text.splitlines() if not line.startswith("#")]
    assert not [k for k in keys for p in absent if f".{p}" in k or f"-{p}" in k or k.startswith(f"{p}-")]
    assert "\n\n\n" not in text


def test_a_further_patron_leaves_the_others_as_they_were(countries: Callable[[int], Path]) -> None:
    """All that the file gives; what the opening solves from it depends on every patron."""
    few, many = (Scenario.load(str(countries(n) / "land.toml")).root for n in (3, 4))
    assert {path: v for path, v in many.items() if path in few} == dict(few)


def test_without_a_number_a_new_file_has_three_patrons(
    tmp_path: Path, countries: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done("new", "land")
    assert Path("land.toml").read_bytes() == (countries(3) / "land.toml").read_bytes()


@pytest.mark.parametrize("count", [-3, 0, 1, 7])
def test_a_scenario_has_two_to_six_patrons(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoked("new", "land", "--patrons", str(count))
    assert (result.exit_code, result.stderr) == (2, f"Error: patrons: found {count}; a scenario has 2 to 6\n")
    assert not list(tmp_path.iterdir())


def test_pairs_of_patrons_with_one_column_are_refused(
    countries: Callable[[int], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (countries(4) / "land.toml").read_text(encoding="utf-8")
    for patron, name in zip(NAMES, ("a", "b_c", "a_b", "c"), strict=False):
        text = re.sub(rf"\b{patron}\b", name, text)
    Path("land.toml").write_text(text, encoding="utf-8")
    said = "patrons: found a-b_c and a_b-c, both rivalry_a_b_c in tables; rename a patron\n"
    assert invoked("validate", "land.toml").stderr.endswith(said)
    Path("land.toml").write_text(re.sub(r"\bb_c\b", "b_d", text), encoding="utf-8")
    done("validate", "land.toml")


def test_show_lists_every_value_of_every_patron_and_pair(patrons: tuple[str, ...]) -> None:
    shown = rows("show", "land.toml")
    assert list(shown["scenario"]["patrons"]) == list(patrons)
    assert shown["scenario"]["strategies"].split(", ") == strategies(patrons)
    paths = [row["path"] for row in shown["values"] if not row["path"].startswith("events.")]
    assert paths == list(parameters(patrons))
    pairs = [p.partition(".")[2] for p in paths if p.startswith("rivalry.")]
    assert pairs == [f"{a}-{b}" for a, b in combinations(patrons, 2)]


# ---- run and compare -------------------------------------------------------------------------
@pytest.mark.parametrize("engine", ["plain", "mesa"])
def test_a_run_tells_of_every_patron(patrons: tuple[str, ...], engine: str) -> None:
    last = patrons[-1]
    told = rows("run", "land.toml", "--strategy", f"bandwagon:{last}", *SHORT, "--engine", engine)
    assert list(told["outcomes"]) == list(outcome_columns(patrons))
    for quarter in told["quarters"]:
        shares = [quarter[f"influence_{p}"] for p in patrons]
        assert sum(shares) == pytest.approx(1.0)
        assert quarter["effective_patrons"] == pytest.approx(1.0 / sum(s**2 for s in shares))
        leant = quarter[f"effort_security_{last}"] + quarter[f"effort_economy_{last}"]
        others = [quarter[f"effort_{kind}_{p}"] for kind in ("security", "economy") for p in patrons[:-1]]
        assert leant + quarter["effort_self_reliance"] + sum(others) == pytest.approx(1.0)
    assert leant > sum(others)  # in the last quarter: effort turns slowly


def test_a_run_in_words_fits_a_terminal(patrons: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = done("run", "land.toml", *SHORT, "--full").stdout
    assert max(map(len, told.splitlines())) <= 80
    heads = [line for line in told.splitlines() if line.startswith("quarter ")]
    assert heads[0].split()[:5] == ["quarter", "security", "economy", "autonomy", "utility"]
    labels = Scenario.load("land.toml").labels
    words = " ".join(told.split())
    assert all(f"effort on {labels[p]} " in words for p in patrons)


def test_a_batch_plays_two_strategies_a_patron_and_four(patrons: tuple[str, ...]) -> None:
    made = load(Path("made"))
    assert made.manifest["strategies"]["land"] == strategies(patrons)
    assert len(made.outcomes) == 2 * 2 * (2 * len(patrons) + 4)
    assert list(made.outcomes.columns[1:-2]) == list(outcome_columns(patrons))
    influence = made.outcomes[[f"influence_{p}_mean" for p in patrons]].sum(axis=1)
    assert influence.to_numpy() == pytest.approx(1.0)
    paths = pd.read_parquet("made/paths.parquet")
    pairs = [c for c in paths.columns if c.startswith("rivalry_")]
    assert pairs == [f"rivalry_{a}_{b}" for a, b in combinations(patrons, 2)]
    number = paths["effective_patrons"]
    assert number.between(1.0, len(patrons)).all()
    assert number.max() > 1.2
    assert paths["regime"].max() < len(REGIMES) + len(patrons)


def test_compare_counts_regimes_of_every_patron(patrons: tuple[str, ...]) -> None:
    told = rows("compare", "made")
    played = strategies(patrons)
    assert len(told["strategies"]) == 2 * len(MEANS) * len(played)
    for row in told["regimes"]:
        regimes = [*REGIMES, *(f"pivot:{p}" for p in patrons)]
        assert sum(row[r] for r in regimes) == pytest.approx(1.0)
    assert [row["path"] for row in told["inputs"]] == ["patrons.west.barrier"]
    known = {f"influence_{p}_mean" for p in patrons}
    assert known <= {row["measure"] for row in told["outcomes"]}


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in {*SWEEPS, "pathways"}])
def test_every_kind_of_figure_is_drawn(patrons: tuple[str, ...], kind: str, tmp_path: Path) -> None:
    done("plot", "made", "--kind", kind, "-o", str(tmp_path / f"{kind}.png"))
    assert (tmp_path / f"{kind}.png").stat().st_size > 5000


@pytest.mark.slow
def test_a_report_names_every_patron(patrons: tuple[str, ...], tmp_path: Path) -> None:
    done("report", "made", "--workers", "1", "-o", str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert all(label in page for label in Scenario.load("land.toml").labels.values())
    assert all(name in page for name in strategies(patrons))


@pytest.mark.slow
def test_a_batch_is_made_again_bit_for_bit(patrons: tuple[str, ...]) -> None:
    runs = 2 * 2 * (2 * len(patrons) + 4)
    assert f"made: reproduced bit for bit, {runs} runs" in done("rerun", "made", "--check").stdout


# ---- vary inputs -----------------------------------------------------------------------------
@pytest.mark.slow
def test_what_a_sweep_is_asked(patrons: tuple[str, ...], tmp_path: Path) -> None:
    folder, played = str(tmp_path / "swept"), strategies(patrons)
    design = ("--design", "sobol", "--samples", "16", "--runs", "2", *SHORT)
    told = rows("sweep", "land.toml", *VARIED, *design, "--out", folder)
    assert {row["strategy"] for row in told["strategies"]} == set(played)
    assert {row["runs"] for row in told["strategies"]} == {2 * 16 * (2 * 2 + 2)}
    decided = rows("sensitivity", folder, "--of", f"influence_{patrons[-1]}_mean")["sensitivity"]
    assert {row["parameter"] for row in decided if row["parameter"]} == {
        "rivalry.north-west",
        "patrons.north.arms_access",
    }
    assert {row["strategy"] for row in decided} == set(played)
    robust = rows("robustness", folder)["criteria"]
    assert {row["strategy"] for row in robust} == set(played)
    assert [row["criterion"] for row in robust].count("domain") == len(played)
    assert sum(row["value"] for row in robust if row["criterion"] == "domain") == pytest.approx(1.0)
    made = load(Path(folder))
    column = f"influence_{patrons[-1]}_mean"
    influence = made.outcomes[column][made.design["strategy"] == "hedge"]
    share = influence.median()
    boxes = rows("discover", folder, "--where", f"{column} > {share}")["trade_off"]
    assert {box["cases"] for box in boxes if box["dimensions"] == 0} == {(influence > share).sum()}
    done("report", folder, "--workers", "1", "-o", str(tmp_path / "page.html"))


@pytest.mark.slow
def test_a_map_of_a_grid(patrons: tuple[str, ...], tmp_path: Path) -> None:
    folder, (rivalry, access) = str(tmp_path / "grid"), VARIED[1::2]
    grid = ("--vary", f"{rivalry}:3", "--vary", f"{access}:3", "--runs", "2", *SHORT)
    done("sweep", "land.toml", *grid, "--out", folder)
    for kind in ("map", "heat"):
        done("plot", folder, "--kind", kind, "-o", str(tmp_path / f"{kind}.png"))
        assert (tmp_path / f"{kind}.png").is_file()


@pytest.mark.slow
def test_isolation_begins_where_its_limit_is_what_patrons_hold(patrons: tuple[str, ...]) -> None:
    """Of a state that spreads its effort; one that leans is never called isolated."""
    even = ("--strategy", "equidistance", "--point", *SHORT)
    when = ("--vary", "regimes.isolation=0.02:0.98", "--when", 'share(regime == "isolation") > 0.5')
    crossing = rows("threshold", "land.toml", *when, *even, "--runs", "2")["crossings"][-1]
    quarters = rows("run", "land.toml", *even)["quarters"][-8:]
    room = sum(q["room"] for q in quarters) / 8
    assert crossing["direction"] == "up"
    assert crossing["crossing"] == pytest.approx(room, abs=0.001)
    leaning = ("--strategy", f"bandwagon:{patrons[-1]}", "--point", *SHORT)
    assert rows("threshold", "land.toml", *when, *leaning, "--runs", "2")["crossings"] == []


def test_a_pivot_to_a_patron_of_another_case_is_no_regime(patrons: tuple[str, ...]) -> None:
    when = ("--vary", "regimes.lean=0.6:0.9", "--when", 'share(regime == "pivot:russia") > 0.5')
    result = invoked("threshold", "land.toml", *when)
    assert result.exit_code == 2
    assert "regime is never 'pivot:russia'" in result.stderr


@pytest.mark.slow
def test_what_two_scenarios_differ_by_is_accounted_for(patrons: tuple[str, ...]) -> None:
    measure = f"export_share_{patrons[-1]}_last"
    found = rows("attribute", "land.toml", "heir.toml", "--of", measure, "--runs", "4")["attribution"]
    assert [row["input"] for row in found] == ["patrons.west.barrier", "all together"]
    means = {}
    for name in ("land", "heir"):
        done("batch", f"{name}.toml", "--strategies", "hedge", "--runs", "4", "--out", f"{name}_4")
        means[name] = load(Path(f"{name}_4")).outcomes[measure].mean()
    difference = pytest.approx(means["heir"] - means["land"], abs=1e-12)
    assert [row["value"] for row in found] == [difference, difference]


@pytest.mark.slow
def test_the_mix_that_is_found_is_one_of_all_packages(patrons: tuple[str, ...]) -> None:
    search = ("--runs", "2", "--generations", "2", *SHORT)
    found = rows("optimise", "land.toml", *search)
    shares = {row["input"]: row["share"] for row in found["shares"]}
    assert list(shares) == effort_paths(patrons)
    assert len(shares) == 2 * len(patrons) + 1
    assert sum(shares.values()) == pytest.approx(1.0)
    simple = {"equal shares", "all on oneself", *(f"all on {patron}" for patron in patrons)}
    scores = {row["strategy"]: row for row in found["scores"]}
    assert scores.keys() == {"found", *strategies(patrons), *simple}
    fixed = [word for path, share in shares.items() for word in ("--set", f"{path}={share!r}")]
    done("batch", "land.toml", "--strategies", "fixed", "--runs", "2", *SHORT, *fixed, "--out", "fixed")
    seen = load(Path("fixed")).outcomes["utility_mean"].mean()
    assert scores["found"]["mean_seen"] == pytest.approx(seen)


@pytest.mark.slow
def test_weights_to_decide_by_are_three_for_any_number_of_patrons(patrons: tuple[str, ...]) -> None:
    found = rows("optimise", "land.toml", "--over", "weights", "--runs", "2", "--generations", "2", *SHORT)
    assert [row["input"] for row in found["shares"]] == [
        f"weights.{dimension}" for dimension in ("security", "economy", "autonomy")
    ]
    assert sum(row["share"] for row in found["shares"]) == pytest.approx(1.0)
