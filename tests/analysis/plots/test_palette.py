"""The patrons' looks: the same in every case, all different, and told apart by colour-blind readers."""

import json
from collections.abc import Sequence
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from support.runs import scenario_file
from support.scripts import done

from hedgesim.analysis.app.pictures.axes import choose_looks
from hedgesim.analysis.plots.parts import style
from hedgesim.analysis.plots.parts.palette import PALETTE, PLACES, assign_looks
from hedgesim.model.scenario.colours import WORDS, colour_distance, compute_luminance, visibility_fault
from hedgesim.model.scenario.scenario import Scenario

Array = NDArray[np.float64]
VISIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
"""What colour-blind readers see of linear RGB: Machado, Oliveira and Fernandes (2009), severity 1."""
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
"""Linear sRGB to CIE XYZ (IEC 61966-2-1), white D65."""
COLOURS = [look.colour for look in PALETTE]


def linear(colour: str) -> Array:
    """Linear RGB of a colour, 0 to 1."""
    rgb = np.array([int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour: str, vision: str) -> Array:
    """A colour in CIELAB as a reader sees it."""
    xyz = XYZ @ np.clip(VISIONS[vision] @ linear(colour), 0.0, 1.0) / XYZ.sum(axis=1)
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(a: str, b: str, vision: str) -> float:
    """Distance of two colours in CIELAB (CIE 1976); one is about the least that is seen side by side."""
    return float(np.linalg.norm(lab(a, vision) - lab(b, vision)))


def test_distances_are_those_of_the_formula() -> None:
    """White against black is 100 by definition; red against green as often published."""
    assert distance("#FFFFFF", "#000000", "normal") == pytest.approx(100.0, abs=0.01)
    assert distance("#FF0000", "#00FF00", "normal") == pytest.approx(170.6, abs=0.1)
    assert distance("#FF0000", "#00FF00", "deuteranopia") < 0.5 * distance("#FF0000", "#00FF00", "normal")


@pytest.mark.parametrize("vision", VISIONS)
def test_colours_differ_for_every_reader(vision: str) -> None:
    others = [style.HEDGER, style.REGIMES["hedging"].colour, style.REGIMES["bandwagon"].colour]
    pairs = {(a, b): distance(a, b, vision) for a, b in combinations([*COLOURS, *others], 2) if a in COLOURS}
    assert min(pairs.values()) > 17.0, min(pairs, key=lambda pair: pairs[pair])


@pytest.mark.parametrize("vision", VISIONS)
def test_lightened_colours_of_bands_still_differ(vision: str) -> None:
    pale = [style.lighten(colour, 0.25) for colour in COLOURS]
    assert min(distance(a, b, vision) for a, b in combinations(pale, 2)) > 10.0


def test_colours_show_on_white() -> None:
    """3 to 1 is what WCAG 2 asks of lines."""
    contrasts = [1.05 / (XYZ[1] @ linear(colour) + 0.05) for colour in COLOURS]
    assert min(contrasts) > 3.0


def colours(patrons: Sequence[str], **given: str) -> dict[str, str]:
    """Colours of patrons by id."""
    return {p: look.colour for p, look in assign_looks(patrons, given).items()}


def test_known_patrons_keep_their_looks_in_every_case() -> None:
    named = dict(zip(("russia", "china", "eu", "united_states", "japan", "india"), PALETTE, strict=True))
    assert [look.colour for look in PALETTE[:3]] == ["#D55E00", "#009E73", "#0072B2"]
    assert [look.line for look in PALETTE[:3]] == ["--", "-.", ":"]
    for size in range(2, 7):
        for some in combinations(named, size):
            assert assign_looks(some, {}) == {p: named[p] for p in some}
    assert assign_looks(["eu", "atlantis", "russia"], {})["russia"] == named["russia"]


def test_the_order_of_patrons_does_not_matter_and_no_two_look_alike() -> None:
    some = ["russia", "valdia", "sinara", "union", "usa", "united_states"]
    first = assign_looks(some, {})
    assert list(first) == some
    for part in range(4):
        assert len({look[part] for look in first.values()}) == 6
    for order in permutations(some):
        assert assign_looks(order, {}) == first


def test_unknown_patrons_have_the_same_colour_in_another_process() -> None:
    """A hash that differs between processes would give other colours."""
    assert colours(["valdia"]) == {"valdia": "#332288"}
    assert colours(["sinara"]) != colours(["valdia"])


def test_a_patron_that_is_added_moves_only_whom_it_must() -> None:
    before = colours(["china", "valdia"])
    assert before["valdia"] != "#0072B2"
    after = colours(["china", "valdia", "eu"])
    assert {p: after[p] for p in before} == before
    alone = {p: colours([p])[p] for p in ("north", "south", "east", "west")}
    assert len(set(alone.values())) < 4  # some meet
    together = colours(list(alone))
    assert len(set(together.values())) == 4
    kept = [p for p in alone if together[p] == alone[p]]
    assert len(kept) == len(set(alone.values()))


def test_a_colour_from_the_file_comes_first() -> None:
    assert colours(["russia", "china"], russia="#123456") == {"russia": "#123456", "china": "#009E73"}
    found = colours(["russia", "china", "eu"], china="#D55E00")
    assert found["china"] == "#D55E00"
    assert found["eu"] == "#0072B2"
    assert found["russia"] not in {"#D55E00", "#0072B2"}


@pytest.mark.parametrize("colour", ["#D45E00", "#DD5500"])
def test_nobody_keeps_a_colour_near_another_one_from_the_file(colour: str) -> None:
    found = colours(["russia", "china"], china=colour)
    assert found["china"] == colour
    assert distance(found["russia"], colour, "normal") > 17.0
    assert colours(["russia", "china"], china="#AA0000")["russia"] == "#D55E00"  # far enough


def test_the_models_colours_are_measured_as_here() -> None:
    """Once with arrays, once with plain numbers."""
    for a, b in combinations([*COLOURS, style.BLACK, style.WHITE, "#010203"], 2):
        assert colour_distance(a, b) == pytest.approx(distance(a, b, "normal"), abs=1e-9)
        assert compute_luminance(a) == pytest.approx(float(XYZ[1] @ linear(a)), abs=1e-12)
    assert not any(visibility_fault(colour) for colour in COLOURS)
    assert set(WORDS.values()) == set(COLOURS)


def test_listed_places_are_of_the_palette() -> None:
    assert set(PLACES.values()) == set(range(len(PALETTE)))


def test_a_colour_travels_from_the_file_to_figures_report_and_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario_file(tmp_path, 4, japan="#8C510A")
    done("batch", "among_4.toml", "--strategies", "hedge,myopic", "--runs", "2", "--out", "out")
    for kind in ("fan", "shares"):
        done("plot", "out", "--kind", kind, "-o", f"{kind}.svg")
        text = (tmp_path / f"{kind}.svg").read_text(encoding="utf-8").lower()
        assert "#8c510a" in text
        assert "#cc79a7" not in text  # Japan's own
    assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["scenarios"][
        "among_4"
    ]["colours"] == {"japan": "#8C510A"}
    looks = choose_looks(Scenario.load("among_4.toml"))
    assert looks["japan"].colour == "#8C510A"
    assert looks["china"].colour == "#009E73"
