"""What a sweep varies: texts, ranges, guesses, and what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import scenario

from hedgesim.analysis.design.axis import LOG
from hedgesim.analysis.design.parse_axes import guess_axes, parse_axes, uncertain_axes
from hedgesim.model.errors import InputError
from hedgesim.model.parameters.lookup import parameters

BARRIER = "patrons.russia.barrier"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{BARRIER}=0:0.5", {"low": 0.0, "high": 0.5, "levels": (), "scale": "linear", "base": 0.15}),
        (f"{BARRIER}=0:0.5:3", {"levels": (0.0, 0.25, 0.5)}),
        (f"{BARRIER} = .3, .1 ,0.2", {"levels": (0.3, 0.1, 0.2), "low": 0.1, "high": 0.3}),
        ("hedger.precision=log:1:100", {"low": 1.0, "high": 100.0, "scale": LOG, "levels": ()}),
        ("patrons.eu.agreement=signed,ratified", {"levels": (1.0, 2.0), "unit": "step", "base": 1.0}),
        ("patrons.eu.agreement=signed:association", {"levels": (1.0, 2.0, 3.0, 4.0)}),
        ("patrons.china.agreement=none,signed", {"base": None}),
        ("mechanisms.veto=true,false", {"levels": (1.0, 0.0), "base": 1.0}),
        ("rivalry.eu-russia=0:1", {"path": "rivalry.russia-eu"}),
        ("world.energy=-0.5:0.5", {"low": -0.5}),
        ("hedger.effort.russia.security=0:1", {"base": None}),
    ],
)
def test_texts_become_axes(text: str, told: dict[str, Any]) -> None:
    (axis,) = parse_axes([text], scenario("baseline"))
    assert {key: getattr(axis, key) for key in told} == told


def test_levels_of_a_logarithmic_range_have_equal_ratios() -> None:
    (axis,) = parse_axes(["hedger.precision=log:1:100:3"], scenario("baseline"))
    assert axis.levels == pytest.approx((1.0, 10.0, 100.0))
    assert (axis.levels[0], axis.levels[-1]) == (1.0, 100.0)


def test_the_size_of_an_event_is_a_key_and_the_scenario_says_what_it_may_be() -> None:
    (axis,) = parse_axes(["events.rivalry_2022.value=0.3:0.9"], scenario("war_2022"))
    assert (axis.path, axis.base) == ("events.rivalry_2022.value", 0.95)
    with pytest.raises(InputError, match=r"rivalry_2022.*found 3.0; allowed is 0 to 1"):
        parse_axes(["events.rivalry_2022.value=0.3:3"], scenario("war_2022"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("barrier", "'barrier': write KEY=LO:HI, KEY=LO:HI:N, KEY=log:LO:HI[:N] or KEY=a,b,c"),
        (f"{BARRIER}=", f"'{BARRIER}=': write KEY=LO:HI"),
        ("patrons.russia.barier=0:1", "unknown parameter of belarus/baseline; did you mean patrons.russia.b"),
        (f"{BARRIER}=0:2", f"{BARRIER}: found 2; allowed is 0 to 0.95"),
        (f"{BARRIER}=0.1,-1,3", f"{BARRIER}: found -1, 3; allowed is 0 to 0.95"),
        (f"{BARRIER}=0.5:0.1", "found 0.5 to 0.1; the first number must be the smaller"),
        (f"{BARRIER}=0.5:0.5", "the first number must be the smaller"),
        (f"{BARRIER}=0:0.5:1", "found '1' levels; allowed is a whole number from 2 to 10,000"),
        (f"{BARRIER}=0:0.5:x", "found 'x' levels"),
        (f"{BARRIER}=0:0.2:3:4", "found '0:0.2:3:4'; allowed is LO:HI, LO:HI:N, log:LO:HI[:N] or a,b,c"),
        (f"{BARRIER}=log:0:0.5", "found log:0; a logarithmic range begins above 0"),
        (f"{BARRIER}=0.3", f"one value is no variation; set it with --set {BARRIER}=0.3"),
        (f"{BARRIER}=0.3,0.3", "level 0.3 is given twice"),
        (f"{BARRIER}=0:nan", "found 'nan'; allowed is a finite number"),
        (f"{BARRIER}=0-0.6", "found '0-0.6'; allowed is a finite number; a range is written LO:HI"),
        (f"{BARRIER}=0,,1", "found ''; allowed is a finite number"),
        (
            "patrons.eu.agreement=signed,ratifid",
            "found 'ratifid'; allowed is a finite number or one of none, signed",
        ),
        ("patrons.eu.agreement=1:2:3", "found 1.5; allowed is 0 to 4 in whole numbers"),
        ("patrons.eu.agreement=-1,2", "found -1; allowed is 0 to 4 in whole numbers"),
        ("horizon=20:40", "horizon: cannot be varied"),
        ("events.rivalry_2022.date=1:2", "cannot be varied: runs of different length or dates"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_axes([text], scenario("baseline"))
    assert said in str(caught.value)


def test_all_faults_come_at_once() -> None:
    texts = ["x", f"{BARRIER}=0:9", "rivalry.eu-russia=0:1", "rivalry.russia-eu=0:1", "horizon=1:2"]
    with pytest.raises(InputError) as caught:
        parse_axes(texts, scenario("baseline"))
    assert len(caught.value.faults) == 4
    assert "rivalry.russia-eu: varied twice" in caught.value.faults
    with pytest.raises(InputError, match="nothing to vary"):
        parse_axes([], scenario("baseline"))


def test_a_framework_and_an_agreement_do_not_vary_together() -> None:
    with pytest.raises(InputError, match=r"patrons.eu: found framework and agreement; vary one"):
        parse_axes(["patrons.eu.framework=0:1", "patrons.eu.agreement=signed,ratified"], scenario("baseline"))


def test_every_range_of_a_file_is_an_axis() -> None:
    axes = uncertain_axes(scenario("baseline"))
    assert [a.path for a in axes] == list(scenario("baseline").uncertainty)
    steps = {a.path: a.levels for a in axes if a.levels}
    assert steps == {"patrons.eu.agreement": (1.0, 2.0, 3.0)}


def test_guesses_are_quantities_over_the_range_of_the_table() -> None:
    spec = scenario("baseline")
    rows, axes = parameters(spec.patrons), guess_axes(spec)
    assert all(spec.origins[a.path].kind == "guess" for a in axes)
    assert all((a.low, a.high) == (rows[a.path].low, rows[a.path].high) for a in axes)
    paths = {a.path for a in axes}
    assert not {p for p in paths if p.startswith("start.") or rows[p].unit in {"step", "switch"}}
    assert "patrons.eu.framework" not in paths
    assert "patrons.russia.framework" in paths


@given(st.floats(0.0, 0.4), st.floats(0.01, 0.5), st.integers(2, 50))
def test_levels_keep_both_ends_and_lie_between(low: float, width: float, count: int) -> None:
    (axis,) = parse_axes([f"{BARRIER}={low!r}:{low + width!r}:{count}"], scenario("baseline"))
    assert len(axis.levels) == count
    assert (axis.levels[0], axis.levels[-1]) == (axis.low, axis.high) == (low, low + width)
    assert list(axis.levels) == sorted(axis.levels)
