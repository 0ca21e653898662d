"""Diagnoses with known answers: a sound case has no finding, and each fault that is built in is found."""

import json
from pathlib import Path

import pytest
from support.verdict_checks import check_verdict
from typer.testing import CliRunner

from hedgesim.analysis.cli.main import app
from hedgesim.analysis.diagnosis.anchors import list_scales
from hedgesim.analysis.diagnosis.diagnosis import FIRST, Diagnosis, find_bounds
from hedgesim.analysis.diagnosis.diagnosis import diagnose as examine
from hedgesim.analysis.diagnosis.opening import count_need, find_unrest, hold_effort
from hedgesim.analysis.diagnosis.screen import Candidate, find_decisive_defaults, list_ranges, rank_candidates
from hedgesim.analysis.diagnosis.text import find_contradiction
from hedgesim.analysis.explore.screen import Influence
from hedgesim.analysis.tables.output import print_sheets
from hedgesim.analysis.tables.scenarios.diagnosis import diagnosis_sheets
from hedgesim.analysis.verdicts.diagnosis import judge_diagnosis
from hedgesim.model.outcomes import REGIMES
from hedgesim.model.parameters.lookup import explain
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.scenario.template.starter import starter_text

QUESTION = "What does this scenario ask, and why? A paragraph that a reader sees above the results."


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def write(*edits: tuple[str, str], question: str = "Does it pay to keep three doors open?") -> Scenario:
    """The case that new writes, with a question and edits."""
    text = starter_text("land").replace(QUESTION, question)
    for before, after in edits:
        assert before in text
        text = text.replace(before, after, 1)
    Path("land.toml").write_text(text, encoding="utf-8")
    return Scenario.load("land.toml")


def diagnose(name: str = "land.toml", *more: str) -> dict[str, list[dict[str, object]]]:
    """What the command prints as JSON."""
    result = CliRunner().invoke(app, ["diagnose", name, "--json", *more])
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    check_verdict(data["verdict"])
    assert data["verdict"]["numbers"]["found"]["value"] == len(data["findings"])
    return dict(data)


