"""Switches and steps of agreements at every door: how they are written, and what is asked of them."""

from pathlib import Path

import pandas as pd
import pytest
from support.scripts import done, invoked
from support.sweeps import ACCESS, BARRIER

from hedgesim.analysis import Draws, plan_batch, read_draws
from hedgesim.analysis.calibration.histories import choose_prior
from hedgesim.analysis.design.parse_axes import parse_axes
from hedgesim.analysis.design.points_file import read_points
from hedgesim.analysis.results.folder import load
from hedgesim.model import InputError, Scenario
from hedgesim.model.scenario.scenario import parse_settings

BASE, HISTORY = "belarus/baseline", "belarus/history"
VETO, AGREEMENT = "mechanisms.veto", "patrons.eu.agreement"
QUICK = ("--runs", "1", "--quarters", "4", "--strategies", "hedge,equidistance", "--no-compare")
FIT = ("--steps", "60", "--runs", "1", "--draws", "20", "--series", "export_share", "--until", "2012")
PAIRS = ("true,false", "True,False", "TRUE,FALSE", "yes,no", "Yes,NO", "1,0")


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("pair", PAIRS)
def test_truth_values_are_read_alike_at_every_door(pair: str) -> None:
    spec, words = Scenario.load(BASE), pair.split(",")
    assert parse_axes([f"{VETO}={pair}"], spec)[0].levels == (1.0, 0.0)
    settings = [parse_settings([f"{VETO}={word}"]) for word in words]
    assert [spec.vary(s).values[VETO] for s in settings] == [1.0, 0.0]
    Path("t.csv").write_text(f"{VETO},{BARRIER}\n{words[0]},0.1\n{words[1]},0.2\n", encoding="utf-8")
    assert read_points("t.csv", spec).table[VETO].to_list() == [1.0, 0.0]
    assert read_draws("t.csv").columns[VETO].tolist() == [1.0, 0.0]


def test_commands_take_truth_values() -> None:
    done("run", BASE, "--set", f"{VETO}=True", "--quarters", "2")
    done("sweep", BASE, "--vary", f"{VETO}=True,No", *QUICK, "--out", "made")
    assert load(Path("made")).design[VETO].unique().tolist() == [1.0, 0.0]
    result = invoked("discover", "made", "--where", f"{VETO} == True")
    assert "only 1 of 2 rows are cases" in result.stderr


@pytest.mark.parametrize(
    ("path", "word"), [(BARRIER, "true"), (BARRIER, "none"), (VETO, "none"), (AGREEMENT, "no")]
)
def test_words_count_only_where_they_belong(path: str, word: str) -> None:
    with pytest.raises(InputError, match=f"{path}: found '{word}'; allowed is a finite number"):
        parse_axes([f"{path}={word},0"], Scenario.load(BASE))


@pytest.mark.parametrize("text", [f"{VETO}=0:1", VETO, f"{AGREEMENT}=0:3", AGREEMENT])
def test_what_has_steps_is_not_fitted(text: str) -> None:
    result = invoked("calibrate", HISTORY, *FIT, "--parameters", text, "--out", "made")
    assert result.exit_code == 2
    assert "cannot be fitted; fit the others for each of its values, in files that set it" in result.stderr
    assert not Path("made").exists()


def test_the_advice_to_fit_the_others_works() -> None:
    text = 'extends = "belarus/history"\n[mechanisms]\nveto = false\n'
    Path("without.toml").write_text(text, encoding="utf-8")
    words = ("--parameters", "trade.speed", "--observations", "belarus/observations.csv")
    done("calibrate", "without.toml", *FIT, *words, "--out", "made")
    assert list(pd.read_csv("made/posterior.csv")) == ["trade.speed"]


def test_a_table_of_priors_cannot_hold_a_switch_either() -> None:
    with pytest.raises(InputError, match=f"{VETO}: is a switch"):
        choose_prior([VETO, "trade.speed"], [Scenario.load(HISTORY)], None)


@pytest.mark.parametrize(("path", "ends"), [(VETO, "[0.2, 0.8]"), (AGREEMENT, "[0.5, 2]")])
def test_a_range_in_a_file_holds_whole_steps(path: str, ends: str) -> None:
    Path("case.toml").write_text(f'extends = "{BASE}"\n[uncertainty]\n"{path}" = {ends}\n', encoding="utf-8")
    with pytest.raises(InputError, match="counted in whole numbers from 0"):
        Scenario.load("case.toml")


@pytest.mark.parametrize("path", [VETO, AGREEMENT])
@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_points_and_draws_between_steps_are_refused(path: str, engine: str) -> None:
    spec = Scenario.load(BASE)
    for how in ({"points": {path: [0.5]}}, {"draws": Draws("mine", {path: [0.5]})}):  # type: ignore[dict-item]
        with pytest.raises(InputError, match=r"found 0\.5; allowed is 0 to . in whole numbers"):
            plan_batch([spec], ["hedge"], runs=1, engine=engine, **how)  # type: ignore[arg-type]


# ---- next steps ----------------------------------------------------------------------------
NINE = ("--design", "lhs", "--samples", "9")
RANGES = ("--vary", f"{BARRIER}=0:0.5", "--vary", f"{ACCESS}=0.1:1")


def commands(text: str) -> list[list[str]]:
    """The commands that a sweep recommends at its end, as words."""
    return [line.partition(": hedgesim ")[2].split() for line in text.splitlines() if ": hedgesim " in line]


@pytest.mark.parametrize(
    ("design", "named"),
    [
        (("--design", "sobol", "--samples", "8"), ["robustness"]),
        (("--design", "sobol", "--samples", "16"), ["sensitivity", "robustness", "voi"]),
        (("--design", "morris", "--samples", "3"), ["robustness"]),
        (("--design", "lhs", "--samples", "8"), ["robustness"]),
        (NINE, ["sensitivity", "robustness"]),
        ((*NINE, "--strategies", "hedge"), ["sensitivity"]),
        (("--design", "lhs", "--samples", "2", "--strategies", "hedge"), []),
        (
            (*NINE, "--strategies", "fixed,hedge", "--set", "hedger.effort.self_reliance=1"),
            ["sensitivity", "robustness"],
        ),
    ],
    ids=str,
)
def test_a_sweep_recommends_what_is_possible(design: tuple[str, ...], named: list[str]) -> None:
    result = done("sweep", BASE, *RANGES, *QUICK, *design, "--out", "made")
    told = commands(result.stderr)
    assert [words[0] for words in told] == named
    for words in told:
        done(*words)
    before = result.stderr.partition("written to")[0]
    for name in {"sensitivity", "robustness"} - set(named):
        assert f"hedgesim {name} will not be possible: " in before
        assert invoked(name, "made").exit_code == 2


def test_inputs_that_move_together_are_told_before_the_runs() -> None:
    Path("t.csv").write_text(f"{BARRIER},{ACCESS}\n" + "".join(f"{k / 20},{k / 10}\n" for k in range(10)))
    result = done("sweep", BASE, "--design", "t.csv", *QUICK, "--dry-run")
    assert "hedgesim sensitivity will not be possible: inputs" in result.stderr


def test_an_outcome_that_nothing_moves_is_no_next_step() -> None:
    words = ("--quarters", "2", "--strategies", "myopic,self_reliance", "--out", "made")
    result = done("sweep", BASE, "--vary", "hedger.pivot_quarter=1000:1900:6", "--runs", "1", *words)
    assert commands(result.stderr) == [["robustness", "made"]]
    assert "nothing accounts for it" in invoked("sensitivity", "made").stderr
