"""Mistakes that people make, each with the message that helps, and exit code 2."""

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hedgesim.analysis.claims.read_ledger import read_ledger
from hedgesim.analysis.cli.main import app
from hedgesim.model.errors import InputError

HEAD = 'extends = "belarus/baseline"\ntitle = "T"\nquestion = "Q"\n'


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refuse(line: str) -> str:
    """The message with which a command line is refused, in one line."""
    result = CliRunner().invoke(app, shlex.split(line))
    assert result.exit_code == 2, result.output
    return " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[patrons.russia]\nbarrier = 10%\n",
            "case.toml:5: barrier: found 10%; allowed is a number; write 0.1",
        ),
        (
            "[patrons.russia]\nbarrier = 0,1\n",
            "case.toml:5: barrier: found 0,1; allowed is a number; write 0.1",
        ),
        (
            '[patrons.russia]\nbarrier = "10 %"\n',
            "case.toml:5: patrons.russia.barrier: found '10 %'; allowed is a number; write 0.1",
        ),
        (
            "[hedger]\nlabel = “Minsk”\n",
            "case.toml:5: found the curly quotation mark “; write straight ones: \" or '",
        ),
        (
            '[hedger]\nlabel = "Minsk”\n',
            "case.toml:5: found the curly quotation mark ”; write straight ones: \" or '",
        ),
        (
            '[[events]]\nname = "a"\ndate = "2018"\nset = "world.strain"\nvalue = "5%"\nsource = "me"\n',
            "case.toml:8: events.a.value: found '5%'; allowed is a number; write 0.05",
        ),
    ],
)
def test_numbers_and_quotes_of_other_programs_in_a_file(text: str, message: str) -> None:
    Path("case.toml").write_text(HEAD + text, encoding="utf-8")
    assert refuse("validate case.toml") == f"Error: {message}"


def test_curly_quotes_inside_straight_ones_are_a_text() -> None:
    Path("case.toml").write_text(
        f'{HEAD}[hedger]\nlabel = "the “Minsk” line"\nbudget = = 1\n', encoding="utf-8"
    )
    assert "not valid TOML" in refuse("validate case.toml")


def test_faults_of_a_file_come_in_the_order_of_its_lines() -> None:
    text = "[patrons.russia]\nbarrier = 2.0\n[hedger]\nbudgt = 1\n[patrons.eu]\nfund = -1\nhoriz = 3\n"
    Path("case.toml").write_text(f"titel = 1\n{HEAD}{text}", encoding="utf-8")
    result = CliRunner().invoke(app, ["validate", "case.toml"])
    lines = [int(line.split("case.toml:")[1].partition(":")[0]) for line in result.stderr.splitlines()]
    assert lines == [1, 6, 8, 10, 11]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("run belarus/baseline --set patrons.russia.barrier=10%", "allowed is a number; write 0.1"),
        ("run belarus/baseline --set patrons.russia.barrier=0,1", "allowed is a number; write 0.1"),
        (
            "run belarus/baseline --set arms_access=.1",
            "unknown parameter; write one of patrons.russia.arms_access, patrons.china.arms_access,"
            " patrons.eu.arms_access",
        ),
        ("run belarus/baseline --set kappa=9", "kappa: unknown parameter; did you mean response.kappa?"),
        ("run belarus/baseline --strategy bandwagon", "it names a patron: bandwagon:russia, "),
        ("run belarus/baseline --strategies hedge myopic", "No such option: --strategies"),
        (
            "sweep belarus/baseline --vary patrons.russia.barrier=10%:20%",
            "found '10%'; allowed is a finite number; write 0.1",
        ),
        ("sweep belarus/baseline --vary patrons.russia.barrier=0,1:0,2", "or a,b,c; write 0.1; write 0.2"),
        (
            "sweep belarus/baseline --vary patrons.russia.barrier=0,5",
            "found 5; allowed is 0 to 0.95; a comma separates levels; write 0.5 for a decimal",
        ),
        (
            "sweep belarus/baseline --vary barrier=0:.5",
            "write one of patrons.russia.barrier, patrons.china.barrier, patrons.eu.",
        ),
        (
            "sweep belarus/baseline --vary patrons.russia.barrier=0:.5 --strategies hedge myopic",
            "several names are joined by commas: --strategies A,B",
        ),
        (
            "batch belarus/baseline --strategies hedge bandwagon:russia",
            "bandwagon:russia: a strategy, not a scenario; use commas: --strategies A,bandwagon:russia",
        ),
        (
            "threshold belarus/baseline --point --vary patrons.russia.barrier=0:0.6 --when 'hedging < 1'",
            "unknown column hedging; that is a regime: write share(regime == 'hedging') < 0.5",
        ),
        (
            "plot belarus/baseline",
            "belarus/baseline: a scenario; a result folder was expected; first: hedgesim batch",
        ),
        ("plot nothing_here", "Missing option '--kind'"),
        (
            "plot belarus/baseline --kind premium -o x.png",
            "a result folder was expected; first: hedgesim batch belarus/baseline --out results/first",
        ),
        (
            "report belarus/baseline.toml -o x.html",
            "a result folder was expected; first: hedgesim batch belarus/baseline --out results/first",
        ),
        (
            "compare nothing_here",
            "nothing_here: no such folder; a result folder was expected; first: hedgesim batch"
            " belarus/baseline --out nothing_here",
        ),
        ("premium", "No such command 'premium'. It is a word: hedgesim explain premium"),
        ("export nothing_here --to stata", "known are csv, xlsx, dta, parquet, r; did you mean dta?"),
        ("export nothing_here --to Excel", "did you mean xlsx?"),
        ("fallback belarus/baseline --cut Russland", "leader, russia, china, eu; did you mean russia?"),
        ("run belarus/Baselin", "did you mean belarus/baseline?"),
    ],
)  # fmt: skip
def test_options_of_a_command_line(line: str, message: str) -> None:
    assert message in refuse(line)


def test_a_framework_over_an_agreement_leaves_it_unused() -> None:
    result = CliRunner().invoke(
        app, shlex.split("run belarus/baseline --point --set patrons.eu.framework=.5")
    )
    assert "patrons.eu.agreement (signed) is unused: patrons.eu.framework takes its place" in result.stderr
    shown = CliRunner().invoke(app, ["show", "belarus/baseline", "--json"]).stdout
    assert '"path": "patrons.russia.agreement",\n   "value": "unused"' in shown


CLAIM = """scenario = "ukraine/history_to_2024"
[[claim]]
id = "A"
text = "t"
source = "s"
outcome = "economy_mean"
set = { "events.EVENT.value" = "none" }
direction = "falls"
least = 0.002
"""


def test_a_claim_sets_the_agreement_of_an_event_by_its_name() -> None:
    Path("claims.toml").write_text(CLAIM.replace("EVENT", "association"), encoding="utf-8")
    (claim,) = read_ledger(Path("claims.toml")).claims
    assert dict(claim.parts[0].cells["after"].world.values) == {"events.association.value": 0.0}


def test_a_claim_about_an_event_that_is_not_there_says_so() -> None:
    Path("claims.toml").write_text(CLAIM.replace("EVENT", "assocation"), encoding="utf-8")
    with pytest.raises(InputError, match="has no such event; did you mean events"):
        read_ledger(Path("claims.toml"))
