"""The file that new writes: valid, playable, with the names that were given and its economy at a half."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from hedgesim.analysis.cli.main import app
from hedgesim.analysis.cli.scenarios import starter
from hedgesim.analysis.diagnosis.opening import measure_first_quarter
from hedgesim.model.scenario.scenario import Scenario


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def test_label_patrons_and_start_are_those_that_are_given() -> None:
    words = [
        "new",
        "moldova",
        "--label",
        'The "Republic"',
        "--patrons",
        "russia,Eu,West_Side",
        "--start",
        "2017-08",
    ]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    found = Scenario.load("moldova.toml")
    assert (found.hedger, found.title) == ('The "Republic"', 'The "Republic", 2017Q3')
    assert dict(found.labels) == {"russia": "Russia", "eu": "Eu", "west_side": "West_Side"}
    assert found.quarter_name(0) == "2017Q3"
    assert found.values["rivalry.russia-eu"] == 0.3
    assert [found.quarter_name(e.first) for e in found.events] == ["2021Q3"]
    assert {o.kind for o in found.origins.values() if o.file == "moldova.toml"} == {"guess"}


def test_names_of_the_template_may_be_given_in_another_order() -> None:
    assert CliRunner().invoke(app, ["new", "land", "--patrons", "west,north"]).exit_code == 0
    found = Scenario.load("land.toml")
    assert found.patrons == ("west", "north")
    assert found.values["patrons.west.arms_access"] == 0.6  # the numbers of the first
    assert dict(found.labels) == {"west": "West", "north": "North"}


@pytest.mark.parametrize("number", [2, 4, 6])
def test_the_economy_opens_at_a_half_whatever_the_number_of_patrons(number: int) -> None:
    result = CliRunner().invoke(app, ["new", "land", "--patrons", str(number)])
    first = measure_first_quarter("land.toml").economy
    assert Scenario.load("land.toml").values["start.hedger.economy"] == 0.5
    assert first == pytest.approx(0.5, abs=0.03)
    assert f"opens at .5 and is {first:.2f} in the first quarter" in " ".join(result.stdout.split())


def test_on_a_terminal_what_is_not_given_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    result = CliRunner().invoke(app, ["new", "land"], input="Moldova\nrussia,eu\n2016Q2\n")
    assert result.exit_code == 0, result.output
    found = Scenario.load("land.toml")
    assert (found.hedger, found.patrons, found.quarter_name(0)) == ("Moldova", ("russia", "eu"), "2016Q2")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--patrons", "russia"], "patrons: found 1; a scenario has 2 to 6"),
        (["--patrons", "7"], "patrons: found 7; a scenario has 2 to 6"),
        (["--patrons", "a,a"], "patrons: a is given twice"),
        (["--patrons", "a,1b"], "patrons: found '1b'; a name has letters"),
        (["--start", "soon"], "start: found 'soon'; a date is written 2016"),
        (["--label", " "], "label: found ' '; allowed is text"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(words: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["new", "land", *words])
    assert result.exit_code == 2
    assert message in result.stderr
    assert not Path("land.toml").exists()
