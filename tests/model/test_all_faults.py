"""Every fault of a file at once, and none that only follows from another one."""

from collections.abc import Iterable
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


RANGES = {
    'world.energy = { low = 0.3, likeliest = 0.5, high = 0.8, why = "x", more = 1 }': ["unknown key"],
    'response.theta = "wide"': ["found 'wide'; allowed is [low, high] or { low, likeliest, high, why }"],
    "response.thetta = [0.1, 0.2]": ["unknown parameter; did you mean response.theta?"],
    "world.strain = [0.3, 0.1]": ["found 0.3 to 0.1; the first number must be the smaller"],
    'world.rupture = { low = 0.3, likeliest = 0.9, high = 0.8, why = "x" }': [
        "found likeliest 0.9; allowed is 0.3 to 0.8"
    ],
    'hedger.caution = { low = 0.3, likeliest = 0.1, high = 0.2, why = "x" }': [
        "found 0.3 to 0.2; the first number must be the smaller",
        "found likeliest 0.1; allowed is 0.2 to 0.3",
    ],
    "hedger.budget = { low = 0.3, likeliest = 0.4, high = 7.5, why = 3 }": [
        "found 3; allowed is text",
        "found 0.3 to 7.5; allowed is 0 to 1",
    ],
    "hedger.discount = [0.5]": ["found a list; allowed is [low, high] or { low, likeliest, high, why }"],
}
"""Entries of a table of ranges, and the faults of each."""
SOUND = "world.strain_keep = [0.8, 0.9]\n"


def ranges(entries: Iterable[str]) -> str:
    """A table of ranges, a sound one first; a path is a key in quotes."""
    lines = ("'{}' = {}".format(*entry.split(" = ", 1)) for entry in (SOUND.strip(), *entries))
    return "[uncertainty]\n" + "\n".join(lines) + "\n"


def test_every_fault_of_every_range_is_told_at_once() -> None:
    found = faults_of(written(ranges(RANGES)))
    expected = [
        (entry.partition(" = ")[0], what, line)
        for line, (entry, faults) in enumerate(RANGES.items(), HEAD.count("\n") + 3)
        for what in faults
    ]
    assert len(found) == len(expected)
    for path, what, line in expected:
        own = [text for text in found if text.startswith(f"case.toml:{line}: uncertainty.{path}")]
        assert any(what in text for text in own), (path, what, found)


def test_a_fault_of_another_table_hides_no_slip_in_the_form_or_order_of_a_range() -> None:
    others = [entry for entry in RANGES if "thetta" not in entry]
    found = faults_of(written(ranges(others) + "[world]\nstrian = 0.1\n"))
    assert sum("strian: unknown key" in text for text in found) == 1
    for what in ("found 'wide'", "the first number", "found likeliest 0.9", "found a list; allowed is [low"):
        assert any(what in text for text in found), what


def test_an_unknown_patron_hides_no_fault_of_a_range() -> None:
    found = faults_of(written('[patrons.chiina]\nfund = 0.1\n[uncertainty]\n"response.theta" = "wide"\n'))
    assert [text.partition(": ")[2].partition(":")[0] for text in found] == [
        "patrons.chiina",
        "uncertainty.response.theta",
    ]


def test_a_range_that_is_no_number_is_refused_once() -> None:
    for entry in ("[0.1, true]", "[0.1, inf]", "[0.1, 1" + "0" * 400 + "]", "[0.1, 'a']", "3"):
        (fault,) = faults_of(written(f'[uncertainty]\n"response.theta" = {entry}\n'))
        assert "uncertainty.response.theta" in fault, entry
    (fault,) = faults_of(written("uncertainty = 3\n"))
    assert fault.endswith("uncertainty: found 3; allowed is a table")


def test_a_fault_of_shape_hides_no_later_one_and_invents_none() -> None:
    """A misspelt key, a missing source and a value out of range stand beside a pair, a date and a source."""
    event = '[[events]]\nname = "{}"\ndate = "{}"\nset = "world.strain"\nvalue = {}\n{}'
    own = 'source = "guess"\n'
    text = (
        "horizn = 3\n[patrons.russia]\narms_access = 1.5\nfnd = 0.1\n[rivalry]\nrussia-usa = 0.4\n"
        + event.format("a", "2020-03", "0.1", "")
        + event.format("b", "2020-13", "0.1", own)
        + event.format("c", "2020-03", '"full"', own)
        + '[sources]\n"patrons.russia.arms_access" = {kind = "guess", text = "g"}\n'
        '"events.x" = {kind = "guess", text = "g"}\n'
        "[uncertainty]\n'world.strian' = [0.1, 0.2]\n"
    )
    assert [fault.split(": ")[1] for fault in faults_of(written(text))] == [
        "horizn", "patrons.russia.arms_access", "patrons.russia.fnd", "rivalry.russia-usa", "events.a.source",
        "events.b.date", "events.c.value", "sources.events.x", "uncertainty.world.strian",
    ]  # fmt: skip


def test_where_others_depend_on_a_slip_it_stands_alone() -> None:
    later = "[rivalry]\nrussia-usa = 0.4\n"
    for slip in ("patrons = 3\n", "extend = 'x'\n", "[patrons]\nrussia = 2\n", "events = [1]\n"):
        (fault,) = faults_of(written(slip + later))
        assert "russia-usa" not in fault
    written("[patrons.russia]\narms_access = 1.5\n", "root.toml")
    Path("heir.toml").write_text(HEAD.replace("belarus/baseline", "root") + later, encoding="utf-8")
    (fault,) = faults_of("heir.toml")
    assert fault.startswith("root.toml:5: patrons.russia.arms_access")
