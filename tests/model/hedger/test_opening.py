"""The opening of a case: indices at the start, solved bases, and what never moves them (ODD section 5)."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from support.runs import scenario

from hedgesim.analysis.design.batch import cut_blocks, plan_batch
from hedgesim.analysis.design.columns import opening_columns
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.model import InputError, Scenario, simulate_run
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.quarter import measure_opening, opening
from hedgesim.model.rules.welfare import normalise_weights, utility
from hedgesim.model.scenario.opening import AUTONOMY, INDICES, solve_opening

CASES = ("belarus/baseline", "armenia/baseline", "vietnam/baseline", "kazakhstan/history", "belarus/history")


def solved(spec: Scenario) -> dict[str, float]:
    """What a scenario holds of its opening."""
    return {path: spec.values[path] for path in (*INDICES, *INDICES.values(), AUTONOMY)}


@pytest.mark.parametrize("name", CASES)
def test_a_case_opens_at_its_indices(name: str) -> None:
    spec = Scenario.load(name)
    d = measure_opening(spec.case(), spec.start())
    assert [d.security, d.economy, d.autonomy] == pytest.approx(
        [spec.values[f"start.hedger.{index}"] for index in ("security", "economy", "autonomy")], abs=1e-12
    )
    if name != "armenia/baseline":  # it gives its threat and lets the index follow
        assert spec.values["start.hedger.security"] == 0.5
    assert spec.values["start.hedger.economy"] == 0.5


def test_what_changes_the_root_changes_the_start_and_not_the_opening() -> None:
    """A variation, a setting, an event: barriers start below baseline, since the opening is the root's."""
    base, barriers = scenario("baseline"), scenario("eeu_barriers")
    by_hand = base.vary({"patrons.russia.barrier": 0.45})
    assert solved(base) == solved(barriers) == solved(by_hand) == solved(scenario("war_2022"))
    records = [simulate_run(s, "hedge", 1, 0).records[0] for s in (base, barriers, by_hand)]
    assert records[1] == records[2]
    assert records[1].economy < records[0].economy - 0.1
    assert records[1].utility < records[0].utility - 0.03


def test_a_setting_of_a_base_holds_against_the_opening() -> None:
    base = scenario("baseline")
    feared = base.vary({"hedger.threat_base": 1.5})
    d = measure_opening(feared.case(), feared.start())
    assert d.security < 0.4
    assert feared.values["start.hedger.security"] == base.values["start.hedger.security"] == 0.5


def test_weights_are_shares_of_value_at_the_opening_whatever_its_level() -> None:
    """Eq. 21: elasticities of utility in the indices are the weights, relative to their sum."""
    for changes in ({}, {"start.hedger.security": 0.35}, {"response.influence_floor": 0.5}):
        spec = scenario("baseline")
        spec = spec.vary(changes)
        fixed, _ = begin(spec.case(), spec.start())
        for elasticity in (0.25, 0.5, 0.99, 1.0, 2.0):
            hedger = spec.case().hedger._replace(elasticity=elasticity)
            hedger = hedger._replace(weights=hedger.weights._replace(security=0.5, economy=0.3, autonomy=0.2))
            at = [spec.values[f"start.hedger.{index}"] for index in ("security", "economy", "autonomy")]
            m = utility(normalise_weights(hedger, fixed.opening), elasticity, *at)
            shares = [m.security * at[0], m.economy * at[1], m.autonomy * at[2]]
            assert [x / m.utility for x in shares] == pytest.approx([0.5, 0.3, 0.2], abs=1e-9)


def test_the_record_before_the_first_quarter_stands_at_the_opening() -> None:
    spec = scenario("baseline")
    record = opening(spec.case(), *begin(spec.case(), spec.start()))
    assert (record.security, record.economy) == pytest.approx((0.5, 0.5), abs=1e-12)


DRAWS = {
    "patrons.russia.rent": np.array([0.05, 0.10, 0.14, 0.2]),
    "start.hedger.security": np.array([0.4, 0.5, 0.6, 0.5]),
    "patrons.eu.agreement": np.array([0.0, 1.0, 2.0, 3.0]),
}


