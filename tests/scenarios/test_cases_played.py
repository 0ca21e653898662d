"""The states other than Belarus: listed, described, and played."""

import re

import numpy as np
import pytest
from support.cases import BOUNDED, CASES, SCENARIOS, each_case, rows, toml

from hedgesim.analysis.design.scenario_names import expand_names
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import path_columns
from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.scenario.scenario import Scenario


def test_readme_lists_every_scenario_once_and_no_other() -> None:
    page = (SCENARIOS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+/\w+)` \|", page, re.MULTILINE)
    assert sorted(listed) == builtin_scenarios()
    assert {name.partition("/")[0] for name in listed} == {
        "belarus",
        "two_powers",
        "vietnam",
        "world",
        *CASES,
    }


@each_case
def test_each_case_has_a_title_asks_a_question_and_has_a_page(case: str) -> None:
    table = toml(case)
    assert table["title"] == f"{table['hedger']['label']}, 2005 to 2016"
    assert 150 < len(table["question"]) < 900
    assert "?" in table["question"]
    page = (SCENARIOS / case / "README.md").read_text(encoding="utf-8")
    for row in rows("world/turning_points.csv"):
        if row["case"] == CASES[case] and row["date"] < "2017":
            assert f"{row['date']} {row['patron']}: {row['description']}" in page


@pytest.mark.parametrize("case", [c for c in CASES if c != "armenia"])
def test_a_folder_with_only_a_history_gives_it(case: str) -> None:
    assert expand_names([case]) == [f"{case}/history"]


def test_the_folder_of_belarus_leaves_its_histories_out() -> None:
    assert {"belarus/history", "belarus/history_to_2024"} <= set(builtin_scenarios())
    assert not [name for name in expand_names(["belarus"]) if "history" in name]


@each_case
def test_each_case_runs_stays_finite_and_off_its_bounds(case: str) -> None:
    scenario = Scenario.load(f"{case}/history")
    assert scenario.horizon == 48
    assert scenario.quarter_name(0) == "2005Q1"
    assert scenario.notices == ()
    paths = simulate(scenario, "hedge", 1, np.arange(5), paths=True).paths
    assert np.isfinite(paths).all()
    names = [name for name in path_columns(scenario.patrons) if BOUNDED.fullmatch(name)]
    assert len(names) == 4 + 9 + 6 + 6 + 6
    for name in names:
        values = paths[..., list(path_columns(scenario.patrons)).index(name)]
        assert ((values <= 1e-6) | (values >= 1.0 - 1e-6)).mean() <= 0.2, name
