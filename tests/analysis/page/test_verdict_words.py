"""The verdict of the page in a real browser: the sentences of the commands, in the words of the app."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from support.lab.browser_scripts import Browser, build_lab, floats, wholes

from hedgesim.analysis.app.answer import Answer, compare_utility
from hedgesim.analysis.app.sentences import format_value
from hedgesim.analysis.app.state import Setting
from hedgesim.analysis.compare.paired import list_finished_runs, list_pairing_columns
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.execution.in_memory import Tables, outcome_table, play_blocks
from hedgesim.analysis.execution.write_tables import design_table
from hedgesim.analysis.labels import SWITCHES
from hedgesim.analysis.numerals import format_fixed
from hedgesim.analysis.results.manifest import record_design
from hedgesim.analysis.verdicts.verdict import format_percentage
from hedgesim.model.outcomes import UTILITY
from hedgesim.model.parameters.lookup import LADDER, parameters
from hedgesim.model.strategies import all_strategies

pytestmark = pytest.mark.slow  # a browser

NAMES = ("belarus/war_2022", "belarus/baseline", "two_powers/transition", "vietnam/baseline")
MOVES = {"patrons.russia.barrier": 0.35, "patrons.eu.agreement": 3.0, "mechanisms.veto": 0.0}
WEIGHT = {"hedger.weights.autonomy": 0.2}
SETTINGS: list[tuple[str, dict[str, float], bool, int, int]] = [
    ("belarus/war_2022", MOVES, False, 3, 24),
    ("belarus/baseline", {}, False, 1, 240),
    ("belarus/baseline", WEIGHT, True, 5, 30),
    ("two_powers/transition", {}, True, 1, 2),
    ("vietnam/baseline", {}, False, 1, 19),
    ("two_powers/transition", {}, False, 1, 1),
]


def play(name: str, moves: dict[str, float], point: bool, seed: int, runs: int) -> tuple[Setting, Tables]:
    """Play all strategies of a setting of the app."""
    setting = replace(Setting.load(name), moved=tuple(moves.items()), point=point, seed=seed)
    chosen = list(all_strategies(setting.scenario))
    batch = plan_batch([setting.scenario], chosen, runs=runs, seed=seed, draws=setting.draws)
    plain = replace(batch, bands=False)
    outcomes = outcome_table(plain, play_blocks(plain, None))
    return setting, Tables(record_design(batch), design_table(batch), outcomes, pd.DataFrame(), batch)


def judge_in_app(setting: Setting, tables: Tables) -> str:
    """Return the sentences of the app."""
    finished = list_finished_runs(tables)
    index = list_pairing_columns(finished)
    utility = finished.pivot_table(index=index, columns="strategy", values=UTILITY, sort=False)
    return Answer(setting, compare_utility(tables, finished), utility.dropna()).sentences


def judge_in_page(browser: Browser, setting: Setting, tables: Tables) -> str:
    """Return the sentences of the page about the same runs."""
    lab = build_lab(*NAMES)
    browser.load(lab)
    number = next(k for k, s in enumerate(lab["scenarios"]) if s["name"] == setting.base.name)
    names = lab["cases"][lab["scenarios"][number]["case"]]["outcomes"]
    runs = tables.design.merge(tables.outcomes, on="run_id")
    parts = {str(name): part for name, part in runs.groupby("strategy", sort=False)}
    first = next(iter(parts.values()))
    answer = {
        "strategies": {
            n: {"place": names.index(UTILITY), "utility": floats(p[UTILITY])} for n, p in parts.items()
        },
        "sound": {n: wholes((p["status"] == "ok").astype(int)) for n, p in parts.items()},
        "draws": wholes(first["draw"]) if "draw" in first else None,
        "runs": len(first),
    }
    chosen = {"scenario": number, "moves": dict(setting.moved), "point": setting.point, "seed": setting.seed}
    script = """judge(LAB, setting, { ...answer, strategies: Object.fromEntries(Object.entries(
      answer.strategies).map(([name, { place, utility }]) => [name, { [place]: utility }])) })"""
    return str(browser.run(script, answer=answer, setting={**chosen, "shown": "hedge", "code": ""}))


@pytest.mark.parametrize(("name", "moves", "point", "seed", "runs"), SETTINGS)
def test_the_verdict_is_that_of_the_app(
    browser: Browser,
    name: str,
    moves: dict[str, float],
    point: bool,
    seed: int,
    runs: int,
) -> None:
    setting, tables = play(name, moves, point, seed, runs)
    assert judge_in_page(browser, setting, tables) == judge_in_app(setting, tables)


def fail(tables: Tables, rows: list[int]) -> Tables:
    """Return tables in which some runs failed."""
    outcomes = tables.outcomes.copy()
    outcomes.loc[rows, "status"] = "failed"
    outcomes.loc[rows, UTILITY] = float("nan")
    return replace(tables, outcomes=outcomes)


def test_runs_that_a_strategy_did_not_finish_are_left_out_and_counted(browser: Browser) -> None:
    setting, tables = play("two_powers/transition", {}, True, 1, 25)
    failed = fail(tables, [3, 30, 28, 170])
    said = judge_in_page(browser, setting, failed)
    assert "over 22 runs of 60 quarters, without 4 that failed." in said
    assert said == judge_in_app(setting, failed)


def test_where_no_run_finished_nothing_is_known(browser: Browser) -> None:
    setting, tables = play("two_powers/transition", {}, True, 1, 1)
    said = judge_in_page(browser, setting, fail(tables, list(range(len(tables.outcomes)))))
    assert said == (
        "Whether hedging pays in two_powers/transition is not known: none of its runs finished, 9 failed."
    )


def test_every_side_and_size_of_a_gain_has_its_words(browser: Browser) -> None:
    """Utility of hedge is shifted, so that it gains nothing, little, much, or loses."""
    setting, tables = play("two_powers/transition", {}, False, 1, 40)
    seen = set()
    for shift in (-0.2, -0.0145, -0.005, 0.0, 0.3):
        outcomes = tables.outcomes.copy()
        outcomes.loc[:39, UTILITY] += shift
        shifted = replace(tables, outcomes=outcomes)
        said = judge_in_page(browser, setting, shifted)
        assert said == judge_in_app(setting, shifted)
        seen.add(said.partition(" in two_powers")[0])
    assert {"Hedging pays", "Hedging does not pay", "Whether hedging pays"} <= seen


def test_numbers_are_printed_as_python_prints_them(browser: Browser) -> None:
    """Ties between two decimals go to the even one, and shares of 200 draws have many."""
    rng = np.random.default_rng(1)
    ties = [k / 128.0 for k in range(-200, 201)]
    values = [*ties, *rng.uniform(-2.0, 2.0, 300), *rng.normal(0.0, 1e-4, 300), 1e-300, -1e-9, 123456.5]
    for digits in (0, 1, 3, 4):
        for sign in (False, True):
            script = "values.map((value) => printFixed(value, digits, sign))"
            found = browser.run(script, values=values, digits=digits, sign=sign)
            assert found == [format_fixed(v, digits, sign=sign).strip() for v in values]
    shares = [*(k / 200.0 for k in range(201)), 0.9951, 0.9949, 0.0049, 0.005, 0.0051, 1e-12, 1.0 - 1e-12]
    assert browser.run("shares.map(printShare)", shares=shares) == [format_percentage(s) for s in shares]


def test_a_moved_value_is_printed_as_in_the_app_but_without_powers_of_ten(browser: Browser) -> None:
    rows = parameters(("russia", "china", "eu"))
    for path, row in rows.items():
        ladder = LADDER if path.endswith(".agreement") else ()
        control = {"levels": list(ladder), "switch": path in SWITCHES}
        values = [float(k) for k in range(len(ladder))] or [
            row.low,
            row.high,
            (row.low + 2.0 * row.high) / 3.0,
        ]
        found = browser.run(
            "values.map((value) => printValue(control, value))", values=values, control=control
        )
        told = [format_value(path, value) for value in values]
        assert found == [f"{float(text):.0f}" if "e+" in text else text for text in told], path
