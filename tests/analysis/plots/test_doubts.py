"""Both kinds of doubt in figures: thick bars between draws, thin lines of the mean, and bands of fans."""

import numpy as np
import pytest
from support.drawn_cases import DRAWS, play_drawn
from support.plot_checks import caption, readable, texts

from hedgesim.analysis.compare.paired import compute_strategy_differences, list_finished_runs
from hedgesim.analysis.compare.premium import compute_premium
from hedgesim.analysis.explore.replay.draw_paths import replay_draws
from hedgesim.analysis.plots.draw import draw
from hedgesim.analysis.plots.parts.dot_rows import DARK, Dot
from hedgesim.analysis.plots.parts.source import scenarios_run
from hedgesim.analysis.plots.parts.style import lighten
from hedgesim.analysis.plots.premiums.premium import OWN_COLOUR

KINDS = ("fan", "compare", "premium", "regimes", "shares")


@pytest.mark.parametrize("kind", KINDS)
def test_figures_with_draws_can_be_read(kind: str) -> None:
    figure = draw(kind, play_drawn().tables)
    readable(figure)
    assert "draw" in caption(figure)


def test_bars_are_the_spread_between_draws() -> None:
    results = play_drawn().tables
    figure = draw("compare", results, scenarios=["belarus/baseline"])
    table = compute_strategy_differences(list_finished_runs(results, ["belarus/baseline"]))
    bars = {
        tuple(np.round(line.get_xdata(), 9))
        for ax in figure.axes
        for line in ax.lines
        if line.get_gid() == "draws"
    }
    ends = table[["draws_low", "draws_high"]].to_numpy()
    assert {tuple(np.round(row, 9)) for row in ends} <= bars


def test_both_premiums_of_a_row_have_a_place_in_the_key_and_a_number_at_the_right() -> None:
    results = play_drawn().tables
    figure = draw("premium", results)
    key = texts(figure)
    assert "less the strategy named at the right" in key
    assert "less each draw's own best (at the right in blue)" in key
    table = compute_premium(list_finished_runs(results), results.manifest["seed"])
    own = table.set_index("scenario").loc[scenarios_run(results), "own"]
    shown = [text for text in figure.texts if text.get_gid() == "own"]
    assert [text.get_text().replace("\N{MINUS SIGN}", "-") for text in shown] == [f"{x:+.4f}" for x in own]
    bars = {line.get_color() for ax in figure.axes for line in ax.lines if line.get_gid() == "draws"}
    assert lighten(OWN_COLOUR, DARK) in bars


def test_draws_and_not_the_mean_decide_what_is_dark() -> None:
    assert Dot(1.0, 0.9, 1.1).sure
    assert not Dot(1.0, 0.9, 1.1, -0.1, 2.0).sure
    assert Dot(1.0, -0.1, 2.1, 0.1, 2.0).sure


def test_the_band_between_draws_lies_within_that_of_runs_and_courses_are_those_of_the_batch() -> None:
    results = play_drawn().tables
    courses = replay_draws(results, "belarus/baseline", "hedge")
    assert courses is not None
    assert len(np.unique(courses.draws)) == DRAWS
    bands = results.bands
    mine = bands[(bands["scenario"] == "belarus/baseline") & (bands["strategy"] == "hedge")]
    mine = mine[(mine["actor"] == "hedger") & (mine["dimension"] == "security")].sort_values("quarter")
    runs = courses.select("hedger", "security")
    assert runs.mean(axis=0) == pytest.approx(mine["mean"].to_numpy(), abs=1e-6)
    found = courses.estimate("hedger", "security")
    inner = (found["draws_high"] - found["draws_low"]).to_numpy()
    outer = (mine["p95"] - mine["p05"]).to_numpy()
    assert (inner <= outer + 0.02).all()
    assert inner[-1] > 0.0


def test_what_carries_no_draws_is_not_played_again() -> None:
    assert replay_draws(object(), "belarus/baseline", "hedge") is None
