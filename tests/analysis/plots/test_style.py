"""The look: colours in order, names in words."""

import pytest

from hedgesim.analysis.labels import capitalise_name, regime_label, regime_order, strategy_label
from hedgesim.analysis.plots.parts import style

LABELS = {"russia": "Russia", "china": "China", "eu": "EU"}
PATRONS = tuple(LABELS)


@pytest.mark.parametrize(
    ("strategy", "words"),
    [
        ("hedge", "Hedge"),
        ("bandwagon:russia", "Bandwagon with Russia"),
        ("pivot:eu", "Pivot to EU"),
        ("pivot:india", "Pivot to India"),
        ("equidistance", "Equidistance"),
        ("self_reliance", "Self-reliance"),
        ("myopic", "Myopic (economy only)"),
        ("my_own_plan", "My own plan"),
    ],
)
def test_strategies_in_words(strategy: str, words: str) -> None:
    assert strategy_label(strategy, LABELS) == words


def test_regimes_in_words_and_order() -> None:
    order = regime_order(PATRONS)
    assert order[0] == "hedging"
    assert [regime_label(r, LABELS) for r in order[3:6]] == [
        "Pivot to Russia",
        "Pivot to China",
        "Pivot to EU",
    ]


def test_every_regime_differs_in_colour_and_pivots_are_hatched() -> None:
    fills = {r: style.regime_fill(r, PATRONS) for r in regime_order(PATRONS)}
    assert len({f.colour for f in fills.values()}) == len(fills)
    grey = [f.hatch for r, f in fills.items() if r not in {"hedging", "mixed"}]
    assert all(grey)
    assert len(set(grey)) == len(grey)


def test_colours_follow_the_order_of_the_scenario_not_the_names() -> None:
    assert style.actor_colour("hedger", PATRONS) == "#000000"
    assert [style.actor_colour(p, PATRONS) for p in PATRONS] == ["#D55E00", "#009E73", "#0072B2"]
    assert style.actor_colour("eu", ("eu", "china", "russia")) == "#D55E00"


def test_actors_and_paths_differ_without_colour() -> None:
    assert len({style.actor_line(a, PATRONS) for a in ("hedger", *PATRONS)}) == 4
    assert len({style.path_look(n) for n in range(30)}) == 30


@pytest.mark.parametrize(("part", "colour"), [(0.0, "#D55E00"), (1.0, "#FFFFFF"), (0.5, "#EAAE80")])
def test_lighter(part: float, colour: str) -> None:
    assert style.lighten("#D55E00", part) == colour


def test_names_become_words() -> None:
    assert capitalise_name("belarus/eu_sanctions") == "Eu sanctions"
