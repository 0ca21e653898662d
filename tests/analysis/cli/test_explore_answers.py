"""What is explored ends with its answer: a page of eighty columns, the verdict last, its numbers in JSON."""

import json
from pathlib import Path

import pytest
from support.answer_checks import check_answer
from support.scripts import done, invoked
from support.sweeps import ACCESS, BARRIER, short, sweep, swept

from hedgesim.analysis.labels import RUNG_COLUMNS

BASE = "belarus/baseline"
SMALL = ("--runs", "4", "--set", "horizon=8", "--workers", "1")
STRATEGIES = ("hedge", "bandwagon:russia", "bandwagon:eu", "pivot:eu", "equidistance", "myopic")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A sweep that fills the space of its inputs."""
    place = tmp_path_factory.mktemp("answers") / "lhs"
    ranges = (f"{BARRIER}=0:0.9", f"{ACCESS}=0.1:0.9", "patrons.eu.agreement=none,signed,ratified")
    batch = sweep(
        short(quarters=8), *ranges, strategies=STRATEGIES, design="lhs", samples=60, engine="compiled"
    )
    swept(batch, place)
    return str(place)


def slow(*words: str) -> object:
    """A command line that takes seconds."""
    return pytest.param([*words], marks=pytest.mark.slow)


@pytest.mark.parametrize(
    "words",
    [
        ["sensitivity"],
        ["sensitivity", "--convergence"],
        ["robustness", "--of", "premium:bandwagon"],
        ["robustness", "--require", "autonomy_mean > .4"],
        slow("discover", "--where", "premium < 0"),
        ["compare"],
        slow("robustness"),
        slow("sensitivity", "--of", "premium:bandwagon"),
        slow("sensitivity", "--of", "utility_mean"),
        slow("voi", "--runs", "4"),
        slow("optimise", "--generations", "2"),
    ],
    ids=" ".join,
)
def test_answers_on_a_sweep(folder: str, words: list[str]) -> None:
    check_answer([words[0], folder, *words[1:]])


@pytest.mark.parametrize(
    "words",
    [
        ["threshold", BASE, "--vary", f"{BARRIER}=0:0.9", "--when", "premium:bandwagon < 0.02"],
        ["attribute", BASE, "belarus/war_2022", "--of", "premium:bandwagon"],
        ["optimise", BASE, "--generations", "2"],
        slow("threshold", BASE, "--vary", f"{BARRIER}=0:0.9", "--vary", f"{ACCESS}=0.1:0.9:3", "--point"),
        slow("attribute", BASE, "--mechanisms", "--point"),
        slow("optimise", BASE, "--generations", "2", "--for", "regret", "--point"),
        slow("optimise", BASE, "--generations", "2", "--over", "weights"),
    ],
    ids=" ".join,
)
def test_answers_on_scenarios(words: list[str]) -> None:
    check_answer([*words, *SMALL])


@pytest.mark.slow
def test_answer_on_triggers() -> None:
    words = ("--over", "trigger", "--watch", "coercion.eu,coercion.russia", "--judge", "4", "--runs", "2")
    check_answer(["optimise", BASE, *words, "--generations", "2", "--set", "horizon=8"])


def test_a_sweep_and_robustness_agree_on_what_varied_and_what_was_best(folder: str, tmp_path: Path) -> None:
    words = ["sweep", BASE, "--vary", f"{BARRIER}=0:0.9:3", *SMALL]
    text = check_answer([*words, "--out", str(tmp_path / "a")], [*words, "--out", str(tmp_path / "b")])
    assert "Over 3 points of Russia's barrier," in " ".join(text.split())
    best = {}
    for command in ("compare", "robustness"):
        verdict = json.loads(done(command, folder, "--json").stdout)["verdict"]
        assert "points of Russia's barrier, Russia's arms access and EU's agreement" in verdict["text"]
        best[command] = verdict["numbers"]["lead"], verdict["text"].split(" has the h")[0].split()[-1]
    assert best["compare"] == best["robustness"]
    first = json.loads(done("robustness", folder, "--json").stdout)["behind"][0]["strategy"]
    rows = [line.split() for line in done("compare", folder).stdout.splitlines()]
    (marked,) = [row[0] for row in rows if len(row) == 6 and row[4].startswith("*")]
    assert first == marked


@pytest.mark.parametrize("rung", RUNG_COLUMNS)
def test_a_rung_on_a_folder_says_what_to_run(folder: str, rung: str) -> None:
    asked = (
        ["sensitivity", folder, "--of", rung],
        ["robustness", folder, "--of", rung],
        ["robustness", folder, "--require", f"{rung} < 0"],
        ["discover", folder, "--where", f"{rung} < 0"],
    )
    for words in asked:
        result = invoked(*words)
        message = " ".join(result.output.split())
        assert result.exit_code == 2
        assert f"hedgesim threshold SCENARIO --vary KEY=LO:HI --when '{rung} < 0'" in message
        assert f"hedgesim attribute SCENARIO OTHER --of {rung}" in message


def test_top_and_full_show_more(folder: str) -> None:
    short_text, longer, full = (
        done("robustness", folder, *more).stdout for more in ([], ["--top", "2"], ["--full"])
    )
    assert "--full" in short_text
    assert full.count("bandwagon:russia") > short_text.count("bandwagon:russia")
    assert len(longer.splitlines()) <= len(short_text.splitlines())
