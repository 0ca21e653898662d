"""``hedgesim claims``: a row for each, the answer last; its JSON goes into a report; a check has a code."""

import csv
import io
import json
from pathlib import Path

import pytest
from support.answer_checks import check_answer
from support.scripts import invoked

from hedgesim.analysis.claims.judgement import judge_ledger
from hedgesim.analysis.claims.read_ledger import read_ledger
from hedgesim.analysis.claims.result import Judgement, judgement_from_plain_data, read_judgement
from hedgesim.analysis.design.parameter_draws import read_draws
from hedgesim.analysis.notebook.claims import judge_claims
from hedgesim.analysis.plots.claims import draw
from hedgesim.analysis.report.claims import report_claims
from hedgesim.analysis.tables.claims import claims_sheets
from hedgesim.analysis.verdicts.claims import judge_claims as judge
from hedgesim.model.errors import InputError

LEDGER = """scenario = "belarus/baseline"
[[claim]]
id = "A1"
text = "Arms denied cost security"
source = "me"
outcome = "security_mean"
to = "belarus/arms_denied"
direction = "falls"
least = 0.005
expected = "robust"
[[claim]]
id = "A2"
text = "The barrier is above .2"
source = "me"
number = "barrier"
direction = "above"
bound = 0.2
cells = { barrier = { parameter = "patrons.russia.barrier" } }
[[claim]]
id = "X1"
text = "Arms denied bring security"
source = "planted"
outcome = "security_mean"
to = "belarus/arms_denied"
direction = "rises"
"""
DRAWS = "patrons.russia.barrier,patrons.china.fund\n" + "".join(
    f"{0.1 + 0.005 * k:.3f},{0.03 + 0.007 * (k * 7 % 10):.3f}\n" for k in range(40)
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of three claims."""
    file = tmp_path / "claims.toml"
    file.write_text(LEDGER, encoding="utf-8")
    return file


@pytest.fixture
def draws(tmp_path: Path) -> Path:
    """Forty draws: barriers of .1 to .295, of which 19 are above .2."""
    file = tmp_path / "draws.csv"
    file.write_text(DRAWS, encoding="utf-8")
    return file


@pytest.fixture
def found(ledger: Path, draws: Path) -> Judgement:
    """Verdicts on it."""
    return judge_ledger(read_ledger(ledger), read_draws(draws))


def test_the_answer_comes_last_below_the_counts_and_a_row_for_each(ledger: Path, draws: Path) -> None:
    words = ("claims", str(ledger), "--parameters-from", str(draws))
    text = " ".join(check_answer(words).split())
    assert "Of 2 claims 1 is robust and 1 contested, over 40 draws of draws.csv (2 runs each)." in text
    assert "The 95% interval of 1 reaches another word; none contradicts what the ledger expects." in text
    assert text.endswith("Of 1 planted false claim 1 is refuted.")
    assert text.index("Claims by verdict") < text.index("A1 Arms denied") < text.index("Where claims fail")
    assert "robust from .90 1 0 likely" in text
    assert "A2 Russia's barrier below 0.198 100% 52% 95%" in text
    assert "searched on the same draws" in text
    assert "expected" not in text.partition("Left out")[0]
    assert "Who says so" in invoked(*words, "--full").output


def test_a_claim_alone_is_judged_by_its_share_and_effect(ledger: Path, draws: Path) -> None:
    words = ("claims", str(ledger), "--parameters-from", str(draws), "--id", "A2")
    text = " ".join(check_answer(words).split())
    assert "A2 is contested or unlikely: 48% of draws support it (95% interval 3" in text
    assert text.endswith("Its effect is 0.1975 in the middle draw, 0.1075 to 0.2875 in nine tenths of them.")


def test_known_shares_of_a_parameter(found: Judgement) -> None:
    barrier = found.verdicts[1]
    assert barrier.support == 19 / 40
    assert (barrier.against, barrier.median) == (21 / 40, pytest.approx(0.1975))
    assert barrier.words == "contested or unlikely"
    assert (found.verdicts[0].verdict, found.verdicts[2].verdict) == ("robust", "refuted")


def test_tables_fit_eighty_columns(ledger: Path, draws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    result = invoked("claims", str(ledger), "--parameters-from", str(draws), "--full")
    assert max(map(len, result.output.splitlines())) <= 80


def test_some_claims_by_their_ids_and_the_nearest_of_an_unknown_one(ledger: Path, draws: Path) -> None:
    words = ("claims", str(ledger), "--parameters-from", str(draws), "--json", "--id")
    assert [row["id"] for row in json.loads(invoked(*words, "X1,A2").stdout)["claims"]] == ["X1", "A2"]
    wrong = invoked(*words, "A1,A22")
    assert wrong.exit_code == 2
    assert "no claim A22; did you mean A2?" in wrong.output


def test_json_restores_the_verdicts_and_csv_has_the_same_rows(
    ledger: Path, draws: Path, found: Judgement, tmp_path: Path
) -> None:
    words = ("claims", str(ledger), "--parameters-from", str(draws))
    file = tmp_path / "claims.json"
    file.write_text(invoked(*words, "--json").stdout, encoding="utf-8")
    restored = read_judgement(file)
    assert restored.table.equals(found.table)
    assert judge(restored) == judge(found)
    rows = list(csv.DictReader(io.StringIO(invoked(*words, "--csv").stdout)))
    assert [row["verdict"] for row in rows] == [v.verdict for v in found.verdicts]


def test_a_check_fails_where_a_verdict_is_out_of_reach(ledger: Path, draws: Path) -> None:
    words = ("claims", str(ledger), "--parameters-from", str(draws), "--check")
    good = invoked(*words)
    assert good.exit_code == 0
    assert "check: 1 of 1 verdicts are as expected" in good.output
    ledger.write_text(LEDGER.replace('expected = "robust"', 'expected = "contested"'), encoding="utf-8")
    bad = invoked(*words)
    assert bad.exit_code == 1
    assert "check: 0 of 1 verdicts are as expected" in bad.output
    assert "1 contradicts what the ledger expects: A1 robust." in " ".join(bad.output.split())
    assert "Claims that contradict what the ledger expects" in bad.output


def test_a_planted_claim_that_is_not_refuted_is_named(ledger: Path, draws: Path) -> None:
    ledger.write_text(LEDGER.replace('direction = "rises"', 'direction = "falls"'), encoding="utf-8")
    words = " ".join(invoked("claims", str(ledger), "--parameters-from", str(draws)).output.split())
    assert "Of 1 planted false claim 0 are refuted, not X1." in words


def test_the_scenarios_own_numbers_hold_or_fail(ledger: Path) -> None:
    words = " ".join(check_answer(["claims", str(ledger), "--point", "--runs", "5"]).split())
    assert (
        "Of 2 claims 1 holds and 1 fails with the own numbers of belarus/baseline (5 runs), a single" in words
    )
    assert "support" not in words.partition("Claims")[2]
    assert "The scenario's own numbers (--point), without draws of what is not known." in words


def test_more_draws_than_there_are_is_said(ledger: Path, draws: Path) -> None:
    words = ("claims", str(ledger), "--id", "A2", "--parameters-from", str(draws), "--draws")
    said = "draws.csv has 40 draws, fewer than 41: all of them judge"
    result = invoked(*words, "41")
    assert said in result.stderr.splitlines()
    assert "over 40 draws of draws.csv" in result.stdout
    assert "fewer than" not in invoked(*words, "40").output


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--point", "--draws", "50"), "--point and --draws: the scenario's own numbers are one draw"),
        (("--point", "--check"), "--point and --check: the scenario's own numbers are one draw"),
        (("--json", "--csv"), "--json and --csv: choose one"),
        (("--plot", "x.bmp"), "x.bmp"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    words: tuple[str, ...], fault: str, ledger: Path
) -> None:
    result = invoked("claims", str(ledger), *words)
    assert result.exit_code == 2
    assert fault in result.output


def test_a_faulty_ledger_is_refused_before_anything_is_played(ledger: Path) -> None:
    ledger.write_text(LEDGER.replace("security_mean", "securty_mean"), encoding="utf-8")
    result = invoked("claims", str(ledger))
    assert result.exit_code == 2
    assert (
        f"{ledger}:6: A1.outcome: unknown outcome securty_mean; did you mean security_mean?" in result.output
    )
    assert f"{ledger}:23: X1.outcome" in result.output


def test_the_notebook_function_gives_the_same(ledger: Path, draws: Path, found: Judgement) -> None:
    assert judge_claims(ledger, draws=draws).table.equals(found.table)
    assert judge_claims(ledger, ["A2"], draws=draws).verdicts == (found.verdicts[1],)


def test_a_figure_has_every_claim_and_its_verdict(found: Judgement) -> None:
    figure = draw(found)
    texts = [text.get_text() for text in figure.texts]
    for verdict in found.verdicts:
        assert verdict.id in texts
        assert verdict.words.replace(" or ", " ") in " ".join(texts).replace("\n", " ").replace(" or ", " ")
    (ax,) = figure.axes
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    assert [float(line.get_xdata()[0]) for line in marks] == [v.support for v in found.verdicts]
    assert [line.get_markerfacecolor() == "white" for line in marks] == [False, False, True]


def test_a_report_shows_what_was_judged(found: Judgement) -> None:
    section = report_claims([judgement_from_plain_data(json.loads(json.dumps(found.to_plain_data())))])
    assert len(section.blocks) == len(claims_sheets(found)) + 2
    assert report_claims([]).blocks == []


@pytest.mark.parametrize("text", ["{}", "[]", '{"asked": {}, "claims": [{}]}', "no"])
def test_something_else_is_no_verdict(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.json: not verdicts on claims; make one: hedgesim claims FILE"):
        read_judgement(file)
