"""Cells are what a batch of the same runs gives, and a what-if beats a draw."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from support.runs import scenario

from hedgesim.analysis.claims.cells import Cell
from hedgesim.analysis.claims.judgement import judge_ledger
from hedgesim.analysis.claims.ledger import Ledger
from hedgesim.analysis.claims.play import Player
from hedgesim.analysis.claims.read_ledger import read_ledger
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.notebook.simulation import simulate
from hedgesim.model.errors import InputError

COUNT, RUNS, SEED = 6, 2, 3
BARRIER, FUND, LINE = "patrons.russia.barrier", "patrons.china.fund", "patrons.russia.red_line"
HEAD = 'scenario = "belarus/baseline"\n[[claim]]\nid = "A"\ntext = "t"\nsource = "s"\n'
NUMBER = 'number = "x"\ndirection = "above"\nbound = 0.0\n'


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Ledger]:
    """Read a ledger with one claim."""

    def read_claim(text: str) -> Ledger:
        file = tmp_path / "claims.toml"
        file.write_text(f"{HEAD}{text}", encoding="utf-8")
        return read_ledger(file)

    return read_claim


@pytest.fixture(scope="module")
def draws() -> Draws:
    """Six draws of three inputs."""
    rng = np.random.default_rng(4)
    return Draws(
        "six",
        {
            BARRIER: rng.uniform(0.05, 0.3, COUNT),
            FUND: rng.uniform(0.03, 0.09, COUNT),
            LINE: rng.uniform(0.1, 0.3, COUNT),
        },
    )


@pytest.fixture
def player(draws: Draws) -> Player:
    """A player with two runs of each draw."""
    return Player(draws, RUNS, SEED)


def cell_of(ledger: Ledger, name: str = "x") -> Cell:
    """A cell of the only claim."""
    return ledger.claims[0].parts[0].cells[name]


def batch_means(draws: Draws, name: str, strategies: list[str], column: str) -> np.ndarray:
    """Means by draw over the runs of a batch, shape (draws, strategies): run k takes draw k mod 6."""
    runs = simulate(name, strategies, runs=COUNT * RUNS, seed=SEED, draws=draws).outcomes
    table = runs.pivot_table(values=column, index="run", columns="strategy")[strategies]
    return np.asarray(table.groupby(table.index % COUNT).mean())


def test_a_cell_is_the_mean_over_a_draws_runs_in_a_batch(
    player: Player, draws: Draws, read: Callable[[str], Ledger]
) -> None:
    cell = cell_of(
        read(f'{NUMBER}cells = {{ x = {{ outcome = "security_mean", scenario = "belarus/war_2022" }} }}')
    )
    expected = batch_means(draws, "belarus/war_2022", ["hedge"], "security_mean")[:, 0]
    assert player.compute(cell) == pytest.approx(expected, rel=1e-12)


def test_a_premium_takes_each_draws_own_best_rival(
    player: Player, draws: Draws, read: Callable[[str], Ledger]
) -> None:
    leans = [f"bandwagon:{p}" for p in ("russia", "china", "eu")]
    cell = cell_of(read(f'{NUMBER}cells = {{ x = {{ outcome = "premium:bandwagon" }} }}'))
    hedge, *others = batch_means(draws, "belarus/baseline", ["hedge", *leans], "utility_mean").T
    assert player.compute(cell) == pytest.approx(hedge - np.max(others, axis=0), rel=1e-9)
    assert len(cell_of(read(f'{NUMBER}cells = {{ x = {{ outcome = "premium" }} }}')).strategies) == 9


def test_the_best_lean_is_chosen_by_utility_and_read_by_outcome(
    player: Player, draws: Draws, read: Callable[[str], Ledger]
) -> None:
    cell = cell_of(read(f'{NUMBER}cells = {{ x = {{ outcome = "autonomy_mean", strategy = "lean" }} }}'))
    utility = batch_means(draws, "belarus/baseline", cell.strategies, "utility_mean")
    autonomy = batch_means(draws, "belarus/baseline", cell.strategies, "autonomy_mean")
    expected = autonomy[np.arange(COUNT), utility.argmax(axis=1)]
    assert player.compute(cell) == pytest.approx(expected, rel=1e-12)
    assert (autonomy.max(axis=1) > expected).any()


def test_a_what_if_beats_a_draw_and_a_shift_follows_it(
    player: Player, draws: Draws, read: Callable[[str], Ledger]
) -> None:
    cells = f"""
cells.open = {{ parameter = "{BARRIER}" }}
cells.shut = {{ parameter = "{BARRIER}", scenario = "belarus/eeu_barriers" }}
cells.kept = {{ parameter = "{FUND}", scenario = "belarus/eeu_barriers" }}
cells.more = {{ parameter = "{FUND}", set = {{ "{FUND}" = "x1.5" }} }}
cells.plus = {{ parameter = "{LINE}", set = {{ "{LINE}" = "+0.05" }} }}
cells.fixed = {{ parameter = "{FUND}", set = {{ "{FUND}" = 0.02 }} }}
"""
    text = NUMBER.replace('"x"', '"open + shut + kept + more + plus + fixed"')
    ledger = read(f"{text}{cells}")
    found = {name: player.compute(cell_of(ledger, name)) for name in ledger.claims[0].parts[0].cells}
    assert found["open"].tolist() == draws.columns[BARRIER].tolist()
    assert set(found["shut"]) == {scenario("eeu_barriers").values[BARRIER]}
    assert found["kept"].tolist() == draws.columns[FUND].tolist()
    assert found["more"] == pytest.approx(1.5 * draws.columns[FUND])
    assert found["plus"] == pytest.approx(draws.columns[LINE] + 0.05)
    assert set(found["fixed"]) == {0.02}


def test_a_shift_that_leaves_the_allowed_range_is_refused(
    player: Player, read: Callable[[str], Ledger]
) -> None:
    cell = cell_of(
        read(f'{NUMBER}cells = {{ x = {{ outcome = "premium", set = {{ "{BARRIER}" = "+0.9" }} }} }}')
    )
    with pytest.raises(
        InputError, match=r"patrons\.russia\.barrier: \+0\.9 takes it to .* in draw 0; allowed is 0 to 0\.95"
    ):
        player.play([cell])


def test_quarters_and_their_extremes(player: Player, draws: Draws, read: Callable[[str], Ledger]) -> None:
    cells = """
