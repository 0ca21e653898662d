"""Figures of sensitivity: axes, data, words, and text that does not meet."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from support.known_functions import linear, swept
from support.plot_checks import outside, overlapping
from support.runs import scenario

from hedgesim.analysis.design.parse_axes import uncertain_axes
from hedgesim.analysis.design.points import make_points
from hedgesim.analysis.explore.sensitivity import convergence, sensitivity
from hedgesim.analysis.labels import quote_name
from hedgesim.analysis.plots import convergence as plot_convergence
from hedgesim.analysis.plots.convergence import MOST as MOST_SETTLED
from hedgesim.analysis.plots.parts.input_labels import describe_input, outcome_words
from hedgesim.analysis.plots.sensitivity.morris_plane import draw_plane
from hedgesim.analysis.plots.sensitivity.sensitivity import (
    MOST,
    draw_interaction_map,
    draw_morris_plane,
    draw_tornado,
)
from hedgesim.model.errors import InputError
from hedgesim.model.parameters.lookup import parameters

Draw = Callable[..., Figure]
CAPTION = "Scenario belarus/baseline. 100 points, 2 runs each, seed 1, engine plain."
PANELS = {
    "sobol": ["First order", "Total"],
    "morris": ["Mean effect", "Mean size of effect"],
    "lhs": ["Rank regression"],
    "oat": ["At its lowest", "At its highest"],
}


def told() -> dict[str, Any]:
    """The scenario as a manifest holds it."""
    return scenario("baseline").to_dict()


@cache
def rows(kind: str, inputs: int = 24) -> pd.DataFrame:
    """Indices of a function of the baseline's uncertain inputs."""
    made = uncertain_axes(scenario("baseline"))[:inputs]
    low, wide = np.array([a.low for a in made]), np.array([a.high - a.low for a in made])
    samples = {"sobol": 16, "morris": 6, "lhs": 100, "oat": None}[kind]
    return sensitivity(
        *swept(
            make_points(made, kind, samples, 1), lambda x: linear((x - low) / wide) + x[:, 0] * x[:, -1], 2
        )
    )


@pytest.mark.parametrize("kind", PANELS)
@pytest.mark.parametrize("inputs", [3, 24])
def test_a_tornado_has_a_panel_an_index_and_the_strongest_on_top(kind: str, inputs: int) -> None:
    table = rows(kind, inputs)
    figure = draw_tornado(table, told(), CAPTION)
    assert [ax.get_title() for ax in figure.axes] == PANELS[kind]
    main = {"sobol": "ST", "morris": "mu_star", "lhs": "SRRC", "oat": "range"}[kind]
    ranked = table[table["index"] == main].sort_values("value", key=np.abs, ascending=False, kind="stable")
    shown = [t.get_text() for t in figure.texts if t.get_gid() == "path"]
    assert shown == list(ranked["parameter"])[:MOST]
    assert len(figure.axes[0].patches) == min(inputs, MOST)
    assert (overlapping(figure), outside(figure)) == ([], [])


def test_bars_of_a_tornado_are_as_long_as_their_indices() -> None:
    table = rows("sobol", 4)
    figure = draw_tornado(table, told())
    for ax, index in zip(figure.axes, ("S1", "ST"), strict=True):
        part = table[table["index"] == index].set_index("parameter")["value"]
        order = [t.get_text() for t in figure.texts if t.get_gid() == "path"]
        assert [bar.get_width() for bar in ax.patches] == pytest.approx(list(part[order]))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kind", "inputs"), [("sobol", 3), ("sobol", 24), ("morris", 4), ("lhs", 4)])
def test_convergence_has_a_dot_for_each_part_of_the_design(kind: str, inputs: int) -> None:
    samples = {"sobol": 128, "morris": 32, "lhs": 400}[kind]
    made = uncertain_axes(scenario("baseline"))[:inputs]
    low, wide = np.array([a.low for a in made]), np.array([a.high - a.low for a in made])
    table = convergence(*swept(make_points(made, kind, samples, 1), lambda x: linear((x - low) / wide)))
    figure = plot_convergence.draw(table, told(), CAPTION)
    index = {"sobol": "ST", "morris": "mu_star", "lhs": "SRRC"}[kind]
    part = table[table["index"] == index]
    sizes = sorted(part["samples"].unique())
    last = part[part["samples"] == sizes[-1]].set_index("parameter")["value"].abs().sort_values()[::-1]
    assert [t.get_text() for t in figure.texts if t.get_gid() == "path"] == list(last.index[:MOST_SETTLED])
    ax = figure.axes[-1]
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert len(dots) == len(sizes) * min(inputs, MOST_SETTLED)
    held = part.set_index(["samples", "parameter"])["value"]
    expected = [held[size, p] for size in sizes for p in last.index[:MOST_SETTLED]]
    assert [float(np.asarray(d.get_xdata())[0]) for d in dots] == pytest.approx(expected)
    places = [float(np.asarray(d.get_ydata())[0]) for d in dots[:: min(inputs, MOST_SETTLED)]]
    assert places == pytest.approx(np.linspace(-0.3, 0.3, len(sizes)))
    assert f"In a row from above: {', '.join(map(str, sizes))} samples" in " ".join(
        t.get_text() for t in figure.texts if t.get_gid() == "caption"
    )
    assert (overlapping(figure), outside(figure)) == ([], [])


