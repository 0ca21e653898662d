"""What a user is told about faulty files, names, options and places: the text, and exit code 2."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hedgesim.analysis.cli.main import app
from hedgesim.model.errors import InputError
from hedgesim.model.scenario.scenario import Scenario

HEAD = 'title = "T"\nquestion = "Q"\nextends = "belarus/baseline"\n'


def invoked(*words: str) -> Result:
    """The command with these words."""
    return CliRunner().invoke(app, list(words))


def told(*words: str) -> str:
    """What the command says of a user's mistake."""
    result = invoked(*words)
    assert result.exit_code == 2, result.output
    return result.stderr


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(text: str, name: str = "case.toml") -> str:
    """A scenario file over the baseline."""
    Path(name).write_text(HEAD + text, encoding="utf-8")
    return name


EVENT = '[[events]]\nname = "e"\ndate = "2018"\nsource = "guess"\n'


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("colour", ["patrons.P.colour"]),
        ("label", ["hedger.label", "patrons.P.label"]),
        ("patrons.russia.label", ["patrons.P.label"]),
        ("horizon", ["horizon"]),
    ],
)
def test_keys_that_are_no_parameters_are_explained(name: str, paths: list[str]) -> None:
    told_keys = json.loads(invoked("explain", name, "--json").stdout)["keys"]
    assert [key["path"] for key in told_keys] == paths
    assert told_keys[-1]["meaning"] in invoked("explain", name).stdout


def test_a_misspelt_key_is_led_to_the_key() -> None:
    assert "'color': no parameter, outcome or word of the glossary; did you mean colour?" in told(
        "explain", "color"
    )


def test_the_patrons_of_a_known_kind_are_listed() -> None:
    words = "unknown strategy 'pivot:nobody'; pivot takes one of the patrons russia, china, eu\n"
    assert told("run", "belarus/baseline", "--strategy", "pivot:nobody").endswith(words)
    assert told("validate", written('strategies = ["pivot:nobody"]\n')).endswith(words)


def test_show_tells_labels_and_colours() -> None:
    name = written('[patrons.russia]\nlabel = "Moscow"\ncolour = "#8C510A"\n')
    heading = json.loads(invoked("show", name, "--json").stdout)["scenario"]
    assert heading["patrons"]["russia"] == "Moscow"
    assert heading["colours"] == {"russia": "#8C510A", "china": "#009E73", "eu": "#0072B2"}
    text = " ".join(invoked("show", name).stdout.split())
    assert "Patrons: Moscow (russia, #8C510A), China (china, #009E73), EU (eu, #0072B2)." in text


# ---- files ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'horizon = 8\nstrategies = ["fixed"]\n',
            "case.toml:5: strategies: 'fixed' needs effort shares; give them in [hedger.effort], or leave it",
        ),
        (
            "[patrons.russia]\nnegotiable = true\n",
            "case.toml:5: patrons.russia.negotiable: the patron has a framework; give it an agreement",
        ),
        (
            "[patrons.eu]\nnegotiable = true\nframework = 0.3\n",
            "case.toml:5: patrons.eu.negotiable: the patron has a framework; give it an agreement",
        ),
        (
            EVENT + 'set = "patrons.russia.negotiable"\nvalue = true\n',
            "case.toml:4: events.e: nobody reads it: patrons.russia has a framework; give it an agreement",
        ),
        (
            EVENT + 'set = "start.patrons.eu.framework"\nvalue = 0.5\n',
            "case.toml:8: events.e.set: start.patrons.eu.framework: a start value cannot change later",
        ),
        ("horizon = 8\nhorizon = 9\n", "case.toml:5: horizon: is given twice"),
        (
            "[patrons.eu]\nbarrier = 0.1\n\n[patrons.eu]\nfund = 0.1\n",
            "case.toml:7: patrons.eu: is given twice",
        ),
        (
            "[uncertainty]\n'patrons.eu.fund' = [\n0.1,\n0.2]\n'patrons.eu.fund' = [\n0.1,\n0.2]\n",
            "case.toml:8: uncertainty.patrons.eu.fund: is given twice",
        ),
        ("horizon = 8 9\n", "case.toml:4: not valid TOML: Expected newline or end of document after a "),
    ],
)
def test_faults_of_files(text: str, message: str) -> None:
    said = told("validate", written(text))
    assert said.startswith(f"Error: {message}")
    assert said.count("case.toml") == 1
    assert "at line" not in said
    assert "did you mean" not in said


