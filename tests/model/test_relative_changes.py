"""Relative changes: what a file and a command line may say, how they add up, and what is refused."""

from pathlib import Path

import pytest
from support.runs import scenario
from support.scripts import done, invoked

from hedgesim.model import InputError, Scenario
from hedgesim.model.scenario.schema import schema

FUND, RIVALRY = "patrons.china.fund", "rivalry.russia-eu"
HEAD = 'title = "Mine"\nquestion = "?"\nextends = "{}"\n'


def written(folder: Path, name: str, extends: str, text: str) -> str:
    """A scenario file that extends another."""
    file = folder / f"{name}.toml"
    file.write_text(HEAD.format(extends) + text, encoding="utf-8")
    return str(file)


def test_changes_follow_one_another_along_a_chain(tmp_path: Path) -> None:
    base = scenario("baseline").values[FUND]
    first = written(tmp_path, "first", "belarus/baseline", "[patrons.china]\nfund = { times = 1.5 }\n")
    second = written(tmp_path, "second", "first", "[patrons.china]\nfund = { plus = 0.01 }\n")
    third = written(tmp_path, "third", "second", "[patrons.china]\nfund = { times = 2 }\n")
    for name, value, words in (
        (first, base * 1.5, "x1.5"),
        (second, base * 1.5 + 0.01, "x1.5 +0.01"),
        (third, base * 3.0 + 0.02, "x3 +0.02"),
    ):
        spec = Scenario.load(name)
        assert spec.values[FUND] == pytest.approx(value, abs=1e-15)
        assert spec.relative[FUND].describe() == words
        assert spec.relative[FUND].own == base
        assert Scenario.from_dict(spec.to_dict()).relative == spec.relative
    assert f"x3 +0.02 of {base:g}" in " ".join(done("show", third).output.split())
    assert Scenario.load(third).vary({FUND: 0.05}).relative == {}


def test_of_what_the_case_itself_says_nothing_is_relative(tmp_path: Path) -> None:
    place = Path(__file__).parents[2] / "scenarios" / "belarus" / "baseline.toml"
    text = place.read_text(encoding="utf-8").replace("[world]", "[world]\nfunding = { plus = 0.1 }", 1)
    file = tmp_path / "case.toml"
    file.write_text(text if "funding = { plus" in text else f"{text}\n[world]\nfunding = {{ plus = 0.1 }}\n")
    spec = Scenario.load(str(file))
    assert spec.relative == {}
    assert spec.values["world.funding"] == pytest.approx(scenario("baseline").values["world.funding"] + 0.1)


@pytest.mark.parametrize(("text", "value"), [("x1.5", 1.5), ("+0.01", None), ("x0.5", 0.5)])
def test_a_command_line_says_the_same(text: str, value: float | None) -> None:
    base = scenario("baseline").values[FUND]
    found = scenario("baseline").vary({FUND: text})
    assert found.values[FUND] == pytest.approx(base + 0.01 if value is None else base * value)
    assert found.relative[FUND].describe() == text
    assert done("run", "belarus/baseline", "--quarters", "2", "--set", f"{FUND}={text}", "--point")


