"""``hedgesim plot``: a point of a sweep, fans of columns, and a look of one's own, as a command."""

from pathlib import Path

import pytest
from support.scripts import done, invoked
from support.sweeps import BARRIER, short, sweep, swept


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a small sweep."""
    place = tmp_path_factory.mktemp("plot") / "swept"
    swept(sweep(short(quarters=4), f"{BARRIER}=0:0.5:3"), place)
    return str(place)


def test_a_sweep_is_drawn_at_a_point_and_the_command_says_at_which(folder: str, tmp_path: Path) -> None:
    out = tmp_path / "fan.svg"
    told = done("plot", folder, "--kind", "fan", "-o", str(out)).output
    assert "a sweep: drawn at the scenario's own values; another point: --at INPUT=VALUE" in told
    assert "With Russia's barrier 0.15." in out.read_text(encoding="utf-8")
    told = done("plot", folder, "--kind", "fan", "--at", f"{BARRIER}=0.5", "-o", str(out)).output
    assert "own values" not in told
    assert "With Russia's barrier 0.5." in out.read_text(encoding="utf-8")


def test_options_of_look_and_choice_reach_the_figure(folder: str, tmp_path: Path) -> None:
    out = tmp_path / "levels.svg"
    choice = ("--by", BARRIER, "--column", "gdp,export_share_eu", "--range", "data", "--against", "0.25")
    look = ("--title", "Levels", "--size", "180x150", "--dpi", "100", "--font", "DejaVu Serif", "--grey")
    done("plot", folder, "--kind", "fan", *choice, *look, "-o", str(out))
    text = out.read_text(encoding="utf-8")
    assert ">Levels</text>" in text
    assert ">Gdp</text>" in text
    assert "DejaVu Serif" in text
    assert f'width="{180 / 25.4 * 72:.6f}'.rstrip("0")[:12] in text
    assert "#e69f00" not in text.lower()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--kind", "fan", "--size", "big"), "--size 'big': a size is written WIDTHxHEIGHT in mm"),
        (
            ("--kind", "fan", "--at", f"{BARRIER}=0.7"),
            f"--at {BARRIER}: found 0.7; what was swept is 0, 0.25",
        ),
        (("--kind", "fan", "--at", BARRIER), "a setting is written KEY=VALUE"),
        (("--kind", "pairs"), "give it, such as --where 'premium < 0'"),
        (("--kind", "premium", "--where", "premium < 0"), "pairs and parallel have it"),
    ],
)
def test_mistakes_are_answered(folder: str, tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    result = invoked("plot", folder, *words, "-o", str(tmp_path / "figure.png"))
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert not list(tmp_path.iterdir())


def test_a_figure_of_one_scenario_says_which_it_shows(tmp_path: Path) -> None:
    names = ("belarus/baseline", "belarus/crisis_2020")
    chosen = ("--strategies", "hedge,myopic", "--set", "horizon=4", "--runs", "2", "--no-compare")
    done("batch", *names, *chosen, "--out", str(tmp_path / "two"))
    words = ("plot", str(tmp_path / "two"), "-o", str(tmp_path / "a.svg"))
    told = done(*words, "--kind", "gains").output
    assert "drawn: belarus/baseline, the first of 2 scenarios; others: --scenario NAME" in told
    assert "the first of" not in done(*words, "--kind", "gains", "--scenario", names[1]).output
    assert "the first of" not in done(*words, "--kind", "fan").output
    both = done(*words, "--kind", "fan", "--strategy", "hedge", "--strategy", "myopic").output
    assert "others: --scenario NAME, once for each of several" in both
