"""What a notebook shows by itself: a scenario in a line, its values as a table, figures."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from support.runs import scenario

from hedgesim.analysis.plots.parts.page import Page
from hedgesim.model import Scenario


def test_a_scenario_says_in_a_line_what_it_is() -> None:
    told = repr(scenario("crisis_2020"))
    assert told.startswith(
        "<Scenario belarus/crisis_2020: The crisis of 2020; 2017Q3 to 2032Q2, patrons russia,"
    )
    assert f"{len(scenario('crisis_2020').events)} events, 276 values in .table()>" in told
    assert "events" not in repr(scenario("baseline"))
    assert str(scenario("baseline").vary({"horizon": 1})).count("2017Q3 to 2017Q3") == 1


def test_a_table_holds_every_value_with_how_it_is_known() -> None:
    spec = scenario("baseline").vary({"patrons.russia.arms_access": 0.2})
    table = spec.table()
    assert dict(table["value"]) == dict(spec.values)
    assert list(table.columns) == ["value", "unit", "kind", "low", "high", "meaning", "source"]
    assert table.loc["patrons.russia.arms_access", "value"] == 0.2
    assert table.loc["patrons.eu.agreement", ["value", "unit"]].to_list() == [1.0, "step"]
    assert dict(table["kind"]) == {path: spec.origins[path].kind for path in spec.values}
    assert (table["low"] <= table["high"]).all()
    assert not table["meaning"].eq("").any()


def test_two_scenarios_are_held_against_each_other_by_their_tables() -> None:
    one, other = (scenario(name).table()["value"] for name in ("baseline", "arms_denied"))
    assert "patrons.russia.arms_access" in one.compare(other).index


@pytest.mark.parametrize("size", [1.0, 30.0])
def test_a_figure_is_a_picture_whatever_the_users_settings(size: float) -> None:
    page = Page("What is shown", "What was run.", 40.0)
    page.axes(20.0, 2.0, 100.0, 30.0).plot([0, 1], [0, 1])
    figure = page.figure
    assert isinstance(figure, Figure)
    plain = figure._repr_png_()
    with mpl.rc_context({"font.size": size, "savefig.facecolor": "red", "savefig.bbox": "tight"}):
        assert figure._repr_png_() == plain
    assert plain.startswith(b"\x89PNG")


def test_names_are_loaded_from_the_packages() -> None:
    from hedgesim import analysis, model

    assert model.Scenario is Scenario
    assert all(
        getattr(package, name) is not None for package in (analysis, model) for name in package.__all__
    )
    assert isinstance(Scenario.load("belarus/baseline").table(), pd.DataFrame)
