"""Patterns P1 to P13 of the ODD page: the ledger says what they assert, and plain runs agree with it.

The verdicts on twenty draws were those of Python functions, one per pattern, which the ledger replaced; there
they were equal for every part and draw. The draws hold every number of the baseline, so that other defaults
change no verdict; other rules do, as do other numbers of a variation.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import run, scenario
from support.scripts import script

from hedgesim.analysis.claims.ledger import Claim
from hedgesim.analysis.claims.patterns import ALL, PatternScores, estimate_shares, score_patterns
from hedgesim.analysis.claims.read_ledger import read_ledger
from hedgesim.analysis.design.columns import draw_columns
from hedgesim.analysis.design.parameter_draws import Draws, read_draws
from hedgesim.analysis.design.quiet import remove_shocks
from hedgesim.model.engines.reference import Run
from hedgesim.model.rules.patrons import compute_bid, courting, explain_threat

KNOWN = Path(__file__).parent / "known_patterns"
LEDGER = read_ledger("belarus/patterns.toml")
PATTERNS = {claim.id: claim for claim in LEDGER.claims}
RUSSIA, CHINA, EU = 0, 1, 2

OPEN = {
    "effort spreads as rivalry goes from 0 to .2",
    "effort narrows from .2 to .6, .8 and 1",
    "hedging loses at rivalry 1",
    "equidistance: smallest share of exports",
    "rivalry 0.5, every step: more utility",
    "at the red line courting has fallen",
    "past it courting has fallen far",
    "Russia's influence rises",
    "autonomy falls",
    "the security tie grows more than twice as much",
    "China's share of exports lags",
}
"""Parts that fail with the values in use, of 69 (docs/ODD.md, section 1): said, and not mended."""


@pytest.fixture(scope="module")
def point() -> PatternScores:
    """The patterns at the values in use."""
    return score_patterns(LEDGER, None)


@pytest.fixture(scope="module")
def draws() -> Draws:
    """Twenty draws of a posterior; with every other value of the baseline as it was then."""
    return replace(read_draws(KNOWN / "draws.csv"), base=dict(scenario("baseline").values))


def number_of(claim: Claim, text: str, scores: PatternScores) -> np.ndarray:
    """The number of a part, by draw."""
    rows = scores.parts[(scores.parts["pattern"] == claim.id) & (scores.parts["part"] == text)]
    assert len(rows)
    return rows["number"].to_numpy()


def test_there_are_thirteen_patterns_and_each_says_what_it_may_be_used_for() -> None:
    assert list(PATTERNS) == [f"P{number}" for number in range(1, 14)]
    constraints = {name for name, claim in PATTERNS.items() if claim.use == "constraint"}
    assert constraints == {"P4", "P5", "P6", "P7", "P8", "P9", "P11"}
    assert PATTERNS["P10"].use == "held back"  # of 2020 to 2022
    assert {claim.use for claim in PATTERNS.values()} == {"constraint", "reported", "held back"}
    assert all(claim.why and claim.source for claim in PATTERNS.values())
    assert sum(len(claim.parts) for claim in PATTERNS.values()) == 69
    assert all(part.tolerance > 0.0 for claim in PATTERNS.values() for part in claim.parts)


def test_what_fails_with_the_values_in_use_is_said(point: PatternScores) -> None:
    assert set(point.parts["part"][~point.parts["holds"]]) == OPEN
    assert {name for name, holds in point.holds.items() if not holds[0]} == {
        "P1", "P2", "P7", "P9", "P10", "P13",
    }  # fmt: skip


def test_verdicts_are_those_of_the_functions_that_the_ledger_replaced(draws: Draws) -> None:
    known = pd.read_csv(KNOWN / "verdicts.csv", dtype=str)
    parts = score_patterns(LEDGER, draws, seed=7).parts
    found = parts.groupby(["pattern", "part"], sort=False)["holds"].agg(
        lambda h: "".join(map(str, h.astype(int)))
    )
    expected = known.set_index(["pattern", "part"])["verdicts"]
    assert found.sort_index().to_dict() == expected.sort_index().to_dict()


def play_quiet(name: str, drawn: Mapping[str, float], changes: Mapping[str, object]) -> Run:
    """One run without shocks in plain Python, with a draw and then what a pattern changes."""
    return run(remove_shocks(scenario(name).vary(drawn)).vary(changes))


def test_numbers_are_those_of_plain_runs(draws: Draws) -> None:
    """Plain Python, one scenario after another, with the draw set like any value and its opening solved."""
    scores = score_patterns(LEDGER, draws)
    for k in (0, 7):

        def play(name: str, k: int = k, **changes: object) -> Run:
            columns = draw_columns(scenario(name), draws)
            return play_quiet(name, {path: float(v[k]) for path, v in columns.items()}, changes)

        base, denied = play("baseline"), play("arms_denied")
        secure = [np.mean([q.security for q in r.records[:20]]) for r in (base, denied)]
        found = number_of(PATTERNS["P5"], "denial costs security in the first five years", scores)
        assert found[k] == pytest.approx(secure[0] - secure[1], rel=1e-12)
        offered = draws.columns["patrons.china.fund"][k]
        yearly = np.mean([q.patrons[CHINA].investment for q in base.records]) / offered
        found = number_of(PATTERNS["P4"], "investment is a fraction of what is offered", scores)
        assert found[k] == pytest.approx(yearly, rel=1e-12)
        sold = [play(n).outcome.patrons[RUSSIA].export_share_last for n in ("eeu_open", "eeu_barriers")]
        found = number_of(PATTERNS["P6"], "higher barriers: less trade with Russia", scores)
        assert found[k] == sold[1] - sold[0]
        steps = [
            play("baseline", **{"patrons.eu.agreement": step, "rivalry.russia-eu": 0.3}).outcome
            for step in ("signed", "ratified", "enhanced", "association")
        ]
        gained = np.diff([o.utility.mean for o in steps]).min()
        assert number_of(PATTERNS["P7"], "rivalry 0.3, every step: more utility", scores)[k] == gained
        first, later = base.records[0].patrons[CHINA], base.records[11].patrons[CHINA]
        found = number_of(PATTERNS["P13"], "the economic tie with China grows", scores)
        assert found[k] == later.tie_economy - first.tie_economy


@given(
    rent=st.floats(0.01, 0.2),
    line=st.floats(0.05, 1.5),
    kappa=st.floats(5.0, 30.0),
    most=st.floats(0.0, 0.99),
)
def test_p9_courts_by_the_rules_of_the_model(rent: float, line: float, kappa: float, most: float) -> None:
    """Its formula is that of ``compute_bid``, ``explain_threat`` and ``courting`` at any engagement."""
    case = scenario("baseline").case()
    russia = case.patrons[RUSSIA]._replace(rent=rent, red_line=line, coercion_max=most)
    response = case.response._replace(kappa=kappa)

    def courted(times: float, depth: float = 0.7) -> float:
        seen = times * line
        feared = most * explain_threat(russia, response, seen)
        return courting(rent, depth, compute_bid(russia, seen)[0], feared)

    cells = {"rent": rent, "line": line, "kappa": kappa, "most": most}
    values = {name: np.array([value]) for name, value in cells.items()}
    found = [float(part.formula.evaluate(values)[0]) for part in PATTERNS["P9"].parts]
    ratios = [courted(0.4) / courted(0.0), courted(1.0) / courted(0.5), courted(1.5) / courted(0.5)]
    assert found == pytest.approx(ratios, rel=1e-9)


def test_a_draw_that_breaks_a_pattern_is_counted_as_such() -> None:
    """Trade that does not follow frameworks follows neither barriers nor agreements."""
    usual = scenario("baseline").values["trade.eps_framework"]
    scores = score_patterns(LEDGER, Draws("", {"trade.eps_framework": np.array([usual, 0.0, usual])}))
    table = estimate_shares(scores).set_index(["pattern", "part"])["holds"]
    assert table["P6", "higher barriers: less trade with Russia"] == pytest.approx(2 / 3)
    assert table["P7", "rivalry 0.3, every step: more trade with the EU"] == pytest.approx(2 / 3)
    assert table["P6", ALL] == pytest.approx(2 / 3)
    assert table["P11", ALL] == 1.0
    assert scores.shown["P6"][0] == 1.0
    assert scores.shown["P6"][1] < 0.1


def test_a_pattern_is_shown_as_well_as_its_worst_part(point: PatternScores) -> None:
    for name, claim in PATTERNS.items():
        rows = point.parts[point.parts["pattern"] == name]
        worst = min(
            part.measure_likeness(np.array([x]))[0]
            for part, x in zip(claim.parts, rows["number"], strict=True)
        )
        assert point.shown[name][0] == worst


def test_factors_are_those_of_beliefs(point: PatternScores) -> None:
    factors = point.list_factors(LEDGER)
    assert set(factors) == {name for name, claim in PATTERNS.items() if claim.use == "constraint"}
    assert factors["P4"] == pytest.approx([0.9])  # shown in full, with a belief of .9
    shown = point.shown["P7"][0]
    assert factors["P7"] == pytest.approx([0.8 * shown + 0.2 * (1.0 - shown)])


def test_the_script_takes_the_first_draws_and_writes_shares(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    patterns = script("docs/build/validation/patterns.py")
    file, out = tmp_path / "draws.csv", tmp_path / "new" / "patterns.csv"
    file.write_text("draw,trade.eps_framework\n0,0.6\n1,0\n2,0.6\n", encoding="utf-8")
    patterns.main(["--parameters-from", str(file), "--draws", "2", "--out", str(out)])
    printed = capsys.readouterr().out
    assert "2 draws" in printed
    table = pd.read_csv(out)
    assert list(table) == ["pattern", "part", "holds", "low", "high"]
    part = "rivalry 0.3, every step: more trade with the EU"
    row = table[table["part"] == part].iloc[0]
    assert row["holds"] == 0.5
    assert f" 0.500  {row['low']:.3f} to {row['high']:.3f}  {part}\n" in printed


def test_the_script_refuses_draws_that_do_not_fit(tmp_path: Path) -> None:
    patterns = script("docs/build/validation/patterns.py")
    file = tmp_path / "draws.csv"
    file.write_text("trade.sped\n0.1\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"trade\.sped.*trade\.speed"):
        patterns.main(["--parameters-from", str(file), "--out", str(tmp_path / "out.csv")])
