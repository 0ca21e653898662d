"""What a page is to hold: every fault at once, and what is said beforehand."""

from pathlib import Path

import pytest
from support.runs import scenario_file
from support.scripts import invoked

from hedgesim.analysis import write_page
from hedgesim.analysis.page.plan import plan_page
from hedgesim.model import InputError, Scenario


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('extends = "belarus/baseline"\nhorizon = -1\n[patrons.russia]\nbarier = 2\n')
    result = invoked(
        "page", "belarus/basline", str(bad), "belarus/baseline", "belarus/baseline", "-o", "x.htm"
    )
    assert result.exit_code == 2
    assert result.stdout == ""
    for part in (
        "x.htm: a page's file ends in .html",
        "did you mean belarus/baseline?",
        "bad.toml:2: horizon",
        "bad.toml:4: patrons.russia.barier",
        "scenario 'belarus/baseline' is given twice",
    ):
        assert result.stderr.count(part) == 1, part


def test_folders_files_and_loaded_scenarios_go_together(tmp_path: Path) -> None:
    own = Scenario.load(str(scenario_file(tmp_path, 4)))
    plan = plan_page([own, "two_powers"], tmp_path / "lab.html")
    assert [s.name for s in plan.scenarios][:2] == [own.name, "two_powers/baseline"]
    assert plan.modules == {(4, 0), (2, 0)}
    assert plan.steps == len(plan.scenarios) + 4
    assert plan.draws.keys() == {s.name for s in plan.scenarios}
    assert sum("two_powers/baseline, by rule" in notice for notice in plan.notices) == 1


def test_no_scenario_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no scenario for a page"):
        write_page([], tmp_path / "lab.html")
    assert [*tmp_path.iterdir()] == []
