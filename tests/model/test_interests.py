"""What patrons want and choose among: read, inherited, shown and refused; no run depends on it."""

from pathlib import Path

import pytest
from support.scripts import done

from hedgesim.model import InputError, Scenario
from hedgesim.model.parameters.lookup import INTERESTS, explain_keys
from hedgesim.model.scenario.describe import describe_values
from hedgesim.model.scenario.files import builtin_scenarios

HEAD = 'extends = "belarus/baseline"\ntitle = "more"\nquestion = "what then?"\n'


def write(folder: Path, text: str) -> Scenario:
    """Load a scenario that extends the baseline."""
    file = folder / "case.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    return Scenario.load(str(file))


def faults_of(folder: Path, text: str) -> list[str]:
    """What is wrong with such a file, without its path."""
    with pytest.raises(InputError) as refused:
        write(folder, text)
    return [fault.partition("case.toml:")[2] for fault in refused.value.faults]


def test_shipped_interests_sum_to_one_and_stand_beside_menus_with_the_present_values() -> None:
    spec = Scenario.load("belarus/baseline")
    assert set(spec.interests) == set(spec.menus) == set(spec.patrons)
    for weights in spec.interests.values():
        assert list(weights) == list(INTERESTS)
        assert sum(weights.values()) == pytest.approx(1.0)
    for patron, menu in spec.menus.items():
        for name, levels in menu.items():
            assert len(levels) == 3
            assert spec.values[f"patrons.{patron}.{name}"] in levels
    told = [path for path in spec.origins if ".interests." in path or path.startswith("menus.")]
    assert len(told) == 6 + 5 + 6 + 5
    assert all(spec.origins[path].kind == "guess" and spec.origins[path].source for path in told)


def test_files_that_extend_inherit_and_no_run_depends_on_it(tmp_path: Path) -> None:
    spec, base = Scenario.load("belarus/war_2022"), Scenario.load("belarus/baseline")
    assert (spec.interests, spec.menus) == (base.interests, base.menus)
    other = write(tmp_path, "[patrons.eu.interests]\nmoney = 1\n[menus.russia]\nveto = [0.0, 1.0]\n")
    assert other.digest == base.digest
    assert other.menus["russia"] == {"veto": (0.0, 1.0)}  # the table is replaced, not its entries
    assert other.menus["eu"] == base.menus["eu"]
    assert {n: w for n, w in other.interests["eu"].items() if w} == {"money": 1.0}
    assert "menus.russia.rent" not in other.origins
    assert other.origins["menus.russia.veto"].file.endswith("case.toml")
    assert other.origins["menus.eu.red_line"].file == "belarus/baseline.toml"


def test_levels_are_numbers_names_of_agreements_or_switches(tmp_path: Path) -> None:
    spec = write(tmp_path, '[menus.eu]\nagreement = ["none", "association"]\npark_host = [false, true]\n')
    assert spec.menus["eu"] == {"agreement": (0.0, 4.0), "park_host": (0.0, 1.0)}
    lines = {line.path: line.value for line in describe_values(spec)}
    assert lines["menus.eu.agreement"] == "none, association"
    assert lines["menus.eu.park_host"] == "false, true"
    assert lines["patrons.russia.interests.rival"] == "0.25"


