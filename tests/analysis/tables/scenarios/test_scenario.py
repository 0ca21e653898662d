"""A scenario as tables: its values, those of a kind, and what it changes; all within a page."""

import json
from pathlib import Path

import pytest
from support.runs import scenario
from typer.testing import CliRunner

from hedgesim.analysis.cli.main import app
from hedgesim.analysis.tables.parts.layout import fit_sheet
from hedgesim.analysis.tables.scenarios.scenario import scenario_sheets
from hedgesim.analysis.tables.sheet import Sheet


def invoke(*words: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    return result.stdout


def find_values(name: str) -> Sheet:
    """The table of the values that a scenario's files give."""
    return next(s for s in scenario_sheets(scenario(name)) if s.title == "Values that its files give")


@pytest.mark.parametrize("name", ["baseline", "eu_sanctions"])
def test_value_and_place_stand_in_one_row_of_80_columns(name: str) -> None:
    values = find_values(name)
    (table,) = fit_sheet(values, 80)
    assert table.heads == ["path", "value", "kind", "from"]
    places = {row[0]: row[-1] for row in table.rows}
    assert places["patrons.russia.market"].startswith("baseline.toml:")


def test_files_of_two_folders_keep_their_folders() -> None:
    values = find_values("history")
    places = {row[-1].rpartition(":")[0] for row in values.rows}
    assert {"belarus/history.toml", "world/history.toml"} & places
    assert "history.toml" not in places


@pytest.mark.parametrize(
    "line",
    ["list", "list --sources", "show belarus/baseline", "show belarus/war_2022", "show belarus/history",
             "show belarus/baseline --kind guess", "show belarus/baseline --kind source"]
)  # fmt: skip
def test_a_listing_fits_a_page(line: str) -> None:
    lines = invoke(*line.split()).splitlines()
    assert len(lines) <= 60
    # the path of the installed files, which nothing can break, stands in a line of its own
    assert [line for line in lines if len(line) > 80 and " " in line.strip()] == []


def test_values_of_a_kind_are_those_and_all_of_them() -> None:
    rows = json.loads(invoke("show", "belarus/baseline", "--json"))["values"]
    for kind in ("measured", "guess", "calibrated"):
        chosen = json.loads(invoke("show", "belarus/baseline", "--kind", kind, "--json"))["values"]
        assert chosen == [row for row in rows if row["kind"] == kind]
    left = json.loads(invoke("show", "belarus/baseline", "--kind", "default", "--json"))["values"]
    assert {row["place"] for row in left} == {"parameter table"}


def test_what_a_scenario_changes_names_the_step_and_not_its_framework() -> None:
    (row,) = json.loads(invoke("show", "belarus/eu_ratified", "--changed", "--json"))["values"]
    assert (row["path"], row["before"], row["value"]) == ("patrons.eu.agreement", "signed", "ratified")


def test_what_is_set_is_a_change_of_a_scenario_that_extends_none() -> None:
    line = ["show", "belarus/baseline", "--changed", "--set", "patrons.eu.fund=0.05", "--json"]
    (row,) = json.loads(invoke(*line))["values"]
    assert (row["path"], row["before"], row["value"]) == ("patrons.eu.fund", "0.02", "0.05")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--changed"], "--changed: belarus/baseline extends no other scenario"),
        (["--kind", "gues"], "found 'gues'; allowed is one of measured"),
        (["--kind", "guess", "--changed"], "--kind and --changed: choose one"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(words: list[str], message: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["show", "belarus/baseline", *words])
    assert result.exit_code == 2
    assert message in result.stderr
