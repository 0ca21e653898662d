"""A game in the browser: the bits of its run, what can be seen ahead, advice, codes and shares."""

from itertools import pairwise
from typing import Any

import pytest
from support.lab.browser_scripts import Browser, build_lab
from support.lab.game_reference import play_reference

from hedgesim.model import Scenario
from hedgesim.model.engines.reference import simulate_run
from hedgesim.model.outcomes import path_columns
from hedgesim.model.parameters.lookup import effort_paths
from hedgesim.model.state import flatten
from hedgesim.model.strategies import FIXED, plan_for

pytestmark = pytest.mark.slow  # a browser

WAR = "belarus/war_2022"
SHARES = (0.13, 0.39, 0.0, 0.16, 0.31, 0.0, 0.01)
OTHERS = [(1 / 7,) * 7, (0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0), (0.2, 0.1, 0.15, 0.25, 0.05, 0.15, 0.1)]
DECISIONS = [(SHARES, 13), (OTHERS[0], 14), (OTHERS[1], 18), (OTHERS[2], 19), (SHARES, 60)]
"""Shares and the quarter up to which they are played: changes in, before and after quarters of events."""
SET = ("coercion", "inducement", "investment", "access", "agreement", "mood", "belief", "drift")
"""What a patron has set before the hedger divides its effort."""

PLAY = """
async ([decisions, run, point]) => {
  const lab = LAB, setting = { ...makeSetting(lab), point }, [scenario] = lab.scenarios, [names] = lab.cases;
  const engine = await makeEngines(lab)(scenario.module), job = buildJob(lab, setting, "hedge");
  const game = new Game(engine, job, run, names), seen = [], plan = (k) => scenario.strategies[k].plan;
  for (const [shares, until] of decisions) {
    seen.push([game.look(), game.look(plan(5)), game.look()].map((record) => [...record]));
    game.advise(plan(3));
    game.play(shares, until);
  }
  const all = engine.play({ ...job, plan: planShares(decisions[0][0]) }, run, 1);
  return { outcomes: game.outcomes, records: game.records.map((record) => [...record]), seen,
    sound: game.sound, decisions: game.decisions, alone: all.outcomes.map(([value]) => value) };
}
"""
FOLLOW = """
async ([name, run]) => {
  const lab = LAB, scenario = lab.scenarios[0];
  const setting = { ...makeSetting(lab), point: true }, engine = await makeEngines(lab)(scenario.module);
  const game = new Game(engine, buildJob(lab, setting, "hedge"), run, lab.cases[0]);
  const { plan } = scenario.strategies.find((strategy) => strategy.name === name);
  while (!game.over) game.play(game.advise(plan), game.quarter + 1);
  return game.records.map((record) => [...record]);
}
"""


class Scripts:
    """The page's scripts, which know a page of one scenario with events."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        browser.load(build_lab(WAR, code=True))

    def evaluate(self, script: str, values: object = None) -> Any:
        """The value of an expression, or of a function called with values."""
        return self.browser.thread.submit(self.browser.page.evaluate, script, values).result()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Scripts:
    """The page's scripts and the data of a page."""
    return Scripts(browser)


def test_the_effort_of_fixed_gives_the_run_of_fixed_bit_for_bit(page: Scripts) -> None:
    spec = Scenario.load(WAR)
    spec = spec.vary(dict(zip(effort_paths(spec.patrons), SHARES, strict=True)))
    run, shares = simulate_run(spec, FIXED, 1, 7), flatten(plan_for(spec, FIXED).effort)
    game = page.evaluate(PLAY, [[[shares, 60]], 7, True])
    assert game["outcomes"] == list(flatten(run.outcome))
    assert game["records"] == [list(flatten(record)) for record in run.records]
    assert game["sound"]


def test_effort_that_changes_gives_the_bits_of_a_reference_run_whose_plan_changes(page: Scripts) -> None:
    records, outcome = play_reference(Scenario.load(WAR), DECISIONS, 1, 445381)
    game = page.evaluate(PLAY, [DECISIONS, 445381, True])
    assert game["records"] == [list(flatten(record)) for record in records]
    assert game["outcomes"] == list(flatten(outcome))
    assert [d["until"] for d in game["decisions"]] == [until for _, until in DECISIONS]


