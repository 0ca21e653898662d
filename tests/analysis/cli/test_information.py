"""The command that says what would be most worth knowing: its words, and its place in a report."""

from pathlib import Path

import pytest
from support.scripts import done, invoked
from support.sweeps import ACCESS, BARRIER, short, sweep, swept


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A sweep over two inputs."""
    place = tmp_path_factory.mktemp("sweeps") / "lhs"
    ranges = (f"{BARRIER}=0:0.5", f"{ACCESS}=0.1:0.9")
    swept(sweep(short(), *ranges, strategies=("hedge",), design="lhs", samples=60, engine="compiled"), place)
    return str(place)


def test_the_worth_of_knowing_comes_first_and_fits(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = done("voi", folder, "--runs", "2", "--pairs", "1").stdout
    assert max(map(len, text.splitlines())) <= 80
    words = " ".join(text.split())
    assert "worth knowing to a state that commits itself to a mix of effort for good" in words
    assert "Only committed mixes are compared" in words
    assert "26 mixes x 60 points x 2 runs, the same shocks everywhere, seed 1." in words
    assert "Russia's barrier and Russia's arms access" in words or "The best of 1 pairs" in words


@pytest.mark.slow
def test_a_report_takes_the_worth_of_knowing(folder: str) -> None:
    Path("worth.json").write_text(done("voi", folder, "--runs", "2", "--json").stdout)
    done("report", folder, "--workers", "1", "-o", "f.html", "--voi", "worth.json")
    page = Path("f.html").read_text()
    assert "What would be most worth knowing" in page
    assert "The mixes to choose from" in page
    assert "computed with other values" not in page
    some = ("--runs", "2", "--quarters", "4", "--strategies", "hedge")
    done("batch", "belarus/baseline", *some, "--out", "batch")
    done("report", "batch", "--workers", "1", "-o", "g.html", "--voi", "worth.json")
    assert "computed with other values of belarus/baseline" in Path("g.html").read_text()


def test_a_report_takes_no_other_file_for_it(folder: str) -> None:
    Path("other.json").write_text('{"settings": {"scenario": 3}}')
    result = invoked("report", folder, "-o", "f.html", "--voi", "other.json")
    assert result.exit_code == 2
    assert "other.json: not a value of information; make one: hedgesim voi" in result.stderr
