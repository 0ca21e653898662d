"""Commands that vary inputs and learn from it: what they print, where they write, and what they refuse."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.scripts import done, invoked
from support.sweeps import ACCESS, BARRIER, short, sweep, swept

from hedgesim.analysis.results.folder import load
from hedgesim.model.parameters.lookup import effort_paths

BASE = "belarus/baseline"
SMALL = ("--runs", "2", "--quarters", "4", "--strategies", "hedge,myopic", "--workers", "1")
TINY = ("--runs", "3", "--set", "horizon=4")
FOUR = ("--runs", "4")
LEAN = ("--strategies", "hedge", "--against", "bandwagon:russia")
RISK = ("strategy", "reference", "score", "runs")
LEADS = ("lead", "lead_low", "lead_high", "known", "known_low", "known_high")
EFFORT = effort_paths(short().patrons)


def rows(*words: str) -> dict[str, list[dict[str, Any]]]:
    """What ``--json`` prints."""
    found: dict[str, list[dict[str, Any]]] = json.loads(done(*words, "--json").stdout)
    return found


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Sweeps by design, and a batch."""
    place = tmp_path_factory.mktemp("sweeps")
    ranges = (f"{BARRIER}=0:0.5", f"{ACCESS}=0.1:0.9")
    levels = (f"{BARRIER}=0:0.5:3", f"{ACCESS}=0.1:0.9:3")
    pair = ("hedge", "myopic")
    swept(sweep(short(), *levels, strategies=pair), place / "grid")
    swept(
        sweep(short(), *ranges, strategies=pair, design="lhs", samples=60, engine="compiled"), place / "lhs"
    )
    swept(sweep(short(), *ranges, strategies=pair, design="morris", samples=6), place / "morris")
    swept(sweep(short(), *ranges, strategies=pair, design="sobol", samples=16), place / "sobol")
    done("batch", BASE, *SMALL, "--point", "--out", str(place / "batch"))
    return {name: str(place / name) for name in ("grid", "lhs", "morris", "sobol", "batch")}


# ---- sweep ---------------------------------------------------------------------------------
def test_a_sweep_is_written_told_and_made_again() -> None:
    result = done("sweep", BASE, "--vary", f"{BARRIER}=0:0.5:3", *SMALL, "--out", "made")
    assert "3 points x 1 scenario x 2 strategies x 2 runs of 4 quarters = 12 runs" in result.stderr
    assert "\n2 draws of what is not known (belarus/ensemble.csv.gz)" in result.stdout
    assert "which strategy is robust: hedgesim robustness made" in result.stderr
    assert load(Path("made")).manifest["design"]["kind"] == "grid"
    again = done("rerun", "made", "--check", "--workers", "1")
    assert "made: reproduced bit for bit, 12 runs" in again.stdout
    assert sorted(p.name for p in Path().iterdir()) == ["made"]


def test_the_folder_is_named_after_the_scenario() -> None:
    for _ in range(2):
        done("sweep", BASE, "--vary", f"{BARRIER}=0,0.5", *SMALL)
    assert sorted(p.name for p in Path("results").iterdir()) == ["baseline-sweep", "baseline-sweep-2"]


@pytest.mark.parametrize("design", [[], ["--design", "sobol", "--samples", "8"], ["--design", "morris"]])
def test_a_dry_run_writes_nothing(design: list[str]) -> None:
    result = done("sweep", BASE, "--vary", f"{BARRIER}=0:0.5", *design, *SMALL, "--dry-run")
    assert result.stdout == ""
    assert "runs of 4 quarters" in result.stderr
    assert "into" not in result.stderr
    assert list(Path().iterdir()) == []


