"""The game as a whole: who leads, what the tables say, and the verdict with its doubt."""

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.runs import scenario
from support.scripts import done, invoked
from support.sweeps import short
from support.verdict_checks import check_verdict

import hedgesim.analysis as library
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.games.features import Features, simulate_features
from hedgesim.analysis.games.game import describe_game, play_game
from hedgesim.analysis.games.play import Play, choose_last, play_strategy, standardise
from hedgesim.analysis.games.records import estimate_contrast, observe, weigh_utility
from hedgesim.analysis.games.result import COLUMNS, LAST, TABLES, Game, read_game
from hedgesim.analysis.games.worlds import Worlds, plan_worlds
from hedgesim.analysis.plots.game import draw
from hedgesim.analysis.tables.game import game_sheets
from hedgesim.analysis.verdicts.game import SIDES, judge_game
from hedgesim.model import InputError
from hedgesim.model.parameters.lookup import INTERESTS
from hedgesim.model.scenario.scenario import Scenario

NAMES = ("hedge", "equidistance", "bandwagon:russia", "bandwagon:eu")
TABLE = {"trade.speed": [0.03, 0.06, 0.1], "patrons.russia.red_line": [0.1, 0.1, 0.1]}


def worlds_of(drawn: bool, quarters: int = 8) -> Worlds:
    """A short baseline, as it is or in three draws."""
    draws = Draws("made.csv", TABLE) if drawn else None
    return plan_worlds(short("baseline", quarters), draws, runs=3, seed=2)


@cache
def played(
    drawn: bool = False, solve: str = "qre", names: tuple[str, ...] = NAMES, infer: bool = True
) -> Game:
    """The game of a short baseline."""
    return play_game(worlds_of(drawn), names, solve=solve, precision=16.0, infer=infer, workers=2)


def invented(worlds: Worlds, utility: dict[int, float], wish: int) -> Features:
    """Features under which Russia wants its policy ``wish`` alone; utility by Russia's policy."""
    policies = worlds.policies
    values = np.zeros((1, policies.profiles, 3, len(INTERESTS)))
    own = np.unravel_index(np.arange(policies.profiles), policies.shape)[0]
    values[0, :, 0, 0] = own == wish
    level = np.array([utility.get(int(k), 0.4) for k in own])
    return Features(values, np.repeat(level[None, :, None], 2, axis=2))


def test_the_leader_has_the_best_utility_where_patrons_answer_it() -> None:
    """Reacting is best at every policy, but Russia answers it with the worst: commitment pays."""
    worlds = worlds_of(drawn=False)
    reacting = invented(worlds, {0: 0.5, 4: 0.9}, wish=0)
    committed = invented(worlds, {0: 0.1, 4: 0.6}, wish=4)
    plays = {name: play_strategy(worlds, f, 500.0) for name, f in (("hedge", reacting), ("mix", committed))}
    last = choose_last([reacting, committed])
    assert (last.utility == reacting.utility).all()
    plays[LAST] = play_strategy(worlds, last, 500.0)
    rows = {row["strategy"]: row for row in describe_game(worlds, plays, "qre")["strategies"]}
    assert rows["hedge"]["rest"] == pytest.approx(0.5, abs=1e-6)
    assert rows["mix"]["rest"] == pytest.approx(0.6, abs=1e-6)
    assert rows[LAST]["rest"] == pytest.approx(0.5, abs=1e-6)
    assert (rows["hedge"]["observed"], rows["mix"]["observed"]) == (0.9, 0.6)
    rows = [r for r in describe_game(worlds, plays, "qre")["contrasts"] if r["at"] == "rest"]
    found = {(r["strategy"], r["against"]): r["mean"] for r in rows}
    assert found == pytest.approx(
        {
            ("mix", "hedge"): 0.1,
            ("hedge", "observed"): -0.4,
            ("mix", "observed"): 0.0,
            (LAST, "observed"): -0.4,
        },
        abs=1e-6,
    )


def test_features_are_divided_by_their_deviation_and_a_wobble_counts_for_nothing() -> None:
    values = np.zeros((1, 4, 1, 3))
    values[0, :, 0, 0] = [0.0, 2.0, 0.0, 2.0]
    values[0, :, 0, 1] = [0.5, 0.5 + 1e-5, 0.5, 0.5]
    scaled, deviations = standardise(values)
    assert deviations[0, 0, 0].tolist() == pytest.approx([1.0, 1e-5 * np.sqrt(3.0 / 16.0), 0.0])
    assert scaled[0, :, 0, 0].tolist() == [0.0, 2.0, 0.0, 2.0]
    assert not scaled[0, :, 0, 1:].any()