def test_an_agreement_may_be_negotiable_and_effort_fixed() -> None:
    text = 'strategies = ["fixed"]\n[patrons.eu]\nnegotiable = true\n[hedger.effort]\nself_reliance = 1.0\n'
    assert invoked("validate", written(text)).output == "ok  case: T\n"


def test_changes_are_held_to_the_same() -> None:
    with pytest.raises(InputError, match=r"patrons\.russia\.negotiable: the patron has a framework"):
        Scenario.load("belarus/baseline").vary({"patrons.russia.negotiable": True})


@pytest.mark.parametrize(
    ("until", "notices"),
    [
        ("", ("e: dated 1999Q1, in force from the start (2017Q3)",)),
        ('until = "2018"\n', ("e: dated 1999Q1, in force from the start (2017Q3)",)),
    ],
)
def test_an_event_from_before_the_start_is_told(until: str, notices: tuple[str, ...]) -> None:
    text = EVENT.replace("2018", "1999") + 'set = "world.strain"\nvalue = 0.5\n' + until
    assert Scenario.load(written(text)).notices == notices


def test_an_event_over_before_the_start_is_no_notice() -> None:
    written(
        EVENT.replace("2018", "2016") + 'set = "world.strain"\nvalue = 0.5\nuntil = "2017"\n', "base.toml"
    )
    early = 'title = "T"\nquestion = "Q"\nextends = "belarus/baseline"\nfirst_quarter = "2015"\n'
    Path("base.toml").write_text(early + Path("base.toml").read_text().removeprefix(HEAD), encoding="utf-8")
    later = 'title = "T"\nquestion = "Q"\nextends = "base"\nfirst_quarter = "2017Q3"\n'
    Path("later.toml").write_text(later, encoding="utf-8")
    assert not Scenario.load("later.toml").notices


def test_show_names_the_place_where_a_value_is_set() -> None:
    source = '[sources."patrons.*.park_host"]\nkind = "literature"\ntext = "book"\n'
    text = f"[patrons.eu]\npark_host = false\n\n{source}"
    origins = Scenario.load(written(text)).origins
    places = {
        p: (origins[f"patrons.{p}.park_host"].file, origins[f"patrons.{p}.park_host"].line) for p in PATRONS
    }
    assert places["russia"] == ("parameter table", 0)
    assert places["china"][0] == "belarus/baseline.toml"
    assert places["eu"] == ("case.toml", 5)
    assert {origins[f"patrons.{p}.park_host"].source for p in PATRONS} == {"book"}


PATRONS = ("russia", "china", "eu")


def test_an_event_keeps_its_label_when_it_is_varied() -> None:
    base = Scenario.load(written(EVENT + 'set = "world.strain"\nvalue = 0.5\nlabel = "Crisis"\n'))
    later = base.vary({"events.e.date": "2019"})
    assert [(e.label, e.first) for e in later.events] == [("Crisis", 6)]
    assert Scenario.from_dict(later.to_dict()).events == later.events
    assert base.digest == base.vary({"events.e.value": 0.5}).digest


# ---- names ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["run", "belarus"],
            "belarus: a folder of 21 scenarios and 2 histories; name one of them, or: hedgesim batch belarus",
        ),
        (
            ["show", "belarus"],
            "belarus: a folder of 21 scenarios and 2 histories; name one of them, or: hedgesim batch belarus",
        ),
        (["run", "mine"], "mine: a folder of 1 scenario; name it, or: hedgesim batch mine"),
        (["run", "loop.toml"], "loop.toml: not a regular file; a scenario is one .toml file"),
        (["validate", "pipe.toml"], "pipe.toml: not a regular file; a scenario is one .toml file"),
        (
            ["run", "cas.toml"],
            "cas.toml: no such file; `hedgesim list` names the built-in ones; did you mean case.toml?",
        ),
        (["run", "basline"], "basline: no such scenario"),
        (
            ["explain", "xyz"],
            "'xyz': no parameter, outcome or word of the glossary; `hedgesim explain` lists words",
        ),
        (["batch", "case.toml", "case.toml"], "scenario 'case' is given twice"),
        (["batch", "belarus", "belarus/baseline"], "scenario 'belarus/baseline' is given twice"),
        (["run", "case.toml", "--quarters", "0"], "--quarters: found 0; allowed is 1 to 2000"),
        (["run", "case.toml", "--quarters", "2001"], "--quarters: found 2001; allowed is 1 to 2000"),
        (
            ["run", "case.toml", "--run", "-1"],
            "run: found -1; allowed is a whole number from 0 to 9,",
        ),
    ],
)
def test_faulty_names_and_numbers(words: list[str], message: str) -> None:
    written("")
    Path("mine").mkdir()
    written("", "mine/a.toml")
    Path("loop.toml").symlink_to("loop.toml")
    os.mkfifo("pipe.toml")
    assert told(*words).startswith(f"Error: {message}")


