"""Tables of embargoes: where a scenario's is, and what a faulty one is told."""

import datetime
from pathlib import Path

import pytest
from support.scripts import done

from hedgesim.analysis.forecast.embargoes import (
    EXPORTS,
    IMPORTS,
    Embargo,
    describe_missing_embargoes,
    find_embargoes,
    list_other_partners,
    read_embargoes,
)
from hedgesim.model.errors import InputError
from hedgesim.model.scenario.scenario import Scenario

HEAD = "date,partner,flow,coverage\n"
OWN = """title = "Own"
question = "What if?"
extends = "{}"
"""


def write_scenario(folder: Path, extends: str = "belarus/history", more: str = "") -> Scenario:
    """A scenario file of one's own."""
    path = folder / "own.toml"
    path.write_text(OWN.format(extends) + more, encoding="utf-8")
    return Scenario.load(str(path))


def write_table(folder: Path, rows: str, name: str = "embargoes.csv") -> Path:
    """A table of embargoes."""
    path = folder / name
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


# ---- where ------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["belarus/history_to_2024", "belarus/history", "belarus/baseline"])
def test_a_built_in_case_has_the_table_in_its_folder(name: str) -> None:
    found = find_embargoes(Scenario.load(name))
    assert found[0] == Embargo(datetime.date(2021, 6, 25), "EU", EXPORTS, 0.10)
    assert [e.first for e in found] == sorted(e.first for e in found)
    assert list_other_partners(found, ("russia", "china", "eu")) == ("UA",)


def test_states_that_borrow_patrons_from_belarus_do_not_borrow_its_embargoes() -> None:
    armenia = Scenario.load("armenia/history")
    assert find_embargoes(armenia) == ()
    assert describe_missing_embargoes(armenia).startswith("armenia/history: no embargoes.csv beside it")


def test_the_table_beside_ones_own_scenario_counts(tmp_path: Path) -> None:
    scenario = write_scenario(tmp_path)
    assert find_embargoes(scenario) == ()
    write_table(tmp_path, "2013-01-01,RUS,hedger_imports,0.2\n")
    assert find_embargoes(scenario) == (Embargo(datetime.date(2013, 1, 1), "RUS", IMPORTS, 0.2),)


def test_the_table_that_a_file_names_counts_before_the_one_beside_it(tmp_path: Path) -> None:
    write_table(tmp_path, "2013-01-01,RUS,hedger_imports,0.2\n")
    (tmp_path / "tables").mkdir()
    write_table(tmp_path / "tables", "2014-01-01,CHN,hedger_imports,0.3\n", "news.csv")
    scenario = write_scenario(tmp_path, more='embargoes = "tables/news.csv"\n')
    assert [e.partner for e in find_embargoes(scenario)] == ["CHN"]


def test_a_named_table_is_taken_over_by_files_that_extend_it(tmp_path: Path) -> None:
    scenario = write_scenario(tmp_path, "belarus/history_to_2024")
    assert find_embargoes(scenario) == find_embargoes(Scenario.load("belarus/history_to_2024"))


def test_a_named_table_must_be_there(tmp_path: Path) -> None:
    write_table(tmp_path, "", "embargo.csv")
    told = r'own.toml:4: embargoes: found "embargoes.csv"; no such file beside this one; .*embargo.csv'
    with pytest.raises(InputError, match=told):
        write_scenario(tmp_path, more='embargoes = "embargoes.csv"\n')
    with pytest.raises(InputError, match="no such file beside this one"):
        write_scenario(tmp_path, more=f'embargoes = "{"x" * 5000}"\n')
    with pytest.raises(InputError, match="embargoes: found 3"):
        write_scenario(tmp_path, more="embargoes = 3\n")


def test_the_key_is_explained_and_in_the_schema() -> None:
    assert "a table of announced embargoes" in done("explain", "embargoes").output
    assert '"embargoes"' in done("schema").output


# ---- what -------------------------------------------------------------------------------------
def test_a_patron_goes_by_any_of_its_codes(tmp_path: Path) -> None:
    rows = "".join(
        f"2014-0{k}-01,{p},hedger_exports,0.1\n" for k, p in enumerate(("eu", "EU27", "EU", "TR"), 1)
    )
    found = read_embargoes(write_table(tmp_path, rows), ("russia", "eu"))
    assert [e.partner for e in found] == ["EU", "EU", "EU", "TR"]
    assert list_other_partners(found, ("russia", "eu")) == ("TR",)


def test_every_fault_is_told_with_its_row(tmp_path: Path) -> None:
    rows = "2014,EU,hedger_exports,0.1\n2014-01-01,EU,hedger_export,2\n2014-01-01,,hedger_imports,x\n"
    path = write_table(tmp_path, rows)
    with pytest.raises(InputError) as caught:
        read_embargoes(path, ("eu",))
    told = str(caught.value)
    for part in (
        f"{path}: row 1: date: found '2014'; expected is a day such as 2022-03-02",
        f"{path}: row 2: flow: found 'hedger_export'; expected is hedger_exports or hedger_imports",
        f"{path}: row 2: coverage: found 2; expected is a share from 0 to 1",
        f"{path}: row 3: partner: found nothing; expected is a patron",
        f"{path}: row 3: coverage: found nan; expected is a share from 0 to 1",
    ):
        assert part in told


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "embargoes.csv"
    path.write_text("date,partner,flow\n2014-01-01,EU,hedger_exports\n", encoding="utf-8")
    with pytest.raises(InputError, match="coverage"):
        read_embargoes(path, ("eu",))