def test_gains_add_up_to_the_change_of_what_a_patron_is_after() -> None:
    worlds = worlds_of(drawn=False)
    play = play_strategy(worlds, simulate_features(worlds, "hedge", 2, lambda _: None), 16.0)
    gains = played().gains[played().gains["strategy"] == "hedge"]
    scaled, _ = standardise(play.features.values)
    for p, patron in enumerate(worlds.scenario.patrons):
        weights = np.array([worlds.scenario.interests[patron][n] for n in INTERESTS])
        worth = scaled[0, :, p] @ weights
        change = play.rests["qre"][0] @ worth - worth[worlds.policies.start]
        assert gains[gains["patron"] == patron]["gain"].sum() == pytest.approx(change, abs=1e-12)


def test_policies_at_rest_are_probabilities_and_the_present_ones_are_marked() -> None:
    table = played().policies
    assert set(table["strategy"]) == {*NAMES, LAST}
    assert table.groupby(["strategy", "patron"])["probability"].sum().to_numpy() == pytest.approx(1.0)
    present = table[(table["observed"] == 1.0) & (table["strategy"] == "hedge")]
    assert present["policy"].tolist() == [
        "red line 0.13, rent 0.15", "fund 0.057", "agreement signed, red line 0.79",
    ]  # fmt: skip


@pytest.mark.parametrize("solve", ["nash", "respond"])
def test_pure_equilibria_and_ends_of_best_responses_are_told_by_what_they_are(solve: str) -> None:
    found, worlds = played(solve=solve), worlds_of(drawn=False)
    play = play_strategy(worlds, simulate_features(worlds, "hedge", 2, lambda _: None), 16.0)
    row = found.strategies.set_index("strategy").loc["hedge"]
    assert row["rest"] == pytest.approx(weigh_utility(play, play.rests[solve]).mean(), abs=1e-12)
    assert row["rest"] == row[solve]
    assert row[["none", "one", "several"]].sum() == 1.0


def test_without_a_rest_of_that_kind_nothing_is_invented() -> None:
    worlds = worlds_of(drawn=False)
    features = simulate_features(worlds, "hedge", 2, lambda _: None)
    play = play_strategy(worlds, features, 16.0)
    empty = np.full_like(play.rests["qre"], np.nan)
    none: Play = replace(play, rests={**play.rests, "nash": empty}, equilibria=np.array([0]))
    rows = describe_game(worlds, {"hedge": none}, "nash")
    assert np.isnan(rows["strategies"][0]["rest"])
    assert rows["strategies"][0]["settled"] == 0.0
    assert all(np.isnan(row["probability"]) for row in rows["policies"])
    columns = {name: pd.DataFrame(rows.get(name, []), columns=COLUMNS[name]) for name in TABLES}
    without = replace(played(), solve="nash", **columns)
    assert judge(without).startswith("Against hedge patrons have no rest of this kind (pure Nash), over")
    assert game_sheets(without)[0].title == "belarus/baseline: utility of Belarus"
    assert draw(replace(played(), solve="nash", **columns)).axes


def test_differences_keep_what_draws_do_and_how_sure_the_mean_is_apart() -> None:
    alone = estimate_contrast(np.array([[0.1, 0.2, 0.3]]))
    assert alone["mean"] == pytest.approx(0.2)
    assert alone["low"] < 0.1
    assert np.isnan(alone["share"])
    many = estimate_contrast(np.array([[k / 10.0, k / 10.0] for k in range(-2, 9)] + [[np.nan, 1.0]]))
    assert many["mean"] == pytest.approx(0.3)
    assert (many["draws_low"], many["draws_high"]) == pytest.approx((-0.15, 0.75))
    assert many["share"] == pytest.approx(8.0 / 11.0)
    half = 2.228 * np.std(np.arange(11) / 10.0, ddof=1) / np.sqrt(11)  # Student's t, 10 degrees of freedom
    assert (many["low"], many["high"]) == pytest.approx((0.3 - half, 0.3 + half), abs=1e-4)
    assert many["noise"] == 0.0


def test_the_best_bandwagon_is_that_of_each_draw() -> None:
    found, worlds = played(drawn=True), worlds_of(drawn=True)
    utility = {n: simulate_features(worlds, n, 2, lambda _: None).utility for n in NAMES}
    start = worlds.policies.start
    best = np.maximum(*(utility[n][:, start].mean(axis=1) for n in NAMES[2:]))
    row = found.contrasts[
        (found.contrasts["strategy"] == "hedge") & (found.contrasts["at"] == "observed")
    ].iloc[0]
    assert row["mean"] == pytest.approx((utility["hedge"][:, start].mean(axis=1) - best).mean(), abs=1e-12)
    assert row["share"] == 1.0
    assert (observe(worlds).sum(axis=1) == 1.0).all()


