"""A run as text: which quarters and patrons are shown, and codes by their names."""

import pytest
from support.runs import scenario

from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.execution.single_run import SingleRun, play_single_run
from hedgesim.analysis.labels import step_name
from hedgesim.analysis.tables.single_run import (
    MOST_ROWS,
    course_sheet,
    regime_sheet,
    run_sheets,
    single_run_record,
)
from hedgesim.model.outcomes import REGIMES


def play(quarters: int, **changes: float) -> SingleRun:
    """Play a run of the baseline."""
    settings = {"horizon": quarters} | changes
    plan = plan_batch([scenario("baseline")], ["hedge"], runs=1, paths=True, changes=settings, draws=None)
    return play_single_run(plan)


@pytest.mark.parametrize(
    ("quarters", "first"),
    [(3, ["2017Q3", "2018Q1"]), (60, ["2017Q3", "2018Q3"]), (100, ["2017Q3", "2019Q3"])],
)
def test_the_course_fits_a_page_and_ends_where_the_run_ends(quarters: int, first: list[str]) -> None:
    run = play(quarters)
    dates = [row[0] for row in course_sheet(run).rows]
    assert dates[:2] == first
    assert dates[-1] == run.paths["date"].iloc[-1]
    assert len(dates) <= MOST_ROWS


def test_regimes_and_steps_of_agreements_have_names() -> None:
    run = play(3)
    quarters = single_run_record(run)["quarters"]
    codes = [REGIMES.index(q["regime"]) for q in quarters]
    assert codes == list(run.paths["regime"])
    assert {q["agreement_eu"] for q in quarters} == {"signed"}
    assert {q["agreement_russia"] for q in quarters} == {"framework"}
    assert [step_name(k) for k in (-1.0, 0.0, 2.0, 4.0)] == ["framework", "none", "ratified", "association"]


def test_the_page_has_the_hedger_and_its_regime_in_words_and_the_rest_is_detail() -> None:
    run = play(3)
    page = [sheet.title for sheet in run_sheets(run) if not sheet.detail]
    assert page[1:] == ["Belarus over the run", f"Regime: {run.outcomes['regime'].replace('_', ' ')}"]
    assert "_" not in "".join(cell for row in regime_sheet(run).rows for cell in row)