def test_a_users_own_points() -> None:
    Path("own.csv").write_text("patrons.eu.agreement,patrons.russia.barrier\nsigned,0.1\nenhanced,0.4\n")
    done("sweep", BASE, "--design", "own.csv", *SMALL, "--out", "own")
    design = load(Path("own")).design.drop_duplicates("point")
    assert design["patrons.eu.agreement"].to_list() == [1.0, 3.0]
    assert design[BARRIER].to_list() == [0.1, 0.4]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "nothing to vary; give --vary KEY=LO:HI, --uncertain, --all-guesses or --design FILE"),
        (["--vary", "patrons.russia.barier=0:1"], "did you mean patrons.russia.barrier?"),
        (["--vary", BARRIER], BARRIER),
        (["--vary", f"{BARRIER}=0:seven"], "seven"),
        (["--vary", f"{BARRIER}=0.5:0"], "the first number must be the smaller"),
        (["--vary", f"{BARRIER}=0:7"], "found 7; allowed is 0 to 0.95"),
        (["--vary", f"{BARRIER}=log:0:0.5"], "a logarithmic range begins above 0"),
        (["--vary", f"{BARRIER}=0.1,0.1"], "level 0.1 is given twice"),
        (["--vary", "patrons.eu.agreement=signed,ratifed"], "did you mean ratified?"),
        (
            ["--vary", "patrons.eu.agreement=0:2", "--vary", "patrons.eu.framework=0:1"],
            "vary one, each takes",
        ),
        (["--vary", f"{BARRIER}=0:0.5", "--design", "gird"], "did you mean grid?"),
        (["--vary", f"{BARRIER}=0:0.5", "--design", "grid"], "a grid needs levels: write 0:0.5:N or a list"),
        (["--vary", f"{BARRIER}=0:0.5:3", "--samples", "9"], "--samples 9: a grid design has as many points"),
        (["--design", "none.csv"], "--design none.csv: no such file"),
        (["--design", "none.csv", "--vary", f"{BARRIER}=0:0.5"], "--design none.csv: no such file"),
        (["--vary", f"{BARRIER}=nan:0.5"], f"{BARRIER}: found 'nan'; allowed is a finite number"),
        (
            ["--vary", "mechanisms.veto=tru,false"],
            "a finite number or one of false, true; did you mean true?",
        ),
        (
            ["--vary", f"{BARRIER}=0:0.5", "--set", f"{BARRIER}=0.1"],
            f"{BARRIER}: both set and varied; use only one of --set and --vary",
        ),
        (["--vary", f"{BARRIER}=0:0.5:3", "--strategies", "hege"], "did you mean hedge?"),
        (["--vary", f"{BARRIER}=0:0.5:3", "--engine", "compild"], "did you mean compiled?"),
        (["--vary", f"{BARRIER}=0:0.5:3", "--json", "--csv"], "--json"),
        (["--vary", f"{BARRIER}=0:0.5:3", "--runs", "0"], "--runs"),
    ],
)
def test_a_sweep_that_cannot_be_made(words: list[str], said: str) -> None:
    result = invoked("sweep", BASE, *words)
    assert result.exit_code == 2, result.output
    assert said in " ".join(result.stderr.split())
    assert list(Path().iterdir()) == []


def test_a_table_of_points_says_what_varies() -> None:
    Path("own.csv").write_text(f"{BARRIER}\n0.1\n")
    result = invoked("sweep", BASE, "--design", "own.csv", "--uncertain")
    assert result.exit_code == 2
    assert "leave --vary and the like out" in result.stderr


def test_a_folder_in_use_is_refused(folders: dict[str, str]) -> None:
    result = invoked("sweep", BASE, "--vary", f"{BARRIER}=0:0.5:3", "--out", folders["grid"])
    assert result.exit_code == 2
    assert "the folder is not empty" in result.stderr