def judge(found: Game) -> str:
    """The verdict on a game, whose numbers are those of JSON."""
    verdict = judge_game(found).to_plain_data()
    check_verdict(verdict)
    return str(verdict["text"])


def test_the_verdict_says_whether_hedging_survives_with_its_doubt() -> None:
    row = played().contrasts.set_index(["strategy", "against", "at"]).loc[("hedge", "bandwagon", "rest")]
    opening = SIDES[int(row["low"] > 0.0) - int(row["high"] < 0.0)].format(scenario="belarus/baseline")
    text = judge(played())
    assert text.startswith(
        f"{opening}: where they come to rest (logit quantal response) hedge earns {row['mean']:+.4f} over the"
        " best bandwagon (95% interval "
    )
    assert "Best to lead with is " in text
    drawn = judge(played(drawn=True))
    assert " in nine tenths of draws" in drawn
    assert "with interests drawn at random hedge earns " in drawn
    assert "nine tenths of 100 sets " in drawn
    assert drawn.endswith("over 3 runs of each of 243 combinations of policies in 3 draws.")


@pytest.mark.parametrize(("gain", "side"), [(0.02, 1), (0.0, 0), (-0.02, -1)])
def test_the_verdict_follows_the_sign_of_the_difference(gain: float, side: int) -> None:
    rest = (played().contrasts["strategy"] == "hedge") & (played().contrasts["at"] == "rest")
    moved = played().contrasts.copy()
    moved.loc[rest, ["mean", "low", "high"]] = [gain, gain - 0.01, gain + 0.01]
    assert judge(replace(played(), contrasts=moved)).startswith(
        SIDES[side].format(scenario="belarus/baseline")
    )


def test_the_verdict_of_a_strategy_alone_says_what_patrons_make_of_it() -> None:
    lone, table = judge(played(names=("hedge",))), played().strategies
    change = played().contrasts.set_index(["strategy", "against", "at"]).loc[("hedge", "observed", "rest")]
    assert lone.startswith(
        f"Against hedge utility in belarus/baseline is {table['rest'][0]:.4f} where patrons come to rest"
        f" (logit quantal response) and {table['observed'][0]:.4f} at the policies in use, a difference of"
        f" {change['mean']:+.4f} (95% interval {change['low']:+.4f} to {change['high']:+.4f})"
    )
    assert lone.endswith("Not compared with other strategies: --leader all.")


def test_the_likeliest_policies_of_each_patron_come_first() -> None:
    sheets = game_sheets(replace(played(drawn=True), inverse=played().inverse[:0]))
    (sheet,) = [s for s in sheets if s.title == "Likeliest policies at rest"]
    russia = [max(map(float, row[2:])) for row in sheet.rows if row[0] == "Russia"]
    assert russia == sorted(russia, reverse=True)
    assert len(russia) == 3
    assert not sheet.detail


def test_differences_stand_in_a_line_each_and_what_menus_replace_is_said() -> None:
    sheets = game_sheets(played(drawn=True))
    assert [row[0] for row in sheets[0].rows][:2] == [
        "hedge over the best bandwagon, at rest",
        "hedge over it, at the policies in use",
    ]
    (policies,) = [sheet for sheet in sheets if sheet.title.startswith("Where patrons come to rest")]
    assert "the menus stand for what it says of patrons.russia.red_line" in " ".join(policies.notes)


def test_nobody_calls_interests_an_estimate() -> None:
    text = " ".join(note for sheet in game_sheets(played(drawn=True)) for note in sheet.notes)
    assert "no estimate of what a patron wants" in text
    assert text.count("estimate") == 1


def test_a_game_is_read_again_from_its_json(tmp_path: Path) -> None:
    found, file = played(drawn=True), tmp_path / "game.json"
    file.write_text(json.dumps(found.to_plain_data()), encoding="utf-8")
    again = read_game(file, {"belarus/baseline": {}})
    assert again.to_plain_data()["game"] == found.to_plain_data()["game"]
    assert [s.rows for s in game_sheets(again)] == [s.rows for s in game_sheets(found)]
    for name in TABLES:
        assert len(getattr(again, name)) == len(getattr(found, name)) > 0
    with pytest.raises(InputError, match="a game of belarus/baseline, which is not in the folder"):
        read_game(file, {"belarus/war_2022": {}})
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"not a game; make one: hedgesim game \.\.\. --json > FILE"):
        read_game(file, {})


