"""The first screen of a report: whose scenario it is about, its answer, and the figure that carries it."""

from pathlib import Path

import pytest
from support.batches import failing, small
from support.runs import scenario

from hedgesim.analysis import comparison, run_batch
from hedgesim.analysis.compare.gains import compute_gains
from hedgesim.analysis.compare.paired import compute_strategy_differences, list_finished_runs
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.report import figures
from hedgesim.analysis.report.charts import has_chart_libraries
from hedgesim.analysis.report.comparison import compare_groups
from hedgesim.analysis.report.figures import draw_fan
from hedgesim.analysis.report.gallery import Gallery
from hedgesim.analysis.report.html_page import Chart, Opening, Picture, Text
from hedgesim.analysis.report.opening import build_opening, shorten_question
from hedgesim.analysis.report.provenance import sort_names
from hedgesim.analysis.results.folder import Results
from hedgesim.analysis.verdicts.comparison import judge_comparison
from hedgesim.analysis.verdicts.verdict import write_verdict
from hedgesim.model import Scenario


def open_report(results: Results, title: str = "", *, charts: bool = False) -> Opening:
    return build_opening(Gallery(results), compare_groups(results), title, charts=charts)


def list_lines(chart: Chart) -> list[str]:
    text: str = next(iter(chart.spec["datasets"].values()))
    return text.splitlines()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run_batch(small(quarters=8), tmp_path_factory.mktemp("opening") / "a", workers=1)


def test_the_users_own_scenario_is_first_then_the_baseline() -> None:
    names = ["belarus/arms_denied", "belarus/baseline", "mine", "belarus/detente", "other/mine"]
    order = ["mine", "other/mine", "belarus/baseline", "belarus/arms_denied", "belarus/detente"]
    assert sort_names(names) == order


def test_the_answer_is_the_verdict_with_the_scenarios_title(results: Results) -> None:
    opening = open_report(results)
    said = judge_comparison(comparison(results)).text
    assert opening.title == "Belarus, mid-2017 and 1 more"
    assert opening.question == "What becomes of a small state that keeps three doors open at once?"
    assert opening.answer.text == said.replace("in belarus/baseline", "in Belarus, mid-2017", 1)
    first, rest = opening.answer.headline, opening.answer.details
    assert first.endswith("Belarus, mid-2017")
    assert "hedg" in first.lower()
    assert rest.startswith("mean utility")
    assert isinstance(opening.blocks[-1], Text)
    assert open_report(results, "Small states").title == "Small states"


@pytest.mark.parametrize(
    ("answer", "first", "rest"),
    [
        ("Hedging pays in {x}: it gains. So it is.", "Hedging pays in A: B. C", "it gains. So it is."),
        ("It is open in {x}. Note: few runs.", "It is open in A: B. C", "Note: few runs."),
        ("One sentence only.", "One sentence only", ""),
    ],
)
def test_the_first_clause_is_shown_large(answer: str, first: str, rest: str) -> None:
    verdict = write_verdict(answer, x="A: B. C")
    assert (verdict.headline, verdict.details) == (first, rest)


def test_a_long_question_is_cut_to_its_own_sentence() -> None:
    assert shorten_question("Does it\n pay? In 2017 it was so. Why?") == "Does it pay?"
    assert shorten_question("It asks. And more.") == "It asks."
    assert shorten_question("No stop") == "No stop"


@pytest.mark.skipif(not has_chart_libraries(), reason="the extra report is not installed")
def test_the_figure_that_carries_the_answer_has_the_gains_of_every_strategy(results: Results) -> None:
    chart = open_report(results, charts=True).blocks[0]
    assert isinstance(chart, Chart)
    assert isinstance(chart.still, Picture)
    rows = next(iter(chart.spec["datasets"].values()))
    table = compute_gains(list_finished_runs(results))
    assert [row["mean"] for row in rows] == pytest.approx(list(table["mean"]), abs=1e-5)
    switches = {p["name"]: p for p in chart.spec["params"]}
    assert switches["strategy"]["bind"]["labels"][0] == "Hedge"
    assert switches["scenario"]["bind"]["labels"][0] == "Belarus, mid-2017"
    assert {(row["strategy"], row["scenario"]) for row in rows} == {
        (s, n) for s in range(3) for n in range(2)
    }


def test_gains_are_those_of_the_comparison(results: Results) -> None:
    runs = list_finished_runs(results)
    gains = compute_gains(runs).set_index(["scenario", "strategy", "rival"])
    for row in compute_strategy_differences(runs, measures=("utility_mean",)).to_dict("records"):
        found = gains.loc[row["scenario"], row["strategy"], "hedge"]
        assert (found["mean"], found["low"]) == pytest.approx((row["mean"], row["low"]))
        back = gains.loc[row["scenario"], "hedge", row["strategy"]]
        assert (back["mean"], back["high"]) == pytest.approx((-row["mean"], -row["low"]))


def test_without_a_finished_run_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, lambda *_: True)
    found = open_report(run_batch(small(["baseline"], runs=1, quarters=3), tmp_path / "a", workers=1))
    assert found.answer.text == "Belarus, mid-2017 has no result: none of its runs finished."
    assert found.blocks == []


def test_scenarios_of_other_quarters_are_compared_apart(tmp_path: Path) -> None:
    """A folder may hold them; that they do not compare with the first is no fault of the reader's."""
    own: Scenario = Scenario.from_dict(
        scenario("crisis_2020").vary({"horizon": 6}).to_dict() | {"name": "mine"}
    )
    batch = plan_batch(
        [scenario("baseline").vary({"horizon": 4}), own], ["hedge", "myopic"], runs=2, engine="plain"
    )
    results = run_batch(batch, tmp_path / "a", workers=1)
    groups = compare_groups(results)
    assert [list(group.scenarios) for group in groups] == [["mine"], ["belarus/baseline"]]
    assert "in The crisis of 2020" in open_report(results).answer.text


@pytest.mark.skipif(not has_chart_libraries(), reason="the extra report is not installed")
def test_paths_beyond_what_a_page_can_carry_are_left_out_and_that_is_said(
    results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["belarus/baseline", "belarus/arms_denied"]
    full = next(b for b in draw_fan(Gallery(results), names, charts=True) if isinstance(b, Chart))
    assert "Left out" not in full.caption
    assert len(list_lines(full)) == 1 + 2 * 3 * 8  # scenarios, strategies, quarters
    monkeypatch.setattr(figures, "MOST", 24)
    short = next(b for b in draw_fan(Gallery(results), names, charts=True) if isinstance(b, Chart))
    assert short.caption.endswith("Left out here for the size of the page: scenarios after the first 1.")
    assert len(list_lines(short)) == 1 + 3 * 8
    bands = results.bands
    row = bands[(bands["actor"] == "hedger") & (bands["dimension"] == "utility")].iloc[0]
    line = dict(zip(*(text.split(",") for text in list_lines(full)[:2]), strict=True))
    assert int(line["p50_utility"]) == round(1000 * row["p50"])
