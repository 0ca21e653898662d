"""Every fault of a file at once, and none that only follows from another one."""

from pathlib import Path

import pytest

from hedgesim.model.errors import InputError
from hedgesim.model.scenario.files import builtin_root
from hedgesim.model.scenario.scenario import Scenario

HEAD = 'title = "T"\nquestion = "Q"\nextends = "belarus/baseline"\n'
EVENT = '[[events]]\nname = "e"\ndate = "2018"\nsource = "guess"\n'


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def written(text: str, name: str = "case.toml") -> str:
    """A scenario file over the baseline."""
    Path(name).write_text(HEAD + text, encoding="utf-8")
    return name


def faults_of(name: str) -> list[str]:
    """Every fault of a scenario file."""
    with pytest.raises(InputError) as error:
        Scenario.load(name)
    return list(error.value.faults)


def test_a_slip_in_one_value_calls_no_source_or_range_wrong() -> None:
    text = (builtin_root() / "vietnam" / "baseline.toml").read_text(encoding="utf-8")
    pair = "united_states-china"
    assert text.count(f"\n{pair} = ") >= 1
    Path("slip.toml").write_text(text.replace(f"\n{pair} = ", "\nunited_sates-china = ", 1), encoding="utf-8")
    (fault,) = faults_of("slip.toml")
    assert f"unknown pair; known are rivalry.{pair}" in fault
    assert f"did you mean rivalry.{pair}?" in fault
    heir = 'title = "T"\nquestion = "Q"\nextends = "slip"\n[sources]\n"start.hedger.*" = '
    Path("heir.toml").write_text(heir + '{kind = "guess", text = "g"}\n', encoding="utf-8")
    assert faults_of("heir.toml") == [fault]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('first_quarter = "soon"\n', "first_quarter: "),
        ('strategies = ["hegde"]\n', "strategies: unknown strategy 'hegde'"),
        ("[patrons.russia]\nframework = 0.5\nagreement = 'none'\n", "found framework and agreement"),
        (EVENT.replace("2018", "soon") + 'set = "world.strain"\nvalue = 0.1\n', "events.e.date: "),
    ],
)
def test_a_slip_does_not_hide_or_invent_others(text: str, words: str) -> None:
    more = '[sources]\n"world.strain" = {kind = "guess", text = "g"}\n'
    more += '"world.strian" = {kind = "guess", text = "g"}\n'
    more += "[uncertainty]\n'world.strain' = [0.1, 0.2]\n'world.strian' = [0.1, 0.2]\n"
    more += "'events.e.value' = [0.1, 0.2]\n" if "[[events]]" in text else ""
    first, *others = faults_of(written(text + more))
    assert words in first
    assert [fault.partition(": ")[2].partition(":")[0] for fault in others] == [
        "sources.world.strian",
        "uncertainty.world.strian",
    ]


def test_a_faulty_first_quarter_makes_no_event_of_an_heir_late() -> None:
    written('first_quarter = "soon"\n', "root.toml")
    heir = EVENT + 'set = "world.strain"\nvalue = 0.1\n'
    Path("heir.toml").write_text(HEAD.replace("belarus/baseline", "root") + heir, encoding="utf-8")
    (fault,) = faults_of("heir.toml")
    assert fault.startswith("root.toml:4: first_quarter: ")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["found no patron; a scenario has 2 to 6"]),
        ("extend = 'x'\n", ["extend: unknown key; did you mean extends?"]),
        (
            "[patrons.north]\nmarkt = 0.1\n",
            ["found 1 patron (north); a scenario has 2 to 6", "unknown key; did you mean market?"],
        ),
        (
            "".join(f"[patrons.{p}]\n" for p in "abcdefg"),
            ["found 7 patrons (a, b, c, d, e, f, g); a scenario has 2 to 6"],
        ),
    ],
)
def test_too_few_or_many_patrons_are_told_with_other_slips(text: str, faults: list[str]) -> None:
    Path("case.toml").write_text(f'title = "T"\nquestion = "Q"\n{text}', encoding="utf-8")
    found = faults_of("case.toml")
    assert len(found) == len(faults)
    assert all(what in fault for what, fault in zip(faults, found, strict=True)), found