# ---- what they print -----------------------------------------------------------------------
TRIGGER = ["--over", "trigger", "--watch", "coercion.russia", "--judge", "2", "--generations", "1"]
CROSSING = ["crossing", "low", "high", "direction", "share"]
SHARE = "export_share_russia_last < 0.454"
COLUMNS: list[tuple[list[str], str, list[str]]] = [
    (["sensitivity", "lhs"], "sensitivity",
     ["outcome", "strategy", "parameter", "parameter_2", "index", "value", "low", "high"]),
    (["sensitivity", "lhs", "--convergence"], "sensitivity",
     ["outcome", "strategy", "samples", "parameter", "index", "value", "low", "high"]),
    (["robustness", "grid"], "criteria", ["strategy", "criterion", "value", "low", "high", "rank"]),
    (["threshold", BASE, "--vary", f"{BARRIER}=0:0.5", "--when", SHARE, *TINY], "points",
     ["x", "mean", "low", "high"]),
    (["threshold", BASE, "--vary", f"{BARRIER}=0:0.5", "--when", SHARE, *TINY], "crossings",
     CROSSING),
    (["threshold", BASE, "--vary", f"{BARRIER}=0:0.5", "--vary", "patrons.eu.agreement=signed,enhanced",
      "--when", SHARE, *TINY], "crossings", ["patrons.eu.agreement", *CROSSING]),
    (["attribute", BASE, "belarus/eu_enhanced", *TINY], "attribution",
     ["input", "value", "low", "high", "runs", "orders"]),
    (["optimise", BASE, *TINY, "--generations", "1"], "scores",
     ["strategy", "kind", "mean", "worst", "regret", "mean_seen", "worst_seen", "regret_seen", "behind",
      "behind_low", "behind_high"]),
    (["optimise", BASE, *TINY, "--generations", "1", "--over", "weights", "--for", "worst"], "shares",
     ["input", "share"]),
    (["optimise", BASE, *TINY, *TRIGGER], "triggers",
     ["watch", "level", "release", "quarters", "dated", "seen", "runs", "mean", "low", "high", "over_date",
      "over_date_low", "over_date_high", "share"]),
    (["optimise", BASE, *TINY, *TRIGGER], "futures",
     ["scenario", "point", "switched", "median", "runs", "mean", "low", "high"]),
    (["ladder", BASE, *TINY[2:], *FOUR], "rungs", ["scenario", "rung", "runs", "mean", "low", "high"]),
    (["ladder", BASE, *TINY[2:], *FOUR], "levels",
     ["scenario", "level", "runs", "mean", "low", "high", "above", "above_low", "above_high"]),
    (["ladder", "batch", *FOUR], "rivals",
     ["scenario", "rival", "setting", "best", "runs", "mean", "low", "high"]),
    (["fallback", BASE, *TINY[2:], *FOUR, "--for", "2"], "fallback",
     ["strategy", "cut", "runs", "mean", "low", "high", "kept", "kept_low", "kept_high", "more", "more_low",
      "more_high"]),
    (["voi", "lhs", "--runs", "2"], "inputs",
     ["input", "mean", "low", "high", "floor", "chance", "star", "share"]),
    (["voi", "lhs", "--runs", "2", "--pairs", "1"], "pairs",
     ["input", "input_2", "mean", "low", "high", "floor", "chance", "star", "share", "apart"]),
    (["voi", "sobol", "--runs", "2"], "mixes", ["mix", "patron", "mean", "best", *EFFORT]),
    (["risk", BASE, *TINY, *LEAN], "insurance", [*RISK, *LEADS, "mean", "low", "high"]),
    (["risk", BASE, *TINY, *LEAN], "scores", ["strategy", "world", "score", "runs", "mean", "low", "high"]),
    (["risk", BASE, *TINY, *LEAN], "tails", ["strategy", "world", "share", "utility"]),
    (["ladder", BASE, *TINY[2:], *FOUR], "mixes", ["scenario", "level", "half", "on", *EFFORT]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "table", "columns"), COLUMNS, ids=[f"{w[0]}-{t}-{len(c)}" for w, t, c in COLUMNS]
)
def test_json_has_the_documented_columns(
    folders: dict[str, str], words: list[str], table: str, columns: list[str]
) -> None:
    point = () if words[1] in folders else ("--point",)  # draws add their parts of an interval
    found = rows(words[0], folders.get(words[1], words[1]), *words[2:], *point)[table]
    assert found
    assert [list(row) for row in found] == [columns] * len(found)


