"""What a history is given, and a history that stops being given it."""

from dataclasses import replace

import numpy as np
import pytest
from support.runs import scenario

from hedgesim.analysis.forecast.drivers import DRIVERS, drop_embargoes, freeze_drivers, read_drivers
from hedgesim.model.scenario.resolution import Event
from hedgesim.model.scenario.scenario import Scenario

HISTORY = scenario("history")
LONG = Scenario.load("belarus/history_to_2024")


def event(operation: str, first: int, until: int | None, value: float) -> Event:
    return Event("test", first, until, operation, "patrons.eu.market", value, "test", "")


def test_drivers_are_yearly_means_of_what_the_history_sets() -> None:
    found = read_drivers(HISTORY, "export", "russia")
    assert found.shape == (12, len(DRIVERS))
    year = HISTORY.timeline()[4 * 5 : 4 * 6]
    assert found[5, DRIVERS.index("mass")] == pytest.approx(np.mean([c.patrons[0].mass for c in year]))
    assert found[5, DRIVERS.index("barrier")] == pytest.approx(
        np.mean([np.log(1 - c.patrons[0].barrier - c.patrons[0].uncertainty) for c in year])
    )
    pairs = np.mean([[c.rivalry[0], c.rivalry[1]] for c in year])  # with China and with the EU
    assert found[5, DRIVERS.index("rivalry")] == pytest.approx(pairs)


def test_nothing_happens_after_the_origin() -> None:
    still = freeze_drivers(HISTORY, 2012)
    before, after = HISTORY.timeline(), still.timeline()
    assert after[:32] == before[:32]
    assert after[32:] == (before[31],) * 16
    assert before[32:] != after[32:]


@pytest.mark.parametrize(
    "e",
    [
        event("set", 4, 40, 0.9),
        event("ramp", 4, 40, 0.9),
        event("add", 4, 40, 0.1),
        event("scale", 4, 40, 0.5),
    ],
    ids=lambda e: e.operation,
)
def test_what_is_under_way_at_the_origin_stays_as_it_is(e: Event) -> None:
    spec = replace(HISTORY, events=(*HISTORY.events, e))
    before, after = spec.timeline(), freeze_drivers(spec, 2010).timeline()
    assert after[:24] == before[:24]
    assert {c.patrons[2].market for c in after[23:]} == {before[23].patrons[2].market}


def test_later_embargoes_are_dropped_and_nothing_else() -> None:
    less = drop_embargoes(LONG, 2016)
    gone = set(LONG.events) - set(less.events)
    assert {e.path for e in gone} == {"patrons.eu.embargo_exports"}
    assert less.timeline()[-1].patrons[2].embargo_exports == 0.0
    assert drop_embargoes(LONG, 2024).events == LONG.events