@pytest.mark.parametrize("inputs", [2, 24])
def test_a_plane_has_every_input_and_names_the_strongest(inputs: int) -> None:
    table = rows("morris", inputs)
    figure = draw_morris_plane(table, told(), CAPTION)
    (ax,) = figure.axes
    assert ax.get_xlabel() == "Mean size of effect (mu*) [unit of the outcome]"
    assert ax.get_ylabel() == "Spread of effect (sigma)"
    dots = next(
        line for line in ax.lines if len(np.asarray(line.get_xdata())) == inputs and line.get_marker() == "o"
    )
    known = table[table["index"] == "mu_star"]["value"]
    assert sorted(np.asarray(dots.get_xdata(), dtype=float)) == pytest.approx(sorted(known))
    assert len([t for t in figure.texts if t.get_gid() == "path"]) == min(inputs, 10)
    assert (overlapping(figure), outside(figure)) == ([], [])


@pytest.mark.parametrize("flat", [0.0, 0.01, 100.0])
def test_a_plane_of_linear_or_wild_effects_is_readable(flat: float) -> None:
    names = [describe_input(f"patrons.{p}.barrier", told()) for p in told()["patrons"]]
    figure = draw_plane(np.array([[1.0, flat], [0.9, flat / 2.0], [0.1, 0.0]]), names, "Plane", CAPTION)
    assert (overlapping(figure), outside(figure)) == ([], [])


@pytest.mark.parametrize(("inputs", "pairs"), [(2, 1), (4, 6), (24, 45)])
def test_a_map_has_a_cell_for_each_pair_shown(inputs: int, pairs: int) -> None:
    table = rows("sobol", inputs)
    figure = draw_interaction_map(table, told(), CAPTION)
    (ax,) = figure.axes
    assert len(ax.texts) == pairs
    assert (overlapping(figure), outside(figure)) == ([], [])


@pytest.mark.parametrize(
    ("draw", "kind", "said"),
    [
        (draw_morris_plane, "lhs", "Morris' plane is drawn from mu_star and sigma, which a design of kind"),
        (draw_interaction_map, "morris", "a map of interactions is drawn from S2, which a design of kind"),
    ],
)  # fmt: skip
def test_a_figure_needs_its_indices(draw: Draw, kind: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        draw(rows(kind, 3), told())


def test_an_outcome_or_strategy_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="no sensitivity of outcome 'premium'; there are utility_mean"):
        draw_tornado(rows("lhs", 3), told(), outcome="premium")
    with pytest.raises(InputError, match="no indices of sensitivity to draw"):
        draw_tornado(rows("lhs", 3).head(0), told())


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("patrons.russia.arms_access", "Russia: how far the patron supplies advanced arms"),
        ("rivalry.russia-eu", "Russia and EU: rivalry between two patrons"),
        ("trade.eps_framework", "Elasticity of trade to terms and barriers"),
        ("events.rivalry_2022.value", f"Size of the event {quote_name('rivalry_2022')}"),
        ("hedger.effort.russia.security", "Effort: Russia Security"),
    ],
)  # fmt: skip
def test_inputs_have_plain_names(path: str, words: str) -> None:
    assert describe_input(path, told()).name == words


def test_every_parameter_has_words_without_equations() -> None:
    for path in parameters(scenario("baseline").patrons):
        name = describe_input(path, told()).name
        assert name
        assert "eq." not in name


def test_outcomes_have_plain_names() -> None:
    assert outcome_words("premium") == "hedging premium"
    assert outcome_words("utility_mean") == "mean utility"
    assert outcome_words("regime_margin") == "regime margin"