def test_faults_name_the_line_and_what_was_meant(tmp_path: Path) -> None:
    text = (
        "[patrons.china]\nfund = { times = 100 }\nreceptivity_security = { time = 1.5 }\n"
        "[patrons.eu]\nagreement = { times = 2 }\nbarrier = { times = 2, plus = 0.1 }\n"
        '[patrons.russia]\nred_line = { plus = "a" }\n'
    )
    file = written(tmp_path, "mine", "belarus/baseline", text)
    with pytest.raises(InputError) as caught:
        Scenario.load(file)
    faults = "\n".join(caught.value.faults)
    assert f"{file}:6: patrons.china.receptivity_security: found a table; allowed is a number" in faults
    assert "{ times = X } or { plus = X }; did you mean times?" in faults
    assert f"{file}:8: patrons.eu.agreement: found a table; a step of an agreement" in faults
    assert f"{file}:9: patrons.eu.barrier: found times and plus; give one of them" in faults
    assert f"{file}:11: patrons.russia.red_line: found 'a'; allowed is a finite number" in faults
    base = scenario("baseline").values[FUND]
    file = written(tmp_path, "far", "belarus/baseline", "[patrons.china]\nfund = { times = 100 }\n")
    with pytest.raises(InputError) as caught:
        Scenario.load(file)
    assert caught.value.faults == (
        f"{file}:5: {FUND}: x100 of {base:g} is {base * 100:g}; allowed is 0 to 1",
    )
    refused = invoked("run", "belarus/baseline", "--set", f"{RIVALRY}=+0.9")
    assert f"{RIVALRY}: +0.9 of" in refused.stderr


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        (
            f"{FUND}=y1.5",
            "found 'y1.5'; allowed is a number, or x1.5 or +0.2 of the scenario's own",
        ),
        (
            "patrons.eu.agreement=x2",
            "found x2; an agreement is a word (none, signed, ratified, enhanced, association) and cannot be"
            " multiplied or added to",
        ),
        ("patrons.eu.agreement=+1", "found +1; an agreement is a word"),
        ("patrons.eu.agreement=enhancd", "found 'enhancd'; allowed is one of none, signed"),
        ("mechanisms.barrier_uncertainty=x2", "found 'x2'; allowed is true or false"),
        ("horizon=x2", "found 'x2'; allowed is a whole number"),
    ],
)
def test_a_setting_that_cannot_be_says_what_can(setting: str, words: str) -> None:
    refused = invoked("run", "belarus/baseline", "--set", setting)
    assert refused.exit_code == 2
    assert f"{setting.partition('=')[0]}: {words}" in refused.stderr


def test_tables_show_a_change_as_it_was_given(tmp_path: Path) -> None:
    file = written(tmp_path, "mine", "belarus/baseline", "[patrons.china]\nfund = { times = 1.5 }\n")
    out = str(tmp_path / "out")
    words = ("batch", "belarus/baseline", file, "--point", "--runs", "2", "--quarters", "2", "--out", out)
    batch = done(*words, "--strategies", "hedge", "--set", f"{RIVALRY}=x1.1", "--set", "world.strain=0.3")
    compared = done("compare", out, "--full")
    given = f"Set for all scenarios: {RIVALRY} = x1.1, world.strain = 0.3, horizon = 2."
    for result in (batch, compared):
        assert given in " ".join(result.output.split())
    base = scenario("baseline").values[FUND]
    row = next(line for line in compared.output.splitlines() if line.startswith(FUND))
    assert row.split() == [FUND, f"{base:g}", f"{base * 1.5:g}", "(x1.5)"]


def test_nothing_is_said_to_be_set_where_nothing_is(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    plain = ("batch", "belarus/baseline", "--point", "--runs", "2", "--strategies", "hedge", "--out", out)
    assert "Set for all" not in done(*plain).output


def test_every_setting_that_cannot_be_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        scenario("baseline").vary({"world.strian": 1.0, FUND: "y2", RIVALRY: 7.0, "horizon": "x2"})
    assert len(caught.value.faults) == 4


def test_a_file_is_told_how_it_writes_a_change_of_the_command_line(tmp_path: Path) -> None:
    file = written(tmp_path, "mine", "belarus/baseline", '[patrons.china]\nfund = "x1.5"\n')
    with pytest.raises(InputError) as caught:
        Scenario.load(file)
    (fault,) = caught.value.faults
    assert fault.endswith("found 'x1.5'; allowed is a number, or { times = 1.5 } of the value before")


def test_an_editor_is_told() -> None:
    barrier = schema()["$defs"]["Patron"]["properties"]["barrier"]["anyOf"]
    assert [each["required"] for each in barrier if each.get("type") == "object"] == [["times"], ["plus"]]
    agreement = schema()["$defs"]["Patron"]["properties"]["agreement"]["anyOf"]
    assert not any(each.get("type") == "object" for each in agreement)
