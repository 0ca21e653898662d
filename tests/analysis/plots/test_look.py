"""The look that a user chooses: title, size, dots per inch, fonts, greys, and text that stays text."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgba_array
from matplotlib.figure import Figure
from support.plot_cases import EVENTS, Made, made
from support.plot_checks import readable, texts, title

from hedgesim.analysis.plots.draw import draw, save
from hedgesim.analysis.plots.parts.look import FONT, Look, choose_fonts, read_size, use_look
from hedgesim.analysis.plots.parts.page import INCH
from hedgesim.model.errors import InputError


@pytest.fixture(scope="module")
def results() -> Made:
    """Two scenarios and two strategies."""
    return made(("belarus/baseline", "belarus/eeu_open"), ("hedge", "myopic"), runs=5, events=EVENTS)


def size(figure: Figure) -> list[float]:
    """Width and height in mm."""
    return [float(side) * INCH for side in figure.get_size_inches()]


@pytest.mark.parametrize("kind", ["fan", "compare", "premium", "regimes"])
def test_a_figure_has_the_size_that_was_chosen_and_stays_readable(results: Made, kind: str) -> None:
    own = size(draw(kind, results))
    with use_look(Look(width=190.0, height=own[1] + 40.0)):
        figure = draw(kind, results)
        readable(figure)
    assert size(figure) == pytest.approx([190.0, own[1] + 40.0])
    assert own[0] == pytest.approx(160.0)


def test_a_size_that_has_no_room_is_refused_with_what_has(results: Made) -> None:
    with use_look(Look(height=60.0)), pytest.raises(InputError, match=r"60 mm is too low .* takes \d+ mm"):
        draw("fan", results)
    with use_look(Look(width=60.0)), pytest.raises(InputError, match="60 mm is too narrow"):
        draw("fan", results)
    with use_look(Look(width=85.0)), pytest.raises(InputError, match="whose texts would be cut"):
        draw("compare", results)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("180x120", (180.0, 120.0)),
        ("180", (180.0, None)),
        ("85.5 x 60 mm", (85.5, 60.0)),
        ("180×120mm", (180.0, 120.0)),  # noqa: RUF001 - as people write it
    ],
)
def test_sizes_are_read(text: str, found: tuple[float, float | None]) -> None:
    assert read_size(text) == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("18cm", "a size is written WIDTHxHEIGHT in mm, such as 180x120"),
        ("180x5", "found 5 mm; allowed are 60 to 1000 mm"),
    ],
)
def test_other_sizes_are_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_size(text)


def test_a_title_and_dots_per_inch_of_ones_own(results: Made, tmp_path: Path) -> None:
    with use_look(Look(title="Does it pay?", dpi=100)):
        figure = draw("premium", results)
        head = save(figure, tmp_path / "figure.png").read_bytes()[16:20]
    assert title(figure) == "Does it pay?"
    assert int.from_bytes(head, "big") == int(160.0 / INCH * 100)


def test_the_look_ends_with_its_context(results: Made) -> None:
    with use_look(Look(title="Mine", grey=True)):
        pass
    assert title(draw("premium", results)) != "Mine"


@pytest.mark.parametrize("kind", ["fan", "compare", "regimes", "shares"])
def test_greys_leave_no_colour(results: Made, kind: str) -> None:
    with use_look(Look(grey=True)):
        figure = draw(kind, results)
    found = [
        to_rgba_array(getattr(artist, f"get_{name}")())
        for artist in figure.findobj()
        for name in ("color", "facecolor", "edgecolor", "markerfacecolor")
        if hasattr(artist, f"get_{name}")
    ]
    colours = np.concatenate(found)
    colours = colours[colours[:, 3] > 0.0, :3]  # those that are seen
    assert len(colours) > 50
    assert np.ptp(colours, axis=1).max() == pytest.approx(0.0, abs=1e-9)
    assert len(np.unique(colours[:, 0].round(3))) > 3


def test_text_stays_text_in_files(results: Made, tmp_path: Path) -> None:
    figure = draw("premium", results)
    svg = save(figure, tmp_path / "figure.svg").read_text()
    assert ">Does hedging pay? Hedging premium by scenario</text>" in svg
    pdf = save(figure, tmp_path / "figure.pdf").read_bytes()
    assert b"/Type3" not in pdf
    assert b"/CIDFontType2" in pdf


def test_fonts_are_the_users_then_the_projects_then_one_with_chinese() -> None:
    installed = ["Arial", FONT, "SimHei", "Noto Sans CJK SC"]
    assert choose_fonts(installed) == (FONT, "Noto Sans CJK SC")
    assert choose_fonts(installed, "Arial") == ("Arial", FONT, "Noto Sans CJK SC")
    assert choose_fonts([FONT]) == (FONT,)


def test_a_font_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"did you mean DejaVu Sans\?"), use_look(Look(font="DejaVu Sanz")):
        pass


def test_a_font_that_is_there_is_used(results: Made) -> None:
    with use_look(Look(font="DejaVu Serif")):
        figure = draw("premium", results)
        readable(figure)
    assert figure.texts[0].get_fontfamily()[:2] == ["DejaVu Serif", FONT]


def test_cyrillic_needs_no_further_font(results: Made, capsys: pytest.CaptureFixture[str]) -> None:
    with use_look(Look(title="Окупается ли хеджирование?")):
        figure = draw("premium", results)
        figure.canvas.draw()
    assert capsys.readouterr().err == ""
    assert any("хеджирование" in text for text in texts(figure))


def test_a_backend_of_a_notebook_is_no_matter(
    results: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mpl.rc_context({"backend": "module://matplotlib_inline.backend_inline"}):
        assert save(draw("premium", results), tmp_path / "figure.png").stat().st_size > 1000
