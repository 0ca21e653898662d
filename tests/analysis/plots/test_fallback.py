"""The figure of a cut: a row for each strategy, the least loss first, and the difference to hedging."""

import pytest
from support.sweeps import short

from hedgesim.analysis import fallback
from hedgesim.analysis.plots.fallback import draw


def test_each_strategy_has_its_loss_and_the_difference() -> None:
    found = fallback(
        short("baseline", 12), "russia", strategies=["hedge", "bandwagon:russia"], runs=4, draws=None
    )
    rows = found.rows.sort_values("mean")
    lost, more = draw(found).axes[-2:]
    names = {"hedge": "Hedge", "bandwagon:russia": "Bandwagon with Russia"}
    labels = [label.get_text().replace("\n", " ") for label in lost.get_yticklabels()]
    assert labels == [names[name] for name in rows["strategy"]]
    for ax, column in ((lost, "mean"), (more, "more")):
        dots = [line for line in ax.lines if line.get_marker() == "o"]
        found_at = {float(dot.get_ydata()[0]): float(dot.get_xdata()[0]) for dot in dots}  # type: ignore[index]
        assert [found_at[k] for k in range(2)] == pytest.approx(rows[column].tolist())
    assert lost.get_xlabel() == "Utility-years lost"
    assert more.get_xlabel() == "Lost more than Hedge"
