"""Pages: text that wraps, a look that leaves the user's settings alone, files that repeat."""

import logging
import warnings
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from support.plot_checks import outside, overlapping

from hedgesim.analysis.plots.parts import page as page_module
from hedgesim.analysis.plots.parts import style
from hedgesim.analysis.plots.parts.glyphs import report_missing_glyphs
from hedgesim.analysis.plots.parts.page import (
    INCH,
    Page,
    apply_style,
    render_figure,
    save_figure,
    shared_look,
    shorten_text,
    text_width,
    wrap_lines,
    wrap_text,
)
from hedgesim.model.errors import InputError


def page(caption: str = "What was run.", title: str = "What is shown") -> Figure:
    """A page with one panel."""
    with apply_style():
        made = Page(title, caption, 40.0)
        made.axes(20.0, 2.0, 100.0, 30.0).plot([0, 1], [0, 1])
    return made.figure


@pytest.mark.parametrize("size", [8.0, 10.0])
def test_wrapped_lines_fit_and_lose_nothing(size: float) -> None:
    text = "Sixty runs each, seed 1, engine plain. " * 6 + "x" * 300
    lines = wrap_text(text, 90.0, size)
    assert all(text_width(line, size) <= 90.0 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lines_beyond_the_last_are_cut_with_an_ellipsis() -> None:
    text = "The Pacific trade agreement comes into force"
    assert wrap_lines(text, 40.0, 2) == wrap_text(text, 40.0)
    assert len(wrap_text(text, 25.0)) > 2
    first, last = wrap_lines(text, 25.0, 2)
    assert first == wrap_text(text, 25.0)[0]
    assert last.endswith("…")
    assert text.startswith(f"{first} {last[:-1]}")
    assert text_width(last) <= 25.0


def test_a_text_of_thousands_of_letters_is_cut_with_few_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    measures = []

    def measured(text: str, *look: object) -> float:
        measures.append(text)
        return float(len(text))

    monkeypatch.setattr(page_module, "text_width", measured)
    assert shorten_text("x" * 9000, 20.0) == "x" * 19 + "…"
    assert shorten_text("x" * 20, 20.0) == "x" * 20
    assert len(measures) < 30


def test_every_figure_is_160_mm_wide_and_grows_with_its_caption() -> None:
    short, long = page(), page("A long caption. " * 40)
    assert short.get_size_inches()[0] * INCH == pytest.approx(style.page_width())
    assert long.get_size_inches()[1] > short.get_size_inches()[1] + 10.0 / INCH
    heights = [f.axes[0].get_position().height * f.get_size_inches()[1] * INCH for f in (short, long)]
    assert heights == pytest.approx([30.0, 30.0])


def test_long_titles_and_captions_meet_nothing() -> None:
    figure = page("A caption that goes on and on. " * 30, "A title that goes on and on " * 8)
    assert overlapping(figure) == []
    assert outside(figure) == []


def test_a_dollar_sign_is_a_dollar_sign() -> None:
    figure = page("Costs $5 and $_{6", "A $title$")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert overlapping(figure) == []


def test_settings_of_the_user_stay_and_do_not_matter() -> None:
    before = dict(mpl.rcParams)

    @shared_look
    def drawn() -> Figure:
        return page()

    with mpl.rc_context({"font.size": 30.0, "axes.spines.top": True, "axes.facecolor": "red"}):
        figure = drawn()
        assert mpl.rcParams["font.size"] == 30.0
    assert dict(mpl.rcParams) == before
    assert not figure.axes[0].spines["top"].get_visible()
    assert figure.axes[0].xaxis.get_ticklabels()[0].get_size() == style.SMALL


@pytest.mark.parametrize(
    ("ending", "head"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF"), (".PNG", b"\x89PNG")]
)
def test_files_by_ending_repeat_bit_for_bit(tmp_path: Path, ending: str, head: bytes) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    first, second = (save_figure(page(), tmp_path / f"{name}/figure{ending}").read_bytes() for name in "ab")
    assert first.startswith(head)
    assert first == second
    assert [p.name for p in (tmp_path / "a").iterdir()] == [f"figure{ending}"]


def test_png_has_200_dots_per_inch(tmp_path: Path) -> None:
    head = save_figure(page(), tmp_path / "figure.png").read_bytes()[16:24]
    assert int.from_bytes(head[:4], "big") == int(style.page_width() / INCH * 200)


@pytest.mark.parametrize(
    ("name", "found"), [("figure.jpg", "'.jpg'"), ("figure", "'no ending'"), ("figure.svgz", "'.svgz'")]
)
def test_other_endings_are_refused(tmp_path: Path, name: str, found: str) -> None:
    with pytest.raises(InputError) as caught:
        save_figure(page(), tmp_path / name)
    assert (
        str(caught.value) == f"{tmp_path / name}: a figure's file ends in .png, .svg or .pdf, found {found}"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken.png").mkdir()
    with pytest.raises(InputError, match=r"taken\.png: found a folder; name a file in it"):
        save_figure(page(), tmp_path / "taken.png")
    with pytest.raises(InputError, match="none is not there; make it first, or name another"):
        save_figure(page(), tmp_path / "none" / "figure.png")
    with pytest.raises(InputError, match="the figure cannot be written"):
        save_figure(page(), Path("/proc/figure.png"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["taken.png"]


def test_letters_without_a_glyph_are_named_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    figure = page(title="\u53f0\u7063 and Belarus")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        render_figure(figure, "png")
    line = "drawn as boxes, because no font of figures has them: \u53f0\u7063; install one that has"
    assert capsys.readouterr().err.startswith(line)


def test_letters_of_many_figures_are_named_once(capsys: pytest.CaptureFixture[str]) -> None:
    with report_missing_glyphs():
        for title in ("\u53f0", "\u7063", "\u53f0"):
            render_figure(page(title=title), "png")
        assert capsys.readouterr().err == ""
    assert capsys.readouterr().err.count("\u53f0\u7063;") == 1


def test_a_nearby_weight_of_a_font_is_no_message(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("matplotlib.font_manager")
    with report_missing_glyphs():
        log.warning("findfont: Failed to find font weight bold for Noto Sans CJK TC, now using 500.")
        log.warning("findfont: something else")
    assert caplog.messages == ["findfont: something else"]


def test_other_warnings_are_passed_on() -> None:
    with pytest.warns(UserWarning, match="of its own"), report_missing_glyphs():
        warnings.warn("of its own", stacklevel=1)


def test_pdf_figures_carry_fonts_that_publishers_take() -> None:
    data = render_figure(page(), "pdf")
    assert b"/Type3" not in data
    assert b"/TrueType" in data or b"/CIDFontType2" in data
