"""Which ensemble a case takes, and the notice when what it was fitted to was changed since."""

import shutil
from pathlib import Path

import pytest
from support.scripts import done

from hedgesim.analysis.ensembles.case_ensemble import find_ensemble
from hedgesim.analysis.ensembles.claim_draws import choose_claim_draws
from hedgesim.analysis.ensembles.default import CASE, find_draws_for
from hedgesim.model.scenario.files import builtin_root
from hedgesim.model.scenario.scenario import Scenario

RANGES = "parameter,low,likeliest,high,why\npatrons.north.red_line,0.1,0.25,{high},a test\n"
PATTERNS = """scenario = "aa.toml"
[[claim]]
id = "U1"
text = "The barrier is low"
source = "a test"
use = "constraint"
belief = 0.6
number = "barrier"
direction = "below"
bound = 0.5
tolerance = 0.01
cells = { barrier = { parameter = "patrons.north.barrier" } }
"""
VARIATION = 'title = "V"\nquestion = "What if?"\nextends = "{case}"\n'


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three cases and the ensemble of the first."""
    folder = tmp_path_factory.mktemp("fitted")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, *more in (("aa",), ("cc",), ("bb", "--patrons", "2")):
            done("new", name, *more)
        Path("ranges.csv").write_text(RANGES.format(high=0.5))
        Path("patterns.toml").write_text(PATTERNS)
        said = done("ensemble", "aa.toml", "--particles", "400", "-o", "ensemble.csv.gz").output
    assert "no draws are written" not in said
    return folder


@pytest.fixture
def folder(fitted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it elsewhere, in which a command works."""
    monkeypatch.chdir(shutil.copytree(fitted, tmp_path / "copy"))
    return Path()


def draws_of(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the name of the draws that a scenario takes, and the notices on its ensemble."""
    found = find_draws_for(Scenario.load(name))
    return found.name, tuple(line for line in found.notices if line.startswith("ensemble.csv.gz"))


def test_a_case_takes_its_own_ensemble_after_a_move_and_from_elsewhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "var.toml").write_text(VARIATION.format(case="aa.toml"))
    assert draws_of("aa.toml") == draws_of("var.toml") == ("ensemble.csv.gz", ())
    place = Path.cwd()
    monkeypatch.chdir(place.parent)
    assert draws_of("copy/aa.toml") == draws_of(str(place / "aa.toml")) == ("ensemble.csv.gz", ())


@pytest.mark.parametrize("name", ["bb", "cc"])
def test_another_case_in_the_folder_takes_draws_by_rule_and_says_so(folder: Path, name: str) -> None:
    notice = f"ensemble.csv.gz here is of aa, not of {name}: draws by rule instead"
    assert draws_of(name) == (f"{name}, by rule", (notice,))
    (folder / "var.toml").write_text(VARIATION.format(case=f"{name}.toml"))
    assert draws_of("var") == (f"{name}, by rule", (notice,))
    assert done("run", f"{name}.toml").output.count(notice) == 1
    draws, weights = choose_claim_draws(CASE, Scenario.load(name), 2)
    assert draws is not None
    assert draws.name == f"{name}, by rule"
    assert weights == {}


def test_a_strange_ensemble_does_not_hide_that_of_the_case(folder: Path) -> None:
    (folder / "mine.toml").write_text(VARIATION.format(case="belarus/baseline"))
    notice = (
        "ensemble.csv.gz here is of aa, not of belarus/baseline: draws of belarus/ensemble.csv.gz instead"
    )
    assert draws_of("mine") == ("belarus/ensemble.csv.gz", (notice,))


def test_without_a_record_it_is_of_a_case_that_has_all_of_its_columns(folder: Path) -> None:
    (folder / "ensemble.json").unlink()
    assert draws_of("aa") == draws_of("cc") == ("ensemble.csv.gz", ())
    notice = "ensemble.csv.gz here is of another case, not of bb: draws by rule instead"
    assert draws_of("bb") == ("bb, by rule", (notice,))


def edit(old: str, new: str, file: str = "aa.toml") -> None:
    """Replace words of a file."""
    text = Path(file).read_text()
    assert old in text
    Path(file).write_text(text.replace(old, new))


REMEDY = (
    "changed since it was fitted; make it anew: hedgesim ensemble aa.toml --particles 400 -o ensemble.csv.gz"
)
NARROWER = ('"rivalry.north-west" = [0.1, 0.7]', '"rivalry.north-west" = [0.2, 0.4]')


def test_what_was_changed_since_the_fit_is_said_with_a_remedy_that_works(folder: Path) -> None:
    edit(*NARROWER)
    assert draws_of("aa")[1] == (f"ensemble.csv.gz: [uncertainty] of aa.toml {REMEDY}",)
    (folder / "ranges.csv").write_text(RANGES.format(high=0.4))
    (folder / "patterns.toml").unlink()
    changed = "ranges.csv, patterns.toml, [uncertainty] of aa.toml"
    assert draws_of("aa")[1] == (f"ensemble.csv.gz: {changed} {REMEDY}",)
    assert done("run", "aa.toml").output.count("make it anew") == 1
    done(*REMEDY.partition("hedgesim ")[2].split())
    assert draws_of("aa") == ("ensemble.csv.gz", ())
    (folder / "patterns.toml").write_text(PATTERNS)  # new since
    assert draws_of("aa")[1] == (f"ensemble.csv.gz: patterns.toml {REMEDY}",)


def test_what_does_not_enter_a_fit_may_change(folder: Path) -> None:
    edit('high = 0.9, why = "invented for this starter"', 'high = 0.9, why = "somebody said so"')
    edit('kind = "guess", text = "invented for this starter"', 'kind = "guess", text = "a yearbook"')
    edit("Eastland", "The East")
    assert draws_of("aa") == ("ensemble.csv.gz", ())
    assert find_draws_for(Scenario.load("aa").vary({"rivalry.north-west": 0.3})).notices == ()


def test_the_ensemble_of_belarus_is_up_to_date() -> None:
    """Also for its history, whose other numbers are no change since the fit."""
    for name in ("baseline", "war_2022", "history", "history_to_2024"):
        assert find_draws_for(Scenario.load(f"belarus/{name}")).notices == ()


def test_of_observations_those_count_that_were_fitted(tmp_path: Path) -> None:
    copy = shutil.copytree(builtin_root() / "belarus", tmp_path / "mine")
    own = Scenario.load(str(copy / "baseline.toml"))
    assert find_ensemble(own) == (copy / "ensemble.csv.gz", ())
    table = copy / "observations.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    row = next(k for k, line in enumerate(lines) if ",2010," in line)
    table.write_text("\n".join(lines) + "\n\n", encoding="utf-8")  # other bytes, same numbers
    assert find_ensemble(own)[1] == ()
    table.write_text("\n".join(lines[:row] + lines[row + 1 :]) + "\n", encoding="utf-8")
    (notice,) = find_ensemble(own)[1]
    assert notice.startswith("ensemble.csv.gz: observations.csv changed since it was fitted; make it anew:")