# ---- places --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["batch", "case.toml", "--out", "file/x"],
            "file/x: the result folder cannot be made: Not a directory",
        ),
        (
            ["run", "case.toml", "--out", "file/x"],
            "file/x: the result folder cannot be made: Not a directory",
        ),
        (["run", "case.toml", "--out", "full"], "full: the folder is not empty; results go into a new one"),
        (
            ["run", "case.toml", "--plot", "full"],
            "full: found a folder; name a file in it, such as full/figure.p",
        ),
        (
            ["run", "case.toml", "--plot", "a.gif"],
            "a.gif: a figure's file ends in .png, .svg or .pdf, found '.gif'",
        ),
        (
            ["run", "case.toml", "--plot", "none/a.png"],
            "none/a.png: the folder none is not there; make it first",
        ),
        (["run", "case.toml", "--plot", "/proc/a.png"], "/proc/a.png: the figure cannot be written: "),
        (["plot", "full", "--kind", "fan", "-o", "none/a.png"], "none/a.png: the folder none is not there"),
    ],
)
def test_places_are_refused_before_any_run(words: list[str], message: str) -> None:
    written("horizon = 2\n")
    Path("file").write_text("", encoding="utf-8")
    Path("full").mkdir()
    Path("full/file").write_text("", encoding="utf-8")
    said = told(*words)
    assert said.startswith(f"Error: {message}")
    assert "--resume" not in said
    assert not Path("none").exists()


def test_a_rerun_into_a_full_folder_is_refused_in_its_own_words() -> None:
    written("horizon = 2\n")
    assert (
        invoked("batch", "case.toml", "--strategies", "hedge", "--runs", "1", "--out", "made").exit_code == 0
    )
    said = told("rerun", "made", "--out", "made")
    assert said == "Error: made: the folder is not empty; results go into a new one, name another\n"


# ---- help ----------------------------------------------------------------------------------
@pytest.mark.parametrize("command", ["run", "batch", "rerun", "compare"])
def test_defaults_are_told_alike(command: str) -> None:
    text = " ".join(invoked(command, "--help").output.split())
    assert not [word for word in ("[1]", "[20]", "[plain]", "[hedge]", "[one per core]") if word in text]
    assert "[default: " in text


def test_batch_says_where_results_go() -> None:
    text = " ".join(invoked("batch", "--help").output.split())
    assert "[default: results/NAME of the scenarios]" in text


@pytest.mark.parametrize(
    ("parameter", "line"),
    [
        ("patrons.P.agreement", "steps       none, signed, ratified, enhanced, association"),
        ("start.patrons.P.barrier", "default     that of the case"),
        ("start.patrons.russia.framework", "default     that of the case"),
        ("start.patrons.P.exports", "default     given by the scenario"),
        ("patrons.P.barrier", "default     0.2"),
        ("hedger.threat_base", "default     solved at the opening"),
    ],
)
def test_explained(parameter: str, line: str) -> None:
    assert line in invoked("explain", parameter).output.splitlines()


def test_a_run_of_all_strategies_is_refused_with_the_command_that_plays_them() -> None:
    said = told("run", "belarus/baseline", "--strategy", "all")
    assert said == (
        "Error: --strategy all: a run plays one strategy; to compare all: hedgesim batch belarus/baseline"
        " --strategies all\n"
    )


def test_a_term_of_several_words_needs_no_quotes() -> None:
    assert invoked("explain", "gas", "price").stdout == invoked("explain", "gas price").stdout