def test_a_sound_case_has_no_finding_and_ten_values_to_set_first(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    found = examine(write())
    assert found.findings == ()
    verdict = judge_diagnosis(found)
    check_verdict(verdict.to_plain_data())
    assert "0 findings in land." in verdict.text
    print_sheets(diagnosis_sheets(found), verdict)
    text = capsys.readouterr().out
    assert len(text.splitlines()) <= 60
    assert max(map(len, text.splitlines())) <= 80
    assert all(c.path in text for c in found.candidates[:FIRST])
    assert found.candidates[FIRST].path not in text
    sizes = [c.influence.size for c in found.candidates]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(
    ("gap", "words"), [(0.02, "0.0200 of utility ahead of"), (-0.02, "0.0200 of utility behind")]
)
def test_the_verdict_follows_the_sign(gap: float, words: str) -> None:
    scenario = write()
    means = {"hedge": 0.5 + gap, "myopic": 0.5}
    interval = {"mean": gap, "low": gap - 0.01, "high": gap + 0.01}
    verdict = judge_diagnosis(Diagnosis(scenario, (), (), means, "myopic", interval))
    check_verdict(verdict.to_plain_data())
    assert f"{words} myopic (0.0100 to 0.0300 over" in verdict.text


@pytest.mark.parametrize(
    ("lows", "words"),
    [
        ((-0.03, -0.002), "2 can turn that order alone (most of all a.x); set it first."),
        ((0.0, -0.002), "1 can turn that order alone (b.x); a.x moves the difference most."),
        ((0.0, 0.003), "0 can turn that order alone; a.x moves the difference most."),
    ],
)
def test_the_verdict_names_what_turns_the_order(lows: tuple[float, float], words: str) -> None:
    candidates = tuple(build(f"{k}.x", "guess", 0.5, low, 0.05) for k, low in zip("ab", lows, strict=True))
    gap = {"mean": 0.004, "low": 0.003, "high": 0.005}
    means = {"hedge": 0.504, "myopic": 0.5}
    assert judge_diagnosis(Diagnosis(write(), (), candidates, means, "myopic", gap)).text.endswith(words)


def test_a_question_that_nobody_wrote_is_found() -> None:
    (finding,) = find_contradiction(write(question=QUESTION), 0.0)
    assert finding.subject == "question"


@pytest.mark.parametrize(
    ("question", "regime", "faults"),
    [
        ("Is the state right to hedge?", "bandwagon", 1),
        ("Is the state right to hedge?", "asymmetric_hedging", 0),
        ("A loyal client of the north", "hedging", 1),
        ("A loyal client of the north", "bandwagon", 0),
        ("Does hedging pay more than a state that leans on the north?", "isolation", 0),
        ("What next?", "isolation", 0),
    ],
)
def test_a_text_is_compared_with_the_regime_at_the_start(question: str, regime: str, faults: int) -> None:
    scenario = write(question=question)
    assert len(list(find_contradiction(scenario, float(REGIMES.index(regime))))) == faults


def test_ties_that_the_budget_cannot_keep_are_no_rest() -> None:
    sound = write()
    assert count_need(sound) <= 1.0
    assert list(find_unrest(sound, hold_effort(sound))) == []
    weak = write(("security = 0.12", "security = 0.9"))
    found = list(find_unrest(weak, hold_effort(weak)))
    assert found[0].subject == "start.patrons"
    assert found[0].text.startswith(f"the ties of the start need {count_need(weak):.2f} of the effort")


def test_coercion_that_does_not_last_is_no_rest_and_the_advice_mends_it() -> None:
    before = "coercion = 0.05\n"
    harsh = write((before, "coercion = 0.6\n"))
    path = "start.patrons.north.coercion"
    finding = next(f for f in find_unrest(harsh, hold_effort(harsh)) if f.subject == path)
    assert finding.text.startswith("Northland's coercion goes from 0.60 to ")
    mended = write((before, finding.advice.rpartition("start.patrons.north.")[2] + "\n"))
    assert path not in [f.subject for f in find_unrest(mended, hold_effort(mended))]


def test_an_index_at_its_bound_is_found() -> None:
    assert list(find_bounds(write(), 1)) == []
    rich = write(("[start.patrons.north]", "[start.hedger]\neconomy = 0.985\n\n[start.patrons.north]"))
    (finding,) = find_bounds(rich, 1)
    assert (finding.check, finding.subject) == ("at its bound", "economy")


def build(path: str, kind: str, value: float, low: float, high: float, present: float = 0.004) -> Candidate:
    """A value with what it does at both ends of its range."""
    return Candidate(path, value, kind, Influence(path, 0.0, 1.0, low, high), present)


def test_only_a_scale_left_at_its_default_is_a_finding() -> None:
    candidates = [
        build("patrons.east.guarantee", "default", 0.05, -0.004, 0.02),  # turns
        build("patrons.east.power", "default", 0.3, 0.002, 0.02),  # moves much
        build("patrons.west.power", "default", 0.3, 0.002, 0.006),  # moves little
        build("patrons.west.guarantee", "guess", 0.05, -0.004, 0.02),  # somebody set it
        build("patrons.west.rent", "default", 0.0, -0.004, 0.02),  # there is none
        build("hedger.caution", "default", 0.01, -0.004, 0.02),  # a convention
        build("patrons.north.power", "default", 0.3, -0.0005, 0.002),  # nothing at one end
    ]
    found = [(f.check, f.subject) for f in find_decisive_defaults(candidates, "hedge", "equidistance")]
    assert found == [
        ("scale not set", "patrons.east.guarantee"),
        ("default decides", "patrons.east.power"),
    ]


@pytest.mark.parametrize(
    ("present", "low", "high", "turns"),
    [
        (-0.0008, -0.0008, 0.0095, True),  # a small gap is an order too
        (0.0008, 0.0008, 0.0095, False),
        (0.004, -0.0005, 0.02, False),  # nothing at one end
        (0.004, -0.002, -0.003, True),  # both ends
        (-0.004, -0.009, -0.002, False),
        (-0.004, 0.003, -0.002, True),
    ],
)
def test_a_value_turns_the_order_that_the_case_has(
    present: float, low: float, high: float, turns: bool
) -> None:
    assert build("patrons.east.rent", "guess", 0.1, low, high, present).turns is turns


def test_what_is_measured_is_no_candidate_and_ranges_are_those_of_the_file() -> None:
    ranges = list_ranges(Scenario.load("belarus/baseline"))
    assert "patrons.russia.turn" not in ranges  # measured
    assert "patrons.eu.framework" not in ranges  # follows from the agreement
    assert not any(path.startswith(("start.", "response.", "trade.")) for path in ranges)
    assert list_ranges(write())["rivalry.north-west"] == (0.1, 0.7)


def test_a_line_that_is_left_out_makes_its_value_a_default() -> None:
    path = "patrons.east.receptivity_security"
    kinds = []
    for edits in ([], [("receptivity_security = 0.8\n", "")]):
        ranked = rank_candidates(write(*edits), "equidistance", 1, 0.0)
        kinds += [(c.kind, c.value) for c in ranked if c.path == path]
    assert kinds == [("guess", 0.8), ("default", 0.5)]


def test_anchors_are_those_of_shipped_cases_and_defaults() -> None:
    for scale in list_scales():
        (row,) = explain(scale.path)
        values = [a.value for a in scale.anchors]
        assert values == sorted(values)
        for anchor in scale.anchors:
            assert row.low <= anchor.value <= row.high
            if anchor.case:
                name, path = anchor.case.split()
                assert Scenario.load(name).values[path] == anchor.value
            if "default" in anchor.words:
                assert row.default == anchor.value


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["belarus/baseline", "armenia/baseline", "vietnam/baseline", "two_powers/baseline"]
)
def test_shipped_cases_have_no_finding(name: str) -> None:
    assert diagnose(name)["findings"] == []
