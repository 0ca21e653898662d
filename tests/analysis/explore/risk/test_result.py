"""What the command prints can be read again, and what is something else is refused."""

import json
from pathlib import Path

import pandas as pd
import pytest
from support.planted import planted_risk

from hedgesim.analysis.explore.risk.result import TABLES, read_risk
from hedgesim.model import InputError

RISK = planted_risk({("hedge", "lean:russia"): (0.001, 0.0005)})
HELD = {"it/base": {}}


def test_it_can_be_read_again(tmp_path: Path) -> None:
    file = tmp_path / "risk.json"
    file.write_text(json.dumps(RISK.to_plain_data()))
    again = read_risk(file, HELD)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(RISK, name), check_dtype=False)
    assert {k: v for k, v in vars(again).items() if k not in TABLES} == {
        k: v for k, v in vars(RISK).items() if k not in TABLES
    }
    assert repr(again) == "<Risk of hedge against lean:russia in it/base, 50 runs>"


@pytest.mark.parametrize("text", ["{", "[]", '{"settings": {}}', '{"settings": 3}', ""])
def test_something_else_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text)
    with pytest.raises(InputError, match=r"not an analysis of risk; make one: hedgesim risk \.\.\. --json"):
        read_risk(file, HELD)


FORMS = [("title", 3), ("patrons", [1]), ("subjects", []), ("labels", {"a": "A"})]


@pytest.mark.parametrize(("name", "value"), FORMS)
def test_settings_of_another_form_are_refused(tmp_path: Path, name: str, value: object) -> None:
    plain = RISK.to_plain_data()
    file = tmp_path / "x.json"
    file.write_text(json.dumps(plain | {"settings": plain["settings"] | {name: value}}))
    with pytest.raises(InputError, match="not an analysis of risk"):
        read_risk(file, HELD)


def test_another_scenario_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    file = tmp_path / "risk.json"
    file.write_text(json.dumps(RISK.to_plain_data()))
    with pytest.raises(InputError) as refused:
        read_risk(file, {"it/bass": {}})
    assert "an analysis of risk of it/base, which is not in the folder; it holds it/bass" in str(
        refused.value
    )
    with pytest.raises(InputError, match="cannot be read"):
        read_risk(tmp_path / "none.json", HELD)
