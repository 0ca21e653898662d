"""What patrons may want, against plain Python; policies of menus; worlds of parameter draws."""

from pathlib import Path

import numpy as np
import pytest
from support.sweeps import short

from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.games.features import simulate_features
from hedgesim.analysis.games.policies import build_policies, choose_leaders
from hedgesim.analysis.games.worlds import check_precision, check_solution, plan_worlds
from hedgesim.model import InputError, Scenario, simulate_run
from hedgesim.model.parameters.lookup import INTERESTS

SEED = 4
SMALL = """
extends = "belarus/baseline"
title = "a game of two choices"
question = "who moves?"
horizon = 5
[menus.russia]
rent = [0.0]
[menus.china]
fund = [0.0, 0.2]
[menus.eu]
agreement = ["signed", "association"]
"""


def nothing(_: int) -> None:
    """Report no progress."""


def write(folder: Path, text: str) -> Scenario:
    """Load a scenario file with some text."""
    file = folder / "case.toml"
    file.write_text(text, encoding="utf-8")
    return Scenario.load(str(file))


def features_by_hand(spec: Scenario, p: int, seed: int, run: int) -> dict[str, float]:
    """Features of a patron in a run of plain Python, each written out."""
    records, cases = simulate_run(spec, "hedge", seed, run).records, spec.timeline()
    mine = [r.patrons[p] for r in records]
    others = [q for q in range(3) if q != p]
    pairs = {(0, 1): 0, (0, 2): 1, (1, 2): 2}
    rooms = [
        sum(r.rivalry[pairs[min(p, q), max(p, q)]] * r.patrons[q].omega for q in others) for r in records
    ]
    frameworks = [
        m.agreement / 4.0 if m.agreement >= 0 else c.patrons[p].framework
        for m, c in zip(mine, cases, strict=True)
    ]
    conditions = [c.patrons[p].conditionality for c in cases]
    return {
        "influence": float(np.mean([m.omega for m in mine])),
        "rival": -float(np.mean(rooms)),
        "trade": float(np.mean([(m.export_share + m.import_share) / 2.0 for m in mine])),
        "money": -float(np.mean([m.inducement + m.investment for m in mine])),
        "coercing": -float(np.mean([m.coercion for m in mine])),
        "security": float(np.mean([m.tie_security for m in mine])),
        "stability": float(np.mean([r.economy for r in records])),
        "principle": -float(
            np.mean(
                [
                    r.strain * (f + 1.0 - k) / 2.0
                    for r, f, k in zip(records, frameworks, conditions, strict=True)
                ]
            )
        ),
    }


def test_features_are_those_of_plain_python_at_every_policy() -> None:
    spec = short("war_2022", 6)
    worlds = plan_worlds(spec, runs=2, seed=SEED)
    found = simulate_features(worlds, "hedge", 2, nothing)
    columns = worlds.policies.columns(spec.patrons)
    assert found.values.shape == (1, 243, 3, 8)
    for place in (worlds.policies.start, 7, 200):
        changes = {path: float(values[place]) for path, values in columns.items()}
        other = spec.vary(changes)
        for p in range(3):
            runs = [features_by_hand(other, p, SEED, run) for run in range(2)]
            wanted = [float(np.mean([run[name] for run in runs])) for name in INTERESTS]
            assert found.values[0, place, p] == pytest.approx(wanted, abs=1e-13)
    utility = np.mean([r.utility for r in simulate_run(spec, "hedge", SEED, 1).records])
    assert found.utility[0, worlds.policies.start, 1] == pytest.approx(utility, abs=1e-13)


def test_a_world_has_the_values_of_its_draw_its_opening_and_runs_of_its_own() -> None:
    spec = short("baseline", 5)
    table = {
        "trade.speed": [0.03, 0.1],
        "patrons.russia.guarantee": [0.5, 0.9],
        "patrons.russia.rent": [9.0, 9.0],
    }
    worlds = plan_worlds(spec, Draws("made.csv", table), number=2, runs=2, seed=SEED)
    assert worlds.set_aside == ("patrons.russia.rent",)
    assert worlds.count == 2
    found = simulate_features(worlds, "equidistance", 1, nothing)
    russia = Scenario.load("belarus/baseline").patrons.index("russia")
    assert not np.allclose(found.values[0, 0, russia], found.values[1, 0, russia], atol=1e-4)
    # the same draw alone, as the first world, has the same values but other shocks: runs 0 and 1, not 2 and 3
    second = {path: values[1:] for path, values in table.items()}
    alone = plan_worlds(spec, Draws("made.csv", second), number=1, runs=4, seed=SEED)
    again = simulate_features(alone, "equidistance", 2, nothing)
    assert found.utility[1] == pytest.approx(again.utility[0][:, 2:], abs=1e-15)