@pytest.mark.slow
def test_discovery_prints_its_tables(folders: dict[str, str]) -> None:
    design = load(Path(folders["lhs"]))
    runs = design.design.merge(design.outcomes, on="run_id").query("strategy == 'hedge'")
    limit = float(runs["export_share_russia_last"].median())
    found = rows("discover", folders["lhs"], "--where", f"export_share_russia_last < {limit}")
    assert list(found) == ["verdict", "box", "trade_off", "tree", "stability", "doubts", "carries"]
    assert all(found[name] for name in ("box", "trade_off", "tree", "stability", "carries"))


def test_csv_is_one_table_with_full_precision(folders: dict[str, str]) -> None:
    told = rows("robustness", folders["lhs"])["criteria"]
    head, first, *_ = done("robustness", folders["lhs"], "--csv", "--table", "criteria").stdout.splitlines()
    assert head == "strategy,criterion,value,low,high,rank"
    assert float(first.split(",")[2]) == told[0]["value"]
    assert "hedge" in done("robustness", folders["lhs"]).stdout.lower()


@pytest.mark.parametrize(
    "words",
    [
        ["sensitivity", "lhs"],
        ["sensitivity", "morris", "--figure", "plane"],
        ["sensitivity", "sobol", "--figure", "map"],
        ["sensitivity", "lhs", "--convergence"],
        ["robustness", "grid"],
        ["plot", "grid", "--kind", "map"],
        ["ladder", "batch", *FOUR],
        ["voi", "lhs", "--runs", "2"],
    ],
)
def test_figures_are_drawn(folders: dict[str, str], words: list[str]) -> None:
    option = "-o" if words[0] == "plot" else "--plot"
    result = done(words[0], folders[words[1]], *words[2:], option, "f.png")
    assert "drawn to f.png" in result.output
    assert Path("f.png").read_bytes().startswith(b"\x89PNG")


