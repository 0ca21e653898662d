"""A parameter of an earlier version is answered with what takes its place, wherever it is named."""

from pathlib import Path

import pytest
from support.runs import scenario
from typer.testing import CliRunner

from hedgesim.analysis.cli.main import app
from hedgesim.analysis.design.axis import list_keys
from hedgesim.analysis.design.parse_axes import find_key
from hedgesim.model import InputError, Scenario
from hedgesim.model.parameters.lookup import explain
from hedgesim.model.parameters.removed import REMOVED
from hedgesim.model.parameters.table import ROWS

ROLL = r"hedger\.roll: .*; gone since 0\.3\.0; give patrons\.P\.roll for each patron P"
HEAD = 'title = "T"\nquestion = "Q"\nextends = "belarus/baseline"\n'


@pytest.mark.parametrize(
    "text",
    [
        "[hedger]\nroll = 0.2\n",
        '[uncertainty]\n"hedger.roll" = [0.1, 0.3]\n',
        '[sources]\n"hedger.roll" = { kind = "guess", text = "a reason" }\n',
        '[[events]]\nname = "e"\ndate = "2020"\nset = "hedger.roll"\nvalue = 0.1\nsource = "s"\n',
    ],
)
def test_a_file_is_told_with_its_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"case\.toml:\d+: .*{ROLL.partition(': ')[0]}.*gone since 0\.3\.0"):
        Scenario.load(str(file))


def test_settings_axes_and_explanations_are_told() -> None:
    base = scenario("baseline")
    with pytest.raises(InputError, match=ROLL):
        base.vary({"hedger.roll": 0.2})
    with pytest.raises(InputError, match=ROLL):
        find_key("hedger.roll", base, list_keys(base))
    for name in ("world.crisis_size", "crisis_size"):
        with pytest.raises(InputError, match=r"it stays at \.5"):
            explain(name)
    result = CliRunner().invoke(app, ["run", "belarus/baseline", "--set", "hedger.pivot_length=3"])
    assert result.exit_code == 2
    assert "give hedger.effort_speed, by which every strategy turns" in result.stderr


def test_the_advice_names_parameters_that_there_are_and_gone_ones_are_gone() -> None:
    there = {row.path for row in ROWS}
    assert not there & REMOVED.keys()
    named = {
        word.strip(",;") for text in REMOVED.values() for word in text.split() if word.count(".") in {1, 2}
    }
    sections = ("hedger.", "patrons.", "world.", "response.", "regimes.")
    named = {word for word in named if word.startswith(sections)}
    assert named == {
        "patrons.P.roll",
        "hedger.effort_speed",
        "hedger.treaty",
        "regimes.lean",
        "world.cycle_keep",
        "response.trade_scale",
        "response.dependence_arms",
        "regimes.counter",
    }
    assert named <= there
    for name in named:
        assert explain(name)
        path = name.replace(".P.", ".russia.")
        value = scenario("baseline").values[path]
        assert scenario("baseline").vary({path: value}).values[path] == value
