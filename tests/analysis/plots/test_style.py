"""The look: fills, line styles and inks, names in words."""

import pytest

from hedgesim.analysis.labels import capitalise_name, regime_label, regime_order, strategy_label
from hedgesim.analysis.plots.parts import style
from hedgesim.analysis.plots.parts.palette import assign_looks

LABELS = {"russia": "Russia", "china": "China", "eu": "EU"}
PATRONS = tuple(LABELS)
SIX = ("united_states", "china", "russia", "japan", "eu", "northern_alliance")


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
    assert order[:3] == ["hedging", "asymmetric_hedging", "mixed"]
    assert regime_label(order[1], LABELS) == "Asymmetric hedging"
    assert [regime_label(r, LABELS) for r in order[4:7]] == [
        "Pivot to Russia",
        "Pivot to China",
        "Pivot to EU",
    ]


@pytest.mark.parametrize("patrons", [PATRONS[:2], PATRONS, SIX])
def test_every_regime_differs_in_colour_and_pivots_are_hatched(patrons: tuple[str, ...]) -> None:
    looks = assign_looks(patrons, {})
    fills = {r: style.regime_fill(r, looks) for r in regime_order(patrons)}
    assert len({f.colour for f in fills.values()}) == len(fills)
    grey = [f.hatch for r, f in fills.items() if r not in {"hedging", "mixed"}]
    assert all(grey)
    assert len(set(grey)) == len(grey)


def test_actors_and_paths_differ_without_colour() -> None:
    looks = assign_looks(SIX, {})
    assert style.actor_colour("hedger", looks) == "#000000"
    assert style.actor_line("hedger", looks) == "-"
    assert len({style.actor_line(a, looks) for a in ("hedger", *SIX)}) == 7
    assert len({style.path_look(n) for n in range(70)}) == 70


@pytest.mark.parametrize(
    ("ground", "ink"),
    [("#FFFFFF", "#000000"), ("#E69F00", "#000000"), ("#555555", "#FFFFFF"), ("#332288", "#FFFFFF")],
)
def test_text_contrasts_with_its_ground(ground: str, ink: str) -> None:
    assert style.ink_on(ground) == ink


@pytest.mark.parametrize(("part", "colour"), [(0.0, "#D55E00"), (1.0, "#FFFFFF"), (0.5, "#EAAE80")])
def test_lighter(part: float, colour: str) -> None:
    assert style.lighten("#D55E00", part) == colour


def test_names_become_words() -> None:
    assert capitalise_name("belarus/eu_sanctions") == "Eu sanctions"