cells.a = { outcome = "security@0..-1" }
cells.b = { outcome = "security_mean" }
cells.low = { outcome = "security@0..-1", take = "min" }
cells.least = { outcome = "security_min" }
cells.high = { outcome = "security@0..-1", take = "max" }
cells.year = { outcome = "security_mean", window = { from = 2020, to = 2020 } }
cells.four = { outcome = "security@10..13" }
"""
    text = NUMBER.replace('"x"', '"a + b + low + least + high + year + four"')
    ledger = read(f"{text}{cells}")
    found = {name: player.compute(cell_of(ledger, name)) for name in ledger.claims[0].parts[0].cells}
    assert found["a"] == pytest.approx(found["b"], rel=1e-12)
    assert found["low"].tolist() == found["least"].tolist()
    assert (found["high"] > found["a"]).all()
    assert found["year"].tolist() == found["four"].tolist()


def test_a_regime_is_its_share_of_runs(player: Player, draws: Draws, read: Callable[[str], Ledger]) -> None:
    names = ["hedging", "mixed", "bandwagon", "isolation", "collapse", "asymmetric_hedging"]
    names += [f"pivot:{p}" for p in ("russia", "china", "eu")]
    quoted = ", ".join(f'"{name}"' for name in names)
    some = read(f'{NUMBER}cells = {{ x = {{ outcome = "regime", is = "asymmetric_hedging" }} }}')
    runs = simulate("belarus/baseline", ["hedge"], runs=COUNT * RUNS, seed=SEED, draws=draws).outcomes
    expected = (runs["regime"] == "asymmetric_hedging").groupby(runs["run"] % COUNT).mean()
    assert player.compute(cell_of(some)).tolist() == expected.tolist()
    every = read(f'{NUMBER}cells = {{ x = {{ outcome = "regime", is = [{quoted}] }} }}')
    assert set(player.compute(cell_of(every))) == {1.0}


def test_without_shocks_every_run_of_a_draw_is_alike(draws: Draws, read: Callable[[str], Ledger]) -> None:
    cell = cell_of(read(f'shocks = false\n{NUMBER}cells = {{ x = {{ outcome = "utility_mean" }} }}'))
    one, other = (Player(draws, runs, seed).compute(cell) for runs, seed in ((1, 1), (2, 9)))
    assert one == pytest.approx(other, rel=1e-14)


def test_what_was_played_is_not_played_again(player: Player, read: Callable[[str], Ledger]) -> None:
    cell = cell_of(read(f'{NUMBER}cells = {{ x = {{ outcome = "premium" }} }}'))
    player.play([cell])
    kept = dict(player.numbers)
    player.play([cell])
    assert all(player.numbers[key] is kept[key] for key in kept)
    assert len(kept) == 10


def test_cores_change_no_bit(draws: Draws, read: Callable[[str], Ledger]) -> None:
    ledger = read(f'{NUMBER}cells = {{ x = {{ outcome = "premium" }} }}')
    one, two = (judge_ledger(ledger, draws, workers=workers).table for workers in (1, 2))
    assert one.equals(two)


def test_weights_leave_out_the_pattern_that_says_the_same(
    draws: Draws, read: Callable[[str], Ledger]
) -> None:
    """With all weight on one draw the support is that draw's, over a single draw in effect."""
    ledger = read(f'constraint = "P5"\n{NUMBER}cells = {{ x = {{ parameter = "{BARRIER}" }} }}')
    ledger.claims[0].parts[0].bounds._replace(low=0.0)
    weights = {"P5": np.eye(COUNT)[2], "P6": np.eye(COUNT)[3]}
    (verdict,) = judge_ledger(ledger, draws, weights).verdicts
    assert verdict.median == draws.columns[BARRIER][2]
    assert (verdict.draws, verdict.constraint) == (1.0, "P5")
    (plain,) = judge_ledger(ledger, draws).verdicts
    assert (plain.draws, plain.constraint) == (pytest.approx(COUNT), "")  # not: judged without it
    assert plain.median == pytest.approx(np.median(draws.columns[BARRIER]))


def test_a_ratio_to_nothing_supports_neither_side(draws: Draws, read: Callable[[str], Ledger]) -> None:
    text = NUMBER.replace('"x"', '"x / (x - x)"')
    ledger = read(f'{text}cells = {{ x = {{ parameter = "{BARRIER}" }} }}')
    (verdict,) = judge_ledger(ledger, draws).verdicts
    assert (verdict.support, verdict.against, verdict.undefined) == (0.0, 0.0, 1.0)
    assert verdict.verdict == "refuted"
