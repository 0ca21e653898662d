"""The figure of what hedging gains: a dot a rival, the strongest at the top, as the tables have it."""

import pytest
from support.plot_cases import made
from support.plot_checks import dots, readable, texts, title

from hedgesim.analysis.compare.gains import compute_gains
from hedgesim.analysis.compare.paired import list_finished_runs
from hedgesim.analysis.plots.draw import draw
from hedgesim.model import InputError

BASE = "belarus/baseline"


def test_a_row_for_each_rival_the_strongest_at_the_top() -> None:
    results = made()
    figure = draw("gains", results)
    table = compute_gains(list_finished_runs(results, [BASE]))
    gains = sorted(table.loc[table["strategy"] == "hedge", "mean"])
    assert [x for x, _ in dots(figure, 0)] == pytest.approx(gains)
    assert [y for _, y in dots(figure, 0)] == list(range(len(gains)))
    assert title(figure) == "Belarus, mid-2017: what hedging gains over each other strategy"
    assert {"Bandwagon with Russia", "Gain in mean utility [index points]"} <= set(texts(figure))
    readable(figure)


def test_without_hedge_the_first_strategy_takes_its_place() -> None:
    figure = draw("gains", made(), strategies=["pivot:eu", "myopic"])
    assert title(figure) == "Belarus, mid-2017: what pivot to EU gains over each other strategy"
    assert len(dots(figure, 0)) == 1


@pytest.mark.slow
def test_one_scenario_and_several_strategies_are_needed() -> None:
    with pytest.raises(InputError, match="shows one scenario"):
        draw("gains", made(), scenarios=[BASE, "belarus/war_2022"])
    with pytest.raises(InputError, match="choose at least two"):
        draw("gains", made(), strategies=["hedge"])
