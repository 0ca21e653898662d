"""The plan of a page: every fault at once, and the note printed before it is made."""

import json
from pathlib import Path

import pytest
from support.runs import scenario_file
from support.scripts import done, invoked

from hedgesim.analysis import write_page
from hedgesim.analysis.page import page
from hedgesim.analysis.page.column_pool import ColumnPool
from hedgesim.analysis.page.plan import plan_page
from hedgesim.analysis.page.scenario_data import describe_scenario
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
    plan = plan_page([own, "serbia", "two_powers/baseline", "two_powers/transition"], tmp_path / "lab.html")
    names = [Path(own.name).name, "serbia/history", "two_powers/baseline", "two_powers/transition"]
    assert [s.name for s in plan.scenarios] == [*plan.draws] == names
    assert plan.modules == {(4, 0), (3, 0), (2, 0)}
    assert plan.steps == 4 + 3 * 2
    assert sum("two_powers/baseline, by rule" in notice for notice in plan.notices) == 1


def test_a_page_knows_no_folder_of_the_machine(tmp_path: Path) -> None:
    file = scenario_file(tmp_path, 4)
    plan = plan_page([str(file)], tmp_path / "lab.html")
    (scenario,) = plan.scenarios
    described = describe_scenario(scenario, plan.draws[scenario.name], ColumnPool())
    assert described["name"] == file.stem
    assert described["source"] == file.name
    assert described["draws"]["count"] == 200
    assert str(tmp_path) not in json.dumps(described)


def test_two_files_of_one_name_are_a_fault(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.toml").write_text('extends = "belarus/baseline"\n')
    files = [str(tmp_path / folder / "mine.toml") for folder in ("a", "b")]
    with pytest.raises(InputError, match="'mine' is given twice, or two files have that name"):
        plan_page(files, tmp_path / "lab.html")


@pytest.mark.parametrize(("limit", "said"), [(9, True), (10, False)])
def test_a_large_page_is_said_to_be_large(
    limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, said: bool
) -> None:
    monkeypatch.setattr("hedgesim.analysis.cli.page.LARGE", limit)
    monkeypatch.setattr(page, "write_plan", lambda plan, out, progress: out.write_text("0123456789"))
    result = done("page", "serbia", "-o", str(tmp_path / "lab.html"))
    assert ("name fewer scenarios" in result.stderr) == said


def test_no_scenario_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no scenario for a page"):
        write_page([], tmp_path / "lab.html")
    assert [*tmp_path.iterdir()] == []