def test_a_draw_has_an_opening_of_its_own() -> None:
    """To the bit what the case with these values gives; a variation takes its case's with the draw."""
    for name in ("baseline", "eeu_barriers"):
        columns = opening_columns(scenario(name), DRAWS)
        for k in range(4):
            row = {path: float(values[k]) for path, values in DRAWS.items()}
            terms = dict.fromkeys(
                ("patrons.eu.framework", "start.patrons.eu.framework"), row["patrons.eu.agreement"] / 4.0
            )
            found, _ = solve_opening({**scenario("baseline").root, **row, **terms}, scenario(name).patrons)
            found["start.patrons.eu.framework"] = terms["start.patrons.eu.framework"]
            assert {path: float(values[k]) for path, values in columns.items()} == {
                path: value for path, value in found.items() if path not in DRAWS
            }
    assert len(set(columns["hedger.income_base"])) == 4
    assert columns["hedger.threat_base"][0] > columns["hedger.threat_base"][2]


def test_a_set_base_is_not_overwritten_by_draws() -> None:
    columns = opening_columns(scenario("baseline").vary({"hedger.threat_base": 1.5}), DRAWS)
    assert "hedger.threat_base" not in columns
    assert "hedger.income_base" in columns


def test_runs_of_a_batch_take_the_opening_of_their_draw_at_every_point() -> None:
    draws = Draws("draws.csv", {"hedger.gain_rest": np.array([0.1, 0.3])})
    points = {"patrons.russia.barrier": np.array([0.1, 0.4])}
    batch = plan_batch([scenario("baseline")], ["hedge"], runs=4, points=points, draws=draws)
    (block,) = cut_blocks(batch)
    bases = block.columns["hedger.income_base"]
    assert bases[:4].tolist() == bases[4:].tolist()
    assert bases[0] == bases[2] < bases[1] == bases[3]


def written(tmp_path: Path, hedger: str, start: str = "") -> str:
    """A case of its own: the baseline's numbers, with other lines on the hedger."""
    place = Path(__file__).parents[3] / "scenarios" / "belarus" / "baseline.toml"
    text = place.read_text(encoding="utf-8")
    text = text.replace('[hedger]\nlabel = "Belarus"\n', f'[hedger]\nlabel = "Belarus"\n{hedger}\n')
    text = text.replace("[start.hedger]\n", f"[start.hedger]\n{start}\n")
    file = tmp_path / "case.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_an_index_that_no_base_reaches_is_refused_with_the_range(tmp_path: Path) -> None:
    with pytest.raises(
        InputError,
        match=r"case\.toml:\d+: start\.hedger\.security: found 0\.9; with the ties of the start"
        r" hedger\.threat_base can take it to 0\.0947 to 0\.799",
    ):
        Scenario.load(written(tmp_path, "", "security = 0.9"))
    for end in (0.0955, 0.79):
        spec = Scenario.load(written(tmp_path, "", f"security = {end}"))
        assert measure_opening(spec.case(), spec.start()).security == pytest.approx(end)


def test_a_draw_whose_index_cannot_be_reached_is_refused_with_its_row() -> None:
    draws = Draws("draws.csv", {"start.hedger.security": np.array([0.5, 0.97])})
    with pytest.raises(InputError, match=r"row 1: start\.hedger\.security: found 0\.97; with the ties"):
        plan_batch([scenario("baseline")], ["hedge"], runs=4, draws=draws)


def test_a_base_and_its_index_are_not_both_given(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"found hedger\.income_base and start\.hedger\.economy; give one"):
        Scenario.load(written(tmp_path, "income_base = 0.3", "economy = 0.4"))


def test_a_given_base_lets_its_index_follow(tmp_path: Path) -> None:
    spec = Scenario.load(written(tmp_path, "threat_base = 1.5\nincome_base = 0.3"))
    d = measure_opening(spec.case(), spec.start())
    assert spec.values["start.hedger.security"] == d.security < 0.4
    assert spec.values["start.hedger.economy"] == d.economy > 0.6


def test_a_higher_stated_security_means_a_smaller_threat(tmp_path: Path) -> None:
    bases = [
        Scenario.load(written(tmp_path, "", f"security = {index}")).values["hedger.threat_base"]
        for index in (0.3, 0.5, 0.7)
    ]
    assert all(a > b for a, b in pairwise(bases))