def test_what_patrons_set_is_seen_before_effort_is_divided_and_nothing_else(page: Scripts) -> None:
    game, spec = page.evaluate(PLAY, [DECISIONS, 3, True]), Scenario.load(WAR)
    names = list(path_columns(spec.patrons))
    first = [0, *(until for _, until in DECISIONS[:-1])]
    for (ahead, with_other, again), t in zip(game["seen"], first, strict=True):
        assert ahead == again
        for name in (f"{what}_{p}" for what in SET for p in spec.patrons):
            place = names.index(name)
            assert ahead[place] == with_other[place] == game["records"][t][place]
        assert ahead[names.index("utility")] != game["records"][t][names.index("utility")]


def test_a_game_takes_the_draw_of_its_run(page: Scripts) -> None:
    constant = [[SHARES, 60]]
    drawn, own = (page.evaluate(PLAY, [constant, 181, point]) for point in (False, True))
    assert drawn["outcomes"] == drawn["alone"]
    assert own["outcomes"] == own["alone"] != drawn["outcomes"]
    assert page.evaluate(PLAY, [constant, 381, False])["outcomes"] != drawn["outcomes"]


@pytest.mark.parametrize(
    "name", ["hedge", "bandwagon:russia", "pivot:china", "equidistance", "self_reliance"]
)
def test_who_follows_a_strategy_has_its_run(page: Scripts, name: str) -> None:
    run = simulate_run(Scenario.load(WAR), name, 1, 11)
    for played, record in zip(page.evaluate(FOLLOW, [name, 11]), run.records, strict=True):
        assert played == pytest.approx(list(flatten(record)), abs=1e-9)


def test_a_number_is_its_own_run_and_a_word_counts_by_its_letters(page: Scripts) -> None:
    def hash_word(word: str) -> int:
        number = 2166136261
        for byte in word.encode():
            number = (number ^ byte) * 16777619 % 2**32
        return number % 1_000_000

    words = ["minsk", "Минск", "class 4b", "1e3", "-1", "1234567890"]
    assert page.evaluate("codes => codes.map(findRun)", words) == [hash_word(word.lower()) for word in words]
    assert page.evaluate("codes => codes.map(findRun)", [" 7 ", "0", "445381", "Ⅶ"])[:3] == [7, 0, 445381]
    assert page.evaluate("findRun(' MINSK\\t') === findRun('minsk')")
    assert 0 <= int(page.evaluate("chooseCode()")) < 1_000_000


MOVES = """
(moves) => moves.reduce((all, [place, value]) => [...all, moveShare(all.at(-1), place, value)],
  [[1 / 7, 1 / 7, 1 / 7, 1 / 7, 1 / 7, 1 / 7, 1 / 7]]).map((shares) => [shares, roundShares(shares)])
"""


def test_shares_sum_to_one_however_they_are_moved(page: Scripts) -> None:
    moves = [(k % 7, (k * 37 % 101) / 100) for k in range(200)] + [(2, 1.0), (2, 0.4), (5, 0.0)]
    states = page.evaluate(MOVES, moves)
    for ((before, _), (after, percents)), (place, value) in zip(pairwise(states), moves, strict=True):
        assert sum(after) == pytest.approx(1.0, abs=1e-12)
        assert sum(percents) == 100
        assert all(abs(p - 100 * s) < 1.0 for p, s in zip(percents, after, strict=True))
        assert after[place] == value
        rest = [(b, a) for k, (b, a) in enumerate(zip(before, after, strict=True)) if k != place]
        free = sum(b for b, _ in rest)
        expected = [b / free * (1 - value) if free else (1 - value) / 6 for b, _ in rest]
        assert [a for _, a in rest] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("now", "turns", "stop"),
    [
        (0, [], 2),
        (1, [], 2),
        (2, [], 6),
        (2, [4], 4),
        (4, [4, 5], 5),
        (5, [5, 6, 7], 6),
        (58, [], 60),
        (58, [59], 59),
    ],
)
def test_a_year_is_played_to_its_end_or_to_an_event(
    page: Scripts, now: int, turns: list[int], stop: int
) -> None:
    # 8070 is 2017Q3: the first year has two quarters left
    arguments = [{"first": 8070, "horizon": 60}, now, [{"quarter": t} for t in turns]]
    assert page.evaluate("([time, now, turns]) => findStop(time, now, turns)", arguments) == stop