def test_menus_make_every_combination_and_hold_the_present_value(tmp_path: Path) -> None:
    spec = write(tmp_path, SMALL.replace("[0.0]", "[0.0, 0.2]"))
    policies = build_policies(spec)
    assert policies.shape == (3, 3, 2)
    rent, fund = spec.values["patrons.russia.rent"], spec.values["patrons.china.fund"]
    assert 0.0 < fund < rent < 0.2
    assert policies.values[0].tolist() == [[0.0], [rent], [0.2]]
    assert policies.observed == (1, 1, 0)
    assert policies.labels[2] == ("agreement signed", "agreement association")
    columns = policies.columns(spec.patrons)
    assert [columns[p][policies.start] for p in columns] == [rent, fund, 1.0]
    assert len({tuple(row) for row in np.array(list(columns.values())).T}) == 18
    baseline = build_policies(Scenario.load("belarus/baseline"))
    assert baseline.profiles == 243
    assert baseline.select_lever(0, "rent") == [3, 4, 5]
    assert baseline.select_lever(0, "red_line") == [1, 4, 7]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            SMALL.replace("rent = [0.0]", "rent = [0.0]\nred_line = [0.1, 0.1]"),
            "menus.russia.rent: found 1 level; a choice has two at least",
        ),
        (
            SMALL.replace("rent = [0.0]", "rent = [" + ", ".join(f"{k / 100}" for k in range(20)) + "]\n"
                          "veto = [" + ", ".join(f"{k / 20}" for k in range(20)) + "]\n"
                          "roll = [0.1, 0.2, 0.3]"),
            "combinations of policies in [menus]; allowed are 5,000: give fewer levels",
        ),
    ],
)  # fmt: skip
def test_menus_that_are_no_choice_or_too_many_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        build_policies(write(tmp_path, text))
    assert message in str(refused.value)


def test_an_empty_menu_leaves_no_choice(tmp_path: Path) -> None:
    text = SMALL.split("[menus.russia]", maxsplit=1)[0] + "[menus.eu]\n[menus.china]\n"
    assert build_policies(write(tmp_path, text)).shape == (9, 1, 1)
    with pytest.raises(InputError, match="no patron has a menu"):
        build_policies(write(tmp_path, text + "[menus.russia]\n"))


def test_a_game_needs_menus_and_interests(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        plan_worlds(Scenario.load("two_powers/baseline"))
    assert str(refused.value) == (
        "two_powers/baseline: no patron has a menu; give a menu and interests, such as [menus.west] with"
        " rent = [0.0, 0.1] and [patrons.west.interests] with influence = 0.6 and money = 0.4"
    )
    text = SMALL.replace("belarus/baseline", "two_powers/baseline").split("[menus.russia]")[0]
    both = "".join(f"[menus.{p}]\nrent = [0.0, 0.1]\n" for p in ("west", "east"))
    with pytest.raises(InputError) as refused:
        plan_worlds(write(tmp_path, text + both))
    assert [fault.rpartition(": ")[2] for fault in refused.value.faults] == [
        "has a menu and no interests; give [patrons.west.interests]",
        "has a menu and no interests; give [patrons.east.interests]",
    ]


def test_names_that_the_game_does_not_know_are_refused_with_the_nearest() -> None:
    spec = Scenario.load("belarus/baseline")
    with pytest.raises(
        InputError, match=r"leader: found 'hege'; allowed is all or one of .*did you mean hedge"
    ):
        choose_leaders(spec, "hege")
    assert choose_leaders(spec, "all")[:4] == ["hedge", "mix", "equidistance", "bandwagon:russia"]
    assert choose_leaders(spec, "self_reliance") == ["self_reliance"]
    with pytest.raises(InputError, match="allowed is one of qre, nash, respond; did you mean nash"):
        check_solution("nas")
    with pytest.raises(InputError, match="precision: found -1; allowed is 0 to 1000"):
        check_precision(-1.0)
    with pytest.raises(InputError, match=r"made\.csv: column trade\.sped"):
        plan_worlds(spec, Draws("made.csv", {"trade.sped": [1.0]}))
