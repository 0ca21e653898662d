"""Shares of draws in which patterns hold: one source with the tests, and draws that break one are seen."""

from pathlib import Path

import pandas as pd
import pytest
from support.runs import quiet, scenario
from support.scripts import script

from hedgesim.analysis.validation.patterns import PATTERNS, Claim, Scenes, investment, provocation, shares
from hedgesim.analysis.validation.patterns.claims import claim_equality

patterns = script("docs/build/validation/patterns.py")

BREAKS = {"trade.eps_framework": 0.0}
MORE_TRADE = "rivalry 0.3, every step: more trade with the EU"
BARRIERS = "higher barriers: less trade with Russia"


def written(tmp_path: Path, text: str) -> Path:
    """A file of draws."""
    file = tmp_path / "draws.csv"
    file.write_text(text, encoding="utf-8")
    return file


OPEN = {
    "hedging loses at rivalry 1",
    "rivalry 0.5, every step: more utility",
    "Russia's influence rises",
    "autonomy falls",
    "the security tie grows more than twice as much",
    "China's share of exports lags",
}
"""Claims that fail with the values in use, of 69 (docs/ODD.md, section 1)."""


def test_every_pattern_of_the_tests_is_judged_and_what_fails_with_the_values_in_use_is_told() -> None:
    parts = shares.judge_patterns([{}])
    assert list(parts["pattern"].unique()) == [f"P{number}" for number in range(1, 14)]
    assert set(parts["part"][~parts["holds"]]) == OPEN
    assert not parts.duplicated(["pattern", "part"]).any()
    assert all(pattern.reason for pattern in PATTERNS)


@pytest.mark.parametrize(("pattern", "part"), [("P6", BARRIERS), ("P7", MORE_TRADE)])
def test_a_draw_that_breaks_a_pattern_is_counted_as_such(pattern: str, part: str) -> None:
    """Trade that does not follow frameworks follows neither barriers nor agreements."""
    table = shares.pattern_shares(shares.judge_patterns([{}, BREAKS, {}])).set_index(["pattern", "part"])[
        "holds"
    ]
    assert table[pattern, part] == pytest.approx(2 / 3)
    assert table["P6", shares.ALL] == pytest.approx(2 / 3)
    assert table["P9", shares.ALL] == 1.0


def test_a_pattern_holds_in_a_draw_only_if_all_its_parts_do() -> None:
    kept = [(0, True), (0, False), (1, False), (1, True), (2, True), (2, True)]
    rows = [(draw, "P1", f"part {k % 2}", "", holds) for k, (draw, holds) in enumerate(kept)]
    parts = pd.DataFrame(rows, columns=["draw", "pattern", "part", "reason", "holds"])
    table = shares.pattern_shares(parts).set_index("part")["holds"]
    assert table.to_dict() == pytest.approx({shares.ALL: 1 / 3, "part 0": 2 / 3, "part 1": 2 / 3})


def test_no_investment_is_no_fraction_of_what_is_offered() -> None:
    (claim,) = investment.fraction_of_what_is_offered(Scenes({"patrons.china.fund": 0.0}))
    assert claim.number == 0.0
    assert not claim.holds


def test_intervals_are_those_of_wilson() -> None:
    assert shares.wilson_interval([True] * 8 + [False] * 2) == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)
    assert shares.wilson_interval([False] * 200)[2] == pytest.approx(0.0188, abs=1e-4)


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        (Claim("", 0.5, 0.0, 1.0), True),
        (Claim("", 1.0, 0.0, 1.0), False),
        (Claim("", 0.0, low=0.0), False),
        (Claim("", 0.0, 0.0, 0.0), False),
        (claim_equality("", 0.0, 0.0), True),
        (claim_equality("", 3.0, 3.0), True),
        (claim_equality("", 3.0 + 1e-15, 3.0), False),
        (Claim("", float("nan")), False),
    ],
)
def test_a_claim_holds_strictly_between_its_bounds_or_where_it_is_the_one_wanted(
    claim: Claim, holds: bool
) -> None:
    assert claim.holds is holds


def test_a_draw_reaches_every_scenario_but_not_what_sets_one_apart() -> None:
    scenes = Scenes({"patrons.russia.arms_access": 0.3, "trade.speed": 0.1, "world.tension_sd": 0.09})
    assert scenes.scenario().values["patrons.russia.arms_access"] == 0.3
    for name in ("arms_denied", "history"):
        own = scenario(name).values["patrons.russia.arms_access"]
        assert scenes.scenario(name).values["patrons.russia.arms_access"] == own != 0.3
        assert scenes.scenario(name).values["trade.speed"] == 0.1
    assert scenes.quiet().values["world.tension_sd"] == 0.0
    assert scenes.scenario().values["world.tension_sd"] == 0.09


def test_scenes_without_shocks_are_those_of_other_tests() -> None:
    assert Scenes().quiet("war_2022", {"horizon": 9}) == quiet("war_2022", horizon=9)


def test_what_a_pattern_changes_itself_counts_last() -> None:
    claims = provocation.better_agreement_pays(Scenes({"patrons.eu.framework": 0.9}), 0.3)
    assert [c.number for c in claims] == [c.number for c in provocation.better_agreement_pays(Scenes(), 0.3)]


def test_the_script_takes_the_first_draws_names_what_it_leaves_out_and_writes_shares(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "draw,trade.eps_framework,error.x\n0,0.6,1\n1,0,1\n2,0.6,1\n")
    out = tmp_path / "new" / "patterns.csv"
    patterns.main(["--parameters-from", str(file), "--draws", "2", "--out", str(out)])
    said = capsys.readouterr()
    assert "error.x" in said.err
    assert "trade.eps_framework" not in said.err
    assert "2 draws" in said.out
    table = pd.read_csv(out)
    assert list(table) == shares.COLUMNS
    row = table[table["part"] == MORE_TRADE].iloc[0]
    assert row["holds"] == 0.5
    assert f" 0.500  {row['low']:.3f} to {row['high']:.3f}  {MORE_TRADE}\n" in said.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("error.x\n1\n", "none of its columns is a parameter of belarus/baseline"),
        ("trade.speed\n7\n", "trade.speed"),
        ("trade.speed\n\n", "no rows in it"),
    ],
)
def test_the_script_refuses_draws_that_cannot_be_judged(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=told):
        patterns.main(["--parameters-from", str(written(tmp_path, text)), "--out", str(tmp_path / "out.csv")])
