"""Every command answers on one page: at most 60 lines of 80 columns, the verdict last and in JSON."""

from pathlib import Path

import pytest
from support.answer_checks import check_answer
from support.scripts import done

BASE, WAR = "belarus/baseline", "belarus/war_2022"
SHORT = ("--quarters", "6")
TINY = ("--set", "horizon=6", "--runs", "4")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A batch of two scenarios, whose runs carry draws."""
    place = str(tmp_path_factory.mktemp("answers") / "batch")
    done("batch", BASE, WAR, "--runs", "4", *SHORT, "--out", place, "--no-compare")
    return place


@pytest.mark.parametrize(
    "words",
    [
        ("run", BASE, *SHORT),
        ("run", "two_powers/baseline", "--strategy", "myopic", "--point", "--quarters", "100"),
        ("risk", BASE, *TINY, "--strategies", "hedge,myopic", "--against", "myopic"),
        (
            "risk",
            "two_powers/baseline",
            *TINY,
            "--strategies",
            "hedge,myopic",
            "--against",
            "myopic",
            "--point",
        ),
        ("fallback", BASE, *TINY, "--for", "2"),
        ("fallback", BASE, *TINY, "--strategies", "hedge,myopic", "--cut", "eu", "--for", "1", "--point"),
        ("game", BASE, "--set", "horizon=2", "--runs", "1", "--draws", "2", "--leader", "hedge"),
        ("ensemble", "two_powers/baseline"),
        ("claims", "two_powers/claims.toml", "--draws", "4", "--runs", "1", "--id", "I1,I2"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_command_answers_on_a_page(words: tuple[str, ...]) -> None:
    check_answer(words)


@pytest.mark.parametrize("more", [(), ("--scenario", WAR)])
def test_a_comparison_answers_on_a_page(folder: str, more: tuple[str, ...]) -> None:
    text = check_answer(("compare", folder, *more))
    assert "Left out: " in text


def test_more_is_printed_on_request(folder: str) -> None:
    views = (("--top", "1"), (), ("--full",))
    few, page, full = (" ".join(done("compare", folder, *words).stdout.split()) for words in views)
    assert "1 row of Hedging premium by scenario" in few
    assert "1 row of" not in page
    assert "Left out" not in full
    assert "belarus/war_2022: regimes by strategy" in full
    assert len(few) < len(page) < len(full)


@pytest.mark.parametrize("words", [("--strategies", "hedge"), ("--strategies", "hedge,myopic", "--point")])
def test_a_batch_answers_on_a_page(words: tuple[str, ...], tmp_path: Path) -> None:
    words = ("batch", BASE, "--runs", "2", *SHORT, *words, "--out")
    check_answer((*words, str(tmp_path / "text")), (*words, str(tmp_path / "json")))


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("batch", "belarus", "--runs", "12", *SHORT),
        ("batch", BASE, "--runs", "2", "--point", *SHORT),
        ("ladder", BASE, *TINY),
        ("ladder", BASE, WAR, *TINY),
        ("risk", BASE, *TINY),
        ("game", BASE, "--set", "horizon=4", "--runs", "1", "--draws", "2"),
        ("game", BASE, "--set", "horizon=4", "--runs", "2", "--point", "--infer"),
        ("claims", "belarus/claims.toml", "--draws", "4", "--runs", "1"),
        ("hindcast", "belarus/history", "--from", "2015", "--runs", "1"),
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_a_long_command_answers_on_a_page(words: tuple[str, ...], tmp_path: Path) -> None:
    again = None
    if words[0] == "batch":
        words, again = (*words, "--out", str(tmp_path / "a")), (*words, "--out", str(tmp_path / "b"))
    check_answer(words, again)


@pytest.mark.slow
def test_a_calibration_answers_on_a_page(tmp_path: Path) -> None:
    some = ("--parameters", "trade.speed", "--until", "2008", "--series", "export_share")
    words = ("calibrate", "belarus/history", *some, "--steps", "60", "--runs", "1", "--out")
    check_answer((*words, str(tmp_path / "text")), (*words, str(tmp_path / "json")))