def test_the_figure_shows_every_strategy_policies_in_use_and_gains() -> None:
    found = played(drawn=True)
    figure = draw(found)
    texts = [t.get_text() for ax in figure.axes for t in ax.get_yticklabels()]
    assert {"Hedge", "Equidistance", "Bandwagon with Russia", "Hedger moves last"} <= set(texts)
    assert {"Russia: red line 0.13, rent 0.15", "China: fund 0.057"} <= set(texts)
    assert figure.get_size_inches()[0] == pytest.approx(160.0 / 25.4)
    gains = found.gains[(found.gains["strategy"] == "hedge") & (found.gains["patron"] == "china")]
    bars = [bar.get_width() for ax in figure.axes[-2:-1] for bar in ax.patches]
    assert bars == pytest.approx([g for g, w in zip(gains["gain"], gains["weight"], strict=True) if w > 0.0])


def test_the_function_and_the_command_say_the_same(tmp_path: Path) -> None:
    words = (
        "game", "belarus/baseline", "--leader", "hedge", "--runs", "2", "--set", "horizon=4", "--infer",
        "--point",
    )  # fmt: skip
    told = done(*words, "--json", "--plot", str(tmp_path / "game.png"))
    assert "1 strategy x 243 combinations of policies x 2 runs = 486 runs" in told.stderr
    assert (tmp_path / "game.png").stat().st_size > 10_000
    spec = scenario("baseline").vary({"horizon": 4})
    found = library.game(spec, leader="hedge", draws=None, runs=2, infer=True).to_plain_data()
    carries = {"carries": {"draws": 0, "of": None}}
    printed = json.loads(told.stdout)
    assert printed.pop("verdict")["text"].startswith("Against hedge utility in belarus/baseline is")
    assert printed == json.loads(json.dumps(found | carries))
    rows = done(*words, "--csv", "--table", "inverse").stdout.splitlines()
    assert rows[0] == "patron,lever,policies,share,regret"
    refused = invoked("game", "belarus/baseline", "--solve", "qrr")
    assert refused.exit_code == 2
    assert "did you mean qre?" in refused.stderr
    refused = invoked("game", "belarus/baseline", "--draws", "5", "--point")
    assert "Error: --draws 5: with --point there are no draws; leave one out" in refused.stderr
    with pytest.raises(InputError, match="draws: found 5; a number goes with draws"):
        library.game(spec, draws=None, number=5)


def test_a_game_is_one_for_each_draw_of_the_case() -> None:
    words = ("game", "belarus/baseline", "--leader", "hedge", "--runs", "1", "--set", "horizon=2")
    told = done(*words, "--draws", "3")
    assert "243 combinations of policies x 3 draws x 1 run" in told.stderr
    assert "3 draws of what is not known (" in told.stdout


def test_interests_are_told_in_words_and_only_where_they_are_told_from_nothing() -> None:
    rows = [
        {"patron": "russia", "interest": "coercing", "correlation": 0.4, "low": 0.2, "high": 0.6},
        {"patron": "russia", "interest": "rival", "correlation": -0.1, "low": -0.3, "high": 0.1},
    ]
    sheets = game_sheets(replace(played(), survey=pd.DataFrame(rows)))
    assert [s.title for s in sheets if not s.detail][-1] == "Do the policies in use serve anything?"
    (sheet,) = [s for s in sheets if s.title == "For which interests does hedging survive?"]
    cells = dict(zip(sheet.heads[1:], sheet.rows[0][1:], strict=True))
    assert {head: text for head, text in cells.items() if text != "."} == {"coer-\ncion\nspared": "+0.40"}
    assert sheet.notes[0] == (
        "Hedge tends to earn more where Russia gives more weight to coercion spared (correlation +0.40"
        " [+0.20, +0.60])."
    )
    unsure = replace(played(), survey=pd.DataFrame(rows[1:]))
    (sheet,) = [s for s in game_sheets(unsure) if s.title == "For which interests does hedging survive?"]
    assert not any(note.startswith("Hedge tends") for note in sheet.notes)


def test_a_single_run_has_no_interval_and_is_refused() -> None:
    spec = short("baseline", 4)
    with pytest.raises(InputError, match="runs: found 1; an interval takes at least 2, or several parameter"):
        plan_worlds(spec, runs=1)
    with pytest.raises(InputError, match="runs: found 1"):
        plan_worlds(spec, Draws("made.csv", TABLE), number=1, runs=1)
    assert plan_worlds(spec, Draws("made.csv", TABLE), runs=1).count == 3


def test_what_the_message_without_menus_advises_gives_a_game(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        plan_worlds(Scenario.load("two_powers/baseline"))
    tables = re.findall(r"(\[[\w.]+\]) with (.+?)(?= and \[|$)", str(refusal.value))
    file = tmp_path / "own.toml"
    lines = ['extends = "two_powers/baseline"']
    lines += [line for head, keys in tables for line in (head, *keys.split(" and "))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    worlds = plan_worlds(Scenario.load(str(file)))
    assert worlds.policies.profiles > 1
    assert worlds.scenario.interests["west"]["influence"] == 0.6
