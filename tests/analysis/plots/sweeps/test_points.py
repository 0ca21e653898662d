"""Points of a sweep marked by a condition: in pairs of inputs and across all of them."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from support.plot_checks import caption, readable, texts, title
from support.sweeps import ACCESS, BARRIER, short, sweep

from hedgesim.analysis.execution.in_memory import Tables, build_tables
from hedgesim.analysis.plots.draw import draw
from hedgesim.analysis.plots.sweeps.points import mark_points, rank_inputs
from hedgesim.model.errors import InputError

WHERE = f"{BARRIER} > 0.2"


@pytest.fixture(scope="module")
def swept() -> Tables:
    """A Latin hypercube of three inputs in memory."""
    vary = (f"{BARRIER}=0:0.5", f"{ACCESS}=0:1", "patrons.eu.turn=0:1")
    batch = sweep(short(quarters=3), *vary, design="lhs", samples=12, runs=2, strategies=("hedge", "myopic"))
    return build_tables(batch, 1)


def test_points_are_marked_where_the_condition_holds_in_half_of_the_runs(swept: Tables) -> None:
    found = mark_points(swept, None, None, WHERE, "pairs")
    values = pd.Series(swept.batch.points[BARRIER])
    assert found.marked.tolist() == (values > 0.2).tolist()
    assert found.inputs[0] == BARRIER
    assert found.outcomes == []
    read = mark_points(swept, None, None, "premium < 0 or economy_mean > 2", "pairs")
    assert read.outcomes == ["premium", "economy_mean"]


def test_a_premium_is_that_of_the_point_and_other_outcomes_are_those_of_runs(swept: Tables) -> None:
    """A few lucky runs may lift a mean above a bar that most runs stay below."""
    premium = mark_points(swept, None, None, "premium < 9", "pairs").table["premium"]
    bar = float(premium.median())
    found = mark_points(swept, None, None, f"premium < {bar!r}", "pairs")
    assert found.marked.tolist() == (premium < bar).tolist()
    assert found.judged == "in the mean over their runs"
    both = mark_points(swept, None, None, f"premium < {bar!r} and regime != 'collapse'", "pairs")
    assert both.judged == "in at least half of their runs, the premium by its mean over them"
    runs = mark_points(swept, None, None, "economy_mean > 0.5", "pairs")
    assert runs.judged == "in at least half of their runs"


def test_inputs_that_tell_marked_points_apart_come_first() -> None:
    table = pd.DataFrame({"same": [0.0, 1.0] * 4, "apart": np.arange(8.0), "fixed": 1.0})
    assert rank_inputs(table, np.arange(8) > 4) == ["apart", "same"]
    assert rank_inputs(table, np.zeros(8, dtype=bool)) == ["same", "apart"]


def test_pairs_show_every_point_once_in_each_panel(swept: Tables) -> None:
    figure = draw("pairs", swept, where=WHERE)
    readable(figure)
    found = mark_points(swept, None, None, WHERE, "pairs")
    panels = [ax for ax in figure.axes if any(line.get_gid() == "marked" for line in ax.lines)]
    assert len(panels) == 3
    for ax in panels:
        counts = {line.get_gid(): len(line.get_xdata()) for line in ax.lines}
        assert counts == {"marked": found.marked.sum(), "other": (~found.marked).sum()}
    assert {"Russia's barrier", "the condition holds", "it does not"} <= {
        text.replace("\n", " ") for text in texts(figure)
    }
    assert f"{found.marked.sum()} of 12 points are marked" in caption(figure)
    assert title(figure) == f"Where “{WHERE}” holds, by pairs of inputs"


def test_lines_across_inputs_go_from_the_lowest_value_to_the_highest(swept: Tables) -> None:
    figure = draw("parallel", swept, where=WHERE)
    readable(figure)
    found = mark_points(swept, None, None, WHERE, "parallel")
    drawn = {c.get_gid(): c for c in figure.axes[0].collections if isinstance(c, LineCollection)}
    heights = np.array([path[:, 1] for path in drawn["marked"].get_segments()])
    own = found.table.loc[found.marked, found.inputs].to_numpy()
    low, high = found.table[found.inputs].min().to_numpy(), found.table[found.inputs].max().to_numpy()
    assert heights == pytest.approx((own - low) / (high - low))
    assert len(drawn["other"].get_segments()) == (~found.marked).sum()


@pytest.mark.parametrize("kind", ["pairs", "parallel"])
def test_a_condition_is_asked_for(swept: Tables, kind: str) -> None:
    message = (
        f"kind '{kind}' marks the points at which a condition holds; give it, such as --where 'premium < 0'"
    )
    with pytest.raises(InputError) as caught:
        draw(kind, swept)
    assert str(caught.value) == message
    with pytest.raises(InputError, match="unknown column premum"):
        draw(kind, swept, where="premum < 0")
