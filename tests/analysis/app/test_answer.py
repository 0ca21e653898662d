"""The page's answer: the numbers of ``hedgesim compare``, for any inputs that are moved."""

import pytest

from hedgesim.analysis import simulate
from hedgesim.analysis.app.answer import Answer, compute_answer
from hedgesim.analysis.app.state import Setting
from hedgesim.analysis.verdicts.comparison import judge_comparison

RUNS = 24


@pytest.fixture(scope="module")
def answer() -> Answer:
    setting = Setting.load("belarus/war_2022").replace_value("patrons.russia.barrier", 0.3)
    return compute_answer(setting.replace_shocks("seed", 3), RUNS)


def test_its_verdict_is_that_of_a_comparison_of_the_same_batch(answer: Answer) -> None:
    setting = answer.setting
    batch = simulate(setting.scenario, "all", runs=RUNS, seed=3, draws=setting.draws, engine="compiled")
    assert answer.verdict == judge_comparison(batch.compare())


def test_its_sentences_name_strategies_and_moves_in_words(answer: Answer) -> None:
    assert "belarus/war_2022 with Russia's barrier 0.3" in answer.sentences
    assert ":" + "china" not in answer.sentences
    assert f"{answer.verdict.quantities['gain']}" in answer.sentences


def test_all_strategies_stand_side_by_side_the_best_first(answer: Answer) -> None:
    rows = list(answer.list_strategies())
    utilities = [row.utility for row in rows]
    assert len(rows) == 10
    assert utilities == sorted(utilities, key=lambda u: -(u or 0.0))
    hedge = next(row for row in rows if row.name == "Hedge")
    assert hedge.estimate == {}
    assert hedge.utility is not None
    for row in rows:
        if row is not hedge:
            assert row.utility is not None
            assert row.estimate["mean"] == pytest.approx(hedge.utility - row.utility)


def test_rungs_without_a_search_are_over_the_best_other_the_draws_own_and_each_kind(answer: Answer) -> None:
    rungs = {row.name.partition(":")[0]: row.estimate for row in answer.list_rungs()}
    assert list(rungs) == ["Best other", "Each draw's own best", "Best bandwagon", "Best pivot"]
    least = min(row.estimate["mean"] for row in answer.list_strategies() if row.estimate)
    assert rungs["Best other"]["mean"] == pytest.approx(least)
    assert rungs["Best other"]["mean"] == pytest.approx(answer.premium_by_run().mean(), abs=1e-12)
    assert rungs["Each draw's own best"]["mean"] < least


def test_the_strategy_of_the_pictures_has_no_part_in_it(answer: Answer) -> None:
    assert compute_answer(answer.setting.replace_strategy("pivot:eu"), RUNS).verdict == answer.verdict


def test_a_known_best_mix_is_a_rung_and_without_draws_there_is_no_own_best() -> None:
    point = compute_answer(Setting.load("belarus/baseline").replace_fields(point=True), RUNS)
    names = [row.name for row in point.list_rungs()]
    assert names[-1] == "Best fixed mix"
    assert "Each draw's own best" not in names