# ---- what they refuse ----------------------------------------------------------------------
REFUSED: list[tuple[list[str], str]] = [
    (["sensitivity", "lhs", "--of", "utility_men"], "outcome 'utility_men'; did you mean utility_mean?"),
    (["sensitivity", "lhs", "--of", "utility"], "outcome 'utility'; did you mean utility_mean?"),
    (["attribute", BASE, "belarus/eu_enhanced", "--of", "utility"], "did you mean utility_mean?"),
    (["attribute", BASE, "belarus/eu_enhanced", "--of", "regime"], "--of regime: it is a text"),
    (["robustness", "grid", "--of", "utility"], "did you mean utility_mean?"),
    (["discover", "lhs", "--where", "autonomy < 0.4"], "did you mean autonomy_mean?"),
    (["compare", "grid", "--scenario", "belarus/basline"], "'belarus/basline' was not run; there are"),
    (["compare", "grid", "--strategy", "hedge"], "--strategy hedge: a sweep's table shows all strategies"),
    (["threshold", BASE, "--vary", f"{BARRIER}=0:0.5", "--set", f"{BARRIER}=0.1"], "both set and varied"),
    (["threshold", BASE, "--vary", f"{BARRIER}=0:0.5", "--csv"], "choose it with --table crossings|points"),
    (["threshold", BASE, "--vary", f"{BARRIER}=0:0.5", "--when", "hedging_lost_quarter < 8"], "how many do"),
    (["optimise", "grid", "--set", f"{BARRIER}=0.1"], "is a result folder, whose values are what they were"),
    (["sensitivity", "lhs", "--of", "regime"], "outcome 'regime' holds no numbers"),
    (["sensitivity", "lhs", "--strategy", "hege"], "'hege' was not run; there are hedge, myopic; did you"),
    (["sensitivity", "lhs", "--figure", "tornato"], "known are tornado, plane, map; did you mean tornado?"),
    (["sensitivity", "lhs", "--figure", "plane"], "--figure plane: say where to draw it: --plot FILE"),
    (["sensitivity", "lhs", "--figure", "plane", "--convergence", "--plot", "f.png"], "leave --figure out"),
    (["sensitivity", "lhs", "--plot", "f.bmp"], "a figure's file ends in .png, .svg or .pdf, found '.bmp'"),
    (["sensitivity", "batch"], "nothing varies in it; make a sweep: hedgesim sweep SCENARIO"),
    (["sensitivity", "none"], "none: no such folder"),
    (["discover", "batch", "--where", "utility_mean < 0.4"], "nothing varies in it"),
    (["discover", "lhs", "--where", "utilty_mean < 0.4"], "unknown column utilty_mean; did you mean utility"),
    (["discover", "lhs", "--where", "utility_mean <"], "--where"),
    (["discover", "lhs", "--where", "regime == 'colapse'"], "is never 'colapse'; did you mean collapse?"),
    (["discover", "lhs", "--where", "utility_mean < 0.4", "--strategy", "hege"], "did you mean hedge?"),
    (["discover", "lhs", "--where", "utility_mean < -1"], "none of 120 rows is a case"),
    (
        ["robustness", "grid", "--of", "utility_men"],
        "unknown outcome 'utility_men'; did you mean utility_mean?",
    ),
    (["robustness", "grid", "--require", "autonmy_mean > 0.4"], "--require: \"autonmy_mean > 0.4\": unknown"),
    (["robustness", "grid", "--csv", "--table", "criterias"], "did you mean criteria?"),
    (["threshold", BASE, "--vary", f"{BARRIER}=0:0.5", "--when", "premum < 0"], "did you mean premium?"),
    (["threshold", BASE, "--vary", "patrons.russia.barier=0:0.5"], "did you mean patrons.russia.barrier?"),
    (["threshold", BASE, "--vary", f"{BARRIER}=0,0.5"], "found levels; a threshold needs a range"),
    (["threshold", BASE, "--vary", f"{BARRIER}=0:0.5", "--vary", "patrons.eu.fund=0:0.5"], "needs levels"),
    (["threshold", BASE, "--vary", "mechanisms.veto=0:1", "--vary", f"{BARRIER}=0,0.5"], "is a switch"),
    (["threshold", BASE], "--vary"),
    (["attribute", BASE], "attribute: name two scenarios, or one with --mechanisms"),
    (["attribute", BASE, "belarus/eu_enhanced", "--mechanisms"], "attribute: name two scenarios"),
    (["attribute", BASE, BASE], "there is nothing to attribute"),
    (["attribute", BASE, "belarus/eu_enhancd"], "did you mean"),
    (["attribute", BASE, "belarus/eu_enhanced", "--of", "utilty_mean"], "did you mean utility_mean?"),
    (["ladder", BASE, "--runs", "3"], "--runs"),
    (["ladder", BASE, "--csv"], "choose it with --table rungs|levels|rivals|mixes"),
    (["ladder", BASE, "--plot", "f.bmp"], "a figure's file ends in .png, .svg or .pdf, found '.bmp'"),
    (["ladder", "grid"], "a sweep; a ladder is that of a scenario as it is: hedgesim ladder belarus/base"),
    (["report", "grid", "-o", "f.html", "--ladder"], "a ladder is that of a scenario as it is: hedgesim"),
    (["plot", "grid", "--kind", "ladder", "-o", "f.png"], "hedgesim ladder belarus/baseline --plot f.png"),
    (["plot", "batch", "--kind", "ladder", "-o", "f.png"], "batch --plot f.png"),
    (["ladder", "batch", "--set", f"{BARRIER}=0.1"], "is a result folder, whose values are what they were"),
    (["ladder", "belarus/basline"], "did you mean"),
    (["fallback", BASE, "--cut", "rusia"], "cut: found 'rusia'; allowed is one of leader, russia, china, eu"),
    (["fallback", BASE, "--at", "1999"], "at: found 1999Q1; allowed is 2017Q4 to 2032Q2"),
    (["fallback", BASE, "--for", "99"], "for: found 99 quarters from 2025Q1; allowed is 1 to 30"),
    (["fallback", BASE, "--runs", "1"], "--runs"),
    (["fallback", BASE, "--strategies", "hege"], "did you mean hedge?"),
    (["fallback", BASE, "--json", "--csv"], "choose one"),
    (["voi", "batch"], "nothing varies in it that could be known; make a sweep: hedgesim sweep bel"),
    (["voi", "grid"], "grid: found 9 points; at least 30 are needed: more --samples, or more --runs"),
    (["voi", "lhs", "--pairs", "-1"], "--pairs"),
    (["voi", "lhs", "--runs", "1"], "--runs"),
    (["voi", "lhs", "--csv"], "choose it with --table inputs|pairs|mixes"),
    (["report", "lhs", "-o", "f.html", "--voi", "none.json"], "none.json: cannot be read"),
    (["risk", BASE, "--against", "rusia"], "against: unknown strategy 'rusia'; known are lean, hedge,"),
    (["risk", BASE, *LEAN, "--floor", "2", "--aversion", "101"], "floor: found 2; allowed is above 0, at"),
    (["risk", BASE, *LEAN, "--aversion", "101"], "aversion: found 101; allowed is 0 to 100"),
    (["risk", BASE, "--runs", "1"], "--runs"),
    (["risk", BASE, *LEAN, "--csv"], "choose it with --table insurance|scores|tails"),
    (["risk", BASE, *LEAN, "--plot", "f.bmp"], "a figure's file ends in .png, .svg or .pdf, found '.bmp'"),
    (["report", "batch", "-o", "f.html", "--risk", "none.json"], "none.json: cannot be read"),
    (["optimise", BASE, "--for", "men"], "--for men: known are mean, worst, regret; did you mean mean?"),
    (["optimise", BASE, "--over", "efort"], "known are effort, weights, trigger; did you mean effort?"),
    (["optimise", BASE, "--over", "trigger", "--for", "worst"], "triggers are searched for the mean; leave"),
    (["optimise", BASE, "--over", "trigger", "--watch", "coercion.e"], "did you mean coercion.eu?"),
    (["optimise", BASE, "--watch", "strain", "--judge", "9"], "--judge: goes with --over trigger"),
    (["optimise", BASE, "belarus/detente"], "several go with --over trigger"),
    (["optimise", BASE, "--over", "trigger", "--csv"], "with --table triggers|perfect|mixes|futures|course"),
    (["optimise", "grid", "--over", "trigger", "--set", f"{BARRIER}=0.1"], "whose values are what they were"),
    (["report", "grid", "-o", "f.html", "--triggers", "none.json"], "none.json: cannot be read"),
    (["optimise", BASE, "--csv", "--table", "score"], "did you mean scores?"),
    (["plot", "batch", "--kind", "map", "-o", "f.png"], "kind 'map' is drawn from a sweep"),
    (["plot", "lhs", "--kind", "map", "-o", "f.png"], "kind 'map' is drawn from a grid, found a lhs design"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=[" ".join(w) for w, _ in REFUSED])
def test_refusals(folders: dict[str, str], words: list[str], said: str) -> None:
    result = invoked(words[0], folders.get(words[1], words[1]), *words[2:])
    assert result.exit_code == 2, result.output
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert list(Path().iterdir()) == []