def test_a_scenario_keeps_them_through_changes_and_storage() -> None:
    base = Scenario.load("belarus/baseline")
    rent = base.values["patrons.russia.rent"]
    spec = base.vary({"patrons.russia.rent": rent + 0.05, "horizon": 3})
    again = Scenario.from_dict(spec.to_dict())
    assert again == spec
    assert again.menus["russia"]["rent"] == pytest.approx((rent / 2, rent, 2 * rent))
    old = {key: value for key, value in spec.to_dict().items() if key not in {"interests", "menus"}}
    assert Scenario.from_dict(old).menus == {}
    assert Scenario.from_dict(old).digest == spec.digest


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ({"interests": {"russia": {"money": {}}}}, "not a scenario"),
        ({"interests": {"russia": {"gold": 1.0}}}, "has interests.russia.gold, which no patron can have"),
        ({"interests": {"mars": {"money": 1.0}}}, "has interests.mars.money, which no patron can have"),
        ({"interests": {"russia": {"money": float("nan")}}}, "interests.russia.money"),
        ({"menus": {"russia": {"rent": [0.1, 9.0]}}}, "has menus.russia.rent, which no patron can have"),
        ({"menus": {"russia": {"gold": [0.1]}}}, "has menus.russia.gold, which no patron can have"),
        ({"menus": {"russia": {"rent": ["a"]}}}, "not a scenario"),
        ({"menus": [1]}, "not a scenario"),
    ],
)
def test_stored_tables_that_no_file_could_give_are_refused(edit: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Scenario.from_dict(Scenario.load("belarus/baseline").to_dict() | edit)


def test_every_fault_of_shape_is_told_at_once(tmp_path: Path) -> None:
    text = """
[patrons.russia.interests]
influence = 0.5
stabilty = 0.5
[patrons.eu.interests]
money = 1.5
trade = -0.5
[menus.china]
fnd = [0.1, 0.2]
fund = [0.1, 50]
[menus.eu]
agreement = ["signed", "enhancd"]
red_line = 0.7
"""
    assert sorted(faults_of(tmp_path, text)) == [
        "10: patrons.eu.interests.trade: found -0.5; allowed is 0.0 or more",
        "12: menus.china.fnd: unknown key; did you mean fund?",
        "13: menus.china.fund.1: found 50; allowed is 1.0 or less",
        "15: menus.eu.agreement.1: found 'enhancd'; allowed is one of none, signed, ratified, enhanced,"
        " association; did you mean enhanced?",
        "16: menus.eu.red_line: found 0.7; allowed is a list",
        "7: patrons.russia.interests.stabilty: unknown key; did you mean stability?",
        "9: patrons.eu.interests.money: found 1.5; allowed is 1.0 or less",
    ]


def test_weights_that_sum_to_something_else_and_levels_that_are_no_choice_are_told_at_once(
    tmp_path: Path,
) -> None:
    text = "[patrons.russia.interests]\ninfluence = 0.5\nmoney = 0.4\n[patrons.eu.interests]\n"
    text += "[menus.china]\nfund = [0.1]\nrent = [0.1, 0.1]\n"
    assert faults_of(tmp_path, text) == [
        "4: patrons.russia.interests: weights sum to 0.9; they must sum to 1",
        "7: patrons.eu.interests: weights sum to 0; they must sum to 1",
        "9: menus.china.fund: found 1 level; a choice has two at least",
        "10: menus.china.rent: a level is given twice",
    ]


def test_unknown_patrons_are_refused_with_the_nearest(tmp_path: Path) -> None:
    text = "[menus.rusia]\nrent = [0.1, 0.2]\n[patrons.chna.interests]\nmoney = 1\n"
    known = "unknown patron; known are russia, china, eu"
    assert sorted(faults_of(tmp_path, text)) == [
        f"4: menus.rusia: {known}; did you mean russia?",
        f"6: patrons.chna: {known}; did you mean china?",
    ]


def test_a_menu_of_what_the_patron_does_not_have_is_refused(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "[menus.eu]\nframework = [0.1, 0.5]\n") == [
        "5: menus.eu.framework: the patron has an agreement; give a menu of that"
    ]
    assert faults_of(tmp_path, '[menus.russia]\nagreement = ["none", "signed"]\n') == [
        "5: menus.russia.agreement: the patron has a framework; give a menu of that"
    ]


def test_sources_name_them_by_path(tmp_path: Path) -> None:
    source = '[sources]\n"patrons.eu.interests.money" = { kind = "literature", text = "a book" }\n'
    spec = write(tmp_path, "[patrons.eu.interests]\nmoney = 1\n" + source)
    assert spec.origins["patrons.eu.interests.money"].kind == "literature"
    wrong = source.replace("interests.money", "interests.monye")
    (fault,) = faults_of(tmp_path, "[patrons.eu.interests]\nmoney = 1\n" + wrong)
    assert fault.endswith("no value has this path; did you mean patrons.eu.interests.money?")


def test_they_are_explained_and_every_shipped_scenario_loads() -> None:
    assert explain_keys("interests") == explain_keys("patrons.russia.interests")
    assert "hedgesim game" in explain_keys("menus")["menus"]
    assert "menus" in done("explain", "menus").stdout
    assert all(Scenario.load(name) for name in builtin_scenarios())
