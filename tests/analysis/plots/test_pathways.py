"""Maps of pathways: bands, rows and words are those of the tables, and no text stands on another."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support.planted import HORIZON, TURN, planted_pathways
from support.plot_checks import caption, readable, texts
from support.sweeps import short

from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.plots.draw import draw
from hedgesim.analysis.plots.parts.pathway_map import COLOURS, FULL, blend_colours, describe_sign
from hedgesim.analysis.plots.parts.style import lighten
from hedgesim.analysis.plots.pathways import draw_search
from hedgesim.analysis.results.folder import Results
from hedgesim.model import InputError, Scenario
from hedgesim.model.scenario.resolution import Trigger, TriggerStep


def test_bands_are_as_high_as_the_share_of_runs_in_them() -> None:
    ax = draw_search(planted_pathways(2)).axes[0]
    for stage, after in ((0, 0.5), (1, 0.5)):
        edge = ax.collections[stage].get_paths()[0].vertices
        last = edge[edge[:, 0] == HORIZON - 1, 1]  # type: ignore[call-overload,index]
        assert last.max() - last.min() == pytest.approx(FULL * after)
    moves = [line for line in ax.lines if len(line.get_xdata()) == 2]  # type: ignore[arg-type]
    assert [round(float(line.get_xdata()[0])) for line in moves] == [TURN]  # type: ignore[index]


def test_a_belief_is_about_a_patron() -> None:
    assert describe_sign("belief.a", {"a": "Russia"}) == "Belief that Russia is cold"
    assert describe_sign("coercion.a", {"a": "Russia"}) == "Russia's coercion"


def test_no_row_is_announced_where_there_is_none(tmp_path: Path) -> None:
    one = draw("pathways", played(tmp_path / "a", own("baseline", STEPS)))
    two = draw("pathways", played(tmp_path / "b", own("baseline", STEPS), own("confrontation", STEPS)))
    assert ["Below: where" in caption(figure) for figure in (one, two)] == [False, True]


def test_words_tell_the_tip_the_mixes_and_each_gain() -> None:
    figure = draw_search(planted_pathways(2))
    shown = texts(figure)
    what = "EU's coercion \N{GREATER-THAN OR EQUAL TO} 0.2 for 2 quarters; back below 0.1"
    tip = f"{what}\n50% of runs, first in 2018Q4 (median)"
    assert tip in shown
    assert {"At first", "China security 70%", "China economy 30%", "After the switch"} <= set(shown)
    assert "Self-reliance 100%" in shown
    assert "+0.01000 \N{PLUS-MINUS SIGN}0.00100" in shown
    assert "2 futures with equal chances; 9 runs each" in caption(figure)


@pytest.mark.parametrize("futures", [1, 2, 12])
@pytest.mark.parametrize("switched", [0.0, 0.4])
def test_it_is_readable(futures: int, switched: float) -> None:
    figure = draw_search(planted_pathways(futures, switched))
    readable(figure)
    assert len(figure.axes) == (1 if futures == 1 else 2)
    if not switched:
        assert any("never fires in these runs" in text for text in texts(figure))


def test_colours_of_rows_are_those_of_the_bands_and_mixed_between() -> None:
    assert [blend_colours(shares) for shares in ((1.0, 0.0), (0.0, 1.0))] == [
        lighten(colour, 0.35) for colour in COLOURS[:2]
    ]
    assert blend_colours((0.5, 0.5)) not in {lighten(colour, 0.35) for colour in COLOURS[:2]}


def own(name: str, trigger: Trigger | None, **changes: object) -> Scenario:
    """A short scenario with triggers."""
    from dataclasses import replace

    spec = short(name, HORIZON, **changes)
    strategies = ("hedge",) if trigger is None else ("hedge", "trigger")
    return replace(spec, trigger=trigger, strategies=strategies)


STEPS = Trigger(
    "hedge",
    (
        TriggerStep("coercion.russia", 0.0, 0.0, 3, "bandwagon:russia"),
        TriggerStep("strain", 0.0, 0.0, 2, (0.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.5)),
    ),
)
"""Triggers that fire by the clock: after three quarters, and two more."""


def played(folder: Path, *scenarios: Scenario) -> Results:
    """A result folder of a few runs."""
    return run_batch(plan_batch(scenarios, runs=2, seed=1), folder / "it")


def test_a_scenarios_own_triggers_have_a_band_for_each_stage(tmp_path: Path) -> None:
    results = played(tmp_path, own("baseline", STEPS), own("confrontation", STEPS), own("detente", None))
    figure = draw("pathways", results)
    readable(figure)
    shown = set(texts(figure))
    assert {"At first", "Hedge", "After trigger 1", "Bandwagon with Russia", "After trigger 2"} <= shown
    assert {"China economy 50%", "Self-reliance 50%"} <= shown
    assert any(text.endswith("100% of runs, first in 2018Q1 (median)") for text in shown)
    assert any(text.endswith("100% of runs, first in 2018Q3 (median)") for text in shown)
    assert len(figure.axes[1].patches) == 2 * HORIZON  # a row for each scenario that was played with it


def test_what_cannot_be_drawn_is_told(tmp_path: Path) -> None:
    plain = played(tmp_path / "a", own("baseline", None))
    with pytest.raises(
        InputError, match=r"no scenario here was run with strategy trigger: give one triggers"
    ):
        draw("pathways", plain)
    other = Trigger("hedge", STEPS.steps[:1])
    mixed = played(tmp_path / "b", own("baseline", STEPS), own("detente", other))
    with pytest.raises(InputError, match="differ in triggers or quarters: draw them apart"):
        draw("pathways", mixed, scenarios=["belarus/baseline", "belarus/detente"])
    with pytest.raises(InputError, match="shows strategy trigger; asked for hedge"):
        draw("pathways", mixed, strategies=["hedge"])
    draw("pathways", mixed, scenarios=["belarus/detente"])


def test_a_search_may_be_drawn_again_from_json(tmp_path: Path) -> None:
    from hedgesim.analysis.explore.pathways.result import read_pathways

    place = tmp_path / "it.json"
    found: Mapping[str, Any] = planted_pathways(2).to_plain_data()
    place.write_text(json.dumps(found))
    again = draw_search(read_pathways(place, ["x/0"]))
    assert texts(again) == texts(draw_search(planted_pathways(2)))
