"""Draws by rule: widths by who wrote a number, what stays, and openings that can be reached."""

from pathlib import Path

import numpy as np
import pytest

from hedgesim.analysis.design.columns import opening_columns
from hedgesim.analysis.ensembles.by_rule import draw_by_rule, inputs_by_rule
from hedgesim.analysis.ensembles.default import CASE, choose_draws
from hedgesim.model.errors import InputError
from hedgesim.model.scenario.scenario import Scenario

OWN = """title = "Own"
question = "What if?"
extends = "two_powers/baseline"
{more}
"""


def write(folder: Path, more: str) -> Scenario:
    """Write a variation of the case of two powers and load it."""
    place = folder / "own.toml"
    place.write_text(OWN.format(more=more))
    return Scenario.load(str(place))


def ratio(column: np.ndarray) -> float:
    """Return how many times the largest draw is the smallest."""
    return float(column.max() / column.min())


def test_widths_go_by_who_wrote_the_number() -> None:
    columns = draw_by_rule(Scenario.load("belarus/baseline")).columns
    assert ratio(columns["patrons.russia.power"]) == pytest.approx(1.25**2, rel=0.01)
    assert ratio(columns["response.sigma"]) == pytest.approx(1.5**2, rel=0.01)
    assert ratio(columns["start.patrons.russia.exports"]) == pytest.approx(1.05**2, rel=0.01)
    assert columns["start.hedger.economy"].min() == pytest.approx(0.4, abs=0.005)
    assert columns["start.hedger.economy"].max() == pytest.approx(0.6, abs=0.005)


def test_shares_move_in_log_odds_and_keep_their_median() -> None:
    tied = draw_by_rule(Scenario.load("belarus/baseline"), 4000).columns["patrons.china.tied"]
    odds = tied / (1.0 - tied)
    assert ratio(odds) == pytest.approx(1.25**3.2, rel=0.01)
    assert np.median(tied) == pytest.approx(0.8, abs=0.005)


def test_what_is_no_quantity_stays() -> None:
    inputs = inputs_by_rule(Scenario.load("belarus/baseline")).by_path
    still = (
        "patrons.eu.transfer", "patrons.eu.agreement", "patrons.eu.framework", "regimes.lean",
        "mechanisms.moods", "world.strain", "hedger.threat_base", "hedger.income_base",
        "start.hedger.autonomy", "hedger.pivot_quarter",
    )  # fmt: skip
    assert [path for path in still if path in inputs] == []


def test_the_range_of_the_file_wins(tmp_path: Path) -> None:
    spec = write(tmp_path, '[uncertainty]\n"response.theta" = [0.4, 0.5]\n"patrons.east.veto" = [0.0, 0.3]')
    columns = draw_by_rule(spec).columns
    assert 0.4 < columns["response.theta"].min() < columns["response.theta"].max() < 0.5
    assert 0.0 <= columns["patrons.east.veto"].min() < 0.05 < columns["patrons.east.veto"].max() <= 0.3


def test_every_scenario_of_a_case_has_the_same_draws() -> None:
    calm, war = (draw_by_rule(Scenario.load(f"belarus/{n}"), 50).columns for n in ("baseline", "war_2022"))
    assert calm.keys() == war.keys()
    for path, column in calm.items():
        assert np.array_equal(column, war[path]), path


def test_terms_of_the_start_move_with_the_terms() -> None:
    columns = draw_by_rule(Scenario.load("belarus/baseline"), 50).columns
    for name in ("barrier", "uncertainty", "framework"):
        terms = columns[f"patrons.russia.{name}"]
        assert np.array_equal(columns[f"start.patrons.russia.{name}"], terms), name


def test_draws_that_cannot_open_are_replaced(tmp_path: Path) -> None:
    # with ten times the threat of coercion, many indices are out of reach of every allowed base
    spec = write(tmp_path, "[uncertainty]\n" + '"start.hedger.security" = [0.02, 0.98]')
    draws = draw_by_rule(spec, 400)
    assert draws.count == 400
    opening_columns(spec, draws.columns)  # raises if one cannot open
    assert "could not open and were replaced" in draws.notices[0]


def test_a_case_that_hardly_opens_is_refused(tmp_path: Path) -> None:
    spec = write(tmp_path, '[uncertainty]\n"start.hedger.security" = [0.98, 0.985]')
    with pytest.raises(InputError, match=r"0 of 200 draws by rule can open; state narrower ranges"):
        draw_by_rule(spec, 200)


def test_seeds_differ_and_repeat() -> None:
    spec = Scenario.load("two_powers/baseline")
    first, again, other = (draw_by_rule(spec, 20, seed).columns["response.theta"] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_range_may_be_argued_in_the_file(tmp_path: Path) -> None:
    more = '[uncertainty]\n"response.theta" = { low = 0.3, likeliest = 0.7, high = 0.8, why = "returns" }'
    spec = write(tmp_path, more)
    assert spec.uncertainty["response.theta"] == (0.3, 0.8)
    assert inputs_by_rule(spec).by_path["response.theta"].why == "returns"
    drawn = draw_by_rule(spec).columns["response.theta"]
    assert np.median(drawn) == pytest.approx(0.658, abs=0.01)  # of a beta distribution, 4.2 and 1.8
    assert Scenario.from_dict(spec.to_dict()) == spec
    assert spec.vary({"response.sigma": 4.0}).beliefs == spec.beliefs


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "{ low = 0.3, likeliest = 0.9, high = 0.8, why = 'x' }",
            "found likeliest 0.9; allowed is 0.3 to 0.8",
        ),
        (
            "{ low = 0.3, likeliest = 0.5, high = 0.2, why = 'x' }",
            "found 0.3 to 0.2; the first number must be",
        ),
        ("{ low = 0.3, high = 0.8, why = 'x' }", "response.theta.likeliest: missing; it must be given"),
        ("{ low = 0.3, likliest = 0.5, high = 0.8, why = 'x' }", "unknown key; did you mean likeliest?"),
        ("[0.3]", "found a list; allowed is [low, high] or { low, likeliest, high, why }"),
        ("0.3", "found 0.3; allowed is [low, high] or { low, likeliest, high, why }"),
    ],
)
def test_faults_of_an_argued_range_name_the_place(tmp_path: Path, entry: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        write(tmp_path, f'[uncertainty]\n"response.theta" = {entry}')
    assert message in str(caught.value)
    assert "uncertainty.response.theta" in str(caught.value)


def test_scenarios_of_other_cases_are_refused_or_named() -> None:
    own, foreign, same = (Scenario.load(f"{case}/baseline") for case in ("belarus", "vietnam", "armenia"))
    with pytest.raises(InputError) as error:
        choose_draws(CASE, [own, foreign])
    assert error.value.faults == (
        "vietnam/baseline: other patrons than belarus/baseline, whose draws they cannot take: run them apart,"
        " or all with --point",
    )
    found = choose_draws(CASE, [own, same])
    assert found is not None
    assert found.notices[-1] == (
        "armenia/baseline: of another case than belarus/baseline: draws of belarus/ensemble.csv.gz reach only"
        " the numbers that both share; run apart for their own"
    )
    alike = choose_draws(CASE, [own, Scenario.load("belarus/war_2022")])
    assert alike is not None
    assert not alike.notices
